package store

import (
	"context"

	"testamur/internal/certificate"
	"testamur/internal/overview"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// dutyRow is one duty of any kind.
type dutyRow struct {
	Kind          string
	ProgrammeID   uuid.UUID
	CohortID      uuid.UUID
	EnrolmentID   uuid.UUID
	CertificateID reference
	FeedbackID    reference
	RequestID     reference
	ExcerptsID    reference
	Programme     string
	Cohort        string
	TimeZone      string
	Person        string
	DueOn         day
}

func unpackDuty(r dutyRow) overview.Duty {
	return overview.Duty{
		Kind: overview.Kind(r.Kind), ProgrammeID: r.ProgrammeID, CohortID: r.CohortID, EnrolmentID: r.EnrolmentID,
		CertificateID: uuid.UUID(r.CertificateID), FeedbackID: uuid.UUID(r.FeedbackID), RequestID: uuid.UUID(r.RequestID), ExcerptsID: uuid.UUID(r.ExcerptsID),

		Programme: r.Programme, Cohort: r.Cohort, TimeZone: r.TimeZone, Person: r.Person, DueOn: r.DueOn.date(), Count: 1,
	}
}

// dutyPlace is where a duty of the enrolment e stands.
const dutyPlace = ` e.programme_id, e.cohort_id, e.id AS enrolment_id, r.name AS programme, o.name AS cohort, r.time_zone, p.name AS person`

// dutyJoins brings that.
const dutyJoins = ` JOIN people p ON p.id = e.person_id JOIN cohorts o ON o.id = e.cohort_id JOIN programmes r ON r.id = e.programme_id `

// maxDuties is how many duties of one kind are gathered.
const maxDuties = 200

// dutyQueries find each kind of duty of a person: feedback that one is assigned to write and has not submitted, words that
// were taken down in one's name, texts that a review asks about, passages that a handbook would quote (one duty a handbook), certificates
// that one has not answered, and the years in which one takes part.
var dutyQueries = []string{
	`SELECT 'feedback' AS kind, a.due_on,` + dutyPlace + ` FROM assignments a JOIN enrolments e ON e.id = a.enrolment_id` + dutyJoins + `
		WHERE a.assessor_id = @person AND NOT a.archived AND e.state IN @open AND o.state <> @closed AND NOT EXISTS (
			SELECT 1 FROM feedback f WHERE f.enrolment_id = e.id AND f.assessor_id = a.assessor_id AND f.state = @submitted)
		ORDER BY a.due_on, a.id LIMIT @limit`,
	`SELECT 'confirm' AS kind, f.id AS feedback_id,` + dutyPlace + ` FROM feedback f JOIN enrolments e ON e.id = f.enrolment_id` + dutyJoins + `
		WHERE f.assessor_id = @person AND f.state = @submitted AND f.taken_down AND f.confirmed_at IS NULL ORDER BY f.id LIMIT @limit`,
	`SELECT CASE WHEN q.stage = @checked THEN 'check' ELSE 'read_back' END AS kind, q.id AS request_id, q.certificate_id, w.deadline_on AS due_on,` + dutyPlace + `
		FROM review_requests q JOIN reviews w ON w.id = q.review_id JOIN certificates c ON c.id = q.certificate_id JOIN enrolments e ON e.id = c.enrolment_id` + dutyJoins + `
		WHERE q.person_id = @person AND q.voided_at IS NULL AND q.answered_at IS NULL AND w.outcome = '' ORDER BY q.id LIMIT @limit`,
	`SELECT 'quote' AS kind, q.id AS excerpts_id,` + dutyPlace + ` FROM excerpt_requests q JOIN excerpts x ON x.id = (
			SELECT y.id FROM excerpt_consents n JOIN excerpts y ON y.id = n.excerpt_id WHERE n.request_id = q.id AND n.answer = '' AND y.taken_back_at IS NULL
				AND y.version_id IN (SELECT v.id FROM versions v JOIN certificates k ON k.issued_id = v.id WHERE v.state = @issued AND v.erased_at IS NULL)
			ORDER BY y.id LIMIT 1)
		JOIN certificates c ON c.id = x.certificate_id JOIN enrolments e ON e.id = c.enrolment_id` + dutyJoins + `
		WHERE q.person_id = @person ORDER BY q.id LIMIT @limit`,
	`SELECT 'sign' AS kind, c.id AS certificate_id,` + dutyPlace + ` FROM signatories s JOIN certificates c ON c.id = s.certificate_id
		JOIN versions v ON v.id = c.version_id JOIN enrolments e ON e.id = c.enrolment_id` + dutyJoins + `
		WHERE s.person_id = @person AND c.state = @signing AND NOT EXISTS (
			SELECT 1 FROM sign_offs a WHERE a.version_id = v.id AND a.signatory_id = s.id AND a.text_digest = v.text_digest)
		ORDER BY c.id LIMIT @limit`,
	`SELECT CASE WHEN j.id IS NULL AND e.state IN @open THEN 'project' ELSE 'year' END AS kind,` + dutyPlace + ` FROM enrolments e` + dutyJoins + `
		LEFT JOIN projects j ON j.enrolment_id = e.id WHERE e.person_id = @person ORDER BY e.id DESC LIMIT @limit`,
}

// DutiesOf implements overview.Store, with a query for each kind.
func (s *Store) DutiesOf(ctx context.Context, person uuid.UUID) ([]overview.Duty, error) {
	var duties []overview.Duty
	for _, query := range dutyQueries {
		var rows []dutyRow
		err := s.db(ctx).WithContext(ctx).Raw(query, map[string]any{
			"person": person, "open": []programme.EnrolmentState{programme.Invited, programme.Active}, "closed": programme.Closed,
			"submitted": programme.FeedbackSubmitted, "signing": certificate.Signing, "checked": certificate.ParticipantCheck,
			"issued": certificate.VersionIssued, "limit": maxDuties,
		}).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		duties = append(duties, all(rows, unpackDuty)...)
	}
	return duties, nil
}
