package api_test

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/getkin/kin-openapi/openapi3"
)

func TestTheCookieOfASessionIsKeptByBrowsersAlone(t *testing.T) {
	w := newWorld(t)
	invited(w)
	c := w.signIn("link", map[string]string{"link": w.names["link"]}).Result().Cookies()[0]
	if c.Name != "__Host-testamur" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("%+v", c)
	}
	if days := c.MaxAge / (24 * 60 * 60); days < 29 || days > 30 {
		t.Errorf("it lasts %d days", days)
	}
}

func TestASessionThatWasPlantedIsWorthNothingAfterSigningIn(t *testing.T) {
	w := newWorld(t)
	locked(w)
	planted := w.names["etta.session"]
	w.names["mine"] = w.cookie(w.signIn("password", map[string]string{"email": "ana@example.org", "password": goodPassword}, "etta.session"))
	if w.names["mine"] == planted {
		t.Error("signing in kept the session")
	}
	if r := w.send("etta.session", "GET", "/v1/session", nil, ""); r.Code != http.StatusUnauthorized {
		t.Errorf("the planted session lives: %d", r.Code)
	}
	if who := w.make("mine", "", "GET", "/v1/session", ""); who["name"] != "Ana Reis" {
		t.Errorf("%v is signed in", who["name"])
	}
}

func TestAProofChangesTheSecretOfTheSession(t *testing.T) {
	w := newWorld(t)
	locked(w)
	stale(w)
	proved := w.send("ana.session", "POST", "/v1/session/proof", jsonHeader, `{"password": "`+goodPassword+`"}`)
	w.names["proved"] = w.cookie(proved)
	if r := w.send("ana.session", "GET", "/v1/session", nil, ""); r.Code != http.StatusUnauthorized {
		t.Errorf("the secret of before lives: %d", r.Code)
	}
	w.make("proved", "", "PUT", "/v1/account/password", `{"password": "another long password"}`)
}

// TestAnswersDoNotTellWhoHasAnAccount compares whole answers: status, headers and body but for the id of the request.
func TestAnswersDoNotTellWhoHasAnAccount(t *testing.T) {
	w := newWorld(t)
	locked(w)
	for path, body := range map[string]string{
		"/v1/sign-in-links":     `{"email": "%"}`,
		"/v1/sessions/password": `{"email": "%", "password": "guess"}`,
	} {
		known := w.anonymised("POST", path, strings.ReplaceAll(body, "%", "ana@example.org"))
		for _, address := range []string{"nobody@example.org", "luis@example.org", "rosa@example.org"} {
			if got := w.anonymised("POST", path, strings.ReplaceAll(body, "%", address)); got != known {
				t.Errorf("%s tells %s from Ana:\n%s\n%s", path, address, got, known)
			}
		}
	}
}

// anonymised gives a whole answer without the id of its request.
func (w *world) anonymised(method, path, body string) string {
	w.t.Helper()
	r := w.send("", method, path, jsonHeader, body)
	id := r.Header().Get("X-Request-Id")
	return strings.ReplaceAll(asJSON([]any{r.Code, r.Header(), r.Body.String()}), id, "")
}

func TestWhoGuessesPasswordsIsSlowedDownAndToldWhenToComeAgain(t *testing.T) {
	w := newWorld(t)
	locked(w)
	var last *httptest.ResponseRecorder
	for range 11 {
		last = w.signIn("password", map[string]string{"email": "ana@example.org", "password": "guess"})
	}
	if last.Code != http.StatusTooManyRequests || last.Header().Get("Retry-After") != "60" {
		t.Errorf("%d %s", last.Code, last.Header().Get("Retry-After"))
	}
}

func TestAWrongCodeStaysCountedUnderAnIdempotencyKey(t *testing.T) {
	w := newWorld(t)
	coded(w)
	wrong := "000000"
	if w.names["code"] == wrong {
		wrong = "111111"
	}
	for i := range 6 {
		key := strings.Repeat("k", i+1)
		w.repeat(key, "guest", signOff, "", w.named(`{"signatory_id": "<signatory>", "decision": "approved", "conflict": "none", "text_digest": "<digest>", "code": "`+wrong+`"}`))
	}
	r := w.repeat("right", "guest", signOff, "", w.named(`{"signatory_id": "<signatory>", "decision": "approved", "conflict": "none", "text_digest": "<digest>", "code": "<code>"}`))
	if r.Code != http.StatusForbidden || !strings.Contains(r.Body.String(), "code_void") {
		t.Errorf("after six guesses the right code is taken: %d %s", r.Code, r.Body)
	}
}

