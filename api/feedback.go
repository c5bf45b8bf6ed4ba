package api

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireFeedback(f programme.Feedback) Feedback {
	return Feedback{
		ID: f.ID, Revision: f.Revision, CreatedAt: f.CreatedAt, ChangedAt: f.ChangedAt,
		ProgrammeID: f.ProgrammeID, EnrolmentID: f.EnrolmentID, AssessorID: f.AssessorID, ThemeID: f.ThemeID,
		Text: f.Text, State: FeedbackState(f.State), TakenDown: f.TakenDown,
		ConfirmedAt: f.ConfirmedAt, SubmittedAt: f.SubmittedAt, WritingID: f.WritingID,
		MeetingID: f.MeetingID, Disciplines: f.Disciplines.List(),
	}
}

func shownFeedback(f programme.Feedback) FeedbackShownJSONResponse {
	return FeedbackShownJSONResponse{Body: wireFeedback(f), Headers: FeedbackShownResponseHeaders{ETag: etag(f.Revision)}}
}

func wireWriting(w programme.Writing) Writing {
	return Writing{ID: w.ID, Number: w.Number, ThemeID: w.ThemeID, Text: w.Text, At: w.At}
}

func (b FeedbackPatch) apply(f *programme.FeedbackFields) {
	put(&f.ThemeID, b.ThemeID, same)
	put(&f.MeetingID, b.MeetingID, same)
	set(&f.Text, b.Text, same)
	set(&f.Disciplines, b.Disciplines, disciplineSet)
}

// ListFeedback implements StrictServerInterface.
func (s *server) ListFeedback(ctx context.Context, r ListFeedbackRequestObject) (ListFeedbackResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := programme.FeedbackFilter{
		Enrolment: r.Params.EnrolmentID, Assessor: r.Params.AssessorID, Meeting: r.Params.MeetingID, State: programme.FeedbackState(r.Params.State),
	}
	list, err := s.Programmes.ListFeedback(ctx, actor, filter, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireFeedback, func(f programme.Feedback) uuid.UUID { return f.ID })
	return ListFeedback200JSONResponse{FeedbackListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateFeedback implements StrictServerInterface.
func (s *server) CreateFeedback(ctx context.Context, r CreateFeedbackRequestObject) (CreateFeedbackResponseObject, error) {
	ctx, actor := caller(ctx)
	fields := programme.FeedbackFields{ThemeID: r.Body.ThemeID, MeetingID: r.Body.MeetingID, Text: r.Body.Text, Disciplines: disciplineSet(r.Body.Disciplines)}
	f, err := s.Programmes.WriteFeedback(ctx, actor, r.ID, r.Body.AssessorID, fields)
	if err != nil {
		return nil, err
	}
	return CreateFeedback201JSONResponse{FeedbackCreatedJSONResponse{
		Body:    wireFeedback(f),
		Headers: FeedbackCreatedResponseHeaders{ETag: etag(f.Revision), Location: "/v1/feedback/" + f.ID.String()},
	}}, nil
}

// GetFeedback implements StrictServerInterface.
func (s *server) GetFeedback(ctx context.Context, r GetFeedbackRequestObject) (GetFeedbackResponseObject, error) {
	ctx, actor := caller(ctx)
	f, err := s.Programmes.Feedback(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetFeedback200JSONResponse{shownFeedback(f)}, nil
}

// UpdateFeedback implements StrictServerInterface.
func (s *server) UpdateFeedback(ctx context.Context, r UpdateFeedbackRequestObject) (UpdateFeedbackResponseObject, error) {
	ctx, actor := caller(ctx)
	f, err := s.Programmes.ChangeFeedback(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateFeedback200JSONResponse{shownFeedback(f)}, nil
}

// DeleteFeedback implements StrictServerInterface.
func (s *server) DeleteFeedback(ctx context.Context, r DeleteFeedbackRequestObject) (DeleteFeedbackResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Programmes.DeleteFeedback(ctx, actor, r.ID, matching(r.Params.IfMatch)); err != nil {
		return nil, err
	}
	return DeleteFeedback204Response{}, nil
}

// SubmitFeedback implements StrictServerInterface.
func (s *server) SubmitFeedback(ctx context.Context, r SubmitFeedbackRequestObject) (SubmitFeedbackResponseObject, error) {
	ctx, actor := caller(ctx)
	f, err := s.Programmes.SubmitFeedback(ctx, actor, r.ID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return SubmitFeedback200JSONResponse{shownFeedback(f)}, nil
}

// WithdrawFeedback implements StrictServerInterface.
func (s *server) WithdrawFeedback(ctx context.Context, r WithdrawFeedbackRequestObject) (WithdrawFeedbackResponseObject, error) {
	ctx, actor := caller(ctx)
	f, err := s.Programmes.WithdrawFeedback(ctx, actor, r.ID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return WithdrawFeedback200JSONResponse{shownFeedback(f)}, nil
}

// ListFeedbackRevisions implements StrictServerInterface.
func (s *server) ListFeedbackRevisions(ctx context.Context, r ListFeedbackRevisionsRequestObject) (ListFeedbackRevisionsResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Programmes.FeedbackWritings(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return ListFeedbackRevisions200JSONResponse{WritingListedJSONResponse{Items: each(list, wireWriting)}}, nil
}
