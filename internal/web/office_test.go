package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"
)

// staff has the browser sign in as staff of the world's programme.
func (w *world) staff() access.Person {
	w.t.Helper()
	p := w.signIn("Stella Staff", false)
	w.must(w.access.AddStaff(w.t.Context(), office, w.enrolment.ProgrammeID, p.ID))
	return p
}

// made follows a 303 to something new, and gives where it is.
func (w *world) made(r *httptest.ResponseRecorder, kind string) string {
	w.t.Helper()
	path, _, _ := strings.Cut(r.Header().Get("Location"), "?")
	if r.Code != http.StatusSeeOther || !strings.HasPrefix(path, "/"+kind+"/") {
		w.t.Fatalf("%d to %q:\n%s", r.Code, path, r.Body)
	}
	w.says(w.get(r.Header().Get("Location")), http.StatusOK, `role="status"`)
	return path
}

// hidden gives the value of a hidden field of a page.
func (w *world) hidden(path, name string) string {
	w.t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(w.get(path).Body.String())
	if m == nil {
		w.t.Fatalf("%s has no %s", path, name)
	}
	return m[1]
}

func TestFromAnEmptyOfficeToAnEnrolledParticipant(t *testing.T) {
	w := newEmptyWorld(t)
	w.signIn("Ada Admin", true)
	w.says(w.get("/"), http.StatusOK, "A programme comes first", `href="/programmes/new"`)
	w.says(w.get("/programmes"), http.StatusOK, "There is none yet")
	w.says(w.post("/programmes/new", url.Values{"name": {""}}), http.StatusUnprocessableEntity, `href="#name"`)
	made := w.made(w.post("/programmes/new", url.Values{"name": {"Coaching"}}), "programmes")
	w.says(w.get(made), http.StatusOK, "There is none yet. A cohort is one run")
	cohort := w.made(w.post(made+"/cohorts/new", url.Values{"name": {"2016"}, "starts_on": {"2016-01-11"}}), "cohorts")
	w.says(w.get(cohort), http.StatusOK, "Nobody is enrolled yet.")
	w.says(w.get(cohort+"/enrol"), http.StatusOK, "Enrol 1 participant")

	typed := url.Values{"who": {"Ana"}}
	w.says(w.post(cohort+"/enrol", typed), http.StatusUnprocessableEntity, "Nobody of that name", `value="Ana"`)
	typed.Set("new", "yes")
	typed.Set("name", "Ana Reis")
	w.goes(w.post(cohort+"/enrol", typed), cohort+"?done=enrolled")
	w.says(w.get(cohort), http.StatusOK, "Ana Reis", "waits for the project")
	w.says(w.post(cohort+"/enrol", url.Values{"who": {"Ana Reis"}}), http.StatusUnprocessableEntity, "in the cohort already", `href="#who"`)
	w.says(w.get("/"), http.StatusOK, "Coaching, 2016", "1 participant")
}

