package web

import (
	"context"
	"net/url"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// toYear leads back to a participant's year.
func toYear(e programme.Enrolment) crumb { return crumb{"Your year", here("my-year", e.ID, "")} }

func (p *Pages) projectPage(c *gin.Context, a access.Actor) (formPage, error) {
	e, err := p.ownYear(c, a)
	if err != nil {
		return formPage{}, err
	}
	x, err := p.Programmes.Project(c.Request.Context(), a, e.ID)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return formPage{}, err
	}
	page := formPage{
		view:   p.inside(c, a, "Your project", toYear(e)).sentTo(here("my-year", e.ID, "/project")),
		Button: "Keep your project", Back: crumb{"Back to your year", here("my-year", e.ID, "")}, Revision: x.Revision,
		Lead: "Your assessors read this beside what they write. You can change it at any time.", Ask: askedProject,
	}
	page.Form.Typed = url.Values{"title": {x.Title}, "context": {x.Context}, "aims": {x.Aims}}
	return page, nil
}

func askedProject(f form) []group {
	return []group{{Fields: []field{
		f.Field("title", "Title", "text", ""),
		f.Area("context", "Where you work, and what is at stake", 8, "Who is concerned, and why does it matter to them?"),
		f.Area("aims", "What you are trying to do", 8, "How would you know that it made a difference?"),
	}}}
}

func (p *Pages) askProject(c *gin.Context, a access.Actor) error {
	page, err := p.projectPage(c, a)
	if err != nil {
		return err
	}
	return p.ask(c, page)
}

func (p *Pages) putProject(c *gin.Context, a access.Actor) error {
	page, err := p.projectPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	fields := programme.ProjectFields{Title: f.Value("title"), Context: f.Value("context"), Aims: f.Value("aims")}
	if _, _, err = p.Programmes.PutProject(c.Request.Context(), a, idOf(c.Param("id")), written(f, page.Revision), fields); err != nil {
		return p.mend(c, err, f, page, nil)
	}
	return p.see(c, here("my-year", idOf(c.Param("id")), "?done=project"))
}

// written gives the revision that stood in the form: none, as long as there is no project.
func written(f form, stored int64) record.Match {
	if stored == 0 {
		return record.Any
	}
	return revisionOf(f.Value("revision"))
}

// entryPage asks for an entry of the learning log.
func (p *Pages) entryPage(c *gin.Context, a access.Actor, e programme.Enrolment, l programme.LogEntry) (formPage, error) {
	disciplines, err := p.Programmes.Disciplines(c.Request.Context(), a, e.ID, uuid.Nil)
	if err != nil {
		return formPage{}, err
	}
	page := formPage{
		view: p.inside(c, a, "An entry in your learning log", toYear(e)), Button: "Keep the entry",
		Back: crumb{"Back to your year", here("my-year", e.ID, "")}, Revision: l.Revision,
		Lead: "Your assessors and staff of the programme can read your log.",
		Ask: func(f form) []group {
			return []group{{Fields: append([]field{
				f.Field("on", "Day", "date", ""),
				f.Area("text", "What happened", 12, "What did you intend, and what did you try? What did you see? What has changed because of it, and what comes next?"),
			}, askedDisciplines(f, disciplines, l.Disciplines)...)}}
		},
	}
	page.Form.Typed = url.Values{"on": {l.On.String()}, "text": {l.Text}}
	for i, code := range l.Disciplines.List() {
		page.Form.Typed.Set(choiceOf(i), code)
	}
	return page, nil
}

func (p *Pages) newEntryPage(c *gin.Context, a access.Actor) (formPage, error) {
	e, err := p.ownYear(c, a)
	if err != nil {
		return formPage{}, err
	}
	in, err := p.Programmes.Programme(c.Request.Context(), a, e.ProgrammeID)
	if err != nil {
		return formPage{}, err
	}
	today := programme.LogEntry{LogEntryFields: programme.LogEntryFields{On: dayIn(in, p.Now())}}
	page, err := p.entryPage(c, a, e, today)
	page.Here = p.base + here("my-year", e.ID, "/log/new")
	return page, err
}

