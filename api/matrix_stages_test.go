package api_test

import (
	"encoding/json"
	"fmt"

	"testamur/internal/access"
)

// assess has three participants assessed.
func (w *matrixWorld) assess() {
	w.make("stella.session", "theme", "POST", "/v1/themes", `{"programme_id": "<programme>", "heading": "Persistence", "disciplines": ["ASKING"]}`)
	w.make("otto.session", "other.theme", "POST", "/v1/themes", `{"programme_id": "<other>", "heading": "Persistence"}`)
	w.make("stella.session", "cohort", "POST", "/v1/cohorts", `{"programme_id": "<programme>", "name": "2015", "panel_on": "2015-12-14", "external_id": "run-1"}`)
	w.make("otto.session", "other.cohort", "POST", "/v1/cohorts", `{"programme_id": "<other>", "name": "2015", "panel_on": "2015-12-14"}`)
	w.enrol("stella.session", "ana", "cohort", "seat")
	w.enrol("stella.session", "ben", "cohort", "ben.seat")
	w.enrol("otto.session", "cleo", "other.cohort", "cleo.seat")
	w.make("stella.session", "own.theme", "POST", "/v1/themes", fmt.Sprintf(`{"programme_id": "<programme>", "enrolment_id": "<seat>", "heading": %q}`, canary("own.theme")))
	w.make("stella.session", "assignment", "POST", "/v1/enrolments/<seat>/assignments", `{"assessor_id": "<etta>"}`)
	w.make("etta.session", "assignment", "PATCH", "/v1/assignments/<assignment>", asJSON(map[string]string{"conflict": "declared", "conflict_note": canary("conflict")}))
	w.make("stella.session", "carl.assignment", "POST", "/v1/enrolments/<seat>/assignments", `{"assessor_id": "<carl>"}`)
	w.make("stella.session", "luis.assignment", "POST", "/v1/enrolments/<ben.seat>/assignments", `{"assessor_id": "<luis>"}`)
	w.make("otto.session", "mona.assignment", "POST", "/v1/enrolments/<cleo.seat>/assignments", `{"assessor_id": "<mona>"}`)
	w.meet()
	w.write("etta", "quoted", "seat", true)
	w.write("etta", "draft", "seat", false)
	w.make("etta.session", "draft", "PATCH", "/v1/feedback/<draft>", asJSON(map[string]string{"text": canary("draft")}))
	w.write("etta", "withdrawn", "seat", true)
	w.make("etta.session", "withdrawn", "POST", "/v1/feedback/<withdrawn>/withdraw", "")
	w.write("luis", "luis.feedback", "ben.seat", true)
	w.write("luis", "luis.draft", "ben.seat", false)
	w.write("mona", "mona.feedback", "cleo.seat", true)
}

// meet has people meet and note something: Stella for herself, Etta for all who see the meeting.
func (w *matrixWorld) meet() {
	w.make("stella.session", "meeting", "POST", "/v1/cohorts/<cohort>/meetings", `{"kind": "session", "on": "2015-05-04", "enrolment_ids": ["<seat>"], "person_ids": ["<etta>"]}`)
	w.make("stella.session", "ben.meeting", "POST", "/v1/cohorts/<cohort>/meetings", `{"kind": "coaching", "on": "2015-05-05", "enrolment_ids": ["<ben.seat>"], "person_ids": ["<luis>"]}`)
	w.make("otto.session", "other.meeting", "POST", "/v1/cohorts/<other.cohort>/meetings", `{"kind": "session", "on": "2015-05-04", "enrolment_ids": ["<cleo.seat>"], "person_ids": ["<mona>"]}`)
	w.make("stella.session", "note", "POST", "/v1/meetings/<meeting>/notes", asJSON(map[string]any{"text": canary("note")}))
	w.make("etta.session", "shared.note", "POST", "/v1/meetings/<meeting>/notes", asJSON(map[string]any{"text": canary("shared.note"), "shared": true}))
}

// enrol enrols somebody who has a project and one entry in the learning log.
func (w *matrixWorld) enrol(as, person, cohort, seat string) {
	w.make(as, seat, "POST", "/v1/enrolments", fmt.Sprintf(`{"cohort_id": "<%s>", "person_id": "<%s>", "external_id": "seat-%s"}`, cohort, person, person))
	project := map[string]string{"title": "Harbour pilots", "context": canary("project." + person), "aims": canary("aims." + person)}
	w.make(as, "", "PUT", "/v1/enrolments/<"+seat+">/project", asJSON(project))
	entry := "entry"
	if person != "ana" {
		entry = person + ".entry"
	}
	w.make(as, entry, "POST", "/v1/enrolments/<"+seat+">/log-entries", asJSON(map[string]string{"on": "2015-03-02", "text": canary("log." + person)}))
}

