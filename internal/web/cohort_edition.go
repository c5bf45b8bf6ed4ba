package web

import (
	"net/http"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// cohortEditionPage shows what changes for a cohort's themes before the cohort moves to another edition.
type cohortEditionPage struct {
	view
	Cohort   programme.Cohort
	Editions []framework.Edition
	Move     *programme.EditionMove // foreseen; nil until an edition is chosen
}

// Sentence says what became of a discipline.
func (cohortEditionPage) Sentence(f framework.Fate) string {
	change := framework.Change{Kind: f.Kind, Of: framework.OfDiscipline, Before: []framework.Named{f.Named}, After: f.Becomes}
	if f.Kind == framework.Retired {
		return f.Name + " is not in the edition any more."
	}
	if f.Kind == framework.Merged {
		return f.Name + " was merged with others into " + f.Becomes[0].Name + "."
	}
	return change.Sentence()
}

func (p *Pages) cohortEditionPage(c *gin.Context, a access.Actor) (cohortEditionPage, error) {
	x, err := p.staffedCohort(c, a)
	if err != nil {
		return cohortEditionPage{}, err
	}
	of, err := p.Programmes.Programme(c.Request.Context(), a, x.ProgrammeID)
	if err != nil {
		return cohortEditionPage{}, err
	}
	path := here("cohorts", x.ID, "")
	page := cohortEditionPage{Cohort: x, view: p.inside(c, a, "Edition of the framework", toProgrammes, crumb{of.Name, here("programmes", of.ID, "")}, crumb{x.Name, path}).sentTo(path + "/edition")}
	page.Editions, err = p.publishedEditions(c, a, of.FrameworkID)
	return page, err
}

func (p *Pages) askCohortEdition(c *gin.Context, a access.Actor) error {
	page, err := p.cohortEditionPage(c, a)
	if err != nil {
		return err
	}
	if to := idOf(c.Query("to")); to != uuid.Nil && to != page.Cohort.EditionID {
		move, err := p.Programmes.ForeseeCohortEdition(c.Request.Context(), a, page.Cohort.ID, to)
		if fault.CodeOf(err) == fault.Invalid {
			return fault.Missing("edition").Because(err)
		}
		if err != nil {
			return err
		}
		page.Move = &move
	}
	return p.render(c, http.StatusOK, "cohort_edition", page)
}

func (p *Pages) putCohortEdition(c *gin.Context, a access.Actor) error {
	page, err := p.cohortEditionPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	_, err = p.Programmes.PutCohortEdition(c.Request.Context(), a, page.Cohort.ID, revisionOf(f.Value("revision")), idOf(f.Value("to")))
	switch {
	case err == nil:
		return p.see(c, here("cohorts", page.Cohort.ID, "?done=pinned"))
	case fault.CodeOf(err) == fault.Stale:
		f.refuse("", "Somebody changed the cohort after you opened this page. This is how it stands now.")
	case fault.CodeOf(err) == fault.Invalid:
		for _, v := range violationsOf(err) {
			f.refuse("", v.Message)
		}
	default:
		return err
	}
	p.note(c, err)
	page.Form = f
	return p.render(c, statusAfter(err), "cohort_edition", page)
}
