package api_test

import "fmt"

// review has Ana's certificate reviewed: Etta objected to how her words are used, and Stella went on over that; now Ana is asked,
// and wants something left out.
func (w *matrixWorld) review() {
	w.make("stella.session", "programme", "PATCH", "/v1/programmes/<programme>", `{"read_back_days": 5, "participant_check_days": 7}`)
	w.make("stella.session", "certificate", "POST", "/v1/certificates/<certificate>/send-for-review", "")
	w.remarks("etta", "objection", "readback")
	w.make("stella.session", "certificate", "POST", "/v1/certificates/<certificate>/review/remarks/<remark>/refuse", asJSON(map[string]string{"reason": canary("settled")}))
	w.remarks("ana", "leave_out", "leaveout")
	w.make("stella.session", "certificate", "GET", "/v1/certificates/<certificate>", "")
}

// remarks has somebody remark on the first passage that they are asked about.
func (w *matrixWorld) remarks(person, kind, comment string) {
	asked := w.make(person+".session", "", "GET", "/v1/review-requests", "")["items"].([]any)
	name := person + ".request"
	w.names[name] = fmt.Sprint(asked[0].(map[string]any)["id"])
	q := w.make(person+".session", "", "GET", "/v1/review-requests/<"+name+">", "")
	w.names["request.digest"] = fmt.Sprint(q["text_digest"])
	passage := q["sections"].([]any)[0].(map[string]any)["passages"].([]any)[0].(map[string]any)["id"]
	remark := map[string]any{"kind": kind, "passage_id": passage, "comment": canary(comment)}
	answered := w.make(person+".session", "", "POST", "/v1/review-requests/<"+name+">/answer", asJSON(map[string]any{
		"text_digest": q["text_digest"], "answer": "remarks", "remarks": []any{remark},
	}))
	w.names["remark"] = fmt.Sprint(answered["remarks"].([]any)[0].(map[string]any)["id"])
	w.make("stella.session", "certificate", "GET", "/v1/certificates/<certificate>", "")
}
