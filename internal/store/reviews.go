package store

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type reviewRow struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	CertificateID uuid.UUID
	Number        int
	Stage         string
	ThenSign      bool
	OpenerKind    string
	OpenerID      reference
	OpenerName    string
	OpenerPerson  reference
	OpenedAt      instant
	DeadlineOn    day
	DeadlineAt    instant
	RemindAt      instant
	Outcome       string
	ClosedAt      instant
	Content       []byte
	TextDigest    digest
	Trouble       string
	TriedAt       instant
}

// TableName implements gorm's schema.Tabler.
func (reviewRow) TableName() string { return "reviews" }

type reviewRequestRow struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	ReviewID      uuid.UUID
	CertificateID uuid.UUID
	PersonID      uuid.UUID
	Stage         string
	Shown         []byte
	TextDigest    digest
	ShownBefore   []byte
	Mailed        bool
	AskedAt       instant
	RemindedAt    instant
	Answer        string
	AnsweredAt    instant
	VoidedAt      instant
}

// TableName implements gorm's schema.Tabler.
func (reviewRequestRow) TableName() string { return "review_requests" }

type remarkRow struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	ReviewID      uuid.UUID
	RequestID     uuid.UUID
	CertificateID uuid.UUID
	PersonID      uuid.UUID
	PassageID     reference
	Kind          string
	Passage       string
	Comment       string
	Wording       string
	State         string
	Reason        string
	MadeAt        instant
	SettledAt     instant
}

// TableName implements gorm's schema.Tabler.
func (remarkRow) TableName() string { return "review_remarks" }

func packReview(r certificate.Review) reviewRow {
	return reviewRow{
		ID: r.ID, CertificateID: r.CertificateID, Number: r.Number, Stage: string(r.Stage), ThenSign: r.ThenSign,
		OpenerKind: string(r.Opener.Kind), OpenerID: reference(r.Opener.ID), OpenerName: r.Opener.Name, OpenerPerson: reference(r.Opener.Person),
		OpenedAt: instant(r.OpenedAt), DeadlineOn: dayOf(r.DeadlineOn), DeadlineAt: instant(r.DeadlineAt), RemindAt: instant(r.RemindAt),
		Outcome: string(r.Outcome), ClosedAt: instant(r.ClosedAt), Content: r.Content, TextDigest: digest(r.TextDigest),
		Trouble: r.Trouble, TriedAt: instant(r.TriedAt),
	}
}

func unpackReview(r reviewRow) certificate.Review {
	return certificate.Review{
		ID: r.ID, CertificateID: r.CertificateID, Number: r.Number, Stage: certificate.ReviewStage(r.Stage), ThenSign: r.ThenSign,
		Opener: access.Actor{
			Kind: access.ActorKind(r.OpenerKind), ID: uuid.UUID(r.OpenerID), Name: r.OpenerName, Person: uuid.UUID(r.OpenerPerson),
		},
		OpenedAt: time.Time(r.OpenedAt), DeadlineOn: r.DeadlineOn.date(), DeadlineAt: time.Time(r.DeadlineAt), RemindAt: time.Time(r.RemindAt),
		Outcome: certificate.ReviewOutcome(r.Outcome), ClosedAt: time.Time(r.ClosedAt), Content: r.Content, TextDigest: record.Digest(r.TextDigest),
		Trouble: r.Trouble, TriedAt: time.Time(r.TriedAt),
	}
}

func packReviewRequest(q certificate.ReviewRequest) reviewRequestRow {
	return reviewRequestRow{
		ID: q.ID, ReviewID: q.ReviewID, CertificateID: q.CertificateID, PersonID: q.PersonID, Stage: string(q.Stage), Shown: q.Shown,
		TextDigest: digest(q.TextDigest), ShownBefore: q.ShownBefore, Mailed: q.Mailed, AskedAt: instant(q.AskedAt),
		RemindedAt: instant(q.RemindedAt), Answer: string(q.Answer), AnsweredAt: instant(q.AnsweredAt), VoidedAt: instant(q.VoidedAt),
	}
}

func unpackReviewRequest(r reviewRequestRow) certificate.ReviewRequest {
	return certificate.ReviewRequest{
		ID: r.ID, ReviewID: r.ReviewID, CertificateID: r.CertificateID, PersonID: r.PersonID, Stage: certificate.ReviewStage(r.Stage), Shown: r.Shown,
		TextDigest: record.Digest(r.TextDigest), ShownBefore: r.ShownBefore, Mailed: r.Mailed, AskedAt: time.Time(r.AskedAt),
		RemindedAt: time.Time(r.RemindedAt), Answer: certificate.ReviewAnswer(r.Answer), AnsweredAt: time.Time(r.AnsweredAt),
		VoidedAt: time.Time(r.VoidedAt),
	}
}

