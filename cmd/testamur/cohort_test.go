package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"testamur/internal/pades/judges"
)

const participants = 30

func participantName(n int) string {
	first := []string{"Ana", "Ben", "Cleo", "Dina", "Emil", "Femke"}
	last := []string{"Reis", "Žółć", "O’Neill", "Novák", "Lopes"}
	return first[n%len(first)] + " " + last[n/len(first)]
}

func participantEmail(n int) string { return fmt.Sprintf("participant%d@example.org", n) }

// roster is the file that staff send in.
func roster() string {
	var b strings.Builder
	b.WriteString("name,email\n")
	for n := range participants {
		fmt.Fprintf(&b, "%s,%s\n", participantName(n), participantEmail(n))
	}
	return b.String()
}

// A cohort of thirty goes from a CSV file to thirty signed PDF files through the API of the program alone. On the way somebody
// refuses to sign, a signatory is replaced, two certificates are corrected and one is revoked; each shows, and is explained,
// to staff by what is recorded and to strangers by its code.
func TestACohortOfThirtyGoesFromCSVToSignedPDFs(t *testing.T) {
	o := openOffice(t)
	o.enrolled()
	o.composed()
	o.reviewed()
	refusedName, replacedName := participantName(3), participantName(7)
	o.signed(refusedName, participantEmail(3), replacedName)
	o.issued(t)
	if s := o.toldSignatories(replacedName); !slices.Equal(s, []string{"Karl Assessor", "Rosa Panel"}) {
		t.Errorf("strangers are told that %v signed", s)
	}

	reworded, renamed, revoked := participantName(11), participantName(12), participantName(13)
	o.corrected(reworded, participantEmail(11), "correction", func() { o.rewords(reworded, "She asked what nobody dared to ask.") })
	o.corrected(renamed, participantEmail(12), "change_of_name", func() {
		at, c := o.path(renamed)
		o.staff.call(http.StatusOK, "PATCH", at, object{"name": "Ana Novák-Lopes"}, c)
	})
	o.revoked(revoked)
	if files := o.archive(); len(files) != participants-1 {
		t.Errorf("%d files are in force after one was revoked", len(files))
	}

	reviewed := []string{"sendForSigning", "askReviewer", "answerReviewRequest", "passReview", "sendForSigning"}
	signed := []string{"recordSignOff", "recordSignOff", "issueCertificate"}
	begun := slices.Concat([]string{"proposeCertificate"}, reviewed)
	o.tells(participantName(0), slices.Concat(begun, signed)...)
	o.tells(refusedName, slices.Concat(begun, []string{"recordSignOff", "reviseCertificate", "putSections"}, reviewed, signed)...)
	o.tells(replacedName, slices.Concat(begun, []string{"putSignatories", "recordSignOff", "requestSigningCode", "recordSignOff", "issueCertificate"})...)
	o.tells(reworded, slices.Concat(begun, signed, []string{"correctCertificate", "putSections"}, reviewed, signed)...)
	o.tells(renamed, slices.Concat(begun, signed, []string{"correctCertificate", "updateCertificate"}, reviewed, signed)...)
	o.tells(revoked, slices.Concat(begun, signed, []string{"revokeCertificate"})...)
}

// enrolled sends in a file with a bad row first: nobody is enrolled until it is mended.
func (o *office) enrolled() {
	bad := o.imports(roster() + "Gus Reis,gus at example.org\n")
	row := o.items(bad)[participants]
	problem := list(row, "problems")[0]
	if row["position"] != float64(participants+2) || row["state"] != "skipped" || problem["column"] != "email" {
		o.t.Errorf("the bad row is %v", row)
	}
	refused := o.staff.call(http.StatusConflict, "POST", "/v1/operations/"+bad.str("id")+"/confirm", object{"token": bad["token"]})
	if refused["reason"] != "items_refused" {
		o.t.Errorf("%v", refused)
	}
	o.confirms(o.imports(roster()), participants)
}

// composed assigns both assessors to everybody, has them write, and proposes a text for everybody.
func (o *office) composed() {
	assign, pairs := o.plans("assign", object{"assessors": []any{o.people[0]["id"], o.people[1]["id"]}, "per_participant": 2})
	o.confirms(assign, len(pairs))
	o.assesses()
	propose, _ := o.plans("propose", nil)
	o.confirms(propose, participants)
	o.look("composing", participants)
}

