package api

import (
	"context"

	"testamur/internal/access"
)

func wireStaff(p access.Person) StaffMember { return StaffMember{PersonID: p.ID, Name: p.Name} }

// ListStaff implements StrictServerInterface.
func (s *server) ListStaff(ctx context.Context, r ListStaffRequestObject) (ListStaffResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Access.ListStaff(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return ListStaff200JSONResponse{StaffListedJSONResponse{Items: each(list, wireStaff)}}, nil
}

// AddStaff implements StrictServerInterface.
func (s *server) AddStaff(ctx context.Context, r AddStaffRequestObject) (AddStaffResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Access.AddStaff(ctx, actor, r.ID, r.PersonID); err != nil {
		return nil, err
	}
	return AddStaff204Response{}, nil
}

// RemoveStaff implements StrictServerInterface.
func (s *server) RemoveStaff(ctx context.Context, r RemoveStaffRequestObject) (RemoveStaffResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Access.RemoveStaff(ctx, actor, r.ID, r.PersonID); err != nil {
		return nil, err
	}
	return RemoveStaff204Response{}, nil
}
