package api_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"testamur/api"
	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/record"
)

func TestEveryOperationIsInTheMatrix(t *testing.T) {
	tried, lines := map[string]bool{}, 0
	for _, s := range sections() {
		for _, l := range s.lines {
			tried[l.operation] = true
			lines++
			if addressOf()[l.operation][0] == "" {
				t.Errorf("operations.txt:%d: the contract has no operation %s", l.number, l.operation)
			}
		}
	}
	for operation := range addressOf() {
		if !tried[operation] {
			t.Errorf("%s has no line in operations.txt", operation)
		}
	}
	t.Logf("%d operations, %d lines, %d who ask: %d cells", len(tried), lines, len(askers), lines*len(askers))
}

// TestEverybodyMayDoWhatTheMatrixSaysAndNothingElse asks for every cell of operations.txt. One asks after the other, so for the
// race detector (-short) a sample of the sections does.
func TestEverybodyMayDoWhatTheMatrixSaysAndNothingElse(t *testing.T) {
	const sample = 5
	for i, s := range sections() {
		if testing.Short() && i%sample != 0 {
			continue
		}
		t.Run(s.stage+"/"+s.title, func(t *testing.T) {
			t.Parallel()
			w := openStage(t, s.stage)
			w.arrive()
			inside := w.inside()
			for _, l := range s.lines {
				w.tryLine(t, inside, l)
			}
			w.checkBare(t, "the log", w.log.String())
		})
	}
}

// arrive has everybody be seen once: what ended is buried, and nothing of that belongs to a refusal.
func (w *matrixWorld) arrive() {
	for _, a := range askers {
		w.ask(w.t.Context(), a, line{operation: "getSession"})
	}
	w.refusals()
}

// tryLine asks for all cells of a line: first those that are refused, which may change nothing.
func (w *matrixWorld) tryLine(t *testing.T, inside *sql.DB, l line) {
	t.Helper()
	before := w.dump(inside)
	for i, a := range askers {
		if l.cells[i] != '+' {
			w.refused(t, a, l, l.cells[i])
		}
	}
	for _, difference := range apart(before, w.dump(inside)) {
		t.Errorf("operations.txt:%d: %s on %s: what was refused changed something: %s", l.number, l.operation, l.object, difference)
	}
	for i, a := range askers {
		if l.cells[i] == '+' {
			w.done(t, a, l)
		}
	}
}

// done asks for what is permitted, and takes back what it did.
func (w *matrixWorld) done(t *testing.T, a asker, l line) {
	t.Helper()
	var r *httptest.ResponseRecorder
	switch {
	case !l.changes():
		r = w.ask(t.Context(), a, l)
		w.refusals() // that data was given out is an event
	case l.operation == "erasePerson": // it goes on outside of any transaction
		own := stages()[w.stage].at(t, t.TempDir())
		r = own.ask(t.Context(), a, l)
	default:
		r = w.askInVain(t, a, l)
	}
	if r.Code != l.status {
		t.Errorf("%s: %d, not %d: %s", a.asking(l), r.Code, l.status, r.Body)
	}
}

// askInVain sends the request of a line in a transaction that is undone.
func (w *matrixWorld) askInVain(t *testing.T, a asker, l line) (r *httptest.ResponseRecorder) {
	t.Helper()
	const patience = 20 * time.Second // else a request that leaves its transaction waits for ever
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	err := w.store.Update(ctx, func(ctx context.Context) error {
		r = w.ask(ctx, a, l)
		return errTakeBack
	})
	if !errors.Is(err, errTakeBack) {
		t.Fatal(err)
	}
	return r
}

var errTakeBack = errors.New("take it back")

func (a asker) asking(l line) string {
	return fmt.Sprintf("operations.txt:%d: %s on %s/%s by %s (%s)", l.number, l.operation, l.object, l.variant, a.column, a.credentials(l.scope))
}

// answers are what a cell stands for; an empty reason is none.
var answers = map[byte]struct {
	status int
	reason string
	noted  bool // as a refusal
}{
	'-': {403, "", true}, '.': {404, "", true}, ':': {404, "", false}, 'P': {403, "proof_needed", true}, 'S': {403, "scope", true},
	'T': {403, "tied_elsewhere", true}, 'X': {403, "code_", true}, 'C': {409, "*", false}, 'V': {422, "", true}, 'I': {422, "", false},
	'U': {401, "*", false},
}

