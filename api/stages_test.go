package api_test

import (
	"encoding/json"
	"fmt"
)

// The steps of a certificate's life, for scenarios that begin later in it.

func submitted(w *world) {
	w.make("etta.token", "feedback", "POST", "/v1/feedback/<feedback>/submit", "")
}

func proposed(w *world) {
	submitted(w)
	w.remember(w.make("staff", "certificate", "POST", "/v1/enrolments/<enrolment>/certificate", ""))
}

func sent(w *world) {
	proposed(w)
	w.remember(w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/send-for-signing", ""))
}

func signed(w *world) {
	sent(w)
	w.make("panel", "signoff", "POST", "/v1/certificates/<certificate>/sign-offs", `{"signatory_id": "<signatory>", "decision": "approved", "text_digest": "<digest>"}`)
	w.make("staff", "", "GET", "/v1/certificates/<certificate>", "")
	w.names["certificate.tag"] = w.names[".tag"]
}

func issued(w *world) {
	signed(w)
	w.remember(w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/issue", ""))
	version := w.make("staff", "", "GET", "/v1/versions/<version>", "")
	w.names["code"] = fmt.Sprint(version["code"])
}

func corrected(w *world) {
	issued(w)
	w.make("staff", "certificate", "POST", "/v1/certificates/<certificate>/correct", `{"reason_class": "correction"}`)
}

func uploaded(w *world) {
	response := w.send("staff", "POST", "/v1/files?purpose=signature&name=moss.png", map[string]string{"Content-Type": "image/png"}, pixel)
	var file struct{ ID string }
	w.must(json.Unmarshal(response.Body.Bytes(), &file))
	w.names["file"] = file.ID
}

// remember names what later steps refer to.
func (w *world) remember(c map[string]any) {
	for name, field := range map[string]string{"version": "version_id", "digest": "text_digest"} {
		if v, ok := c[field].(string); ok {
			w.names[name] = v
		}
	}
	if list, ok := c["signatories"].([]any); ok && len(list) > 0 {
		w.names["signatory"] = fmt.Sprint(list[0].(map[string]any)["id"])
	}
}

// rewritten is an issued certificate with a correction that nobody has agreed to yet.
func rewritten(w *world) {
	corrected(w)
	w.make("staff", "certificate", "PUT", "/v1/certificates/<certificate>/sections", `{"sections": [{"heading": "Secret draft", "passages": [{"text": "Secret draft."}]}]}`)
}
