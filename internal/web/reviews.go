package web

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/overview"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountReviews registers the pages on which somebody who is signed in answers a review.
func (p *Pages) mountReviews(to routes) {
	to.show("/reviews/:id", p.asReviewer(reviewer.open))
	to.show("/reviews/:id/answer", p.asReviewer(reviewer.ask))
	to.take("/reviews/:id/answer", p.asReviewer(reviewer.take))
}

func (p *Pages) asReviewer(do func(reviewer, *gin.Context) error) insider {
	return func(c *gin.Context, a access.Actor) error {
		id := idOf(c.Param("id"))
		if id == uuid.Nil {
			return fault.Missing("review request")
		}
		return do(reviewer{Pages: p, actor: a, request: id, path: here("reviews", id, ""), frame: p.inside(c, a, ""), name: a.Name}, c)
	}
}

// readBacks gives what an assessor is asked in reviews that run: what was not answered first.
func (p *Pages) readBacks(ctx context.Context, a access.Actor) ([]certificate.Asked, error) {
	asked, err := p.Certificates.ReviewRequests(ctx, a)
	asked = slices.DeleteFunc(asked, func(q certificate.Asked) bool { return q.Stage != certificate.ReadBack })
	slices.SortStableFunc(asked, func(x, y certificate.Asked) int {
		return map[bool]int{true: 1}[x.Answer != ""] - map[bool]int{true: 1}[y.Answer != ""]
	})
	return asked, err
}

// checkOf gives the duty to check the text of an enrolment's certificate, or nil.
func (p *Pages) checkOf(ctx context.Context, a access.Actor, enrolment uuid.UUID) (*overview.Duty, error) {
	duties, err := p.Overview.Duties(ctx, a)
	i := slices.IndexFunc(duties, func(d overview.Duty) bool { return d.Kind == overview.Check && d.EnrolmentID == enrolment })
	if err != nil || i < 0 {
		return nil, err
	}
	return &duties[i], nil
}
