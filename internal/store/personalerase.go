package store

import (
	"context"
	"net/http"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/programme"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// ofPerson are the enrolments of a person, as a condition.
const ofPerson = "enrolment_id IN (SELECT id FROM enrolments WHERE person_id = ?)"

// CertificatesFor implements personal.Erasures.
func (s *Store) CertificatesFor(ctx context.Context, person uuid.UUID) ([]certificate.Certificate, error) {
	rows, err := of[certificateRow](ctx, s.db(ctx), clause.Locking{Strength: "NO KEY UPDATE"}).where(ofPerson, person).order("id").find()
	return all(rows, unpackCertificate), err
}

// BlankSignOff implements personal.Erasures.
func (s *Store) BlankSignOff(ctx context.Context, so certificate.SignOff) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := execute(ctx, s.db(ctx), `UPDATE sign_offs SET signatory = ?, reason = ?, suggested = ?, signature_file_id = ?, signature = ?, recorder_name = ?
			WHERE id = ?`, document[signatory]{signatory(so.Signatory)}, so.Reason, document[suggestion]{suggestion(so.Suggested)}, reference(so.SignatureFile), digest(so.Signature), so.Recorder.Name, so.ID)
		return err
	})
}

// RemoveWork implements personal.Erasures. The compositions that drew on it are gone already.
func (s *Store) RemoveWork(ctx context.Context, person uuid.UUID) error {
	return s.executeAll(ctx, // what refers goes before what is referred to
		statement{`DELETE FROM meeting_notes WHERE meeting_id IN (SELECT meeting_id FROM meeting_people WHERE ` + ofPerson + `)
			AND meeting_id NOT IN (SELECT meeting_id FROM meeting_people WHERE enrolment_id IS NOT NULL AND person_id <> ?)`, []any{person, person}},
		statement{"DELETE FROM sentences WHERE " + ofPerson, []any{person}},
		statement{"DELETE FROM feedback WHERE " + ofPerson, []any{person}},
		statement{"DELETE FROM writings WHERE " + ofPerson, []any{person}},
		statement{"DELETE FROM themes WHERE " + ofPerson, []any{person}},
		statement{"DELETE FROM log_entries WHERE " + ofPerson, []any{person}},
		statement{"DELETE FROM projects WHERE " + ofPerson, []any{person}},
	)
}

// EndAssignments implements personal.Erasures.
func (s *Store) EndAssignments(ctx context.Context, person uuid.UUID, at time.Time) error {
	return s.executeAll(ctx,
		statement{`UPDATE assignments SET conflict_note = '', archived = true, changed_at = ?, revision = revision + 1
			WHERE assessor_id = ? OR ` + ofPerson, []any{instant(at), person, person}},
		statement{"DELETE FROM feedback WHERE assessor_id = ? AND state = ? AND writing_id IS NULL AND NOT taken_down",
			[]any{person, programme.FeedbackDraft}},
		statement{"DELETE FROM meeting_notes WHERE author_id = ? AND NOT shared", []any{person}},
	)
}

// RemoveSignatures implements personal.Erasures.
func (s *Store) RemoveSignatures(ctx context.Context, files []certificate.File) error {
	if len(files) == 0 {
		return nil
	}
	ids := idsOf(files, func(f certificate.File) uuid.UUID { return f.ID })
	return s.executeAll(ctx,
		statement{"UPDATE sign_offs SET signature_file_id = NULL, signature = NULL WHERE signature_file_id IN ?", []any{ids}},
		statement{"DELETE FROM files WHERE id IN ?", []any{ids}},
	)
}

// BlankAnswers implements personal.Erasures. Both engines compare bytes so.
func (s *Store) BlankAnswers(ctx context.Context, person uuid.UUID, ids []uuid.UUID) error {
	const blank = "UPDATE idempotency_keys SET status = ?, header = '{}', body = ? WHERE status <> 0 AND "
	statements := []statement{{blank + "actor = ?", []any{http.StatusGone, []byte{}, person.String()}}}
	for _, id := range ids {
		statements = append(statements, statement{blank + "body LIKE ?", []any{http.StatusGone, []byte{}, []byte("%" + id.String() + "%")}})
	}
	return s.executeAll(ctx, statements...)
}

// statement is one with its parameters.
type statement struct {
	sql  string
	args []any
}

// executeAll runs statements in order, in one transaction.
func (s *Store) executeAll(ctx context.Context, statements ...statement) error {
	return s.Update(ctx, func(ctx context.Context) error {
		for _, x := range statements {
			if _, err := execute(ctx, s.db(ctx), x.sql, x.args...); err != nil {
				return err
			}
		}
		return nil
	})
}
