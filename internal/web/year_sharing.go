package web

import (
	"net/http"
	"net/url"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// sharePlan is the page on which a participant says what a link shows.
type sharePlan struct {
	view
	Sections []certificate.Section
	Back     crumb
	award    *award
	in       programme.Programme
}

// Chosen says whether a section was ticked.
func (s sharePlan) Chosen(id uuid.UUID) bool {
	for _, x := range s.Form.Typed["section"] {
		if x == id.String() {
			return true
		}
	}
	return false
}

func (p *Pages) sharePlan(c *gin.Context, a access.Actor) (sharePlan, error) {
	e, err := p.ownYear(c, a)
	if err != nil {
		return sharePlan{}, err
	}
	in, err := p.Programmes.Programme(c.Request.Context(), a, e.ProgrammeID)
	if err != nil {
		return sharePlan{}, err
	}
	w, err := p.awardOf(c.Request.Context(), a, e, in)
	if err == nil && w == nil {
		err = fault.Missing("certificate")
	}
	if err != nil {
		return sharePlan{}, err
	}
	plan := sharePlan{view: p.inside(c, a, "Share your certificate", toYear(e)).sentTo(here("my-year", e.ID, "/share")), Sections: w.Sections, Back: toYear(e), award: w, in: in}
	plan.Form.Typed = url.Values{"what": {"whole"}, "until": {dayIn(in, p.Now()).AddDays(shareDays).String()}}
	return plan, nil
}

// shareDays is how long the form proposes that a link works.
const shareDays = 30

func (p *Pages) askShare(c *gin.Context, a access.Actor) error {
	plan, err := p.sharePlan(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "year_share", plan)
}

// shareMade shows the address of a link, the only time that it can be seen.
type shareMade struct {
	view
	Address string
	Back    crumb
}

func (p *Pages) makeShare(c *gin.Context, a access.Actor) error {
	plan, err := p.sharePlan(c, a)
	if err != nil {
		return err
	}
	if plan.Form, err = read(c, ""); err != nil {
		return err
	}
	fields, err := plan.fields()
	if err == nil {
		var secret string
		if _, secret, err = p.Certificates.CreateShareLink(c.Request.Context(), a, plan.award.ID, fields); err == nil {
			v := p.inside(c, a, "Copy the link now", plan.Back)
			v.Script = "copy.js"
			return p.render(c, http.StatusOK, "year_shared", shareMade{v, p.Certificates.ShareURL(secret), plan.Back})
		}
	}
	if !plan.Form.blamed(err, map[string]string{"sections": "what", "expires_at": "until", "too_many_links": "", "certificate_state": ""}) {
		return err
	}
	return p.render(c, statusAfter(err), "year_share", plan)
}

// fields reads what a link is to show, and until the end of which day of the programme's.
func (s *sharePlan) fields() (certificate.ShareFields, error) {
	fields := certificate.ShareFields{WithFile: s.Form.Value("with_file") != ""}
	switch s.Form.Value("what") {
	case "whole":
	case "some":
		fields.Sections = []uuid.UUID{}
		for _, id := range s.Form.Typed["section"] {
			fields.Sections = append(fields.Sections, idOf(id))
		}
	default:
		s.Form.refuse("what", "Choose what the link shows.")
	}
	if last := s.Form.date("until"); !last.IsZero() {
		zone, err := time.LoadLocation(s.in.TimeZone)
		if err != nil { // it was checked when it was set
			zone = time.UTC
		}
		fields.ExpiresAt = last.EndIn(zone)
	}
	return fields, s.Form.mistyped()
}

// unsharePage asks before a link is ended.
func (p *Pages) unsharePage(c *gin.Context, a access.Actor) (formPage, error) {
	plan, err := p.sharePlan(c, a)
	if err != nil {
		return formPage{}, err
	}
	link := found(plan.award.Links, func(l shareRow) bool { return l.ID == idOf(c.Param("link")) })
	if link.ID == uuid.Nil {
		return formPage{}, fault.Missing("share link")
	}
	return formPage{
		view:   p.inside(c, a, "Withdraw this link?", plan.Back),
		Button: "Withdraw 1 link", Back: plan.Back,
		Lead: "Whoever has the link can read nothing by it from then on. A withdrawn link cannot be brought back; you can make another.",
		Do: func(*form) (string, error) {
			return here("my-year", plan.award.EnrolmentID, "?done=unshared#share"), p.Certificates.WithdrawShareLink(c.Request.Context(), a, link.ID)
		},
	}, nil
}
