package web_test

import (
	"html"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/templates"

	"github.com/google/uuid"
)

// drafted begins the next edition of the framework, and gives its path.
func (w *world) drafted(e framework.Edition) string {
	w.t.Helper()
	return w.made(w.post("/frameworks/"+e.FrameworkID.String()+"/editions", nil), "editions")
}

// asIs gives what the form of a page would send if nobody touched it.
func (w *world) asIs(path string) url.Values {
	w.t.Helper()
	page := w.get(path)
	if page.Code != http.StatusOK {
		w.t.Fatalf("%s: %d", path, page.Code)
	}
	typed, body := url.Values{}, page.Body.String()
	for _, m := range regexp.MustCompile(`<input[^>]* name="([^"]+)"[^>]*?(?: value="([^"]*)")?( checked)?[^>]*>`).FindAllStringSubmatch(body, -1) {
		if !strings.Contains(m[0], `type="checkbox"`) || strings.Contains(m[0], " checked") {
			typed.Set(m[1], html.UnescapeString(valueIn(m[0])))
		}
	}
	for _, m := range regexp.MustCompile(`(?s)<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>`).FindAllStringSubmatch(body, -1) {
		typed.Set(m[1], strings.ReplaceAll(html.UnescapeString(m[2]), "\n", "\r\n")) // as browsers do
	}
	for _, m := range regexp.MustCompile(`(?s)<select[^>]* name="([^"]+)".*?</select>`).FindAllStringSubmatch(body, -1) {
		if chosen := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[0]); chosen != nil {
			typed.Set(m[1], html.UnescapeString(chosen[1]))
		}
	}
	return typed
}

func valueIn(input string) string {
	m := regexp.MustCompile(` value="([^"]*)"`).FindStringSubmatch(input)
	if m == nil {
		return ""
	}
	return m[1]
}

func (w *world) editionAt(path string) framework.Edition {
	w.t.Helper()
	e, err := w.programmes.Edition(w.t.Context(), office, uuid.MustParse(strings.TrimPrefix(path, "/editions/")))
	w.must(err)
	return e
}

func TestFormsThatNobodyTouchesChangeNothingOfADraft(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.staff()
	path := w.drafted(e)
	before := w.editionAt(path).Content
	forms := []string{path + "/front"}
	for _, g := range before.Groups {
		forms = append(forms, path+"/groups/"+g.Code)
	}
	for _, d := range before.Disciplines() {
		forms = append(forms, path+"/disciplines/"+d.Code)
	}
	for _, form := range forms {
		if size := w.get(form).Body.Len(); size > 100<<10 {
			t.Errorf("%s has %d bytes", form, size)
		}
		w.goes(w.post(form, w.asIs(form)), path+"?done=edition-kept")
		if !reflect.DeepEqual(w.editionAt(path).Content, before) {
			t.Fatalf("%s changed the draft", form)
		}
	}
}

func TestADraftIsWrittenReviewedAndPublished(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.signIn("Ada Admin", true)
	path := w.drafted(e)
	w.goes(w.post("/frameworks/"+e.FrameworkID.String()+"/editions", nil), path) // sent twice

	typed := w.asIs(path + "/disciplines/LEADERSHIP")
	typed.Set("name", "Convening")
	w.goes(w.post(path+"/disciplines/LEADERSHIP", typed), path+"?done=edition-kept")
	typed.Set("name", "Another window")
	w.says(w.post(path+"/disciplines/LEADERSHIP", typed), http.StatusConflict, "Stored now: <strong>Convening", `value="Another window"`)

	add := url.Values{"revision": {w.hidden(path+"/new-discipline", "revision")}, "name": {"Crossing"}, "code": {"CROSSING"}, "place": {"PARTICIPATION/"}, "from-BOUNDARIES": {"yes"}}
	add.Set("reading", "Somebody\nlong ago\nA book\nA publisher")
	w.says(w.post(path+"/new-discipline", add), http.StatusUnprocessableEntity, `href="#reading"`, "Number 1: the second line is the year", `value="Crossing"`)
	add.Del("reading")
	add.Set("methods", "A name alone")
	w.says(w.post(path+"/new-discipline", add), http.StatusUnprocessableEntity, `href="#methods"`, "Number 1:")
	add.Del("methods")
	w.goes(w.post(path+"/new-discipline", add), path+"?done=edition-kept")
	if d := w.editionAt(path).Groups[1].Disciplines[0]; d.Code != "CROSSING" || d.From[0] != "BOUNDARIES" {
		t.Errorf("it is not where it was put: %+v", d)
	}
	revision := func() url.Values { return url.Values{"revision": {w.hidden(path, "revision")}} }
	w.says(w.post(path+"/submit", revision()), http.StatusUnprocessableEntity, `href="#d-CROSSING"`, "Crossing has no summary yet.", `id="d-CROSSING"`)
	remove := path + "/disciplines/CROSSING/remove"
	w.goes(w.post(remove, w.asIs(remove)), path+"?done=edition-kept")

	w.says(w.get(path+"/changes"), http.StatusOK, "Leadership is now called Convening.")
	w.goes(w.post(path+"/submit", revision()), path+"?done=edition-sent")
	w.says(w.get(path+"/disciplines/VOICES"), http.StatusConflict, "Only a draft can be changed")
	w.goes(w.post(path+"/return", revision()), path+"?done=edition-back")
	w.goes(w.post(path+"/submit", revision()), path+"?done=edition-sent")
	w.says(w.get(path+"/publish"), http.StatusOK, "fixed for ever", "edition 2 of Social learning leadership", "Leadership is now called Convening.", "Publish edition 2 for good")
	w.goes(w.post(path+"/publish", url.Values{"revision": {w.hidden(path+"/publish", "revision")}}), path+"?done=edition-out")
	w.says(w.get(path+"?done=edition-out"), http.StatusOK, "Published on 14 December 2015", "stays as it is for ever")
	w.says(w.get("/frameworks"), http.StatusOK, "Edition 2", "Begin the next edition from the latest")
	w.says(w.get(path+"/read"), http.StatusOK, "Convening")
	w.says(w.get(path+"/read/LEADERSHIP"), http.StatusOK, "Convening")
	w.says(w.get(path+"/read/handbook.pdf"), http.StatusOK, "%PDF")
}

