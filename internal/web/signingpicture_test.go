package web_test

import (
	"image/png"
	"io/fs"
	"net/http"
	"regexp"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/picture"
	"testamur/templates"
)

func handwriting(t testing.TB) func(string) ([]byte, error) {
	t.Helper()
	b, err := fs.ReadFile(templates.Files, "fonts/DancingScript-Regular.otf")
	if err != nil {
		t.Fatal(err)
	}
	hand, err := picture.NewHand(b)
	if err != nil {
		t.Fatal(err)
	}
	return hand.Write
}

func TestTheWordsThatAreSignedCanBeReadOnAPage(t *testing.T) {
	w := newWorld(t)
	c, secret := w.sent()
	body := w.get("/l/" + secret + "/text")
	w.says(body, http.StatusOK, c.Sections[0].Heading, "Olga Vtorushina", "14 December 2015", `action="/l/`+secret+`/code"`)
	requests, err := w.certificates.SigningRequests(t.Context(), w.guest(secret))
	w.must(err)
	if requests[0].ReadAt.IsZero() {
		t.Error("whoever read the words has not read the text")
	}
	w.must(w.signEverything(c))
	w.says(w.get("/l/"+secret+"/text"), http.StatusOK, "There is nothing to sign just now")
}

func (w *world) guest(secret string) access.Actor {
	w.t.Helper()
	a, err := w.accounts.AuthenticateGuest(w.t.Context(), secret)
	w.must(err)
	return a
}

func TestSignatoriesSeeWhoHasAnswered(t *testing.T) {
	w := newWorld(t)
	c, secret := w.sent()
	w.says(w.get("/l/"+secret), http.StatusOK, "has not answered yet")
	v, err := w.certificates.Version(t.Context(), office, c.VersionID)
	w.must(err)
	w.answers(c, c.Signatories[1], v, certificate.Approved)
	w.says(w.get("/l/"+secret), http.StatusOK, `Beverly Wenger-Trayner <span class="hint">(signed)</span>`)
}

func TestASignatureIsDrawnTypedUploadedOrLeftOut(t *testing.T) {
	for name, c := range map[string]struct {
		how, typed string
		picture    []byte
		stands     bool
	}{
		"drawn":         {"drawn", "", stroke(t), true},
		"typed":         {"typed", "K. Ehms", nil, true},
		"uploaded":      {"uploaded", "", stroke(t), true},
		"the name":      {"name", "", nil, false},
		"thought again": {"name", "", stroke(t), false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			sent, secret := w.sent()
			w.post("/l/"+secret+"/code", nil)
			typed := w.filled(secret, map[string]string{"decision": "approved", "conflict": "none", "code": w.code(), "how": c.how, "typed": c.typed})
			w.goes(w.upload("/l/"+secret+"/answer", typed, c.picture), "/l/"+secret)
			answers := w.signOffs(sent)
			if len(answers) != 1 || (answers[0].SignatureFile != [16]byte{}) != c.stands {
				t.Errorf("recorded: %+v", answers)
			}
		})
	}
}

func TestAnAnnouncedSignatureThatDoesNotComeIsAskedFor(t *testing.T) {
	for how, says := range map[string][]string{
		"drawn":    {`href="#how"`, "Draw your signature, or choose another way."},
		"uploaded": {`href="#signature"`, "Choose a picture of your signature, or another way."},
		"typed":    {`href="#typed"`, "Type your name as you sign."},
	} {
		w := newWorld(t)
		sent, secret := w.sent()
		w.post("/l/"+secret+"/code", nil)
		typed := w.filled(secret, map[string]string{"decision": "approved", "conflict": "none", "code": w.code(), "how": how})
		w.says(w.post("/l/"+secret+"/answer", typed), http.StatusUnprocessableEntity, append(says, `value="`+how+`" checked`)...)
		if answers := w.signOffs(sent); len(answers) != 0 {
			t.Errorf("%s: recorded: %+v", how, answers)
		}
	}
}

// Without a script a typed signature is looked at before it is sent, and by nobody else.
func TestATypedSignatureIsShownFirst(t *testing.T) {
	w := newWorld(t)
	_, secret := w.sent()
	w.post("/l/"+secret+"/code", nil)
	typed := w.filled(secret, map[string]string{"decision": "approved", "how": "typed", "typed": "Karsten Ehms"})
	page := w.post("/l/"+secret+"/picture", typed)
	w.says(page, http.StatusOK, `value="typed" checked`, `value="Karsten Ehms"`)
	shown := regexp.MustCompile(`src="(/l/[^"]+/picture/([^"]+))"`).FindStringSubmatch(page.Body.String())
	if shown == nil {
		t.Fatalf("no picture on:\n%s", page.Body)
	}
	picture := w.get(shown[1])
	if _, err := png.Decode(picture.Body); err != nil || picture.Header().Get("Content-Type") != "image/png" {
		t.Errorf("%v: %v", picture.Header(), err)
	}
	_, other := w.takenDown()
	w.says(w.get("/l/"+other+"/picture/"+shown[2]), http.StatusNotFound)
	typed.Set("typed", "山田")
	w.says(w.post("/l/"+secret+"/picture", typed), http.StatusUnprocessableEntity, "These letters cannot be set here", `href="#typed"`)
}
