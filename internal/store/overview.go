package store

import (
	"context"
	"strings"

	"testamur/internal/certificate"
	"testamur/internal/overview"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// seatRow is a participant with what there is at most one of.
type seatRow struct {
	ID               uuid.UUID
	PersonID         uuid.UUID
	Name             string
	State            string
	Project          string
	Themes           int
	CertificateID    reference
	CertificateState string
	Serial           string
	Signatories      int
	Required         int
	Approved         int
	Paused           int
	Suggested        int
	Remarks          int
}

// answered counts the signatories of the certificate c whose latest answer to the text of its version v is one of the decisions.
func answered(decisions ...certificate.Decision) string {
	var quoted []string
	for _, d := range decisions {
		quoted = append(quoted, `'`+string(d)+`'`)
	}
	return `(SELECT count(*) FROM sign_offs a WHERE a.version_id = v.id AND a.text_digest = v.text_digest AND a.decision IN (` + strings.Join(quoted, ", ") + `)
		AND a.signatory_id IN (SELECT id FROM signatories WHERE certificate_id = c.id)
		AND NOT EXISTS (SELECT 1 FROM sign_offs l WHERE l.version_id = a.version_id AND l.signatory_id = a.signatory_id
			AND (l.recorded_at > a.recorded_at OR (l.recorded_at = a.recorded_at AND l.id > a.id))))`
}

// openRemarks counts what is to be settled of the review of the certificate c.
const openRemarks = `(SELECT count(*) FROM review_remarks m WHERE m.certificate_id = c.id AND m.state = '` + string(certificate.RemarkOpen) + `')`

// seatsSQL joins an enrolment with its project and the certificate that counts: the latest that was not cancelled. A version
// counts while it is out for signing.
var seatsSQL = `SELECT e.id, e.person_id, p.name, e.state, COALESCE(j.title, '') AS project,
		(SELECT count(DISTINCT f.theme_id) FROM feedback f WHERE f.enrolment_id = e.id AND f.state = @submitted) AS themes,
		c.id AS certificate_id, COALESCE(c.state, '') AS certificate_state, COALESCE(c.serial, '') AS serial,
		(SELECT count(*) FROM signatories s WHERE s.certificate_id = c.id) AS signatories,
		COALESCE(v.required_sign_offs, 0) AS required, ` + answered(certificate.Approved) + ` AS approved, ` +
	answered(certificate.Declined, certificate.ChangeRequested) + ` AS paused, ` + answered(certificate.Suggested) + ` AS suggested, ` + openRemarks + ` AS remarks
	FROM enrolments e JOIN people p ON p.id = e.person_id
	LEFT JOIN projects j ON j.enrolment_id = e.id
	LEFT JOIN certificates c ON c.id = (SELECT x.id FROM certificates x WHERE x.enrolment_id = e.id AND x.state <> @cancelled ORDER BY x.id DESC LIMIT 1)
	LEFT JOIN versions v ON v.id = c.version_id AND c.state = @signing
	WHERE `

const seatsOrder = ` ORDER BY p.name, e.id LIMIT @limit`

// BoardSeats implements overview.Store.
func (s *Store) BoardSeats(ctx context.Context, of overview.SeatFilter, limit int) ([]overview.Seat, error) {
	var seats []overview.Seat
	where, id := "e.cohort_id = @id", of.Cohort
	if of.Enrolment != uuid.Nil {
		where, id = "e.id = @id", of.Enrolment
	}
	err := s.snapshot(ctx, func(ctx context.Context) error {
		var rows []seatRow
		err := s.db(ctx).WithContext(ctx).Raw(seatsSQL+where+seatsOrder, map[string]any{
			"id": id, "limit": limit, "submitted": programme.FeedbackSubmitted,
			"cancelled": certificate.Cancelled, "signing": certificate.Signing,
		}).Scan(&rows).Error
		if err != nil {
			return err
		}
		seats = all(rows, unpackSeat)
		if err := s.seatAssessors(ctx, where, id, seats); err != nil {
			return err
		}
		return s.seatReviewers(ctx, where, id, seats)
	})
	return seats, err
}

func unpackSeat(r seatRow) overview.Seat {
	return overview.Seat{
		EnrolmentID: r.ID, PersonID: r.PersonID, Name: r.Name, State: programme.EnrolmentState(r.State), Project: r.Project, Themes: r.Themes,
		Certificate: overview.Standing{
			ID: uuid.UUID(r.CertificateID), State: certificate.State(r.CertificateState), Serial: r.Serial,
			Signatories: r.Signatories, Needed: certificate.Needed(r.Required, r.Signatories), Approved: r.Approved, Paused: r.Paused,
			Suggested: r.Suggested, Remarks: r.Remarks,
		},
	}
}

type seatAssessorRow struct {
	EnrolmentID uuid.UUID
	AssessorID  uuid.UUID
	Name        string
	DueOn       day
	Submitted   bool
}

// seatAssessors brings who writes about whom, and whether they have.
func (s *Store) seatAssessors(ctx context.Context, where string, id uuid.UUID, seats []overview.Seat) error {
	var rows []seatAssessorRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT a.enrolment_id, a.assessor_id, p.name, a.due_on,
			a.assessor_id IN (SELECT f.assessor_id FROM feedback f WHERE f.enrolment_id = a.enrolment_id AND f.state = @submitted) AS submitted
		FROM enrolments e JOIN assignments a ON a.enrolment_id = e.id JOIN people p ON p.id = a.assessor_id
		WHERE `+where+` AND NOT a.archived ORDER BY p.name, a.id`, map[string]any{"id": id, "submitted": programme.FeedbackSubmitted}).Scan(&rows).Error
	at := make(map[uuid.UUID]int, len(seats))
	for i, seat := range seats {
		at[seat.EnrolmentID] = i
	}
	for _, r := range rows {
		if i, ok := at[r.EnrolmentID]; ok {
			seats[i].Assessors = append(seats[i].Assessors, overview.Assessor{PersonID: r.AssessorID, Name: r.Name, DueOn: r.DueOn.date(), Submitted: r.Submitted})
		}
	}
	return err
}

type seatReviewerRow struct {
	CertificateID uuid.UUID
	Name          string
}

// seatReviewers brings whose answer is waited for in the reviews that run.
func (s *Store) seatReviewers(ctx context.Context, where string, id uuid.UUID, seats []overview.Seat) error {
	var rows []seatReviewerRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT DISTINCT q.certificate_id, p.name
		FROM enrolments e JOIN certificates c ON c.enrolment_id = e.id AND c.state = @in_review
		JOIN reviews r ON r.certificate_id = c.id AND r.outcome = '' JOIN review_requests q ON q.review_id = r.id JOIN people p ON p.id = q.person_id
		WHERE `+where+` AND q.answered_at IS NULL AND q.voided_at IS NULL ORDER BY p.name`, map[string]any{"id": id, "in_review": certificate.InReview}).Scan(&rows).Error
	at := make(map[uuid.UUID]int, len(seats))
	for i, seat := range seats {
		at[seat.Certificate.ID] = i
	}
	for _, r := range rows {
		if i, ok := at[r.CertificateID]; ok {
			seats[i].Certificate.WaitedFor = append(seats[i].Certificate.WaitedFor, r.Name)
		}
	}
	return err
}
