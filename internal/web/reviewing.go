package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/markup"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// reviewing lets somebody without an account say what they think of a text before it is signed.
type reviewing struct{ *Pages }

// reviewer is whoever answers a review: by a mailed link, or signed in.
type reviewer struct {
	*Pages
	actor   access.Actor
	request uuid.UUID
	path    string // of the page, below the installation's
	frame   view   // around the page
	name    string
	until   time.Time // when the link ends; zero for who is signed in
}

func (v reviewing) reviewer(l link) reviewer {
	return reviewer{Pages: v.Pages, actor: l.guest, request: l.Object.ID, path: l.path(""), frame: v.view(""), name: l.Name, until: l.ExpiresAt}
}

// open implements errand.
func (v reviewing) open(c *gin.Context, l link) error { return v.reviewer(l).open(c) }

// sendCode implements errand: the answer takes no code.
func (v reviewing) sendCode(c *gin.Context, l link) error { return v.see(c, l.path("")) }

// ask implements errand: it is the form again, also for whoever thought better of their answer.
func (v reviewing) ask(c *gin.Context, l link) error { return v.reviewer(l).ask(c) }

// take implements errand.
func (v reviewing) take(c *gin.Context, l link) error { return v.reviewer(l).take(c) }

// reviewingPage is what they see of it. Reading it answers nothing.
type reviewingPage struct {
	view
	certificate.ReviewView
	Reader string
	Until  time.Time // when the link ends; zero for who is signed in
}

// Check says whether it is the participant who checks the whole text; otherwise an assessor reads their words.
func (p reviewingPage) Check() bool { return p.Stage == certificate.ParticipantCheck }

// Words reads the small Markdown of a passage.
func (p reviewingPage) Words(passage string) []markup.Block { return markup.Parse(passage) }

// Field gives the name of a passage's field.
func (p reviewingPage) Field(what string, passage certificate.ReviewPassage) string {
	return what + "-" + passage.ID.String()
}

// Remarked says whether something was typed about a passage.
func (p reviewingPage) Remarked(passage certificate.ReviewPassage) bool {
	return p.Form.Value(p.Field("kind", passage))+p.Form.Value(p.Field("comment", passage))+p.Form.Value(p.Field("wording", passage)) != ""
}

// remarkForm is what may be said of one passage.
type remarkForm struct {
	ID, Kind, KindMistake string
	Open                  bool
	Kinds                 []remarkChoice
	Texts                 []field
}

type remarkChoice struct{ Value, Label string }

// Remark gives the form of one passage with what was typed into it.
func (p reviewingPage) Remark(passage certificate.ReviewPassage) remarkForm {
	name := p.Field("kind", passage)
	r := remarkForm{
		ID: passage.ID.String(), Kind: p.Form.Value(name), KindMistake: p.Form.Mistake(name), Open: p.Remarked(passage),
		Kinds: []remarkChoice{{"wrong", "This is wrong"}, {"leave_out", "Please leave this out"}},
		Texts: []field{p.Form.Field(p.Field("comment", passage), "What is wrong, or why", "text", "")},
	}
	if !p.Check() {
		r.Kinds = []remarkChoice{{"wording", "Put it like this"}, {"objection", "My words must not be used so"}}
		r.Texts = append(r.Texts, p.Form.Field(p.Field("wording", passage), "Your wording, for the whole passage", "text", ""))
	}
	return r
}

// Settled gives what became of remarks over which staff went on.
func (p reviewingPage) Settled() []certificate.Remark {
	var out []certificate.Remark
	for _, m := range append(p.Earlier, p.Remarks...) {
		if m.State == certificate.RemarkRefused {
			out = append(out, m)
		}
	}
	return out
}

func (r reviewer) asked(ctx context.Context) (reviewingPage, error) {
	asked, err := r.Certificates.ReviewRequest(ctx, r.actor, r.request)
	page := reviewingPage{view: r.frame.sentTo(r.path), ReviewView: asked, Reader: r.name, Until: r.until}
	page.Title = "The certificate of " + asked.Name
	return page, err
}

