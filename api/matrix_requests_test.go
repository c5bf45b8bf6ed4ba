package api_test

import (
	"net/http"
	"sync"
)

// matrixBodies are what the matrix sends, by operation and variant.
var matrixBodies = map[string]string{
	"requestSignInLink":   `{"email": "somebody-<request>@example.org"}`,
	"readLink":            `{"link": "<gus.link>"}`,
	"signInWithLink":      `{"link": "<ana.link>"}`,
	"signInWithPassword":  `{"email": "ana@example.org", "password": "` + matrixPassword + `"}`,
	"signInWithPasskey":   `{"challenge_id": "` + noSuch + `", "credential": {"id": "AQID", "rawId": "AQID", "type": "public-key", "response": {}}}`,
	"proveIdentity":       `{"password": "` + matrixPassword + `"}`,
	"setPassword":         `{"password": "eleven green herons"}`,
	"setPassword/current": `{"password": "eleven green herons", "current_password": "` + matrixPassword + `"}`,
	"createPasskey":       `{"challenge_id": "` + noSuch + `", "credential": {"id": "AQID", "rawId": "AQID", "type": "public-key", "response": {}}, "name": "Phone"}`,

	"createProgramme": `{"name": "New"}`,
	"updateProgramme": `{"contact": "office@example.org"}`,
	"createTheme":     `{"programme_id": "<programme>", "heading": "New"}`,
	"updateTheme":     `{"heading": "New"}`,
	"createCohort":    `{"programme_id": "<programme>", "name": "New"}`,
	"updateCohort":    `{"name": "New"}`,
	"putCohort":       `{"programme_id": "<programme>", "name": "New", "state": "running"}`,

	"createFramework":  `{"code": "NEW", "name": "New"}`,
	"updateFramework":  `{"name": "New"}`,
	"putEdition":       edition("FRM", 2, "New"),
	"putEditionFile":   "framework: {code: FRM, name: New, language: en, edition: 2, title: New}\n",
	"putCohortEdition": `{"edition_id": "<edition>"}`,

	"askForExcerpts":       excerptAsking,
	"setExcerptSetting":    `{"shown": true}`,
	"answerExcerptRequest": `{"answers": [{"excerpt_id": "<excerpt>", "text_digest": "<excerpt.digest>", "answer": "agree"}]}`,

	"createPerson":       `{"name": "New"}`,
	"updatePerson":       `{"job_title": "Pilot"}`,
	"updatePerson/name":  `{"name": "New"}`,
	"putPerson":          `{"name": "Ana Reis", "email": "ana@example.org", "job_title": "Pilot"}`,
	"invitePerson/admin": `{"admin": true}`,
	"updateAccount":      `{"email": "ana@example.com"}`,
	"erasePerson":        `{"confirm": "Ana Reis"}`,
	"createToken":        `{"name": "New", "role": "read"}`,

	"createEnrolment":      `{"cohort_id": "<cohort>", "person_id": "<gus>"}`,
	"updateEnrolment":      `{"scale": "New"}`,
	"putEnrolment":         `{"cohort_id": "<cohort>", "person_id": "<ana>", "state": "active", "scale": "New"}`,
	"putProject":           `{"title": "New"}`,
	"createLogEntry":       `{"on": "2015-03-03", "text": "New"}`,
	"updateLogEntry":       `{"text": "New"}`,
	"createAssignment":     `{"assessor_id": "<gus>"}`,
	"updateAssignment":     `{"conflict": "none"}`,
	"updateAssignment/due": `{"due_on": "2015-11-30"}`,

	"createMeeting":     `{"kind": "session", "on": "2015-05-06"}`,
	"updateMeeting":     `{"on": "2015-05-07"}`,
	"createMeetingNote": `{"text": "New"}`,
	"updateMeetingNote": `{"text": "New"}`,
	"putSettlement":     `{"how": "kept_both"}`,

	"createFeedback":      `{"assessor_id": "<etta>", "text": "New"}`,
	"createFeedback/carl": `{"assessor_id": "<carl>", "text": "New"}`,
	"updateFeedback":      `{"text": "New"}`,
	"confirmFeedback":     `{"code": "<carl.code>"}`,

	"updateCertificate":      `{"title": "New"}`,
	"putSections":            `{"sections": [{"heading": "New", "passages": [{"text": "New"}]}]}`,
	"putSignatories":         `{"signatories": [{"person_id": "<sofia>"}]}`,
	"recordSignOff/sofia":    `{"signatory_id": "<certificate/sofia>", "decision": "approved", "conflict": "none", "text_digest": "<digest>"}`,
	"recordSignOff/greta":    `{"signatory_id": "<certificate/greta>", "decision": "approved", "conflict": "none", "text_digest": "<digest>", "code": "<greta.code>"}`,
	"recordSignOff/codeless": `{"signatory_id": "<certificate/greta>", "decision": "approved", "conflict": "none", "text_digest": "<digest>"}`,
	"updateReview":           `{"deadline_on": "2016-01-15"}`,
	"refuseRemark":           `{"reason": "So it was."}`,
	"answerReviewRequest":    `{"text_digest": "<request.digest>", "answer": "right"}`,
	"correctCertificate":     `{"reason_class": "correction"}`,
	"revokeCertificate":      `{"reason_class": "issued_in_error"}`,
	"expireCertificate":      `{"on": "2099-12-31", "reason_class": "other"}`,
	"signTogether":           `{"certificates": [{"certificate_id": "<certificate>", "text_digest": "<digest>"}], "conflict": "none"}`,
	"createShareLink":        `{}`,
	"readShare":              `{"link": "<share.secret>"}`,
	"createOperation":        `{"kind": "assign", "options": {"pairs": [{"enrolment_id": "<seat>", "assessor_id": "<gus>"}]}}`,
	"createOperation/issue":  `{"kind": "issue"}`,
	"createEnrolmentImport":  "name\nNew\n",
	"confirmOperation":       `{"token": "<operation.token>"}`,
	"createFile":             pixel,
	"verifyFile":             "%PDF-1.7 nothing",
}

