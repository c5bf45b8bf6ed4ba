package certificate_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

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

// Random deeds of random hands, each compared with what the model of lifemodel_test.go says of it. How many are done is set by
// -rapid.checks and -rapid.steps.
func TestNoOrderOfDeedsBreaksARule(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		cast := newCast(w)
		serials, deeds := map[string]uuid.UUID{}, 0
		rapid.Check(t, func(t *rapid.T) {
			m := newMachine(t, w, cast, serials)
			defer func() { deeds += m.deeds }()
			t.Repeat(map[string]func(*rapid.T){
				"":                 m.compare,
				"propose":          m.propose,
				"write":            m.write,
				"name signatories": m.name,
				"send":             m.send,
				"send again":       m.send, // drawn twice as often as what it takes one of: few lives would come to an end
				"answer":           m.answerAsDrawn,
				"approve the rest": m.approveRest,
				"approve again":    m.approveRest,
				"issue":            m.issueIt,
				"issue again":      m.issueIt,
				"correct":          m.correct,
				"revise":           seldom(m.revise),
				"cancel":           seldom(m.cancel),
				"revoke":           seldom(m.revoke),
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
}

func newCast(w *world) cast {
	leader, outsider, stranger := w.person("Stella"), w.person("Sofia"), w.person("Luis")
	account := func(p access.Person, programmes ...uuid.UUID) access.Actor {
		return access.Actor{Kind: access.KindAccount, ID: newID(), Person: p.ID, Powers: access.Powers{Programmes: programmes, Fresh: true}}
	}
	tired := account(w.person("Steffen"), w.programme.ID)
	tired.Fresh = false
	return cast{
		players: []player{
			{Actor: office, staff: true}, {Actor: panel, staff: true}, {Actor: account(leader, w.programme.ID), staff: true},
			{Actor: tired, staff: true, late: true}, {Actor: account(outsider)}, {Actor: account(w.assessors[0])}, {Actor: account(stranger)},
			{Actor: account(leader, newID())}, {Actor: reader}, {Actor: access.Anonymous()},
		},
		signatories: []uuid.UUID{leader.ID, outsider.ID, w.assessors[0].ID, w.assessors[1].ID},
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
	deeds     int
	written   int
}

func newMachine(t *rapid.T, w *world, c cast, serials map[string]uuid.UUID) *machine {
	m := &machine{world: w, cast: c, enrolment: w.participant("Ana"), serials: serials}
	m.life.required = rapid.IntRange(0, 3).Draw(t, "sign-offs that the programme asks for")
	p, err := w.programmes.Programme(w.t.Context(), office, w.programme.ID)
	passes(t, err)
	_, err = w.programmes.ChangeProgramme(w.t.Context(), office, p.ID, record.Match(p.Revision), func(f *programme.Fields) { f.RequiredSignOffs = m.life.required })
	passes(t, err)
	participant := access.Actor{Kind: access.KindAccount, ID: newID(), Person: m.enrolment.PersonID, Powers: access.Powers{Fresh: true}}
	m.cast.players = append(slices.Clone(c.players), player{Actor: participant})
	m.begin(t, m.cast.players[0])
	return m
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

// seldom lets most of what would end a life pass by.
func seldom(deed func(*rapid.T)) func(*rapid.T) {
	return func(t *rapid.T) {
		if rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, "do it") {
			deed(t)
		}
	}
}

// match is mostly the revision that was read, at times an older one.
func (m *machine) match(t *rapid.T) (record.Match, bool) {
	if rapid.IntRange(0, 19).Draw(t, "an old revision at 19") == 19 && m.now.Revision > 1 {
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
	before := m.now
	m.refresh(t)
	if !reflect.DeepEqual(before, m.now) {
		t.Fatalf("it changed without a deed: %+v, then %+v", before, m.now)
	}
	if m.now.State != m.life.state || !slices.Equal(peopleOf(m.now.Signatories), m.life.signatories) || wordsOf(m.now) != m.life.words {
		t.Fatalf("%s %q %v, the model says %s %q %v", m.now.State, wordsOf(m.now), peopleOf(m.now.Signatories), m.life.state, m.life.words, m.life.signatories)
	}
	if (m.now.IssuedID != uuid.Nil) != (m.life.force != nil) || (m.life.force != nil && m.now.IssuedID != m.life.force.version) {
		t.Fatalf("in force is %s, the model says %+v", m.now.IssuedID, m.life.force)
	}
}

func (m *machine) propose(t *rapid.T) { m.begin(t, m.someone(t)) }

func (m *machine) begin(t *rapid.T, by player) {
	c, err := m.Propose(m.t.Context(), by.Actor, m.enrolment.ID)
	allowed := by.staff && m.life.startable()
	if allowed && err == nil {
		m.now = c
		m.life.start(wordsOf(c), peopleOf(c.Signatories), by.Actor)
	}
	m.judge(t, "proposing", allowed, err)
}

func (m *machine) write(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	m.written++
	sections := slices.Clone(m.now.Sections)
	last := &sections[len(sections)-1]
	last.Passages = slices.Clone(last.Passages)
	words := fmt.Sprintf("She carried it through, as was seen in week %d.", m.written)
	last.Passages[len(last.Passages)-1].Text = words
	_, err := m.PutSections(m.t.Context(), by.Actor, m.now.ID, match, sections)
	if m.judge(t, "writing", by.staff && fresh && m.life.composing(), err) {
		m.life.words = words
		m.life.touched(by.Actor)
	}
}

func (m *machine) name(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	people := rapid.SliceOfN(rapid.SampledFrom(m.cast.signatories), 0, 4).Draw(t, "signatories")
	if rapid.IntRange(0, 9).Draw(t, "the participant too at 9") == 9 {
		people = append(people, m.enrolment.PersonID)
	}
	var signatories []certificate.Signatory
	for _, p := range people {
		s := certificate.Signatory{PersonID: p}
		if i := slices.IndexFunc(m.now.Signatories, func(s certificate.Signatory) bool { return s.PersonID == p }); i >= 0 {
			s = m.now.Signatories[i]
		}
		signatories = append(signatories, s)
	}
	_, err := m.PutSignatories(m.t.Context(), by.Actor, m.now.ID, match, signatories)
	if m.judge(t, "naming signatories", by.staff && fresh && m.life.nameable(people, m.enrolment.PersonID), err) {
		m.life.named(peopleOf(signatories), by.Actor)
	}
}

func (m *machine) send(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	_, err := m.SendForSigning(m.t.Context(), by.Actor, m.now.ID, match)
	if !m.judge(t, "sending", by.staff && fresh && m.life.sendable(), err) {
		return
	}
	v, err := m.Version(m.t.Context(), office, m.now.VersionID)
	passes(t, err)
	for _, e := range m.life.editions {
		if e.code == v.Code || e.digest == v.TextDigest.String() {
			t.Fatal("a code or a text digest was used before")
		}
	}
	if owner, taken := m.serials[v.Serial]; taken && owner != m.now.ID {
		t.Fatalf("the serial number %s belongs to another certificate", v.Serial)
	}
	m.serials[v.Serial] = m.now.ID
	m.life.sent(v)
}

func (m *machine) answerAsDrawn(t *rapid.T) {
	by := m.someone(t)
	m.answerOnce(t, by, rapid.SampledFrom(m.cast.signatories).Draw(t, "for"), rapid.SampledFrom([]certificate.Decision{
		certificate.Approved, certificate.Approved, certificate.Approved, certificate.Declined, certificate.ChangeRequested, certificate.Suggested,
	}).Draw(t, "answer"), rapid.IntRange(0, 9).Draw(t, "another text at 9") != 9)
}

func (m *machine) approveRest(t *rapid.T) {
	if m.life.out == nil {
		return
	}
	by := m.someone(t)
	for _, p := range m.life.out.signatories {
		if _, has := m.life.out.answers[p]; has {
			continue
		}
		m.answerOnce(t, by, p, certificate.Approved, true)
	}
}

func (m *machine) answerOnce(t *rapid.T, by player, signatory uuid.UUID, d certificate.Decision, current bool) {
	answer := certificate.Answer{Decision: d, Reason: "because", Conflict: programme.ConflictNone, Suggested: certificate.Suggestion{Name: "Mona"}}
	if out := m.life.out; out != nil {
		v, err := m.Version(m.t.Context(), office, out.version)
		passes(t, err)
		answer.TextDigest = v.TextDigest
		for _, s := range v.Signatories {
			if s.PersonID == signatory {
				answer.SignatoryID = s.ID
			}
		}
	}
	if !current {
		answer.TextDigest[0]++
	}
	_, err := m.RecordSignOff(m.t.Context(), by.Actor, m.now.ID, answer)
	own := by.Kind == access.KindAccount && by.Is(signatory)
	allowed := (by.staff || own) && (!own || !by.late) && current && m.life.signable(signatory, d)
	if m.judge(t, "answering", allowed, err) {
		m.life.out.answers[signatory] = answered{d, by.Actor}
	}
}

func (m *machine) revise(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	_, err := m.Revise(m.t.Context(), by.Actor, m.now.ID, match)
	if m.judge(t, "revising", by.staff && fresh && m.life.state == certificate.Signing, err) {
		m.life.revised()
	}
}

func (m *machine) cancel(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	_, err := m.Cancel(m.t.Context(), by.Actor, m.now.ID, match)
	if m.judge(t, "cancelling", by.staff && fresh && m.life.cancellable(), err) {
		m.life.cancelled()
	}
}

func (m *machine) issueIt(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	already := m.life.state == certificate.Issued // asking again gives it again, whatever was read
	_, err := m.Issue(m.t.Context(), by.Actor, m.now.ID, match)
	if !m.judge(t, "issuing", by.staff && !by.late && (already || fresh && m.life.issuable()), err) || already {
		return
	}
	v, err := m.Version(m.t.Context(), office, m.now.IssuedID)
	passes(t, err)
	if v.ID != m.life.out.version || v.TextDigest.String() != m.life.out.digest {
		t.Fatal("what was issued is not what was signed")
	}
	m.life.issued(v.File.String())
}

func (m *machine) correct(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	reason := rapid.SampledFrom([]certificate.ReasonClass{certificate.ReasonCorrection, certificate.ReasonNameChange, certificate.ReasonError}).Draw(t, "reason")
	_, err := m.Correct(m.t.Context(), by.Actor, m.now.ID, match, reason)
	if m.judge(t, "correcting", by.staff && fresh && m.life.state == certificate.Issued && reason != certificate.ReasonError, err) {
		m.life.corrected(by.Actor)
	}
}

func (m *machine) revoke(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	_, err := m.Revoke(m.t.Context(), by.Actor, m.now.ID, match, certificate.ReasonError, "")
	if m.judge(t, "revoking", by.staff && !by.late && fresh && m.life.revocable(), err) {
		m.life.revoked()
	}
}

// read has somebody look at everything: nobody sees more than product.md allows them.
func (m *machine) read(t *rapid.T) {
	by := m.someone(t)
	inForce := m.life.force != nil
	reads := by.staff || (inForce && (by.Role == access.RoleRead || by.Is(m.enrolment.PersonID)))
	c, err := m.Certificate(m.t.Context(), by.Actor, m.now.ID)
	if (err == nil) != reads {
		t.Fatalf("%+v reads the certificate: %v, the model says %t", by.Actor, err, reads)
	}
	if err == nil && !by.staff && wordsOf(c) != m.life.force.words {
		t.Fatalf("%+v reads %q where %q is in force", by.Actor, wordsOf(c), m.life.force.words)
	}
	for _, e := range m.life.editions {
		_, err := m.Version(m.t.Context(), by.Actor, e.version)
		finished := e.state == certificate.VersionIssued || e.state == certificate.VersionSuperseded || e.state == certificate.VersionRevoked
		asked := by.Kind == access.KindAccount && slices.ContainsFunc(e.signatories, by.Is)
		if may := by.staff || asked || finished && (by.Role == access.RoleRead || by.Is(m.enrolment.PersonID)); may != (err == nil) {
			t.Fatalf("%+v reads version %+v: %v, the model says %t", by.Actor, e, err, may)
		}
		answer, err := m.Verify(m.t.Context(), e.code.String())
		passes(t, err)
		if answer.Verdict != e.verdict() || (answer.Verdict != certificate.Genuine && answer.Verdict != certificate.VerdictRevoked && answer.Facts != nil && answer.Facts.Name != "") {
			t.Fatalf("strangers are told %+v of a version that is %s", answer, e.state)
		}
	}
}

// compareFiles runs at the end of a life: every text and file that ever was agreed to is there, unchanged.
func (m *machine) compareFiles(t *rapid.T) {
	for _, e := range m.life.editions {
		v, err := m.Version(m.t.Context(), office, e.version)
		passes(t, err)
		if record.DigestOf(v.Content).String() != e.digest || v.TextDigest.String() != e.digest || v.State != e.state {
			t.Fatalf("version %s is %s %s, the model says %+v", v.ID, v.State, v.TextDigest, e)
		}
		if e.file == "" {
			continue
		}
		d, err := m.Document(m.t.Context(), office, e.version)
		passes(t, err)
		answer, err := m.VerifyFile(m.t.Context(), d.PDF)
		passes(t, err)
		if record.DigestOf(d.PDF).String() != e.file || answer.Verdict != e.verdict() || !answer.Exact {
			t.Fatalf("the file of %+v is not the one that was issued: %+v", e, answer)
		}
	}
}
