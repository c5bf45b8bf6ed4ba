package store

import (
	"context"
	"slices"
	"time"

	"testamur/internal/access"

	"github.com/google/uuid"
)

var _ access.Outbox = (*Store)(nil)

type letterRow struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Kind        string
	Recipient   string
	Name        string
	Language    string
	PersonID    reference
	Data        document[map[string]string]
	PostedAt    instant
	DueAt       instant
	Attempts    int
	LeasedUntil instant
	SentAt      instant
	FailedAt    instant
	LastError   string
}

// TableName implements gorm's schema.Tabler.
func (letterRow) TableName() string { return "outbox" }

func (r letterRow) id() uuid.UUID { return r.ID }

func packLetter(l access.Letter) letterRow {
	return letterRow{
		ID: l.ID, Kind: string(l.Kind), Recipient: l.To, Name: l.Name, Language: l.Language, PersonID: reference(l.Person),
		Data: document[map[string]string]{l.Data}, PostedAt: instant(l.At), DueAt: instant(l.At),
	}
}

func unpackClaimed(r letterRow) access.ClaimedLetter {
	return access.ClaimedLetter{Attempts: r.Attempts, Letter: access.Letter{
		ID: r.ID, Kind: access.LetterKind(r.Kind), To: r.Recipient, Name: r.Name, Person: uuid.UUID(r.PersonID), Language: r.Language,
		Data: r.Data.of, At: time.Time(r.PostedAt),
	}}
}

// Post implements access.Outbox.
func (s *Store) Post(ctx context.Context, l access.Letter) error {
	return insert(ctx, s, packLetter(l), nil)
}

// ClaimLetters gives at most limit letters that are due, oldest first, to be sent by the caller alone until the lease
// ends. Each claim counts as an attempt, so that a letter that crashes whoever sends it is not tried for ever. Neither claims nor
// what came of them wait for the disk: whoever has a thousand letters to send would hold up everybody who writes. What a power cut
// takes with it is sent once more, as after a crash between sending and noting.
func (s *Store) ClaimLetters(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]access.ClaimedLetter, error) {
	skip := ""
	if s.engine.shared {
		skip = "FOR UPDATE SKIP LOCKED"
	}
	var rows []letterRow
	err := s.UpdateLoosely(ctx, func(ctx context.Context) error {
		return s.db(ctx).WithContext(ctx).Raw(`UPDATE outbox SET leased_until = ?, attempts = attempts + 1 WHERE id IN (
			SELECT id FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND due_at <= ? AND (leased_until IS NULL OR leased_until <= ?)
			ORDER BY due_at, id LIMIT ? `+skip+`) RETURNING *`, instant(now.Add(lease)), instant(now), instant(now), limit).Scan(&rows).Error
	})
	slices.SortFunc(rows, func(a, b letterRow) int { // RETURNING has no order
		return time.Time(a.PostedAt).Compare(time.Time(b.PostedAt))
	})
	return all(rows, unpackClaimed), err
}

// LetterSent notes that a letter went out, and forgets what it said.
func (s *Store) LetterSent(ctx context.Context, id uuid.UUID, now time.Time) error {
	return s.touchLetter(ctx, "sent_at = ?, data = '{}', last_error = '', leased_until = NULL WHERE id = ?", instant(now), id)
}

// LetterFailed notes that a letter did not go out, with a short class of error that holds no address and no secret. It is
// claimed again from due on; with no due it is given up, and what it said is forgotten.
func (s *Store) LetterFailed(ctx context.Context, id uuid.UUID, now, due time.Time, class string) error {
	const unsent = ", last_error = ?, leased_until = NULL WHERE id = ? AND sent_at IS NULL"
	if due.IsZero() {
		return s.touchLetter(ctx, "failed_at = ?, data = '{}'"+unsent, instant(now), class, id)
	}
	return s.touchLetter(ctx, "due_at = ?"+unsent, instant(due), class, id)
}

// ReleaseLetter gives back a letter that was claimed and not tried.
func (s *Store) ReleaseLetter(ctx context.Context, id uuid.UUID) error {
	return s.touchLetter(ctx, "leased_until = NULL, attempts = attempts - 1 WHERE id = ? AND leased_until IS NOT NULL", id)
}

func (s *Store) touchLetter(ctx context.Context, set string, args ...any) error {
	return s.UpdateLoosely(ctx, func(ctx context.Context) error {
		_, err := execute(ctx, s.db(ctx), "UPDATE outbox SET "+set, args...)
		return err
	})
}

// OutboxStanding says how many letters wait and how many were given up.
func (s *Store) OutboxStanding(ctx context.Context) (access.OutboxStanding, error) {
	var r struct {
		Waiting, Failed int64
		Oldest          instant
	}
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT count(*) - count(failed_at) AS waiting, count(failed_at) AS failed,
		min(CASE WHEN failed_at IS NULL THEN posted_at END) AS oldest FROM outbox WHERE sent_at IS NULL`).Scan(&r).Error
	return access.OutboxStanding{Waiting: r.Waiting, Failed: r.Failed, Oldest: time.Time(r.Oldest)}, err
}

// SweepLetters removes letters that were sent or given up until then: a record of who was written to is not kept for ever.
func (s *Store) SweepLetters(ctx context.Context, until time.Time) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := execute(ctx, s.db(ctx), "DELETE FROM outbox WHERE sent_at <= ? OR failed_at <= ?", instant(until), instant(until))
		return err
	})
}
