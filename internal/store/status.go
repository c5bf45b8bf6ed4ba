package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"
)

// Both engines know this form of a parameter.
const statusQuery = `SELECT state, serial, number, facts, file, issued_at, expires_on, ended_at, end_reason, erased_at
	FROM versions WHERE code = $1`

// Status implements certificate.Store. It answers every scan of a printed code, so it goes past gorm to a statement that
// is prepared once.
func (s *Store) Status(ctx context.Context, code certificate.Code) (certificate.Status, error) {
	row, err := s.statusRow(ctx, string(code))
	if err != nil {
		return certificate.Status{}, err
	}
	var r versionRow
	err = row.Scan(
		&r.State, &r.Serial, &r.Number, &r.Facts, &r.File, &r.IssuedAt, &r.ExpiresOn, &r.EndedAt, &r.EndReason, &r.ErasedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return certificate.Status{}, fault.Missing("version")
	}
	if err != nil {
		return certificate.Status{}, translate(err)
	}
	return certificate.Status{
		Code: code, State: certificate.VersionState(r.State), Serial: r.Serial, Number: r.Number, Facts: r.Facts.of,
		File: record.Digest(r.File), IssuedAt: time.Time(r.IssuedAt), ExpiresOn: r.ExpiresOn.date(),
		EndedAt: time.Time(r.EndedAt), EndReason: certificate.ReasonClass(r.EndReason), ErasedAt: time.Time(r.ErasedAt),
	}, nil
}

func (s *Store) statusRow(ctx context.Context, code string) (*sql.Row, error) {
	if t := s.transaction(ctx); t != nil {
		return t.tx.QueryRowContext(ctx, statusQuery, code), nil
	}
	if err := s.prepareStatus(ctx); err != nil {
		return nil, err
	}
	return s.status.QueryRowContext(ctx, code), nil
}

// prepareStatus prepares the statement when it is first asked for, which is after Migrate. Close ends it.
func (s *Store) prepareStatus(ctx context.Context) error {
	s.preparing.Lock()
	defer s.preparing.Unlock()
	if s.status != nil {
		return nil
	}
	pool, err := s.readers.DB()
	if err == nil {
		s.status, err = pool.PrepareContext(ctx, statusQuery)
	}
	return translate(err)
}
