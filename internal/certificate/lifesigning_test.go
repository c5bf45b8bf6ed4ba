package certificate_test

import (
	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// Deeds that answer, issue, correct and end.

func (m *machine) answerAsDrawn(t *rapid.T) {
	by := m.someone(t)
	m.answerOnce(t, by, rapid.SampledFrom(m.cast.signatories).Draw(t, "for"), rapid.SampledFrom([]certificate.Decision{
		certificate.Approved, certificate.Approved, certificate.Approved, certificate.Declined, certificate.ChangeRequested, certificate.Suggested,
	}).Draw(t, "answer"), !oneIn(t, 10, "of another text"))
}

func (m *machine) approveRest(t *rapid.T) {
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
	if oneIn(t, 20, "a conflict of interest") {
		answer.Conflict, d = programme.ConflictDeclared, certificate.Declined
	}
	_, err := m.RecordSignOff(m.t.Context(), by.Actor, m.now.ID, answer)
	own := by.Kind == access.KindAccount && by.Is(signatory)
	allowed := (by.staff || own) && (!own || !by.late) && current && m.life.signable(signatory, d)
	if m.judge(t, "answering", allowed, err) {
		m.life.out.answers[signatory] = answered{d, by.Actor}
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

func (m *machine) expire(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	on := m.life.today.AddDays(rapid.IntRange(-1, 5).Draw(t, "last day"))
	_, err := m.Expire(m.t.Context(), by.Actor, m.now.ID, match, on, certificate.ReasonRequirements, "")
	if m.judge(t, "expiring", by.staff && !by.late && fresh && m.life.expirable(on), err) {
		m.life.expires(on)
	}
}
