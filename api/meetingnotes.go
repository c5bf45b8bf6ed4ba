package api

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireNote(n programme.Note) MeetingNote {
	return MeetingNote{
		ID: n.ID, Revision: n.Revision, CreatedAt: n.CreatedAt, ChangedAt: n.ChangedAt,
		ProgrammeID: n.ProgrammeID, MeetingID: n.MeetingID, AuthorID: n.Author, Text: n.Text, Shared: n.Shared,
	}
}

func shownNote(n programme.Note) MeetingNoteShownJSONResponse {
	return MeetingNoteShownJSONResponse{Body: wireNote(n), Headers: MeetingNoteShownResponseHeaders{ETag: etag(n.Revision)}}
}

func (b MeetingNotePatch) apply(f *programme.NoteFields) {
	set(&f.Text, b.Text, same)
	set(&f.Shared, b.Shared, same)
}

// ListMeetingNotes implements StrictServerInterface.
func (s *server) ListMeetingNotes(ctx context.Context, r ListMeetingNotesRequestObject) (ListMeetingNotesResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Programmes.ListNotes(ctx, actor, r.ID, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireNote, func(n programme.Note) uuid.UUID { return n.ID })
	return ListMeetingNotes200JSONResponse{MeetingNoteListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateMeetingNote implements StrictServerInterface.
func (s *server) CreateMeetingNote(ctx context.Context, r CreateMeetingNoteRequestObject) (CreateMeetingNoteResponseObject, error) {
	ctx, actor := caller(ctx)
	n, err := s.Programmes.AddNote(ctx, actor, r.ID, programme.NoteFields{Text: r.Body.Text, Shared: r.Body.Shared})
	if err != nil {
		return nil, err
	}
	return CreateMeetingNote201JSONResponse{MeetingNoteCreatedJSONResponse{
		Body:    wireNote(n),
		Headers: MeetingNoteCreatedResponseHeaders{ETag: etag(n.Revision), Location: "/v1/meeting-notes/" + n.ID.String()},
	}}, nil
}

// GetMeetingNote implements StrictServerInterface.
func (s *server) GetMeetingNote(ctx context.Context, r GetMeetingNoteRequestObject) (GetMeetingNoteResponseObject, error) {
	ctx, actor := caller(ctx)
	n, err := s.Programmes.Note(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetMeetingNote200JSONResponse{shownNote(n)}, nil
}

// UpdateMeetingNote implements StrictServerInterface.
func (s *server) UpdateMeetingNote(ctx context.Context, r UpdateMeetingNoteRequestObject) (UpdateMeetingNoteResponseObject, error) {
	ctx, actor := caller(ctx)
	n, err := s.Programmes.ChangeNote(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateMeetingNote200JSONResponse{shownNote(n)}, nil
}

// DeleteMeetingNote implements StrictServerInterface.
func (s *server) DeleteMeetingNote(ctx context.Context, r DeleteMeetingNoteRequestObject) (DeleteMeetingNoteResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Programmes.DeleteNote(ctx, actor, r.ID, matching(r.Params.IfMatch)); err != nil {
		return nil, err
	}
	return DeleteMeetingNote204Response{}, nil
}
