package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const roster = "name;email;external_id;leader_kind\nBen Reis;ben@example.org;lms-b;sponsor\nAna;ana@example.org;;\n"

var operationScenarios = []scenario{
	{
		name: "a dry run of issuing", given: signed, as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/operations", body: `{"kind": "issue"}`,
		status: 201, contains: []string{`"state":"planned"`, `"token":"testamur_o_`, `"waiting":1`}, events: []string{"createOperation"},
	},
	{
		name: "what cannot be done is told with its reason", given: planned(sent, "issue"), as: "staff", method: "GET", path: "/v1/operations/<operation>/items?state=skipped",
		status: 200, contains: []string{`"reason":"sign_offs_missing"`, `"severity":"error"`, `"name":"Ana Reis"`, `"documents":["issued_pdf"]`},
	},
	{
		name: "letters are named", given: planned(proposed, "send_for_signing"), as: "staff", method: "GET", path: "/v1/operations/<operation>/items",
		status: 200, contains: []string{`"letters":[`, `"kind":"signing"`, `"name":"Etta Reis"`},
	},
	{
		name: "an unknown kind", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/operations", body: `{"kind": "enrol"}`,
		status: 422, contains: []string{`"pointer":"/kind"`},
	},
	{
		name: "options for what has none", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/operations", body: `{"kind": "issue", "options": {"per_participant": 2}}`,
		status: 422, contains: []string{`"pointer":"/options"`},
	},
	{
		name: "no such cohort", as: "staff", method: "POST", path: "/v1/cohorts/" + noSuch + "/operations", body: `{"kind": "issue"}`, status: 404,
	},
	{
		name: "confirmed and done", given: planned(signed, "issue"), as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>"}`,
		status: 202, contains: []string{`"state":"running"`}, absent: []string{"testamur_o_"}, headers: map[string]string{"Location": "/v1/operations/<operation>"},
		events: []string{"confirmOperation"}, then: isDone("issued", "updateEnrolment issueCertificate"),
	},
	{
		name: "issuing takes a fresh proof", given: then(planned(signed, "issue"), func(w *world) { w.later(6 * 60e9) }), as: "rosa.session",
		method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>"}`, status: 403, contains: []string{`"reason":"proof_needed"`},
	},
	{
		name: "a wrong token", given: planned(signed, "issue"), as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "testamur_o_x"}`,
		status: 422, contains: []string{`"pointer":"/token"`},
	},
	{
		name: "not everything can be done", given: planned(sent, "issue"), as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>"}`,
		status: 409, contains: []string{`"reason":"items_refused"`},
	},
	{
		name: "nothing is left to do", given: planned(sent, "issue"), as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>", "mode": "good_only"}`,
		status: 409, contains: []string{`"reason":"nothing_to_do"`},
	},
	{
		name: "the world changed", given: then(planned(signed, "issue"), func(w *world) {
			w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/revise", "")
		}),
		as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>"}`,
		status: 409, contains: []string{`"reason":"plan_changed"`},
	},
	{
		name: "a token of an hour ago", given: then(planned(signed, "issue"), func(w *world) { w.later(61 * 60e9) }),
		as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>"}`,
		status: 409, contains: []string{`"reason":"plan_expired"`},
	},
	{
		name: "only once", given: then(planned(signed, "issue"), func(w *world) {
			w.make("staff", "", "POST", "/v1/operations/<operation>/confirm", `{"token": "<operation.token>"}`)
		}),
		as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>"}`,
		status: 409, contains: []string{`"reason":"operation_state"`},
	},
	{
		name: "cancelled", given: planned(signed, "issue"), as: "staff", method: "POST", path: "/v1/operations/<operation>/cancel",
		status: 200, contains: []string{`"state":"cancelled"`, `"skipped":1`}, events: []string{"cancelOperation"},
	},
	{name: "follow one", given: planned(signed, "issue"), as: "staff", method: "GET", path: "/v1/operations/<operation>", status: 200, absent: []string{"testamur_o_"}},
	{name: "list them", given: planned(signed, "issue"), as: "staff", method: "GET", path: "/v1/operations?state=planned&cohort_id=<cohort>", status: 200, contains: []string{"<operation>"}},
	{name: "none for assessors", given: planned(signed, "issue"), as: "etta.token", method: "GET", path: "/v1/operations/<operation>", status: 403},
	{
		name: "proposals for all", given: then(submitted, planned(nil, "propose")), as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>"}`,
		status: 202, events: []string{"confirmOperation"}, then: isDone("composing", "proposeCertificate"),
	},
	{
		name: "all are sent", given: planned(proposed, "send_for_signing"), as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>"}`,
		status: 202, events: []string{"confirmOperation"}, then: isDone("signing", "sendForSigning"),
	},
	{
		name: "a programme without a review has nothing to send for", given: planned(proposed, "send_for_review"), as: "staff", method: "GET",
		path: "/v1/operations/<operation>/items?state=skipped", status: 200, contains: []string{`"reason":"no_review"`},
	},
	{
		name: "the letters of a review are named", given: planned(reviewable, "send_for_review"), as: "staff", method: "GET", path: "/v1/operations/<operation>/items",
		status: 200, contains: []string{`"effects":["send_for_review"]`, `"letters":[{"kind":"review_read_back","name":"Etta Reis"`, `{"kind":"review_check","name":"Ana Reis"`}, absent: []string{"document_to_sign", `"kind":"signing"`},
	},
	{
		name: "all are sent for review", given: planned(reviewable, "send_for_review"), as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>"}`,
		status: 202, events: []string{"confirmOperation"}, then: isDone("in_review", "sendForReview askReviewer"),
	},
	{
		name: "what is to be signed and has not passed is reviewed first", given: planned(reviewable, "send_for_signing"), as: "staff", method: "GET", path: "/v1/operations/<operation>/items",
		status: 200, contains: []string{`"effects":["send_for_review"]`, `"letters":[{"kind":"review_read_back","name":"Etta Reis"`, `{"kind":"review_check","name":"Ana Reis"`}, absent: []string{"document_to_sign", `"kind":"signing"`},
	},
	{
		name: "all are reviewed, and then signed", given: planned(reviewable, "send_for_signing"), as: "staff", method: "POST", path: "/v1/operations/<operation>/confirm", body: `{"token": "<operation.token>"}`,
		status: 202, events: []string{"confirmOperation"}, then: isDone("in_review", "sendForSigning askReviewer"),
	},
	{
		name: "assessors in turn", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/operations", body: `{"kind": "assign", "options": {"assessors": ["<ana>", "<etta>", "<luis>"], "per_participant": 2, "due_on": "2015-11-30"}}`,
		status: 201, contains: []string{`"waiting":1`}, events: []string{"createOperation"}, then: confirmed("createAssignment"),
	},
	{
		name: "pairs that cannot be", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/operations", body: `{"kind": "assign", "options": {"pairs": [{"enrolment_id": "<enrolment>", "assessor_id": "<ana>"}]}}`,
		status: 201, contains: []string{`"skipped":1`}, events: []string{"createOperation"},
	},
	{
		name: "a roster", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/enrolment-imports?invite=true", header: csvHeader, body: roster,
		status: 201, contains: []string{`"kind":"enrol"`, `"waiting":1`, `"skipped":1`}, events: []string{"createEnrolmentImport"},
		then: func(t *testing.T, w *world, r *httptest.ResponseRecorder) {
			w.learn(r.Body.Bytes())
			items := w.send("staff", "GET", "/v1/operations/<operation>/items", nil, "").Body.String()
			for _, part := range []string{`"position":2`, `"create_person","enrol","invite"`, `"kind":"invitation"`, `"name":"Ben Reis"`, `"column":"name"`, `"position":3`, "already_enrolled"} {
				if !strings.Contains(items, part) {
					t.Errorf("the items lack %s: %s", part, items)
				}
			}
			w.confirm(t, "good_only", "createPerson createEnrolment invitePerson")
		},
	},
	{
		name: "no table", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/enrolment-imports", header: csvHeader, body: "name,email\nBen,\"ben@example.org\nx",
		status: 422, contains: []string{`"reason":"not_csv"`, `"pointer":"/`},
	},
	{
		name: "unknown columns", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/enrolment-imports", header: csvHeader, body: "naam,e-mail\nBen,ben@example.org\n",
		status: 422, contains: []string{`"pointer":"/1/naam"`, `"reason":"unknown_column"`, `"reason":"missing_column"`},
	},
	{name: "a roster is CSV", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/enrolment-imports", body: "{}", status: 415},
	{
		name: "all certificates", given: issued, as: "staff", method: "GET", path: "/v1/cohorts/<cohort>/certificates.zip",
		status: 200, headers: map[string]string{"Content-Type": "application/zip", "Content-Disposition": "attachment; filename=certificates-<cohort>.zip"},
		events: []string{"downloadCertificates"},
		then: func(t *testing.T, _ *world, r *httptest.ResponseRecorder) {
			z, err := zip.NewReader(bytes.NewReader(r.Body.Bytes()), int64(r.Body.Len()))
			if err != nil || len(z.File) != 1 || !strings.HasPrefix(z.File[0].Name, "Ana-Reis-") {
				t.Errorf("%v: %v", err, z.File[0].Name)
			}
		},
	},
	{name: "no certificates for assessors", given: issued, as: "etta.token", method: "GET", path: "/v1/cohorts/<cohort>/certificates.zip", status: 403},
}

