package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/markup"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// writingDesk is where an assessor writes on one participant: the texts by theme, beside the project and the learning log.
type writingDesk struct {
	view
	Programme  programme.Programme
	Enrolment  programme.Enrolment
	Assignment programme.Assignment
	Project    programme.Project
	Context    []markup.Block
	Aims       []markup.Block
	Log        []logEntry // the newest first
	Texts      []deskText
	Taken      []deskText // taken down in the assessor's name, not confirmed yet
	Late       bool
	Edition    framework.Edition // that the cohort pins; zero for none
	Me         uuid.UUID         // whose copies a browser may hold
	Conflict   form
}

// prompts help to write feedback.
var prompts = []string{"What did you see?", "What is one example?", "Why does it matter?", "What could come next?"}

// howToWrite says which marks a text may have.
const howToWrite = "A blank line begins a paragraph, a hyphen and a space a list; *stars* stress a word."

// Prompts are the questions above the texts.
func (writingDesk) Prompts() []string { return prompts }

// HowToWrite says which marks a text may have.
func (writingDesk) HowToWrite() string { return howToWrite }

// deskText is one text, or the place for one.
type deskText struct {
	programme.Feedback
	Form     form
	Heading  string
	Guidance string
	Theme    uuid.UUID
	Words    []markup.Block
	Behind   []framework.Discipline // of the theme, with their guiding questions
	Edition  framework.Edition      // that the cohort pins, whose disciplines a text can name
}

// logEntry is an entry of the learning log as it is read.
type logEntry struct {
	programme.LogEntry
	Words  []markup.Block
	Speaks []string // disciplines, by name
}

// Begun says whether anything is stored.
func (t deskText) Begun() bool { return t.ID != uuid.Nil }

// Draft says whether it is still the assessor's alone.
func (t deskText) Draft() bool { return t.State == programme.FeedbackDraft }

// Drafts are the texts that can be submitted.
func (d writingDesk) Drafts() []deskText {
	return slices.DeleteFunc(slices.Clone(d.Texts), func(t deskText) bool { return !t.Begun() || !t.Draft() })
}

// Asked says whether the question about a conflict of interest is still open.
func (d writingDesk) Asked() bool { return d.Assignment.Conflict == programme.ConflictUnanswered }

// Day gives an instant as a day of the programme's.
func (d writingDesk) Day(t programme.Feedback) string {
	return dayIn(d.Programme, t.SubmittedAt).String()
}

func (p *Pages) showDesk(c *gin.Context, a access.Actor) error {
	d, err := p.writingDesk(c, a)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, d.template(), d)
}

// template names the page: the question about a conflict of interest comes before the writing.
func (d writingDesk) template() string {
	if d.Asked() {
		return "assessing_conflict"
	}
	return "desk"
}

func (p *Pages) writingDesk(c *gin.Context, a access.Actor) (writingDesk, error) {
	ctx, id := c.Request.Context(), idOf(c.Param("id"))
	d := writingDesk{Me: a.Person, Conflict: form{ID: "conflict"}}
	var err error
	if d.Assignment, err = p.assignmentOf(ctx, a, id); err != nil {
		return d, err
	}
	if d.Enrolment, err = p.Programmes.Enrolment(ctx, a, id); err != nil {
		return d, err
	}
	if d.Programme, err = p.Programmes.Programme(ctx, a, d.Enrolment.ProgrammeID); err != nil {
		return d, err
	}
	cohort, err := p.Programmes.Cohort(ctx, a, d.Enrolment.CohortID)
	if err != nil {
		return d, err
	}
	if d.Edition, err = p.pinnedBy(ctx, a, cohort); err != nil {
		return d, err
	}
	if err = p.bringYear(ctx, a, &d); err != nil {
		return d, err
	}
	if err = p.bringTexts(ctx, a, &d); err != nil {
		return d, err
	}
	d.Late = p.late(d.Assignment, d.Programme)
	d.Conflict.propose(map[string]string{"conflict": string(d.Assignment.Conflict), "note": d.Assignment.ConflictNote})
	d.view = p.inside(c, a, d.Enrolment.PersonName, crumb{"On whom you write", "/assessing"}).sentTo(here("assessing", id, ""))
	d.Wide, d.view.Script = !d.Asked(), "writing.js"
	return d, nil
}

