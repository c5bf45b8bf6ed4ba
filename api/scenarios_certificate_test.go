package api_test

import (
	"net/http/httptest"
	"testing"

	"testamur/internal/fault"
)

var certificateScenarios = []scenario{
	{
		name: "a first composition", given: submitted, as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/certificate",
		status: 201, contains: []string{`"state":"composing"`, `"heading":"Harbour pilots"`, `"heading":"Persistence"`, `"relation":"verbatim"`, `"award_date":"2015-12-14"`, "Etta Reis"},
		absent: []string{"composers", `"serial"`}, events: []string{"proposeCertificate"},
	},
	{
		name: "one each", given: proposed, as: "staff", method: "POST", path: "/v1/enrolments/<enrolment>/certificate",
		status: 409, contains: []string{`"reason":"certificate_exists"`},
	},
	{name: "read one", given: proposed, as: "staff", method: "GET", path: "/v1/certificates/<certificate>", status: 200, absent: []string{"text_digest"}},
	{name: "assessors read none", given: proposed, as: "etta.token", method: "GET", path: "/v1/certificates/<certificate>", status: 404, absent: []string{"Harbour"}},
	{name: "listed without their text", given: proposed, as: "staff", method: "GET", path: "/v1/certificates?state=composing", status: 200, contains: []string{"<certificate>"}, absent: []string{"sections"}},
	{
		name: "no award date", given: proposed, as: "staff", method: "PATCH", path: "/v1/certificates/<certificate>", match: "<certificate.tag>", body: `{"award_date": null}`,
		status: 200, absent: []string{"award_date"}, events: []string{"updateCertificate"},
	},
	{
		name: "it expires after it was awarded", given: proposed, as: "staff", method: "PATCH", path: "/v1/certificates/<certificate>", match: "<certificate.tag>", body: `{"expires_on": "2015-12-14"}`,
		status: 422, contains: []string{`"pointer":"/expires_on"`},
	},
	{
		name: "text without a source is warned of", given: proposed, as: "staff", method: "PUT", path: "/v1/certificates/<certificate>/sections", match: "<certificate.tag>",
		body:   `{"sections": [{"heading": "Summary", "passages": [{"text": "Well done."}]}]}`,
		status: 200, contains: []string{`"pointer":"/sections/0/passages/0"`, `"reason":"no_source"`}, absent: []string{"Persistence"}, events: []string{"putSections"},
	},
	{
		name: "a source that is none", given: proposed, as: "staff", method: "PUT", path: "/v1/certificates/<certificate>/sections", match: "<certificate.tag>",
		body:   `{"sections": [{"heading": "Summary", "passages": [{"text": "Well done.", "sources": ["` + noSuch + `"]}]}]}`,
		status: 422, contains: []string{`"pointer":"/sections/0/passages/0/sources/0"`},
	},
	{
		name: "a pointer into what is deep", given: proposed, as: "staff", method: "PUT", path: "/v1/certificates/<certificate>/sections", match: "<certificate.tag>",
		body:   `{"sections": [{"heading": "Summary", "passages": [{"text": 7}]}]}`,
		status: 422, contains: []string{`"pointer":"/sections/0/passages/0/text"`, `"reason":"type"`},
	},
	{
		name: "signatories by person", given: proposed, as: "staff", method: "PUT", path: "/v1/certificates/<certificate>/signatories", match: "<certificate.tag>",
		body:   `{"signatories": [{"person_id": "<luis>"}, {"person_id": "<etta>", "name": "Dr Etta Reis", "title": "Chair"}]}`,
		status: 200, contains: []string{"Luis Reis", "Dr Etta Reis", "Chair"}, events: []string{"putSignatories"},
	},
	{
		name: "nobody signs twice", given: proposed, as: "staff", method: "PUT", path: "/v1/certificates/<certificate>/signatories", match: "<certificate.tag>",
		body:   `{"signatories": [{"person_id": "<luis>"}, {"person_id": "<luis>"}]}`,
		status: 422, contains: []string{`"pointer":"/signatories/1/person_id"`, `"reason":"duplicate"`},
	},
	{
		name: "cancel", given: proposed, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/cancel", match: "<certificate.tag>",
		status: 200, contains: []string{`"state":"cancelled"`}, events: []string{"cancelCertificate"},
	},
	{
		name: "an issued one is not cancelled", given: issued, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/cancel", match: "<certificate.tag>",
		status: 409, contains: []string{`"reason":"certificate_state"`},
	},
}

