package api

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireAssignment(a programme.Assignment) Assignment {
	return Assignment{
		ID: a.ID, Revision: a.Revision, CreatedAt: a.CreatedAt, ChangedAt: a.ChangedAt,
		ProgrammeID: a.ProgrammeID, EnrolmentID: a.EnrolmentID, AssessorID: a.AssessorID, DueOn: dateOf(a.DueOn),
		Conflict: ConflictAnswer(a.Conflict), ConflictNote: a.ConflictNote, Archived: a.Archived,
		Progress: wireProgress(a.Progress),
	}
}

func shownAssignment(a programme.Assignment) AssignmentShownJSONResponse {
	return AssignmentShownJSONResponse{Body: wireAssignment(a), Headers: AssignmentShownResponseHeaders{ETag: etag(a.Revision)}}
}

func (b AssignmentPatch) apply(f *programme.AssignmentFields) {
	put(&f.DueOn, b.DueOn, day)
	set(&f.Conflict, b.Conflict, func(c ConflictAnswer) programme.Conflict { return programme.Conflict(c) })
	put(&f.ConflictNote, b.ConflictNote, same)
	set(&f.Archived, b.Archived, same)
}

// ListAssignments implements StrictServerInterface.
func (s *server) ListAssignments(ctx context.Context, r ListAssignmentsRequestObject) (ListAssignmentsResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := programme.AssignmentFilter{
		Programme: r.Params.ProgrammeID, Enrolment: r.Params.EnrolmentID, Assessor: r.Params.AssessorID, Archived: r.Params.Archived,
	}
	list, err := s.Programmes.ListAssignments(ctx, actor, filter, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireAssignment, func(a programme.Assignment) uuid.UUID { return a.ID })
	return ListAssignments200JSONResponse{AssignmentListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateAssignment implements StrictServerInterface.
func (s *server) CreateAssignment(ctx context.Context, r CreateAssignmentRequestObject) (CreateAssignmentResponseObject, error) {
	ctx, actor := caller(ctx)
	a, err := s.Programmes.Assign(ctx, actor, r.ID, r.Body.AssessorID, programme.AssignmentFields{DueOn: day(r.Body.DueOn)})
	if err != nil {
		return nil, err
	}
	return CreateAssignment201JSONResponse{AssignmentCreatedJSONResponse{
		Body:    wireAssignment(a),
		Headers: AssignmentCreatedResponseHeaders{ETag: etag(a.Revision), Location: "/v1/assignments/" + a.ID.String()},
	}}, nil
}

// GetAssignment implements StrictServerInterface.
func (s *server) GetAssignment(ctx context.Context, r GetAssignmentRequestObject) (GetAssignmentResponseObject, error) {
	ctx, actor := caller(ctx)
	a, err := s.Programmes.Assignment(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetAssignment200JSONResponse{shownAssignment(a)}, nil
}

// UpdateAssignment implements StrictServerInterface.
func (s *server) UpdateAssignment(ctx context.Context, r UpdateAssignmentRequestObject) (UpdateAssignmentResponseObject, error) {
	ctx, actor := caller(ctx)
	a, err := s.Programmes.ChangeAssignment(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateAssignment200JSONResponse{shownAssignment(a)}, nil
}
