package web

import (
	"net/http"

	"testamur/internal/access"
	"testamur/internal/overview"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// nextStep is how what comes next for a participant reads.
type nextStep struct {
	Deed   string // what staff do about it; "" when they wait for others
	Waits  string // what is waited for, if it is not staff
	Many   string // for how many, in the line above the board: "3 wait for feedback"
	Anchor string // where on the enrolment's page it is done
}

// nextSteps say for every step what the board shows and where it leads.
var nextSteps = map[overview.Step]nextStep{
	overview.StepProject:  {Waits: "the project", Many: "without a project", Anchor: "#project"},
	overview.StepAssign:   {Deed: "Assign assessors", Many: "without assessors", Anchor: "#assessors"},
	overview.StepFeedback: {Waits: "feedback", Many: "waiting for feedback", Anchor: "#assessors"},
	overview.StepCompose:  {Deed: "Compose", Many: "to compose", Anchor: "#certificate"},
	overview.StepSend:     {Deed: "Finish and send", Many: "to send for signing", Anchor: "#certificate"},
	overview.StepReview:   {Waits: "those who check the text", Many: "being reviewed", Anchor: "#certificate"},
	overview.StepRemarks:  {Deed: "Settle the remarks", Many: "with remarks to settle", Anchor: "#certificate"},
	overview.StepSign:     {Waits: "signatures", Many: "waiting for signatures", Anchor: "#certificate"},
	overview.StepPaused:   {Deed: "Settle the pause", Many: "paused", Anchor: "#certificate"},
	overview.StepIssue:    {Deed: "Issue", Many: "to issue", Anchor: "#certificate"},
	overview.StepDone:     {Many: "done"},
}

// boardPage is a cohort at one look.
type boardPage struct {
	view
	overview.Board
	Rows   []boardRow
	Of     int    // how many rows there are with those on other pages
	Leaves []leaf // the pages; empty when there is one
	Tally  []tally
	Chosen string // the filter in use, in words; "" for none
	AtOnce atOnce // what can be done to all who are shown; zero for nothing
	Issued int
}

// boardRow is a participant as the board shows one.
type boardRow struct {
	overview.Seat
	Next     nextStep
	LateWith []overview.Assessor
}

// tally is how many participants there are of something, and where they are shown alone.
type tally struct {
	N     int
	Text  string
	Query string
	Late  bool
}

// nextOf says what comes next for a participant, and in a review who is waited for.
func nextOf(s overview.Seat) nextStep {
	step := s.Step()
	next := nextSteps[step]
	if names := s.Certificate.WaitedFor; step == overview.StepReview && len(names) > 0 {
		next.Waits = listed(names)
	}
	return next
}

// Path is where staff do what comes next, below the path of the installation: the certificate has a page of its own.
func (r boardRow) Path() string {
	if r.Next.Anchor == "#certificate" && r.Certificate.ID != uuid.Nil {
		return here("certificates", r.Certificate.ID, "")
	}
	return here("enrolments", r.EnrolmentID, r.Next.Anchor)
}

// Gone says whether the participant is no longer in the running.
func (r boardRow) Gone() bool { return !r.State.Open() && r.State != "completed" }

func (p *Pages) board(c *gin.Context, a access.Actor) error {
	board, err := p.Overview.Board(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return err
	}
	page := boardPage{Board: board, view: p.inside(c, a, board.Cohort.Name, toProgrammes, crumb{board.Programme.Name, here("programmes", board.Programme.ID, "")}).sentTo(here("cohorts", board.Cohort.ID, ""))}
	page.Wide = true
	page.Tally, page.Issued = tallies(board), inForceOn(board)
	step, late := overview.Step(c.Query("step")), c.Query("late") != ""
	if w, ok := nextSteps[step]; ok {
		page.Chosen = w.Many
		page.AtOnce = allAtOnce[step]
	}
	if late {
		page.Chosen = "with late feedback"
	}
	for _, s := range board.Seats {
		row := boardRow{Seat: s, Next: nextOf(s), LateWith: s.Late(board.Today)}
		if page.Chosen == "" || (late && len(row.LateWith) > 0) || s.Step() == step {
			page.Rows = append(page.Rows, row)
		}
	}
	page.turn(c.Request.URL.Query())
	return p.render(c, http.StatusOK, "board", page)
}

// tallies count who is at which step, leaving out the steps at which nobody is.
func tallies(b overview.Board) []tally {
	var out []tally
	if n := b.Late(); n > 0 {
		out = append(out, tally{n, "with late feedback", "?late=yes", true})
	}
	counts := b.Counts()
	for _, step := range overview.Steps {
		if n := counts[step]; n > 0 {
			out = append(out, tally{N: n, Text: nextSteps[step].Many, Query: "?step=" + string(step)})
		}
	}
	return out
}
