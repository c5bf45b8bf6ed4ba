package overview_test

import (
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/overview"
	"testamur/internal/programme"
)

func day(d int) civil.Date { return civil.Date{Year: 2015, Month: time.December, Day: d} }

func TestEveryParticipantHasOneNextStep(t *testing.T) {
	waiting, written := overview.Assessor{Name: "Etta"}, overview.Assessor{Name: "Luis", Submitted: true}
	out := func(s overview.Standing) overview.Standing {
		s.State, s.Needed = certificate.Signing, 2
		return s
	}
	for name, c := range map[string]struct {
		seat overview.Seat
		want overview.Step
	}{
		"nothing yet":               {overview.Seat{State: programme.Active}, overview.StepProject},
		"nobody assesses":           {overview.Seat{State: programme.Active, Project: "P"}, overview.StepAssign},
		"one has not written":       {overview.Seat{State: programme.Active, Project: "P", Assessors: []overview.Assessor{written, waiting}}, overview.StepFeedback},
		"all have written":          {overview.Seat{State: programme.Active, Project: "P", Assessors: []overview.Assessor{written}}, overview.StepCompose},
		"composing, whoever wrote":  {overview.Seat{State: programme.Active, Certificate: overview.Standing{State: certificate.Composing}}, overview.StepSend},
		"a signature is missing":    {overview.Seat{State: programme.Active, Certificate: out(overview.Standing{Approved: 1})}, overview.StepSign},
		"all signed":                {overview.Seat{State: programme.Active, Certificate: out(overview.Standing{Approved: 2})}, overview.StepIssue},
		"enough, but one declined":  {overview.Seat{State: programme.Active, Certificate: out(overview.Standing{Approved: 2, Paused: 1})}, overview.StepPaused},
		"somebody suggests another": {overview.Seat{State: programme.Active, Certificate: out(overview.Standing{Approved: 1, Suggested: 1})}, overview.StepSign},
		"reviewers are asked":       {overview.Seat{State: programme.Active, Certificate: overview.Standing{State: certificate.InReview, WaitedFor: []string{"Etta"}}}, overview.StepReview},
		"one has remarked":          {overview.Seat{State: programme.Active, Certificate: overview.Standing{State: certificate.InReview, WaitedFor: []string{"Etta"}, Remarks: 1}}, overview.StepRemarks},
		"issued":                    {overview.Seat{State: programme.Completed, Certificate: overview.Standing{State: certificate.Issued}}, overview.StepDone},
		"withdrawn":                 {overview.Seat{State: programme.Withdrawn}, overview.StepDone},
		"completed without a paper": {overview.Seat{State: programme.Completed, Project: "P", Assessors: []overview.Assessor{written}}, overview.StepCompose},
	} {
		if got := c.seat.Step(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestFeedbackIsLateFromTheDayAfterItWasDue(t *testing.T) {
	seat := overview.Seat{State: programme.Active, Assessors: []overview.Assessor{{Name: "Etta", DueOn: day(10)}, {Name: "Luis"}, {Name: "Mona", DueOn: day(1), Submitted: true}}}
	for today, want := range map[civil.Date]int{day(9): 0, day(10): 0, day(11): 1} {
		if got := seat.Late(today); len(got) != want {
			t.Errorf("on %s: %v", today, got)
		}
	}
	seat.State = programme.Withdrawn
	if late := seat.Late(day(20)); late != nil {
		t.Errorf("about somebody who left %v are late", late)
	}
	seat.State, seat.Certificate.State = programme.Active, certificate.Signing
	if late := seat.Late(day(20)); late != nil {
		t.Errorf("when the certificate is out for signing %v are late", late)
	}
}