func TestAFileIsReadOrItsSlipsAreToldWithTheirLines(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.staff()
	path := w.drafted(e)
	before := w.editionAt(path)
	file := w.get(path + "/file")
	if got := file.Header().Get("Content-Disposition"); got != "attachment; filename=SLL-2.yaml" {
		t.Errorf("it is called %s", got)
	}
	w.goes(w.sends(path+"/import", file.Body.String(), url.Values{"revision": {w.hidden(path+"/import", "revision")}}), path+"?done=edition-read")
	if !reflect.DeepEqual(w.editionAt(path), before) {
		t.Error("what was saved and read back changes the draft")
	}
	broken := strings.Replace(file.Body.String(), "  edition: 2\n", "  edition: two\n  colour: red\n", 1)
	w.says(w.sends(path+"/import", broken, url.Values{"revision": {w.hidden(path+"/import", "revision")}}), http.StatusUnprocessableEntity, `<li><a href="#file">Line 5: Write a whole number here.`, `<li><a href="#file">Line 6: There is no such field.`)
	w.says(w.sends(path+"/import", "a: [", url.Values{"revision": {w.hidden(path+"/import", "revision")}}), http.StatusUnprocessableEntity, "This is not YAML")
	w.says(w.sends(path+"/import", "", url.Values{"revision": {w.hidden(path+"/import", "revision")}}), http.StatusUnprocessableEntity, "Choose a file.")
	second, err := templates.Files.ReadFile("demo/social-learning-leadership-2.yaml")
	w.must(err)
	w.goes(w.sends(path+"/import", string(second), url.Values{"revision": {w.hidden(path+"/import", "revision")}}), path+"?done=edition-read")
	w.goes(w.post(path+"/delete", url.Values{"revision": {w.hidden(path+"/delete", "revision")}}), "/frameworks?done=edition-gone")
	w.says(w.get(path), http.StatusNotFound)
}

// secondEdition publishes the second edition of the demo.
func (w *world) secondEdition(of framework.Edition) framework.Edition {
	w.t.Helper()
	ctx := w.t.Context()
	file, err := templates.Files.ReadFile("demo/social-learning-leadership-2.yaml")
	w.must(err)
	e, err := w.programmes.CreateEdition(ctx, office, of.FrameworkID)
	w.must(err)
	e, err = w.programmes.PutEditionFile(ctx, office, e.ID, record.Match(e.Revision), file)
	w.must(err)
	e, err = w.programmes.SubmitEdition(ctx, office, e.ID, record.Match(e.Revision))
	w.must(err)
	e, err = w.programmes.PublishEdition(ctx, office, e.ID, record.Match(e.Revision))
	w.must(err)
	return e
}