// bringYear brings what the participant wrote.
func (p *Pages) bringYear(ctx context.Context, a access.Actor, d *writingDesk) (err error) {
	if d.Project, err = p.Programmes.Project(ctx, a, d.Enrolment.ID); err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	d.Context, d.Aims = markup.Parse(d.Project.Context), markup.Parse(d.Project.Aims)
	d.Log, err = p.learningLog(ctx, a, d.Enrolment.ID, false, d.Edition)
	return err
}

// learningLog gives the entries of an enrolment, the newest first. The edition names the disciplines that they are about.
func (p *Pages) learningLog(ctx context.Context, a access.Actor, enrolment uuid.UUID, archived bool, edition framework.Edition) ([]logEntry, error) {
	list, err := p.Programmes.ListLogEntries(ctx, a, programme.LogEntryFilter{Enrolment: enrolment, Archived: &archived}, wholePage)
	if err != nil {
		return nil, err
	}
	var entries []logEntry
	for _, l := range list.Items {
		entries = append(entries, logEntry{l, markup.Parse(l.Text), disciplineNames(edition, l.Disciplines)})
	}
	slices.SortStableFunc(entries, func(a, b logEntry) int { return compareDue(b.On, a.On) })
	return entries, nil
}

// bringTexts brings what the assessor wrote, by theme, with an empty place under each theme that has no text yet, and one for
// what belongs under none.
func (p *Pages) bringTexts(ctx context.Context, a access.Actor, d *writingDesk) error {
	themes, err := p.Programmes.ListThemes(ctx, a, programme.ThemeFilter{Programme: d.Programme.ID, Enrolment: d.Enrolment.ID}, wholePage)
	if err != nil {
		return err
	}
	written, err := p.Programmes.ListFeedback(ctx, a, programme.FeedbackFilter{Enrolment: d.Enrolment.ID, Assessor: a.Person}, wholePage)
	if err != nil {
		return err
	}
	behind, err := p.Programmes.DisciplinesBehind(ctx, a, d.Enrolment.ID, themes.Items)
	if err != nil {
		return err
	}
	current := slices.DeleteFunc(written.Items, func(fb programme.Feedback) bool { return fb.State == programme.FeedbackWithdrawn })
	for _, t := range append(inOrder(themes.Items), programme.Theme{ThemeFields: generally}) {
		d.addTheme(t, current, behind[t.ID])
	}
	return nil
}

// generally is where a text belongs that is under no theme.
var generally = programme.ThemeFields{Heading: "Anything else", Guidance: "What belongs under none of the headings, or one text on everything."}

func (d *writingDesk) addTheme(t programme.Theme, written []programme.Feedback, behind []framework.Discipline) {
	place := deskText{Heading: t.Heading, Guidance: t.Guidance, Theme: t.ID, Behind: behind, Edition: d.Edition}
	empty := true
	for _, fb := range written {
		switch {
		case fb.ThemeID != t.ID:
		case fb.TakenDown && fb.ConfirmedAt.IsZero():
			d.Taken = append(d.Taken, place.holding(fb))
		default:
			empty = false
			d.add(place.holding(fb))
		}
	}
	if empty && !t.Archived {
		d.add(place)
	}
}

func (t deskText) holding(fb programme.Feedback) deskText {
	t.Feedback, t.Words = fb, markup.Parse(fb.Text)
	return t
}

func (d *writingDesk) add(t deskText) {
	t.Form = form{ID: fmt.Sprintf("text-%d", len(d.Texts)+1), Typed: url.Values{"text": {t.Text}}}
	for _, code := range t.Disciplines.List() {
		t.Form.Typed.Set(tickOf(code), "yes")
	}
	d.Texts = append(d.Texts, t)
}
