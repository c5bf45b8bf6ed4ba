package store_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/operation"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// bulk is a cohort on which operations work, with files and a press that keep nothing.
type bulk struct {
	t            *testing.T
	store        *store.Store
	cohort       programme.Cohort
	programmes   *programme.Service
	certificates *certificate.Service
	engine       *operation.Service
	assessor     access.Person
}

var clerk, panel = access.System("clerk"), access.System("panel")

func newBulk(t *testing.T, s *store.Store) *bulk {
	t.Helper()
	ctx := t.Context()
	now := func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
	journal := access.Journal{Store: s, Now: now, NewID: newID}
	b := &bulk{t: t, store: s}
	b.programmes = &programme.Service{Store: s, Journal: journal, Now: now, NewID: newID, Layouts: []string{"classic"}}
	files := paper{map[record.Digest][]byte{}}
	b.certificates = &certificate.Service{
		Store: s, Blobs: files, Press: files, Journal: journal, Guests: noGuests{}, Cohorts: b.programmes, Now: now, NewID: newID, Random: rand.Reader,
		PublicURL: "https://certificates.example.org",
	}
	b.engine = &operation.Service{
		Store: s, Kinds: append(b.programmes.Kinds(), b.certificates.Kinds()...), Cohorts: b.programmes, Journal: journal,
		Log: slog.New(slog.DiscardHandler), Now: now, NewID: newID, Random: rand.Reader,
	}
	fields := programme.Defaults()
	fields.Name, fields.ParticipantCheckDays = "Social learning", 0
	p, err := b.programmes.CreateProgramme(ctx, clerk, fields)
	must(t, err)
	b.cohort, err = b.programmes.CreateCohort(ctx, clerk, p.ID, programme.CohortFields{Name: "2015", PanelOn: civil.Date{Year: 2015, Month: 12, Day: 14}})
	must(t, err)
	b.assessor = b.person("Karsten Ehms")
	return b
}

func (b *bulk) person(name string) access.Person {
	p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Name: name}}
	must(b.t, b.store.People().Insert(b.t.Context(), p))
	return p
}

// participants enrols people, each with a project.
func (b *bulk) participants(n int) {
	b.t.Helper()
	for range n {
		e, err := b.programmes.Enrol(b.t.Context(), clerk, b.person("Ana").ID, programme.EnrolmentFields{CohortID: b.cohort.ID})
		must(b.t, err)
		_, _, err = b.programmes.PutProject(b.t.Context(), clerk, e.ID, record.Any, programme.ProjectFields{Title: "Harbour pilots", Context: "She asked why."})
		must(b.t, err)
	}
}

// approve has all that are out for signing approved.
func (b *bulk) approve() {
	list, err := b.store.CohortCertificates(b.t.Context(), b.cohort.ID, certificate.Signing)
	must(b.t, err)
	for _, c := range list {
		v, err := b.store.Version(b.t.Context(), c.VersionID)
		must(b.t, err)
		_, err = b.certificates.RecordSignOff(b.t.Context(), panel, c.ID, certificate.Answer{SignatoryID: c.Signatories[0].ID, Decision: certificate.Approved, TextDigest: v.TextDigest})
		must(b.t, err)
	}
}

// review has the programme ask everybody before a text is signed.
func (b *bulk) review() {
	p, err := b.store.Programmes().Get(b.t.Context(), b.cohort.ProgrammeID)
	must(b.t, err)
	_, err = b.programmes.ChangeProgramme(b.t.Context(), clerk, p.ID, record.Match(p.Revision), func(f *programme.Fields) {
		f.ReadBackDays, f.ParticipantCheckDays = 5, 7
	})
	must(b.t, err)
}

// revise takes all back that are reviewed.
func (b *bulk) revise() {
	list, err := b.store.CohortCertificates(b.t.Context(), b.cohort.ID, certificate.InReview)
	must(b.t, err)
	for _, c := range list {
		_, err = b.certificates.Revise(b.t.Context(), clerk, c.ID, record.Match(c.Revision))
		must(b.t, err)
	}
}

// run plans, confirms and does an operation, and gives how many statements planning took, and how many doing it.
func (b *bulk) run(kind string, options string, sent *[]string, want int) (planning, doing int) {
	b.t.Helper()
	ctx := b.t.Context()
	k := b.engine.Kinds[slices.IndexFunc(b.engine.Kinds, func(k operation.Kind) bool { return k.Name() == kind })]
	order := operation.Order{Cohort: b.cohort.ID, Programme: b.cohort.ProgrammeID, Options: []byte(options)}
	*sent = nil
	_, err := k.Plan(ctx, clerk, order)
	must(b.t, err)
	planning = len(*sent)
	o, token, err := b.engine.Plan(ctx, clerk, access.OpCreateOperation, kind, order)
	must(b.t, err)
	if _, err := b.engine.Confirm(ctx, clerk, o.ID, token, operation.All); err != nil || o.Tally.Total() != want {
		b.t.Fatalf("%s: planned %v for %d: %v", kind, o.Tally, want, err)
	}
	*sent = nil
	b.engine.Work(ctx)
	doing = len(*sent)
	o, err = b.engine.Get(ctx, clerk, o.ID)
	must(b.t, err)
	if o.Tally.States[operation.ItemDone] != want {
		b.t.Fatalf("%s: %v", kind, o.Tally)
	}
	return planning, doing
}

