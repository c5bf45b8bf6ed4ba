package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/operation"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// people lets the world enrol from a file.
type people struct{ w *world }

func (p people) CreatePerson(ctx context.Context, a access.Actor, fields access.PersonFields) (access.Person, error) {
	return p.w.access.CreatePerson(ctx, a, fields)
}

func (p people) InvitePerson(ctx context.Context, a access.Actor, person uuid.UUID) error {
	_, err := p.w.accounts.Invite(ctx, a, person, account.Invitation{})
	return err
}

func (w *world) newOperations(journal access.Journal) *operation.Service {
	return &operation.Service{
		Store: w.db, Kinds: slices.Concat(w.programmes.Kinds(), w.certificates.Kinds()), Cohorts: w.programmes, Tokens: w.access, Accounts: w.accounts,
		Journal: journal, Log: slog.New(slog.DiscardHandler), Now: w.now, NewID: newID, Random: rand.Reader, Workers: 1,
	}
}

// cohortPath is where the world's cohort is.
func (w *world) cohortPath() string { return "/cohorts/" + w.enrolment.CohortID.String() }

// planned has a kind of work looked ahead at, and gives where that is shown.
func (w *world) planned(kind string) string {
	w.t.Helper()
	return w.ahead(w.post(w.cohortPath()+"/work", url.Values{"kind": {kind}}))
}

// ahead follows a 303 to a dry run.
func (w *world) ahead(r *httptest.ResponseRecorder) string {
	w.t.Helper()
	path := r.Header().Get("Location")
	if r.Code != http.StatusSeeOther || !strings.HasPrefix(path, "/operations/") {
		w.t.Fatalf("%d to %q:\n%s", r.Code, path, r.Body)
	}
	return path
}

// confirmed confirms a dry run, and has it done.
func (w *world) confirmed(path string) {
	w.t.Helper()
	w.goes(w.post(path+"/confirm", url.Values{"mode": {w.hidden(path, "mode")}}), path)
	w.operations.Work(w.t.Context())
}

// sends sends a file as a browser does.
func (w *world) sends(path, file string, typed url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, values := range typed {
		w.must(m.WriteField(name, values[0]))
	}
	if file != "" {
		part, err := m.CreateFormFile("file", "people.csv")
		w.must(err)
		_, err = part.Write([]byte(file))
		w.must(err)
	}
	w.must(m.Close())
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return w.send(r)
}

// composed gives the cohort so many more participants whose certificates are composed, signed by the world's two assessors.
func (w *world) composed(n int) {
	w.t.Helper()
	for i := range n {
		e, err := w.programmes.Enrol(w.t.Context(), office, w.person(fmt.Sprintf("Composed %d", i), "").ID, programme.EnrolmentFields{CohortID: w.enrolment.CohortID})
		w.must(err)
		_, _, err = w.programmes.PutProject(w.t.Context(), office, e.ID, record.Any, programme.ProjectFields{Title: "Tugs", Context: "Ships learn from ships."})
		w.must(err)
		for _, assessor := range []access.Person{w.assessor, w.other} {
			_, err := w.programmes.Assign(w.t.Context(), office, e.ID, assessor.ID, programme.AssignmentFields{})
			w.must(err)
		}
	}
}

