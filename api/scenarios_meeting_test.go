package api_test

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// met is a coaching of Ana and Etta on which the office has noted something for itself, and a panel with Luis as a guest.
func met(w *world) {
	w.make("staff", "meeting", "POST", "/v1/cohorts/<cohort>/meetings", `{"kind": "coaching", "on": "2015-05-04", "enrolment_ids": ["<enrolment>"], "person_ids": ["<etta>"]}`)
	w.make("staff", "panel day", "POST", "/v1/cohorts/<cohort>/meetings", `{"kind": "panel", "on": "2015-12-14", "person_ids": ["<luis>"]}`)
	w.make("staff", "note", "POST", "/v1/meetings/<meeting>/notes", `{"text": "She seemed tired."}`)
}

// saidAtPanel is met with words of Etta's that staff took down at the panel.
func saidAtPanel(w *world) {
	met(w)
	w.make("staff", "said", "POST", "/v1/enrolments/<enrolment>/feedback", `{"assessor_id": "<etta>", "meeting_id": "<panel day>", "text": "She listens."}`)
}

// noteShared is met with the note shared.
func noteShared(w *world) {
	met(w)
	w.make("staff", "note", "PATCH", "/v1/meeting-notes/<note>", `{"shared": true}`)
}

var meetingScenarios = []scenario{
	{
		name: "add a meeting", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/meetings", body: `{"kind": "panel", "on": "2015-12-14", "person_ids": ["<luis>"]}`,
		status: 201, contains: []string{`"kind":"panel"`, `"on":"2015-12-14"`, `"person_ids":["<luis>"]`, `"enrolment_ids":[]`}, events: []string{"createMeeting"},
	},
	{
		name: "of people who are there", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/meetings", body: `{"kind": "panel", "on": "2015-12-14", "person_ids": ["` + noSuch + `"]}`,
		status: 422, contains: []string{`"pointer":"/person_ids"`},
	},
	{
		name: "of the cohort's participants", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/meetings", body: `{"kind": "session", "on": "2015-12-14", "enrolment_ids": ["` + noSuch + `"]}`,
		status: 422, contains: []string{`"pointer":"/enrolment_ids"`},
	},
	{
		name: "nobody twice", as: "staff", method: "POST", path: "/v1/cohorts/<cohort>/meetings", body: `{"kind": "session", "on": "2015-12-14", "enrolment_ids": ["<enrolment>"], "person_ids": ["<ana>"]}`,
		status: 422, contains: []string{`"reason":"duplicate"`},
	},
	{name: "those who take part see it", given: met, as: "etta.token", method: "GET", path: "/v1/meetings/<meeting>", status: 200, contains: []string{"<enrolment>"}},
	{name: "those of one person", given: met, as: "staff", method: "GET", path: "/v1/meetings?person_id=<luis>", status: 200, contains: []string{"<panel day>"}, absent: []string{"<meeting>"}},
	{
		name: "what was said there", given: saidAtPanel, as: "staff", method: "GET", path: "/v1/feedback?meeting_id=<panel day>",
		status: 200, contains: []string{"<said>"}, absent: []string{"<feedback>"},
	},
	{
		name: "the same words are begun once", given: saidAtPanel, as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/feedback",
		body: `{"assessor_id": "<etta>", "meeting_id": "<panel day>", "text": "She listens."}`, status: 201, contains: []string{`"id":"<said>"`},
	},
	{name: "and nobody else", given: met, as: "luis.token", method: "GET", path: "/v1/meetings/<meeting>", status: 404},
	{name: "their own list", given: met, as: "etta.token", method: "GET", path: "/v1/meetings?kind=coaching&enrolment_id=<enrolment>", status: 200, contains: []string{"<meeting>"}, absent: []string{"<panel day>"}},
	{
		name: "change a meeting", given: met, as: "staff", method: "PATCH", path: "/v1/meetings/<meeting>", match: "<meeting.tag>", body: `{"on": "2015-05-05", "person_ids": []}`,
		status: 200, contains: []string{`"on":"2015-05-05"`, `"person_ids":[]`, "<enrolment>"}, events: []string{"updateMeeting"},
	},
	{
		name: "note something", given: met, as: "etta.token", method: "POST", path: "/v1/meetings/<meeting>/notes", body: `{"text": "Her boss came along."}`,
		status: 201, contains: []string{`"shared":false`, "<etta>"}, events: []string{"createMeetingNote"},
	},
	{name: "a note is its author's", given: met, as: "staff", method: "GET", path: "/v1/meetings/<meeting>/notes", status: 200, contains: []string{"tired"}},
	{name: "and nobody else's", given: met, as: "etta.token", method: "GET", path: "/v1/meetings/<meeting>/notes", status: 200, contains: []string{`"items":[]`}, absent: []string{"tired"}},
	{name: "not even an administrator's", given: met, as: "admin", method: "GET", path: "/v1/meeting-notes/<note>", status: 404, absent: []string{"tired"}},
	{
		name: "share a note", given: met, as: "staff", method: "PATCH", path: "/v1/meeting-notes/<note>", match: "<note.tag>", body: `{"shared": true}`,
		status: 200, contains: []string{`"shared":true`}, events: []string{"updateMeetingNote"},
	},
	{name: "a shared note is read by those who take part", given: noteShared, as: "etta.token", method: "GET", path: "/v1/meeting-notes/<note>", status: 200, contains: []string{"tired"}},
	{name: "and by nobody who does not", given: noteShared, as: "luis.token", method: "GET", path: "/v1/meeting-notes/<note>", status: 404, absent: []string{"tired"}},
	{name: "and changed by its author alone", given: noteShared, as: "etta.token", method: "PATCH", path: "/v1/meeting-notes/<note>", match: "<note.tag>", body: `{"shared": false}`, status: 403},
	{name: "delete a note", given: met, as: "staff", method: "DELETE", path: "/v1/meeting-notes/<note>", match: "<note.tag>", status: 204, events: []string{"deleteMeetingNote"}},
	{name: "not while others read it", given: noteShared, as: "staff", method: "DELETE", path: "/v1/meeting-notes/<note>", match: "<note.tag>", status: 409, contains: []string{`"reason":"shared"`}},
	{
		name: "a panel's guests are offered", given: met, as: "staff", method: "GET", path: "/v1/enrolments/<enrolment>/offers",
		status: 200, contains: []string{"<luis>", `"as":["assessor","signatory"]`, `"on":"2015-12-14"`}, absent: []string{"<etta>", "<ana>"},
	},
	{
		name: "who is due, late or done, and no word of a draft", as: "staff", method: "GET", path: "/v1/cohorts/<cohort>/assessing",
		status: 200, contains: []string{"<assignment>", `"state":"draft"`, `"drafts":1`, `"submitted":0`}, absent: []string{"give up"},
	},
	{name: "done", given: submitted, as: "staff", method: "GET", path: "/v1/cohorts/<cohort>/assessing", status: 200, contains: []string{`"state":"submitted"`, `"late":false`}},
	{name: "their own progress", as: "etta.token", method: "GET", path: "/v1/assignments", status: 200, contains: []string{`"state":"draft"`}},
	{
		name: "what was said at a panel names it", given: met, as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/feedback", body: `{"assessor_id": "<etta>", "meeting_id": "<panel day>", "text": "She listens."}`,
		status: 201, contains: []string{`"taken_down":true`, `"meeting_id":"<panel day>"`}, events: []string{"createFeedback"},
	},
	{
		name: "no other meeting", as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/feedback", body: `{"assessor_id": "<etta>", "meeting_id": "` + noSuch + `", "text": "She listens."}`,
		status: 422, contains: []string{`"pointer":"/meeting_id"`},
	},
	{
		name: "of two windows the later is told of the earlier, and nothing is lost", as: "etta.token",
		given: func(w *world) {
			first := w.names["feedback.tag"]
			w.make("etta.token", "feedback", "PATCH", "/v1/feedback/<feedback>", `{"text": "She never gives up, and laughs."}`)
			w.names["feedback.tag"] = first
		},
		method: "PATCH", path: "/v1/feedback/<feedback>", match: "<feedback.tag>", body: `{"text": "Written in the other window."}`,
		status: 412, contains: []string{`"stored":{`, `"revision":2`, `"text":"She never gives up, and laughs."`},
		then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			t.Helper()
			if kept := w.make("etta.token", "", "GET", "/v1/feedback/<feedback>", ""); kept["text"] != "She never gives up, and laughs." {
				t.Errorf("stored is now %q", kept["text"])
			}
		},
	},
	{name: "nobody else is told", as: "staff", method: "PATCH", path: "/v1/feedback/<feedback>", match: `"7"`, body: `{"text": "Mine."}`, status: 404, absent: []string{"stored"}},
	{
		name: "staff are told where a feedback is quoted", given: proposed, as: "staff", method: "POST", path: "/v1/feedback/<feedback>/withdraw", match: "<feedback.tag>",
		status: 409, contains: []string{`"reason":"quoted"`, "<certificate>"},
	},
	{
		name: "its author is told of no certificate", given: proposed, as: "etta.token", method: "POST", path: "/v1/feedback/<feedback>/withdraw", match: "<feedback.tag>",
		status: 409, contains: []string{`"reason":"quoted"`}, absent: []string{"<certificate>"},
	},
}

