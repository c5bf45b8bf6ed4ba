package storetest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"gorm.io/gorm/logger"
)

// Statements counts what is asked of databases.
type Statements struct{ heard *ear }

// Counted counts what is asked of every database that is opened from now on until the test ends.
func Counted(t testing.TB) Statements {
	t.Helper()
	s, before := Statements{&ear{}}, logger.Discard
	logger.Discard = s.heard
	t.Cleanup(func() { logger.Discard = before })
	return s
}

// Of gives how many statements something takes, without those that begin and end transactions.
func (s Statements) Of(do func()) int64 {
	before := s.heard.statements.Load()
	do()
	return s.heard.statements.Load() - before
}

// ear takes the place of gorm's logger, which hears of every statement.
type ear struct{ statements atomic.Int64 }

func (e *ear) LogMode(logger.LogLevel) logger.Interface { return e }
func (*ear) Info(context.Context, string, ...any)       {}
func (*ear) Warn(context.Context, string, ...any)       {}
func (*ear) Error(context.Context, string, ...any)      {}

func (e *ear) Trace(context.Context, time.Time, func() (string, int64), error) { e.statements.Add(1) }
