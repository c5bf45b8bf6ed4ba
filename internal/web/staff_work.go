package web

import (
	"encoding/json"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/operation"
	"testamur/internal/overview"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountWork registers the pages on which staff do something to a whole cohort. Each begins with a dry run.
func (p *Pages) mountWork(to routes) {
	to.show("/cohorts/:id/work", shown(p, "work", p.workPage))
	to.take("/cohorts/:id/work", p.planWork)
	to.show("/cohorts/:id/assign", p.askAssignAll)
	to.take("/cohorts/:id/assign", p.planAssignAll)
	to.show("/cohorts/:id/import", shown(p, "import", p.importPage))
	to.take("/cohorts/:id/import", p.planImport)
	to.show("/cohorts/:id/import/template", p.rosterTemplate)
	to.show("/cohorts/:id/certificates.zip", p.archiveCohort)

	to.show("/operations/:id", p.operation)
	to.take("/operations/:id/confirm", p.confirmOperation)
	to.take("/operations/:id/again", p.planAgain)
	to.show("/operations/:id/cancel", p.askCancelOperation)
	to.take("/operations/:id/cancel", p.cancelOperation)
}

// workPage shows what can be done to a whole cohort, and what was.
type workPage struct {
	view
	Cohort     programme.Cohort
	Programme  programme.Programme
	Ahead      []workAhead
	Issued     int
	Operations []operationRow // the latest first
	More       string         // the query that shows later ones; "" when there are none
}

// workAhead is one kind of work, and for how many it is due.
type workAhead struct {
	workWords
	Kind string
	Path string // of a form that asks for more; "" when a press of the button is enough
	Due  int
}

func (p *Pages) workPage(c *gin.Context, a access.Actor) (workPage, error) {
	ctx, id := c.Request.Context(), idOf(c.Param("id"))
	board, err := p.Overview.Board(ctx, a, id)
	if err != nil {
		return workPage{}, err
	}
	page := workPage{Cohort: board.Cohort, Programme: board.Programme, Issued: inForceOn(board)}
	page.view = p.insideCohort(c, a, "Work on all participants", board.Cohort, board.Programme).sentTo(here("cohorts", id, "/work"))
	counts := board.Counts()
	for _, w := range worksInOrder {
		if w.step == overview.StepReview && !reviews(board.Programme) {
			continue
		}
		ahead := workAhead{workWords: kindsOfWork[w.kind], Kind: w.kind, Due: counts[w.due]}
		if w.kind == "assign" {
			ahead.Path = here("cohorts", id, "/assign")
		}
		page.Ahead = append(page.Ahead, ahead)
	}
	list, err := p.Operations.List(ctx, a, operation.Filter{Cohort: id}, record.Page{After: idOf(c.Query("after")), Limit: record.MaxPage})
	for _, o := range slices.Backward(list.Items) {
		page.Operations = append(page.Operations, newOperationRow(o, board.Programme.TimeZone))
	}
	if list.More {
		page.More = "?after=" + list.Items[len(list.Items)-1].ID.String()
	}
	return page, err
}

// insideCohort is the view of a page below a cohort.
func (p *Pages) insideCohort(c *gin.Context, a access.Actor, title string, cohort programme.Cohort, x programme.Programme) view {
	return p.inside(c, a, title, toProgrammes, crumb{x.Name, here("programmes", x.ID, "")}, crumb{cohort.Name, here("cohorts", cohort.ID, "")})
}

// cohortAndProgramme brings a cohort of which somebody is staff, and its programme.
func (p *Pages) cohortAndProgramme(c *gin.Context, a access.Actor, id uuid.UUID) (programme.Cohort, programme.Programme, error) {
	cohort, err := p.Programmes.Cohort(c.Request.Context(), a, id)
	if err == nil {
		err = staffs(a, cohort.ProgrammeID)
	}
	if err != nil {
		return cohort, programme.Programme{}, err
	}
	x, err := p.Programmes.Programme(c.Request.Context(), a, cohort.ProgrammeID)
	return cohort, x, err
}

func reviews(x programme.Programme) bool { return x.ReadBackDays+x.ParticipantCheckDays > 0 }

// inForceOn is how many certificates of a cohort are in force.
func inForceOn(b overview.Board) (n int) {
	for _, s := range b.Seats {
		if s.Certificate.State == certificate.Issued {
			n++
		}
	}
	return n
}

// planWork makes the dry run of a kind of work that needs to be told nothing more.
func (p *Pages) planWork(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	kind := f.Value("kind")
	if w, ok := kindsOfWork[kind]; !ok || w.told {
		return fault.Missing("page")
	}
	return p.plan(c, a, access.OpCreateOperation, kind, operation.Order{Cohort: idOf(c.Param("id"))})
}

// plan makes a dry run and leads to it. Whoever made it holds what confirms it, in their browser.
func (p *Pages) plan(c *gin.Context, a access.Actor, op access.Operation, kind string, order operation.Order) error {
	o, secret, err := p.Operations.Plan(c.Request.Context(), a, op, kind, order)
	if err != nil {
		return err
	}
	p.holdPlan(c, o, secret)
	return p.see(c, here("operations", o.ID, ""))
}

// planAgain makes a dry run like another: of what is left, as everything stands now.
func (p *Pages) planAgain(c *gin.Context, a access.Actor) error {
	o, err := p.Operations.Get(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return err
	}
	if o.Kind == kindEnrol { // its rows are forgotten as soon as they are done with
		return p.see(c, here("cohorts", o.Cohort, "/import"))
	}
	order := operation.Order{Cohort: o.Cohort}
	if options := string(o.Options); options != "" && options != "null" {
		order.Options = json.RawMessage(options)
	}
	return p.plan(c, a, access.OpCreateOperation, o.Kind, order)
}
