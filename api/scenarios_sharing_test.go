package api_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const shareLinks = "/v1/certificates/<certificate>/share-links"

// showing is a world where Ana, signed in, has an issued certificate of two sections: "Harbour pilots" and "Persistence".
func showing(w *world) {
	issued(w)
	shown := w.make("ana.session", "", "GET", "/v1/certificates/<certificate>", "")
	for name, section := range map[string]int{"harbour": 0, "persistence": 1} {
		w.names[name] = shown["sections"].([]any)[section].(map[string]any)["id"].(string)
	}
}

// shared has Ana share all of it with the PDF, "whole", and one section, "part".
func shared(w *world) {
	showing(w)
	for name, body := range map[string]string{"whole": `{"with_file": true}`, "part": `{"sections": ["<persistence>"]}`} {
		w.names[name+".secret"] = w.make("ana.session", name, "POST", shareLinks, body)["secret"].(string)
	}
}

func withdrawn(w *world) {
	shared(w)
	w.make("ana.session", "", "DELETE", "/v1/share-links/<whole>", "")
}

func read(link string) string { return `{"link": "<` + link + `.secret>"}` }

var sharingScenarios = []scenario{
	{
		name: "the whole text with the PDF", given: showing, as: "ana.session", method: "POST", path: shareLinks, body: `{"with_file": true}`,
		status: 201, contains: []string{`"secret":"testamur_p_`, `"url":"` + publicURL + `/s/testamur_p_`, `"with_file":true`, `"opened":0`, "<certificate>"},
		absent: []string{`"sections"`, "opened_at", "withdrawn_at"}, events: []string{"createShareLink"},
	},
	{
		name: "a section", given: showing, as: "ana.session", method: "POST", path: shareLinks, body: `{"sections": ["<harbour>"]}`,
		status: 201, contains: []string{`"sections":["<harbour>"]`, `"with_file":false`}, events: []string{"createShareLink"},
	},
	{name: "no section", given: showing, as: "ana.session", method: "POST", path: shareLinks, body: `{"sections": []}`, status: 422, contains: []string{`"pointer":"/sections"`}},
	{name: "a section that is none", given: showing, as: "ana.session", method: "POST", path: shareLinks, body: `{"sections": ["` + noSuch + `"]}`, status: 422, contains: []string{`"pointer":"/sections/0"`, `"reason":"unknown"`}},
	{
		name: "a section goes without the PDF", given: showing, as: "ana.session", method: "POST", path: shareLinks, body: `{"sections": ["<harbour>"], "with_file": true}`,
		status: 422, contains: []string{`"pointer":"/with_file"`, `"reason":"not_allowed"`},
	},
	{
		name: "for more than a year", given: showing, as: "ana.session", method: "POST", path: shareLinks, body: `{"expires_at": "2099-01-01T00:00:00Z"}`,
		status: 422, contains: []string{`"pointer":"/expires_at"`, `"reason":"too_late"`},
	},
	{name: "staff share nothing", given: showing, as: "staff", method: "POST", path: shareLinks, body: `{}`, status: 403},
	{name: "nor administrators", given: showing, as: "admin", method: "POST", path: shareLinks, body: `{}`, status: 403},
	{
		name: "listed without secrets", given: shared, as: "ana.session", method: "GET", path: shareLinks,
		status: 200, contains: []string{"<whole>", "<part>", `"sections":["<persistence>"]`}, absent: []string{"<whole.secret>", "testamur_p_", `"secret"`, `"url"`},
	},
	{name: "not to staff", given: shared, as: "staff", method: "GET", path: shareLinks, status: 403, absent: []string{"<whole>"}},
	{
		name: "withdrawn", given: shared, as: "ana.session", method: "DELETE", path: "/v1/share-links/<whole>", status: 204, events: []string{"deleteShareLink"},
		then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			if r := w.send("", "POST", "/v1/shares/read", jsonHeader, read("whole")); r.Code != 404 {
				t.Errorf("it still reads: %d %s", r.Code, r.Body)
			}
			if r := w.send("", "POST", "/v1/shares/read", jsonHeader, read("part")); r.Code != 200 {
				t.Errorf("the other one: %d %s", r.Code, r.Body)
			}
			if r := w.send("ana.session", "GET", shareLinks, nil, ""); strings.Count(r.Body.String(), "withdrawn_at") != 1 {
				t.Errorf("the list: %s", r.Body)
			}
		},
	},
	{name: "withdrawn again", given: withdrawn, as: "ana.session", method: "DELETE", path: "/v1/share-links/<whole>", status: 204},
	{name: "not by staff, who do not know of it", given: shared, as: "etta.session", method: "DELETE", path: "/v1/share-links/<whole>", status: 404},
	{
		name: "a stranger reads the whole", given: shared, method: "POST", path: "/v1/shares/read", body: read("whole"), status: 200,
		contains: []string{
			`"verdict":"genuine"`, `"valid":true`, `"whole":true`, `"replaced":false`, "Harbour pilots", "Persistence", `"name":"Ana Reis"`, `"title":"Certificate`, `"award_date":"2015-12-14"`,
			`"institution":"Institute"`, "Etta Reis", `"verification_url":"` + publicURL + `/v/<code>"`, `"with_file":true`,
		}, absent: []string{"<whole.secret>"},
	},
	{
		name: "a stranger reads a section", given: shared, method: "POST", path: "/v1/shares/read", body: read("part"), status: 200,
		contains: []string{`"whole":false`, `"with_file":false`, "Persistence"}, absent: []string{"Harbour pilots", "<harbour>", "<persistence>", "salt", "text_digest"},
	},
	{
		name: "an opening counts", given: shared, method: "POST", path: "/v1/shares/read", body: read("part"), status: 200,
		then: func(t *testing.T, w *world, _ *httptest.ResponseRecorder) {
			w.send("", "POST", "/v1/shares/read", jsonHeader, read("part"))
			w.later(time.Minute)
			w.send("", "POST", "/v1/shares/read", jsonHeader, read("part"))
			list := w.send("ana.session", "GET", shareLinks, nil, "").Body.String()
			if !strings.Contains(list, `"opened":2,"opened_at":"`) || !strings.Contains(list, `"opened":0`) {
				t.Errorf("three openings within two minutes of one link: %s", list)
			}
		},
	},
	{
		name: "after a correction what is in force is shown", method: "POST", path: "/v1/shares/read", body: read("part"), status: 200,
		given: func(w *world) {
			shared(w)
			w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/correct", `{"reason_class": "correction"}`)
			w.make("staff", "certificate", "PUT", "/v1/certificates/<certificate>/sections", `{"sections": [{"heading": "Secret draft", "passages": [{"text": "Secret draft."}]}]}`)
		},
		contains: []string{"Persistence", `"replaced":false`}, absent: []string{"Secret draft"},
	},
	{
		name: "a revoked one shows only that", method: "POST", path: "/v1/shares/read", body: read("whole"), status: 200,
		given: func(w *world) {
			shared(w)
			w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/revoke", `{"reason_class": "issued_in_error", "note": "between us"}`)
		},
		contains: []string{`"verdict":"revoked"`, `"valid":false`, "revoked on"}, absent: []string{`"text"`, "Persistence", "between us", "<code>"},
	},
	{name: "a withdrawn link", given: withdrawn, method: "POST", path: "/v1/shares/read", body: read("whole"), status: 404},
	{name: "an unknown link", method: "POST", path: "/v1/shares/read", body: `{"link": "testamur_p_nothing"}`, status: 404},
	{
		name: "a link is no token", given: shared, method: "GET", path: "/v1/certificates/<certificate>",
		header: map[string]string{"Authorization": "Bearer <whole.secret>"}, status: 401,
	},
}
