package store

import (
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

const (
	postgresConnections = 16
	postgresIdle        = 5 * time.Minute
	lockTimeout         = "5000" // ms, as long as SQLite waits
)

func openPostgres(o Options) (*Store, error) {
	config, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return nil, fmt.Errorf("database URL: %w", err) // pgx leaves the password out
	}
	if _, set := config.RuntimeParams["lock_timeout"]; !set {
		config.RuntimeParams["lock_timeout"] = lockTimeout
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	pool.SetConnMaxIdleTime(postgresIdle)
	// gorm prepares nothing here: pgx does so by itself, once a connection.
	db, err := gorm.Open(translating{postgres.New(postgres.Config{Conn: pool})}, gormConfig())
	if err != nil {
		return nil, also(translate(err), pool.Close())
	}
	return &Store{engine: postgresEngine, readers: db, writer: db, pool: pool}, nil
}
