package web

import (
	"context"
	"fmt"
	"net/http"

	"testamur/internal/access"
	"testamur/internal/framework"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

func (p *Pages) mountCoverage(to routes) {
	to.show("/programmes/:id/coverage", p.programmeCoverage)
	to.show("/cohorts/:id/coverage", p.cohortCoverage)
}

// coverage is which disciplines the evidence touches, as a picture and as a table.
type coverage struct {
	programme.Coverage
	Picture coveragePicture
	Folded  bool // the table opens on demand
}

func newCoverage(c programme.Coverage) coverage {
	return coverage{Coverage: c, Picture: drawCoverage(c)}
}

// Pinned says whether there is an edition to count by.
func (c coverage) Pinned() bool { return c.Edition.ID != uuid.Nil }

// Names are what the edition calls disciplines.
func (c coverage) Names(codes framework.Codes) []string {
	var names []string
	for _, d := range c.Disciplines {
		if codes.Has(d.Code) {
			names = append(names, d.Name)
		}
	}
	return names
}

// Summary says in a sentence what the picture shows.
func (c coverage) Summary() string {
	silent := c.Silent()
	all := len(c.Disciplines)
	names := make([]string, len(silent))
	for i, d := range silent {
		names[i] = d.Name
	}
	switch {
	case len(silent) == all:
		return fmt.Sprintf("No evidence names any of the %d disciplines yet.", all)
	case len(silent) == 0:
		return fmt.Sprintf("The evidence touches all %d disciplines.", all)
	}
	return fmt.Sprintf("The evidence touches %d of %d disciplines. It is silent on %s.", all-len(silent), all, listed(names))
}

// coveragePage shows the coverage of a cohort or a programme.
type coveragePage struct {
	view
	Of       string // whose evidence it is
	Coverage coverage
	Set      crumb // where an edition or a framework is chosen
}

func (p *Pages) programmeCoverage(c *gin.Context, a access.Actor) error {
	x, err := p.staffedProgramme(c, a)
	if err != nil {
		return err
	}
	found, err := p.Programmes.ProgrammeCoverage(c.Request.Context(), a, x.ID)
	if err != nil {
		return err
	}
	path := here("programmes", x.ID, "")
	return p.render(c, http.StatusOK, "coverage", coveragePage{
		view: p.inside(c, a, "What the evidence covers", toProgrammes, crumb{x.Name, path}), Of: x.Name + ", all cohorts", Coverage: newCoverage(found),
		Set: crumb{"Choose a framework for the programme", path + "/framework"},
	})
}

func (p *Pages) cohortCoverage(c *gin.Context, a access.Actor) error {
	x, err := p.staffedCohort(c, a)
	if err != nil {
		return err
	}
	found, err := p.Programmes.CohortCoverage(c.Request.Context(), a, x.ID)
	if err != nil {
		return err
	}
	trail, err := p.trailTo(c, a, x)
	if err != nil {
		return err
	}
	path := here("cohorts", x.ID, "")
	return p.render(c, http.StatusOK, "coverage", coveragePage{
		view: p.inside(c, a, "What the evidence covers", trail...), Of: x.Name, Coverage: newCoverage(found),
		Set: crumb{"Choose an edition for the cohort", path + "/edition"},
	})
}

// ownCoverage is that of one enrolment, for a page that shows more of it; nil when its cohort has no edition.
func (p *Pages) ownCoverage(ctx context.Context, a access.Actor, enrolment uuid.UUID) (*coverage, error) {
	found, err := p.Programmes.EnrolmentCoverage(ctx, a, enrolment)
	if err != nil || found.Edition.ID == uuid.Nil {
		return nil, err
	}
	c := newCoverage(found)
	c.Folded = true
	return &c, nil
}
