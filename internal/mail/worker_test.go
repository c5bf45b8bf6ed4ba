package mail

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// carrier notes what it is given to send.
type carrier struct {
	err   error
	then  func() // called while it sends
	lock  sync.Mutex
	times map[uuid.UUID]int
}

func (c *carrier) send(_ context.Context, m message) error {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.times == nil {
		c.times = map[uuid.UUID]int{}
	}
	c.times[m.letter.ID]++
	if c.then != nil {
		c.then()
	}
	return c.err
}

func testWorker(t testing.TB, s *store.Store, c sender, log *slog.Logger) *Worker {
	t.Helper()
	w, err := New(Config{From: "Lab <office@lab.example.org>", Folder: t.TempDir(), Every: time.Hour}, s, func() time.Time { return epoch }, log)
	must(t, err)
	w.sender = c
	return w
}

func pass(t testing.TB, w *Worker, now time.Time) int {
	t.Helper()
	w.now = func() time.Time { return now }
	n, err := w.Pass(t.Context())
	must(t, err)
	return n
}

func standing(t testing.TB, s *store.Store) access.OutboxStanding {
	t.Helper()
	standing, err := s.OutboxStanding(t.Context())
	must(t, err)
	return standing
}

func TestALetterIsSentOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := &carrier{}
		w := testWorker(t, s, c, slog.New(slog.DiscardHandler))
		l := letter(access.LetterSigning)
		must(t, s.Post(t.Context(), l))
		if n := pass(t, w, epoch) + pass(t, w, epoch.Add(24*time.Hour)); n != 1 || c.times[l.ID] != 1 {
			t.Errorf("claimed %d, sent %v", n, c.times)
		}
	})
}

func TestWorkersAtOnceSendEachLetterOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const workers, posted = 4, 50
		for range posted {
			must(t, s.Post(t.Context(), fresh(access.LetterSigning)))
		}
		c := &carrier{}
		var all sync.WaitGroup
		errs := make([]error, workers)
		for i := range workers {
			w := testWorker(t, s, c, slog.New(slog.DiscardHandler))
			all.Go(func() {
				for n := 1; n > 0 && errs[i] == nil; {
					n, errs[i] = w.Pass(t.Context())
				}
			})
		}
		all.Wait()
		must(t, errors.Join(errs...))
		for id, times := range c.times {
			if times != 1 {
				t.Errorf("%s was sent %d times", id, times)
			}
		}
		if len(c.times) != posted {
			t.Errorf("%d letters were sent", len(c.times))
		}
	})
}

func TestALetterThatFailsIsTriedEightTimesWithLongerAndLongerWaits(t *testing.T) {
	s := storetest.Open(t)
	c := &carrier{err: &failure{class: "connection", cause: errors.New("to anton@example.com")}}
	var log bytes.Buffer
	w := testWorker(t, s, c, slog.New(slog.NewTextHandler(&log, nil)))
	l := letter(access.LetterSigning)
	must(t, s.Post(t.Context(), l))
	now := epoch
	for _, wait := range []string{"30s", "2m", "10m", "30m", "1h", "3h", "6h"} {
		if n := pass(t, w, now); n != 1 {
			t.Fatalf("nothing was due at %v", now.Sub(epoch))
		}
		d, err := time.ParseDuration(wait)
		must(t, err)
		if n := pass(t, w, now.Add(d-time.Microsecond)); n != 0 {
			t.Fatalf("it was tried before %s were over", wait)
		}
		now = now.Add(d)
	}
	if n := pass(t, w, now) + pass(t, w, now.AddDate(1, 0, 0)); n != 1 || c.times[l.ID] != 8 {
		t.Errorf("it was tried %d times", c.times[l.ID])
	}
	if got := standing(t, s); got != (access.OutboxStanding{Failed: 1}) {
		t.Errorf("the outbox stands at %+v", got)
	}
	if !strings.Contains(log.String(), "class=connection given_up=true") || strings.Contains(log.String(), "anton") || strings.Contains(log.String(), secret) {
		t.Errorf("logged %s", log.String())
	}
}