// TestAMailedLinkShowsExactlyOneCertificate has Etta named as signatory of two, and come by the link to the first.
func TestAMailedLinkShowsExactlyOneCertificate(t *testing.T) {
	w := newWorld(t)
	toSign(w)
	w.make("staff", "seat", "POST", "/v1/enrolments", `{"cohort_id": "<cohort>", "person_id": "<luis>"}`)
	w.make("staff", "cranes", "PUT", "/v1/enrolments/<seat>/project", `{"title": "Cranes"}`)
	w.make("staff", "", "POST", "/v1/enrolments/<seat>/assignments", `{"assessor_id": "<etta>"}`)
	w.make("etta.token", "second", "POST", "/v1/enrolments/<seat>/feedback", `{"assessor_id": "<etta>", "text": "He lifts."}`)
	w.make("etta.token", "second", "POST", "/v1/feedback/<second>/submit", "")
	w.names["first"] = w.names["certificate"]
	w.remember(w.make("staff", "other", "POST", "/v1/enrolments/<seat>/certificate", ""))
	w.remember(w.make("staff", "other", "POST", "/v1/certificates/<other>/send-for-signing", ""))
	r := w.send("guest", "GET", "/v1/signing-requests", nil, "").Body.String()
	if !strings.Contains(r, w.names["first"]) || strings.Contains(r, w.names["other"]) {
		t.Errorf("the link lists %s", r)
	}
	for _, path := range []string{"/v1/versions/<version>", "/v1/versions/<version>/document", "/v1/versions/<version>/content"} {
		if r := w.send("guest", "GET", path, nil, ""); r.Code != http.StatusNotFound {
			t.Errorf("the link to the first shows %s of the second: %d", path, r.Code)
		}
		w.make("etta.session", "", "GET", "/v1/versions/<version>", "") // who signed in sees it
	}
	answer := `{"signatory_id": "<signatory>", "decision": "approved", "conflict": "none", "text_digest": "<digest>", "code": "123456"}`
	if r := w.send("guest", "POST", "/v1/certificates/<other>/sign-offs", jsonHeader, answer); r.Code != http.StatusNotFound {
		t.Errorf("the link to the first signs the second: %d %s", r.Code, r.Body)
	}
}

func TestRefusalsAreEvents(t *testing.T) {
	w := newWorld(t)
	w.send("ana.session", "PATCH", "/v1/programmes/<programme>", map[string]string{"If-Match": `"1"`, "Content-Type": "application/json"}, `{"name": "Mine"}`)
	w.repeat("k", "etta.token", "/v1/people", "", evaBody)
	list, err := w.store.Events(t.Context(), access.EventFilter{Operation: "refuse", Sight: access.Everything()}, record.MaxPage)
	w.must(err)
	if len(list.Items) != 2 {
		t.Fatalf("%d refusals: %v", len(list.Items), list.Items)
	}
	first, second := list.Items[0], list.Items[1]
	if first.Actor.Person.String() != w.names["ana"] || first.Object.ID.String() != w.names["programme"] || first.Detail["operation"] != "updateProgramme" {
		t.Errorf("the first tells %+v", first)
	}
	if second.Detail["operation"] != "createPerson" {
		t.Errorf("one inside a transaction that was undone tells %+v", second)
	}
}

func TestRefusalsToStrangersAreCounted(t *testing.T) {
	w := newWorld(t)
	w.events()
	for range 3 {
		w.send("", "GET", "/v1/people", nil, "")
	}
	w.send("", "GET", "/v1/people", map[string]string{"Authorization": "Bearer testamur_guess"}, "")
	if got := w.events(); len(got) > 0 {
		t.Fatalf("strangers fill the database: %v", got)
	}
	journal := access.Journal{Store: w.store, Now: w.now, NewID: newID, Unknown: &w.unknown}
	w.must(journal.NoteUnknown(t.Context()))
	r := w.send("admin", "GET", "/v1/events?operation=refuse", nil, "")
	if !strings.Contains(r.Body.String(), `"count":"4"`) || !strings.Contains(r.Body.String(), `"kind":"anonymous"`) {
		t.Error(r.Body)
	}
}

func TestEventsAreFiltered(t *testing.T) {
	w := newWorld(t)
	twice(w)
	operations := func(query string) []string {
		t.Helper()
		var page struct{ Items []struct{ Operation string } }
		w.must(json.Unmarshal(w.send("admin", "GET", "/v1/events?limit=200&"+query, nil, "").Body.Bytes(), &page))
		var out []string
		for _, e := range page.Items {
			out = append(out, e.Operation)
		}
		return out
	}
	if got := operations(w.named("actor_id=<ana>")); !slices.Equal(got, []string{"signIn", "setPassword", "signIn"}) {
		t.Errorf("what Ana did: %v", got)
	}
	if got := operations("operation=addStaff"); len(got) > 0 {
		t.Errorf("what nobody did: %v", got)
	}
	if got := operations("from=2015-12-15T00:00:00Z"); len(got) > 0 {
		t.Errorf("what comes tomorrow: %v", got)
	}
	if before, all := operations("to=2015-12-15T00:00:00Z"), operations("from=2015-12-14T00:00:00Z"); len(before) < 10 || !slices.Equal(before, all) {
		t.Errorf("what was today: %v and %v", before, all)
	}
}