func (p *Pages) askEntry(c *gin.Context, a access.Actor) error {
	page, err := p.newEntryPage(c, a)
	if err != nil {
		return err
	}
	return p.ask(c, page)
}

func (p *Pages) addEntry(c *gin.Context, a access.Actor) error {
	page, err := p.newEntryPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	fields := programme.LogEntryFields{On: f.date("on"), Text: f.Value("text"), Disciplines: f.chosenDisciplines()}
	if err = f.mistyped(); err == nil {
		err = p.addOnce(c.Request.Context(), a, idOf(c.Param("id")), fields)
	}
	if err != nil {
		return p.mend(c, err, f, page, map[string]string{"disciplines": choiceOf(0)})
	}
	return p.see(c, here("my-year", idOf(c.Param("id")), "?done=entry#log"))
}

// addOnce adds an entry, unless the log has it already: then the form was sent twice.
func (p *Pages) addOnce(ctx context.Context, a access.Actor, enrolment uuid.UUID, fields programme.LogEntryFields) error {
	log, err := p.learningLog(ctx, a, enrolment, false)
	if err != nil || slices.ContainsFunc(log, func(l logEntry) bool { return l.On == fields.On && sameText(fields.Text, l.Text) }) {
		return err
	}
	_, err = p.Programmes.AddLogEntry(ctx, a, enrolment, fields)
	return err
}

func (p *Pages) storedEntryPage(c *gin.Context, a access.Actor) (formPage, programme.LogEntry, error) {
	l, err := p.Programmes.LogEntry(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return formPage{}, l, err
	}
	e, err := p.Programmes.Enrolment(c.Request.Context(), a, l.EnrolmentID)
	if err == nil && !a.Is(e.PersonID) {
		err = fault.Missing("log entry")
	}
	if err != nil {
		return formPage{}, l, err
	}
	page, err := p.entryPage(c, a, e, l)
	page.Here = p.base + here("log", l.ID, "")
	return page, l, err
}

func (p *Pages) askEntryChange(c *gin.Context, a access.Actor) error {
	page, _, err := p.storedEntryPage(c, a)
	if err != nil {
		return err
	}
	return p.ask(c, page)
}

func (p *Pages) changeEntry(c *gin.Context, a access.Actor) error {
	page, l, err := p.storedEntryPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	on := f.date("on")
	if err = f.mistyped(); err == nil {
		_, err = p.Programmes.ChangeLogEntry(c.Request.Context(), a, l.ID, revisionOf(f.Value("revision")), func(x *programme.LogEntryFields) {
			x.On, x.Text, x.Disciplines = on, f.Value("text"), f.chosenDisciplines()
		})
	}
	if err != nil {
		return p.mend(c, err, f, page, map[string]string{"disciplines": choiceOf(0)})
	}
	return p.see(c, here("my-year", l.EnrolmentID, "?done=entry#log"))
}

// archiveEntry takes an entry out of the log, or puts it back.
func (p *Pages) archiveEntry(c *gin.Context, a access.Actor) error {
	_, l, err := p.storedEntryPage(c, a)
	if err != nil {
		return err
	}
	f, err := read(c, "")
	if err != nil {
		return err
	}
	archived := f.Value("archived") == "yes"
	if l.Archived != archived { // otherwise it was sent twice
		_, err = p.Programmes.ChangeLogEntry(c.Request.Context(), a, l.ID, revisionOf(f.Value("revision")), func(x *programme.LogEntryFields) { x.Archived = archived })
	}
	if err != nil {
		return err
	}
	return p.see(c, here("my-year", l.EnrolmentID, map[bool]string{true: "?done=unlogged#log", false: "?done=relogged#log"}[archived]))
}
