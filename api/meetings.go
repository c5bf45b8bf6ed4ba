package api

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireMeeting(m programme.Meeting) Meeting {
	return Meeting{
		ID: m.ID, Revision: m.Revision, CreatedAt: m.CreatedAt, ChangedAt: m.ChangedAt, ProgrammeID: m.ProgrammeID, CohortID: m.CohortID,
		Kind: MeetingKind(m.Kind), On: dateOf(m.On), EnrolmentIds: each(m.Enrolments, same), PersonIds: each(m.People, same), Archived: m.Archived,
	}
}

func shownMeeting(m programme.Meeting) MeetingShownJSONResponse {
	return MeetingShownJSONResponse{Body: wireMeeting(m), Headers: MeetingShownResponseHeaders{ETag: etag(m.Revision)}}
}

func readKind(k MeetingKind) programme.MeetingKind { return programme.MeetingKind(k) }

func (b MeetingPatch) apply(f *programme.MeetingFields) {
	set(&f.Kind, b.Kind, readKind)
	set(&f.On, b.On, day)
	set(&f.Enrolments, b.EnrolmentIds, same)
	set(&f.People, b.PersonIds, same)
	set(&f.Archived, b.Archived, same)
}

// ListMeetings implements StrictServerInterface.
func (s *server) ListMeetings(ctx context.Context, r ListMeetingsRequestObject) (ListMeetingsResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := programme.MeetingFilter{
		Programme: r.Params.ProgrammeID, Cohort: r.Params.CohortID, Enrolment: r.Params.EnrolmentID, Person: r.Params.PersonID, Kind: readKind(r.Params.Kind),
		Archived: r.Params.Archived,
	}
	list, err := s.Programmes.ListMeetings(ctx, actor, filter, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireMeeting, func(m programme.Meeting) uuid.UUID { return m.ID })
	return ListMeetings200JSONResponse{MeetingListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateMeeting implements StrictServerInterface.
func (s *server) CreateMeeting(ctx context.Context, r CreateMeetingRequestObject) (CreateMeetingResponseObject, error) {
	ctx, actor := caller(ctx)
	fields := programme.MeetingFields{
		Kind: readKind(r.Body.Kind), On: day(r.Body.On), Enrolments: r.Body.EnrolmentIds, People: r.Body.PersonIds,
	}
	m, err := s.Programmes.CreateMeeting(ctx, actor, r.ID, fields)
	if err != nil {
		return nil, err
	}
	return CreateMeeting201JSONResponse{MeetingCreatedJSONResponse{
		Body:    wireMeeting(m),
		Headers: MeetingCreatedResponseHeaders{ETag: etag(m.Revision), Location: "/v1/meetings/" + m.ID.String()},
	}}, nil
}

// GetMeeting implements StrictServerInterface.
func (s *server) GetMeeting(ctx context.Context, r GetMeetingRequestObject) (GetMeetingResponseObject, error) {
	ctx, actor := caller(ctx)
	m, err := s.Programmes.Meeting(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetMeeting200JSONResponse{shownMeeting(m)}, nil
}

// UpdateMeeting implements StrictServerInterface.
func (s *server) UpdateMeeting(ctx context.Context, r UpdateMeetingRequestObject) (UpdateMeetingResponseObject, error) {
	ctx, actor := caller(ctx)
	m, err := s.Programmes.ChangeMeeting(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateMeeting200JSONResponse{shownMeeting(m)}, nil
}
