package web

import (
	"net/http"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
)

// itemsOnPage is how many items of an operation a page shows.
const itemsOnPage = 100

// operationPage is work on a cohort: what would happen, what is happening, or what came of it.
type operationPage struct {
	view
	operation.Operation
	Cohort    programme.Cohort
	Programme programme.Programme
	Words     workWords
	Totals    operation.Totals // of a dry run
	Rows      []itemRow
	Roster    *roster // of people from a file
	Failed    []itemRow
	Only      operation.ItemState // the items that are shown; "" is all
	Next      string              // the query that shows the next ones; "" when there are none
	Held      bool                // it can be confirmed in this browser
	Overdue   bool                // it is too old to be confirmed
	Proof     bool                // it takes a fresh proof first
	now       time.Time
}

func (p *Pages) operation(c *gin.Context, a access.Actor) error {
	page, err := p.operationPage(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, page.template(), page)
}

// template names the page: a dry run is read in another way than what is under way or over.
func (o operationPage) template() string {
	if o.State == operation.Planned {
		return "work_plan"
	}
	return "work_done"
}

func (p *Pages) operationPage(c *gin.Context, a access.Actor) (operationPage, error) {
	ctx := c.Request.Context()
	o, err := p.Operations.Get(ctx, a, idOf(c.Param("id")))
	if err != nil {
		return operationPage{}, err
	}
	page := operationPage{Operation: o, Words: kindsOfWork[o.Kind], now: p.Now(), Only: operation.ItemState(c.Query("state"))}
	if page.Cohort, page.Programme, err = p.cohortAndProgramme(c, a, o.Cohort); err != nil {
		return page, err
	}
	page.view = p.insideCohort(c, a, page.title(), page.Cohort, page.Programme).sentTo(here("operations", o.ID, ""))
	page.Inside.Trail = append(page.Inside.Trail, crumb{"Work on all participants", here("cohorts", o.Cohort, "/work")})
	page.Wide = true
	if o.State == operation.Planned {
		err = p.bringPlan(c, a, &page)
	} else {
		err = p.bringProgress(c, a, &page)
	}
	if err != nil {
		return page, err
	}
	err = p.bringItems(c, a, &page)
	return page, err
}

// title says in a line what the operation is about.
func (o operationPage) title() string {
	done := o.Tally.States[operation.ItemDone]
	switch o.State {
	case operation.Planned:
		if o.Tally.Left() == 0 {
			return o.Words.Name
		}
		return o.Words.Counted(o.Tally.Left()) + "?"
	case operation.Running:
		return o.Words.doing
	case operation.Cancelled, operation.Failed:
		if done == 0 {
			return o.Words.Name + ": stopped"
		}
		return "Stopped: " + o.Words.Been(done)
	case operation.Done:
	}
	return o.Words.Been(done)
}

func (p *Pages) bringPlan(c *gin.Context, a access.Actor, page *operationPage) (err error) {
	page.Held = p.planSecret(c, page.ID) != ""
	page.Overdue = !page.now.Before(page.ExpiresAt)
	page.Proof = page.Words.Proof && !a.Fresh
	page.Totals, err = p.Operations.Totals(c.Request.Context(), a, page.ID)
	return err
}

// bringProgress brings what failed, which stands above everything else.
func (p *Pages) bringProgress(c *gin.Context, a access.Actor, page *operationPage) error {
	if page.State == operation.Running {
		page.Script, page.Refresh = "work.js", 5
	}
	if page.Tally.States[operation.ItemFailed] == 0 || page.Only != "" {
		return nil
	}
	list, err := p.Operations.Items(c.Request.Context(), a, page.ID, operation.ItemFailed, record.Page{Limit: itemsOnPage})
	page.Failed = itemRows(list.Items)
	return err
}

func (p *Pages) bringItems(c *gin.Context, a access.Actor, page *operationPage) error {
	list, err := p.Operations.Items(c.Request.Context(), a, page.ID, page.Only, record.Page{After: idOf(c.Query("after")), Limit: itemsOnPage})
	if err != nil {
		return err
	}
	page.Rows = itemRows(list.Items)
	if page.Kind == kindEnrol && page.State == operation.Planned {
		page.Roster, err = newRoster(page.Rows)
	}
	if list.More {
		page.Next = "?" + stateAndAfter(page.Only, list.Items[len(list.Items)-1].ID)
	}
	return err
}

// Good is how many items of a dry run can be done, Bad how many cannot.
func (o operationPage) Good() int { return o.Tally.Left() }

// Bad is how many items of a dry run cannot be done.
func (o operationPage) Bad() int { return o.Tally.States[operation.ItemSkipped] }

// Count gives how many items are in a state.
func (o operationPage) Count(state operation.ItemState) int { return o.Tally.States[state] }

// Button names what confirming does.
func (o operationPage) Button() string { return o.Words.Counted(o.Good()) }

// Mode is how it is confirmed.
func (o operationPage) Mode() operation.Mode {
	if o.Bad() > 0 {
		return operation.GoodOnly
	}
	return operation.All
}

// confirmOperation sets a dry run going. One that was set going before is shown as it stands.
func (p *Pages) confirmOperation(c *gin.Context, a access.Actor) error {
	f, err := read(c, "")
	if err != nil {
		return err
	}
	id := idOf(c.Param("id"))
	_, err = p.Operations.Confirm(c.Request.Context(), a, id, p.planSecret(c, id), operation.Mode(f.Value("mode")))
	if err == nil || fault.ReasonOf(err) == "operation_state" {
		p.dropPlan(c, id)
		return p.see(c, here("operations", id, ""))
	}
	page, failed := p.operationPage(c, a)
	if failed != nil {
		return failed
	}
	if !f.blame(err, confirmReasons) {
		return err
	}
	p.note(c, err)
	page.Form = f
	page.Proof = page.Proof || fault.ReasonOf(err) == "proof_needed"
	return p.render(c, statusAfter(err), page.template(), page)
}

// confirmReasons are the refusals that the page of a dry run says itself.
var confirmReasons = map[string]string{
	"plan_expired": "", "plan_changed": "", "items_refused": "", "nothing_to_do": "", "proof_needed": "", "token": "", "cohort_closed": "", "archived": "",
}

// cancelPage asks before an operation is stopped.
type cancelPage struct {
	view
	operation.Operation
	Name string // of the kind of work
	Been string // what was done so far
}

func (p *Pages) askCancelOperation(c *gin.Context, a access.Actor) error {
	page, err := p.operationPage(c, a)
	if err != nil {
		return err
	}
	path := here("operations", page.ID, "")
	if page.State != operation.Running && page.State != operation.Planned {
		return p.see(c, path)
	}
	v := page.view.sentTo(path + "/cancel")
	v.Title, v.Wide, v.Script, v.Refresh = "Stop this work?", false, "", 0
	return p.render(c, http.StatusOK, "work_cancel", cancelPage{view: v, Operation: page.Operation, Name: page.Words.Name, Been: page.Words.Been(page.Count(operation.ItemDone))})
}

// cancelOperation stops it. One that has ended meanwhile is shown as it is.
func (p *Pages) cancelOperation(c *gin.Context, a access.Actor) error {
	id := idOf(c.Param("id"))
	o, err := p.Operations.Cancel(c.Request.Context(), a, id)
	if err != nil && fault.ReasonOf(err) != "operation_state" {
		return err
	}
	p.dropPlan(c, id)
	if err == nil && o.StartedAt.IsZero() { // nothing was done
		return p.see(c, here("cohorts", o.Cohort, "/work?done=unplanned"))
	}
	return p.see(c, here("operations", id, ""))
}