func TestACohortMovesToAnEditionWhoseChangesWereShown(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.linked("BOUNDARIES", "VOICES")
	second := w.secondEdition(e)
	w.staff()
	path := w.cohort("/edition")
	w.says(w.get(path), http.StatusOK, "The cohort has this one", path+"?to="+second.ID.String())
	next := path + "?to=" + second.ID.String()
	w.says(w.get(next), http.StatusOK, "Bringing people together", "Boundaries was split into ", "Move 2015 to edition 2")
	typed := url.Values{"revision": {w.hidden(next, "revision")}, "to": {second.ID.String()}}
	w.goes(w.post(path, typed), w.cohort("?done=pinned"))
	w.says(w.post(path, url.Values{"revision": {"1"}, "to": {e.ID.String()}}), http.StatusConflict, "Somebody changed the cohort")
	w.says(w.get(path+"?to="+uuid.NewString()), http.StatusNotFound)
}

func TestAThemeIsTiedToDisciplinesWhoseQuestionsAssessorsSee(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	theme, err := w.programmes.CreateTheme(t.Context(), office, w.enrolment.ProgrammeID, uuid.Nil, programme.ThemeFields{Heading: "Listening"})
	w.must(err)
	w.staff()
	path := "/themes/" + theme.ID.String() + "/disciplines"
	w.says(w.get("/programmes/"+w.enrolment.ProgrammeID.String()+"/themes"), http.StatusOK, path)
	typed := w.asIs(path)
	typed.Set("discipline-VOICES", "yes")
	w.goes(w.post(path, typed), "/programmes/"+w.enrolment.ProgrammeID.String()+"/themes?done=themes")
	w.says(w.get(path), http.StatusOK, `name="discipline-VOICES" type="checkbox" value="yes" checked`)

	_, err = w.programmes.ChangeAssignment(t.Context(), office, w.assignment(), record.Any, func(x *programme.AssignmentFields) { x.Conflict = programme.ConflictNone })
	w.must(err)
	w.signedIn()
	d, _ := e.Discipline("VOICES")
	desk := w.read("/assessing/" + w.enrolment.ID.String())
	for _, q := range d.GuidingQuestions {
		if !strings.Contains(desk, plain(q)) {
			t.Errorf("the desk lacks %q", q)
		}
	}
}

// assignment is the one of the world's assessor.
func (w *world) assignment() uuid.UUID {
	w.t.Helper()
	list, err := w.programmes.ListAssignments(w.t.Context(), office, programme.AssignmentFilter{Enrolment: w.enrolment.ID}, record.Page{Limit: 10})
	w.must(err)
	for _, x := range list.Items {
		if x.AssessorID == w.assessor.ID {
			return x.ID
		}
	}
	w.t.Fatal("the assessor has no assignment")
	return uuid.Nil
}

func TestAnEntryOfTheLogNamesAFewDisciplines(t *testing.T) {
	w := newWorld(t)
	path := w.atTheYear()
	if page := w.get(path + "/log/new").Body.String(); strings.Contains(page, "discipline-1") {
		t.Error("without an edition there is nothing to choose from")
	}
	w.framed()
	typed := url.Values{"on": {"2015-06-01"}, "text": {"Asked those who had said nothing."}, "discipline-1": {"VOICES"}, "discipline-2": {"GONE"}}
	w.says(w.post(path+"/log/new", typed), http.StatusUnprocessableEntity, `href="#discipline-1"`, "GONE")
	typed.Set("discipline-2", "POWER")
	w.goes(w.post(path+"/log/new", typed), path+"?done=entry#log")
	log, err := w.programmes.ListLogEntries(t.Context(), office, programme.LogEntryFilter{Enrolment: w.enrolment.ID}, record.Page{Limit: 2})
	w.must(err)
	if len(log.Items) != 1 || log.Items[0].Disciplines != framework.CodesOf("POWER", "VOICES") {
		t.Errorf("the log is %+v", log.Items)
	}
	entry := "/log/" + log.Items[0].ID.String()
	again := w.asIs(entry)
	again.Set("discipline-1", "")
	w.goes(w.post(entry, again), path+"?done=entry#log")
	w.says(w.get(entry), http.StatusOK, `value="VOICES" selected`)
}

func TestAProgrammeChoosesItsFramework(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.staff()
	path := "/programmes/" + w.enrolment.ProgrammeID.String()
	typed := w.asIs(path + "/framework")
	typed.Set("publishes_framework", "yes")
	w.goes(w.post(path+"/framework", typed), path+"?done=framework-set")
	w.says(w.get("/editions/"+e.ID.String()), http.StatusOK, "/handbook/SLL/1")
	w.says(w.get(path), http.StatusOK, "Social learning leadership")
	typed = w.asIs(path + "/framework")
	typed.Set("framework_id", "")
	w.says(w.post(path+"/framework", typed), http.StatusUnprocessableEntity, `href="#publishes_framework"`, "Choose a framework first.")
}

