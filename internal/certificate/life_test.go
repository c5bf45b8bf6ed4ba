package certificate_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// Random deeds of random hands, each compared with what the model of lifemodel_test.go and lifereviewmodel_test.go says of it. How many are done is set by
// -rapid.checks and -rapid.steps.
func TestNoOrderOfDeedsBreaksARule(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		t.Parallel()
		w := newWorld(t, db)
		cast := newCast(w)
		serials, deeds := map[string]uuid.UUID{}, 0
		rapid.Check(t, func(t *rapid.T) {
			m := newMachine(t, w, cast, serials)
			defer func() { deeds += m.deeds }()
			defer m.leave()
			t.Repeat(map[string]func(*rapid.T){
				"":                 m.compare,
				"go on":            m.goOn,
				"go on again":      m.goOn, // drawn more often than what takes back: few lives would come to an end
				"go on still":      m.goOn,
				"propose":          m.propose,
				"write":            m.write,
				"write again":      m.write,
				"name signatories": m.name,
				"send":             m.send,
				"send for review":  m.sendForReview,
				"reply":            m.reply,
				"reply again":      m.reply,
				"settle":           m.settle,
				"settle again":     m.settle,
				"pass time":        m.passTime,
				"set the deadline": seldom(m.setDeadline),
				"answer":           m.answerAsDrawn,
				"issue":            m.issueIt,
				"correct":          m.correct,
				"revise":           seldom(m.revise),
				"cancel":           seldom(m.cancel),
				"revoke":           seldom(m.revoke),
				"expire":           seldom(m.expire),
				"read":             m.read,
			})
			m.compareFiles(t)
		})
		t.Logf("%d deeds", deeds)
	})
}

// player is somebody who acts, and what the rules know of them.
type player struct {
	access.Actor
	staff bool // of the programme, or an administrator
	late  bool // has not proved lately who they are
}

// cast is who acts, and who can be named as signatory.
type cast struct {
	players     []player
	signatories []uuid.UUID
	day         time.Time // on which every life begins
}

func newCast(w *world) cast {
	_, err := w.press.Keys.Authority(w.t.Context()) // who signs first, in whichever life, would have it made on that day
	w.must(err)
	leader, outsider, stranger := w.person("Stella"), w.person("Sofia"), w.person("Luis")
	account := func(p access.Person, programmes ...uuid.UUID) access.Actor {
		return access.Actor{Kind: access.KindAccount, ID: newID(), Person: p.ID, Powers: access.Powers{Programmes: programmes, Fresh: true}}
	}
	tired := account(w.person("Steffen"), w.programme.ID)
	tired.Fresh = false
	return cast{
		players: []player{
			{Actor: office, staff: true}, {Actor: panel, staff: true}, {Actor: account(leader, w.programme.ID), staff: true},
			{Actor: tired, staff: true, late: true}, {Actor: account(outsider)},
			{Actor: account(w.assessors[0])}, {Actor: account(w.assessors[1])}, {Actor: account(stranger)},
			{Actor: account(leader, newID())}, {Actor: reader}, {Actor: access.Anonymous()},
		},
		signatories: []uuid.UUID{leader.ID, outsider.ID, w.assessors[0].ID, w.assessors[1].ID},
		day:         w.now(),
	}
}

// machine runs the life of one enrolment's certificates, one after the other.
type machine struct {
	*world
	cast      cast
	life      life
	enrolment programme.Enrolment
	now       certificate.Certificate // as it was read last
	serials   map[string]uuid.UUID    // of all lives
	sources   []uuid.UUID             // of the passages that are written on
	deeds     int
	written   int
}

func newMachine(t *rapid.T, w *world, c cast, serials map[string]uuid.UUID) *machine {
	m := &machine{world: w, cast: c, serials: serials}
	m.startOver(c.day)
	m.enrolment = w.participant("Ana")
	m.life = life{today: m.today(), rules: rules{
		required:    rapid.IntRange(0, 3).Draw(t, "sign-offs that the programme asks for"),
		readBack:    rapid.SampledFrom([]int{0, 3, 3}).Draw(t, "days to read back"),
		check:       rapid.SampledFrom([]int{0, 2, 5}).Draw(t, "days to check"),
		corrections: rapid.Bool().Draw(t, "review of corrections"),
		participant: m.enrolment.PersonID,
		assessors:   []uuid.UUID{w.assessors[0].ID, w.assessors[1].ID},
	}}
	p, err := w.programmes.Programme(w.t.Context(), office, w.programme.ID)
	passes(t, err)
	_, err = w.programmes.ChangeProgramme(w.t.Context(), office, p.ID, record.Match(p.Revision), func(f *programme.Fields) {
		f.RequiredSignOffs, f.ReadBackDays, f.ParticipantCheckDays, f.CorrectionReview = m.life.required, m.life.readBack, m.life.check, m.life.corrections
	})
	passes(t, err)
	participant := access.Actor{Kind: access.KindAccount, ID: newID(), Person: m.enrolment.PersonID, Powers: access.Powers{Fresh: true}}
	m.cast.players = append(slices.Clone(c.players), player{Actor: participant})
	m.begin(t, m.cast.players[0])
	return m
}

