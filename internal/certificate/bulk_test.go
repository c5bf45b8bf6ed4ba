package certificate_test

import (
	"context"
	"log/slog"
	"runtime"
	"testing"

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