func TestACohortGoesFromNothingToIssuedAndIsDownloaded(t *testing.T) {
	w := newWorld(t)
	w.staff()
	w.composed(2)
	w.says(w.get(w.cohortPath()), http.StatusOK, `href="`+w.cohortPath()+`/work"`, "/meetings", "/import")
	w.says(w.get(w.cohortPath()+"/work"), http.StatusOK, "Begin certificates", "Nothing yet was done")

	begin := w.planned("propose")
	w.says(w.get(begin), http.StatusOK, "Begin 3 certificates?", "nothing has happened yet", "3 first compositions are made.", "No letter goes out.", "Olga Vtorushina", "Begin 3 certificates</button>")
	if list, err := w.certificates.List(t.Context(), office, certificate.Filter{Cohort: w.enrolment.CohortID}, record.Page{Limit: 10}); err != nil || len(list.Items) > 0 {
		t.Fatalf("looking ahead begins %d certificates, %v", len(list.Items), err)
	}
	w.confirmed(begin)
	w.says(w.get(begin), http.StatusOK, "3 certificates are begun", "3 of 3 are done.", `href="/certificates/`)

	w.says(w.get(w.cohortPath()+"?step=send"), http.StatusOK, "Send all for signing")
	send := w.planned("send_for_signing")
	w.says(w.get(send), http.StatusOK, "Send 3 certificates for signing?", "3 letters go out, to 1 person.", "Karsten Ehms (to sign)", "Beverly Wenger-Trayner has no e-mail address", "the document to sign")
	w.confirmed(send)

	w.approveAll()
	w.says(w.get("/"), http.StatusOK, "Issue 3 certificates that are signed", "?step=issue")
	w.says(w.get(w.cohortPath()+"?step=issue"), http.StatusOK, "Issue all that are signed")
	issue := w.planned("issue")
	w.says(w.get(issue), http.StatusOK, "Issue 3 certificates?", "3 certificates are sealed", "the sealed PDF")
	w.confirmed(issue)
	w.says(w.get(issue), http.StatusOK, "3 certificates are issued")
	w.says(w.get(w.cohortPath()), http.StatusOK, "Download all 3 certificates (zip)")
	w.says(w.get(w.cohortPath()+"/work"), http.StatusOK, "3 certificates are issued.", "3 certificates are sent.", "Stella Staff", "All 3 that are issued")

	r := w.get(w.cohortPath() + "/certificates.zip")
	z, err := zip.NewReader(bytes.NewReader(r.Body.Bytes()), int64(r.Body.Len()))
	w.must(err)
	if len(z.File) != 3 || r.Header().Get("Content-Type") != "application/zip" || !strings.Contains(r.Header().Get("Content-Disposition"), "2015.zip") {
		t.Errorf("%d files as %v", len(z.File), r.Header())
	}
}

// approveAll has everybody sign what is out for signing in the world's cohort.
func (w *world) approveAll() {
	w.t.Helper()
	list, err := w.certificates.List(w.t.Context(), office, certificate.Filter{Cohort: w.enrolment.CohortID, State: certificate.Signing}, record.Page{Limit: 100})
	w.must(err)
	for _, c := range list.Items {
		v, err := w.certificates.Version(w.t.Context(), office, c.VersionID)
		w.must(err)
		for _, s := range c.Signatories {
			w.answers(c, s, v, certificate.Approved)
		}
	}
}

func TestIssuingManyAsksForAFreshProof(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _ := w.sent()
	v, err := w.certificates.Version(t.Context(), office, c.VersionID)
	w.must(err)
	for _, s := range c.Signatories {
		w.answers(c, s, v, certificate.Approved)
	}
	w.later(6 * time.Minute)
	path := w.planned("issue")
	w.says(w.get(path), http.StatusOK, `href="/account?to=`+path+`#prove"`)
	if strings.Contains(w.get(path).Body.String(), "Issue 1 certificate</button>") {
		t.Error("it can be issued without a proof")
	}
	w.says(w.post(path+"/confirm", url.Values{"mode": {"all"}}), http.StatusUnprocessableEntity, "Prove that it is you", "in another window")
	if w.operations.Work(t.Context()) {
		t.Error("something was done")
	}
}

func TestConfirmingTwiceDoesItOnceAndOnlyWhoLookedAheadConfirms(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := w.planned("propose")
	held := w.plans
	w.plans = map[string]string{}
	w.says(w.get(path), http.StatusOK, "looked up in another browser")
	w.says(w.post(path+"/confirm", url.Values{"mode": {"all"}}), http.StatusUnprocessableEntity, "token that came with this dry run")
	w.plans = held
	w.confirmed(path)
	w.plans = held
	w.goes(w.post(path+"/confirm", url.Values{"mode": {"all"}}), path)
	if w.operations.Work(t.Context()) {
		t.Error("the second press did something")
	}
	if len(w.plans) > 0 {
		t.Error("the browser still holds what confirms it")
	}
}

func TestWhatChangedSinceTheLookAheadIsSaidBeforeAnythingIsDone(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := w.planned("propose")
	w.composed(1)
	w.says(w.post(path+"/confirm", url.Values{"mode": {"all"}}), http.StatusConflict, "Something changed since", "Look once more")
	again := w.ahead(w.post(path+"/again", nil))
	w.says(w.get(again), http.StatusOK, "Begin 2 certificates?")
	w.later(operation.PlanLife + time.Minute)
	w.says(w.get(again), http.StatusOK, "older than an hour", "Look once more")
}