// worded gives the certificate one section.
func worded(text string) func(*world) {
	return func(w *world) {
		proposed(w)
		w.make("staff", "certificate", "PUT", "/v1/certificates/<certificate>/sections", `{"sections": [{"heading": "Persistence", "passages": [{"text": "`+text+`"}]}]}`)
	}
}

var checkScenarios = []scenario{
	{name: "nothing to look at", given: proposed, as: "staff", method: "GET", path: "/v1/certificates/<certificate>/checks", status: 200, contains: []string{`"items":[]`}},
	{
		name: "every finding says where", given: worded("Before TBD left, Annika Ries had gone on. And then"), as: "staff", method: "GET", path: "/v1/certificates/<certificate>/checks",
		status: 200, contains: []string{
			`"kind":"placeholder"`, `"severity":"blocking"`, `"pointer":"/sections/0/passages/0/text"`, `"detail":"TBD"`,
			`"kind":"no_source"`, `"pointer":"/sections/0/passages/0"`, `"kind":"unfinished_text"`,
		},
		absent: []string{"certificate_id", "feedback_id"},
	},
	{
		name: "names are compared with the people's", as: "staff", method: "GET", path: "/v1/certificates/<certificate>/checks",
		given: func(w *world) {
			worded("She asked Etta Reiis.")(w)
			w.make("staff", "", "PATCH", "/v1/people/<ana>", `{"name": "Ana Reiss"}`)
		},
		status: 200, contains: []string{`"kind":"name_differs"`, `"detail":"Ana Reiss"`, `"kind":"name_spelling"`, `"detail":"Reiis"`},
	},
	{
		name: "another participant's sentence is named by where it stands", as: "staff", method: "GET", path: "/v1/certificates/<certificate>/checks",
		given: func(w *world) {
			worded("Setbacks do not make her drop what she has begun.")(w)
			w.make("staff", "seat2", "POST", "/v1/enrolments", `{"cohort_id": "<cohort>", "person_id": "<luis>"}`)
			w.make("staff", "", "POST", "/v1/enrolments/<seat2>/assignments", `{"assessor_id": "<etta>"}`)
			w.make("etta.token", "note", "POST", "/v1/enrolments/<seat2>/feedback", `{"assessor_id": "<etta>", "text": "Setbacks do not make her drop what she has begun."}`)
			w.make("etta.token", "note", "POST", "/v1/feedback/<note>/submit", "")
		},
		status: 200, contains: []string{`"kind":"repeated_text"`, `"feedback_id":"<note>"`}, absent: []string{"Luis"},
	},
	{name: "assessors check nothing", given: proposed, as: "etta.token", method: "GET", path: "/v1/certificates/<certificate>/checks", status: 403},
	{
		name: "a placeholder is not sent", given: worded("[Name] does not give up."), as: "staff", method: "POST", path: "/v1/certificates/<certificate>/send-for-signing", match: "<certificate.tag>",
		status: 422, contains: []string{`"pointer":"/sections/0/passages/0/text"`, `"reason":"placeholder"`},
	},
	{
		name: "a warning is no obstacle", given: worded("She asked Etta Reiis, and then"), as: "staff", method: "POST", path: "/v1/certificates/<certificate>/send-for-signing", match: "<certificate.tag>",
		status: 200, events: []string{"sendForSigning"},
	},
}

