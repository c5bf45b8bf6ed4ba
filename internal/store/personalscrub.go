package store

import (
	"context"
	"database/sql"
)

// Scrub implements personal.Erasures. SQLite leaves what was deleted or overwritten in free pages, in gaps within pages and
// in the write-ahead log: VACUUM writes the file anew from what there is, and the checkpoint empties the log into it. For
// that long nothing else is written; readers go on, and one that still reads what was there before makes it fail as
// Unavailable. On PostgreSQL dead rows and the log are the server's: its autovacuum, its archive and its backups are the
// operator's to look after, and Scrub does nothing.
func (s *Store) Scrub(ctx context.Context) error {
	if s.engine.shared {
		return nil
	}
	return s.onConnection(ctx, s.writer, func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, "VACUUM"); err != nil {
			return translate(err)
		}
		var busy, pages, moved int64
		err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
		if err == nil && busy != 0 {
			return unavailable()
		}
		return translate(err)
	})
}