// reviewed sends all for signing: as the dry run says, every participant is asked first, and what is right goes on by itself.
func (o *office) reviewed() {
	send, items := o.plans("send_for_signing", nil)
	for _, i := range items {
		letters := list(i, "letters")
		if len(letters) != 1 || letters[0]["kind"] != "review_check" || letters[0]["person_id"] != i["person_id"] {
			o.t.Errorf("the letters to %s are %v", i["name"], letters)
		}
	}
	o.confirms(send, participants)
	o.look("in_review", participants)
	for n := range participants {
		o.checksByLink(participantEmail(n))
	}
	o.look("signing", participants)
}

// signed has everything signed, though one refuses until the text is revised, and another is replaced by somebody without an account.
func (o *office) signed(refused, email, replaced string) {
	karl, maria := o.panel[0], o.panel[1]
	at, c := o.path(refused)
	maria.proves()
	signatories := list(c, "signatories")
	maria.call(http.StatusCreated, "POST", at+"/sign-offs", object{
		"signatory_id": signatories[1]["id"], "decision": "declined", "reason": "This is not what I wrote.", "text_digest": c["text_digest"],
	})
	if _, c = o.path(refused); !strings.Contains(fmt.Sprint(c["paused"]), "This is not what I wrote.") {
		o.t.Errorf("why signing rests is not told: %v", c["paused"])
	}

	rosa := o.staff.call(http.StatusCreated, "POST", "/v1/people", object{"name": "Rosa Panel", "email": "rosa@example.org"})
	other, b := o.path(replaced)
	stays := list(b, "signatories")[0]
	o.staff.call(http.StatusOK, "PUT", other+"/signatories", object{"signatories": []object{
		{"id": stays["id"], "person_id": stays["person_id"]}, {"person_id": rosa["id"]},
	}}, b)

	if why := o.signs(karl, participants-1); why[c.str("id")] != "paused" {
		o.t.Errorf("refused: %v", why)
	}
	o.signs(maria, participants-2)
	caller{server: o.server}.signsByLink(o.post, "rosa@example.org")

	_, c = o.path(refused)
	o.staff.call(http.StatusOK, "POST", at+"/revise", nil, c)
	o.rewords(refused, "She asks what others do not dare to ask.")
	o.sends(refused, email)
	o.signs(karl, 1)
	o.signs(maria, 1)
}

// issued issues all at once. Every file that is downloaded is found genuine by the running program, and sound by pdfsig.
func (o *office) issued(t *testing.T) {
	issue, items := o.plans("issue", nil)
	if len(items) != participants {
		t.Fatalf("%d can be issued", len(items))
	}
	o.confirms(issue, participants)
	o.look("issued", participants)
	files := o.archive()
	if len(files) != participants {
		t.Fatalf("%d files", len(files))
	}
	anyone, root := journey{anyone: caller{server: o.server}}, []byte(o.must("keys", "root"))
	for name, pdf := range files {
		if found := anyone.ask(t, pdf); found["verdict"] != "genuine" || found["exact"] != true {
			t.Errorf("%s: %v", name, found)
		}
	}
	t.Run("pdfsig", func(t *testing.T) {
		pdfsig := judges.All[slices.IndexFunc(judges.All, func(j judges.Judge) bool { return j.Name == "pdfsig" })]
		for _, pdf := range files {
			pdfsig.Accepts(t, pdf, root, 3)
		}
	})
}

// toldSignatories gives those whom the code of a certificate names to strangers.
func (o *office) toldSignatories(name string) (names []string) {
	_, c := o.path(name)
	found := caller{server: o.server}.call(http.StatusOK, "GET", "/v1/verifications/"+o.version(c).str("code"), nil)
	for _, s := range list(found["facts"].(map[string]any), "signatories") {
		names = append(names, s.str("name"))
	}
	return names
}

