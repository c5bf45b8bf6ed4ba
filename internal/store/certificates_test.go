package store_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testamur/internal/access"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
)

func itoa(n int) string { return strconv.Itoa(n) }

func equal[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// manySections makes sections of 60 passages each, all drawing on one writing.
func manySections(writing uuid.UUID, n int) []certificate.Section {
	var out []certificate.Section
	for i := range n {
		s := certificate.Section{ID: newID(), Heading: fmt.Sprint(i)}
		for range 60 {
			s.Passages = append(s.Passages, certificate.Passage{
				ID: newID(), Text: "Text.", Sources: []certificate.Source{{WritingID: writing, Relation: certificate.Condensed}},
			})
		}
		out = append(out, s)
	}
	return out
}

func TestAListOfCertificatesTakesAsManyQueriesForManyAsForOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		sent := s.Statements(t)
		queries := func(want int) int {
			*sent = nil
			list, err := s.Certificates().List(t.Context(), certificate.Filter{Sight: access.Everything()}, record.Page{Limit: record.MaxPage})
			must(t, err)
			if len(list.Items) != want || len(list.Items[want-1].Sections) != 1 {
				t.Fatalf("%d certificates", len(list.Items))
			}
			return len(*sent)
		}
		one := queries(1)
		for range 30 {
			w.addCertificate()
		}
		if many := queries(31); many != one || one != 6 {
			t.Errorf("%d queries for one certificate, %d for 31", one, many)
		}
	})
}

func TestAListOfEnrolmentsTakesTwoQueries(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		for range 10 {
			w.addCertificate() // each with an enrolment
		}
		sent := s.Statements(t)
		open, err := s.OpenEnrolments(t.Context(), w.cohort.ID, 5)
		must(t, err)
		if len(*sent) != 2 || len(open) != 5 || open[4].PersonName != "Participant" {
			t.Errorf("%d queries for %v", len(*sent), open)
		}
	})
}

func TestAChangeElsewhereDoesNotRewriteTheComposition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		c := w.addCertificate()
		sent := s.Statements(t)
		writes := func() []string {
			reads := func(sql string) bool { return strings.HasPrefix(sql, "SELECT") }
			return slices.DeleteFunc(slices.Clone(*sent), reads)
		}
		c.Title = "changed"
		must(t, s.Certificates().Update(t.Context(), &c))
		if w := writes(); len(w) != 1 || !strings.HasPrefix(w[0], "UPDATE") {
			t.Errorf("a new title sent %q", w)
		}
		*sent = nil
		c.Signatories[0].Title = "Professor"
		must(t, s.Certificates().Update(t.Context(), &c))
		for _, w := range writes() {
			if strings.Contains(w, "passages") {
				t.Errorf("a signatory's title sent %q", w)
			}
		}
	})
}

func TestTheLargestCompositionIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		c := w.addCertificate()
		c.Sections = manySections(w.writing.ID, 40)
		must(t, s.Certificates().Update(t.Context(), &c))
		got, err := s.Certificates().Get(t.Context(), c.ID)
		must(t, err)
		equal(t, got, c)
	})
}

func TestAFeedbackIsQuotedWhileAPassageDrawsOnIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		fb := w.addFeedback("submitted")
		c := w.addCertificate()
		quoted := func() bool {
			q, err := s.Quotations(t.Context(), fb.ID, 5)
			must(t, err)
			for _, x := range q {
				equal(t, x, programme.Quotation{Certificate: c.ID, Name: c.Name, Heading: c.Sections[0].Heading})
			}
			return len(q) > 0
		}
		if quoted() {
			t.Error("nothing draws on it yet")
		}
		c.Sections[0].Passages[0].Sources[0].WritingID = w.addWriting("feedback", fb.ID, 1, "text").ID
		must(t, s.Certificates().Update(t.Context(), &c))
		if !quoted() {
			t.Error("a passage draws on it")
		}
		c.Sections = nil
		must(t, s.Certificates().Update(t.Context(), &c))
		if quoted() {
			t.Error("nothing draws on it any more")
		}
	})
}

// A reader must get the composition of one moment: a section of before with the passages of after would print a text that
// nobody ever wrote.
func TestACertificateIsReadAsItWasAtOneMoment(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		c := w.addCertificate()
		done := make(chan error)
		go func() {
			for i := range 40 {
				c.Title, c.Sections = itoa(i), manySections(w.writing.ID, 1+i%2)
				for j := range c.Sections {
					c.Sections[j].Heading, c.Sections[j].Passages[0].Text = c.Title, c.Title
				}
				if err := s.Certificates().Update(context.Background(), &c); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
		for running := true; running; {
			select {
			case err := <-done:
				must(t, err)
				running = false
			default:
			}
			list, err := s.Certificates().List(t.Context(), certificate.Filter{Enrolment: c.EnrolmentID, Sight: access.Everything()}, record.Page{Limit: 1})
			must(t, err)
			got := list.Items[0]
			for _, section := range got.Sections {
				if got.Title != "" && (section.Heading != got.Title || len(section.Passages) != 60 || section.Passages[0].Text != got.Title) {
					t.Fatalf("title %s, heading %s, %d passages", got.Title, section.Heading, len(section.Passages))
				}
			}
		}
	})
}