// matrixParts are the parts of addresses that the line's object is not.
var matrixParts = map[string]string{
	"addStaff": "<otto>", "removeStaff": "<steffen>", "putCohort": "run-1", "putPerson": "lms-ana", "putEnrolment": "seat-ana",
	"takeWording": "<remark>", "refuseRemark": "<remark>",
	"inviteSignatory": "<certificate/greta>", "putSettlement": "<theme>", "deleteSettlement": "<theme>", "getVerification": "hello", "previewLayout": "classic",
	"getHandbook": "FRM", "getHandbook/hidden": "RVW", "getVerification/code": "<code>",
}

var matrixQueries = map[string]string{"createFile": "?purpose=signature&name=new.png", "foreseeCohortEdition": "?edition_id=<edition>"}

// matrixTags are the objects whose ETag a change names, where that is not the line's object.
var matrixTags = map[string]string{"putProject": "project", "updateAccount": "account"}

// addressOf finds the method and the path of an operation.
var addressOf = sync.OnceValue(func() map[string][2]string {
	all := map[string][2]string{}
	for path, item := range document().Paths.Map() {
		for method, op := range item.Operations() {
			all[op.OperationID] = [2]string{method, path}
		}
	}
	return all
})

// variantOf gives what is told of a line's variant, or of its operation where the variant does not matter.
func variantOf(of map[string]string, l line) string {
	if v, ok := of[l.operation+"/"+l.variant]; ok {
		return v
	}
	if l.variant == "codeless" {
		return ""
	}
	return of[l.operation]
}

func contentType(l line) string {
	switch l.operation {
	case "createFile":
		return "image/png"
	case "createEnrolmentImport":
		return "text/csv"
	case "verifyFile":
		return "application/pdf"
	case "putEditionFile":
		return "application/yaml"
	}
	return "application/json"
}

// changes says whether the operation may change anything.
func (l line) changes() bool { return addressOf()[l.operation][0] != http.MethodGet }
