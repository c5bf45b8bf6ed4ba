package store_test

import (
	"context"
	"errors"
	"testing"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

func asFault(err error, f **fault.Error) bool { return errors.As(err, f) }

func count(t *testing.T, s *store.Store) int {
	t.Helper()
	list, err := s.People().List(t.Context(), access.PersonFilter{}, record.Page{Limit: record.MaxPage})
	must(t, err)
	return len(list.Items)
}

type updating func(contextT, func(contextT) error) error

// durability gives what a connection that writes waits for at a commit.
func durability(t *testing.T, s *store.Store) (setting string) {
	t.Helper()
	if s.Pool().QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&setting) != nil {
		must(t, s.Pool().QueryRowContext(t.Context(), "SHOW synchronous_commit").Scan(&setting))
	}
	return setting
}

func TestALooseTransactionLeavesTheNextOnesDurable(t *testing.T) {
	boom := errors.New("boom")
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		before := durability(t, s)
		must(t, s.UpdateLoosely(t.Context(), func(ctx contextT) error { return s.People().Insert(ctx, access.Person{Meta: fresh()}) }))
		if n := count(t, s); n != 1 {
			t.Errorf("%d rows are seen afterwards", n)
		}
		if err := s.UpdateLoosely(t.Context(), func(contextT) error { return boom }); !errors.Is(err, boom) {
			t.Errorf("got %v", err)
		}
		func() {
			defer func() { _ = recover() }()
			t.Error("went on after a panic:", s.UpdateLoosely(t.Context(), func(contextT) error { panic(boom) }))
		}()
		if after := durability(t, s); after != before || after == "1" {
			t.Errorf("a commit waits for %q, before for %q", after, before)
		}
	})
}

func TestAnErrorUndoesEverything(t *testing.T) {
	boom := errors.New("boom")
	insert := func(ctx contextT, s *store.Store) error { return s.People().Insert(ctx, access.Person{Meta: fresh()}) }
	tests := map[string]func(ctx contextT, s *store.Store) error{
		"in the transaction": func(ctx contextT, s *store.Store) error {
			return errors.Join(insert(ctx, s), boom)
		},
		"in the outer one after an inner one": func(ctx contextT, s *store.Store) error {
			err := s.Update(ctx, func(ctx contextT) error { return insert(ctx, s) })
			return errors.Join(err, boom)
		},
		"in an inner one": func(ctx contextT, s *store.Store) error {
			if err := insert(ctx, s); err != nil {
				return err
			}
			return s.Update(ctx, func(contextT) error { return boom })
		},
		"in an inner one whose error is dropped": func(ctx contextT, s *store.Store) error {
			if err := insert(ctx, s); err != nil {
				return err
			}
			if err := s.Update(ctx, func(contextT) error { return boom }); !errors.Is(err, boom) {
				return errors.New("the inner one did not tell")
			}
			return nil
		},
	}
	for name, fn := range tests {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				for _, update := range []updating{s.Update, s.UpdateLoosely} {
					if err := update(t.Context(), func(ctx contextT) error { return fn(ctx, s) }); !errors.Is(err, boom) {
						t.Errorf("got %v", err)
					}
				}
				if n := count(t, s); n != 0 {
					t.Errorf("%d rows stayed", n)
				}
				must(t, insert(t.Context(), s))
			})
		})
	}
}

func TestAPanicUndoesEverythingAndLeavesTheStoreUsable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			must(t, s.Update(t.Context(), func(ctx contextT) error {
				must(t, s.People().Insert(ctx, access.Person{Meta: fresh()}))
				panic("boom")
			}))
		}()
		if n := count(t, s); n != 0 {
			t.Errorf("%d rows stayed", n)
		}
		must(t, s.People().Insert(t.Context(), access.Person{Meta: fresh()}))
	})
}

func TestATransactionSeesItsOwnWritesAndOthersDoNot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{ExternalID: "7"}}
		must(t, s.Update(t.Context(), func(ctx contextT) error {
			must(t, s.People().Insert(ctx, p))
			if _, err := s.PersonByExternalID(ctx, "7"); err != nil {
				t.Errorf("inside: %v", err)
			}
			if _, err := s.PersonByExternalID(t.Context(), "7"); fault.CodeOf(err) != fault.NotFound {
				t.Errorf("outside: %v", err)
			}
			return nil
		}))
		_, err := s.PersonByExternalID(t.Context(), "7")
		must(t, err)
	})
}

func TestWhoGaveUpBeforeTheCommitLeavesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.Update(ctx, func(ctx contextT) error {
			err := s.People().Insert(ctx, access.Person{Meta: fresh()})
			cancel()
			return err
		})
		if fault.CodeOf(err) != fault.Unavailable || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if n := count(t, s); n != 0 {
			t.Errorf("%d rows stayed", n)
		}
		must(t, s.Ready(t.Context()))
	})
}

func TestAFailedCommitMakesTheStoreUnreadyUntilAWriteSucceeds(t *testing.T) {
	for name, happens := range map[string]bool{"it happened": true, "it did not happen": false} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				must(t, s.Ready(t.Context()))
				boom := errors.New("fsync failed")
				restore := s.FailCommits(boom, happens)
				err := s.People().Insert(t.Context(), access.Person{Meta: fresh()})
				if fault.CodeOf(err) != fault.Unavailable || fault.ReasonOf(err) != "outcome_unknown" || !errors.Is(err, boom) {
					t.Errorf("the write gave %v", err)
				}
				if err := s.Ready(t.Context()); fault.CodeOf(err) != fault.Unavailable {
					t.Errorf("ready while commits fail: %v", err)
				}
				restore()
				must(t, s.Ready(t.Context()))
				want := 0
				if happens {
					want = 1
				}
				if n := count(t, s); n != want {
					t.Errorf("%d rows: it was tried again or undone", n)
				}
			})
		})
	}
}

func TestASerialNumberOfAFailedCommitIsFoundAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		c := w.addCertificate()
		restore := s.FailCommits(errors.New("fsync failed"), true)
		if _, err := s.ReserveSerial(t.Context(), c.ID, w.programme.ID, "CERT", 2026); fault.ReasonOf(err) != "outcome_unknown" {
			t.Errorf("got %v", err)
		}
		restore()
		serial, err := s.ReserveSerial(t.Context(), c.ID, w.programme.ID, "CERT", 2026)
		must(t, err)
		if serial != "CERT-2026-0001" {
			t.Errorf("a second number was taken: %s", serial)
		}
	})
}

func TestAFullDiskIsUnavailableAndNothingIsHalfDone(t *testing.T) {
	s := storetest.Open(t)
	w := newWorld(t, s)
	before, err := s.Certificates().Get(t.Context(), w.addCertificate().ID)
	must(t, err)
	var pages int
	must(t, s.Pool().QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages))
	if _, err := s.Pool().ExecContext(t.Context(), "PRAGMA max_page_count = "+itoa(pages+2)); err != nil {
		t.Fatal(err)
	}
	after := before
	after.Title = "changed"
	after.Sections = manySections(w.writing.ID, 200)
	if err := s.Certificates().Update(t.Context(), &after); fault.CodeOf(err) != fault.Unavailable {
		t.Fatalf("got %v", err)
	}
	got, err := s.Certificates().Get(t.Context(), before.ID)
	must(t, err)
	equal(t, got, before)

	if _, err := s.Pool().ExecContext(t.Context(), "PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	must(t, s.Certificates().Update(t.Context(), &after))
	must(t, s.Ready(t.Context()))
}