func TestWhoDoesNotWriteFrameworksReadsWhatIsPublishedAlone(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	draft, err := w.programmes.CreateEdition(t.Context(), office, e.FrameworkID)
	w.must(err)
	w.atTheYear()
	published, hidden := "/editions/"+e.ID.String(), "/editions/"+draft.ID.String()
	for _, path := range []string{"/frameworks", published, published + "/read", published + "/read/VOICES", published + "/file"} {
		w.says(w.get(path), http.StatusOK)
	}
	if page := w.get("/frameworks").Body.String(); strings.Contains(page, "Edition 2") || strings.Contains(page, "<form") {
		t.Error("the list shows a draft, or what they may not do")
	}
	for _, path := range []string{
		hidden, hidden + "/read", hidden + "/file", hidden + "/changes", hidden + "/front", hidden + "/publish", hidden + "/delete", hidden + "/import",
		hidden + "/disciplines/VOICES", "/frameworks/new", "/frameworks/" + e.FrameworkID.String() + "/edit", "/frameworks/" + e.FrameworkID.String() + "/archive", w.cohort("/edition"), "/programmes/" + w.enrolment.ProgrammeID.String() + "/framework",
	} {
		w.says(w.get(path), http.StatusNotFound)
	}
	before := w.dumpWithout("events", "sessions", "event_sequence")
	for _, path := range []string{
		hidden + "/submit", hidden + "/return", hidden + "/publish", hidden + "/delete", hidden + "/import", hidden + "/front",
		"/frameworks/" + e.FrameworkID.String() + "/edit", "/frameworks/" + e.FrameworkID.String() + "/archive", "/frameworks/" + e.FrameworkID.String() + "/restore",
		"/frameworks/new", "/frameworks/" + e.FrameworkID.String() + "/editions", w.cohort("/edition"), "/programmes/" + w.enrolment.ProgrammeID.String() + "/framework",
	} {
		w.says(w.post(path, url.Values{"revision": {"1"}, "to": {e.ID.String()}}), http.StatusNotFound)
	}
	if w.dumpWithout("events", "sessions", "event_sequence") != before {
		t.Error("something changed")
	}
}

func picturesOfFrameworks(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	e := w.framed()
	w.linked("BOUNDARIES", "VOICES")
	second := w.secondEdition(e)
	w.signIn("Ada Admin", true)
	path := w.drafted(e)
	camera.take("frameworks", "/frameworks")
	camera.take("framework-new", "/frameworks/new")
	camera.take("framework-name", "/frameworks/"+e.FrameworkID.String()+"/edit")
	camera.take("framework-archive", "/frameworks/"+e.FrameworkID.String()+"/archive")
	programmePath := "/programmes/" + w.enrolment.ProgrammeID.String()
	camera.take("programme-framework", programmePath+"/framework")
	camera.take("programme-coverage", programmePath+"/coverage")
	camera.take("edition-draft", path)
	camera.take("edition-discipline", path+"/disciplines/VOICES")
	for name, part := range map[string]string{
		"import": "/import", "read": "/read", "chapter": "/read/VOICES", "front": "/front", "group": "/groups/MEANING", "group-new": "/new-group",
		"discipline-new": "/new-discipline", "discipline-remove": "/disciplines/VOICES/remove", "group-remove": "/groups/MEANING/remove", "delete": "/delete",
	} {
		camera.take("edition-"+name, path+part)
	}
	camera.take("edition-changes", "/editions/"+second.ID.String()+"/changes")
	camera.take("cohort-edition", w.cohort("/edition?to="+second.ID.String()))
	w.goes(w.post(path+"/submit", url.Values{"revision": {w.hidden(path, "revision")}}), path+"?done=edition-sent")
	camera.take("edition-publish", path+"/publish")
	camera.take("programme", programmePath)
	camera.take("themes", programmePath+"/themes")
	_, err := w.programmes.ChangeAssignment(t.Context(), office, w.assignment(), record.Any, func(x *programme.AssignmentFields) { x.Conflict = programme.ConflictNone })
	w.must(err)
	w.signedIn()
	desk := "/assessing/" + w.enrolment.ID.String()
	camera.take("desk-questions", desk)
	typed := w.text(desk, "She asked whoever had said nothing.")
	typed.Set("discipline-VOICES", "yes")
	typed.Set("discipline-GONE", "yes")
	camera.show("desk-disciplines", w.post(desk+"/texts", typed))
	typed.Del("discipline-GONE")
	w.goes(w.post(desk+"/texts", typed), desk+"?done=draft#text-1-text")
	camera.take("desk-about-submit", desk+"/submit")
	year := w.atTheYear()
	camera.take("log-entry", year+"/log/new")
}