// refused asks for what is not permitted.
func (w *matrixWorld) refused(t *testing.T, a asker, l line, cell byte) {
	t.Helper()
	want := answers[cell]
	r := w.ask(t.Context(), a, l)
	var problem struct{ Reason string }
	if r.Code >= http.StatusBadRequest {
		w.must(json.Unmarshal(r.Body.Bytes(), &problem))
	}
	reason := problem.Reason == want.reason || want.reason == "*" || (cell == 'X' && strings.HasPrefix(problem.Reason, want.reason))
	if r.Code != want.status || !reason {
		t.Errorf("%s: %d %s, not %c: %s", a.asking(l), r.Code, problem.Reason, cell, r.Body)
	}
	if cell == 'U' && l.scope != "any" && w.names[a.secret] != "" && problem.Reason != a.reason {
		t.Errorf("%s: %s, not %s", a.asking(l), problem.Reason, a.reason)
	}
	w.checkNoted(t, a, l, want.noted)
	if cell == '.' || cell == 'V' {
		w.checkHidden(t, a, l, r)
	}
}

// checkNoted fails unless a refusal, and nothing else, left its one event.
func (w *matrixWorld) checkNoted(t *testing.T, a asker, l line, noted bool) {
	t.Helper()
	events := slices.DeleteFunc(w.refusals(), func(e access.Event) bool { return e.Operation == "codeRefused" }) // a try at a code is one more
	if !noted {
		if len(events) != 0 {
			t.Errorf("%s: events %v", a.asking(l), events)
		}
		return
	}
	if len(events) != 1 || events[0].Operation != "refuse" || events[0].Detail["operation"] != l.operation || events[0].Actor.Kind == access.KindAnonymous {
		t.Errorf("%s: the refusal is noted as %v", a.asking(l), events)
		return
	}
	if id, ok := w.names[l.object]; ok && strings.Contains(addressOf()[l.operation][1], "{id}") && events[0].Object.ID.String() != id {
		t.Errorf("%s: the refusal is noted on %s", a.asking(l), events[0].Object.ID)
	}
}

// refusals gives the events since it was asked last.
func (w *matrixWorld) refusals() []access.Event {
	w.t.Helper()
	list, err := w.store.Events(w.t.Context(), access.EventFilter{After: w.sequence, Sight: access.Everything()}, record.MaxPage)
	w.must(err)
	for _, e := range list.Items {
		w.sequence = e.Sequence
	}
	return list.Items
}

// checkHidden fails unless what is hidden answers as what does not exist, byte for byte.
func (w *matrixWorld) checkHidden(t *testing.T, a asker, l line, r *httptest.ResponseRecorder) {
	t.Helper()
	id := w.names[l.object]
	w.names[l.object] = noSuch
	missing := w.ask(t.Context(), a, l)
	w.names[l.object] = id
	w.refusals()
	if missing.Code != r.Code || !bytes.Equal(missing.Body.Bytes(), r.Body.Bytes()) || fmt.Sprint(missing.Header()) != fmt.Sprint(r.Header()) {
		t.Errorf("%s: what does not exist answers otherwise:\n%v %s%v %s", a.asking(l), r.Header(), r.Body, missing.Header(), missing.Body)
	}
}

// ask sends the request of a line.
func (w *matrixWorld) ask(ctx context.Context, a asker, l line) *httptest.ResponseRecorder {
	w.t.Helper()
	method, path := addressOf()[l.operation][0], addressOf()[l.operation][1]
	path = strings.Replace(path, "{id}", w.names[l.object], 1)
	if i := strings.Index(path, "{"); i >= 0 {
		part := path[i : strings.Index(path, "}")+1]
		path = strings.Replace(path, part, w.named(variantOf(matrixParts, l)), 1)
	}
	w.requests++
	w.names["request"] = strconv.Itoa(w.requests)
	body := w.named(variantOf(matrixBodies, l))
	request := httptest.NewRequestWithContext(ctx, method, path+w.named(matrixQueries[l.operation]), strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", contentType(l))
	}
	tag := l.object
	if other, ok := matrixTags[l.operation]; ok {
		tag = other
	}
	if needsMatch(routeOf(method, path).Operation) || l.operation == "putProject" {
		request.Header.Set("If-Match", w.names[tag+".tag"])
	}
	r := w.serveAs(request, a.credentials(l.scope))
	if t, ok := w.t.(*testing.T); ok {
		w.watch(t, a, method+" "+path, r.Body.String())
	}
	return r
}

// serveAs answers a request of somebody, who calls it by a name of their own, from an address of their own.
func (w *matrixWorld) serveAs(request *http.Request, as string) *httptest.ResponseRecorder {
	w.t.Helper()
	request.RemoteAddr = fmt.Sprintf("[2001:db8:%x::1]:1", w.requests)
	request.Header.Set("X-Request-Id", "matrix")
	switch secret := w.names[as]; {
	case strings.HasPrefix(secret, account.SessionPrefix):
		request.AddCookie(&http.Cookie{Name: api.SessionCookie, Value: secret})
	case secret != "":
		request.Header.Set("Authorization", "Bearer "+secret)
	}
	response := httptest.NewRecorder()
	w.handler.ServeHTTP(response, request)
	if strings.HasPrefix(request.URL.Path, "/v1/") {
		checkAnswer(w.t, request, response)
	}
	return response
}
