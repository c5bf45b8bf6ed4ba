package certificate_test

import (
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"

	"github.com/google/uuid"
)

// life is what the rules of a certificate's life come to, in the fewest words: which deeds are allowed now, and what each
// does. It knows nothing of how the service works.
type life struct {
	required    int // sign-offs that the programme asks for; 0: all
	state       certificate.State
	words       string
	signatories []uuid.UUID // people
	composers   []access.Actor
	out         *edition // the text that is out for signing
	force       *edition // the text that is in force
	editions    []*edition
}

// edition is a text that was sent for signing, as it must stay.
type edition struct {
	version     uuid.UUID
	code        certificate.Code
	words       string
	digest      string
	signatories []uuid.UUID
	composers   []access.Actor
	answers     map[uuid.UUID]answered
	state       certificate.VersionState
	file        string // digest of what was issued
}

// answered is the latest answer of a signatory.
type answered struct {
	decision certificate.Decision
	recorder access.Actor
}

func (l *life) composing() bool { return l.state == certificate.Composing }

// startable: nothing was begun, or what was begun came to an end.
func (l *life) startable() bool {
	return l.state == "" || l.state == certificate.Cancelled || l.state == certificate.Revoked
}

func (l *life) start(words string, signatories []uuid.UUID, by access.Actor) {
	*l = life{
		required: l.required, state: certificate.Composing, words: words, signatories: signatories, composers: []access.Actor{by},
		editions: l.editions,
	}
}

// touched notes a hand that wrote.
func (l *life) touched(by access.Actor) {
	for _, c := range l.composers {
		if c.Key() == by.Key() && c.Person == by.Person {
			return
		}
	}
	l.composers = append(l.composers, by)
}

// nameable says whether the signatories can become these: none twice, and never the participant. Once the text is out there is always
// somebody, and who has approved stays.
func (l *life) nameable(people []uuid.UUID, participant uuid.UUID) bool {
	seen := map[uuid.UUID]bool{participant: true}
	for _, p := range people {
		if seen[p] {
			return false
		}
		seen[p] = true
	}
	if l.state != certificate.Signing {
		return l.composing()
	}
	for p, a := range l.out.answers {
		if a.decision == certificate.Approved && slices.Contains(l.out.signatories, p) && !seen[p] {
			return false
		}
	}
	return len(people) > 0
}

func (l *life) named(people []uuid.UUID, by access.Actor) {
	l.signatories = people
	if l.state == certificate.Signing {
		l.out.signatories = people
		for p := range l.out.answers { // who comes back is asked anew
			if !slices.Contains(people, p) {
				delete(l.out.answers, p)
			}
		}
		return
	}
	l.touched(by)
}

func (l *life) sendable() bool { return l.composing() && len(l.signatories) > 0 }

func (l *life) sent(v certificate.Version) {
	l.out = &edition{
		version: v.ID, code: v.Code, words: l.words, digest: v.TextDigest.String(), signatories: l.signatories,
		composers: slices.Clone(l.composers), answers: map[uuid.UUID]answered{}, state: certificate.VersionSigning,
	}
	l.editions, l.state = append(l.editions, l.out), certificate.Signing
}

// signable says whether the signatory can still answer so: an approval is given once, and not while another's answer pauses signing.
func (l *life) signable(signatory uuid.UUID, d certificate.Decision) bool {
	if l.state != certificate.Signing || !slices.Contains(l.out.signatories, signatory) || l.out.answers[signatory].decision == certificate.Approved {
		return false
	}
	return d != certificate.Approved || !l.out.paused(signatory)
}

// paused says whether the answer of anybody but the one named pauses signing.
func (e *edition) paused(but uuid.UUID) bool {
	for p, a := range e.answers {
		if p != but && (a.decision == certificate.Declined || a.decision == certificate.ChangeRequested) {
			return true
		}
	}
	return false
}

// issuable: enough people approved this text, nobody's refusal stands, and one approval is another's than the composers'.
func (l *life) issuable() bool {
	if l.state != certificate.Signing {
		return false
	}
	approvals, independent := 0, false
	for _, p := range l.out.signatories {
		switch a := l.out.answers[p]; a.decision {
		case certificate.Declined, certificate.ChangeRequested:
			return false
		case certificate.Suggested:
		case certificate.Approved:
			approvals++
			independent = independent || l.out.another(p, a.recorder)
		}
	}
	needed := l.required
	if needed == 0 || needed > len(l.out.signatories) {
		needed = len(l.out.signatories)
	}
	return approvals >= needed && independent
}

// another says whether neither the signatory nor the hand that recorded the answer composed.
func (e *edition) another(signatory uuid.UUID, recorder access.Actor) bool {
	return !slices.ContainsFunc(e.composers, func(c access.Actor) bool {
		return c.Key() == recorder.Key() || (c.Person != uuid.Nil && (c.Person == signatory || c.Person == recorder.Person))
	})
}

func (l *life) issued(file string) {
	if l.force != nil {
		l.force.state = certificate.VersionSuperseded
	}
	l.force, l.out = l.out, nil
	l.force.state, l.force.file = certificate.VersionIssued, file
	l.state = certificate.Issued
}

// voided ends the text that is out for signing.
func (l *life) voided() {
	if l.out != nil {
		l.out.state, l.out = certificate.VersionVoid, nil
	}
}

func (l *life) revised() {
	l.voided()
	l.state = certificate.Composing
}

func (l *life) cancellable() bool {
	return l.state == certificate.Composing || l.state == certificate.Signing
}

// cancelled ends what was never issued; of a correction only the correction.
func (l *life) cancelled() {
	l.voided()
	if l.force == nil {
		l.state = certificate.Cancelled
		return
	}
	l.restored()
	l.state = certificate.Issued
}

// restored makes the composition what the text in force was made from.
func (l *life) restored() {
	l.words, l.signatories, l.composers = l.force.words, l.force.signatories, slices.Clone(l.force.composers)
}

func (l *life) corrected(by access.Actor) {
	l.state, l.composers = certificate.Composing, []access.Actor{by}
}

func (l *life) revocable() bool { return l.force != nil && l.state != certificate.Revoked }

func (l *life) revoked() {
	l.voided()
	l.restored()
	l.force.state, l.state = certificate.VersionRevoked, certificate.Revoked
}

// verdict is what a stranger is told.
func (e *edition) verdict() certificate.Verdict {
	switch e.state {
	case certificate.VersionIssued:
		return certificate.Genuine
	case certificate.VersionSuperseded:
		return certificate.Superseded
	case certificate.VersionRevoked:
		return certificate.VerdictRevoked
	case certificate.VersionSigning, certificate.VersionVoid:
	}
	return certificate.Unknown
}

func peopleOf(signatories []certificate.Signatory) []uuid.UUID {
	people := []uuid.UUID{}
	for _, s := range signatories {
		people = append(people, s.PersonID)
	}
	return people
}

// wordsOf is the last passage: it is the one that the machine writes.
func wordsOf(c certificate.Certificate) string {
	passages := c.Sections[len(c.Sections)-1].Passages
	return passages[len(passages)-1].Text
}
