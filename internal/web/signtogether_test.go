package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// asksToSign has certificates of so many participants out for signing, with the assessor among those who sign.
func (w *world) asksToSign(n int) []certificate.Certificate {
	w.t.Helper()
	ctx := w.t.Context()
	c, _ := w.sent()
	all := []certificate.Certificate{c}
	for i := range n - 1 {
		e, err := w.programmes.Enrol(ctx, office, w.person(firstNames[i]+" "+lastNames[i], "").ID, programme.EnrolmentFields{CohortID: w.enrolment.CohortID})
		w.must(err)
		_, _, err = w.programmes.PutProject(ctx, office, e.ID, record.Any, programme.ProjectFields{Title: "Learning across depots", Context: "Fourteen depots repeat one another’s mistakes. This is one of " + firstNames[i] + "."})
		w.must(err)
		_, err = w.programmes.Assign(ctx, office, e.ID, w.assessor.ID, programme.AssignmentFields{})
		w.must(err)
		c, err := w.certificates.Propose(ctx, office, e.ID)
		w.must(err)
		c, err = w.certificates.SendForSigning(ctx, office, c.ID, record.Match(c.Revision))
		w.must(err)
		all = append(all, c)
	}
	return all
}

func (w *world) signedBy(c certificate.Certificate) int {
	w.t.Helper()
	answers, err := w.certificates.SignOffs(w.t.Context(), office, c.ID)
	w.must(err)
	n := 0
	for _, a := range answers {
		if a.Decision == certificate.Approved {
			n++
		}
	}
	return n
}

// values are what the boxes of the page would send.
func (w *world) values() []string {
	var out []string
	for _, m := range regexp.MustCompile(`name="sign" value="([^"]+)"`).FindAllStringSubmatch(w.get("/signing").Body.String(), -1) {
		out = append(out, m[1])
	}
	return out
}

func TestWhatWasOpenedIsSignedWithOneConfirmation(t *testing.T) {
	w := newWorld(t)
	all := w.asksToSign(3)
	w.signedIn()
	w.says(w.get("/"), http.StatusOK, "Sign the certificate of Olga Vtorushina", `href="/signing"`)
	w.says(w.get("/signing"), http.StatusOK, "Nothing can be signed yet", "not opened yet", "Read it (PDF)")
	for _, c := range all[:2] {
		w.says(w.get("/signing/"+c.ID.String()+"/document"), http.StatusOK, "%PDF")
	}
	values := w.values()
	if len(values) != 2 {
		t.Fatalf("%d can be ticked, want the two that were opened", len(values))
	}
	w.says(w.post("/signing", url.Values{}), http.StatusUnprocessableEntity, `href="#sign"`, `href="#conflict"`)
	sent := url.Values{"sign": values, "conflict": {"none"}}
	w.later(10 * time.Minute)
	w.says(w.get("/signing"), http.StatusOK, `/account?to=/signing#prove`)
	w.says(w.post("/signing", sent), http.StatusUnprocessableEntity, "Prove that it is you")
	w.post("/account/password", url.Values{"password": {goodPassword}})
	w.goes(w.post("/account/proof", url.Values{"to": {"/signing"}, "password": {goodPassword}}), "/signing")
	sent.Add("sign", all[2].ID.String()+" "+w.digest(all[2]))
	w.says(w.post("/signing", sent), http.StatusConflict, "is not signed. Open it first", "The other 2 are signed.")
	for i, want := range []int{1, 1, 0} {
		if n := w.signedBy(all[i]); n != want {
			t.Errorf("the certificate %d has %d signatures, want %d", i, n, want)
		}
	}
	sent["sign"] = values
	w.goes(w.post("/signing", sent), "/signing?done=signed") // sent twice
	w.says(w.get("/signing"), http.StatusOK, "Signed by you, and not issued yet")
	w.says(w.post("/signing", url.Values{"sign": {"nonsense", "a b", ""}, "conflict": {"none"}}), http.StatusConflict, "is not signed")
}

func (w *world) digest(c certificate.Certificate) string {
	w.t.Helper()
	v, err := w.certificates.Version(w.t.Context(), office, c.VersionID)
	w.must(err)
	return v.TextDigest.String()
}

