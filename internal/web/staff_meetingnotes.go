package web

import (
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
	Author string
	Own    bool
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
		rows[i] = noteRow{Note: n, Author: names[n.Author], Own: n.Author == a.Hand()}
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

// notePage is the form of one's own note, for whoever sees the meeting.
func (p *Pages) notePage(c *gin.Context, a access.Actor) (formPage, programme.Note, error) {
	n, err := p.Programmes.Note(c.Request.Context(), a, idOf(c.Param("id")))
	if err == nil && n.Author != a.Hand() {
		err = fault.Missing("note").Because(access.ErrRefused)
	}
	if err != nil {
		return formPage{}, n, err
	}
	back := meetingPath(a, n)
	page := formPage{
		view: p.inside(c, a, "Your note", crumb{"The meeting", back}).sentTo(here("notes", n.ID, "")), Button: "Keep the note", Revision: n.Revision,
		Back: crumb{"Back to the meeting", back}, Ask: askedNote,
	}
	page.Form.Typed = url.Values{"text": {n.Text}}
	if n.Shared {
		page.Form.Typed.Set("shared", "yes")
	}
	return page, n, nil
}

func askedNote(f form) []group {
	return []group{{Fields: []field{f.Area("text", "Note", 8), f.Tick("shared", "Share it with all who see this meeting", "Until then it is yours alone.")}}}
}

func (p *Pages) askNote(c *gin.Context, a access.Actor) error {
	page, _, err := p.notePage(c, a)
	if err != nil {
		return err
	}
	return p.ask(c, page)
}

func (p *Pages) changeNote(c *gin.Context, a access.Actor) error {
	page, n, err := p.notePage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	_, err = p.Programmes.ChangeNote(c.Request.Context(), a, n.ID, revisionOf(f.Value("revision")), func(x *programme.NoteFields) {
		x.Text, x.Shared = f.Value("text"), f.Value("shared") != ""
	})
	if err != nil {
		return p.mend(c, err, f, page, nil)
	}
	return p.see(c, meetingPath(a, n)+"?done=note#notes")
}

// askDeleteNote asks before a note is gone for good.
func (p *Pages) askDeleteNote(c *gin.Context, a access.Actor) error {
	page, n, err := p.notePage(c, a)
	if err != nil {
		return err
	}
	page = deletingNote(page, n)
	return p.ask(c, page)
}

func deletingNote(page formPage, n programme.Note) formPage {
	page.view = page.sentTo(here("notes", n.ID, "/delete"))
	page.Title, page.Button, page.Lead = "Delete your note?", "Delete 1 note", "It is gone for good: “"+shortened(n.Text)+"”"
	page.Ask = func(form) []group { return nil }
	return page
}

// shortened gives the beginning of a text.
func shortened(text string) string {
	const most = 200
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + " …"
	}
	return text
}

func (p *Pages) deleteNote(c *gin.Context, a access.Actor) error {
	page, n, err := p.notePage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	err = p.Programmes.DeleteNote(c.Request.Context(), a, n.ID, revisionOf(f.Value("revision")))
	if err != nil {
		return p.mend(c, err, f, deletingNote(page, n), map[string]string{"shared": ""})
	}
	return p.see(c, meetingPath(a, n)+"?done=note-gone#notes")
}
