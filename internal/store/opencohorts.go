package store

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/overview"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// openCohortRow is a cohort with what its enrolments add up to.
type openCohortRow struct {
	ID           uuid.UUID
	Name         string
	ProgrammeID  uuid.UUID
	Programme    string
	TimeZone     string
	Participants int
}

// OpenCohorts implements overview.Store, with three queries.
func (s *Store) OpenCohorts(ctx context.Context, sight access.Sight, limit int) ([]overview.OpenCohort, error) {
	if !sight.All && len(sight.Programmes) == 0 {
		return nil, nil
	}
	seen := "TRUE"
	if !sight.All {
		seen = "o.programme_id IN @programmes"
	}
	var rows []openCohortRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT o.id, o.name, o.programme_id, r.name AS programme, r.time_zone,
			(SELECT count(*) FROM enrolments e WHERE e.cohort_id = o.id) AS participants
		FROM cohorts o JOIN programmes r ON r.id = o.programme_id
		WHERE o.state <> @closed AND NOT o.archived AND NOT r.archived AND `+seen+` ORDER BY o.id DESC LIMIT @limit`,
		map[string]any{"closed": programme.Closed, "programmes": sight.Programmes, "limit": limit}).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	cohorts, at := make([]overview.OpenCohort, len(rows)), make(map[uuid.UUID]*overview.OpenCohort, len(rows))
	for i, r := range rows {
		cohorts[i] = overview.OpenCohort{
			ID: r.ID, Name: r.Name, ProgrammeID: r.ProgrammeID, Programme: r.Programme, TimeZone: r.TimeZone,
			Participants: r.Participants, Outstanding: map[civil.Date]int{},
		}
		at[r.ID] = &cohorts[i]
	}
	if err := s.countCertificates(ctx, at, rows); err != nil {
		return nil, err
	}
	return cohorts, s.countOutstanding(ctx, at, rows)
}

func (s *Store) countCertificates(ctx context.Context, at map[uuid.UUID]*overview.OpenCohort, cohorts []openCohortRow) error {
	var rows []struct {
		CohortID                                         uuid.UUID
		State                                            string
		Signatories, Required, Approved, Paused, Remarks int
	}
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT e.cohort_id, c.state, (SELECT count(*) FROM signatories s WHERE s.certificate_id = c.id) AS signatories,
			COALESCE(v.required_sign_offs, 0) AS required, `+answered(certificate.Approved)+` AS approved, `+answered(certificate.Declined, certificate.ChangeRequested)+` AS paused, `+openRemarks+` AS remarks
		FROM enrolments e JOIN certificates c ON c.enrolment_id = e.id LEFT JOIN versions v ON v.id = c.version_id
		WHERE e.cohort_id IN ? AND c.state IN ?`, idsOf(cohorts, func(r openCohortRow) uuid.UUID { return r.ID }),
		[]certificate.State{certificate.Composing, certificate.InReview, certificate.Signing}).Scan(&rows).Error
	for _, r := range rows {
		c := at[r.CohortID]
		switch {
		case r.State == string(certificate.Composing):
			c.Composing++
		case r.State == string(certificate.InReview):
			c.Remarked += min(r.Remarks, 1)
		case r.Paused > 0:
			c.Paused++
		case r.Approved >= certificate.Needed(r.Required, r.Signatories):
			c.Issuable++
		}
	}
	return err
}

// countOutstanding counts the feedback that was not submitted, while nothing was sent for signing without it.
func (s *Store) countOutstanding(ctx context.Context, at map[uuid.UUID]*overview.OpenCohort, cohorts []openCohortRow) error {
	var rows []struct {
		CohortID uuid.UUID
		DueOn    day
		N        int
	}
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT e.cohort_id, a.due_on, count(*) AS n FROM enrolments e JOIN assignments a ON a.enrolment_id = e.id
		WHERE e.cohort_id IN ? AND e.state IN ? AND NOT a.archived AND a.due_on IS NOT NULL
			AND a.assessor_id NOT IN (SELECT f.assessor_id FROM feedback f WHERE f.enrolment_id = e.id AND f.state = ?)
			AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.enrolment_id = e.id AND c.state IN ?)
		GROUP BY e.cohort_id, a.due_on`, idsOf(cohorts, func(r openCohortRow) uuid.UUID { return r.ID }),
		[]programme.EnrolmentState{programme.Invited, programme.Active}, programme.FeedbackSubmitted,
		[]certificate.State{certificate.InReview, certificate.Signing, certificate.Issued}).Scan(&rows).Error
	for _, r := range rows {
		at[r.CohortID].Outstanding[r.DueOn.date()] += r.N
	}
	return err
}
