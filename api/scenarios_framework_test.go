package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func drafted(w *world) {
	w.frame()
	w.draftEdition("framework", "FEW", "draft", 2, "Quietly.")
}

func inReview(w *world) {
	drafted(w)
	w.make("admin", "draft", "POST", "/v1/editions/<draft>/submit", "")
}

var frameworkScenarios = []scenario{
	{
		name: "a new framework", as: "admin", method: "POST", path: "/v1/frameworks", body: `{"code": "FEW", "name": " Few "}`,
		status: 201, contains: []string{`"name":"Few"`, `"language":"en"`}, headers: map[string]string{"ETag": `"1"`}, events: []string{"createFramework"},
	},
	{
		name: "its code is its own", as: "admin", method: "POST", path: "/v1/frameworks", body: `{"code": "FEW", "name": "Other"}`, given: (*world).frame,
		status: 409, contains: []string{`"reason":"duplicate_code"`, `"pointer":"/code"`},
	},
	{name: "staff add none", as: "staff", method: "POST", path: "/v1/frameworks", body: `{"code": "FEW", "name": "Few"}`, status: 403},
	{name: "frameworks are listed", as: "staff", method: "GET", path: "/v1/frameworks?code=FEW", given: (*world).frame, status: 200, contains: []string{"<framework>"}},
	{name: "one is read", as: "read", method: "GET", path: "/v1/frameworks/<framework>", given: (*world).frame, status: 200, contains: []string{`"code":"FEW"`}},
	{
		name: "one is renamed", as: "admin", method: "PATCH", path: "/v1/frameworks/<framework>", match: `"1"`, body: `{"name": "Some"}`, given: (*world).frame,
		status: 200, contains: []string{`"name":"Some"`}, events: []string{"updateFramework"},
	},
	{
		name: "the next edition begins from the latest", as: "staff", method: "POST", path: "/v1/frameworks/<framework>/editions", given: (*world).frame,
		status: 201, contains: []string{`"edition":2`, `"state":"draft"`, `"code":"CROSSING"`}, events: []string{"createEdition"},
	},
	{
		name: "one edition at a time is written", as: "staff", method: "POST", path: "/v1/frameworks/<framework>/editions", given: drafted,
		status: 409, contains: []string{`"reason":"edition_open"`},
	},
	{
		name: "staff list drafts", as: "staff", method: "GET", path: "/v1/frameworks/<framework>/editions", given: drafted,
		status: 200, contains: []string{"<edition>", "<draft>"}, absent: []string{"Quietly"},
	},
	{
		name: "readers list what is published", as: "read", method: "GET", path: "/v1/frameworks/<framework>/editions", given: drafted,
		status: 200, contains: []string{"<edition>"}, absent: []string{"<draft>"},
	},
	{name: "a published edition is read", as: "read", method: "GET", path: "/v1/editions/<edition>", given: (*world).frame, status: 200, contains: []string{"Who asked first?"}},
	{name: "a draft is not there for readers", as: "read", method: "GET", path: "/v1/editions/<draft>", given: drafted, status: 404, absent: []string{"Quietly"}},
	{
		name: "a draft is written", as: "staff", method: "PUT", path: "/v1/editions/<draft>", match: "<draft.tag>", body: edition("FEW", 2, "Differently."), given: drafted,
		status: 200, contains: []string{"Differently."}, headers: map[string]string{"ETag": `"3"`}, events: []string{"putEdition"},
	},
	{
		name: "writing the same changes nothing", as: "staff", method: "PUT", path: "/v1/editions/<draft>", match: "<draft.tag>", body: edition("FEW", 2, "Quietly."), given: drafted,
		status: 200, headers: map[string]string{"ETag": `"2"`},
	},
	{
		name: "another number is another edition", as: "staff", method: "PUT", path: "/v1/editions/<draft>", match: "<draft.tag>", body: edition("FEW", 3, "Quietly."), given: drafted,
		status: 422, contains: []string{`"pointer":"/framework/edition"`},
	},
	{
		name: "a published edition never changes", as: "admin", method: "PUT", path: "/v1/editions/<edition>", match: "<edition.tag>", body: edition("FEW", 1, "Differently."), given: (*world).frame,
		status: 409, contains: []string{`"reason":"edition_state"`},
	},
	{
		name: "a code twice is told where it stands", as: "staff", method: "PUT", path: "/v1/editions/<draft>", match: "<draft.tag>", given: drafted,
		body:   strings.Replace(edition("FEW", 2, "Quietly."), "MEETING", "ASKING", 1),
		status: 422, contains: []string{`"pointer":"/groups/0/disciplines/1/code"`, `"reason":"duplicate"`},
	},
	{
		name: "an export is a file that changes nothing when it is imported", as: "read", method: "GET", path: "/v1/editions/<edition>/file", given: (*world).frame,
		status: 200, contains: []string{"framework:\n  code: FEW\n"}, headers: map[string]string{"Content-Disposition": "attachment; filename=FEW-1.yaml"},
		then: func(t *testing.T, w *world, r *httptest.ResponseRecorder) {
			header := map[string]string{"Content-Type": "application/yaml", "If-Match": r.Header().Get("ETag")}
			again := w.send("staff", http.MethodPut, "/v1/editions/<edition>/file", header, r.Body.String())
			if again.Code != http.StatusOK || again.Header().Get("ETag") != r.Header().Get("ETag") {
				t.Errorf("%d %s, was %s: %s", again.Code, again.Header().Get("ETag"), r.Header().Get("ETag"), again.Body)
			}
		},
	},
	{
		name: "an edition is printed", as: "read", method: "GET", path: "/v1/editions/<edition>/handbook", given: (*world).frame,
		status: 200, contains: []string{"%PDF-", "Edition 1"},
		headers: map[string]string{"Content-Type": "application/pdf", "Content-Disposition": "inline; filename=FEW-1.pdf"},
	},
	{
		name: "so is a draft, which says that it is one", as: "staff", method: "GET", path: "/v1/editions/<draft>/handbook", given: drafted,
		status: 200, contains: []string{"Edition 2, draft"},
	},
	{
		name: "but not for those who may not know of it", as: "read", method: "GET", path: "/v1/editions/<draft>/handbook", given: drafted,
		status: 404,
	},
	{
		name: "a file with a slip is told its line", as: "staff", method: "PUT", path: "/v1/editions/<draft>/file", match: "<draft.tag>", given: drafted,
		header: map[string]string{"Content-Type": "application/yaml"}, body: "framework:\n  code: FEW\n  names: Few\n",
		status: 422, contains: []string{`"pointer":"/framework/names"`, "Line 3:"},
	},
	{
		name: "a draft is imported", as: "staff", method: "PUT", path: "/v1/editions/<draft>/file", match: "<draft.tag>", given: drafted,
		header: map[string]string{"Content-Type": "application/yaml"}, body: "framework: {code: FEW, name: Few, language: en, edition: 2, title: From a file}\n",
		status: 200, contains: []string{"From a file"}, events: []string{"putEditionFile"},
	},
	{
		name: "a draft is deleted", as: "staff", method: "DELETE", path: "/v1/editions/<draft>", match: "<draft.tag>", given: drafted,
		status: 204, events: []string{"deleteEdition"},
	},
	{
		name: "a published edition is not", as: "admin", method: "DELETE", path: "/v1/editions/<edition>", match: "<edition.tag>", given: (*world).frame,
		status: 409, contains: []string{`"reason":"edition_state"`},
	},
	{
		name: "a draft goes into review", as: "staff", method: "POST", path: "/v1/editions/<draft>/submit", match: "<draft.tag>", given: drafted,
		status: 200, contains: []string{`"state":"in_review"`, "Quietly."}, events: []string{"submitEdition"},
	},
	{
		name: "what is missing is told", as: "staff", method: "POST", path: "/v1/editions/<draft>/submit", match: `"3"`,
		given: func(w *world) {
			drafted(w)
			w.make("staff", "draft", "PUT", "/v1/editions/<draft>", strings.Replace(edition("FEW", 2, ""), "CROSSING", "FLYING", 1))
		},
		status: 422, contains: []string{`"pointer":"/groups/0/disciplines/0/summary"`, `"pointer":"/groups/0/disciplines/1/from/0"`},
	},
	{
		name: "what is in review comes back", as: "staff", method: "POST", path: "/v1/editions/<draft>/return", match: "<draft.tag>", given: inReview,
		status: 200, contains: []string{`"state":"draft"`}, events: []string{"returnEdition"},
	},
	{
		name: "what is in review is not changed", as: "staff", method: "PUT", path: "/v1/editions/<draft>", match: "<draft.tag>", body: edition("FEW", 2, "Differently."), given: inReview,
		status: 409, contains: []string{`"reason":"edition_state"`},
	},
	{
		name: "what was reviewed is published", as: "admin", method: "POST", path: "/v1/editions/<draft>/publish", match: "<draft.tag>", given: inReview,
		status: 200, contains: []string{`"state":"published"`, `"published_at"`}, events: []string{"publishEdition"},
	},
	{
		name: "a draft is not published", as: "admin", method: "POST", path: "/v1/editions/<draft>/publish", match: "<draft.tag>", given: drafted,
		status: 409, contains: []string{`"reason":"edition_state"`},
	},
	{
		name: "the difference is told", as: "staff", method: "GET", path: "/v1/editions/<draft>/difference", given: drafted,
		status: 200, contains: []string{"Asking is now called Questioning.", "Crossing was split into Meeting and Carrying.", `"part":"summary"`, `"text":"Aloud."`, `"from_edition_id":"<edition>"`},
	},
	{
		name: "the first edition came from nothing", as: "staff", method: "GET", path: "/v1/editions/<edition>/difference", given: (*world).frame,
		status: 409, contains: []string{`"reason":"nothing_before"`},
	},
	{
		name: "since is earlier", as: "staff", method: "GET", path: "/v1/editions/<edition>/difference?since=<draft>", given: drafted,
		status: 422, contains: []string{`"pointer":"?since"`},
	},
	{
		name: "nobody reads what no programme publishes", method: "GET", path: "/v1/handbooks/FEW", given: (*world).frame,
		status: 404, absent: []string{"Asking"},
	},
	{
		name: "anyone reads what a programme publishes", method: "GET", path: "/v1/handbooks/FEW",
		given: func(w *world) {
			drafted(w)
			w.make("staff", "programme", "PATCH", "/v1/programmes/<programme>", `{"publishes_framework": true}`)
		},
		status: 200, contains: []string{"Asking", `"edition":1`}, absent: []string{"Questioning"},
		then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			if r := w.send("", http.MethodGet, "/v1/handbooks/FEW?edition=2", nil, ""); r.Code != http.StatusNotFound {
				t.Errorf("the draft: %d %s", r.Code, r.Body)
			}
		},
	},
	{
		name: "nothing is published without a framework", as: "staff", method: "PATCH", path: "/v1/programmes/<programme>", match: "<programme.tag>", body: `{"publishes_framework": true}`,
		status: 422, contains: []string{`"pointer":"/publishes_framework"`},
	},
}

