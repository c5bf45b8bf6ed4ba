package web_test

import (
	"net/http"
	"strings"
	"testing"

	"testamur/internal/civil"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/templates"

	"github.com/google/uuid"
)

// framed has the world's programme use the framework that comes along, and its cohort pin edition 1, which it gives.
func (w *world) framed() framework.Edition {
	w.t.Helper()
	ctx := w.t.Context()
	file, err := templates.Files.ReadFile("frameworks/social-learning-leadership-1.yaml")
	w.must(err)
	w.must(w.programmes.Ship(ctx, office, "SLL", func() ([]byte, error) { return file, nil }))
	found, err := w.programmes.ListFrameworks(ctx, office, framework.Filter{Code: "SLL"}, record.Page{Limit: 1})
	w.must(err)
	_, err = w.programmes.ChangeProgramme(ctx, office, w.enrolment.ProgrammeID, record.Any, func(x *programme.Fields) { x.FrameworkID = found.Items[0].ID })
	w.must(err)
	editions, err := w.programmes.ListEditions(ctx, office, found.Items[0].ID, record.Page{Limit: 1})
	w.must(err)
	_, err = w.programmes.PutCohortEdition(ctx, office, w.enrolment.CohortID, record.Any, editions.Items[0].ID)
	w.must(err)
	e, err := w.programmes.Edition(ctx, office, editions.Items[0].ID)
	w.must(err)
	return e
}

// notes has the participant write an entry of the log that names disciplines.
func (w *world) notes(codes ...string) {
	w.t.Helper()
	_, err := w.programmes.AddLogEntry(w.t.Context(), office, w.enrolment.ID, programme.LogEntryFields{
		On: civil.Date{Year: 2015, Month: 5, Day: 4}, Text: "Tried " + strings.Join(codes, " and "), Disciplines: framework.CodesOf(codes...),
	})
	w.must(err)
}

// linked adds a theme that names disciplines, under which the assessor submits feedback.
func (w *world) linked(codes ...string) programme.Theme {
	w.t.Helper()
	ctx := w.t.Context()
	theme, err := w.programmes.CreateTheme(ctx, office, w.enrolment.ProgrammeID, uuid.Nil, programme.ThemeFields{Heading: "Bringing people together", Disciplines: framework.CodesOf(codes...)})
	w.must(err)
	fb, err := w.programmes.WriteFeedback(ctx, office, w.enrolment.ID, w.assessor.ID, programme.FeedbackFields{ThemeID: theme.ID, Text: "She listens first."})
	w.must(err)
	_, err = w.programmes.SubmitFeedback(ctx, office, fb.ID, record.Match(fb.Revision))
	w.must(err)
	return theme
}

func (w *world) cohort(below string) string {
	return "/cohorts/" + w.enrolment.CohortID.String() + below
}

func TestThePictureOfCoverageSaysInWordsWhatItShows(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.notes("VOICES")
	w.notes("VOICES", "VALUE")
	w.linked("VOICES")
	w.staff()
	for _, path := range []string{w.cohort("/coverage"), "/programmes/" + w.enrolment.ProgrammeID.String() + "/coverage", "/enrolments/" + w.enrolment.ID.String()} {
		page := w.get(path)
		w.says(page, http.StatusOK, `<svg class="coverage" role="img" aria-labelledby="coverage-title coverage-words"`, `<title id="coverage-title">`, "<th scope=\"row\">")
		said := w.read(path)
		silent := strings.Count(page.Body.String(), ">silent</text>") - 1 // the legend says it once
		if silent != len(e.Disciplines())-2 || strings.Count(page.Body.String(), `class="silent"`) != silent+1 {
			t.Errorf("%s: %d disciplines are silent", path, silent)
		}
		if !strings.Contains(said, "The evidence touches 2 of 12 disciplines. It is silent on ") {
			t.Errorf("%s: %s", path, said)
		}
		if !strings.Contains(said, "Voices Participation 2 1 1") {
			t.Errorf("%s: the table lacks what the picture shows: %s", path, said)
		}
	}
}

func TestACohortWithoutAnEditionIsLedToOne(t *testing.T) {
	w := newWorld(t)
	w.staff()
	w.says(w.get(w.cohort("/coverage")), http.StatusOK, "no edition", w.cohort("/edition"))
	if page := w.get("/enrolments/" + w.enrolment.ID.String()); strings.Contains(page.Body.String(), "<svg") {
		t.Error("an empty picture is shown")
	}
}

func TestAParticipantSeesWhatTheirOwnEvidenceCovers(t *testing.T) {
	w := newWorld(t)
	w.framed()
	w.notes("VALUE")
	w.linked("VOICES")
	path := w.atTheYear()
	if said := w.read(path); !strings.Contains(said, "touches 1 of 12 disciplines") {
		t.Errorf("feedback that was not released counts: %s", said)
	}
	w.says(w.get(w.cohort("/coverage")), http.StatusNotFound)
	w.says(w.get("/programmes/"+w.enrolment.ProgrammeID.String()+"/coverage"), http.StatusNotFound)
}

func picturesOfCoverage(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	e := w.framed()
	for i, d := range e.Disciplines() {
		for range (i * 7) % 5 {
			w.notes(d.Code)
		}
	}
	w.linked("VOICES", "VALUE")
	w.linked("VOICES")
	w.staff()
	camera.take("coverage", w.cohort("/coverage"))
	camera.take("coverage-enrolment", "/enrolments/"+w.enrolment.ID.String())
	camera.take("board", w.cohort(""))
	w.atTheYear()
	camera.take("coverage-year", "/my-year")
}
