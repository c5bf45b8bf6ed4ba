package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// begun is a certificate that draws on the project and on what an assessor wrote, and its page.
func (w *world) begun() (certificate.Certificate, string) {
	w.t.Helper()
	ctx := w.t.Context()
	karsten := access.Actor{Kind: access.KindAccount, ID: newID(), Name: w.assessor.Name, Person: w.assessor.ID}
	fb, err := w.programmes.WriteFeedback(ctx, karsten, w.enrolment.ID, w.assessor.ID, programme.FeedbackFields{Text: "She does not *give up*."})
	w.must(err)
	_, err = w.programmes.SubmitFeedback(ctx, karsten, fb.ID, record.Match(fb.Revision))
	w.must(err)
	c, err := w.certificates.Propose(ctx, office, w.enrolment.ID)
	w.must(err)
	return c, "/certificates/" + c.ID.String()
}

// approves has every signatory sign.
func (w *world) approves(path string) {
	w.t.Helper()
	ctx := w.t.Context()
	c, err := w.certificates.Certificate(ctx, office, idOf(path))
	w.must(err)
	v, err := w.certificates.Version(ctx, office, c.VersionID)
	w.must(err)
	for _, s := range c.Signatories {
		w.answers(c, s, v, certificate.Approved)
	}
}

func (w *world) answers(c certificate.Certificate, s certificate.Signatory, v certificate.Version, d certificate.Decision) {
	w.t.Helper()
	answer := certificate.Answer{SignatoryID: s.ID, Decision: d, TextDigest: v.TextDigest}
	if d != certificate.Approved {
		answer.Reason = "The second page is about somebody else."
	}
	_, err := w.certificates.RecordSignOff(w.t.Context(), access.System("post"), c.ID, answer)
	w.must(err)
}

// form gives the form of a page as a browser would send it.
func (w *world) form(path string) url.Values {
	w.t.Helper()
	return formOf(w.get(path).Body.String())
}

func formOf(body string) url.Values {
	_, body, _ = strings.Cut(body, "<main")
	v := url.Values{}
	unescape := strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace
	for _, m := range regexp.MustCompile(`<input [^>]*name="([^"]+)"[^>]* value="([^"]*)"|<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)<`).FindAllStringSubmatch(body, -1) {
		if strings.Contains(m[0], `type="checkbox"`) {
			continue
		}
		v.Set(m[1]+m[3], unescape(m[2]+m[4]))
	}
	for _, m := range regexp.MustCompile(`<input id="[^"]*" name="([^"]+)" type="[a-z]+"(?: value="([^"]*)")?`).FindAllStringSubmatch(body, -1) {
		if !strings.Contains(m[0], "checkbox") {
			v.Set(m[1], unescape(m[2]))
		}
	}
	return v
}