var signingScenarios = []scenario{
	{
		name: "send", given: proposed, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/send-for-signing", match: "<certificate.tag>",
		status: 200, contains: []string{`"state":"signing"`, `"serial":"SLL-2015-0001"`, "text_digest", "version_id"}, events: []string{"sendForSigning"},
	},
	{
		name: "nothing is sent without a signatory", as: "staff", method: "POST", path: "/v1/certificates/<certificate>/send-for-signing", match: "<certificate.tag>",
		given: func(w *world) {
			proposed(w)
			w.make("staff", "certificate", "PUT", "/v1/certificates/<certificate>/signatories", `{"signatories": []}`)
		},
		status: 422, contains: []string{`"pointer":"/signatories"`, `"reason":"no_signatory"`},
	},
	{
		name: "nor with an empty section", as: "staff", method: "POST", path: "/v1/certificates/<certificate>/send-for-signing", match: "<certificate.tag>",
		given: func(w *world) {
			proposed(w)
			w.make("staff", "certificate", "PUT", "/v1/certificates/<certificate>/sections", `{"sections": [{"heading": "Empty", "passages": []}]}`)
		},
		status: 422, contains: []string{`"pointer":"/sections/0"`, `"reason":"empty_section"`},
	},
	{
		name: "nor what no font prints", as: "staff", method: "POST", path: "/v1/certificates/<certificate>/send-for-signing", match: "<certificate.tag>",
		given: func(w *world) {
			proposed(w)
			w.make("staff", "certificate", "PATCH", "/v1/certificates/<certificate>", `{"name": "Ana ☃"}`)
		},
		status: 422, contains: []string{`"pointer":"/name"`, `"reason":"uncovered_characters"`, "U+2603"},
	},
	{
		name: "while it is out the text stands", given: sent, as: "staff", method: "PATCH", path: "/v1/certificates/<certificate>", match: "<certificate.tag>", body: `{"name": "Ana"}`,
		status: 409, contains: []string{`"reason":"certificate_state"`},
	},
	{
		name: "the digest of the text to sign", given: sent, as: "panel", method: "GET", path: "/v1/certificates/<certificate>",
		status: 200, contains: []string{`"text_digest":"<digest>"`},
	},
	{
		name: "staff records an answer", given: sent, as: "panel", method: "POST", path: "/v1/certificates/<certificate>/sign-offs",
		body:   `{"signatory_id": "<signatory>", "decision": "approved", "text_digest": "<digest>"}`,
		status: 201, contains: []string{`"decision":"approved"`, `"recorded_by":"panel"`, "Etta Reis"}, events: []string{"recordSignOff"},
	},
	{
		name: "the signatory answers", given: sent, as: "etta.token", method: "POST", path: "/v1/certificates/<certificate>/sign-offs",
		body:   `{"signatory_id": "<signatory>", "decision": "approved", "conflict": "none", "text_digest": "<digest>"}`,
		status: 201, events: []string{"recordSignOff"},
	},
	{
		name: "somebody else does not", given: sent, as: "luis.token", method: "POST", path: "/v1/certificates/<certificate>/sign-offs",
		body:   `{"signatory_id": "<signatory>", "decision": "approved", "text_digest": "<digest>"}`,
		status: 404,
	},
	{
		name: "a refusal says why", given: sent, as: "etta.token", method: "POST", path: "/v1/certificates/<certificate>/sign-offs",
		body:   `{"signatory_id": "<signatory>", "decision": "declined", "text_digest": "<digest>"}`,
		status: 422, contains: []string{`"pointer":"/reason"`, `"reason":"required"`},
	},
	{
		name: "an answer to another text", given: sent, as: "etta.token", method: "POST", path: "/v1/certificates/<certificate>/sign-offs",
		body:   `{"signatory_id": "<signatory>", "decision": "approved", "text_digest": "0000000000000000000000000000000000000000000000000000000000000000"}`,
		status: 409, contains: []string{`"reason":"text_changed"`},
	},
	{
		name: "a digest that is none", given: sent, as: "etta.token", method: "POST", path: "/v1/certificates/<certificate>/sign-offs",
		body:   `{"signatory_id": "<signatory>", "decision": "approved", "text_digest": "xyz"}`,
		status: 422, contains: []string{`"pointer":"/text_digest"`},
	},
	{name: "the answers", given: signed, as: "staff", method: "GET", path: "/v1/certificates/<certificate>/sign-offs", status: 200, contains: []string{`"decision":"approved"`}},
	{
		name: "revise voids them", given: signed, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/revise", match: "<certificate.tag>",
		status: 200, contains: []string{`"state":"composing"`}, absent: []string{"text_digest"}, events: []string{"reviseCertificate"},
	},
	{
		name: "nothing is issued unsigned", given: sent, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/issue", match: "<certificate.tag>",
		status: 409, contains: []string{`"reason":"sign_offs_missing"`},
	},
	{
		name: "nobody issues alone what they composed alone", as: "staff", method: "POST", path: "/v1/certificates/<certificate>/issue", match: "<certificate.tag>",
		given: func(w *world) {
			sent(w)
			w.make("staff", "signoff", "POST", "/v1/certificates/<certificate>/sign-offs", `{"signatory_id": "<signatory>", "decision": "approved", "text_digest": "<digest>"}`)
			w.make("staff", "", "GET", "/v1/certificates/<certificate>", "")
			w.names["certificate.tag"] = w.names[".tag"]
		},
		status: 409, contains: []string{`"reason":"not_independent"`},
	},
	{
		name: "issue", given: signed, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/issue", match: "<certificate.tag>",
		status: 200, contains: []string{`"state":"issued"`, `"issued_version_id":"<version>"`}, events: []string{"updateEnrolment", "issueCertificate"},
	},
	{
		name: "a time authority that does not answer", as: "staff", method: "POST", path: "/v1/certificates/<certificate>/issue", match: "<certificate.tag>",
		given: func(w *world) {
			signed(w)
			w.press.fail = fault.New(fault.Unavailable, "time_authority", "The time authority does not answer.")
		},
		status: 503, contains: []string{`"reason":"time_authority"`}, headers: map[string]string{"Retry-After": "5"},
	},
	{
		name: "correct", given: issued, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/correct", match: "<certificate.tag>", body: `{"reason_class": "change_of_name"}`,
		status: 200, contains: []string{`"state":"composing"`, `"issued_version_id":"<version>"`, `"correction_reason":"change_of_name"`}, events: []string{"correctCertificate"},
	},
	{
		name: "revoke", given: issued, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/revoke", match: "<certificate.tag>", body: `{"reason_class": "issued_in_error", "note": "The panel had not met."}`,
		status: 200, contains: []string{`"state":"revoked"`}, absent: []string{"had not met"}, events: []string{"revokeCertificate"},
	},
	{
		name: "revoke for no reason", given: issued, as: "staff", method: "POST", path: "/v1/certificates/<certificate>/revoke", match: "<certificate.tag>", body: `{"reason_class": "whim"}`,
		status: 422, contains: []string{`"pointer":"/reason_class"`, `"reason":"not_allowed"`},
	},
}