// reviewable is a world where everybody is asked before a text is signed, and one can be sent.
func reviewable(w *world) {
	w.make("admin", "programme", "GET", "/v1/programmes/<programme>", "")
	w.make("admin", "programme", "PATCH", "/v1/programmes/<programme>", `{"read_back_days": 5, "participant_check_days": 7}`)
	proposed(w)
}

var csvHeader = map[string]string{"Content-Type": "text/csv; charset=utf-8"}

// then is one preparation after another.
func then(given, next func(*world)) func(*world) {
	return func(w *world) {
		given(w)
		next(w)
	}
}

// planned has a dry run of a kind planned.
func planned(given func(*world), kind string) func(*world) {
	return func(w *world) {
		if given != nil {
			given(w)
		}
		r := w.send("staff", "POST", "/v1/cohorts/<cohort>/operations", jsonHeader, `{"kind": "`+kind+`"}`)
		if r.Code != http.StatusCreated {
			w.t.Fatalf("%d %s", r.Code, r.Body)
		}
		w.learn(r.Body.Bytes())
	}
}

// learn remembers an operation.
func (w *world) learn(body []byte) {
	var o struct{ ID, Token string }
	w.must(json.Unmarshal(body, &o))
	w.names["operation"], w.names["operation.token"] = o.ID, o.Token
}

