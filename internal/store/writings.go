package store

import (
	"context"
	"slices"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

type writingRow struct {
	ID          uuid.UUID
	Kind        string
	OwnerID     uuid.UUID
	EnrolmentID uuid.UUID
	AssessorID  reference
	ThemeID     reference
	Number      int
	Text        string
	WrittenAt   instant
}

// TableName implements gorm's schema.Tabler.
func (writingRow) TableName() string { return "writings" }

func (r writingRow) id() uuid.UUID { return r.ID }

func packWriting(w programme.Writing) writingRow {
	return writingRow{
		ID: w.ID, Kind: string(w.Kind), OwnerID: w.OwnerID, EnrolmentID: w.EnrolmentID, AssessorID: reference(w.AssessorID),
		ThemeID: reference(w.ThemeID), Number: w.Number, Text: w.Text, WrittenAt: instant(w.At),
	}
}

func unpackWriting(r writingRow) programme.Writing {
	return programme.Writing{
		ID: r.ID, Kind: programme.WritingKind(r.Kind), OwnerID: r.OwnerID, EnrolmentID: r.EnrolmentID,
		AssessorID: uuid.UUID(r.AssessorID), ThemeID: uuid.UUID(r.ThemeID), Number: r.Number, Text: r.Text, At: time.Time(r.WrittenAt),
	}
}

var writingUniques = []unique[writingRow]{
	{"writings_number", "owner_id = ? AND number = ?", func(r writingRow) []any { return []any{r.OwnerID, r.Number} }},
}

// AppendWriting implements programme.Store.
func (s *Store) AppendWriting(ctx context.Context, w programme.Writing) error {
	return s.Update(ctx, func(ctx context.Context) error {
		if err := insert(ctx, s, packWriting(w), writingUniques); err != nil || w.Kind != programme.WritingFeedback {
			return err
		}
		return s.keepSentences(ctx, ofFeedback, w.OwnerID, w.EnrolmentID, w.Text)
	})
}

// Writings implements programme.Store.
func (s *Store) Writings(ctx context.Context, owner uuid.UUID) ([]programme.Writing, error) {
	rows, err := of[writingRow](ctx, s.db(ctx)).where("owner_id = ?", owner).order("number").find()
	return all(rows, unpackWriting), err
}

// Quotations implements programme.Store.
func (s *Store) Quotations(ctx context.Context, feedback uuid.UUID, limit int) ([]programme.Quotation, error) {
	var found []programme.Quotation
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT DISTINCT c.id AS certificate, c.name, x.heading, x.position
		FROM writings w JOIN passage_sources s ON s.writing_id = w.id JOIN passages p ON p.id = s.passage_id
		JOIN sections x ON x.id = p.section_id JOIN certificates c ON c.id = s.certificate_id
		WHERE w.owner_id = ? AND c.state <> ? ORDER BY c.id, x.position LIMIT ?`, feedback, certificate.Cancelled, limit).Scan(&found).Error
	return found, err
}

// quotable is Feedback.Quotable as a condition.
const quotable = "state = 'submitted' AND (NOT taken_down OR confirmed_at IS NOT NULL)"

// SourceWritings implements certificate.Store.
func (s *Store) SourceWritings(ctx context.Context, enrolment uuid.UUID, also []uuid.UUID) ([]programme.Writing, error) {
	rows, err := of[writingRow](ctx, s.db(ctx)).where("enrolment_id = ?", enrolment).order("id").find()
	if err != nil {
		return nil, err
	}
	open, err := of[feedbackRow](ctx, s.db(ctx)).columns("id").where("enrolment_id = ? AND "+quotable, enrolment).find()
	if err != nil {
		return nil, err
	}
	sources := map[uuid.UUID]bool{}
	for _, id := range also {
		sources[id] = true
	}
	for _, f := range open {
		sources[f.ID] = true
	}
	unusable := func(r writingRow) bool {
		return r.Kind != string(programme.WritingProject) && !sources[r.OwnerID] && !sources[r.ID]
	}
	return all(slices.DeleteFunc(rows, unusable), unpackWriting), nil
}

// latestWritings lists, in the order in which they were begun, the latest writing of the enrolment's project and of each
// quotable feedback.
func (s *Store) latestWritings(ctx context.Context, enrolment uuid.UUID) ([]programme.Writing, error) {
	rows, err := of[writingRow](ctx, s.db(ctx)).where("enrolment_id = ?", enrolment).
		where("(id IN (SELECT writing_id FROM feedback f WHERE f.enrolment_id = ? AND "+quotable+") OR "+
			"(kind = ? AND NOT EXISTS (SELECT 1 FROM writings later WHERE later.owner_id = writings.owner_id AND later.number > writings.number)))",
			enrolment, programme.WritingProject).
		order("owner_id").find()
	return all(rows, unpackWriting), err
}

// all turns rows into what they stand for.
func all[R, T any](rows []R, unpack func(R) T) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = unpack(r)
	}
	return out
}
