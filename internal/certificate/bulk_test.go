package certificate_test

import (
	"context"
	"log/slog"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/operation"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// operations gives the engine over the world, with as many workers as there are cores.
func (w *world) operations() *operation.Service {
	w.Cohorts = w.programmes
	return &operation.Service{
		Store: w.db, Kinds: w.Kinds(), Cohorts: w.programmes, Tokens: known{}, Accounts: known{},
		Journal: w.Journal, Log: slog.New(slog.DiscardHandler), Now: w.now, NewID: newID, Random: w.Random, Workers: runtime.GOMAXPROCS(0),
	}
}

// known lets everybody go on.
type known struct{}

func (known) Again(_ context.Context, recorded access.Actor) (access.Actor, error) {
	return recorded, nil
}

// confirmed plans an operation and confirms it.
func (w *world) confirmed(s *operation.Service, kind string) operation.Operation {
	w.t.Helper()
	o, token, err := s.Plan(w.t.Context(), office, access.OpCreateOperation, kind, operation.Order{Cohort: w.cohort.ID})
	w.must(err)
	o, err = s.Confirm(w.t.Context(), office, o.ID, token, operation.All)
	w.must(err)
	return o
}

func (w *world) outcome(s *operation.Service, o operation.Operation) operation.Operation {
	w.t.Helper()
	o, err := s.Get(w.t.Context(), office, o.ID)
	w.must(err)
	return o
}

func TestACohortIsProposedSentAndIssuedByOperations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		for _, name := range []string{"Ana Reis", "Ben Reis", "Cleo Reis"} {
			w.participant(name)
		}
		s := w.operations()
		for _, kind := range []string{"propose", "send_for_signing"} {
			o := w.confirmed(s, kind)
			s.Work(t.Context())
			if o = w.outcome(s, o); o.State != operation.Done || o.Tally.States[operation.ItemDone] != 4 {
				t.Fatalf("%s is %s: %v", kind, o.State, o.Tally)
			}
		}
		certificates := w.all(certificate.Signing)
		for _, c := range certificates {
			w.approved(c)
		}
		o := w.confirmed(s, "issue")
		s.Work(t.Context())
		if o = w.outcome(s, o); o.State != operation.Done || o.Tally.States[operation.ItemDone] != 4 {
			t.Fatalf("issue is %s: %v", o.State, o.Tally)
		}
		serials := map[string]bool{}
		for _, c := range w.all(certificate.Issued) {
			serials[c.Serial] = true
			if v := w.verdict(w.pdf(c)); v != certificate.Genuine {
				t.Errorf("%s is %s", c.Serial, v)
			}
		}
		if len(serials) != 4 {
			t.Errorf("%d serial numbers", len(serials))
		}
	})
}

func (w *world) all(state certificate.State) []certificate.Certificate {
	w.t.Helper()
	list, err := w.Store.CohortCertificates(w.t.Context(), w.cohort.ID, state)
	w.must(err)
	return list
}

func TestWhatChangedSinceItWasConfirmedIsNotIssued(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	w.signed()
	other := w.approved(w.send(w.proposedFor(w.participant("Ben Reis"))))
	s := w.operations()
	o := w.confirmed(s, "issue")
	_, err := w.Revise(t.Context(), office, other.ID, record.Match(other.Revision))
	w.must(err)
	s.Work(t.Context())
	if o = w.outcome(s, o); o.Tally.States[operation.ItemDone] != 1 || o.Tally.States[operation.ItemFailed] != 1 {
		t.Fatalf("%v", o.Tally)
	}
	list, err := s.Items(t.Context(), office, o.ID, operation.ItemFailed, record.Page{Limit: 10})
	w.must(err)
	if i := list.Items[0]; i.Code != "stale" || i.Object.ID != other.ID {
		t.Errorf("%+v", i)
	}
}

// BenchmarkBulkIssue issues a cohort by one operation, on SQLite with synchronous=FULL, and in the same run does on all cores
// what it cannot do without: rendering and sealing. The ratio of the two is what counts. Meanwhile the status of a code is
// asked for a hundred times a second.
//
//	go test -run xxx -bench BulkIssue -benchtime 1x -timeout 30m ./internal/certificate
func BenchmarkBulkIssue(b *testing.B) {
	const certificates = 1000
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b, storetest.Open(b))
		var all []certificate.Certificate
		for i := range certificates {
			all = append(all, w.approvedInPerson(w.send(w.atLength(w.proposedFor(w.participant("Participant "+strconv.Itoa(i)))))))
		}
		alone := w.aloneOnAllCores(all)
		s := w.operations()
		o := w.confirmed(s, "issue")
		runtime.GC()
		resetPeak(b)
		stop, took := w.verifying(w.version(all[0]).Code)
		b.StartTimer()
		began := time.Now()
		s.Work(b.Context())
		bulk := time.Since(began)
		b.StopTimer()
		close(stop)
		if o = w.outcome(s, o); o.Tally.States[operation.ItemDone] != certificates {
			b.Fatalf("%v", o.Tally)
		}
		answers := <-took
		b.ReportMetric(float64(bulk)/float64(alone), "of-alone")
		b.ReportMetric(certificates/bulk.Seconds(), "certificates/s")
		b.ReportMetric(peak(b), "peak-MB")
		b.ReportMetric(float64(len(answers))/bulk.Seconds(), "answers/s")
		b.ReportMetric(float64(answers[len(answers)*99/100].Microseconds())/1000, "p99-ms")
		b.StartTimer()
	}
}

// aloneOnAllCores renders and seals all, and nothing else.
func (w *world) aloneOnAllCores(all []certificate.Certificate) time.Duration {
	queue := make(chan certificate.Certificate)
	var workers sync.WaitGroup
	began := time.Now()
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for c := range queue {
				w.renderAndSeal(c, true)
			}
		})
	}
	for _, c := range all {
		queue <- c
	}
	close(queue)
	workers.Wait()
	return time.Since(began)
}

// verifying asks for the status of a code a hundred times a second until stop is closed, and then gives how long each answer
// took, the fastest first.
func (w *world) verifying(code certificate.Code) (stop chan struct{}, took chan []time.Duration) {
	const every = 10 * time.Millisecond
	stop, took = make(chan struct{}), make(chan []time.Duration, 1)
	go func() {
		var all []time.Duration
		due := time.Now()
		for {
			select {
			case <-stop:
				slices.Sort(all)
				took <- all
				return
			case <-time.After(time.Until(due)):
			}
			if _, err := w.Store.Status(context.Background(), code); err != nil {
				w.t.Error(err)
			}
			all = append(all, time.Since(due)) // from when it was due, so that no wait is left out
			due = due.Add(every)
		}
	}()
	return stop, took
}

// resetPeak begins measuring the process's memory anew, where the system can.
func resetPeak(b *testing.B) {
	b.Helper()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o600); err != nil {
		b.Log(err)
	}
}

// peak gives the most memory that the process held, in MB.
func peak(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Log(err)
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kb / 1024
		}
	}
	return 0
}

// Who has a certificate that is being reviewed needs no other.
func TestNoSecondCertificateIsPlannedForATextInReview(t *testing.T) {
	w := newReviewWorld(t, storetest.Open(t), 0, 7)
	w.forReview()
	s := w.operations()
	o, _, err := s.Plan(t.Context(), office, access.OpCreateOperation, "propose", operation.Order{Cohort: w.cohort.ID})
	w.must(err)
	if n := o.Tally.Total(); n != 0 {
		t.Errorf("%d would be begun", n)
	}
}