// work does what was confirmed, and gives the operation afterwards.
func (w *world) work() string {
	for w.operations.Work(w.t.Context()) {
		continue
	}
	return w.send("staff", "GET", "/v1/operations/<operation>", nil, "").Body.String()
}

// isDone has what was confirmed done, to the one certificate, and compares the events.
func isDone(state, events string) func(*testing.T, *world, *httptest.ResponseRecorder) {
	return func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
		if o := w.work(); !strings.Contains(o, `"state":"done"`) || !strings.Contains(o, `"done":1`) {
			t.Errorf("it is %s\n%s", o, w.send("staff", "GET", "/v1/operations/<operation>/items", nil, "").Body)
		}
		if got := strings.Join(w.events(), " "); got != events {
			t.Errorf("events %s", got)
		}
		if list := w.send("staff", "GET", "/v1/certificates", nil, "").Body.String(); !strings.Contains(list, `"state":"`+state+`"`) {
			t.Errorf("the certificates are %s", list)
		}
	}
}

func confirmed(events string) func(*testing.T, *world, *httptest.ResponseRecorder) {
	return func(t *testing.T, w *world, r *httptest.ResponseRecorder) {
		w.learn(r.Body.Bytes())
		w.confirm(t, "all", events)
	}
}

// confirm confirms a dry run of which one item can be done, and has it done.
func (w *world) confirm(t *testing.T, mode, events string) {
	t.Helper()
	r := w.send("staff", "POST", "/v1/operations/<operation>/confirm", jsonHeader, `{"token": "<operation.token>", "mode": "`+mode+`"}`)
	if o := w.work(); r.Code != http.StatusAccepted || !strings.Contains(o, `"state":"done"`) || !strings.Contains(o, `"done":1`) {
		t.Errorf("%s, then %s\n%s", r.Body, o, w.send("staff", "GET", "/v1/operations/<operation>/items", nil, "").Body)
	}
	if got := strings.Join(w.events(), " "); got != "confirmOperation "+events {
		t.Errorf("events %s", got)
	}
}
