package certificate

import (
	"context"
	"slices"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"

	"github.com/google/uuid"
)

// maxReviewRequests is how many requests one person gets at once.
const maxReviewRequests = 200

// ReviewView is what somebody who is asked sees of a review: their own request and nothing of others.
type ReviewView struct {
	ReviewRequest
	Open             bool // answers are waited for
	Programme        string
	CertificateTitle string // once the review is closed: as they answered to it, or ""
	Name             string // the participant's, as printed; likewise
	DeadlineOn       civil.Date
	Text             ReviewText           // empty once the review is closed
	Before           ReviewText           // what they answered to, when they are asked again; empty otherwise
	own              map[uuid.UUID]string // the assessor's own writings that the passages draw on
	Earlier          []Remark             // what they remarked before they were asked again
}

// AwardDate gives the date on the whole text; none for an assessor.
func (v ReviewView) AwardDate() civil.Date { return Content{AwardDate: v.Text.AwardDate}.Awarded() }

// ExpiresOn gives the last day on which the certificate is to hold, or none.
func (v ReviewView) ExpiresOn() civil.Date { return Content{AwardDate: v.Text.ExpiresOn}.Awarded() }

// Own gives what the assessor wrote that a passage draws on.
func (v ReviewView) Own(p ReviewPassage) []string {
	own := []string{}
	for _, id := range p.Sources {
		if text, ok := v.own[id]; ok {
			own = append(own, text)
		}
	}
	return own
}

// Changed says whether a passage reads otherwise than when they answered.
func (v ReviewView) Changed(p ReviewPassage) bool {
	return len(v.ShownBefore) > 0 && v.Before.passages()[p.ID] != p.Text
}

// Was gives how a passage read when they answered; "" when it is new.
func (v ReviewView) Was(p ReviewPassage) string { return v.Before.passages()[p.ID] }

// Removed gives the passages that are gone since they answered.
func (v ReviewView) Removed() []string {
	now, gone := v.Text.passages(), []string{}
	for _, s := range v.Before.Sections {
		for _, p := range s.Passages {
			if _, stays := now[p.ID]; !stays && v.Open {
				gone = append(gone, p.Text)
			}
		}
	}
	return gone
}

// Asked is a request as it stands in a list.
type Asked struct {
	ID            uuid.UUID
	CertificateID uuid.UUID
	PersonID      uuid.UUID
	Stage         ReviewStage
	Programme     string
	Title         string // of the certificate
	Participant   string // as printed
	AskedAt       time.Time
	DeadlineOn    civil.Date
	Answer        ReviewAnswer // "" until they have answered
}

// ReviewRequests gives what the actor's person is asked in reviews that run, oldest first: a guest what the link is for.
func (s *Service) ReviewRequests(ctx context.Context, a access.Actor) ([]Asked, error) {
	if err := a.Permit(access.OpListReviewRequests); err != nil {
		return nil, err
	}
	requests, err := s.Store.RequestsTo(ctx, a.Person, maxReviewRequests)
	return slices.DeleteFunc(requests, func(q Asked) bool { return !a.Stands(asking(q.ID, q.PersonID), access.Reviewer) }), err
}

// asking is what the policy knows of a request.
func asking(request, person uuid.UUID) access.Object {
	return access.Object{Kind: "review request", Reading: access.OpGetReviewRequest, Ref: request, Reviewer: person}
}

// askedOf gives a request that the actor may use for the operation.
func (s *Service) askedOf(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (ReviewRequest, error) {
	if err := a.Permit(op); err != nil {
		return ReviewRequest{}, err
	}
	q, err := s.Store.ReviewRequest(ctx, id)
	if err != nil {
		return q, err
	}
	return q, a.PermitOn(op, asking(q.ID, q.PersonID))
}

// ReviewRequest gives what the actor's person is asked, or was, also where another request replaced it: then nothing of the text as it
// is now, with what became of what they said. Fails as NotFound.
func (s *Service) ReviewRequest(ctx context.Context, a access.Actor, id uuid.UUID) (ReviewView, error) {
	q, err := s.askedOf(ctx, a, access.OpGetReviewRequest, id)
	if err != nil {
		return ReviewView{}, err
	}
	c, err := s.Store.Standing(ctx, q.CertificateID)
	if err != nil {
		return ReviewView{}, err
	}
	return s.viewed(ctx, c, q)
}

func (s *Service) viewed(ctx context.Context, c Certificate, q ReviewRequest) (v ReviewView, err error) {
	r, err := s.Store.LatestReview(ctx, c.ID)
	if err != nil {
		return v, err
	}
	p, err := s.Store.Programmes().Get(ctx, c.ProgrammeID)
	if err != nil {
		return v, err
	}
	v = ReviewView{ReviewRequest: q, Programme: p.Name, own: map[uuid.UUID]string{}}
	v.Open = r.ID == q.ReviewID && r.runs() && q.VoidedAt.IsZero() && (q.waits() || q.Stage == r.Stage)
	v.Earlier = r.remarkedBefore(q)
	shown, err := readReviewText(q.Shown)
	if err != nil {
		return v, err
	}
	if !v.Open {
		if q.VoidedAt.IsZero() && !q.AnsweredAt.IsZero() {
			v.CertificateTitle, v.Name = shown.Title, shown.Name
		}
		return v, nil
	}
	v.CertificateTitle, v.Name, v.DeadlineOn, v.Text = c.Title, c.Name, r.DeadlineOn, shown
	if v.Before, err = readReviewText(q.ShownBefore); err != nil || q.Stage != ReadBack {
		return v, err
	}
	err = s.bringOwn(ctx, c, &v)
	return v, err
}

// remarkedBefore gives what the person remarked before they were asked by the request, in the same review.
func (r Review) remarkedBefore(q ReviewRequest) (earlier []Remark) {
	i := slices.IndexFunc(r.Requests, func(other ReviewRequest) bool { return other.ID == q.ID })
	for _, other := range r.Requests[:max(0, i)] {
		if other.PersonID == q.PersonID && other.Stage == q.Stage {
			earlier = append(earlier, other.Remarks...)
		}
	}
	return earlier
}

// bringOwn puts the assessor's own words beside the passages that draw on them.
func (s *Service) bringOwn(ctx context.Context, c Certificate, v *ReviewView) error {
	var ids []uuid.UUID
	for _, section := range v.Text.Sections {
		for _, p := range section.Passages {
			ids = append(ids, p.Sources...)
		}
	}
	writings, err := s.Store.SourceWritings(ctx, c.EnrolmentID, ids)
	for _, w := range writings {
		if w.AssessorID == v.PersonID {
			v.own[w.ID] = w.Text
		}
	}
	return err
}

// ReviewStanding is what staff see of the reviews of a certificate.
type ReviewStanding struct {
	Reviews []Review
	Current bool // the last one passed exactly the text as it is now
}

// Review gives the reviews of a certificate, oldest first. Fails as NotFound.
func (s *Service) Review(ctx context.Context, a access.Actor, id uuid.UUID) (ReviewStanding, error) {
	c, err := s.load(ctx, a, access.OpGetReview, id)
	if err != nil {
		return ReviewStanding{}, err
	}
	var standing ReviewStanding
	if standing.Reviews, err = s.Store.Reviews(ctx, id); err != nil || len(standing.Reviews) == 0 {
		return standing, err
	}
	last := standing.Reviews[len(standing.Reviews)-1]
	standing.Current, err = c.passed(last)
	return standing, err
}