var versionScenarios = []scenario{
	{name: "all versions", given: issued, as: "staff", method: "GET", path: "/v1/certificates/<certificate>/versions", status: 200, contains: []string{"<version>", `"state":"issued"`}},
	{name: "one", given: issued, as: "read", method: "GET", path: "/v1/versions/<version>", status: 200, contains: []string{"document_digest", `"serial":"SLL-2015-0001"`}},
	{
		name: "the PDF", given: issued, as: "read", method: "GET", path: "/v1/versions/<version>/document",
		status: 200, contains: []string{"%PDF", "sealed"},
		headers: map[string]string{"Content-Type": "application/pdf", "Content-Disposition": "attachment; filename=SLL-2015-0001.pdf", "X-Content-Type-Options": "nosniff"},
	},
	{
		name: "a part of it", given: issued, as: "read", method: "GET", path: "/v1/versions/<version>/document", header: map[string]string{"Range": "bytes=0-3"},
		status: 206, contains: []string{"%PDF"}, absent: []string{"sealed"},
	},
	{
		name: "a part that is not there", given: issued, as: "read", method: "GET", path: "/v1/versions/<version>/document", header: map[string]string{"Range": "bytes=100000-"},
		status: 416,
	},
	{
		name: "the same once more", given: issued, as: "read", method: "GET", path: "/v1/versions/<version>/document",
		status: 200, contains: []string{"%PDF"},
		then: func(t *testing.T, w *world, first *httptest.ResponseRecorder) {
			again := w.send("read", "GET", "/v1/versions/<version>/document", map[string]string{"If-None-Match": first.Header().Get("ETag")}, "")
			if again.Code != 304 || again.Body.Len() != 0 {
				t.Errorf("an unchanged file was sent again: %d with %d bytes", again.Code, again.Body.Len())
			}
		},
	},
	{
		name: "the signatory reads what they are to sign", given: sent, as: "etta.token", method: "GET", path: "/v1/versions/<version>/document",
		status: 200, contains: []string{"%PDF"}, absent: []string{"sealed"},
	},
	{name: "another assessor does not", given: sent, as: "luis.token", method: "GET", path: "/v1/versions/<version>/document", status: 404},
	{
		name: "the agreed text", given: sent, as: "staff", method: "GET", path: "/v1/versions/<version>/content",
		status: 200, contains: []string{`"schema":"testamur.certificate/1"`, "She does not give up."},
	},
	{
		name: "where a version came from", given: sent, as: "staff", method: "GET", path: "/v1/versions/<version>/origin",
		status: 200, contains: []string{`"relation":"verbatim"`, "She does not give up.", `"kind":"feedback"`, `"assessor_id":"<etta>"`, `"digest":"`},
	},
	{name: "where it came from, to who signs", given: sent, as: "etta.token", method: "GET", path: "/v1/versions/<version>/origin", status: 403, absent: []string{"give up"}},
	{name: "where none came from", given: sent, as: "staff", method: "GET", path: "/v1/versions/<certificate>/origin", status: 404},
}

