package web

import (
	"context"
	"net/url"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// toYear leads back to a participant's year.
func toYear(e programme.Enrolment) crumb { return crumb{"Your year", here("my-year", e.ID, "")} }

func (p *Pages) projectPage(c *gin.Context, a access.Actor) (formPage, error) {
	ctx := c.Request.Context()
	e, err := p.ownYear(c, a)
	if err != nil {
		return formPage{}, err
	}
	x, err := p.Programmes.Project(ctx, a, e.ID)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return formPage{}, err
	}
	back := toYear(e).Path
	page := formPage{
		view: p.inside(c, a, "Your project", toYear(e)), Button: "Keep your project", Back: crumb{"Back to your year", back}, Revision: x.Revision,
		Lead: "Your assessors read this beside what they write. You can change it at any time.", Ask: askedProject,
		Do: func(f *form) (string, error) {
			fields := programme.ProjectFields{Title: f.Value("title"), Context: f.Value("context"), Aims: f.Value("aims")}
			_, _, err := p.Programmes.PutProject(ctx, a, e.ID, written(*f, x.Revision), fields)
			return back + "?done=project", err
		},
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

// written gives the revision that stood in the form: none, as long as there is no project.
func written(f form, stored int64) record.Match {
	if stored == 0 {
		return record.Any
	}
	return revisionOf(f.Value("revision"))
}

// entryQuestions asks for an entry of the learning log, and has it kept.
func (p *Pages) entryQuestions(c *gin.Context, a access.Actor, e programme.Enrolment, l programme.LogEntry, keep func(record.Match, programme.LogEntryFields) error) (formPage, error) {
	disciplines, err := p.Programmes.Disciplines(c.Request.Context(), a, e.ID, uuid.Nil)
	if err != nil {
		return formPage{}, err
	}
	back := toYear(e).Path
	page := formPage{
		view: p.inside(c, a, "An entry in your learning log", toYear(e)), Button: "Keep the entry",
		Back: crumb{"Back to your year", back}, Revision: l.Revision,
		Lead: "Your assessors and staff of the programme can read your log.",
		Ask: func(f form) []group {
			return []group{{Fields: append([]field{
				f.Field("on", "Day", "date", ""),
				f.Area("text", "What happened", 12, "What did you intend, and what did you try? What did you see? What has changed because of it, and what comes next?"),
			}, askedDisciplines(f, disciplines, l.Disciplines)...)}}
		},
		Do: func(f *form) (string, error) {
			fields := programme.LogEntryFields{On: f.date("on"), Text: f.Value("text"), Disciplines: f.chosenDisciplines()}
			if err := f.mistyped(); err != nil {
				return "", err
			}
			return back + "?done=entry#log", keep(revisionOf(f.Value("revision")), fields)
		},
		Reasons: map[string]string{"disciplines": choiceOf(0)},
	}
	page.Form.Typed = url.Values{"on": {l.On.String()}, "text": {l.Text}}
	for i, code := range l.Disciplines.List() {
		page.Form.Typed.Set(choiceOf(i), code)
	}
	return page, nil
}

func (p *Pages) newEntryPage(c *gin.Context, a access.Actor) (formPage, error) {
	ctx := c.Request.Context()
	e, err := p.ownYear(c, a)
	if err != nil {
		return formPage{}, err
	}
	in, err := p.Programmes.Programme(ctx, a, e.ProgrammeID)
	if err != nil {
		return formPage{}, err
	}
	today := programme.LogEntry{LogEntryFields: programme.LogEntryFields{On: dayIn(in, p.Now())}}
	return p.entryQuestions(c, a, e, today, func(_ record.Match, fields programme.LogEntryFields) error {
		return p.addOnce(ctx, a, e.ID, fields)
	})
}

// addOnce adds an entry, unless the log has it already: then the form was sent twice.
func (p *Pages) addOnce(ctx context.Context, a access.Actor, enrolment uuid.UUID, fields programme.LogEntryFields) error {
	log, err := p.learningLog(ctx, a, enrolment, false, framework.Edition{})
	if err != nil || slices.ContainsFunc(log, func(l logEntry) bool { return l.On == fields.On && sameText(fields.Text, l.Text) }) {
		return err
	}
	_, err = p.Programmes.AddLogEntry(ctx, a, enrolment, fields)
	return err
}

// ownEntry gives an entry of the log to the participant whose log it is.
func (p *Pages) ownEntry(c *gin.Context, a access.Actor) (programme.LogEntry, programme.Enrolment, error) {
	l, err := p.Programmes.LogEntry(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil {
		return l, programme.Enrolment{}, err
	}
	e, err := p.Programmes.Enrolment(c.Request.Context(), a, l.EnrolmentID)
	if err == nil && !a.Is(e.PersonID) {
		err = fault.Missing("log entry")
	}
	return l, e, err
}

func (p *Pages) entryPage(c *gin.Context, a access.Actor) (formPage, error) {
	l, e, err := p.ownEntry(c, a)
	if err != nil {
		return formPage{}, err
	}
	return p.entryQuestions(c, a, e, l, func(match record.Match, fields programme.LogEntryFields) error {
		_, err := p.Programmes.ChangeLogEntry(c.Request.Context(), a, l.ID, match, func(x *programme.LogEntryFields) {
			fields.Archived = x.Archived
			*x = fields
		})
		return err
	})
}

// archiveEntry takes an entry out of the log, or puts it back.
func (p *Pages) archiveEntry(c *gin.Context, a access.Actor) error {
	l, _, err := p.ownEntry(c, a)
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