func (r reviewer) open(c *gin.Context) error {
	page, err := r.asked(c.Request.Context())
	switch {
	case err != nil:
		return err
	case page.Answer != "":
		page.Title = "Thank you. Your answer was recorded."
		if page.Answer == certificate.NoObjection {
			page.Title = "You had no objection"
		}
		return r.render(c, http.StatusOK, "reviewed", page)
	case !page.Open:
		return r.render(c, http.StatusOK, "notice", r.nothingToReview())
	}
	return r.render(c, http.StatusOK, "reviewing", page)
}

func (r reviewer) nothingToReview() notice {
	n := notice{view: r.frame, Lines: []string{
		"The text that you were asked about has gone on, or was taken back to be changed. You need not do anything.",
		"If you are asked about it again, you get a new message.",
	}}
	n.Title = "There is nothing to check just now"
	if n.Inside != nil {
		n.Path, n.Go = "/", "Home"
	}
	return n
}

// ask is the form again.
func (r reviewer) ask(c *gin.Context) error {
	page, err := r.asked(c.Request.Context())
	if err != nil {
		return err
	}
	if !page.Open {
		return r.open(c)
	}
	return r.render(c, http.StatusOK, "reviewing", page)
}

func (r reviewer) take(c *gin.Context) error {
	page, err := r.asked(c.Request.Context())
	if err != nil {
		return err
	}
	if !page.Open {
		return r.see(c, r.path)
	}
	if page.Form, err = read(c, ""); err != nil {
		return err
	}
	reply, fields := replyOf(page)
	if page.Form.Value("answer") == "" {
		page.Form.refuse("answer", "Choose one of the two.")
		return r.render(c, http.StatusUnprocessableEntity, "reviewing", page)
	}
	_, err = r.Certificates.AnswerReview(c.Request.Context(), r.actor, r.request, reply)
	if err == nil || fault.ReasonOf(err) == "review_closed" {
		return r.see(c, r.path)
	}
	if !page.Form.blame(err, map[string]string{textChanged: ""}) {
		return err
	}
	page.Form.place(fields)
	if fault.ReasonOf(err) == textChanged {
		page.Form.Typed.Del("text") // from here on the form is about the text as it is now
	}
	r.note(c, err)
	return r.render(c, statusAfter(err), "reviewing", page)
}

// replyOf reads the form, and says of every remark after which passage its fields are named.
func replyOf(page reviewingPage) (certificate.ReviewReply, []string) {
	reply := certificate.ReviewReply{TextDigest: digestOf(page.Form.Value("text")), Answer: certificate.ReviewAnswer(page.Form.Value("answer"))}
	var fields []string
	add := func(name string, id uuid.UUID, kind, comment, wording string) {
		reply.Remarks = append(reply.Remarks, certificate.ReplyRemark{
			PassageID: id, Kind: certificate.RemarkKind(kind), Comment: comment, Wording: wording,
		})
		fields = append(fields, name)
	}
	for _, s := range page.Text.Sections {
		for _, p := range s.Passages {
			if page.Remarked(p) {
				value := func(what string) string { return page.Form.Value(page.Field(what, p)) }
				add(p.ID.String(), p.ID, value("kind"), value("comment"), value("wording"))
			}
		}
	}
	if comment := page.Form.Value("comment-all"); comment != "" && page.Check() {
		add("all", uuid.Nil, string(certificate.Wrong), comment, "")
	}
	return reply, fields
}

// place moves mistakes in a list of remarks to the fields from which the remarks were read.
func (f *form) place(fields []string) {
	for i := range f.Mistakes {
		m := &f.Mistakes[i]
		parts := strings.Split(m.Field, "-")
		switch {
		case m.Field == "remarks":
			m.Field = "answer"
		case len(parts) == 3 && parts[0] == "remarks":
			for n, field := range fields {
				if parts[1] == strconv.Itoa(n) {
					m.Field = parts[2] + "-" + field
				}
			}
		}
	}
}