func packRemark(q certificate.ReviewRequest, m certificate.Remark) remarkRow {
	return remarkRow{
		ID: m.ID, ReviewID: q.ReviewID, RequestID: q.ID, CertificateID: q.CertificateID, PersonID: q.PersonID, PassageID: reference(m.PassageID),
		Kind: string(m.Kind), Passage: m.Passage, Comment: m.Comment, Wording: m.Wording, State: string(m.State), Reason: m.Reason,
		MadeAt: instant(m.At), SettledAt: instant(m.SettledAt),
	}
}

func unpackRemark(r remarkRow) certificate.Remark {
	return certificate.Remark{
		ID: r.ID, PassageID: uuid.UUID(r.PassageID), Kind: certificate.RemarkKind(r.Kind), Passage: r.Passage, Comment: r.Comment,
		Wording: r.Wording, State: certificate.RemarkState(r.State), Reason: r.Reason, At: time.Time(r.MadeAt), SettledAt: time.Time(r.SettledAt),
	}
}

// PutReview implements certificate.ReviewStore.
func (s *Store) PutReview(ctx context.Context, r certificate.Review) error {
	requests, remarks := all(r.Requests, packReviewRequest), []remarkRow{}
	for _, q := range r.Requests {
		remarks = append(remarks, all(q.Remarks, func(m certificate.Remark) remarkRow { return packRemark(q, m) })...)
	}
	return s.Update(ctx, func(ctx context.Context) error {
		if err := put(ctx, s.db(ctx), []reviewRow{packReview(r)}, clause.OnConflict{UpdateAll: true}); err != nil { // what is referred to goes before what refers
			return err
		}
		if err := put(ctx, s.db(ctx), requests, clause.OnConflict{UpdateAll: true}); err != nil {
			return err
		}
		return put(ctx, s.db(ctx), remarks, settlesOpen)
	})
}

// settlesOpen changes of a stored remark what became of it, once, and never its words: its author may be erased meanwhile, which
// ends it too.
var settlesOpen = clause.OnConflict{
	DoUpdates: clause.AssignmentColumns([]string{"state", "reason", "settled_at"}),
	Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "review_remarks.state = 'open'"}}},
}

// put stores rows, new or changed; known says what it changes of those that are there.
func put[R any](ctx context.Context, db *gorm.DB, rows []R, known clause.OnConflict) error {
	if len(rows) == 0 {
		return nil
	}
	known.Columns = []clause.Column{{Name: "id"}}
	return db.WithContext(ctx).Clauses(known).CreateInBatches(&rows, rewriteBatch).Error
}

// LatestReview implements certificate.ReviewStore.
func (s *Store) LatestReview(ctx context.Context, id uuid.UUID) (certificate.Review, error) {
	reviews, err := s.reviews(ctx, "certificate_id = ? AND number = (SELECT max(number) FROM reviews WHERE certificate_id = ?)", id, id)
	if err != nil || len(reviews) == 0 {
		return certificate.Review{}, missingUnless(err, "review")
	}
	return reviews[0], nil
}

func missingUnless(err error, kind string) error {
	if err != nil {
		return err
	}
	return fault.Missing(kind)
}

// Reviews implements certificate.ReviewStore.
func (s *Store) Reviews(ctx context.Context, id uuid.UUID) ([]certificate.Review, error) {
	return s.reviews(ctx, "certificate_id = ?", id)
}

// reviews gives reviews with all that belongs to them, with one query a table.
func (s *Store) reviews(ctx context.Context, where string, args ...any) ([]certificate.Review, error) {
	rows, err := of[reviewRow](ctx, s.db(ctx)).where(where, args...).order("number").find()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	requests, err := s.requests(ctx, "review_id IN ?", idsOf(rows, func(r reviewRow) uuid.UUID { return r.ID }))
	if err != nil {
		return nil, err
	}
	reviews := all(rows, unpackReview)
	for i := range reviews {
		for _, q := range requests {
			if q.ReviewID == reviews[i].ID {
				reviews[i].Requests = append(reviews[i].Requests, q)
			}
		}
	}
	return reviews, nil
}