// startOver sets the clock back to the day on which every life begins: a thousand lives would outlive the keys.
func (m *machine) startOver(day time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.clock = day
}

func passes(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m *machine) someone(t *rapid.T) player {
	// Half of the time one of the first three, who may do everything, or nothing would ever come to an end.
	return rapid.OneOf(rapid.SampledFrom(m.cast.players[:3]), rapid.SampledFrom(m.cast.players)).Draw(t, "who")
}

// player is the one who is this person, and nothing else.
func (m *machine) player(person uuid.UUID) player {
	i := slices.IndexFunc(m.cast.players, func(p player) bool { return p.Is(person) && !p.staff })
	return m.cast.players[i]
}

// seldom lets most of what would end a life pass by.
func seldom(deed func(*rapid.T)) func(*rapid.T) {
	return func(t *rapid.T) {
		if !oneIn(t, 4, "do it") {
			t.Skip()
		}
		deed(t)
	}
}

// oneIn is true once in n times.
func oneIn(t *rapid.T, n int, label string) bool {
	return rapid.SampledFrom(append(make([]bool, n-1), true)).Draw(t, label)
}

// goOn does what comes next.
func (m *machine) goOn(t *rapid.T) {
	switch m.life.state {
	case certificate.Composing:
		m.send(t)
	case certificate.InReview:
		m.approveReview(t)
	case certificate.Signing:
		if m.life.issuable() {
			m.issueIt(t)
		} else {
			m.approveRest(t)
		}
	case certificate.Issued:
		m.correct(t)
	case certificate.Cancelled, certificate.Revoked:
		m.propose(t)
	}
}

// match is mostly the revision that was read, at times an older one.
func (m *machine) match(t *rapid.T) (record.Match, bool) {
	if oneIn(t, 20, "an old revision") && m.now.Revision > 1 {
		return record.Match(m.now.Revision - 1), false
	}
	return record.Match(m.now.Revision), true
}

// judge holds what happened against the model: what is allowed happens, what is not is refused with a reason that people can be
// told, and leaves everything as it was.
func (m *machine) judge(t *rapid.T, deed string, allowed bool, err error) bool {
	t.Helper()
	if allowed {
		if err != nil {
			t.Fatalf("%s is allowed and was refused: %v", deed, err)
		}
		m.refresh(t)
		return true
	}
	switch fault.CodeOf(err) {
	case fault.Conflict, fault.Invalid, fault.Stale, fault.Forbidden, fault.NotFound, fault.Unauthenticated:
	default:
		t.Fatalf("%s is not allowed: %v", deed, err)
	}
	return false
}

func (m *machine) refresh(t *rapid.T) {
	c, err := m.Certificate(m.t.Context(), office, m.now.ID)
	passes(t, err)
	m.now = c
}

// compare runs after every deed.
func (m *machine) compare(t *rapid.T) {
	m.deeds++
	m.enterSent(t)
	before := m.now
	m.refresh(t)
	if !reflect.DeepEqual(before, m.now) {
		t.Fatalf("it changed without a deed: %+v, then %+v", before, m.now)
	}
	if m.now.State != m.life.state || !slices.Equal(peopleOf(m.now.Signatories), m.life.signatories) || m.textsOf(m.now) != m.life.texts {
		t.Fatalf("%s %v %v, the model says %s %v %v", m.now.State, m.textsOf(m.now), peopleOf(m.now.Signatories), m.life.state, m.life.texts, m.life.signatories)
	}
	if (m.now.IssuedID != uuid.Nil) != (m.life.force != nil) || (m.life.force != nil && m.now.IssuedID != m.life.force.version) {
		t.Fatalf("in force is %s, the model says %+v", m.now.IssuedID, m.life.force)
	}
	m.compareReview(t)
}
