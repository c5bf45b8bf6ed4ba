package web

import (
	"cmp"
	"net/http"
	"net/url"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// noteRow is a note on a meeting as a reader sees it.
type noteRow struct {
	programme.Note
	By  string // whose it is, as far as the reader may know it
	Own bool
}

// notes gives the reader's own notes on a meeting and those that others share, the first first.
func (p *Pages) notes(c *gin.Context, a access.Actor, m programme.Meeting) ([]noteRow, error) {
	list, err := p.Programmes.ListNotes(c.Request.Context(), a, m.ID, wholePage)
	if err != nil {
		return nil, err
	}
	var authors []string
	for _, n := range list.Items {
		authors = append(authors, n.Author.String())
	}
	people, err := p.namedPeople(c, a, idsOf(authors))
	names := map[uuid.UUID]string{}
	for _, x := range people {
		names[x.ID] = x.Name
	}
	rows := make([]noteRow, len(list.Items))
	for i, n := range list.Items {
		rows[i] = noteRow{Note: n, By: cmp.Or(names[n.Author], "Another system"), Own: n.Author == a.Hand()}
	}
	return rows, err
}

// addNote writes one.
func (p *Pages) addNote(c *gin.Context, a access.Actor) error {
	f, err := read(c, "note")
	if err != nil {
		return err
	}
	id := idOf(c.Param("id"))
	_, err = p.Programmes.AddNote(c.Request.Context(), a, id, programme.NoteFields{Text: f.Value("text"), Shared: f.Value("shared") != ""})
	if err == nil {
		return p.see(c, here("meetings", id, "?done=note#notes"))
	}
	if !f.blame(err, nil) {
		return err
	}
	page, failed := p.meetingPage(c, a)
	if failed != nil {
		return failed
	}
	page.Form = f
	return p.render(c, http.StatusUnprocessableEntity, "meeting", page)
}

// ownNote gives a note to whoever wrote it.
func (p *Pages) ownNote(c *gin.Context, a access.Actor) (programme.Note, error) {
	n, err := p.Programmes.Note(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil && n.Author != a.Hand() {
		err = fault.Missing("note").Because(access.ErrRefused)
	}
	return n, err
}

// notePage asks what one's own note says.
func (p *Pages) notePage(c *gin.Context, a access.Actor) (formPage, error) {
	n, err := p.ownNote(c, a)
	back := meetingPath(a, n)
	page := formPage{
		view: p.inside(c, a, "Your note", crumb{"The meeting", back}), Button: "Keep the note", Revision: n.Revision, Back: crumb{"Back to the meeting", back},
		Ask: func(f form) []group {
			return []group{{Fields: []field{f.Area("text", "Note", 8), f.Tick("shared", "Share it with all who see this meeting", "Until then it is yours alone.")}}}
		},
		Do: func(f *form) (string, error) {
			_, err := p.Programmes.ChangeNote(c.Request.Context(), a, n.ID, revisionOf(f.Value("revision")), func(x *programme.NoteFields) {
				x.Text, x.Shared = f.Value("text"), f.Value("shared") != ""
			})
			return back + "?done=note#notes", err
		},
	}
	page.Form.Typed = url.Values{"text": {n.Text}}
	if n.Shared {
		page.Form.Typed.Set("shared", "yes")
	}
	return page, err
}

// deletingNotePage asks before a note is gone for good.
func (p *Pages) deletingNotePage(c *gin.Context, a access.Actor) (formPage, error) {
	n, err := p.ownNote(c, a)
	back := meetingPath(a, n)
	return formPage{
		view: p.inside(c, a, "Delete your note?", crumb{"The meeting", back}), Button: "Delete 1 note", Revision: n.Revision, Back: crumb{"Back to the meeting", back},
		Lead: "It will be gone for good: “" + shortened(n.Text) + "”",
		Do: func(f *form) (string, error) {
			return back + "?done=note-gone#notes", p.Programmes.DeleteNote(c.Request.Context(), a, n.ID, revisionOf(f.Value("revision")))
		},
		Reasons: map[string]string{"shared": ""},
	}, err
}

// shortened gives the beginning of a text.
func shortened(text string) string {
	const most = 200
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + " …"
	}
	return text
}