// write has an assessor write, and submit it or not.
func (w *matrixWorld) write(assessor, name, seat string, submit bool) {
	text := canary(name)
	if name == "draft" {
		text = canary("draft.before")
	}
	body := map[string]string{"assessor_id": w.names[assessor], "theme_id": w.names["theme"], "text": text}
	if assessor == "mona" {
		delete(body, "theme_id")
	}
	w.make(assessor+".session", name, "POST", "/v1/enrolments/<"+seat+">/feedback", asJSON(body))
	if submit {
		w.make(assessor+".session", name, "POST", "/v1/feedback/<"+name+">/submit", "")
	}
}

// takeDown has Stella write what Carl said; she asks him to confirm the one that she submitted.
func (w *matrixWorld) takeDown() {
	for _, name := range []string{"taken", "taken.draft"} {
		w.make("stella.session", name, "POST", "/v1/enrolments/<seat>/feedback", asJSON(map[string]string{"assessor_id": w.names["carl"], "text": canary(name)}))
	}
	w.make("stella.session", "taken", "POST", "/v1/feedback/<taken>/submit", "")
	w.make("stella.session", "", "POST", "/v1/feedback/<taken>/confirmation-invitation", "")
	w.names["carl.link"] = w.link(access.LetterConfirming)
	w.make("carl.link", "", "POST", "/v1/feedback/<taken>/confirmation-codes", "")
	w.names["carl.code"] = w.letter(access.LetterCode).Data["code"]
}

// beginOthers brings Ben's certificate out for signing, where Sven declines, and begins Cleo's. It keeps pictures, too.
func (w *matrixWorld) beginOthers() {
	w.make("stella.session", "ben.certificate", "POST", "/v1/enrolments/<ben.seat>/certificate", "")
	w.make("stella.session", "ben.certificate", "PUT", "/v1/certificates/<ben.certificate>/signatories", `{"signatories": [{"person_id": "<sven>"}, {"person_id": "<gus>"}]}`)
	sent := w.make("stella.session", "ben.certificate", "POST", "/v1/certificates/<ben.certificate>/send-for-signing", "")
	w.names["ben.version"] = fmt.Sprint(sent["version_id"])
	w.names["gus.link"] = w.link(access.LetterSigning)
	answer := map[string]any{"signatory_id": signatoryOf(sent, w.names["sven"]), "decision": "declined", "reason": canary("declined"), "text_digest": sent["text_digest"]}
	w.make("sven.session", "", "POST", "/v1/certificates/<ben.certificate>/sign-offs", asJSON(answer))
	w.make("otto.session", "cleo.certificate", "POST", "/v1/enrolments/<cleo.seat>/certificate", "")
	w.upload("sofia.session", "signature")
	w.upload("stella.session", "logo")
}

func (w *matrixWorld) upload(as, purpose string) {
	r := w.send(as, "POST", "/v1/files?purpose="+purpose+"&name="+canary(purpose)+".png", map[string]string{"Content-Type": "image/png"}, pixel)
	var file struct{ ID string }
	w.must(json.Unmarshal(r.Body.Bytes(), &file))
	w.names[purpose] = file.ID
}

func signatoryOf(certificate map[string]any, person string) string {
	for _, s := range certificate["signatories"].([]any) {
		if s := s.(map[string]any); s["person_id"] == person {
			return s["id"].(string)
		}
	}
	return ""
}

// compose proposes Ana's certificate. What Etta submits after that is quoted nowhere.
func (w *matrixWorld) compose() {
	w.make("stella.session", "certificate", "POST", "/v1/enrolments/<seat>/certificate", "")
	named := w.make("stella.session", "certificate", "PUT", "/v1/certificates/<certificate>/signatories", `{"signatories": [{"person_id": "<sofia>"}, {"person_id": "<greta>"}]}`)
	w.names["certificate/sofia"], w.names["certificate/greta"] = signatoryOf(named, w.names["sofia"]), signatoryOf(named, w.names["greta"])
	w.write("etta", "submitted", "seat", true)
}