func TestFromACompositionToAnIssuedCertificateAndOn(t *testing.T) {
	w := newWorld(t)
	w.staff()
	_, path := w.begun()
	w.says(w.get(path), http.StatusOK, "The text is being written.", "Send for signing", "She does not <em>give up</em>.", "Karsten Ehms, word for word", "participant’s project, word for word", "Preview (PDF)", `href="`+path+`/preview?layout=diploma"`)
	w.says(w.get(path+"/preview?layout=diploma"), http.StatusOK, "%PDF")

	send := path + "/do/send"
	w.says(w.get(send), http.StatusOK, "Send to 2 signatories", "gets a letter at karsten@example.org", "has no e-mail address", "frozen")
	if w.state(certificate.Certificate{Meta: record.Meta{ID: idOf(path)}}) != certificate.Composing {
		t.Fatal("asking sends")
	}
	typed := w.form(send)
	w.goes(w.post(send, typed), path+"?done=sent")
	w.goes(w.post(send, typed), path+"?done=meanwhile")
	w.says(w.get(path), http.StatusOK, "0 of 2 needed signatures are there", "has not answered yet", "Version 1", "out for signing", "Remind those who have not answered")
	w.says(w.get(path+"/text"), http.StatusConflict, "cannot be changed")

	w.says(w.get(path+"/do/revise"), http.StatusOK, "is not asked any more")
	w.approves(path)
	w.says(w.get(path), http.StatusOK, "2 of 2 needed signatures are there. It can be issued.", "Issue the certificate")
	issue := path + "/do/issue"
	w.post("/account/password", url.Values{"password": {goodPassword}})
	w.later(6 * time.Minute)
	proof := "/account?to=" + path + "/do/issue"
	w.says(w.get(issue), http.StatusOK, `href="/account?to=`, `/do/issue#prove"`, "sealed and entered in the books", "signed on 14 December 2015")
	w.says(w.post(issue, typed), http.StatusUnprocessableEntity, "Prove that it is you first")
	proving := w.form(proof)
	w.says(w.post("/account/proof", url.Values{"to": proving["to"], "password": {"wrong"}}), http.StatusUnprocessableEntity, `name="to" value="`+issue+`"`)
	w.goes(w.post("/account/proof", url.Values{"to": proving["to"], "password": {goodPassword}}), issue)
	typed = w.form(issue)
	w.goes(w.post(issue, typed), path+"?done=issued")
	w.goes(w.post(issue, typed), path+"?done=meanwhile")
	w.says(w.get(path), http.StatusOK, "Version 1 is in force", "Correct the certificate", "Revoke the certificate", "Set its last day")
	document := regexp.MustCompile(`/versions/[0-9a-f-]+/document`).FindString(w.get(path).Body.String())
	w.says(w.get(document), http.StatusOK, "%PDF", "sealed")

	correct := path + "/do/correct"
	typed = w.form(correct)
	w.says(w.post(correct, typed), http.StatusUnprocessableEntity, `href="#reason_class"`)
	typed.Set("reason_class", "change_of_name")
	w.goes(w.post(correct, typed), path+"?done=correcting")
	w.says(w.get(path), http.StatusOK, "version 1 stays in force meanwhile", "Give up the correction")
	w.says(w.get(path+"/do/cancel"), http.StatusOK, "What was changed since is lost", "Give up the correction")
	w.goes(w.post(path+"/do/cancel", w.form(path+"/do/cancel")), path+"?done=cancelled")

	expire := path + "/do/expire"
	typed = w.form(expire)
	typed.Set("reason_class", "other")
	typed.Set("on", "2015-12-01")
	typed.Set("note", "Kept words.")
	w.says(w.post(expire, typed), http.StatusUnprocessableEntity, `href="#on"`, "Kept words.")
	typed.Set("on", "2016-12-01")
	w.goes(w.post(expire, typed), path+"?done=ending")
	w.says(w.get(path), http.StatusOK, "in force until 1 December 2016")
	revoke := path + "/do/revoke"
	typed = w.form(revoke)
	typed.Set("reason_class", "issued_in_error")
	typed.Set("note", "Another person was meant.")
	w.goes(w.post(revoke, typed), path+"?done=withdrawn")
	w.says(w.get(path), http.StatusOK, "It was revoked. Its code says so.")
}

func TestTheTextIsComposedWithoutScripts(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, path := w.begun()
	text := path + "/text"
	stored := func() certificate.Certificate {
		t.Helper()
		now, err := w.certificates.Certificate(t.Context(), office, c.ID)
		w.must(err)
		return now
	}
	typed := w.form(text)
	typed.Set("sections-1-passages-0-text", "Typed, and not kept.")
	typed.Set("do", "up-1")
	r := w.post(text, typed)
	w.says(r, http.StatusOK, "Not kept yet", "Typed, and not kept.")
	if now := stored(); now.Revision != c.Revision {
		t.Error("rearranging keeps something")
	}
	typed = formOf(r.Body.String())
	if typed.Get("sections-0-passages-0-text") != "Typed, and not kept." || typed.Get("sections-0-id") != c.Sections[1].ID.String() {
		t.Errorf("after moving the second section up: %v", typed)
	}
	typed.Set("do", "section")
	typed = formOf(w.post(text, typed).Body.String())
	typed.Set("sections-2-heading", "What comes next")
	typed.Set("sections-2-passages-0-text", "She goes on.")
	typed.Set("sections-1-heading", strings.Repeat("x", 301))
	w.says(w.post(text, typed), http.StatusUnprocessableEntity, `href="#sections-1-heading"`, "She goes on.")
	typed.Set("sections-1-heading", "The project")
	w.goes(w.post(text, typed), text+"?done=text")
	now := stored()
	if len(now.Sections) != 3 || now.Sections[1].Heading != "The project" || now.Sections[2].Passages[0].Text != "She goes on." || len(now.Sections[2].Passages[0].Sources) != 0 {
		t.Fatalf("%+v", now.Sections)
	}
	if s := now.Sections[0].Passages[0]; s.ID != c.Sections[1].Passages[0].ID || len(s.Sources) != 1 || s.Sources[0].WritingID != c.Sections[1].Passages[0].Sources[0].WritingID {
		t.Errorf("the passage that moved has lost where it came from: %+v", s)
	}
	w.says(w.get(path), http.StatusOK, "The editor’s own", "What comes next")

	typed.Set("sections-0-passages-0-text", "Typed by the second editor.")
	r = w.post(text, typed)
	w.says(r, http.StatusConflict, "Somebody changed the text", "Typed by the second editor.", "Stored now: <strong>Typed, and not kept.")
	w.goes(w.post(text, formOf(r.Body.String())), text+"?done=text")
	if s := stored().Sections[0].Passages[0].Text; s != "Typed by the second editor." {
		t.Errorf("kept: %q", s)
	}
	typed = w.form(text)
	typed.Set("do", "out-2")
	w.goes(w.post(text, formOf(w.post(text, typed).Body.String())), text+"?done=text")
	typed = w.form(text)
	typed.Set("into", "0")
	typed.Set("do", "carry-"+c.Sections[1].Passages[0].Sources[0].WritingID.String())
	w.goes(w.post(text, formOf(w.post(text, typed).Body.String())), text+"?done=text")
	if s := stored().Sections; len(s) != 2 || s[0].Passages[1].Text != "She does not *give up*." || s[0].Passages[1].Sources[0].Relation != certificate.Verbatim {
		t.Errorf("%+v", s)
	}
}

