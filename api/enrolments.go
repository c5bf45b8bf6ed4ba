package api

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireEnrolment(e programme.Enrolment) Enrolment {
	return Enrolment{
		ID: e.ID, Revision: e.Revision, CreatedAt: e.CreatedAt, ChangedAt: e.ChangedAt,
		ProgrammeID: e.ProgrammeID, CohortID: e.CohortID, PersonID: e.PersonID, PersonName: e.PersonName,
		ExternalID: e.ExternalID, State: EnrolmentState(e.State), LeaderKind: LeaderKind(e.LeaderKind), Scale: e.Scale,
	}
}

func shownEnrolment(e programme.Enrolment) EnrolmentShownJSONResponse {
	return EnrolmentShownJSONResponse{Body: wireEnrolment(e), Headers: EnrolmentShownResponseHeaders{ETag: etag(e.Revision)}}
}

func createdEnrolment(e programme.Enrolment) EnrolmentCreatedJSONResponse {
	return EnrolmentCreatedJSONResponse{
		Body:    wireEnrolment(e),
		Headers: EnrolmentCreatedResponseHeaders{ETag: etag(e.Revision), Location: "/v1/enrolments/" + e.ID.String()},
	}
}

func enrolmentState(s EnrolmentState) programme.EnrolmentState { return programme.EnrolmentState(s) }

func leaderKind(k EnrolmentPatchLeaderKind) programme.LeaderKind { return programme.LeaderKind(k) }

func (b EnrolmentCreate) fields() programme.EnrolmentFields {
	return programme.EnrolmentFields{
		CohortID: b.CohortID, ExternalID: b.ExternalID, State: enrolmentState(b.State),
		LeaderKind: programme.LeaderKind(b.LeaderKind), Scale: b.Scale,
	}
}

func (b EnrolmentPut) fields() programme.EnrolmentFields {
	return programme.EnrolmentFields{
		CohortID: b.CohortID, State: enrolmentState(b.State), LeaderKind: programme.LeaderKind(b.LeaderKind), Scale: b.Scale,
	}
}

func (b EnrolmentPatch) apply(f *programme.EnrolmentFields) {
	set(&f.CohortID, b.CohortID, same)
	put(&f.ExternalID, b.ExternalID, same)
	set(&f.State, b.State, enrolmentState)
	put(&f.LeaderKind, b.LeaderKind, leaderKind)
	put(&f.Scale, b.Scale, same)
}

// ListEnrolments implements StrictServerInterface.
func (s *server) ListEnrolments(ctx context.Context, r ListEnrolmentsRequestObject) (ListEnrolmentsResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := programme.EnrolmentFilter{
		Programme: r.Params.ProgrammeID, Cohort: r.Params.CohortID, Person: r.Params.PersonID, Assessor: r.Params.AssessorID,
		ExternalID: r.Params.ExternalID, State: enrolmentState(r.Params.State),
	}
	list, err := s.Programmes.ListEnrolments(ctx, actor, filter, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireEnrolment, func(e programme.Enrolment) uuid.UUID { return e.ID })
	return ListEnrolments200JSONResponse{EnrolmentListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateEnrolment implements StrictServerInterface.
func (s *server) CreateEnrolment(ctx context.Context, r CreateEnrolmentRequestObject) (CreateEnrolmentResponseObject, error) {
	ctx, actor := caller(ctx)
	e, err := s.Programmes.Enrol(ctx, actor, r.Body.PersonID, r.Body.fields())
	if err != nil {
		return nil, err
	}
	return CreateEnrolment201JSONResponse{createdEnrolment(e)}, nil
}

// GetEnrolment implements StrictServerInterface.
func (s *server) GetEnrolment(ctx context.Context, r GetEnrolmentRequestObject) (GetEnrolmentResponseObject, error) {
	ctx, actor := caller(ctx)
	e, err := s.Programmes.Enrolment(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetEnrolment200JSONResponse{shownEnrolment(e)}, nil
}

// UpdateEnrolment implements StrictServerInterface.
func (s *server) UpdateEnrolment(ctx context.Context, r UpdateEnrolmentRequestObject) (UpdateEnrolmentResponseObject, error) {
	ctx, actor := caller(ctx)
	e, err := s.Programmes.ChangeEnrolment(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateEnrolment200JSONResponse{shownEnrolment(e)}, nil
}

// PutEnrolment implements StrictServerInterface.
func (s *server) PutEnrolment(ctx context.Context, r PutEnrolmentRequestObject) (PutEnrolmentResponseObject, error) {
	ctx, actor := caller(ctx)
	e, created, err := s.Programmes.PutEnrolment(ctx, actor, r.ExternalID, matching(r.Params.IfMatch), r.Body.PersonID, r.Body.fields())
	switch {
	case err != nil:
		return nil, err
	case created:
		return PutEnrolment201JSONResponse{createdEnrolment(e)}, nil
	}
	return PutEnrolment200JSONResponse{shownEnrolment(e)}, nil
}
