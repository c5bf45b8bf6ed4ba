package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"
)

// writing has the assessor sign in, with one theme to write under, and gives the path of their desk.
func (w *world) writing() string {
	w.t.Helper()
	w.signedIn()
	_, err := w.programmes.CreateTheme(w.t.Context(), office, w.enrolment.ProgrammeID, w.enrolment.ID, programme.ThemeFields{Heading: "Boundary crossing", Guidance: "Where did she cross one?"})
	w.must(err)
	path := "/assessing/" + w.enrolment.ID.String()
	w.goes(w.post(path+"/conflict", url.Values{"conflict": {"none"}}), path)
	return path
}

// text is what the form of the first theme sends: the hidden fields of the page, and what was typed.
func (w *world) text(path, typed string) url.Values {
	w.t.Helper()
	sent := url.Values{"text": {typed}}
	for _, name := range []string{"theme", "feedback", "revision"} {
		m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(w.get(path).Body.String())
		if m == nil {
			w.t.Fatalf("%s has no %s", path, name)
		}
		sent.Set(name, m[1])
	}
	return sent
}

// save sends a text as the script does.
func (w *world) save(path string, sent url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, path+"/texts", strings.NewReader(sent.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept", "application/json")
	return w.send(r)
}

func TestAnAssessorIsAskedAboutConflictsBeforeTheyWrite(t *testing.T) {
	w := newWorld(t)
	w.signedIn()
	w.says(w.get("/assessing"), http.StatusOK, "Still to do", "Olga Vtorushina", "not begun")
	path := "/assessing/" + w.enrolment.ID.String()
	w.says(w.get(path), http.StatusOK, "Before you write on Olga Vtorushina")
	w.says(w.post(path+"/conflict", url.Values{"note": {"kept words"}}), http.StatusUnprocessableEntity, "Choose an answer.", "kept words", `href="#conflict-conflict"`)
	w.goes(w.post(path+"/conflict", url.Values{"conflict": {"declared"}, "note": {"We are cousins."}}), path)
	w.says(w.get(path), http.StatusOK, "there may be a conflict of interest", "Transforming a culture", "There is no entry yet")
}

func TestAnAssessorWritesSubmitsAndWithdrawsWithoutScripts(t *testing.T) {
	w := newWorld(t)
	path := w.writing()
	w.says(w.get(path+"/submit"), http.StatusOK, "There is no draft to submit")
	w.says(w.post(path+"/texts", w.text(path, " ")), http.StatusUnprocessableEntity, `href="#text-1-text"`)

	first := w.text(path, "She *listens*.\r\n\r\n- first\r\n- second")
	w.goes(w.post(path+"/texts", first), path+"?done=draft#text-1-text")
	w.goes(w.post(path+"/texts", first), path+"?done=draft#text-1-text") // sent twice: there is one draft
	w.says(w.get("/assessing"), http.StatusOK, "1 draft")
	w.says(w.get(path+"/submit"), http.StatusOK, "<em>listens</em>", "<li>second</li>", "Submit 1 text")

	shown := url.Values{"draft": {w.hidden(path+"/submit", "draft")}}
	w.goes(w.post(path+"/texts", w.text(path, "Changed meanwhile.")), path+"?done=draft#text-1-text")
	w.says(w.post(path+"/submit", shown), http.StatusConflict, "changed after you opened this page", "Changed meanwhile.")
	shown.Set("draft", w.hidden(path+"/submit", "draft"))
	w.goes(w.post(path+"/submit", shown), path+"?done=submitted")
	w.goes(w.post(path+"/submit", shown), path+"?done=submitted")
	w.says(w.get("/assessing"), http.StatusOK, "Nothing is due", "1 text submitted")

	id := w.text(path, "").Get("feedback")
	w.says(w.get(path+"/withdraw/"+id), http.StatusOK, "Withdraw 1 text", "Boundary crossing")
	revision := url.Values{"revision": {w.hidden(path+"/withdraw/"+id, "revision")}}
	w.goes(w.post(path+"/withdraw/"+id, revision), path+"?done=taken")
	w.goes(w.post(path+"/withdraw/"+id, revision), path)
}

func TestAnEmptiedDraftIsThrownAway(t *testing.T) {
	w := newWorld(t)
	path := w.writing()
	w.post(path+"/texts", w.text(path, "Not this."))
	w.goes(w.post(path+"/texts", w.text(path, "")), path+"?done=unwritten#text-1-text")
	w.says(w.get("/assessing"), http.StatusOK, "not begun")
}

func TestOfTwoWindowsNeitherLosesAWord(t *testing.T) {
	w := newWorld(t)
	path := w.writing()
	both := w.text(path, "From the first window.") // no draft yet, in both windows
	w.says(w.save(path, both), http.StatusOK, `"revision":1`)
	both.Set("text", "From the second window.")
	w.says(w.save(path, both), http.StatusConflict, "From the first window.", `"revision":1`)
	w.says(w.post(path+"/texts", both), http.StatusConflict, "Stored now: <strong>From the first window.", "From the second window.</textarea>")
	w.says(w.get(path), http.StatusOK, "From the first window.</textarea>")
}

func TestAScriptIsToldThatTheSessionEnded(t *testing.T) {
	w := newWorld(t)
	path := w.writing()
	sent := w.text(path, "Typed on a train.")
	session := w.cookie
	w.cookie = ""
	w.says(w.save(path, sent), http.StatusUnauthorized, "signed out")
	w.says(w.post(path+"/texts", sent), http.StatusUnprocessableEntity, "nothing that you typed is lost", "Typed on a train.")
	w.cookie = session
	w.says(w.save(path, sent), http.StatusOK, `"feedback":"`)
}

func TestWhatWasTakenDownIsConfirmedOnTheDesk(t *testing.T) {
	w := newWorld(t)
	w.takenDown()
	path := w.writing()
	w.says(w.get("/assessing"), http.StatusOK, "1 text to confirm")
	w.says(w.get(path), http.StatusOK, "Taken down for you", "She does not give up.")
	_, form, _ := strings.Cut(w.get(path).Body.String(), path+`/confirm"`)
	m := regexp.MustCompile(`name="feedback" value="([^"]+)"><input type="hidden" name="revision" value="(\d+)"`).FindStringSubmatch(form)
	if m == nil {
		t.Fatal("there is nothing to confirm")
	}
	w.goes(w.post(path+"/confirm", url.Values{"feedback": {m[1]}, "revision": {m[2]}}), path+"?done=confirmed")
	w.says(w.get("/assessing"), http.StatusOK, "Nothing is due")
}

func TestADeskIsTheAssessorsAlone(t *testing.T) {
	w := newWorld(t)
	path := w.writing()
	w.post(path+"/texts", w.text(path, "A draft."))
	for _, admin := range []bool{false, true} {
		w.signIn(map[bool]string{false: "Sina Stranger", true: "Ada Admin"}[admin], admin)
		for _, page := range []string{path, path + "/submit"} {
			w.says(w.get(page), http.StatusNotFound, "There is nothing for you here")
		}
		w.says(w.post(path+"/texts", url.Values{"text": {"Mine"}}), http.StatusNotFound)
		w.says(w.get("/assessing"), http.StatusOK, "Nobody is yours to write on yet")
	}
}

func TestWhatIsLateIsSaidInTheProgrammesTimeZone(t *testing.T) {
	w := newWorld(t)
	path := w.writing()
	list, err := w.programmes.ListAssignments(t.Context(), office, programme.AssignmentFilter{Assessor: w.assessor.ID}, record.Page{Limit: 5})
	w.must(err)
	today := civil.Of(w.now())
	_, err = w.programmes.ChangeAssignment(t.Context(), office, list.Items[0].ID, record.Any, func(x *programme.AssignmentFields) { x.DueOn = today })
	w.must(err)
	if strings.Contains(w.get(path).Body.String(), "late:") {
		t.Error("it is late on the day on which it is due")
	}
	w.later(48 * time.Hour)
	w.says(w.get(path), http.StatusOK, "late: due on")
	w.says(w.get("/assessing"), http.StatusOK, "late: due on")
}

func picturesOfWriting(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.takenDown()
	path := w.writing()
	camera.take("assessing", "/assessing")
	w.post(path+"/texts", w.text(path, "She *listens* before she speaks.\n\nIn the spring she sat down with those who stayed."))
	_, err := w.programmes.AddLogEntry(t.Context(), office, w.enrolment.ID, programme.LogEntryFields{On: civil.Of(w.now()), Text: "I tried to listen for a whole meeting, and said nothing."})
	w.must(err)
	camera.take("desk", path)
	camera.take("desk-submit", path+"/submit")
	w.post(path+"/submit", url.Values{"draft": {w.hidden(path+"/submit", "draft")}})
	camera.take("desk-submitted", path)
	camera.show("desk-stale", w.post(path+"/texts", url.Values{"theme": {w.text(path, "").Get("theme")}, "text": {"Typed elsewhere"}}))
}

// Without scripts a button can be pressed twice before the first answer comes.
func TestATextThatIsPostedTwiceAtOnceIsOneDraft(t *testing.T) {
	w := newWorld(t)
	path := w.writing()
	sent := w.text(path, "She does not give up.").Encode()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path+"/texts", strings.NewReader(sent))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			r.AddCookie(&http.Cookie{Name: cookieName, Value: w.cookie})
			w.handler.ServeHTTP(httptest.NewRecorder(), r)
		})
	}
	all.Wait()
	assessor, err := w.accounts.Authenticate(t.Context(), w.cookie)
	w.must(err)
	list, err := w.programmes.ListFeedback(t.Context(), assessor, programme.FeedbackFilter{Enrolment: w.enrolment.ID}, record.Page{Limit: 5})
	if err != nil || len(list.Items) != 1 {
		t.Errorf("%d texts, %v", len(list.Items), err)
	}
}