func TestWhatIsGoneMeanwhileIsShownBesideWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, path := w.begun()
	typed := w.form(path + "/text")
	_, err := w.certificates.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), append(c.Sections[:1:1], certificate.Section{Heading: "Added meanwhile", Passages: []certificate.Passage{{Text: "By somebody else."}}}))
	w.must(err)
	w.says(w.post(path+"/text", typed), http.StatusConflict, "By somebody else.", "Added meanwhile", "Stored now: <strong>nothing")
}

func TestNoButtonBreaksTheFormOfAText(t *testing.T) {
	w := newWorld(t)
	w.staff()
	_, path := w.begun()
	for _, do := range []string{"up-0", "down-1", "up--1", "out-9", "out-0-9", "passage-7", "passage", "up-x-y", "-", "nonsense", "down-0-0"} {
		typed := w.form(path + "/text")
		typed.Set("do", do)
		r := w.post(path+"/text", typed)
		w.says(r, http.StatusOK, "She does not *give up*.")
		if typed = formOf(r.Body.String()); typed.Get("sections-1-passages-0-text") == "" {
			t.Errorf("%s: %v", do, typed)
		}
	}
}

func TestSignatoriesAreChosenOrderedAndNamed(t *testing.T) {
	w := newWorld(t)
	w.staff()
	_, path := w.begun()
	sign := path + "/signatories"
	typed := w.form(sign)
	typed.Set("do", "add")
	typed.Set("who", "nobody@example.org")
	w.says(w.post(sign, typed), http.StatusUnprocessableEntity, `href="#who"`, `value="Karsten Ehms"`)
	typed.Set("new", "yes")
	typed.Set("name", "Etienne Guest")
	typed.Set("email", "etienne@example.org")
	r := w.post(sign, typed)
	w.says(r, http.StatusOK, "It is not kept yet", `value="Etienne Guest"`)
	typed = formOf(r.Body.String())
	typed.Set("do", "up-2")
	typed = formOf(w.post(sign, typed).Body.String())
	typed.Set("signatories-1-title", "Panellist")
	typed.Set("signatories-0-title", strings.Repeat("x", 201))
	w.says(w.post(sign, typed), http.StatusUnprocessableEntity, `href="#signatories-0-title"`)
	typed.Set("signatories-0-title", "")
	w.goes(w.post(sign, typed), path+"?done=signatories#signing")
	c, err := w.certificates.Certificate(t.Context(), office, idOf(path))
	w.must(err)
	if len(c.Signatories) != 3 || c.Signatories[1].Name != "Etienne Guest" || c.Signatories[1].Title != "Panellist" {
		t.Errorf("%+v", c.Signatories)
	}
	w.says(w.post(sign, typed), http.StatusConflict, "Stored now", "Somebody changed this", `value="Panellist"`, `name="revision" value="`+strconv.FormatInt(c.Revision, 10)+`"`)
	typed = w.form(path + "/facts")
	typed.Set("name", "Olga V.")
	typed.Set("award_date", "soon")
	w.says(w.post(path+"/facts", typed), http.StatusUnprocessableEntity, `href="#award_date"`, `value="Olga V."`)
	typed.Set("award_date", "2015-12-15")
	w.goes(w.post(path+"/facts", typed), path+"?done=certificate")
	w.says(w.get(path), http.StatusOK, "15 December 2015", "Olga V.", "own name is another one", `href="`+path+`/facts#name"`)
}