func TestSettingsAreKeptAndWhatIsWrongIsSaidBesideIt(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := "/programmes/" + w.enrolment.ProgrammeID.String()
	typed := url.Values{
		"revision": {w.hidden(path+"/settings", "revision")}, "name": {"Leadership"}, "certificate_title": {"A title"}, "language": {"en"},
		"time_zone": {"Mars/Olympus"}, "serial_prefix": {"sll"}, "layout": {"classic"}, "required_sign_offs": {"2"}, "signing_reminder_days": {"3"},
		"read_back_days": {"5"}, "participant_check_days": {"91"}, "review_reminder_days": {"1"}, "correction_review": {"no"}, "about": {"Kept\nwords"},
	}
	w.says(w.post(path+"/settings", typed), http.StatusUnprocessableEntity, `href="#time_zone"`, `href="#serial_prefix"`, `value="Mars/Olympus"`, "Kept\nwords")
	w.says(w.post(path+"/settings", typed), http.StatusUnprocessableEntity, `href="#participant_check_days"`, "from 0 to 90")
	typed.Set("participant_check_days", "0")
	typed.Set("time_zone", "Europe/Lisbon")
	typed.Set("serial_prefix", "SLL")
	w.goes(w.post(path+"/settings", typed), path+"?done=settings")
	w.says(w.get(path), http.StatusOK, "Europe/Lisbon", "at least 2 signatures")
	kept, err := w.programmes.Programme(t.Context(), office, w.enrolment.ProgrammeID)
	w.must(err)
	if want := (programme.Reviews{ReadBackDays: 5, ReviewReminderDays: 1}); kept.Reviews != want || kept.SigningReminderDays != 3 {
		t.Errorf("%+v, reminded after %d days", kept.Reviews, kept.SigningReminderDays)
	}
	w.says(w.get(path+"/settings"), http.StatusOK, `href="/layouts/classic"`, "upright and festive")
	w.says(w.get("/layouts/classic"), http.StatusOK, "%PDF")

	typed.Set("name", "Typed meanwhile")
	w.says(w.post(path+"/settings", typed), http.StatusConflict, "Stored now: <strong>Leadership", `value="Typed meanwhile"`)
}

func TestThemesAreAddedMovedAndArchived(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := "/programmes/" + w.enrolment.ProgrammeID.String() + "/themes"
	w.says(w.get(path), http.StatusOK, "There is none yet")
	w.says(w.post(path, url.Values{"guidance": {"Look here"}}), http.StatusUnprocessableEntity, `href="#heading"`, "Look here")
	for _, heading := range []string{"Persistence", "Boundary crossing"} {
		w.goes(w.post(path, url.Values{"heading": {heading}}), path+"?done=theme")
	}
	inOrder := func(first, second string) {
		t.Helper()
		if body := w.get(path).Body.String(); strings.Index(body, first) > strings.Index(body, second) {
			t.Errorf("%s comes after %s", first, second)
		}
	}
	inOrder("<strong>Persistence", "<strong>Boundary")
	list, err := w.programmes.ListThemes(t.Context(), office, programme.ThemeFilter{Programme: w.enrolment.ProgrammeID}, record.Page{Limit: 10})
	w.must(err)
	w.goes(w.post("/themes/"+list.Items[1].ID.String()+"/move", url.Values{"to": {"up"}}), path+"?done=themes")
	inOrder("<strong>Boundary", "<strong>Persistence")
	first, err := w.programmes.Theme(t.Context(), office, list.Items[0].ID)
	w.must(err)
	w.goes(w.post("/themes/"+first.ID.String()+"/archive", url.Values{"revision": {strconv.FormatInt(first.Revision, 10)}, "archived": {"yes"}}), path+"?done=themes")
	w.says(w.get(path), http.StatusOK, "Restore Persistence")
}

func TestACohortIsClosedWhenEveryOutcomeIsSettled(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := "/cohorts/" + w.enrolment.CohortID.String()
	typed := url.Values{"revision": {w.hidden(path+"/state", "revision")}, "state": {"closed"}}
	w.says(w.post(path+"/state", typed), http.StatusConflict, "have no outcome yet", "Olga Vtorushina")
	settled := url.Values{"revision": {"1"}, "state": {"not_awarded"}}
	seat := "/enrolments/" + w.enrolment.ID.String()
	w.goes(w.post(seat+"/state", settled), seat+"?done=outcome")
	w.goes(w.post(path+"/state", typed), path+"?done=moved")
	w.says(w.get(path), http.StatusOK, "closed")
	w.says(w.post(path+"/enrol", url.Values{"who": {"Beverly"}, "person": {w.other.ID.String()}}), http.StatusUnprocessableEntity, "closed")
}

