package web

import (
	"strings"

	"testamur/internal/access"
)

// deedsDone are operations as people say what was done, where the words of the contract would not tell them.
var deedsDone = map[access.Operation]string{
	access.OpPutSections: "wrote the text", access.OpPutSignatories: "named who signs", access.OpPutSettlement: "settled a difference",
	access.OpDeleteSettlement: "took back how a difference was settled", access.OpProposeCertificate: "began the certificate",
	access.OpRecordSignOff: "recorded an answer of a signatory", access.OpUpdateCertificate: "changed title, name or dates",
	access.OpTakeWording: "took over a wording", access.OpRefuseRemark: "went on over a remark", access.OpUpdateReview: "moved the last day for answers",
	access.OpRemindSignatories: "reminded the signatories", access.OpRemindReviewers: "reminded those who check the text",
	access.OpCreateAssignment: "named an assessor", access.OpUpdateAssignment: "changed an assignment", access.OpProveIdentity: "proved who they are",
	access.OpReviseCertificate: "took the certificate back", access.OpExpireCertificate: "set the certificate’s last day",
}

// past are the verbs of the contract in the past tense, where that is not the verb with "ed".
var past = map[string]string{
	"create": "added", "update": "changed", "put": "set", "set": "set", "begin": "began", "submit": "submitted", "send": "sent", "read": "read",
	"take": "took", "foresee": "foresaw", "sign": "signed", "verify": "verified", "withdraw": "withdrew", "cancel": "cancelled",
}

// done says what an operation did, in words: "createCohort" is "added cohort".
func done(op access.Operation) string {
	if words, ok := deedsDone[op]; ok {
		return words
	}
	verb, rest, _ := strings.Cut(inWords(string(op)), " ")
	words, ok := past[verb]
	if !ok {
		words = strings.TrimSuffix(verb, "e") + "ed"
	}
	return strings.TrimSpace(words + " " + rest)
}
