package certificate_test

import (
	"fmt"
	"slices"

	"testamur/internal/certificate"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// Deeds of those who compose: what the text is, who signs it, and where it goes.

func (m *machine) propose(t *rapid.T) { m.begin(t, m.someone(t)) }

func (m *machine) begin(t *rapid.T, by player) {
	c, err := m.Propose(m.t.Context(), by.Actor, m.enrolment.ID)
	allowed := by.staff && m.life.startable()
	if allowed && err == nil {
		m.now = c
		m.sources = sourcesOf(c)
		m.life.start(m.textsOf(c), peopleOf(c.Signatories), by.Actor)
	}
	m.judge(t, "proposing", allowed, err)
}

// write words a passage, leaves one out that draws on feedback, or takes it in again.
func (m *machine) write(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	x := m.life.texts
	place := rapid.IntRange(0, len(x)-1).Draw(t, "passage")
	if place > 0 && x[3-place].words != "" && oneIn(t, 4, "leave it out") {
		x[place] = passage{}
	} else {
		x[place].words = fmt.Sprintf("She carried it through, as was seen in week %d.", rapid.IntRange(1, 5).Draw(t, "week"))
	}
	_, err := m.PutSections(m.t.Context(), by.Actor, m.now.ID, match, m.sections(x))
	if m.judge(t, "writing", by.staff && fresh && m.life.writable(x), err) {
		if x[place].id == uuid.Nil {
			x[place].id = m.textsOf(m.now)[place].id
		}
		m.life.written(x, by.Actor)
	}
}

// sections are those of the certificate with these texts.
func (m *machine) sections(x texts) []certificate.Section {
	sections := slices.Clone(m.now.Sections)
	for i := range sections {
		sections[i].Passages = nil
	}
	for i, p := range x {
		if p.words != "" {
			of := &sections[min(i, 1)]
			of.Passages = append(of.Passages, certificate.Passage{ID: p.id, Text: p.words, Sources: []certificate.Source{{WritingID: m.sources[i]}}})
		}
	}
	return sections
}

func sourcesOf(c certificate.Certificate) (sources []uuid.UUID) {
	for _, s := range c.Sections {
		for _, p := range s.Passages {
			sources = append(sources, p.Sources[0].WritingID)
		}
	}
	return sources
}

func (m *machine) textsOf(c certificate.Certificate) (x texts) {
	for _, s := range c.Sections {
		for _, p := range s.Passages {
			x[slices.Index(m.sources, p.Sources[0].WritingID)] = passage{p.ID, p.Text}
		}
	}
	return x
}

func (m *machine) name(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	people := rapid.SliceOfN(rapid.SampledFrom(m.cast.signatories), 0, 4).Draw(t, "signatories")
	if oneIn(t, 10, "the participant too") {
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
	if m.judge(t, "sending", by.staff && fresh && m.life.sendable(), err) {
		m.life.send()
	}
}

// enterSent takes a text into the model that was sent for signing: by hand, or by itself when it had passed its review.
func (m *machine) enterSent(t *rapid.T) {
	if !m.life.leaving && !m.life.goesOn() {
		return
	}
	if m.now.State != certificate.Signing {
		t.Fatalf("it does not go on to signing: it is %s", m.now.State)
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

func (m *machine) revise(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	_, err := m.Revise(m.t.Context(), by.Actor, m.now.ID, match)
	if m.judge(t, "revising", by.staff && fresh && m.life.revisable(), err) {
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