func TestWorkIsStoppedAfterAQuestion(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := w.planned("propose")
	w.goes(w.post(path+"/confirm", url.Values{"mode": {"all"}}), path)
	running := w.get(path)
	w.says(running, http.StatusOK, "Beginning certificates", "0 of 1 is done, 1 is left.", "data-running", "/assets/work.js", `<noscript><meta http-equiv="refresh" content="5">`)
	w.says(w.get(path+"/cancel"), http.StatusOK, "Stop this work?", "1 more would follow")
	w.says(w.get(w.cohortPath()+"/work"), http.StatusOK, "under way")
	for range 2 {
		w.goes(w.post(path+"/cancel", nil), path)
	}
	w.says(w.get(path), http.StatusOK, "Begin certificates: stopped", "left out", "It was stopped before this.")
	w.goes(w.get(path+"/cancel"), path)
	dropped := w.ahead(w.post(path+"/again", nil))
	w.goes(w.post(dropped+"/cancel", nil), w.cohortPath()+"/work?done=unplanned")
}

func TestEveryRowOfAFileIsAnsweredBeforeAnybodyIsEnrolled(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := w.cohortPath() + "/import"
	template := w.get(path + "/template").Body.String()
	if template != "\ufeffname,email,private_email,organisation,job_title,language,external_id,leader_kind,scale\r\n" {
		t.Errorf("%q", template)
	}
	w.says(w.sends(path, "", nil), http.StatusUnprocessableEntity, `href="#file"`)
	w.says(w.sends(path, template, nil), http.StatusUnprocessableEntity, "no row in this file")
	w.says(w.sends(path, "", url.Values{"text": {"naming\nAna"}}), http.StatusUnprocessableEntity, `href="#text"`, "Row 1, “naming”", "Row 1, “name”", "naming\nAna</textarea>")

	file := "name;email;language;leader_kind\nAna Reis;ana@example.org;pt;sponsor\nBen;ben@;;\n;nobody@example.org;;\nOlga Vtorushina;;;\nKarsten;KARSTEN@example.org;;chief\n"
	plan := w.ahead(w.sends(path, file, url.Values{"invite": {"yes"}}))
	w.says(w.get(plan), http.StatusOK, "Enrol 2 participants?", "3 cannot be done", "Ana Reis", "gets an invitation", "pt",
		"same name is in this cohort", "Cannot be enrolled", "Good, look again", "1 letter goes out, to 1 person.", "Enrol 2 participants, leaving out 3</button>")
	w.says(w.get(plan+"?state=skipped"), http.StatusOK, "ben@", "nobody@example.org")
	w.confirmed(plan)
	w.says(w.get(plan), http.StatusOK, "2 participants are enrolled", "2 of 2 are done, 3 were left out.", "Ana Reis")
	w.says(w.get(w.cohortPath()), http.StatusOK, "Ana Reis")
	w.goes(w.post(plan+"/again", nil), path)
}

func TestAFileOfFiveThousandIsShownAPageAtATime(t *testing.T) {
	w := newWorld(t)
	w.staff()
	var file strings.Builder
	file.WriteString("name,email\n")
	for i := range programme.MaxRosterRows {
		fmt.Fprintf(&file, "Person %d,p%d@example.org\n", i, i)
	}
	plan := w.ahead(w.sends(w.cohortPath()+"/import", file.String(), nil))
	first := w.get(plan)
	w.says(first, http.StatusOK, "Enrol 5000 participants?", "Person 99", "The next ones")
	if n := first.Body.Len(); n > 100_000 || strings.Contains(first.Body.String(), "Person 100<") {
		t.Errorf("%d bytes", n)
	}
	_, next, _ := strings.Cut(first.Body.String(), `href="`+plan+"?after=")
	next, _, _ = strings.Cut(next, `"`)
	w.says(w.get(plan+"?after="+next), http.StatusOK, "Person 100", "Person 199")
	w.says(w.sends(w.cohortPath()+"/import", file.String()+"One more,\n", nil), http.StatusRequestEntityTooLarge, "at most 5000 rows")
}

