package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// engine is what differs between the databases beyond their dialect of SQL.
type engine struct {
	goose  goose.Dialect
	folder string
	shared bool // other servers write too
}

var (
	sqliteEngine   = engine{goose: goose.DialectSQLite3, folder: "migrations/sqlite"}
	postgresEngine = engine{goose: goose.DialectPostgres, folder: "migrations/postgres", shared: true}
)

// migrationLock is an arbitrary number that all servers share.
const migrationLock = 7_302_655_821

// Migrate brings the schema up to date, one numbered step after the other, each in a transaction; there is no way back.
// Of several servers that start at once on PostgreSQL one migrates and the others wait. Running it again does nothing.
func (s *Store) Migrate(ctx context.Context) error {
	return s.alone(ctx, func(p *goose.Provider) error {
		if _, err := p.Up(ctx); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		if err := s.readTexts(ctx); err != nil {
			return fmt.Errorf("migrate: read the texts there are: %w", err)
		}
		return nil
	})
}

// refuseNewer fails when the database has seen migrations that this program does not know.
func (s *Store) refuseNewer(ctx context.Context) error {
	return s.alone(ctx, func(p *goose.Provider) error {
		at, known, err := p.GetVersions(ctx)
		if err != nil {
			return translate(err)
		}
		if at > known {
			return fmt.Errorf("the database has schema %d and this program knows schemas up to %d: use the newer program that last ran on it, or restore a backup from before", at, known)
		}
		return nil
	})
}

// alone runs fn while no other server migrates.
func (s *Store) alone(ctx context.Context, fn func(*goose.Provider) error) (err error) {
	folder, err := fs.Sub(migrations, s.engine.folder)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	p, err := goose.NewProvider(s.engine.goose, s.pool, folder, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if !s.engine.shared {
		return fn(p)
	}
	tx, err := s.pool.BeginTx(ctx, nil)
	if err != nil {
		return translate(err)
	}
	defer func() { err = also(err, tx.Rollback()) }()
	// A migration may take longer than a lock is usually waited for.
	if _, err := tx.ExecContext(ctx, "SET LOCAL lock_timeout = 0"); err != nil {
		return translate(err)
	}
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", migrationLock); err != nil {
		return translate(err)
	}
	return fn(p)
}
