package certificate_test

import (
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"

	"github.com/google/uuid"
)

// life is what the rules of a certificate's life come to, in the fewest words: which deeds are allowed now, and what each
// does. It knows nothing of how the service works.
type life struct {
	rules
	today       civil.Date
	state       certificate.State
	texts       texts
	signatories []uuid.UUID // people
	composers   []access.Actor
	leaving     bool     // staff send it for signing, and nobody need be asked before
	review      *review  // the last one of this certificate
	out         *edition // the text that is out for signing
	force       *edition // the text that is in force
	editions    []*edition
}

// rules are the programme's, and whom they concern.
type rules struct {
	required        int  // sign-offs that the programme asks for; 0: all
	readBack, check int  // days; 0: nobody is asked
	corrections     bool // are reviewed, too
	participant     uuid.UUID
	assessors       []uuid.UUID
}

// edition is a text that was sent for signing, as it must stay.
type edition struct {
	version     uuid.UUID
	code        certificate.Code
	texts       texts
	digest      string
	signatories []uuid.UUID
	composers   []access.Actor
	answers     map[uuid.UUID]answered
	state       certificate.VersionState
	file        string     // digest of what was issued
	lastDay     civil.Date // on which it is valid, or none
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

func (l *life) start(x texts, signatories []uuid.UUID, by access.Actor) {
	*l = life{
		rules: l.rules, today: l.today, state: certificate.Composing, texts: x, signatories: signatories, composers: []access.Actor{by},
		editions: l.editions,
	}
}

// writable says whether the text can become this one.
func (l *life) writable(x texts) bool {
	return l.composing() || l.underReview() || l.state == certificate.InReview && x == l.texts
}

func (l *life) written(x texts, by access.Actor) {
	l.texts = x
	l.touched(by)
	if l.underReview() {
		l.changed()
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
		return l.composing() || l.state == certificate.InReview
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

func (l *life) sendable() bool {
	return (l.composing() || l.state == certificate.InReview) && len(l.signatories) > 0
}

// send has a text reviewed that has not passed, and signed as soon as it has.
func (l *life) send() {
	switch {
	case l.underReview():
		l.review.thenSign = true
	case l.composing() && l.isReviewed() && !l.hasPassed():
		l.openReview(true)
	default:
		l.leaving = true
	}
}

func (l *life) sent(v certificate.Version) {
	if l.leaving = false; l.review != nil {
		l.review.thenSign = false
	}
	l.out = &edition{
		version: v.ID, code: v.Code, texts: l.texts, digest: v.TextDigest.String(), signatories: l.signatories,
		composers: slices.Clone(l.composers), answers: map[uuid.UUID]answered{}, state: certificate.VersionSigning,
	}
	if l.force != nil {
		l.out.lastDay = l.force.lastDay
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

// takenBack ends the review, or voids the text that is out for signing.
func (l *life) takenBack() {
	l.endReview()
	if l.out != nil {
		l.out.state, l.out = certificate.VersionVoid, nil
	}
}

func (l *life) revisable() bool {
	return l.state == certificate.InReview || l.state == certificate.Signing
}

func (l *life) revised() {
	l.takenBack()
	l.state = certificate.Composing
}

func (l *life) cancellable() bool {
	return l.composing() || l.revisable()
}

// cancelled ends what was never issued; of a correction only the correction.
func (l *life) cancelled() {
	l.takenBack()
	if l.force == nil {
		l.state = certificate.Cancelled
		return
	}
	l.restored()
	l.state = certificate.Issued
}

// restored makes the composition what the text in force was made from.
func (l *life) restored() {
	l.texts, l.signatories, l.composers = l.force.texts, l.force.signatories, slices.Clone(l.force.composers)
}

func (l *life) corrected(by access.Actor) {
	l.state, l.composers = certificate.Composing, []access.Actor{by}
}

func (l *life) revocable() bool { return l.force != nil && l.state != certificate.Revoked }

func (l *life) revoked() {
	l.takenBack()
	l.restored()
	l.force.state, l.state = certificate.VersionRevoked, certificate.Revoked
}

// expirable: what is in force can be given a last day until it has expired.
func (l *life) expirable(on civil.Date) bool {
	return l.revocable() && !l.force.expired(l.today) && !l.today.After(on)
}

// expires: a correction lasts no longer than what it replaces.
func (l *life) expires(on civil.Date) {
	l.force.lastDay = on
	if l.out != nil {
		l.out.lastDay = on
	}
}

func (e *edition) expired(today civil.Date) bool {
	return !e.lastDay.IsZero() && today.After(e.lastDay)
}

// verdict is what a stranger is told.
func (e *edition) verdict(today civil.Date) certificate.Verdict {
	switch e.state {
	case certificate.VersionIssued:
		if e.expired(today) {
			return certificate.Expired
		}
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
