package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountAssessing registers the pages on which assessors write.
func (p *Pages) mountAssessing(to routes) {
	to.show("/assessing", p.assessing)
	to.show("/assessing/:id", p.showDesk)
	to.take("/assessing/:id/conflict", p.answerConflict)
	to.write("/assessing/:id/texts", p.whileWriting(p.keepText))
	to.show("/assessing/:id/submit", p.askSubmit)
	to.take("/assessing/:id/submit", p.submitTexts)
	to.take("/assessing/:id/confirm", p.confirmWords)
	to.show("/assessing/:id/withdraw/:feedback", p.askWithdraw)
	to.take("/assessing/:id/withdraw/:feedback", p.withdrawText)
}

// assessingPage is everybody on whom somebody is asked to write.
type assessingPage struct {
	view
	Due  []assessingRow // nothing submitted, or something to confirm
	Done []assessingRow
	Read []certificate.Asked // how their words are used
}

// assessingRow is a participant as their assessor sees them in a list.
type assessingRow struct {
	programme.Assignment
	Name, Programme, Cohort string
	Late                    bool
	Base                    string
}

// HowFar says how far the writing has come.
func (r assessingRow) HowFar() string {
	var parts []string
	for _, part := range []struct {
		n            int
		one, several string
	}{
		{r.Progress.ToConfirm, "1 text to confirm", "%d texts to confirm"},
		{r.Progress.Drafts, "1 draft", "%d drafts"},
		{r.Progress.Submitted, "1 text submitted", "%d texts submitted"},
	} {
		if part.n == 1 {
			parts = append(parts, part.one)
		} else if part.n > 1 {
			parts = append(parts, fmt.Sprintf(part.several, part.n))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "not begun")
}

func (p *Pages) assessing(c *gin.Context, a access.Actor) error {
	rows, err := p.assessingRows(c.Request.Context(), a)
	if err != nil {
		return err
	}
	page := assessingPage{view: p.inside(c, a, "On whom you write")}
	if page.Read, err = p.readBacks(c.Request.Context(), a); err != nil {
		return err
	}
	for _, row := range rows {
		if row.Progress.State() == programme.Submitted && row.Progress.ToConfirm == 0 {
			page.Done = append(page.Done, row)
		} else {
			page.Due = append(page.Due, row)
		}
	}
	return p.render(c, http.StatusOK, "assessing", page)
}

// assessingRows brings the assignments of somebody with the names around them, in four queries: what is due first comes first.
func (p *Pages) assessingRows(ctx context.Context, a access.Actor) ([]assessingRow, error) {
	list, err := p.Programmes.ListAssignments(ctx, a, programme.AssignmentFilter{Assessor: a.Person, Archived: new(bool)}, wholePage)
	if err != nil || len(list.Items) == 0 {
		return nil, err
	}
	enrolments, err := p.Programmes.ListEnrolments(ctx, a, programme.EnrolmentFilter{Assessor: a.Person}, wholePage)
	if err != nil {
		return nil, err
	}
	cohorts, err := p.Programmes.ListCohorts(ctx, a, programme.CohortFilter{}, wholePage)
	if err != nil {
		return nil, err
	}
	programmes, err := p.Programmes.ListProgrammes(ctx, a, programme.Filter{}, wholePage)
	if err != nil {
		return nil, err
	}
	var rows []assessingRow
	for _, as := range list.Items {
		row := assessingRow{Assignment: as, Base: p.base}
		e := found(enrolments.Items, func(e programme.Enrolment) bool { return e.ID == as.EnrolmentID })
		in := found(programmes.Items, func(x programme.Programme) bool { return x.ID == as.ProgrammeID })
		row.Name, row.Programme = e.PersonName, in.Name
		row.Cohort = found(cohorts.Items, func(x programme.Cohort) bool { return x.ID == e.CohortID }).Name
		row.Late = p.late(as, in)
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b assessingRow) int { return compareDue(a.DueOn, b.DueOn) })
	return rows, nil
}

// found gives the first that fits, or the zero value.
func found[T any](all []T, fits func(T) bool) T {
	i := slices.IndexFunc(all, fits)
	if i < 0 {
		var none T
		return none
	}
	return all[i]
}

// compareDue orders days, and what has none last.
func compareDue(a, b civil.Date) int {
	switch {
	case a == b:
		return 0
	case a.IsZero() || (!b.IsZero() && a.After(b)):
		return 1
	}
	return -1
}

// late says whether nothing was submitted by the day on which it was due, where the programme is.
func (p *Pages) late(as programme.Assignment, in programme.Programme) bool {
	return !as.DueOn.IsZero() && as.Progress.Submitted == 0 && dayIn(in, p.Now()).After(as.DueOn)
}

// dayIn gives the day of an instant in the time zone of a programme.
func dayIn(in programme.Programme, t time.Time) civil.Date {
	zone, err := time.LoadLocation(in.TimeZone)
	if err != nil { // it was checked when it was set
		zone = time.UTC
	}
	return civil.Of(t.In(zone))
}

// assignmentOf gives somebody's own assignment to an enrolment. It fails as NotFound when there is none or it has ended.
func (p *Pages) assignmentOf(ctx context.Context, a access.Actor, enrolment uuid.UUID) (programme.Assignment, error) {
	if _, err := p.Programmes.Enrolment(ctx, a, enrolment); err != nil {
		return programme.Assignment{}, err
	}
	filter := programme.AssignmentFilter{Enrolment: enrolment, Assessor: a.Person, Archived: new(bool)}
	list, err := p.Programmes.ListAssignments(ctx, a, filter, wholePage)
	if err == nil && len(list.Items) == 0 {
		err = fault.Missing("assignment")
	}
	if err != nil {
		return programme.Assignment{}, err
	}
	return list.Items[0], nil
}
