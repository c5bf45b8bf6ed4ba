package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// assignAllPage asks who is to assess everybody in a cohort.
type assignAllPage struct {
	view
	Cohort programme.Cohort
	Named  []access.Person
	Found  []access.Person // several whom a name fits
}

func (p *Pages) assignAllPage(c *gin.Context, a access.Actor) (assignAllPage, error) {
	cohort, x, err := p.cohortAndProgramme(c, a, idOf(c.Param("id")))
	if err != nil {
		return assignAllPage{}, err
	}
	page := assignAllPage{Cohort: cohort}
	page.view = p.insideCohort(c, a, "Assign assessors to everybody", cohort, x).sentTo(here("cohorts", cohort.ID, "/assign"))
	return page, nil
}

// askAssignAll asks; the address may name a meeting, whose guests are then offered.
func (p *Pages) askAssignAll(c *gin.Context, a access.Actor) error {
	page, err := p.assignAllPage(c, a)
	if err != nil {
		return err
	}
	page.Form.propose(map[string]string{"per_participant": "1"})
	if id := idOf(c.Query("meeting")); id != uuid.Nil {
		m, err := p.Programmes.Meeting(c.Request.Context(), a, id)
		if err != nil {
			return err
		}
		if page.Named, err = p.namedPeople(c, a, m.People); err != nil {
			return err
		}
		page.Form.Typed.Set("per_participant", strconv.Itoa(max(1, len(page.Named))))
	}
	return p.render(c, http.StatusOK, "assign_all", page)
}

// planAssignAll makes the dry run; or, when one of the buttons for that was pressed, rearranges the form.
func (p *Pages) planAssignAll(c *gin.Context, a access.Actor) error {
	page, err := p.assignAllPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	if page.Named, err = p.namedPeople(c, a, idsOf(f.Typed["assessor"])); err != nil {
		return err
	}
	deed, at, _ := strings.Cut(f.Value("do"), " ")
	switch deed {
	case "add":
		err = p.addNamed(c, a, &f, &page.Named, &page.Found)
	case "out":
		page.Named = slices.DeleteFunc(page.Named, func(x access.Person) bool { return x.ID == idOf(at) })
	default:
		err = p.planTurns(c, a, &f, page)
		if err == nil {
			return nil
		}
	}
	page.Form = f
	if err == nil {
		return p.render(c, http.StatusOK, "assign_all", page)
	}
	if !f.blamed(err, map[string]string{"duplicate_email": "email", "options": ""}) {
		return err
	}
	page.Form = f
	return p.render(c, http.StatusUnprocessableEntity, "assign_all", page)
}

// planTurns makes the dry run of giving everybody assessors in turn.
func (p *Pages) planTurns(c *gin.Context, a access.Actor, f *form, page assignAllPage) error {
	options := programme.AssignOptions{PerParticipant: f.number("per_participant"), DueOn: f.date("due_on").String()}
	if len(page.Named) == 0 {
		f.refuse("who", "Add at least one assessor.")
	}
	if options.PerParticipant < 1 || options.PerParticipant > max(1, len(page.Named)) {
		f.refuse("per_participant", "Say how many each participant gets: a number from 1 to "+strconv.Itoa(max(1, len(page.Named)))+", as many as are named above.")
	}
	if err := f.mistyped(); err != nil {
		return err
	}
	for _, x := range page.Named {
		options.Assessors = append(options.Assessors, x.ID)
	}
	b, err := json.Marshal(options)
	if err != nil {
		return fault.New(fault.Internal, "", "The options could not be kept.").Because(err)
	}
	return p.plan(c, a, access.OpCreateOperation, "assign", operation.Order{Cohort: page.Cohort.ID, Options: b})
}

// addNamed adds whom a form names to those whom it holds already.
func (p *Pages) addNamed(c *gin.Context, a access.Actor, f *form, named, found *[]access.Person) error {
	who, several, err := p.somebody(c, a, f)
	*found = several
	if err != nil {
		return err
	}
	if slices.ContainsFunc(*named, func(x access.Person) bool { return x.ID == who.ID }) {
		f.refuse("who", who.Name+" is named already.")
		return errMistyped
	}
	*named = append(*named, who)
	for _, field := range []string{"who", "new", "name", "email", "person"} {
		f.Typed.Del(field)
	}
	return nil
}