var fileScenarios = []scenario{
	{
		name: "upload", as: "staff", method: "POST", path: "/v1/files?purpose=signature&name=moss.png", header: map[string]string{"Content-Type": "image/png"}, body: pixel,
		status: 201, contains: []string{`"purpose":"signature"`, `"name":"moss.png"`}, events: []string{"createFile"},
	},
	{
		name: "not a picture", as: "staff", method: "POST", path: "/v1/files?purpose=logo&name=x", header: map[string]string{"Content-Type": "image/png"}, body: "<svg/>",
		status: 422, contains: []string{`"reason":"no_picture"`},
	},
	{
		name: "no kind of picture that is taken", as: "staff", method: "POST", path: "/v1/files?purpose=logo&name=x", header: map[string]string{"Content-Type": "image/svg+xml"}, body: "<svg/>",
		status: 415,
	},
	{
		name: "for nothing", as: "staff", method: "POST", path: "/v1/files?name=x", header: map[string]string{"Content-Type": "image/png"}, body: pixel,
		status: 400, contains: []string{`"pointer":"?purpose"`, `"reason":"required"`},
	},
	{name: "list", given: uploaded, as: "staff", method: "GET", path: "/v1/files?purpose=signature", status: 200, contains: []string{"<file>"}},
	{name: "about one", given: uploaded, as: "staff", method: "GET", path: "/v1/files/<file>", status: 200, contains: []string{"moss.png"}},
	{name: "the picture", given: uploaded, as: "staff", method: "GET", path: "/v1/files/<file>/content", status: 200, headers: map[string]string{"Content-Type": "image/png"}},
	{name: "not for assessors", given: uploaded, as: "etta.token", method: "GET", path: "/v1/files/<file>/content", status: 404},
}

var eventScenarios = []scenario{
	{name: "what was done to an object", as: "staff", method: "GET", path: "/v1/events?object_id=<luis>", status: 200, contains: []string{`"operation":"createPerson"`, `"name":"staff"`}, absent: []string{"createProgramme", "Luis"}},
	{name: "pages follow the sequence", as: "staff", method: "GET", path: "/v1/events?limit=1&after=2", status: 200, contains: []string{`"sequence":3`, "next_cursor"}},
	{name: "a cursor that is none", as: "staff", method: "GET", path: "/v1/events?cursor=zz", status: 400, contains: []string{`"pointer":"?cursor"`}},
	{name: "not for readers", as: "read", method: "GET", path: "/v1/events", status: 403},
}

var verificationScenarios = []scenario{
	{
		name: "a certificate in force", given: issued, method: "GET", path: "/v1/verifications/<code>",
		status: 200, contains: []string{`"verdict":"genuine"`, "Issued by Institute to Ana Reis on 14 December 2015; still valid."},
		absent:  []string{"give up", "near misses", "ana@example.org"},
		headers: map[string]string{"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"},
	},
	{name: "a code that is none", method: "GET", path: "/v1/verifications/hello", status: 200, contains: []string{`"verdict":"unknown"`}, absent: []string{"valid.", "genuine"}},
	{name: "what is not issued yet is unknown", given: sent, method: "GET", path: "/v1/verifications/<code>", status: 200, contains: []string{`"verdict":"unknown"`}, absent: []string{"Ana"}},
	{
		name: "a revoked one says so, and not why inside", method: "GET", path: "/v1/verifications/<code>",
		given: func(w *world) {
			issued(w)
			w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/revoke", `{"reason_class": "issued_in_error", "note": "The panel had not met."}`)
		},
		status: 200, contains: []string{`"verdict":"revoked"`, "revoked on 14 December 2015: it was issued in error.", `"reason_class":"issued_in_error"`}, absent: []string{"still valid", "had not met"},
	},
	{
		name: "while it is corrected the old one is in force", given: corrected, method: "GET", path: "/v1/verifications/<code>",
		status: 200, contains: []string{`"verdict":"genuine"`},
	},
	{
		name: "a database that does not answer proves nothing", method: "GET", path: "/v1/verifications/<code>",
		given:  func(w *world) { issued(w); w.silence() },
		status: 503, contains: []string{`"verdict":"cannot_tell"`, `"code":"unavailable"`}, absent: []string{"genuine", "still valid"},
	},
	{
		name: "a file that is no PDF", method: "POST", path: "/v1/verifications", header: map[string]string{"Content-Type": "application/pdf"}, body: "hello",
		status: 422, contains: []string{`"reason":"no_pdf"`},
	},
	{
		name: "a PDF of others", method: "POST", path: "/v1/verifications", header: map[string]string{"Content-Type": "application/pdf"}, body: "%PDF-1.4",
		status: 200, contains: []string{`"verdict":"unknown"`}, absent: []string{"exact"},
	},
	{
		name: "another kind of file", method: "POST", path: "/v1/verifications", header: map[string]string{"Content-Type": "text/html"}, body: "<p>",
		status: 415,
	},
}
