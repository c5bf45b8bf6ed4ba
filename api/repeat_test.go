package api_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/idempotency"
	"testamur/internal/record"
)

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// repeat sends a request under a key.
func (w *world) repeat(key, as, path, match, body string) *httptest.ResponseRecorder {
	w.t.Helper()
	header := map[string]string{"Idempotency-Key": key}
	if body != "" {
		header["Content-Type"] = "application/json"
	}
	if match != "" {
		header["If-Match"] = match
	}
	return w.send(as, "POST", path, header, body)
}

const evaBody = `{"name": "Eva Lind", "email": "eva@example.org"}`

// evas counts those with Eva's address.
func (w *world) evas() int {
	w.t.Helper()
	list, err := w.store.People().List(w.t.Context(), access.PersonFilter{Email: "eva@example.org"}, record.Page{Limit: 10})
	w.must(err)
	return len(list.Items)
}

func TestARepeatedRequestHasItsEffectOnceAndItsAnswerAgain(t *testing.T) {
	w := newWorld(t)
	w.events()
	first := w.repeat("k", "staff", "/v1/people", "", evaBody)
	second := w.repeat("k", "staff", "/v1/people", "", evaBody)
	if first.Code != 201 || second.Code != 201 || first.Body.String() != second.Body.String() {
		t.Fatalf("%d %s\n%d %s", first.Code, first.Body, second.Code, second.Body)
	}
	if first.Header().Get("Idempotency-Replayed") != "" || second.Header().Get("Idempotency-Replayed") != "true" {
		t.Error("the repetition is not marked, or the first answer is")
	}
	for _, name := range []string{"ETag", "Location", "Content-Type"} {
		if first.Header().Get(name) == "" || first.Header().Get(name) != second.Header().Get(name) {
			t.Errorf("%s: %q, then %q", name, first.Header().Get(name), second.Header().Get(name))
		}
	}
	if first.Header().Get("X-Request-Id") == second.Header().Get("X-Request-Id") {
		t.Error("two requests have one id")
	}
	if events := w.events(); len(events) != 1 {
		t.Errorf("events %v", events)
	}
}

func TestAKeyIsOfOneActorOneOperationAndOneRequest(t *testing.T) {
	w := newWorld(t)
	w.repeat("k", "staff", "/v1/people", "", evaBody)
	other := w.repeat("k", "staff", "/v1/people", "", `{"name": "Eva Lund"}`)
	if other.Code != 422 || !strings.Contains(other.Body.String(), "idempotency_key_reused") {
		t.Errorf("another body: %d %s", other.Code, other.Body)
	}
	if r := w.repeat("k", "admin", "/v1/people", "", evaBody); r.Code != 409 {
		t.Errorf("another actor got the answer of the first: %d %s", r.Code, r.Body)
	}
	if r := w.repeat("k", "staff", "/v1/enrolments/<enrolment>/log-entries", "", `{"on": "2015-05-01", "text": "x"}`); r.Code != 201 {
		t.Errorf("another operation: %d %s", r.Code, r.Body)
	}
	submit := "/v1/feedback/<feedback>/submit"
	if r := w.repeat("m", "etta.token", submit, "<feedback.tag>", ""); r.Code != 200 {
		t.Fatalf("%d %s", r.Code, r.Body)
	}
	if r := w.repeat("m", "etta.token", submit, `"2"`, ""); r.Code != 422 {
		t.Errorf("another If-Match: %d %s", r.Code, r.Body)
	}
}

func TestWhatWasRefusedStaysRefused(t *testing.T) {
	w := newWorld(t)
	w.make("staff", "eva", "POST", "/v1/people", evaBody)
	first := w.repeat("k", "staff", "/v1/people", "", evaBody)
	w.make("staff", "eva", "PATCH", "/v1/people/<eva>", `{"email": null}`)
	second := w.repeat("k", "staff", "/v1/people", "", evaBody)
	if first.Code != 409 || second.Code != 409 || second.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("%d, then %d %s", first.Code, second.Code, second.Body)
	}
	if w.evas() != 0 {
		t.Error("a refused request had an effect")
	}
}