// corrected replaces a certificate. Its old code says so, and why; whoever may see it sees the difference.
func (o *office) corrected(name, email, reason string, change func()) {
	at, c := o.path(name)
	old := o.version(c)
	o.staff.call(http.StatusOK, "POST", at+"/correct", object{"reason_class": reason}, c)
	change()
	o.sends(name, email)
	o.signs(o.panel[0], 1)
	o.signs(o.panel[1], 1)
	current := o.issues(name)
	anyone := caller{server: o.server}
	if found := anyone.call(http.StatusOK, "GET", "/v1/verifications/"+old.str("code"), nil); found["verdict"] != "superseded" || found["reason_class"] != reason {
		o.t.Errorf("the old code of %s says %v", name, found)
	}
	if found := anyone.call(http.StatusOK, "GET", "/v1/verifications/"+current.str("code"), nil); found["verdict"] != "genuine" {
		o.t.Errorf("the new code of %s says %v", name, found)
	}
	between := at + "/difference?from=" + old.str("id") + "&to=" + current.str("id")
	d := o.staff.call(http.StatusOK, "GET", between, nil)
	if reason == "change_of_name" {
		field := list(d, "fields")[0]
		if field["before"] != name || field["after"] == name {
			o.t.Errorf("the name became %v", field)
		}
	} else if s := fmt.Sprint(d["sections"]); !strings.Contains(s, "op:inserted") || !strings.Contains(s, "op:deleted") {
		o.t.Errorf("the difference is %s", s)
	}
	anyone.call(http.StatusUnauthorized, "GET", between, nil)
}

// revoked takes a certificate back. Its code says so, and why, and nothing of what staff noted.
func (o *office) revoked(name string) {
	at, c := o.path(name)
	v := o.version(c)
	o.staff.proves()
	o.staff.call(http.StatusOK, "POST", at+"/revoke", object{"reason_class": "requirements_not_met", "note": "The project was another's."}, c)
	found := caller{server: o.server}.call(http.StatusOK, "GET", "/v1/verifications/"+v.str("code"), nil)
	if found["verdict"] != "revoked" || found["reason_class"] != "requirements_not_met" || strings.Contains(fmt.Sprint(found), "another's") {
		o.t.Errorf("the code of %s says %v", name, found)
	}
}

// The simple path: a programme that says nothing but its name takes one participant from feedback to an issued certificate in
// three calls of staff. What staff look at in between changes nothing, and is not counted.
func TestFromTheLastFeedbackToAnIssuedCertificateStaffCallThreeTimes(t *testing.T) {
	o := openOffice(t)
	ana := o.staff.call(http.StatusCreated, "POST", "/v1/people", object{"name": "Ana Reis", "email": "ana@example.org"})
	enrolment := o.staff.call(http.StatusCreated, "POST", "/v1/enrolments", object{"cohort_id": o.cohort["id"], "person_id": ana["id"]})
	at := "/v1/enrolments/" + enrolment.str("id")
	var signatories []string
	for _, name := range []string{"etta", "luis"} {
		person := o.staff.call(http.StatusCreated, "POST", "/v1/people", object{"name": name, "email": name + "@example.org"})
		o.staff.call(http.StatusCreated, "POST", at+"/assignments", object{"assessor_id": person["id"]})
		hand := o.as("assessor", "--person", person.str("id"))
		draft := hand.call(http.StatusCreated, "POST", at+"/feedback", object{"assessor_id": person["id"], "theme_id": o.theme["id"], "text": "She does not give up, says " + name + "."})
		hand.call(http.StatusOK, "POST", "/v1/feedback/"+draft.str("id")+"/submit", nil, draft)
		signatories = append(signatories, name+"@example.org")
	}

	o.staff.proves()
	calls := 0
	staff := func(want int, path string, on ...object) object {
		calls++
		return o.staff.call(want, "POST", path, nil, on...)
	}
	c := staff(http.StatusCreated, at+"/certificate")
	path := "/v1/certificates/" + c.str("id")
	staff(http.StatusOK, path+"/send-for-signing", c)
	o.checksByLink("ana@example.org")
	for _, email := range signatories {
		caller{server: o.server}.signsByLink(o.post, email)
	}
	c = staff(http.StatusOK, path+"/issue", o.staff.call(http.StatusOK, "GET", path, nil))
	if c["state"] != "issued" || calls != 3 {
		t.Fatalf("after %d calls it is %v", calls, c["state"])
	}
	if found := (caller{server: o.server}).call(http.StatusOK, "GET", "/v1/verifications/"+o.version(c).str("code"), nil); found["verdict"] != "genuine" {
		t.Errorf("%v", found)
	}
}