func TestAnEnrolmentLeadsFromAssessorsToACertificate(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := "/enrolments/" + w.enrolment.ID.String()
	w.says(w.get(path), http.StatusOK, "Transforming a culture", "Karsten Ehms", "Waiting for feedback")
	w.says(w.post(path+"/assessors", url.Values{"who": {"karsten@example.org"}}), http.StatusUnprocessableEntity, "already", `href="#assign-who"`)
	w.says(w.post(path+"/assessors", url.Values{"who": {"karsten@example.org"}, "due_on": {"soon"}}), http.StatusUnprocessableEntity, `href="#assign-due_on"`, `value="soon"`)
	typed := url.Values{"new": {"yes"}, "name": {"Nora New"}, "due_on": {"2015-12-01"}}
	w.goes(w.post(path+"/assessors", typed), path+"?done=assigned#assessors")
	w.says(w.get(path), http.StatusOK, "Nora New", "late: due on 1 December 2015")
	w.says(w.get("/cohorts/"+w.enrolment.CohortID.String()), http.StatusOK, "late: Nora New", "0 of 3")
	w.says(w.get("/"), http.StatusOK, "1 feedback is late")

	end := regexp.MustCompile(`action="(/assignments/[^"]+)"[^>]*><input type="hidden" name="revision" value="1"><button class="small" aria-label="End the assignment of Nora New"`).
		FindStringSubmatch(w.get(path).Body.String())
	for range 2 {
		w.goes(w.post(end[1], url.Values{"revision": {"1"}}), path+"?done=ended#assessors")
	}
	begun := w.made(w.post(path+"/certificate", nil), "certificates")
	w.goes(w.post(path+"/certificate", nil), path+"#certificate")
	w.says(w.get(path), http.StatusOK, `href="`+begun+`"`)
	w.says(w.get(path), http.StatusOK, "composing")
	w.says(w.get("/"), http.StatusOK, "Send 1 certificate for signing")
}

func TestPeopleAreFoundAddedChangedAndInvited(t *testing.T) {
	w := newWorld(t)
	w.staff()
	w.says(w.get("/people?search=KARST"), http.StatusOK, "Karsten Ehms")
	w.says(w.get("/people?search=nobody"), http.StatusOK, "Nobody’s name or address contains")
	w.says(w.post("/people/new", url.Values{"name": {"Zoë Ng"}, "email": {"KARSTEN@example.org"}}), http.StatusConflict, `href="#email"`, `value="Zoë Ng"`)
	path := w.made(w.post("/people/new", url.Values{"name": {"Zoë Ng"}, "email": {"zoe@example.org"}}), "people")
	w.goes(w.post(path+"/invite", nil), path+"?done=invited")
	w.says(w.get(path), http.StatusOK, "has not signed in yet")
	typed := url.Values{"name": {"Zoë Ngo"}, "email": {"zoe@example.org"}, "revision": {"1"}}
	w.goes(w.post(path, typed), path+"?done=person")
	w.says(w.post(path, typed), http.StatusConflict, "Somebody changed this")
	w.says(w.post(path+"/account", url.Values{"revision": {"1"}, "disabled": {"yes"}}), http.StatusUnprocessableEntity, "You may not do this.")
}

func TestATokensSecretIsShownOnceAndRevokingAsksFirst(t *testing.T) {
	w := newWorld(t)
	w.signIn("Ada Admin", true)
	r := w.post("/tokens", url.Values{"name": {"LMS"}, "role": {"read"}, "until": {"2016-01-31"}})
	w.says(r, http.StatusOK, "only time", access.TokenPrefix)
	secret := regexp.MustCompile(access.TokenPrefix + `[A-Za-z0-9]{20,}`).FindString(r.Body.String())
	if _, err := w.access.Authenticate(t.Context(), secret); err != nil {
		t.Fatalf("%q: %v", secret, err)
	}
	list := w.get("/tokens")
	w.says(list, http.StatusOK, "LMS", "until 1 February 2016")
	if strings.Contains(list.Body.String(), secret) {
		t.Error("the list shows the secret")
	}
	revoke := regexp.MustCompile(`/tokens/[^"]+/revoke`).FindString(list.Body.String())
	w.says(w.get(revoke), http.StatusOK, "stops working at once")
	if _, err := w.access.Authenticate(t.Context(), secret); err != nil {
		t.Error("asking revokes")
	}
	w.goes(w.post(revoke, nil), "/tokens?done=revoked")
	if _, err := w.access.Authenticate(t.Context(), secret); err == nil {
		t.Error("it works after revoking")
	}
	w.says(w.post("/tokens", url.Values{"name": {""}, "role": {"read"}}), http.StatusUnprocessableEntity, `href="#name"`)
}