// requests gives requests with their remarks, in the order in which they were asked.
func (s *Store) requests(ctx context.Context, where string, args ...any) ([]certificate.ReviewRequest, error) {
	rows, err := of[reviewRequestRow](ctx, s.db(ctx)).where(where, args...).order("id").find()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	remarks, err := of[remarkRow](ctx, s.db(ctx)).where("request_id IN ?", idsOf(rows, func(r reviewRequestRow) uuid.UUID { return r.ID })).
		order("id").find()
	requests, at := all(rows, unpackReviewRequest), map[uuid.UUID]int{}
	for i, q := range requests {
		at[q.ID] = i
	}
	for _, m := range remarks {
		q := &requests[at[m.RequestID]]
		q.Remarks = append(q.Remarks, unpackRemark(m))
	}
	return requests, err
}

// HoldReviewer implements certificate.ReviewStore: who erases locks the person first.
func (s *Store) HoldReviewer(ctx context.Context, person uuid.UUID) (bool, error) {
	if _, err := s.People().Get(ctx, person); err != nil {
		return false, err
	}
	return s.Erased(ctx, person)
}

// ReviewRequest implements certificate.ReviewStore.
func (s *Store) ReviewRequest(ctx context.Context, id uuid.UUID) (certificate.ReviewRequest, error) {
	requests, err := s.requests(ctx, "id = ?", id)
	if err != nil || len(requests) == 0 {
		return certificate.ReviewRequest{}, missingUnless(err, "review request")
	}
	return requests[0], nil
}

type askedRow struct {
	ID            uuid.UUID
	CertificateID uuid.UUID
	PersonID      uuid.UUID
	Stage         string
	Programme     string
	Title         string
	Name          string
	AskedAt       instant
	DeadlineOn    day
	Answer        string
}

func unpackAsked(r askedRow) certificate.Asked {
	return certificate.Asked{
		ID: r.ID, CertificateID: r.CertificateID, PersonID: r.PersonID, Stage: certificate.ReviewStage(r.Stage), Programme: r.Programme,
		Title: r.Title, Participant: r.Name, AskedAt: time.Time(r.AskedAt), DeadlineOn: r.DeadlineOn.date(), Answer: certificate.ReviewAnswer(r.Answer),
	}
}

// RequestsTo implements certificate.ReviewStore.
func (s *Store) RequestsTo(ctx context.Context, person uuid.UUID, limit int) ([]certificate.Asked, error) {
	var rows []askedRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT q.id, q.certificate_id, q.person_id, q.stage, p.name AS programme, c.title, c.name, q.asked_at,
			r.deadline_on, q.answer
		FROM review_requests q JOIN reviews r ON r.id = q.review_id JOIN certificates c ON c.id = q.certificate_id
			JOIN programmes p ON p.id = c.programme_id
		WHERE q.person_id = ? AND q.voided_at IS NULL AND r.outcome = '' ORDER BY q.id LIMIT ?`, person, limit).Scan(&rows).Error
	return all(rows, unpackAsked), err
}

// DueReviews implements certificate.ReviewStore.
func (s *Store) DueReviews(ctx context.Context, now, retry time.Time, limit int) ([]uuid.UUID, error) {
	var rows []reviewRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT certificate_id FROM reviews WHERE outcome = '' AND (deadline_at <= @now OR remind_at <= @now)
			AND EXISTS (SELECT 1 FROM review_requests q WHERE q.review_id = reviews.id AND q.answered_at IS NULL AND q.voided_at IS NULL)
		UNION SELECT certificate_id FROM reviews WHERE outcome = '' AND deadline_at IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM review_requests q WHERE q.review_id = reviews.id AND q.answered_at IS NULL AND q.voided_at IS NULL)
			AND NOT EXISTS (SELECT 1 FROM review_remarks m WHERE m.review_id = reviews.id AND m.state = 'open')
		UNION SELECT certificate_id FROM reviews WHERE then_sign AND outcome = @passed AND (tried_at IS NULL OR tried_at <= @retry)
			AND EXISTS (SELECT 1 FROM certificates c WHERE c.id = reviews.certificate_id AND c.state = @state)
		ORDER BY certificate_id LIMIT @limit`, map[string]any{
		"now": instant(now), "retry": instant(retry), "passed": certificate.ReviewPassed, "state": certificate.InReview, "limit": limit,
	}).Scan(&rows).Error
	return all(rows, func(r reviewRow) uuid.UUID { return r.CertificateID }), err
}