func TestARequestThatStillRunsIsNotRunBesides(t *testing.T) {
	w := newWorld(t)
	claim := idempotency.Claim{
		Key: idempotency.Key{Actor: w.actor("staff"), Operation: "createPerson", Value: "k"}, Request: w.fingerprint("POST", "/v1/people", evaBody),
		RunningUntil: w.now().Add(idempotency.Lease), ExpiresAt: w.now().Add(idempotency.Kept),
	}
	_, mine, err := w.store.ClaimIdempotencyKey(t.Context(), claim, w.now())
	if err != nil || !mine {
		t.Fatal(mine, err)
	}
	if r := w.repeat("k", "staff", "/v1/people", "", evaBody); r.Code != 409 || !strings.Contains(r.Body.String(), "idempotency_in_progress") {
		t.Errorf("%d %s", r.Code, r.Body)
	}
	// The machine that ran it died: once the lease is over the repetition runs in its place.
	w.later(idempotency.Lease)
	if r := w.repeat("k", "staff", "/v1/people", "", evaBody); r.Code != 201 || w.evas() != 1 {
		t.Errorf("after a crash: %d %s", r.Code, r.Body)
	}
}

// actor gives the key of the actor that a token stands for.
func (w *world) actor(name string) string {
	w.t.Helper()
	hash, ok := access.ParseSecret(w.names[name])
	if !ok {
		w.t.Fatal("no token")
	}
	token, err := w.store.TokenByHash(w.t.Context(), hash)
	w.must(err)
	return token.ID.String()
}

// fingerprint is what the API keeps of a request without If-Match.
func (w *world) fingerprint(method, path, body string) record.Digest {
	return record.DigestOf([]byte(method + "\n" + path + "\n\n" + body))
}

func TestTwoAtOnceHaveOneEffect(t *testing.T) {
	w := newWorld(t)
	answers := make([]*httptest.ResponseRecorder, 8)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = w.repeat("k", "staff", "/v1/people", "", evaBody) })
	}
	all.Wait()
	for _, r := range answers {
		running := r.Code == 409 && strings.Contains(r.Body.String(), "idempotency_in_progress")
		if r.Code != 201 && !running {
			t.Errorf("%d %s", r.Code, r.Body)
		}
	}
	if n := w.evas(); n != 1 {
		t.Errorf("%d people", n)
	}
}

func TestTwoChangesOfOneRevisionHaveOneWinner(t *testing.T) {
	w := newWorld(t)
	codes := make([]int, 8)
	var all sync.WaitGroup
	for i := range codes {
		all.Go(func() {
			r := w.send("staff", "PATCH", "/v1/people/<ana>", map[string]string{"If-Match": `"1"`, "Content-Type": "application/json"}, `{"job_title": "`+strings.Repeat("x", i+1)+`"}`)
			codes[i] = r.Code
		})
	}
	all.Wait()
	won := 0
	for _, code := range codes {
		switch code {
		case 200:
			won++
		case 412:
		default:
			t.Errorf("status %d", code)
		}
	}
	if won != 1 {
		t.Errorf("%d changes of one revision", won)
	}
}

func TestAMistakeOfOursFreesTheKeyAndUndoesTheEffect(t *testing.T) {
	w := newWorld(t)
	w.broken = true
	if r := w.repeat("k", "staff", "/v1/people", "", evaBody); r.Code != 500 || strings.Contains(r.Body.String(), "broke") {
		t.Fatalf("%d %s", r.Code, r.Body)
	}
	if !strings.Contains(w.log.String(), "the test broke it") || !strings.Contains(w.log.String(), "stack") {
		t.Error("the log does not say what happened")
	}
	if r := w.repeat("k", "staff", "/v1/people", "", evaBody); r.Code != 201 || r.Header().Get("Idempotency-Replayed") != "" || w.evas() != 1 {
		t.Errorf("%d %s", r.Code, r.Body)
	}
}

func TestWhatIsOutsideTransactionsIsRepeatableToo(t *testing.T) {
	w := newWorld(t)
	signed(w)
	issue := "/v1/certificates/<certificate>/issue"
	tag := w.names["certificate.tag"]
	w.press.fail = fault.New(fault.Unavailable, "time_authority", "The time authority does not answer.")
	if r := w.repeat("k", "staff", issue, tag, ""); r.Code != 503 {
		t.Fatalf("%d %s", r.Code, r.Body)
	}
	first := w.repeat("k", "staff", issue, tag, "")
	again := w.repeat("k", "staff", issue, tag, "")
	if first.Code != 200 || again.Code != 200 || again.Header().Get("Idempotency-Replayed") != "true" || first.Body.String() != again.Body.String() {
		t.Errorf("%d %s, then %d %s", first.Code, first.Body, again.Code, again.Body)
	}
}

func TestAKeyIsForgottenAfterADay(t *testing.T) {
	w := newWorld(t)
	w.repeat("k", "staff", "/v1/people", "", evaBody)
	w.later(idempotency.Kept + time.Minute)
	if r := w.repeat("k", "staff", "/v1/people", "", evaBody); r.Code != 409 || r.Header().Get("Idempotency-Replayed") != "" {
		t.Errorf("%d %s", r.Code, r.Body)
	}
}