func TestEventsAreReadTheLatestFirst(t *testing.T) {
	w := newWorld(t)
	w.staff()
	programmePath := "/programmes/" + w.enrolment.ProgrammeID.String()
	cohort := w.made(w.post(programmePath+"/cohorts/new", url.Values{"name": {"2016"}}), "cohorts")
	for i := range 60 {
		w.goes(w.post(programmePath+"/themes", url.Values{"heading": {"Theme " + strings.Repeat("x", i)}}), programmePath+"/themes?done=theme")
	}
	r := w.get("/events")
	w.says(r, http.StatusOK, "Stella Staff", "added theme", "What came before")
	if strings.Contains(r.Body.String(), "added cohort") {
		t.Error("the oldest come first")
	}
	older := regexp.MustCompile(`/events\?before=\d+`).FindString(r.Body.String())
	w.says(w.get(older), http.StatusOK, "added cohort", `href="`+cohort+`"`, "state: planned")
	w.says(w.get("/events?to=2015-12-13"), http.StatusOK, "Nothing was done that fits.")
	w.says(w.get("/events?from=2015-12-14&to=2015-12-14&programme="+w.enrolment.ProgrammeID.String()), http.StatusOK, "added theme")
}

func TestTheOfficeIsThereForItsStaffAlone(t *testing.T) {
	w := newWorld(t)
	other, err := w.programmes.CreateProgramme(t.Context(), office, func() programme.Fields { f := programme.Defaults(); f.Name = "Other"; return f }())
	w.must(err)
	programmePath, cohort, seat := "/programmes/"+w.enrolment.ProgrammeID.String(), "/cohorts/"+w.enrolment.CohortID.String(), "/enrolments/"+w.enrolment.ID.String()
	paths := []string{
		programmePath, programmePath + "/settings", programmePath + "/themes", programmePath + "/cohorts/new", programmePath + "/logo",
		cohort, cohort + "/edit", cohort + "/state", cohort + "/enrol", seat, "/tokens", "/programmes/new",
	}
	posts := []string{
		programmePath + "/settings", programmePath + "/themes", programmePath + "/cohorts/new", programmePath + "/archive", programmePath + "/staff",
		cohort + "/edit", cohort + "/state", cohort + "/enrol", seat + "/state", seat + "/assessors", seat + "/certificate", "/tokens",
	}
	refused := w.refuses(paths, posts, url.Values{"name": {"X"}, "heading": {"X"}, "revision": {"1"}, "state": {"closed"}, "who": {"Beverly"}})
	w.signedIn()
	refused("an assessor")
	p := w.signIn("Otto Other", false)
	w.must(w.access.AddStaff(t.Context(), office, other.ID, p.ID))
	refused("staff of another programme")
	w.cookie = ""
	for _, path := range paths {
		w.goes(w.get(path), "/sign-in?"+url.Values{"to": {path}}.Encode())
	}
}

func TestWhatIsSentAfterTheSessionEndedIsKept(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := "/programmes/" + w.enrolment.ProgrammeID.String() + "/themes"
	w.cookie = ""
	typed := url.Values{"heading": {"Persistence"}, "guidance": {"Two\nlines & <more>"}}
	w.says(w.post(path, typed), http.StatusUnprocessableEntity, `action="`+path+`"`, `name="heading" value="Persistence"`, "&lt;more&gt;", `target="_blank"`)
}
