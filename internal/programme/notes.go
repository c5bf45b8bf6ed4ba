package programme

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// AddNote writes a note on a meeting that the actor sees. Fails as NotFound or Invalid.
func (s *Service) AddNote(ctx context.Context, a access.Actor, meeting uuid.UUID, fields NoteFields) (Note, error) {
	m, err := s.meeting(ctx, a, access.OpCreateMeetingNote, meeting)
	if err != nil {
		return Note{}, err
	}
	if fields, err = fields.checked(); err != nil {
		return Note{}, err
	}
	n := Note{Meta: s.fresh(), NoteFields: fields, MeetingID: m.ID, ProgrammeID: m.ProgrammeID, Author: authorOf(a)}
	return n, insert(ctx, s, a, s.Store.Notes(), n, noteMark(access.OpCreateMeetingNote, n), nil)
}

// ListNotes gives a page of the notes on a meeting: the actor's own and what others have shared. Fails as NotFound.
func (s *Service) ListNotes(ctx context.Context, a access.Actor, meeting uuid.UUID, page record.Page) (record.List[Note], error) {
	if _, err := s.meeting(ctx, a, access.OpListMeetingNotes, meeting); err != nil {
		return record.List[Note]{}, err
	}
	return s.Store.Notes().List(ctx, NoteFilter{Meeting: meeting, Reader: authorOf(a)}, page)
}

// Note gives one note: to its author, and when it is shared to those who see the meeting. Fails as NotFound.
func (s *Service) Note(ctx context.Context, a access.Actor, id uuid.UUID) (Note, error) {
	return s.note(ctx, a, access.OpGetMeetingNote, id)
}

// note loads a note that the actor may use for the operation.
func (s *Service) note(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (Note, error) {
	if err := a.Permit(op); err != nil {
		return Note{}, err
	}
	n, err := s.Store.Notes().Get(ctx, id)
	if err != nil {
		return Note{}, err
	}
	return n, s.permitNote(ctx, a, op, n)
}

// permitNote fails as NotFound for a note that is another's alone.
func (s *Service) permitNote(ctx context.Context, a access.Actor, op access.Operation, n Note) error {
	if !n.Shared && !n.by(a) {
		return fault.Missing("note").Because(access.ErrRefused)
	}
	m, err := s.Store.Meetings().Get(ctx, n.MeetingID)
	if err != nil {
		return err
	}
	return a.PermitOn(op, n.object(a, m))
}

// ChangeNote lets its author edit a note, share it and take it back. Fails as NotFound, Stale, Invalid or Forbidden.
func (s *Service) ChangeNote(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*NoteFields)) (Note, error) {
	if err := a.Permit(access.OpUpdateMeetingNote); err != nil {
		return Note{}, err
	}
	permit := func(ctx context.Context, n Note) error { return s.permitNote(ctx, a, access.OpUpdateMeetingNote, n) }
	return revise(ctx, s, a, s.Store.Notes(), id, match, permit, func(_ context.Context, n *Note) (*mark, error) {
		fields, err := edited(n.NoteFields, edit, NoteFields.checked)
		if err != nil || fields == n.NoteFields {
			return nil, err
		}
		n.NoteFields = fields
		m := noteMark(access.OpUpdateMeetingNote, *n)
		return &m, nil
	})
}

// DeleteNote removes a note for good. What others can read is taken back first. Fails as NotFound, Stale, Forbidden or
// Conflict.
func (s *Service) DeleteNote(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) error {
	return s.Store.Update(ctx, func(ctx context.Context) error {
		n, err := s.note(ctx, a, access.OpDeleteMeetingNote, id)
		if err != nil {
			return err
		}
		if err := match.Check(n.Revision); err != nil {
			return err
		}
		if n.Shared {
			return fault.New(fault.Conflict, "shared", "Others can read this note. Take it back first, then delete it.")
		}
		if err := s.Store.DeleteNote(ctx, id); err != nil {
			return err
		}
		m := noteMark(access.OpDeleteMeetingNote, n)
		return s.Journal.Note(ctx, a, m.op, m.object, m.programme, nil)
	})
}

func noteMark(op access.Operation, n Note) mark {
	return mark{op: op, object: access.Ref{Kind: "meeting_note", ID: n.ID}, programme: n.ProgrammeID}
}
