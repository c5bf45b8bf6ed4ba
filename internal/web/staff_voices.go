package web

import (
	"net/http"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// voicesPage shows side by side what several assessors wrote on a theme.
type voicesPage struct {
	textPage
	Themes []sourceGroup
}

// settlements are the answers to how themes were settled, as the forms name them.
func (t textPage) settlements() map[string]string {
	answers := map[string]string{}
	for _, theme := range t.Voices {
		if x := theme.Settlement; x != nil {
			answers["how-"+x.ThemeID.String()], answers["note-"+x.ThemeID.String()] = string(x.How), x.Note
		}
	}
	return answers
}

func (p *Pages) voicesPage(c *gin.Context, a access.Actor) (page voicesPage, err error) {
	if page.desk, err = p.desk(c, a); err != nil {
		return page, err
	}
	page.view = p.insideDesk(c, a, page.desk, "Where assessors differ", true).sentTo(page.Path() + "/voices")
	edition, err := p.pinnedBy(c.Request.Context(), a, page.Cohort)
	if err != nil {
		return page, err
	}
	if page.speaks, err = p.speaks(c.Request.Context(), a, page.EnrolmentID, edition); err != nil {
		return page, err
	}
	page.Wide, page.Written, page.Match = true, page.Sections, page.Revision
	page.sources, err = p.sources(c, a, page.ID)
	page.Form.propose(page.settlements())
	return page, err
}

// bring gathers the themes once the form is what it is to be.
func (v *voicesPage) bring() {
	v.Themes = slices.DeleteFunc(v.Groups(), func(g sourceGroup) bool { return !g.Several })
}

func (p *Pages) voices(c *gin.Context, a access.Actor) error {
	page, err := p.voicesPage(c, a)
	if err != nil {
		return err
	}
	page.bring()
	return p.render(c, http.StatusOK, "voices", page)
}

// settle records on the page of voices how a theme was settled.
func (p *Pages) settle(c *gin.Context, a access.Actor) error {
	page, err := p.voicesPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	theme := idOf(c.Param("theme"))
	if _, err = p.settled(c, a, page.textPage, f, theme); err == nil {
		return p.see(c, page.Path()+"/voices?done=settled#theme-"+theme.String())
	}
	if fault.CodeOf(err) == fault.Stale {
		f.refuse("", "Somebody changed this certificate after you opened the page. Look at it again, then send this again.")
	} else if !blameSettlement(&f, err, theme) {
		return err
	}
	p.note(c, err)
	f.propose(page.settlements())
	page.Form = f
	page.bring()
	return p.render(c, statusAfter(err), "voices", page)
}

// settled records the answer of a form; to say that a theme is not settled takes back that it was.
func (p *Pages) settled(c *gin.Context, a access.Actor, page textPage, f form, theme uuid.UUID) (certificate.Certificate, error) {
	was := slices.ContainsFunc(page.Certificate.Settlements, func(x certificate.Settlement) bool { return x.ThemeID == theme })
	if was && f.Value("how-"+theme.String()) == "" {
		return p.Certificates.Unsettle(c.Request.Context(), a, page.ID, revisionOf(f.Value("revision")), theme)
	}
	return p.Certificates.Settle(c.Request.Context(), a, page.ID, revisionOf(f.Value("revision")), certificate.Settlement{
		ThemeID: theme, How: certificate.SettlementWay(f.Value("how-" + theme.String())), Note: f.Value("note-" + theme.String()),
	})
}

func blameSettlement(f *form, err error, theme uuid.UUID) bool {
	return f.blame(err, map[string]string{"how": "how-" + theme.String(), "note": "note-" + theme.String(), "certificate_state": "", "one_voice": ""})
}

// settleOnDesk records it from the desk. The text that is typed there stays as it is, and is not kept by this.
func (p *Pages) settleOnDesk(c *gin.Context, a access.Actor, page textPage, f form, theme uuid.UUID) error {
	stored, err := p.settled(c, a, page, f, theme)
	if err != nil {
		if blameSettlement(&f, err, theme) {
			p.note(c, err)
			page.retype(f)
			return p.render(c, statusAfter(err), "text", page)
		}
		return p.mendDesk(c, page, f, err)
	}
	again, err := p.textPage(c, a)
	if err != nil {
		return err
	}
	again.Written, again.Match, again.Undo = page.Written, stored.Revision, f.Value("undo")
	again.Moved, again.Note = again.differs(), "How you settle it is kept."
	again.retype(f)
	return p.render(c, http.StatusOK, "text", again)
}
