package web

import (
	"fmt"

	"testamur/internal/access"
	"testamur/internal/overview"
)

// kindEnrol is the kind of operation that enrols people from a file.
const kindEnrol = "enrol"

// workWords are how a kind of work on a cohort reads.
type workWords struct {
	Name    string // "Issue certificates"
	Lead    string
	one     string // the button and the title: "Issue 1 certificate"
	several string
	doing   string // the title while it is done
	been    string // after a number: "24 certificates are issued"
	beenOne string
	Nothing string // when there is nothing to be done
	told    bool   // it has a form of its own
	Proof   bool   // only for who has just proved who they are
}

// kindsOfWork are what can be done to a whole cohort, by the kind of operation.
var kindsOfWork = map[string]workWords{
	kindEnrol: {
		Name: "Enrol people from a file", one: "Enrol 1 participant", several: "Enrol %d participants", doing: "Enrolling participants",
		beenOne: "1 participant is enrolled", been: "%d participants are enrolled", Nothing: "No row of the file can be enrolled.", told: true,
	},
	"assign": {
		Name: "Assign assessors", Lead: "Gives everybody the assessors that they lack, each in turn.",
		one: "Make 1 assignment", several: "Make %d assignments", doing: "Assigning assessors",
		beenOne: "1 assignment is made", been: "%d assignments are made", Nothing: "Everybody has the assessors that were asked for.", told: true,
	},
	"propose": {
		Name: "Begin certificates", Lead: "Arranges the submitted feedback by theme for everybody who has no certificate yet. Every passage keeps its source.",
		one: "Begin 1 certificate", several: "Begin %d certificates", doing: "Beginning certificates",
		beenOne: "1 certificate is begun", been: "%d certificates are begun", Nothing: "Everybody who can get a certificate has one.",
	},
	"send_for_review": {
		Name: "Send for review", Lead: "Asks those who are quoted, and the participants, about every text that is composed and was not reviewed as it reads now.",
		one: "Send 1 certificate for review", several: "Send %d certificates for review", doing: "Sending certificates for review",
		beenOne: "1 certificate is sent for review", been: "%d certificates are sent for review", Nothing: "No text waits to be reviewed.",
	},
	"send_for_signing": {
		Name: "Send for signing", Lead: "Freezes every text that is composed and asks its signatories. What the programme has reviewed first goes on to them by itself.",
		one: "Send 1 certificate for signing", several: "Send %d certificates for signing", doing: "Sending certificates for signing",
		beenOne: "1 certificate is sent", been: "%d certificates are sent", Nothing: "No certificate is being composed.",
	},
	"issue": {
		Name: "Issue certificates", Lead: "Seals every certificate that has the signatures it needs, and enters it in the books.",
		one: "Issue 1 certificate", several: "Issue %d certificates", doing: "Issuing certificates",
		beenOne: "1 certificate is issued", been: "%d certificates are issued", Nothing: "No certificate has all the signatures it needs.", Proof: true,
	},
}

// worksInOrder is the order in which work is offered: due says at which step those stand whom it is for, step from which
// step of the board it is reached.
var worksInOrder = []struct {
	kind      string
	due, step overview.Step
}{
	{"assign", overview.StepAssign, overview.StepAssign},
	{"propose", overview.StepCompose, overview.StepCompose},
	{"send_for_review", overview.StepSend, overview.StepReview},
	{"send_for_signing", overview.StepSend, overview.StepSend},
	{"issue", overview.StepIssue, overview.StepIssue},
}

// atOnce is what can be done to all who stand at one step of the board.
type atOnce struct{ Kind, Text string }

// allAtOnce leads from a step of the board to the work on all who stand there. Assigning is told more by a form of its own.
var allAtOnce = map[overview.Step]atOnce{
	overview.StepAssign:  {Kind: "assign", Text: "Assign assessors to all"},
	overview.StepCompose: {Kind: "propose", Text: "Begin all certificates"},
	overview.StepSend:    {Kind: "send_for_signing", Text: "Send all for signing"},
	overview.StepIssue:   {Kind: "issue", Text: "Issue all that are signed"},
}

// Counted says what is to be done to so many.
func (w workWords) Counted(n int) string { return counted(n, w.one, w.several) }

// Been says what was done to so many.
func (w workWords) Been(n int) string { return counted(n, w.beenOne, w.been) }

// counted says how many, in one sentence for one and another for several.
func counted(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(several, n)
}

// effectWords are how what an item does reads.
var effectWords = map[string]string{
	"create_person": "is added to the list of people", "reuse_person": "is known already", "enrol": "is enrolled", "invite": "gets an invitation",
	"assign": "is assessed by", "propose": "a first composition is made", "send_for_review": "is sent for review",
	"send_for_signing": "is sent for signing", "issue": "is issued",
}

// aheadWords are how the effects of a whole operation read, for one and for several.
var aheadWords = map[string][2]string{
	"create_person": {"1 person is added to the list of people.", "%d people are added to the list of people."},
	"reuse_person":  {"1 is known already, and stays as they are known.", "%d are known already, and stay as they are known."},
	"enrol":         {"1 is enrolled.", "%d are enrolled."},
	"assign":        {"1 participant gets an assessor.", "%d assignments are made."},
	"propose":       {"1 first composition is made.", "%d first compositions are made."},
	"send_for_review": {
		"1 text goes to those who are to check it. Whoever says nothing in time has no objection.",
		"%d texts go to those who are to check them. Whoever says nothing in time has no objection.",
	},
	"send_for_signing": {
		"1 text is frozen as it stands, and gets its serial number.", "%d texts are frozen as they stand, and get their serial numbers.",
	},
	"issue": {
		"1 certificate is sealed and entered in the books. What is issued is never changed: it can be corrected, or revoked.",
		"%d certificates are sealed and entered in the books. What is issued is never changed: it can be corrected, or revoked.",
	},
}

// ahead says what happens to so many; "" for what is said elsewhere.
func ahead(effect string, n int) string {
	w, ok := aheadWords[effect]
	if !ok {
		return ""
	}
	return counted(n, w[0], w[1])
}

// letterWords are how the letters of an operation read, after "letter".
var letterWords = map[access.LetterKind]string{
	access.LetterInvitation: "invitation", access.LetterSigning: "to sign", access.LetterReadBack: "to see how they are quoted",
	access.LetterCheck: "to check the text",
}

// documentWords are what files operations make.
var documentWords = map[string]string{"document_to_sign": "the document to sign", "issued_pdf": "the sealed PDF"}
