package store

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Sentences are found again by their digests, in the table of that name. What is stored of a text is stored with its
// sentences, so that looking whether they stand elsewhere takes one query.

type sentenceRow struct {
	OwnerID     uuid.UUID
	Kind        textKind
	EnrolmentID uuid.UUID
	Digest      digest
}

// TableName implements gorm's schema.Tabler.
func (sentenceRow) TableName() string { return "sentences" }

// textKind says what the owner of sentences is.
type textKind string

const (
	ofCertificate textKind = "certificate"
	ofFeedback    textKind = "feedback"
)

// keepSentences makes the sentences of the texts all that is known of their owner.
func (s *Store) keepSentences(ctx context.Context, kind textKind, owner, enrolment uuid.UUID, texts ...string) error {
	if _, err := of[sentenceRow](ctx, s.db(ctx)).where("owner_id = ?", owner).remove(); err != nil {
		return err
	}
	rows := all(certificate.SentenceDigests(texts...), func(d record.Digest) sentenceRow {
		return sentenceRow{owner, kind, enrolment, digest(d)}
	})
	if len(rows) == 0 {
		return nil
	}
	return s.db(ctx).WithContext(ctx).CreateInBatches(&rows, rewriteBatch).Error
}

// repeats gives, of every sentence of the composition that stands in a text of somebody else in the same programme, one
// such text: certificates before feedback, the oldest first. What was cancelled or withdrawn is not looked at.
func (s *Store) repeats(ctx context.Context, c certificate.Certificate) ([]certificate.Repeat, error) {
	var found []sentenceRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT digest, kind, owner_id FROM (
			SELECT mine.digest, theirs.kind, theirs.owner_id,
				ROW_NUMBER() OVER (PARTITION BY mine.digest ORDER BY theirs.kind, theirs.owner_id) AS place
			FROM sentences mine JOIN sentences theirs ON theirs.digest = mine.digest JOIN enrolments e ON e.id = theirs.enrolment_id
			WHERE mine.owner_id = @certificate AND e.programme_id = @programme AND e.person_id <> @person AND (
				EXISTS (SELECT 1 FROM certificates c WHERE c.id = theirs.owner_id AND c.state <> @cancelled)
				OR EXISTS (SELECT 1 FROM feedback f WHERE f.id = theirs.owner_id AND f.state = @submitted))
		) AS found WHERE place = 1`, map[string]any{
		"certificate": c.ID, "programme": c.ProgrammeID, "person": c.PersonID,
		"cancelled": certificate.Cancelled, "submitted": programme.FeedbackSubmitted,
	}).Scan(&found).Error
	return all(found, func(r sentenceRow) certificate.Repeat {
		repeat := certificate.Repeat{Sentence: record.Digest(r.Digest)}
		if r.Kind == ofCertificate {
			repeat.Certificate = r.OwnerID
		} else {
			repeat.Feedback = r.OwnerID
		}
		return repeat
	}), err
}

// Surroundings implements certificate.Store.
func (s *Store) Surroundings(ctx context.Context, c certificate.Certificate) (around certificate.Surroundings, err error) {
	return around, s.snapshot(ctx, func(ctx context.Context) error {
		p, err := first(ctx, s.programmes(), "id = ?", c.ProgrammeID)
		if err != nil {
			return err
		}
		around.Language = p.Language
		if around.Participant, err = first(ctx, s.people(), "id = ?", c.PersonID); err != nil {
			return err
		}
		if around.Others, err = s.assessorsAndSignatories(ctx, c); err != nil {
			return err
		}
		around.Repeats, err = s.repeats(ctx, c)
		return err
	})
}

func (s *Store) assessorsAndSignatories(ctx context.Context, c certificate.Certificate) ([]access.Person, error) {
	rows, err := of[personRow](ctx, s.db(ctx)).where(`(id IN (SELECT assessor_id FROM assignments WHERE enrolment_id = ?)
		OR id IN (SELECT person_id FROM signatories WHERE certificate_id = ?))`, c.EnrolmentID, c.ID).order("id").find()
	return all(rows, unpackPerson), err
}

type unreadTextRow struct {
	OwnerID uuid.UUID
	Kind    textKind
}

// TableName implements gorm's schema.Tabler.
func (unreadTextRow) TableName() string { return "unread_texts" }

// readTexts finds the sentences of the texts that were stored before there was a table of them, some at a time. Stopped in
// between, it goes on where it was.
func (s *Store) readTexts(ctx context.Context) error {
	for {
		unread, err := of[unreadTextRow](ctx, s.db(ctx)).order("owner_id").limit(rewriteBatch).find()
		if err != nil || len(unread) == 0 {
			return err
		}
		if err := s.Update(ctx, func(ctx context.Context) error { return s.readSome(ctx, unread) }); err != nil {
			return err
		}
	}
}

func (s *Store) readSome(ctx context.Context, unread []unreadTextRow) error {
	ids := idsOf(unread, func(r unreadTextRow) uuid.UUID { return r.OwnerID })
	if err := s.readFeedback(ctx, ids); err != nil {
		return err
	}
	if err := s.readCompositions(ctx, ids); err != nil {
		return err
	}
	_, err := of[unreadTextRow](ctx, s.db(ctx)).where("owner_id IN ?", ids).remove()
	return err
}

func (s *Store) readFeedback(ctx context.Context, ids []uuid.UUID) error {
	rows, err := of[writingRow](ctx, s.db(ctx)).where("id IN (SELECT writing_id FROM feedback WHERE id IN ?)", ids).find()
	if err != nil {
		return err
	}
	for _, w := range rows {
		if err := s.keepSentences(ctx, ofFeedback, w.OwnerID, w.EnrolmentID, w.Text); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) readCompositions(ctx context.Context, ids []uuid.UUID) error {
	rows, err := of[certificateRow](ctx, s.db(ctx)).columns("id", "enrolment_id").where("id IN ?", ids).find()
	if err != nil {
		return err
	}
	passages, err := of[passageRow](ctx, s.db(ctx)).where("certificate_id IN ?", ids).find()
	if err != nil {
		return err
	}
	for _, c := range rows {
		mine := slices.Collect(func(yield func(string) bool) {
			for _, p := range passages {
				if p.CertificateID == c.ID && !yield(p.Text) {
					return
				}
			}
		})
		if err := s.keepSentences(ctx, ofCertificate, c.ID, c.EnrolmentID, mine...); err != nil {
			return err
		}
	}
	return nil
}
