package mail

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"testamur/internal/access"

	"github.com/google/uuid"
)

// batch is how many letters are claimed at once.
const batch = 8

// waits are the times between attempts; after the one that follows the last, a letter is given up. Together they span a
// night in which a server is down.
var waits = [...]time.Duration{
	30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour,
}

// Outbox is what the worker needs of the database.
type Outbox interface {
	// ClaimLetters gives at most limit letters that are due, to be sent by the caller alone until the lease ends.
	ClaimLetters(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]access.ClaimedLetter, error)
	// LetterSent notes that a letter went out, and forgets what it said.
	LetterSent(ctx context.Context, id uuid.UUID, now time.Time) error
	// LetterFailed notes that a letter did not go out. It is claimed again from due on, or given up when due is zero.
	LetterFailed(ctx context.Context, id uuid.UUID, now, due time.Time, class string) error
	// ReleaseLetter gives back a letter that was claimed and not tried.
	ReleaseLetter(ctx context.Context, id uuid.UUID) error
}

// Worker sends what lies in the outbox. Several may run on one database: a lease keeps a letter with one of them for
// longer than it can take to send it.
//
// Each letter is sent once, with one exception: when the program, the database or the power ends between the server's answer
// and the note that it was sent, the letter goes out again after the lease. It then carries the same Message-ID, by which servers
// and mailboxes can tell that they have it.
type Worker struct {
	outbox Outbox
	desk   desk
	sender sender
	every  time.Duration
	lease  time.Duration
	now    func() time.Time
	log    *slog.Logger
	wake   chan struct{}
}

// Wake makes a running worker look at the outbox now. Call it after the transaction that posted a letter was committed;
// when it is not called, the letter is found at the next look. It never blocks.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default: // it is about to look anyway
	}
}

// Run sends letters until ctx ends. The one that is being sent then is finished; the others are given back.
func (w *Worker) Run(ctx context.Context) {
	tick := time.NewTicker(w.every)
	defer tick.Stop()
	for {
		n, err := w.Pass(ctx)
		if err != nil && ctx.Err() == nil {
			w.log.ErrorContext(ctx, "outbox failed", "error", err)
		}
		if err == nil && n == batch && ctx.Err() == nil {
			continue // there may be more
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-w.wake:
		}
	}
}

// Pass claims letters that are due and sends them, once, and says how many it claimed. Its errors are those of the
// outbox; a letter that fails is noted there and logged.
func (w *Worker) Pass(ctx context.Context) (int, error) {
	claimed, err := w.outbox.ClaimLetters(ctx, w.now(), w.lease, batch)
	if err != nil {
		return 0, err
	}
	started := context.WithoutCancel(ctx) // what was begun is finished, and noted
	var errs []error
	for _, c := range claimed {
		if ctx.Err() != nil {
			errs = append(errs, w.outbox.ReleaseLetter(started, c.ID))
			continue
		}
		errs = append(errs, w.deliver(started, c))
	}
	return len(claimed), errors.Join(errs...)
}

// deliver sends one letter and notes what became of it.
func (w *Worker) deliver(ctx context.Context, c access.ClaimedLetter) error {
	err := w.attempt(ctx, c)
	if err == nil {
		return w.outbox.LetterSent(ctx, c.ID, w.now())
	}
	f, ok := errors.AsType[*failure](err)
	if !ok {
		f = &failure{class: "unknown", cause: err}
	}
	due := next(w.now(), c.Attempts, f.final)
	w.log.WarnContext(ctx, "mail not sent", "kind", c.Kind, "letter", c.ID, "attempt", c.Attempts, "class", f.class, "given_up", due.IsZero())
	return w.outbox.LetterFailed(ctx, c.ID, w.now(), due, f.class)
}

func (w *Worker) attempt(ctx context.Context, c access.ClaimedLetter) error {
	if c.Attempts > len(waits)+1 {
		return unsendable("crashed", nil) // every time before, whoever claimed it ended without a word
	}
	if tooLate(c.Letter, w.now()) {
		return unsendable("too_late", nil)
	}
	m, err := w.desk.compose(c.Letter)
	if err != nil {
		return err
	}
	return w.sender.send(ctx, m)
}

// next says when a letter that failed is tried again after so many attempts; zero is never.
func next(now time.Time, attempts int, final bool) time.Time {
	if final || attempts < 1 || attempts > len(waits) {
		return time.Time{}
	}
	return now.Add(waits[attempts-1])
}