func TestASignatoryWhoIsSignedInAnswersOneOnItsOwn(t *testing.T) {
	w := newWorld(t)
	all := w.asksToSign(2)
	w.signedIn()
	path := "/signing/" + all[0].ID.String()
	w.says(w.get(path), http.StatusOK, "Your answer on the certificate of Olga Vtorushina", "Beverly Wenger-Trayner", "I ask for a change first")
	typed := url.Values{"text": {w.hidden(path, "text")}}
	w.says(w.post(path, typed), http.StatusUnprocessableEntity, `href="#decision"`)
	typed.Set("decision", "change_requested")
	w.says(w.post(path, typed), http.StatusUnprocessableEntity, `href="#reason"`)
	typed.Set("reason", "The second page is about somebody else.")
	w.goes(w.post(path, typed), "/signing?done=answered")
	w.says(w.get("/signing"), http.StatusOK, "What rests", "asked for a change")
	typed = url.Values{"text": {w.hidden(path, "text")}, "decision": {"approved"}, "conflict": {"none"}, "confirmed-name": {"Karsten Ehms"}}
	w.goes(w.post(path, typed), "/signing?done=signed")
	w.goes(w.post(path, typed), "/signing?done=meanwhile-signing")
	w.says(w.get(path), http.StatusOK, "You have signed this text.")
	if n := w.signedBy(all[0]); n != 1 {
		t.Errorf("%d signatures", n)
	}
}

func TestAnotherTextThanTheOneThatWasShownIsNotSigned(t *testing.T) {
	w := newWorld(t)
	c := w.asksToSign(1)[0]
	w.signedIn()
	path := "/signing/" + c.ID.String()
	w.get(path + "/document")
	old := w.values()
	c = w.stored(c)
	c, err := w.certificates.Revise(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	c.Sections[0].Passages[0].Text += " And did."
	c, err = w.certificates.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
	w.must(err)
	c, err = w.certificates.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	w.says(w.get("/signing"), http.StatusOK, "not opened yet", "What changed since you read it")
	changes := "/certificates/" + c.ID.String() + "/changes"
	w.says(w.get(changes), http.StatusOK, "What changed", "And did.", `href="/signing"`)
	w.says(w.get(path), http.StatusOK, changes)
	w.get(path + "/document")
	w.says(w.post("/signing", url.Values{"sign": old, "conflict": {"none"}}), http.StatusConflict, "is not signed")
	if n := w.signedBy(c); n != 0 {
		t.Errorf("%d signatures", n)
	}
}

func TestWhatWaitsForASignatureIsTheirs(t *testing.T) {
	w := newWorld(t)
	c := w.asksToSign(1)[0]
	path := "/signing/" + c.ID.String()
	for _, admin := range []bool{false, true} {
		w.signIn(map[bool]string{false: "Sina Stranger", true: "Ada Admin"}[admin], admin)
		w.says(w.get("/signing"), http.StatusOK, "Nothing waits for your signature")
		w.says(w.get(path), http.StatusNotFound)
		w.says(w.get(path+"/document"), http.StatusNotFound)
		w.post("/signing", url.Values{"sign": {c.ID.String() + " " + w.digest(c)}, "conflict": {"none"}})
		w.post(path, url.Values{"decision": {"approved"}, "conflict": {"none"}, "text": {w.digest(c)}})
	}
	if n := w.signedBy(c); n != 0 {
		t.Errorf("%d signatures", n)
	}
	w.signIn("Otto Other", false)
	w.says(w.get("/certificates/"+c.ID.String()+"/changes"), http.StatusNotFound)
}

// sentTwice is a certificate that was taken back and sent for signing again with another text.
func (w *world) sentTwice() string {
	w.t.Helper()
	ctx := w.t.Context()
	c, path := w.begun()
	for i, text := range []string{"She set out.", "She set out, and arrived."} {
		now := w.stored(c)
		now.Sections[0].Passages[0].Text = text
		now, err := w.certificates.PutSections(ctx, office, c.ID, record.Match(now.Revision), now.Sections)
		w.must(err)
		now, err = w.certificates.SendForSigning(ctx, office, c.ID, record.Match(now.Revision))
		w.must(err)
		if i == 0 {
			w.says(w.get(path+"/changes"), http.StatusOK, "There is no earlier text")
			_, err = w.certificates.Revise(ctx, office, c.ID, record.Match(now.Revision))
			w.must(err)
			w.later(time.Hour)
		}
	}
	return path
}

func TestTheVersionsOfACertificateAreCompared(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := w.sentTwice()
	r := w.get(path)
	link := regexp.MustCompile(path + `/changes\?to=[0-9a-f-]+`).FindString(r.Body.String())
	w.says(w.get(link), http.StatusOK, "<ins>", "and arrived", "Compare other versions", "taken back before it was issued")
	origin := regexp.MustCompile(`/versions/[0-9a-f-]+/origin`).FindString(r.Body.String())
	w.says(w.get(origin), http.StatusOK, "Where version 1 came from", "and arrived.", "Karsten Ehms, as submitted on 14 December 2015, word for word", "The participant’s project, condensed")
	w.says(w.get(path+"/changes?from="+newID().String()), http.StatusNotFound)
	if strings.Count(r.Body.String(), "/changes?") != 1 {
		t.Error("the first version has nothing before it")
	}
}

func picturesOfSigningTogether(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	all := w.asksToSign(3)
	w.signedIn()
	camera.take("together-none", "/signing")
	for _, c := range all[:2] {
		w.get("/signing/" + c.ID.String() + "/document")
	}
	camera.take("together", "/signing")
	camera.show("together-wrong", w.post("/signing", url.Values{"sign": append(w.values(), all[2].ID.String()+" "+w.digest(all[2])), "conflict": {"none"}}))
	own := "/signing/" + all[2].ID.String()
	camera.take("own-answer", own)
	camera.show("own-answer-typed", w.post(own+"/picture", url.Values{"decision": {"approved"}, "how": {"typed"}, "typed": {"Karsten Ehms"}}))
}

func picturesOfVersions(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.staff()
	path := w.sentTwice()
	camera.take("versions", path)
	camera.take("changes", path+"/changes")
	camera.take("origin", regexp.MustCompile(`/versions/[0-9a-f-]+/origin`).FindString(w.get(path).Body.String()))
}

// Whoever is signed in draws, types or uploads their signature as whoever comes by a link does.
func TestASignatureIsGivenWhileSignedIn(t *testing.T) {
	for name, c := range map[string]struct {
		how, typed string
		picture    []byte
		stands     bool
	}{
		"drawn":    {"drawn", "", stroke(t), true},
		"typed":    {"typed", "K. Ehms", nil, true},
		"uploaded": {"uploaded", "", stroke(t), true},
		"the name": {"name", "", nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			sent := w.asksToSign(1)[0]
			w.signedIn()
			path := "/signing/" + sent.ID.String()
			w.says(w.get(path), http.StatusOK, "Draw it", "Type it", "Upload a picture of it", "/assets/signing.js")
			typed := url.Values{"text": {w.hidden(path, "text")}, "decision": {"approved"}, "conflict": {"none"}, "how": {c.how}, "typed": {c.typed}}
			w.goes(w.upload(path, typed, c.picture), "/signing?done=signed")
			answers := w.signOffs(sent)
			if len(answers) != 1 || (answers[0].SignatureFile != uuid.UUID{}) != c.stands {
				t.Errorf("recorded: %+v", answers)
			}
		})
	}
}

