package store

import (
	"context"

	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type noteRow struct {
	Head
	MeetingID   uuid.UUID
	ProgrammeID uuid.UUID
	AuthorID    reference
	Text        string
	Shared      bool
}

// TableName implements gorm's schema.Tabler.
func (noteRow) TableName() string { return "meeting_notes" }

func packNote(n programme.Note) noteRow {
	return noteRow{
		Head: headOf(n.Meta), MeetingID: n.MeetingID, ProgrammeID: n.ProgrammeID, AuthorID: reference(n.Author), Text: n.Text, Shared: n.Shared,
	}
}

func unpackNote(r noteRow) programme.Note {
	return programme.Note{
		Meta: r.meta(), MeetingID: r.MeetingID, ProgrammeID: r.ProgrammeID, Author: uuid.UUID(r.AuthorID),
		NoteFields: programme.NoteFields{Text: r.Text, Shared: r.Shared},
	}
}

func filterNotes(c *conditions, f programme.NoteFilter) {
	c.id("meeting_id", f.Meeting)
	c.and("(shared OR author_id = ?)", reference(f.Reader)) // nothing equals a null
}

type notes = table[programme.Note, programme.NoteFilter, noteRow, *programme.Note]

// Notes implements programme.MeetingStore.
func (s *Store) Notes() record.Table[programme.Note, programme.NoteFilter] {
	return notes{store: s, kind: "note", pack: packNote, unpack: unpackNote, filter: filterNotes}
}

// DeleteNote implements programme.MeetingStore.
func (s *Store) DeleteNote(ctx context.Context, id uuid.UUID) error {
	return s.Update(ctx, func(ctx context.Context) error {
		n, err := of[noteRow](ctx, s.db(ctx)).where("id = ?", id).remove()
		if err == nil && n == 0 {
			return fault.Missing("note")
		}
		return err
	})
}
