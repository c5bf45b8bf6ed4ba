package api_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// scenario is one request to a world and what must come of it. <names> stand for what the world knows.
type scenario struct {
	name   string
	given  func(*world)
	as     string // whose token, link or session; "" is anyone
	method string
	path   string
	match  string // If-Match
	header map[string]string
	body   string

	status   int
	contains []string          // of the body
	absent   []string          // from the body and the headers
	headers  map[string]string // that the answer has
	events   []string          // that were written, exactly
	then     func(*testing.T, *world, *httptest.ResponseRecorder)
}

// scenarios of every resource; TestEveryOperationHasAScenario reads them, too.
func scenarios() map[string][]scenario {
	return map[string][]scenario{
		"programmes": programmeScenarios, "themes": themeScenarios, "cohorts": cohortScenarios, "people": peopleScenarios,
		"enrolments": enrolmentScenarios, "projects": projectScenarios, "assignments": assignmentScenarios,
		"feedback": feedbackScenarios, "certificates": certificateScenarios, "checks": checkScenarios, "signing": signingScenarios,
		"versions": versionScenarios, "files": fileScenarios, "events": eventScenarios, "verifications": verificationScenarios,
		"requests": requestScenarios, "privacy": privacyScenarios, "sign-in": signInScenarios, "sessions": sessionScenarios,
		"accounts": accountScenarios, "staff": staffScenarios, "tokens": tokenScenarios, "guests": guestScenarios,
		"personal data": personalScenarios, "sharing": sharingScenarios, "meetings": meetingScenarios, "voices": voiceScenarios,
		"answering": answeringScenarios, "corrections": correctionScenarios,
		"operations": operationScenarios, "layouts": layoutScenarios,
		"review":     reviewScenarios,
		"overview":   overviewScenarios,
		"excerpts":   excerptScenarios,
		"frameworks": frameworkScenarios, "disciplines": disciplineScenarios,
	}
}

func TestScenarios(t *testing.T) {
	all := scenarios()
	for _, group := range slices.Sorted(maps.Keys(all)) {
		for _, s := range all[group] {
			t.Run(group+"/"+s.name, func(t *testing.T) {
				t.Parallel()
				s.run(t)
			})
		}
	}
}

func (s scenario) run(t *testing.T) {
	w := newWorld(t)
	if s.given != nil {
		s.given(w)
	}
	w.events()
	response := w.send(s.as, s.method, s.path, s.headersOf(), s.body)
	if response.Code != s.status {
		t.Fatalf("status %d, not %d: %s", response.Code, s.status, response.Body)
	}
	body := response.Body.String()
	for _, part := range s.contains {
		if !strings.Contains(body, w.named(part)) {
			t.Errorf("the answer lacks %s:\n%s", part, body)
		}
	}
	var everything strings.Builder
	everything.WriteString(body)
	for name, values := range response.Header() {
		everything.WriteString(name + ": " + strings.Join(values, ",") + "\n")
	}
	for _, part := range s.absent {
		if strings.Contains(everything.String(), w.named(part)) {
			t.Errorf("the answer tells %s:\n%s", part, everything.String())
		}
	}
	for name, value := range s.headers {
		if got := response.Header().Get(name); got != w.named(value) {
			t.Errorf("%s is %q, not %q", name, got, w.named(value))
		}
	}
	all := w.events()
	got := slices.DeleteFunc(slices.Clone(all), func(op string) bool { return op == "refuse" })
	if !slices.Equal(got, s.events) {
		t.Errorf("events %v, not %v", got, s.events)
	}
	if refusals := len(all) - len(got); s.refused(w, response) != (refusals == 1) && response.Code != http.StatusNotFound {
		t.Errorf("status %d, and %d events of refusals", response.Code, refusals)
	}
	if s.then != nil {
		s.then(t, w, response)
	}
}

// refused says whether somebody known was refused; of what is hidden as missing only the policy knows. Whose the cookie is that a
// page of another site sent is not looked up.
func (s scenario) refused(w *world, r *httptest.ResponseRecorder) bool {
	return w.names[s.as] != "" && r.Code == http.StatusForbidden && !strings.Contains(r.Body.String(), `"reason":"cross_origin"`)
}

func (s scenario) headersOf() map[string]string {
	h := maps.Clone(s.header)
	if h == nil {
		h = map[string]string{}
	}
	if s.match != "" {
		h["If-Match"] = s.match
	}
	if s.body != "" && h["Content-Type"] == "" {
		h["Content-Type"] = "application/json"
	}
	return h
}

func TestEveryOperationHasAScenario(t *testing.T) {
	covered := map[string]bool{}
	for _, group := range scenarios() {
		for _, s := range group {
			path, _, _ := strings.Cut(s.path, "?")
			if route := routeOf(s.method, path); route != nil && s.status < 400 {
				covered[route.Operation.OperationID] = true
			}
		}
	}
	for path, item := range document().Paths.Map() {
		for method, op := range item.Operations() {
			if !covered[op.OperationID] {
				t.Errorf("%s (%s %s) has no scenario that succeeds", op.OperationID, method, path)
			}
		}
	}
}