// differing is a certificate on whose one theme Etta and Luis wrote.
func differing(w *world) {
	w.make("staff", "", "POST", "/v1/enrolments/<enrolment>/assignments", `{"assessor_id": "<luis>"}`)
	w.make("luis.token", "other", "POST", "/v1/enrolments/<enrolment>/feedback", `{"assessor_id": "<luis>", "theme_id": "<theme>", "text": "She stops too early."}`)
	w.make("luis.token", "other", "POST", "/v1/feedback/<other>/submit", "")
	proposed(w)
}

// oneSided is differing with nothing of what they wrote.
func oneSided(w *world) {
	differing(w)
	w.make("staff", "certificate", "PUT", "/v1/certificates/<certificate>/sections", `{"sections": [{"heading": "Persistence", "passages": [{"text": "She persists."}]}]}`)
}

var voiceScenarios = []scenario{
	{
		name: "both side by side", given: differing, as: "staff", method: "GET", path: "/v1/certificates/<certificate>/voices",
		status: 200, contains: []string{`"several":true`, "too early", "give up", "<etta>", "<luis>", `"relation":"verbatim"`, "/passages/"}, absent: []string{"settlement"},
	},
	{
		name: "record how it was settled", given: differing, as: "staff", method: "PUT", path: "/v1/certificates/<certificate>/settlements/<theme>", match: "<certificate.tag>",
		body: `{"how": "kept_both", "note": "Both are right."}`, status: 200, absent: []string{"Both are right"}, events: []string{"putSettlement"},
		then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			t.Helper()
			r := w.send("staff", "GET", "/v1/certificates/<certificate>/voices", nil, "")
			for _, part := range []string{`"how":"kept_both"`, `"note":"Both are right."`, `"standing":true`} {
				if !strings.Contains(r.Body.String(), part) {
					t.Errorf("the voices lack %s: %s", part, r.Body)
				}
			}
		},
	},
	{
		name: "take back how it was settled", as: "staff", method: "DELETE", path: "/v1/certificates/<certificate>/settlements/<theme>", match: "<certificate.tag>",
		given: func(w *world) {
			oneSided(w)
			w.make("staff", "certificate", "PUT", "/v1/certificates/<certificate>/settlements/<theme>", `{"how": "condensed", "note": "Shorter."}`)
		},
		status: 200, events: []string{"deleteSettlement"}, then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			t.Helper()
			if r := w.send("staff", "GET", "/v1/certificates/<certificate>/voices", nil, ""); strings.Contains(r.Body.String(), "Shorter.") {
				t.Errorf("it is still there: %s", r.Body)
			}
			if r := w.send("staff", "GET", "/v1/certificates/<certificate>/checks", nil, ""); !strings.Contains(r.Body.String(), "unsettled_theme") {
				t.Errorf("nobody is warned of it: %s", r.Body)
			}
		},
	},
	{
		name: "what is not settled is not taken back", given: differing, as: "staff", method: "DELETE", path: "/v1/certificates/<certificate>/settlements/<theme>",
		match: "<certificate.tag>", status: 409, contains: []string{`"reason":"not_settled"`},
	},
	{
		name: "one voice is nothing to settle", given: proposed, as: "staff", method: "PUT", path: "/v1/certificates/<certificate>/settlements/<theme>", match: "<certificate.tag>",
		body: `{"how": "chose"}`, status: 409, contains: []string{`"reason":"one_voice"`},
	},
	{
		name: "of what was written on it", given: differing, as: "staff", method: "PUT", path: "/v1/certificates/<certificate>/settlements/<theme>", match: "<certificate.tag>",
		body: `{"how": "chose", "writing_ids": ["` + noSuch + `"]}`, status: 422, contains: []string{`"pointer":"/writing_ids"`},
	},
	{
		name: "a theme of nobody's", given: differing, as: "staff", method: "PUT", path: "/v1/certificates/<certificate>/settlements/" + noSuch, match: "<certificate.tag>",
		body: `{"how": "chose"}`, status: 404,
	},
	{
		name: "the editor is warned of what nobody settled", given: oneSided, as: "staff", method: "GET", path: "/v1/certificates/<certificate>/checks",
		status: 200, contains: []string{`"kind":"unsettled_theme"`, `"severity":"warning"`, `"theme_id":"<theme>"`},
	},
	{
		name: "and no more once it is", as: "staff", method: "GET", path: "/v1/certificates/<certificate>/checks",
		given: func(w *world) {
			oneSided(w)
			w.make("staff", "certificate", "PUT", "/v1/certificates/<certificate>/settlements/<theme>", `{"how": "condensed"}`)
		},
		status: 200, absent: []string{"unsettled_theme"},
	},
	{name: "both used need no settlement", given: differing, as: "staff", method: "GET", path: "/v1/certificates/<certificate>/checks", status: 200, absent: []string{"unsettled_theme"}},
}