func TestASignatureIsShownFirstToWhoeverIsSignedIn(t *testing.T) {
	w := newWorld(t)
	sent := w.asksToSign(1)[0]
	w.signedIn()
	path := "/signing/" + sent.ID.String()
	typed := url.Values{"decision": {"approved"}, "how": {"typed"}, "typed": {"Karsten Ehms"}, "conflict": {"none"}, "text": {w.hidden(path, "text")}}
	page := w.post(path+"/picture", typed)
	w.says(page, http.StatusOK, `value="typed" checked`, `value="Karsten Ehms"`)
	shown := regexp.MustCompile(`src="(/signing/[^"]+/picture/[^"]+)"`).FindStringSubmatch(page.Body.String())
	if shown == nil {
		t.Fatalf("no picture on:\n%s", page.Body)
	}
	if r := w.get(shown[1]); r.Code != http.StatusOK || r.Header().Get("Content-Type") != "image/png" {
		t.Errorf("%d %v", r.Code, r.Header())
	}
	typed.Set("how", "drawn")
	w.says(w.post(path, typed), http.StatusUnprocessableEntity, `href="#how"`)
	w.later(10 * time.Minute)
	if r := w.get(path); strings.Contains(r.Body.String(), "signing.js") {
		t.Error("a page without the form has its script")
	}
	w.says(w.post(path+"/picture", typed), http.StatusUnprocessableEntity, "Prove that it is you", `value="Karsten Ehms"`)
	w.cookie = ""
	w.signIn("Sina Stranger", false)
	w.says(w.get(shown[1]), http.StatusNotFound)
	w.says(w.post(path+"/picture", typed), http.StatusNotFound)
}
