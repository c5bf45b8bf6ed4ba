package web

import (
	"net/http"
	"slices"
	"strings"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/overview"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

func (p *Pages) mountEnrolments(to routes) {
	to.show("/cohorts/:id/enrol", shown(p, "enrol", p.enrolPage))
	to.take("/cohorts/:id/enrol", p.enrol)
	to.show("/enrolments/:id", p.enrolment)
	to.take("/enrolments/:id/state", p.moveEnrolment)
	to.take("/enrolments/:id/assessors", p.assign)
	to.take("/enrolments/:id/certificate", p.propose)
	to.take("/assignments/:id/end", p.endAssignment)
}

// enrolmentPage is one participant as staff see them.
type enrolmentPage struct {
	view
	Enrolment   programme.Enrolment
	Cohort      programme.Cohort
	Programme   programme.Programme
	Person      access.Person
	Project     programme.Project
	Paragraphs  []string
	Assessors   []assessorRow
	Spoken      []spokenRow             // what was taken down for assessors
	Offers      []programme.Offer       // guests of a panel who are no assessors yet
	Certificate certificate.Certificate // zero: none
	Signed      overview.Standing
	Moves       []option
	Step        overview.Step
	Next        nextStep
	Assign      form
	Found       []access.Person // several people whom a name fits
	Coverage    *coverage       // nil when the cohort has no edition of a framework
}

// assessorRow is an assignment with what came of it.
type assessorRow struct {
	programme.Assignment
	Name      string
	Submitted int
	Late      bool
}

func (p *Pages) enrolment(c *gin.Context, a access.Actor) error {
	page, err := p.enrolmentPage(c, a, idOf(c.Param("id")))
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "enrolment", page)
}

func (p *Pages) enrolmentPage(c *gin.Context, a access.Actor, id uuid.UUID) (enrolmentPage, error) {
	ctx := c.Request.Context()
	page := enrolmentPage{Assign: form{ID: "assign"}}
	var err error
	if page.Enrolment, err = p.Programmes.Enrolment(ctx, a, id); err != nil {
		return page, err
	}
	if err := staffs(a, page.Enrolment.ProgrammeID); err != nil {
		return page, err
	}
	if page.Person, err = p.Access.Person(ctx, a, page.Enrolment.PersonID); err != nil {
		return page, err
	}
	if page.Project, err = p.Programmes.Project(ctx, a, id); err != nil && fault.CodeOf(err) != fault.NotFound {
		return page, err
	}
	if err := p.placeEnrolment(c, a, &page); err != nil {
		return page, err
	}
	if err := p.assessors(c, a, &page); err != nil {
		return page, err
	}
	offers, err := p.Programmes.Offers(ctx, a, id)
	if err != nil {
		return page, err
	}
	page.Offers = slices.DeleteFunc(offers, func(o programme.Offer) bool { return o.Assessor })
	if page.Coverage, err = p.ownCoverage(ctx, a, id); err != nil {
		return page, err
	}
	page.Paragraphs = strings.Split(page.Project.Text(), "\n\n")
	page.Moves = movesFrom(page.Enrolment.State)
	page.view = p.inside(c, a, page.Person.Name, toProgrammes,
		crumb{page.Programme.Name, here("programmes", page.Programme.ID, "")}, crumb{page.Cohort.Name, here("cohorts", page.Cohort.ID, "")})
	page.Here = p.base + here("enrolments", id, "")
	return page, nil
}

// placeEnrolment brings cohort, programme and how far the participant is: what the board says of them.
func (p *Pages) placeEnrolment(c *gin.Context, a access.Actor, page *enrolmentPage) error {
	board, err := p.Overview.Seat(c.Request.Context(), a, page.Enrolment)
	if err != nil {
		return err
	}
	page.Cohort, page.Programme = board.Cohort, board.Programme
	for _, s := range board.Seats {
		page.Step, page.Next, page.Signed = s.Step(), nextOf(s), s.Certificate
		for _, x := range s.Assessors {
			page.Assessors = append(page.Assessors, assessorRow{Name: x.Name, Assignment: programme.Assignment{AssessorID: x.PersonID}, Late: s.IsLate(x, board.Today)})
		}
	}
	if page.Signed.ID == uuid.Nil {
		return nil
	}
	page.Certificate, err = p.Certificates.Certificate(c.Request.Context(), a, page.Signed.ID)
	return err
}

// assessors brings the assignments, how much of each was submitted, and what was taken down.
func (p *Pages) assessors(c *gin.Context, a access.Actor, page *enrolmentPage) error {
	ctx := c.Request.Context()
	list, err := p.Programmes.ListAssignments(ctx, a, programme.AssignmentFilter{Enrolment: page.Enrolment.ID, Archived: new(bool)}, wholePage)
	if err != nil {
		return err
	}
	written, err := p.Programmes.ListFeedback(ctx, a, programme.FeedbackFilter{Enrolment: page.Enrolment.ID}, wholePage)
	if err != nil {
		return err
	}
	for i := range page.Assessors {
		row := &page.Assessors[i]
		for _, x := range list.Items {
			if x.AssessorID == row.AssessorID {
				row.Assignment = x
			}
		}
		for _, fb := range written.Items {
			if fb.AssessorID == row.AssessorID && fb.State == programme.FeedbackSubmitted {
				row.Submitted++
			}
		}
	}
	page.Spoken, err = p.spokenRows(c, a, written.Items)
	return err
}

// enrolmentMoves are what staff make of an enrolment, with what that means.
var enrolmentMoves = []struct {
	to   programme.EnrolmentState
	text string
}{
	{programme.Active, "Takes part"},
	{programme.Completed, "Has completed the year"},
	{programme.NotAwarded, "Gets no certificate"},
	{programme.Withdrawn, "Has withdrawn"},
	{programme.Deferred, "Goes on in a later cohort"},
}

// movesFrom gives the state and what it can become.
func movesFrom(state programme.EnrolmentState) []option {
	options := []option{{string(state), "As it is: " + word(state)}}
	for _, m := range enrolmentMoves {
		if m.to != state && state.Leads(m.to) {
			options = append(options, option{string(m.to), m.text})
		}
	}
	return options
}

func (p *Pages) moveEnrolment(c *gin.Context, a access.Actor) error {
	id := idOf(c.Param("id"))
	f, err := read(c, "")
	if err != nil {
		return err
	}
	_, err = p.Programmes.ChangeEnrolment(c.Request.Context(), a, id, revisionOf(f.Value("revision")), func(x *programme.EnrolmentFields) {
		x.State = programme.EnrolmentState(f.Value("state"))
	})
	if err == nil {
		return p.see(c, here("enrolments", id, "?done=outcome"))
	}
	page, failed := p.enrolmentPage(c, a, id)
	switch {
	case failed != nil:
		return failed
	case fault.CodeOf(err) == fault.Stale:
		f.refuse("", "Somebody changed this after you opened the page. This is how it stands now.")
	case !f.blame(err, map[string]string{"enrolment_state": "state", "cohort_closed": "state", "archived": "state"}):
		return err
	}
	page.Form = f
	return p.render(c, statusAfter(err), "enrolment", page)
}

// propose begins the certificate with what was submitted.
func (p *Pages) propose(c *gin.Context, a access.Actor) error {
	id := idOf(c.Param("id"))
	made, err := p.Certificates.Propose(c.Request.Context(), a, id)
	if fault.ReasonOf(err) == "certificate_exists" { // sent twice
		return p.see(c, here("enrolments", id, "#certificate"))
	}
	if err != nil {
		return err
	}
	return p.see(c, here("certificates", made.ID, "?done=proposed"))
}