// Ten times as many people take the same number of queries to plan for, and at most ten times as many to do.
func TestWorkOnACohortTakesAsManyQueriesForEachHoweverManyThereAre(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sent := s.Statements(t)
		type cost struct{ planning, doing int }
		costs := map[int]map[string]cost{}
		for _, n := range []int{10, 100} {
			b := newBulk(t, s)
			b.participants(n)
			costs[n] = map[string]cost{}
			measure := func(name, kind, options string) {
				planning, doing := b.run(kind, options, sent, n)
				costs[n][name] = cost{planning, doing}
			}
			measure("assign", "assign", `{"assessors": ["`+b.assessor.ID.String()+`"]}`)
			measure("propose", "propose", "{}")
			measure("send for signing", "send_for_signing", "{}")
			b.approve()
			measure("issue", "issue", "{}")

			b = newBulk(t, s)
			b.participants(n)
			b.review()
			b.run("assign", `{"assessors": ["`+b.assessor.ID.String()+`"]}`, sent, n)
			b.run("propose", "{}", sent, n)
			measure("send for review", "send_for_review", "{}")
			b.revise()
			measure("review, then send for signing", "send_for_signing", "{}")
		}
		for kind, ten := range costs[10] {
			hundred := costs[100][kind]
			t.Logf("%s: %d statements to plan; to do 10 %d, to do 100 %d", kind, ten.planning, ten.doing, hundred.doing)
			if ten.planning != hundred.planning || ten.planning == 0 {
				t.Errorf("%s: planning for 10 takes %d statements, for 100 %d", kind, ten.planning, hundred.planning)
			}
			if hundred.doing > 10*ten.doing || ten.doing == 0 {
				t.Errorf("%s: doing 10 takes %d statements, doing 100 %d", kind, ten.doing, hundred.doing)
			}
		}
	})
}

func TestThePagesOfItemsTakeAsManyQueriesHoweverManyThereAre(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sent := s.Statements(t)
		counts := map[int]int{}
		for _, n := range []int{10, 100} {
			b := newBulk(t, s)
			b.participants(n)
			o, _, err := b.engine.Plan(t.Context(), clerk, access.OpCreateOperation, "propose", operation.Order{Cohort: b.cohort.ID})
			must(t, err)
			*sent = nil
			list, err := s.Items(t.Context(), o.ID, "", record.Page{Limit: record.MaxPage})
			must(t, err)
			equal(t, len(list.Items), n)
			equal(t, list.Items[0].Name, "Ana")
			counts[n] = len(*sent)
		}
		equal(t, counts[100], counts[10])
	})
}

// A cohort of as many people as an operation may have, each with four of the same signatories.
func TestTheSamePeopleAreFoundHoweverOftenTheyAreNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b := newBulk(t, s)
		found, err := s.PeopleByID(t.Context(), slices.Repeat([]uuid.UUID{b.assessor.ID}, 4*operation.MaxItems))
		must(t, err)
		equal(t, found[b.assessor.ID].Name, b.assessor.Name)
	})
}

// paper stands in for files and the press.
type paper struct{ files map[record.Digest][]byte }

func (p paper) Put(_ context.Context, b []byte) (record.Digest, error) {
	d := record.DigestOf(b)
	p.files[d] = b
	return d, nil
}

func (p paper) Get(_ context.Context, d record.Digest) ([]byte, error) { return p.files[d], nil }

func (paper) Typeset(_ context.Context, s certificate.Sheet) ([]byte, certificate.Base, error) {
	return []byte(s.Code + " "), certificate.Base{Pages: 1, Places: make([]certificate.Place, len(s.Signatories)), Layout: s.Layout}, nil
}

func (paper) Layouts() []certificate.Layout { return nil }

func (paper) Sample(context.Context, string, time.Time) ([]byte, error) { return nil, nil }

func (paper) Uncovered(string, ...string) ([]rune, error) { return nil, nil }

func (paper) Seal(_ context.Context, base []byte, s certificate.Sealing) ([]byte, error) {
	return append(slices.Clone(base), s.Reason...), nil
}

func (paper) Inspect(_ context.Context, file []byte) (certificate.Inspection, error) {
	code, _, sealed := strings.Cut(string(file), " ")
	return certificate.Inspection{Code: certificate.Code(code), Sealed: sealed}, nil
}

type noGuests struct{}

func (noGuests) Invite(context.Context, access.LetterKind, access.Person, access.Ref, map[string]string, time.Time) error {
	return nil
}
func (noGuests) Tell(context.Context, access.LetterKind, access.Person, map[string]string) error {
	return nil
}
func (noGuests) End(context.Context, access.Ref, uuid.UUID) error { return nil }
func (noGuests) SendCode(context.Context, access.Actor, access.Ref, map[string]string) error {
	return nil
}
func (noGuests) CheckCode(context.Context, access.Actor, access.Ref, string) error { return nil }