// TestNoGETChangesAnything walks through all that can be read, as an administrator where they may: what they read is there.
func TestNoGETChangesAnything(t *testing.T) {
	w := newWorld(t)
	quoting(w)
	asks(w)
	w.answers("ana.session", `"answer": "right"`) // so that the correction is out for signing
	uploaded(w)
	planned(nil, "propose")(w)
	w.make("rosa.session", "meeting", "POST", "/v1/cohorts/<cohort>/meetings", `{"kind": "session", "on": "2015-05-04"}`)
	w.make("rosa.session", "note", "POST", "/v1/meetings/<meeting>/notes", `{"text": "Twelve came."}`)
	w.draftEdition("framework", "FEW", "second", 2, "Quietly.")
	w.publishEdition("second")
	w.make("rosa.session", "programme", "PATCH", "/v1/programmes/<programme>", `{"publishes_framework": true}`)
	w.issue("sync", `"role": "staff"`)
	ids := map[string]string{
		"programmes": "programme", "themes": "theme", "cohorts": "cohort", "people": "ana", "enrolments": "enrolment", "log-entries": "entry", "meetings": "meeting",
		"meeting-notes": "note", "review-requests": "request", "operations": "operation", "frameworks": "framework", "editions": "second", "excerpt-requests": "ana.quote",
		"assignments": "assignment", "feedback": "feedback", "certificates": "certificate", "versions": "version", "files": "file", "tokens": "sync.id",
	}
	participants := map[string]string{"listShareLinks": "ana.session", "getReviewRequest": "ana.session", "getExcerptRequest": "ana.session"}
	w.names["nothing"] = noSuch
	before := w.rows()
	for path, item := range document().Paths.Map() {
		if item.Get == nil {
			continue
		}
		kind := strings.Split(path, "/")[2]
		path = strings.NewReplacer("/handbooks/{code}", "/handbooks/FEW", "edition-move", "edition-move?edition_id=<second>", "{id}", "<"+ids[kind]+">", "{code}", "<code>", "{name}", "classic").Replace(path)
		if r := w.send(cmp.Or(participants[item.Get.OperationID], "rosa.session"), "GET", path, nil, ""); r.Code >= 300 {
			t.Errorf("GET %s: %d %s", path, r.Code, r.Body)
		}
		if after := w.rows(); asJSON(after) != asJSON(before) && !slices.Contains(givesOut, item.Get.OperationID) {
			t.Errorf("GET %s changed the number of rows from %v to %v", path, before, after)
		}
		before = w.rows()
	}
}

// givesOut are the operations that note that data was given out.
var givesOut = []string{"exportPerson", "downloadCertificates"}

// rows counts what lies in every table.
func (w *world) rows() map[string]int {
	w.t.Helper()
	out := map[string]int{}
	tables, err := w.database.QueryContext(w.t.Context(), `SELECT name FROM sqlite_schema WHERE type = 'table'`)
	w.must(err)
	defer func() { w.must(tables.Close()) }()
	for tables.Next() {
		var name string
		w.must(tables.Scan(&name))
		out[name] = 0
	}
	w.must(tables.Err())
	for name := range out {
		var n int
		w.must(w.database.QueryRowContext(w.t.Context(), `SELECT count(*) FROM "`+name+`"`).Scan(&n))
		out[name] = n
	}
	return out
}

func TestProofIsAskedForWhereTheContractSaysSo(t *testing.T) {
	proof := func(_, _ string, op *openapi3.Operation) bool { return op.Extensions["x-proof"] == true }
	asked := 0
	each(t, proof, func(t *testing.T, w *world, method, path string, op *openapi3.Operation) {
		stale(w)
		header := map[string]string{"If-Match": `"1"`}
		if op.RequestBody != nil {
			header["Content-Type"] = "application/json"
		}
		r := w.send("rosa.session", method, path, header, exampleOf(op))
		if r.Code != http.StatusForbidden || !strings.Contains(r.Body.String(), `"reason":"proof_needed"`) {
			t.Errorf("%d %s", r.Code, r.Body)
		}
		asked++
	})
	if asked < 6 {
		t.Errorf("only %d operations ask for it", asked)
	}
}
