package web

import (
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/difference"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// reviewPart is how the review of a certificate stands: the latest one.
type reviewPart struct {
	certificate.Review
	Passed bool // exactly the text as it is now
	Asked  []askedRow
	Open   []remarkRow  // to be settled
	Past   []remarkRow  // settled
	Before []reviewPart // that came before it, the latest first; without remarks
}

// askedRow is somebody who was asked, and what came of it.
type askedRow struct {
	certificate.ReviewRequest
	Name string
}

// Void says whether their answer counts no more.
func (r askedRow) Void() bool { return !r.VoidedAt.IsZero() }

// remarkRow is a remark with the form that settles it.
type remarkRow struct {
	certificate.Remark
	Name string
	Form form
}

// remarkWords say what somebody wants of the text, and stateWords what became of it.
var (
	remarkWords = map[certificate.RemarkKind]string{
		certificate.Objection: "objects to how their words are used", certificate.Wording: "proposes a wording",
		certificate.Wrong: "says that something is wrong", certificate.LeaveOut: "asks that this be left out",
	}
	stateWords = map[certificate.RemarkState]string{
		certificate.RemarkTaken: "The wording was taken.", certificate.RemarkMet: "The passage was changed.", certificate.RemarkRefused: "You went on over it.",
		certificate.RemarkSuperseded: "They answered again.", certificate.RemarkEnded: "The review was ended.",
	}
	answerWords = map[certificate.ReviewAnswer]string{
		certificate.Agrees: "agrees", certificate.Right: "says that it is right", certificate.Remarks: "made remarks",
		certificate.NoObjection: "had no objection in time", "": "has not answered yet",
	}
)

// Wants says what the remark asks for.
func (r remarkRow) Wants() string { return remarkWords[r.Kind] }

// Change says how the proposed wording differs from the passage.
func (r remarkRow) Change() []difference.Run { return difference.Words(r.Passage, r.Wording) }

// Became says how it was settled.
func (r remarkRow) Became() string { return stateWords[r.State] }

// Says tells what somebody answered.
func (r askedRow) Says() string { return answerWords[r.Answer] }

func (p *Pages) bringReview(c *gin.Context, a access.Actor, page *certificatePage) error {
	ctx := c.Request.Context()
	standing, err := p.Certificates.Review(ctx, a, page.ID)
	if err != nil || len(standing.Reviews) == 0 {
		return err
	}
	names, parts := map[uuid.UUID]string{}, make([]reviewPart, len(standing.Reviews))
	for i, r := range standing.Reviews {
		at := len(parts) - 1 - i // the latest first
		if parts[at], err = p.reviewPart(c, a, r, names); err != nil {
			return err
		}
	}
	page.Review = parts[0]
	page.Review.Passed, page.Review.Before = standing.Current, parts[1:]
	return nil
}

// reviewPart brings who was asked in a review; names are those that are known already.
func (p *Pages) reviewPart(c *gin.Context, a access.Actor, r certificate.Review, names map[uuid.UUID]string) (reviewPart, error) {
	part := reviewPart{Review: r}
	for _, q := range r.Requests {
		name, known := names[q.PersonID]
		if !known {
			who, err := p.Access.Person(c.Request.Context(), a, q.PersonID)
			if err != nil && fault.CodeOf(err) != fault.NotFound {
				return part, err
			}
			name = who.Name
			names[q.PersonID] = name
		}
		part.Asked = append(part.Asked, askedRow{q, name})
		for _, m := range q.Remarks {
			part.add(remarkRow{m, name, form{ID: m.ID.String()}})
		}
	}
	return part, nil
}

func (r *reviewPart) add(m remarkRow) {
	if m.State == certificate.RemarkOpen {
		r.Open = append(r.Open, m)
	} else {
		r.Past = append(r.Past, m)
	}
}

// settleRemark takes a proposed wording, or goes on over a remark with a reason.
func (p *Pages) settleRemark(c *gin.Context, a access.Actor) error {
	d, err := p.desk(c, a)
	if err != nil {
		return err
	}
	remark := idOf(c.Param("remark"))
	f, err := read(c, remark.String())
	if err != nil {
		return err
	}
	ctx, match := c.Request.Context(), revisionOf(f.Value("revision"))
	if f.Value("do") == "take" {
		_, err = p.Certificates.TakeWording(ctx, a, d.ID, remark, match)
	} else {
		_, err = p.Certificates.RefuseRemark(ctx, a, d.ID, remark, match, f.Value("reason"))
	}
	if err == nil || fault.ReasonOf(err) == "not_open" { // sent twice
		return p.see(c, d.Path()+remarkDone)
	}
	if fault.CodeOf(err) == fault.Stale {
		f.refuse("", "Somebody changed this certificate after you opened the page. Read the passage and the remark again, then send this again.")
	} else if !f.blame(err, map[string]string{"passage_changed": "", "no_wording": "", "review_closed": ""}) {
		return err
	}
	return p.remarkAgain(c, a, err, remark, f)
}

const remarkDone = "?done=remark#review"

// remarkAgain shows the certificate with what is to be mended in the form of one remark, unless that was settled meanwhile.
func (p *Pages) remarkAgain(c *gin.Context, a access.Actor, cause error, remark uuid.UUID, f form) error {
	p.note(c, cause)
	page, err := p.certificatePage(c, a)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(page.Review.Open, func(r remarkRow) bool { return r.ID == remark })
	if i < 0 {
		return p.see(c, page.Path()+remarkDone)
	}
	page.Review.Open[i].Form = f
	page.Here = p.base + page.Path()
	page.Form = f
	return p.render(c, statusAfter(cause), "certificate", page)
}
