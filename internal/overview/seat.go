package overview

import (
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// Seat is a participant of a cohort and how far everything about them has come.
type Seat struct {
	EnrolmentID uuid.UUID
	PersonID    uuid.UUID
	Name        string
	State       programme.EnrolmentState
	Project     string     // its title, or ""
	Assessors   []Assessor // assigned and not ended, by name
	Themes      int        // on how many feedback was submitted
	Certificate Standing
}

// Assessor is somebody who writes about a participant.
type Assessor struct {
	PersonID  uuid.UUID
	Name      string
	DueOn     civil.Date
	Submitted bool
}

// Standing is how far a certificate has come. Its zero value is that there is none.
type Standing struct {
	ID          uuid.UUID
	State       certificate.State
	Serial      string
	Signatories int
	Needed      int      // approvals
	Approved    int      // of exactly the text that is out for signing
	Paused      int      // who declined it or asked for a change: signing rests
	Suggested   int      // who suggested somebody else
	Remarks     int      // of its review that are to be settled
	WaitedFor   []string // by name, who has still to answer in its review
}

// Step is what comes next for a participant, whoever has to do it.
type Step string

// The steps, in their order.
const (
	StepProject  Step = "project"  // the participant describes it
	StepAssign   Step = "assign"   // staff name assessors
	StepFeedback Step = "feedback" // assessors write
	StepCompose  Step = "compose"  // staff begin the certificate
	StepSend     Step = "send"     // staff finish it and send it for signing
	StepReview   Step = "review"   // those who are asked about the text answer
	StepRemarks  Step = "remarks"  // staff settle what they remarked
	StepSign     Step = "sign"     // signatories answer
	StepPaused   Step = "paused"   // staff revise, replace or cancel
	StepIssue    Step = "issue"    // staff issue it
	StepDone     Step = "done"     // nothing: it is issued, or there will be none
)

// Steps are all of them, in their order.
var Steps = []Step{StepProject, StepAssign, StepFeedback, StepCompose, StepSend, StepReview, StepRemarks, StepSign, StepPaused, StepIssue, StepDone}

// Step says what comes next.
func (s Seat) Step() Step {
	switch s.Certificate.State {
	case certificate.Issued, certificate.Revoked:
		return StepDone
	case certificate.Signing:
		return s.Certificate.step()
	case certificate.InReview:
		return s.Certificate.reviewStep()
	case certificate.Composing:
		return StepSend
	case certificate.Cancelled:
	}
	switch {
	case !s.State.Open() && s.State != programme.Completed:
		return StepDone
	case s.Project == "":
		return StepProject
	case len(s.Assessors) == 0:
		return StepAssign
	case len(s.Waiting()) > 0:
		return StepFeedback
	}
	return StepCompose
}

func (c Standing) step() Step {
	switch {
	case c.Paused > 0:
		return StepPaused
	case c.Approved < c.Needed:
		return StepSign
	}
	return StepIssue
}

// reviewStep is staff's turn as soon as something is to be settled, whoever else is still to answer.
func (c Standing) reviewStep() Step {
	if c.Remarks > 0 {
		return StepRemarks
	}
	return StepReview
}

// Waiting gives the assessors who have not submitted anything.
func (s Seat) Waiting() []Assessor {
	var waiting []Assessor
	for _, a := range s.Assessors {
		if !a.Submitted {
			waiting = append(waiting, a)
		}
	}
	return waiting
}

// IsLate says whether an assessor's feedback is missing and was due before the day. Nobody is late about somebody who left,
// or whose certificate is on its way.
func (s Seat) IsLate(a Assessor, day civil.Date) bool {
	onItsWay := s.Certificate.State == certificate.InReview || s.Certificate.State == certificate.Signing || s.Certificate.State == certificate.Issued
	return s.State.Open() && !onItsWay && !a.Submitted && !a.DueOn.IsZero() && day.After(a.DueOn)
}

// Late gives the assessors who are.
func (s Seat) Late(day civil.Date) []Assessor {
	var late []Assessor
	for _, a := range s.Assessors {
		if s.IsLate(a, day) {
			late = append(late, a)
		}
	}
	return late
}

// Written is how many assessors have submitted something.
func (s Seat) Written() int { return len(s.Assessors) - len(s.Waiting()) }