func (w *matrixWorld) sendToSign() {
	sent := w.make("stella.session", "certificate", "POST", "/v1/certificates/<certificate>/send-for-signing", "")
	w.names["version"], w.names["digest"] = fmt.Sprint(sent["version_id"]), fmt.Sprint(sent["text_digest"])
	w.names["greta.link"] = w.link(access.LetterSigning)
	w.codeForGreta()
	planned := w.make("stella.session", "operation", "POST", "/v1/cohorts/<cohort>/operations", `{"kind": "assign", "options": {"pairs": [{"enrolment_id": "<seat>", "assessor_id": "<gus>"}]}}`)
	w.names["operation.token"] = fmt.Sprint(planned["token"])
}

func (w *matrixWorld) codeForGreta() {
	w.make("greta.link", "", "POST", "/v1/certificates/<certificate>/signing-codes", "")
	w.names["greta.code"] = w.letter(access.LetterCode).Data["code"]
}

func (w *matrixWorld) signAll() {
	for signatory, as := range map[string]string{"sofia": "sofia.session", "greta": "greta.link"} {
		answer := map[string]string{"signatory_id": w.names["certificate/"+signatory], "decision": "approved", "conflict": "none", "text_digest": w.names["digest"]}
		if signatory == "greta" {
			answer["code"] = w.names["greta.code"]
		}
		w.make(as, "", "POST", "/v1/certificates/<certificate>/sign-offs", asJSON(answer))
	}
}

// issueOne issues Ana's certificate. Ana shares its second section, which quotes Etta, and not the first, her project.
func (w *matrixWorld) issueOne() {
	w.make("stella.session", "certificate", "POST", "/v1/certificates/<certificate>/issue", "")
	sections := w.make("ana.session", "", "GET", "/v1/certificates/<certificate>", "")["sections"].([]any)
	second := sections[1].(map[string]any)
	w.names["passage"] = fmt.Sprint(second["passages"].([]any)[0].(map[string]any)["id"])
	chosen := asJSON(map[string]any{"sections": []any{second["id"]}})
	w.names["share.secret"] = fmt.Sprint(w.make("ana.session", "share", "POST", "/v1/certificates/<certificate>/share-links", chosen)["secret"])
	w.names["code"] = fmt.Sprint(w.make("stella.session", "", "GET", "/v1/versions/<version>", "")["code"])
}

// quoteOne asks Ana, and Etta whom it quotes, whether that section may be printed in a handbook.
func (w *matrixWorld) quoteOne() {
	asked := w.make("stella.session", "", "POST", "/v1/editions/<edition>/excerpts", excerptAsking)
	excerpt := asked["items"].([]any)[0].(map[string]any)
	w.names["excerpt"], w.names["excerpt.digest"] = fmt.Sprint(excerpt["id"]), fmt.Sprint(excerpt["text_digest"])
	for _, c := range excerpt["consents"].([]any) {
		c := c.(map[string]any)
		name := map[string]string{w.names["ana"]: "ana.quote", w.names["etta"]: "etta.quote"}[fmt.Sprint(c["person_id"])]
		w.names[name] = fmt.Sprint(c["request_id"])
	}
}

const excerptAsking = `{"passages": [{"version_id": "<version>", "passage_id": "<passage>", "discipline": "ASKING"}]}`

// correctOne sends a correction for signing, under a link of its own.
func (w *matrixWorld) correctOne() {
	w.make("stella.session", "certificate", "POST", "/v1/certificates/<certificate>/correct", `{"reason_class": "correction"}`)
	w.make("stella.session", "certificate", "PUT", "/v1/certificates/<certificate>/sections", fmt.Sprintf(`{"sections": [{"heading": "Secret", "passages": [{"text": %q}]}]}`, canary("correction")))
	sent := w.make("stella.session", "certificate", "POST", "/v1/certificates/<certificate>/send-for-signing", "")
	w.names["version2"] = fmt.Sprint(sent["version_id"])
	w.names["greta.link"] = w.link(access.LetterSigning)
}

func (w *matrixWorld) revokeOne() {
	w.make("stella.session", "certificate", "POST", "/v1/certificates/<certificate>/revoke", asJSON(map[string]string{"reason_class": "issued_in_error", "note": canary("revocation")}))
}

func (w *matrixWorld) cancelOne() {
	w.make("stella.session", "certificate", "POST", "/v1/certificates/<certificate>/cancel", "")
}