var disciplineScenarios = []scenario{
	{
		name: "a new cohort pins the latest edition", as: "staff", method: "POST", path: "/v1/cohorts", body: `{"programme_id": "<programme>", "name": "2016"}`, given: (*world).frameTwice,
		status: 201, contains: []string{`"edition_id":"<second>"`}, events: []string{"createCohort"},
	},
	{
		name: "or none while nothing of the framework is published", as: "staff", method: "POST", path: "/v1/cohorts", body: `{"programme_id": "<programme>", "name": "2016"}`,
		given: func(w *world) {
			w.addFramework("framework", "FEW")
			w.draftEdition("framework", "FEW", "edition", 1, "Aloud.")
			w.make("admin", "programme", "PATCH", "/v1/programmes/<programme>", w.named(`{"framework_id": "<framework>"}`))
		},
		status: 201, absent: []string{"edition_id"}, events: []string{"createCohort"},
	},
	{
		name: "a theme names disciplines", as: "staff", method: "PATCH", path: "/v1/themes/<theme>", match: "<theme.tag>", body: `{"disciplines": ["CROSSING", "ASKING"]}`, given: (*world).frame,
		status: 200, contains: []string{`"disciplines":["ASKING","CROSSING"]`}, events: []string{"updateTheme"},
	},
	{
		name: "none that there is not", as: "staff", method: "PATCH", path: "/v1/themes/<theme>", match: "<theme.tag>", body: `{"disciplines": ["FLYING"]}`, given: (*world).frame,
		status: 422, contains: []string{`"reason":"unknown_discipline"`, "FLYING"},
	},
	{
		name: "none without a framework", as: "staff", method: "POST", path: "/v1/themes", body: `{"programme_id": "<programme>", "heading": "H", "disciplines": ["ASKING"]}`,
		status: 422, contains: []string{`"reason":"no_framework"`},
	},
	{
		name: "a log entry names disciplines", as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/log-entries", body: `{"on": "2015-03-02", "text": "T", "disciplines": ["RESTING"]}`, given: (*world).frame,
		status: 201, contains: []string{`"disciplines":["RESTING"]`}, events: []string{"createLogEntry"},
	},
	{
		name: "those of the edition that its cohort pins", as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/log-entries", body: `{"on": "2015-03-02", "text": "T", "disciplines": ["MEETING"]}`, given: (*world).frameTwice,
		status: 422, contains: []string{`"reason":"unknown_discipline"`},
	},
	{
		name: "feedback names disciplines", as: "etta.token", method: "POST", path: "/v1/enrolments/<enrolment>/feedback", body: `{"assessor_id": "<etta>", "text": "T", "disciplines": ["RESTING"]}`, given: (*world).frame,
		status: 201, contains: []string{`"disciplines":["RESTING"]`}, events: []string{"createFeedback"},
	},
	{
		name: "a draft names others", as: "etta.token", method: "PATCH", path: "/v1/feedback/<feedback>", match: "<feedback.tag>", body: `{"disciplines": ["FLYING"]}`, given: (*world).frame,
		status: 422, contains: []string{`"reason":"unknown_discipline"`},
	},
	{
		name: "moving is foreseen", as: "staff", method: "GET", path: "/v1/cohorts/<cohort>/edition-move?edition_id=<second>", given: (*world).linkTheme,
		status: 200, contains: []string{`"heading":"Persistence"`, `"kind":"renamed"`, `"kind":"split"`, `"name":"Carrying"`, `"from_edition_id":"<edition>"`}, absent: []string{"RESTING"},
	},
	{
		name: "a cohort is moved", as: "staff", method: "PUT", path: "/v1/cohorts/<cohort>/edition", match: "<cohort.tag>", body: `{"edition_id": "<second>"}`, given: (*world).linkTheme,
		status: 200, contains: []string{`"edition_id":"<second>"`}, events: []string{"putCohortEdition"},
	},
	{
		name: "no cohort pins a draft", as: "staff", method: "PUT", path: "/v1/cohorts/<cohort>/edition", match: "<cohort.tag>", body: `{"edition_id": "<draft>"}`, given: drafted,
		status: 422, contains: []string{`"pointer":"/edition_id"`},
	},
	{
		name: "an edition of another framework is not the cohort's", as: "staff", method: "PUT", path: "/v1/cohorts/<cohort>/edition", match: "<cohort.tag>", body: `{"edition_id": "<stray>"}`,
		given: func(w *world) {
			w.frame()
			w.addFramework("strays", "STRAY")
			w.draftEdition("strays", "STRAY", "stray", 1, "S.")
			w.publishEdition("stray")
		},
		status: 422, contains: []string{`"reason":"other_framework"`},
	},
	{
		name: "whoever writes on a theme has its guiding questions", as: "etta.token", method: "GET", path: "/v1/enrolments/<enrolment>/disciplines?theme_id=<theme>", given: (*world).linkTheme,
		status: 200, contains: []string{"Who crossed over?", "Who asked first?"}, absent: []string{"Who met?"},
	},
	{
		name: "after moving those of all that it became", as: "etta.token", method: "GET", path: "/v1/enrolments/<enrolment>/disciplines?theme_id=<theme>",
		given: func(w *world) {
			w.linkTheme()
			w.make("staff", "cohort", "PUT", "/v1/cohorts/<cohort>/edition", w.named(`{"edition_id": "<second>"}`))
		},
		status: 200, contains: []string{"Who met?", "Who carried it?", `"name":"Questioning"`}, absent: []string{"Who crossed over?"},
	},
	{
		name: "without an edition there are none", as: "etta.token", method: "GET", path: "/v1/enrolments/<enrolment>/disciplines",
		status: 200, contains: []string{`"items":[]`},
	},
	{
		name: "a cohort's coverage", as: "staff", method: "GET", path: "/v1/cohorts/<cohort>/coverage", given: evident,
		status: 200, contains: []string{`"silent":["RESTING"]`, `"edition":2`, `"became":["CARRYING","MEETING"]`},
	},
	{
		name: "a programme's coverage", as: "staff", method: "GET", path: "/v1/programmes/<programme>/coverage", given: evident,
		status: 200, contains: []string{`"silent":["RESTING"]`},
	},
	{
		name: "a participant's coverage", as: "staff", method: "GET", path: "/v1/enrolments/<enrolment>/coverage", given: evident,
		status: 200, contains: []string{`"silent":["RESTING"]`},
	},
	{
		name: "participants have counted what their certificate draws on, and nothing else of the feedback", as: "ana.session", method: "GET", path: "/v1/enrolments/<enrolment>/coverage",
		given: func(w *world) {
			issued(w)
			w.enter("ana")
			w.linkTheme()
			w.make("etta.token", "unquoted", "POST", "/v1/enrolments/<enrolment>/feedback", `{"assessor_id": "<etta>", "theme_id": "<theme>", "text": "Unquoted."}`)
			w.make("etta.token", "unquoted", "POST", "/v1/feedback/<unquoted>/submit", "")
		},
		status: 200, contains: []string{`"all":{"feedback":1,`},
		then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			if r := w.send("staff", http.MethodGet, "/v1/enrolments/<enrolment>/coverage", nil, ""); !strings.Contains(r.Body.String(), `"all":{"feedback":2,`) {
				t.Errorf("staff: %s", r.Body)
			}
		},
	},
	{
		name: "without an edition nothing is covered", as: "staff", method: "GET", path: "/v1/cohorts/<cohort>/coverage",
		status: 200, contains: []string{`"disciplines":[]`}, absent: []string{"edition_id"},
	},
}

// evident has the log name what was renamed and what was split, and feedback what came of that, in a cohort that moved between.
func evident(w *world) {
	w.frameTwice()
	w.make("staff", "", "POST", "/v1/enrolments/<enrolment>/log-entries", `{"on": "2015-03-02", "text": "T", "disciplines": ["ASKING", "CROSSING"]}`)
	delete(w.names, ".tag")
	w.make("staff", "cohort", "PUT", "/v1/cohorts/<cohort>/edition", w.named(`{"edition_id": "<second>"}`))
	w.make("etta.token", "said", "POST", "/v1/enrolments/<enrolment>/feedback", `{"assessor_id": "<etta>", "text": "T", "disciplines": ["MEETING", "CARRYING"]}`)
	w.make("etta.token", "said", "POST", "/v1/feedback/<said>/submit", "")
}