func TestAPauseIsSaidWithItsReasonAndLeadsBackToTheText(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, path := w.begun()
	c, err := w.certificates.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	v, err := w.certificates.Version(t.Context(), office, c.VersionID)
	w.must(err)
	w.answers(c, c.Signatories[0], v, certificate.Approved)
	w.answers(c, c.Signatories[1], v, certificate.ChangeRequested)
	w.says(w.get(path), http.StatusOK, "Signing rests: "+c.Signatories[1].Name+" asked for a change", "about somebody else", "Take it back to revise the text")
	w.says(w.get("/cohorts/"+w.enrolment.CohortID.String()), http.StatusOK, "Settle the pause", `href="`+path+`"`, "paused")
	w.says(w.get("/"), http.StatusOK, "Settle what paused the signing of 1 certificate")
	revise := path + "/do/revise"
	w.says(w.get(revise), http.StatusOK, c.Signatories[0].Name+"</strong> signed on 14 December 2015: that answer is void")
	issue := path + "/do/issue"
	w.says(w.post(issue, w.form(issue)), http.StatusConflict, "Revise the text, replace the signatory or cancel.")
	stale := w.form(revise)
	stale.Set("revision", "1")
	w.says(w.post(revise, stale), http.StatusConflict, "Read again what will happen")
	w.goes(w.post(revise, w.form(revise)), path+"?done=revised")
	w.says(w.get(path+"/text"), http.StatusOK, "Keep the text")
}

func TestRemarksOfAReviewAreTakenOrGoneOver(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _ := w.reviewed()
	path := "/certificates/" + c.ID.String()
	w.says(w.get(path), http.StatusOK, "The text is being checked.", "Olga Vtorushina has not answered yet", "21 December 2015")
	w.says(w.get("/cohorts/"+w.enrolment.CohortID.String()), http.StatusOK, "waits for Olga Vtorushina")
	w.says(w.get(path+"/do/remind"), http.StatusOK, "Olga Vtorushina", "Remind them")
	w.goes(w.post(path+"/do/remind", w.form(path+"/do/remind")), path+"?done=reminded")
	secret := w.link(access.LetterReviewReminder)
	typed, passage := w.asked(secret)
	typed.Set("answer", "remarks")
	typed.Set("kind-"+passage, "leave_out")
	typed.Set("comment-"+passage, "My employer’s affair.")
	w.goes(w.post("/l/"+secret+"/answer", typed), "/l/"+secret)
	w.says(w.get(path), http.StatusOK, "1 remark is to be settled", "asks that this be left out", "My employer’s affair.")
	w.says(w.get("/"), http.StatusOK, "Settle the remarks on 1 certificate")
	w.says(w.get("/cohorts/"+w.enrolment.CohortID.String()), http.StatusOK, "Settle the remarks")
	remark := regexp.MustCompile(path + `/remarks/[0-9a-f-]+`).FindString(w.get(path).Body.String())
	refuse := url.Values{"revision": {w.hidden(path, "revision")}}
	id := strings.TrimPrefix(remark, path+"/remarks/")
	w.says(w.post(remark, refuse), http.StatusUnprocessableEntity, `href="#`+id+`-reason"`, `action="`+remark+`"`)
	refuse.Set("reason", "It is on the public web site.")
	w.goes(w.post(remark, refuse), path+"?done=remark#review")
	w.goes(w.post(remark, refuse), path+"?done=remark#review")
	w.says(w.get(path), http.StatusOK, "You went on over it.", "public web site", "out for signing")
}

func TestACertificateIsThereForItsStaffAlone(t *testing.T) {
	w := newWorld(t)
	c, path := w.begun()
	c, err := w.certificates.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	other, err := w.programmes.CreateProgramme(t.Context(), office, func() programme.Fields { f := programme.Defaults(); f.Name = "Other"; return f }())
	w.must(err)
	paths := []string{path, path + "/voices", "/versions/" + c.VersionID.String() + "/origin", path + "/preview", path + "/facts", path + "/text", path + "/signatories", "/versions/" + c.VersionID.String() + "/document"}
	posts := []string{path + "/voices/" + newID().String(), path + "/text/live", path + "/facts", path + "/text", path + "/signatories", path + "/remarks/" + newID().String()}
	for _, deed := range []string{"send", "review", "deadline", "remind", "issue", "revise", "cancel", "correct", "revoke", "expire"} {
		paths, posts = append(paths, path+"/do/"+deed), append(posts, path+"/do/"+deed)
	}
	refused := w.refuses(paths, posts, url.Values{"revision": {"2"}, "name": {"X"}, "do": {""}})
	w.signedIn()
	refused("a signatory who assesses, too")
	p := w.signIn("Otto Other", false)
	w.must(w.access.AddStaff(t.Context(), office, other.ID, p.ID))
	refused("staff of another programme")
	w.signIn("Ada Admin", true)
	w.says(w.get(path), http.StatusOK, "out for signing")
	w.says(w.get(path+"/do/nonsense"), http.StatusNotFound)
}

// idOf gives the id in the path of a certificate's page.
func idOf(path string) uuid.UUID { return uuid.MustParse(strings.TrimPrefix(path, "/certificates/")) }
