// Package excerpt lets the handbook of an edition quote issued certificates: which passages can be asked for, who is asked and
// what they answered, and what may be printed. Names are taken out before anybody is asked, so that everybody agrees to exactly
// the words that are printed. What a handbook is made of and how it looks is elsewhere (packages handbook, typeset, web).
//
// The rule is short: a passage is printed while its certificate is in force, everybody who was asked has agreed, and the
// handbook's setting says so. Asked are the participant, whose work it tells of, and every assessor on whose feedback the
// passage draws, whether verbatim or condensed, since they wrote it for a certificate and not for print. Silence is no, a no
// can be changed to a yes and back at any time, and nobody is asked twice about one passage in one handbook.
package excerpt

import (
	"time"

	"testamur/internal/record"

	"github.com/google/uuid"
)

// Excerpt is a passage of a version of a certificate that is to stand in the handbook of an edition.
type Excerpt struct {
	ID            uuid.UUID
	EditionID     uuid.UUID
	Discipline    string // its code, under which the passage is to stand
	ProgrammeID   uuid.UUID
	CertificateID uuid.UUID
	VersionID     uuid.UUID
	PassageID     uuid.UUID
	Wording       []byte // canonical bytes of a Wording
	Digest        record.Digest
	AskedAt       time.Time
	TakenBackAt   time.Time // staff took it back; it is not printed any more
	InForce       bool      // its version is; for reading only, the store brings it
	Consents      []Consent // of everybody who was asked
}

// Part is why somebody is asked.
type Part string

// The parts.
const (
	Participant Part = "participant" // the passage is about their work
	Writer      Part = "writer"      // it draws on their feedback
)

// Answer is what somebody said; empty is silence, which is no.
type Answer string

// The answers.
const (
	Agrees   Answer = "agree"
	Declines Answer = "decline"
)

// Consent is what one person said to one excerpt.
type Consent struct {
	ExcerptID  uuid.UUID
	RequestID  uuid.UUID
	PersonID   uuid.UUID
	Part       Part
	Answer     Answer
	Digest     record.Digest // of the wording that was answered to
	AnsweredAt time.Time
}

// State is how an excerpt stands.
type State string

// The states.
const (
	Asked     State = "asked"      // somebody has not answered
	Agreed    State = "agreed"     // everybody agreed: it is printed where the handbook shows passages
	Declined  State = "declined"   // somebody said no, or took their consent back
	TakenBack State = "taken_back" // by staff
	Dropped   State = "dropped"    // the certificate was replaced, revoked or erased
)

// State follows from what everybody said.
func (x Excerpt) State() State {
	switch {
	case !x.InForce:
		return Dropped
	case !x.TakenBackAt.IsZero():
		return TakenBack
	}
	state := Agreed
	if len(x.Consents) == 0 {
		state = Asked
	}
	for _, c := range x.Consents {
		switch {
		case c.Answer == Declines:
			return Declined
		case c.Answer != Agrees || c.Digest != x.Digest:
			state = Asked
		}
	}
	return state
}

// live says whether answers still count.
func (x Excerpt) live() bool { return x.InForce && x.TakenBackAt.IsZero() }

// Request is all that one person is asked about one handbook.
type Request struct {
	ID        uuid.UUID
	EditionID uuid.UUID
	PersonID  uuid.UUID
	AskedAt   time.Time // last
	Mailed    bool      // otherwise they have no address
}
