package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// maxText is how many bytes the form of a certificate's text may have.
const maxText = 2 << 20

// textPage is the form in which a certificate is composed.
type textPage struct {
	view
	desk
	sources
	Written  []certificate.Section // as typed, or as stored when nothing was
	Match    int64                 // the revision that the form is about
	Findings []findingRow          // of what is stored
	Gone     []string              // what is stored now and does not stand in the form
	Moved    bool                  // the form was rearranged and is not kept yet
}

func (p *Pages) textPage(c *gin.Context, a access.Actor) (page textPage, err error) {
	if page.desk, err = p.desk(c, a); err != nil {
		return page, err
	}
	if !page.Composes() {
		return page, fault.New(fault.Conflict, "certificate_state", "The text of a certificate that is %s cannot be changed. Take it back or correct it first.", word(page.State))
	}
	page.view = p.insideDesk(c, a, page.desk, "Write the text", true)
	page.Written, page.Match = page.Sections, page.Revision
	page.Form.Typed = typedText(page.Written)
	if page.Findings, err = p.findings(c, a, page.desk); err != nil {
		return page, err
	}
	page.sources, err = p.sources(c, a, page.ID)
	return page, err
}

func (p *Pages) askText(c *gin.Context, a access.Actor) error {
	page, err := p.textPage(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "text", page)
}

// changeText keeps the text; or, when one of the buttons for that was pressed, rearranges the form and keeps nothing yet.
func (p *Pages) changeText(c *gin.Context, a access.Actor) error {
	page, err := p.textPage(c, a)
	if err != nil {
		return err
	}
	f, err := readUpTo(c, "", maxText)
	if err != nil {
		return err
	}
	page.Match = int64(revisionOf(f.Value("revision")))
	page.Written = writtenIn(f)
	if do := f.Value("do"); do != "" {
		page.Written = page.rearranged(page.Written, do, f)
		page.Form = form{Typed: typedText(page.Written)}
		page.Moved = true
		return p.render(c, http.StatusOK, "text", page)
	}
	_, err = p.Certificates.PutSections(c.Request.Context(), a, page.ID, revisionOf(f.Value("revision")), slices.Clone(page.Written))
	if err == nil {
		return p.see(c, page.Path()+"?done=text")
	}
	if fault.CodeOf(err) == fault.Stale {
		page.besideStored(&f)
	} else if !f.blame(err, map[string]string{"certificate_state": ""}) {
		return err
	}
	p.note(c, err)
	page.Form = f
	return p.render(c, cmp.Or(statuses[fault.CodeOf(err)], http.StatusUnprocessableEntity), "text", page)
}

// besideStored puts what is stored now beside what was typed: heading by heading and passage by passage, wherever they were moved
// to. Sending the form once more replaces it.
func (t *textPage) besideStored(f *form) {
	f.refuse("", "Somebody changed the text after you opened it. What is stored now stands beside what you typed: look at it, then send this again.")
	t.Match = t.Revision
	f.Stored = url.Values{}
	stored := map[uuid.UUID]string{}
	for _, s := range t.Sections {
		stored[s.ID] = s.Heading
		for _, x := range s.Passages {
			stored[x.ID] = x.Text
		}
	}
	beside := func(id uuid.UUID, field, typed string) {
		now, there := stored[id]
		if id == uuid.Nil {
			now = typed // new: nothing is stored to set beside it
		}
		f.Stored.Set(field, now)
		if there {
			delete(stored, id)
		}
	}
	for i, s := range t.Written {
		beside(s.ID, nameIn(i, "heading"), s.Heading)
		for j, x := range s.Passages {
			beside(x.ID, nameOf(i, j, "text"), f.Value(nameOf(i, j, "text")))
		}
	}
	for _, s := range t.Sections {
		for _, x := range append([]certificate.Passage{{ID: s.ID}}, s.Passages...) {
			if text := stored[x.ID]; text != "" {
				t.Gone = append(t.Gone, text)
			}
		}
	}
}

// Parts are the sections of the form, with their fields.
func (t textPage) Parts() []textPart {
	parts := make([]textPart, len(t.Written))
	for i, s := range t.Written {
		f := t.Form
		parts[i] = textPart{
			Section: s, At: strconv.Itoa(i), Number: i + 1, First: i == 0, Last: i == len(t.Written)-1,
			Heading: f.Field(nameIn(i, "heading"), "Heading", "text", "off"),
			From:    f.Choose(nameIn(i, "from"), "Begin a passage with", t.offered()),
		}
		for j, x := range s.Passages {
			parts[i].Passages = append(parts[i].Passages, textPassage{
				Passage: x, Name: nameIn(i, "passages-"+strconv.Itoa(j)), At: strconv.Itoa(i) + "-" + strconv.Itoa(j), Number: j + 1, First: j == 0, Last: j == len(s.Passages)-1,
				Sources: t.of(x), Text: f.Area(nameOf(i, j, "text"), "Passage "+strconv.Itoa(j+1), rowsFor(x.Text)),
				RunsOn: f.Tick(nameOf(i, j, "runs_on"), "Goes on in the paragraph before"),
			})
		}
	}
	return parts
}

// textPart and textPassage are a section and a passage as the form shows them. At is where, as the names of buttons say it.
type textPart struct {
	Section     certificate.Section
	At          string
	Number      int
	First, Last bool
	Heading     field
	From        field
	Passages    []textPassage
}

type textPassage struct {
	Passage      certificate.Passage
	At           string
	Name         string // before the names of its hidden fields
	Number       int
	First, Last  bool
	Sources      []string
	Text, RunsOn field
}

// rowsFor is how many rows a text needs about.
func rowsFor(text string) int { return min(4+len(text)/70, 24) }
