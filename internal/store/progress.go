package store

import (
	"context"
	"time"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

// progressRow is how far one assessor is with one enrolment.
type progressRow struct {
	EnrolmentID uuid.UUID
	AssessorID  uuid.UUID
	Drafts      int
	Submitted   int
	ToConfirm   int
	ActiveAt    instant
}

// progressed counts texts without reading them. Drafts that somebody else takes down are theirs alone.
const progressed = `SELECT enrolment_id, assessor_id,
	SUM(CASE WHEN state = 'draft' THEN 1 ELSE 0 END) AS drafts,
	SUM(CASE WHEN state = 'submitted' THEN 1 ELSE 0 END) AS submitted,
	SUM(CASE WHEN state = 'submitted' AND taken_down AND confirmed_at IS NULL THEN 1 ELSE 0 END) AS to_confirm,
	MAX(changed_at) AS active_at
	FROM feedback WHERE enrolment_id IN ? AND state <> 'withdrawn' AND NOT (state = 'draft' AND taken_down)
	GROUP BY enrolment_id, assessor_id`

// loadProgress brings to many assignments how far they are and whom they are about, with one query each.
func (s *Store) loadProgress(ctx context.Context, assignments []programme.Assignment) error {
	ids := idsOf(assignments, func(a programme.Assignment) uuid.UUID { return a.EnrolmentID })
	var rows []progressRow
	if err := s.db(ctx).WithContext(ctx).Raw(progressed, ids).Scan(&rows).Error; err != nil {
		return err
	}
	enrolments, err := of[enrolmentRow](ctx, s.db(ctx)).columns("id", "person_id").where("id IN ?", ids).find()
	if err != nil {
		return err
	}
	participants := map[uuid.UUID]uuid.UUID{}
	for _, e := range enrolments {
		participants[e.ID] = e.PersonID
	}
	far := map[[2]uuid.UUID]programme.Progress{}
	for _, r := range rows {
		far[[2]uuid.UUID{r.EnrolmentID, r.AssessorID}] = programme.Progress{
			Drafts: r.Drafts, Submitted: r.Submitted, ToConfirm: r.ToConfirm, ActiveAt: time.Time(r.ActiveAt),
		}
	}
	for i := range assignments {
		a := &assignments[i]
		a.Progress, a.ParticipantID = far[[2]uuid.UUID{a.EnrolmentID, a.AssessorID}], participants[a.EnrolmentID]
	}
	return nil
}