func TestALetterIsGivenUpAtOnceWhenTryingAgainCannotHelp(t *testing.T) {
	spoilt := func(spoil func(*access.Letter)) access.Letter {
		l := letter(access.LetterSignIn)
		spoil(&l)
		return l
	}
	for name, test := range map[string]struct {
		letter access.Letter
		err    error
		at     time.Duration
		sent   int
	}{
		"refused for good":        {letter: letter(access.LetterSignIn), err: unsendable("smtp_550", nil), sent: 1},
		"no address":              {letter: spoilt(func(l *access.Letter) { l.To = "a@example.org\r\nBcc: b@example.org" })},
		"an unknown kind":         {letter: spoilt(func(l *access.Letter) { l.Kind = "greeting" })},
		"nothing to say":          {letter: spoilt(func(l *access.Letter) { l.Data = nil })},
		"what it holds has ended": {letter: letter(access.LetterSignIn), at: 16 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			s, c := storetest.Open(t), &carrier{err: test.err}
			must(t, s.Post(t.Context(), test.letter))
			pass(t, testWorker(t, s, c, slog.New(slog.DiscardHandler)), epoch.Add(test.at))
			if got := standing(t, s); got != (access.OutboxStanding{Failed: 1}) || c.times[test.letter.ID] != test.sent {
				t.Errorf("the outbox stands at %+v, it was sent %v", got, c.times)
			}
		})
	}
}

// A worker that is killed while it sends leaves no note, so only claims can be counted.
func TestALetterWhoseSendersCrashIsNotSentForEver(t *testing.T) {
	s := storetest.Open(t)
	must(t, s.Post(t.Context(), letter(access.LetterSigning)))
	now := epoch
	for range len(waits) + 1 {
		_, err := s.ClaimLetters(t.Context(), now, time.Minute, 1)
		must(t, err)
		now = now.Add(time.Minute)
	}
	c := &carrier{}
	pass(t, testWorker(t, s, c, slog.New(slog.DiscardHandler)), now)
	if got := standing(t, s); got != (access.OutboxStanding{Failed: 1}) || len(c.times) > 0 {
		t.Errorf("the outbox stands at %+v, sent %v", got, c.times)
	}
}

func TestStoppingFinishesALetterAndGivesTheOthersBack(t *testing.T) {
	s := storetest.Open(t)
	for range 3 {
		must(t, s.Post(t.Context(), fresh(access.LetterSigning)))
	}
	ctx, stop := context.WithCancel(t.Context())
	c := &carrier{then: stop}
	w := testWorker(t, s, c, slog.New(slog.DiscardHandler))
	_, err := w.Pass(ctx)
	must(t, err)
	if len(c.times) != 1 || standing(t, s).Waiting != 2 {
		t.Fatalf("%d were sent, the outbox stands at %+v", len(c.times), standing(t, s))
	}
	claimed, err := s.ClaimLetters(t.Context(), epoch, time.Minute, 3)
	must(t, err)
	if len(claimed) != 2 || claimed[0].Attempts != 1 {
		t.Errorf("there were left %+v", claimed)
	}
}

func TestARunningWorkerSendsEverythingWhenWokenAndStopsWhenTold(t *testing.T) {
	s := storetest.Open(t)
	const posted = 2*batch + 1
	sent := make(chan struct{}, posted)
	w := testWorker(t, s, &carrier{then: func() { sent <- struct{}{} }}, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { w.Run(ctx) })
	for range posted {
		must(t, s.Post(t.Context(), fresh(access.LetterSigning)))
	}
	w.Wake()
	w.Wake()
	for range posted {
		<-sent
	}
	stop()
	running.Wait()
	if got := standing(t, s).Waiting; got != 0 {
		t.Errorf("%d wait", got)
	}
}

// The lease must last longer than the slowest batch, or another worker would send its last letters as well.
func TestTheLeaseOutlastsTheSlowestBatch(t *testing.T) {
	w, err := New(Config{From: "a@example.org", SMTP: SMTP{Host: "mail.example.org", Timeout: time.Minute}}, nil, time.Now, slog.New(slog.DiscardHandler))
	must(t, err)
	if w.lease <= batch*time.Minute {
		t.Errorf("it lasts %v", w.lease)
	}
}

// Here the whole way is walked: the database, the worker, and a server that takes the letter and then hangs up.
func TestALetterThatWasTakenWithoutAnAnswerComesAgainAsTheSameMessage(t *testing.T) {
	s := storetest.Open(t)
	must(t, s.Post(t.Context(), letter(access.LetterSigning)))
	var taken []string
	for i, f := range []*fakeServer{{Drop: "."}, {}} {
		f.start(t)
		smtp := SMTP{Host: "127.0.0.1", Port: f.port, TLS: TLSNone}
		w, err := New(Config{From: "Lab <office@lab.example.org>", SMTP: smtp}, s, time.Now, slog.New(slog.DiscardHandler))
		must(t, err)
		pass(t, w, epoch.Add(time.Duration(i)*time.Minute))
		_, letters := f.heard()
		taken = append(taken, letters...)
	}
	if len(taken) != 2 || taken[0] != taken[1] || !strings.Contains(taken[0], "Message-ID: <0195600e-5a00-7000-8000-000000000001@lab.example.org>") {
		t.Errorf("they took %q", taken)
	}
	if got := standing(t, s); got != (access.OutboxStanding{}) {
		t.Errorf("the outbox stands at %+v", got)
	}
}
