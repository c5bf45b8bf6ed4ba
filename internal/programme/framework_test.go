package programme_test

import (
	"errors"
	"testing"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// written is an edition whose disciplines have the given codes.
func written(number int, disciplines ...framework.Discipline) framework.Content {
	for i := range disciplines {
		d := &disciplines[i]
		d.Name, d.Question, d.Summary, d.GuidingQuestions = "Name of "+d.Code, "Why?", "Because.", []string{"How " + d.Code + "?"}
	}
	return framework.Content{
		Framework: framework.Front{Code: "FEW", Name: "Few", Language: "en", Edition: number, Title: "Few"},
		Groups:    []framework.Group{{Code: "ALL", Name: "All", Disciplines: disciplines}},
	}
}

// publish publishes the next edition of the framework.
func (h *house) publish(of uuid.UUID, content framework.Content) framework.Edition {
	h.t.Helper()
	ctx := h.t.Context()
	e, err := h.CreateEdition(ctx, office, of)
	e = must(h.t, e, err)
	e, err = h.PutEdition(ctx, office, e.ID, at(e.Meta), content)
	e = must(h.t, e, err)
	e, err = h.SubmitEdition(ctx, office, e.ID, at(e.Meta))
	e = must(h.t, e, err)
	e, err = h.PublishEdition(ctx, office, e.ID, at(e.Meta))
	return must(h.t, e, err)
}

// framed gives the programme a framework with the disciplines KEEP, SPLIT and OLD, and has the cohort pin it. The second edition
// splits SPLIT into ONE and TWO and calls OLD NEW.
func (h *house) framed() (first, second framework.Edition) {
	h.t.Helper()
	ctx := h.t.Context()
	f, err := h.CreateFramework(ctx, office, "FEW", "en", programme.FrameworkFields{Name: "Few"})
	f = must(h.t, f, err)
	first = h.publish(f.ID, written(1, framework.Discipline{Code: "KEEP"}, framework.Discipline{Code: "SPLIT"}, framework.Discipline{Code: "OLD"}))
	h.programme, err = h.ChangeProgramme(ctx, office, h.programme.ID, at(h.programme.Meta), func(p *programme.Fields) { p.FrameworkID = f.ID })
	must(h.t, h.programme, err)
	h.cohort, err = h.PutCohortEdition(ctx, office, h.cohort.ID, at(h.cohort.Meta), first.ID)
	must(h.t, h.cohort, err)
	second = h.publish(f.ID, written(2, framework.Discipline{Code: "KEEP"}, framework.Discipline{Code: "ONE", From: []string{"SPLIT"}},
		framework.Discipline{Code: "TWO", From: []string{"SPLIT"}}, framework.Discipline{Code: "NEW", From: []string{"OLD"}}))
	return first, second
}

func (h *house) log(codes framework.Codes) {
	h.t.Helper()
	fields := programme.LogEntryFields{On: civil.Date{Year: 2015, Month: 3, Day: 2}, Text: "Twelve came.", Disciplines: codes}
	l, err := h.AddLogEntry(h.t.Context(), office, h.enrolment.ID, fields)
	must(h.t, l, err)
}

func (h *house) name(fb programme.Feedback, codes framework.Codes) programme.Feedback {
	h.t.Helper()
	fb, err := h.ChangeFeedback(h.t.Context(), h.hand, fb.ID, at(fb.Meta), func(f *programme.FeedbackFields) { f.Disciplines = codes })
	return must(h.t, fb, err)
}

// amounts gives what a coverage counts for each discipline that is touched, and for each code without a place.
func amounts(c programme.Coverage) map[string]programme.Amount {
	out := map[string]programme.Amount{}
	for _, d := range c.Disciplines {
		if d.Amount != (programme.Amount{}) {
			out[d.Code] = d.Amount
		}
	}
	for _, u := range c.Unplaced {
		out["?"+u.Code] = u.Amount
	}
	return out
}

func TestCoverageCountsATextForItsOwnDisciplinesAndItsThemesOnce(t *testing.T) {
	each(t, func(h *house) {
		_, second := h.framed()
		ctx := h.t.Context()
		var err error
		h.theme, err = h.ChangeTheme(ctx, office, h.theme.ID, at(h.theme.Meta), func(f *programme.ThemeFields) { f.Disciplines = "KEEP SPLIT" })
		must(h.t, h.theme, err)
		h.log("KEEP OLD")
		h.log("")
		h.name(h.submitted(h.hand, "She stays."), "KEEP OLD")
		h.draft(h.hand, "Not yet.")

		c, err := h.CohortCoverage(ctx, secretary, h.cohort.ID)
		must(h.t, c, err)
		want := map[string]programme.Amount{"KEEP": {1, 1, 1}, "SPLIT": {0, 1, 1}, "OLD": {1, 1, 1}}
		if d := cmp.Diff(want, amounts(c)); d != "" {
			h.t.Error(d)
		}
		if c.All != (programme.Amount{LogEntries: 2, Feedback: 1, Participants: 1}) || c.Naming.LogEntries != 1 || c.Enrolled != 1 {
			h.t.Errorf("all %+v, naming %+v of %d", c.All, c.Naming, c.Enrolled)
		}

		h.cohort, err = h.PutCohortEdition(ctx, office, h.cohort.ID, at(h.cohort.Meta), second.ID)
		must(h.t, h.cohort, err)
		c, err = h.CohortCoverage(ctx, secretary, h.cohort.ID)
		must(h.t, c, err)
		want = map[string]programme.Amount{"KEEP": {1, 1, 1}, "?SPLIT": {0, 1, 1}, "NEW": {1, 1, 1}}
		if d := cmp.Diff(want, amounts(c)); d != "" {
			h.t.Errorf("after moving: %s", d)
		}
		if d := cmp.Diff([]framework.Named{{Code: "ONE", Name: "Name of ONE"}, {Code: "TWO", Name: "Name of TWO"}}, c.Silent()); d != "" {
			h.t.Errorf("silent: %s", d)
		}
		whole, err := h.ProgrammeCoverage(ctx, secretary, h.programme.ID)
		must(h.t, whole, err)
		if d := cmp.Diff(amounts(c), amounts(whole)); d != "" {
			h.t.Errorf("the programme has but this cohort: %s", d)
		}
	})
}

func TestCoverageTellsNobodyOfFeedbackThatTheyMayNotSee(t *testing.T) {
	each(t, func(h *house) {
		h.framed()
		ctx := h.t.Context()
		h.name(h.submitted(h.hand, "She stays."), "KEEP")
		other := h.person("Beverly Wenger-Trayner")
		h.assign(other)
		h.log("OLD")
		for name, c := range map[string]struct {
			who  access.Actor
			want map[string]programme.Amount
		}{
			"staff":            {secretary, map[string]programme.Amount{"KEEP": {0, 1, 1}, "OLD": {1, 0, 1}}},
			"its author":       {h.hand, map[string]programme.Amount{"KEEP": {0, 1, 1}, "OLD": {1, 0, 1}}},
			"another assessor": {handOf(other), map[string]programme.Amount{"OLD": {1, 0, 1}}},
			"the participant":  {access.Actor{Kind: access.KindAccount, ID: newID(), Person: h.enrolment.PersonID}, map[string]programme.Amount{"OLD": {1, 0, 1}}},
		} {
			got, err := h.EnrolmentCoverage(ctx, c.who, h.enrolment.ID)
			must(h.t, got, err)
			if d := cmp.Diff(c.want, amounts(got)); d != "" {
				h.t.Errorf("%s: %s", name, d)
			}
		}
		_, err := h.CohortCoverage(ctx, h.hand, h.cohort.ID)
		refused(h.t, "an assessor asks of the cohort", err, fault.Forbidden, "")
	})
}

func TestMovingACohortIsForeseenAndKeepsWhatWasWritten(t *testing.T) {
	each(t, func(h *house) {
		first, second := h.framed()
		ctx := h.t.Context()
		theme, err := h.ChangeTheme(ctx, office, h.theme.ID, at(h.theme.Meta), func(f *programme.ThemeFields) { f.Disciplines = "KEEP SPLIT OLD" })
		must(h.t, theme, err)
		kept, err := h.CreateTheme(ctx, office, h.programme.ID, h.enrolment.ID, programme.ThemeFields{Heading: "Own", Disciplines: "KEEP"})
		must(h.t, kept, err)
		h.log("SPLIT")

		m, err := h.ForeseeCohortEdition(ctx, secretary, h.cohort.ID, second.ID)
		must(h.t, m, err)
		want := []framework.Fate{
			{Named: framework.Named{Code: "OLD", Name: "Name of OLD"}, Kind: framework.Renamed, Becomes: []framework.Named{{Code: "NEW", Name: "Name of NEW"}}},
			{Named: framework.Named{Code: "SPLIT", Name: "Name of SPLIT"}, Kind: framework.Split, Becomes: []framework.Named{{Code: "ONE", Name: "Name of ONE"}, {Code: "TWO", Name: "Name of TWO"}}},
		}
		if len(m.Themes) != 1 || m.Unchanged != 1 || m.From.ID != first.ID || m.To.ID != second.ID {
			h.t.Fatalf("foreseen %+v", m)
		}
		if d := cmp.Diff(want, m.Themes[0].Disciplines); d != "" {
			h.t.Error(d)
		}
		_, err = h.PutCohortEdition(ctx, secretary, h.cohort.ID, at(h.cohort.Meta)+1, second.ID)
		refused(h.t, "a stale move", err, fault.Stale, "")
		moved, err := h.PutCohortEdition(ctx, secretary, h.cohort.ID, at(h.cohort.Meta), second.ID)
		must(h.t, moved, err)
		entries, err := h.ListLogEntries(ctx, office, programme.LogEntryFilter{Enrolment: h.enrolment.ID}, record.Page{Limit: 10})
		must(h.t, entries, err)
		l := entries.Items[0]
		if l.Disciplines != "SPLIT" {
			h.t.Errorf("the entry names %q", l.Disciplines)
		}
		l, err = h.ChangeLogEntry(ctx, office, l.ID, at(l.Meta), func(f *programme.LogEntryFields) { f.Text = "Thirteen came." })
		must(h.t, l, err)
		_, err = h.ChangeLogEntry(ctx, office, l.ID, at(l.Meta), func(f *programme.LogEntryFields) { f.Disciplines = "SPLIT OLD" })
		refused(h.t, "a code of the edition before", err, fault.Invalid, "unknown_discipline")
	})
}

func TestWhatComesWithTheProgramIsAddedOnce(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		read := 0
		file, err := framework.Encode(written(1, framework.Discipline{Code: "KEEP"}))
		must(h.t, file, err)
		for range 2 {
			if err := h.Ship(ctx, office, "FEW", func() ([]byte, error) { read++; return file, nil }); err != nil {
				h.t.Fatal(err)
			}
		}
		f, err := h.db.FrameworkByCode(ctx, "FEW")
		must(h.t, f, err)
		editions, err := h.ListEditions(ctx, reader, f.ID, record.Page{Limit: 10})
		must(h.t, editions, err)
		if read != 1 || len(editions.Items) != 1 || editions.Items[0].State != framework.Published {
			h.t.Errorf("read %d times, editions %+v", read, editions.Items)
		}
		broken := errors.New("no file")
		if err := h.Ship(ctx, office, "OTHER", func() ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
			h.t.Errorf("got %v", err)
		}
	})
}