func TestAssessorsAreGivenToEverybodyInTurn(t *testing.T) {
	w := newWorld(t)
	w.staff()
	w.fill(2) // one without a project, one without assessors
	path := w.cohortPath() + "/assign"
	w.says(w.post(path, url.Values{"per_participant": {"1"}}), http.StatusUnprocessableEntity, "Add at least one assessor.", `href="#who"`)
	typed := url.Values{"do": {"add"}, "who": {"karsten@example.org"}, "per_participant": {"2"}, "due_on": {"2016-01-31"}}
	w.says(w.post(path, typed), http.StatusOK, `name="assessor" value="`+w.assessor.ID.String(), `value="2016-01-31"`)
	typed = url.Values{"assessor": {w.assessor.ID.String()}, "per_participant": {"2"}, "due_on": {"31 January"}}
	w.says(w.post(path, typed), http.StatusUnprocessableEntity, `href="#per_participant"`, `href="#due_on"`, `value="31 January"`)
	typed.Set("per_participant", "1")
	typed.Set("due_on", "2016-01-31")
	plan := w.ahead(w.post(path, typed))
	w.says(w.get(plan), http.StatusOK, "Make 2 assignments?", "is assessed by Karsten Ehms")
	w.confirmed(plan)
	w.says(w.get(plan), http.StatusOK, "2 assignments are made")
	w.says(w.get(w.ahead(w.post(plan+"/again", nil))), http.StatusOK, "Everybody has the assessors that were asked for.")
}

func TestWhatCannotBeDoneIsSaidAndTheRestIsDone(t *testing.T) {
	w := newWorld(t)
	w.staff()
	w.composed(1)
	w.confirmed(w.planned("propose"))
	list, err := w.certificates.List(t.Context(), office, certificate.Filter{Cohort: w.enrolment.CohortID}, record.Page{Limit: 10})
	w.must(err)
	broken := list.Items[0]
	broken, err = w.certificates.PutSignatories(t.Context(), office, broken.ID, record.Match(broken.Revision), nil)
	w.must(err)
	path := w.planned("send_for_signing")
	w.says(w.get(path), http.StatusOK, "Send 1 certificate for signing?", "Cannot be done:", "1 cannot be done", "/certificates/"+broken.ID.String(), "leaving out 1</button>")
	w.says(w.get(path+"?state=skipped"), http.StatusOK, "Cannot be done:")
	w.says(w.post(path+"/confirm", url.Values{"mode": {"all"}}), http.StatusConflict, "1 of 2 items cannot be done")
	w.confirmed(path)
	w.says(w.get(path), http.StatusOK, "1 certificate is sent", "1 of 1 is done, 1 was left out.", "See what is left to do")
}

func TestWhatFailsIsNamedWithWhy(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := w.planned("propose")
	w.goes(w.post(path+"/confirm", url.Values{"mode": {"all"}}), path)
	_, err := w.programmes.ChangeEnrolment(t.Context(), office, w.enrolment.ID, record.Any, func(f *programme.EnrolmentFields) { f.State = programme.Withdrawn })
	w.must(err)
	w.operations.Work(t.Context())
	w.says(w.get(path), http.StatusOK, "0 of 1 is done, 1 failed.", "What failed, and why", "Olga Vtorushina")
}

func TestWorkOnACohortIsForItsStaffAlone(t *testing.T) {
	w := newWorld(t)
	stella := w.staff()
	plan := w.planned("propose")
	meeting := w.meets(stella)
	other := w.signIn("Otto Other", false)
	elsewhere, err := w.programmes.CreateProgramme(t.Context(), office, func() programme.Fields { f := programme.Defaults(); f.Name = "Other"; return f }())
	w.must(err)
	w.must(w.access.AddStaff(t.Context(), office, elsewhere.ID, other.ID))
	paths := []string{
		w.cohortPath() + "/work", w.cohortPath() + "/assign", w.cohortPath() + "/import", w.cohortPath() + "/import/template", w.cohortPath() + "/certificates.zip",
		w.cohortPath() + "/meetings", w.cohortPath() + "/meetings/new", plan, plan + "/cancel", meeting, meeting + "/edit",
	}
	posts := []string{
		w.cohortPath() + "/work", w.cohortPath() + "/assign", w.cohortPath() + "/import", w.cohortPath() + "/meetings/new",
		plan + "/confirm", plan + "/again", plan + "/cancel", meeting + "/edit", meeting + "/archive", meeting + "/notes",
	}
	refused := w.refuses(paths, posts, url.Values{
		"kind": {"propose"}, "mode": {"all"}, "text": {"name\nX"}, "assessor": {w.other.ID.String()}, "per_participant": {"1"}, "on": {"2015-12-01"}, "revision": {"1"},
	})
	refused("staff of another programme")
	w.signedIn()
	refused("an assessor")
}

// meets adds a meeting of the world's cohort at which somebody is a guest, and gives where it is.
func (w *world) meets(guest access.Person) string {
	w.t.Helper()
	return w.made(w.post(w.cohortPath()+"/meetings/new", url.Values{"kind": {"panel"}, "on": {"2015-12-14"}, "present": {guest.ID.String()}}), "meetings")
}
