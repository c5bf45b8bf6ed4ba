package store

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

// Ties implements programme.Store.
func (s *Store) Ties(ctx context.Context, column programme.TieColumn, id, person uuid.UUID) (participant, assessor bool, err error) {
	enrolled := map[programme.TieColumn]string{
		programme.OfProgramme: "programme_id = ? AND person_id = ?",
		programme.OfCohort:    "cohort_id = ? AND person_id = ?",
	}[column]
	assigned := map[programme.TieColumn]string{
		programme.OfProgramme: "programme_id = ? AND assessor_id = ? AND NOT archived",
		programme.OfCohort:    "enrolment_id IN (SELECT id FROM enrolments WHERE cohort_id = ?) AND assessor_id = ? AND NOT archived",
	}[column]
	if n, err := of[enrolmentRow](ctx, s.db(ctx)).where(enrolled, id, person).limit(1).count(); err != nil {
		return false, false, err
	} else if n > 0 {
		participant = true
	}
	n, err := of[assignmentRow](ctx, s.db(ctx)).where(assigned, id, person).limit(1).count()
	return participant, n > 0, err
}

// TiedElsewhere implements access.TieStore.
func (s *Store) TiedElsewhere(ctx context.Context, person uuid.UUID, programmes []uuid.UUID) (bool, error) {
	elsewhere := "TRUE"
	if len(programmes) > 0 {
		elsewhere = "programme_id NOT IN @programmes"
	}
	return scalar[bool](ctx, s.db(ctx), `SELECT EXISTS (SELECT 1 FROM accounts WHERE id = @person AND admin)
		OR EXISTS (SELECT 1 FROM enrolments WHERE person_id = @person AND `+elsewhere+`)
		OR EXISTS (SELECT 1 FROM assignments WHERE assessor_id = @person AND `+elsewhere+`)
		OR EXISTS (SELECT 1 FROM programme_staff WHERE person_id = @person AND `+elsewhere+`)
		OR EXISTS (SELECT 1 FROM certificates WHERE id IN (SELECT certificate_id FROM signatories WHERE person_id = @person) AND `+elsewhere+`)`,
		map[string]any{"person": person, "programmes": programmes})
}

// ProvesByMail implements access.Store.
func (s *Store) ProvesByMail(ctx context.Context, person uuid.UUID) (bool, error) {
	return scalar[bool](ctx, s.db(ctx), `SELECT EXISTS (SELECT 1 FROM accounts WHERE id = @person)
		OR EXISTS (SELECT 1 FROM assignments WHERE assessor_id = @person)
		OR EXISTS (SELECT 1 FROM signatories WHERE person_id = @person)`, map[string]any{"person": person})
}
