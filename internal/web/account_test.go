package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
)

// The page after asking is the same for everybody; who has an account finds the link in their mail.
func TestAskingForALinkSaysTheSameToAll(t *testing.T) {
	w := newWorld(t)
	w.invited(w.assessor, false)
	var pages []string
	for _, email := range []string{"karsten@example.org", "nobody@example.org"} {
		w.goes(w.post("/sign-in/link", url.Values{"email": {email}}), "/sign-in/sent")
		pages = append(pages, w.get("/sign-in/sent").Body.String())
	}
	if pages[0] != pages[1] || !strings.Contains(pages[0], "If there is an account for that address") {
		t.Errorf("it tells:\n%s\n%s", pages[0], pages[1])
	}
	w.goes(w.post("/l/"+w.link(access.LetterSignIn), nil), "/")
	w.goes(w.get("/sign-in"), "/")
}

func TestSignInFormsSayWhatToMendAndKeepTheAddress(t *testing.T) {
	for name, c := range map[string]struct {
		path  string
		typed url.Values
		says  []string
	}{
		"link, empty":          {"/sign-in/link", url.Values{}, []string{`href="#link-email"`, "Fill this in."}},
		"link, no address":     {"/sign-in/link", url.Values{"email": {"karsten"}}, []string{`value="karsten"`, `href="#link-email"`, `aria-describedby="link-email-hint link-email-mistake"`}},
		"password, no address": {"/sign-in/password", url.Values{"email": {"karsten"}, "password": {"secret words here"}}, []string{`value="karsten"`, `href="#password-email"`}},
		"password, wrong":      {"/sign-in/password", url.Values{"email": {"karsten@example.org"}, "password": {"secret words here"}}, []string{`value="karsten@example.org"`, "That did not work.", `href="#password-password"`}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r := w.post(c.path, c.typed)
			w.says(r, http.StatusUnprocessableEntity, append(c.says, "<title>Mistake: Sign in")...)
			if strings.Contains(r.Body.String(), "secret words") {
				t.Error("the password comes back")
			}
			if w.cookie != "" {
				t.Error("it signs in")
			}
		})
	}
}

func TestGuessingIsSlowedDownInTheSameWords(t *testing.T) {
	w := newWorld(t)
	typed := url.Values{"email": {"karsten@example.org"}, "password": {"wrong wrong wrong"}}
	for range 10 {
		w.post("/sign-in/password", typed)
	}
	w.says(w.post("/sign-in/password", typed), http.StatusTooManyRequests, "There were too many attempts.", `value="karsten@example.org"`)
}

func TestAPasswordIsSetProvesAndSignsIn(t *testing.T) {
	w := newWorld(t)
	w.signedIn()
	w.later(10 * time.Minute) // the proof of the invitation is over, the time to set the first password is not
	w.says(w.get("/account"), http.StatusOK, "Set a password")
	w.says(w.post("/account/password", url.Values{"password": {"short"}}), http.StatusUnprocessableEntity, "Use at least 12 characters.", `href="#password-password"`)
	w.goes(w.post("/account/password", url.Values{"password": {goodPassword}}), "/account?done=password")
	w.says(w.get("/account?done=password"), http.StatusOK, "Your password is set.", "Change your password", "Current password")

	before := w.cookie
	w.says(w.post("/account/proof", url.Values{"password": {"another guess"}}), http.StatusUnprocessableEntity, `href="#proof-password"`)
	w.goes(w.post("/account/proof", url.Values{"password": {goodPassword}}), "/account?done=proof")
	if w.cookie == before {
		t.Error("a proof leaves the session its old secret")
	}
	w.says(w.get("/account"), http.StatusOK, "You have proved it.")

	w.goes(w.post("/account/sign-out", nil), "/sign-in")
	w.goes(w.post("/sign-in/password", url.Values{"email": {"karsten@example.org"}, "password": {goodPassword}}), "/")
}

func TestChangingThePasswordTakesTheOneBefore(t *testing.T) {
	w := newWorld(t)
	w.signedIn()
	w.goes(w.post("/account/password", url.Values{"password": {goodPassword}}), "/account?done=password")
	w.later(10 * time.Minute)
	typed := url.Values{"password": {goodPassword + " again"}}
	w.says(w.post("/account/password", typed), http.StatusUnprocessableEntity, `href="#password-current"`)
	typed.Set("current", "a wrong one, surely")
	w.says(w.post("/account/password", typed), http.StatusUnprocessableEntity, `href="#password-current"`)
	typed.Set("current", goodPassword)
	w.goes(w.post("/account/password", typed), "/account?done=password")
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	w := newWorld(t)
	w.signedIn()
	here := w.cookie
	w.cookie = ""
	w.goes(w.post("/l/"+w.invited(w.assessor, false), nil), "/account")
	elsewhere := w.cookie
	w.cookie = here
	ends := regexp.MustCompile(`action="(/account/sessions/[0-9a-f-]+/end)"`).FindAllStringSubmatch(w.get("/account").Body.String(), -1)
	if len(ends) != 1 {
		t.Fatalf("%d sessions can be ended", len(ends))
	}
	for range 2 {
		w.goes(w.post(ends[0][1], nil), "/account?done=session")
	}
	w.cookie = elsewhere
	w.goes(w.get("/account"), "/sign-in?to=%2Faccount")
}

func TestWhoeverIsSignedOutIsShownWhereToSignIn(t *testing.T) {
	w := newWorld(t)
	w.goes(w.get("/account"), "/sign-in?to=%2Faccount")
	for _, path := range []string{"sign-out", "password", "proof", "address", "sessions/" + newID().String() + "/end"} {
		w.goes(w.post("/account/"+path, nil), "/sign-in")
	}
	w.signedIn()
	w.later(8 * 24 * time.Hour)
	w.goes(w.get("/account"), "/sign-in?to=%2Faccount")
	if w.cookie != "" {
		t.Error("the browser keeps the secret of a session that is over")
	}
}

// After a quarter of an hour somebody who came by link must come by another one, and is told so.
func TestTheFirstPasswordIsSetSoonAfterTheLink(t *testing.T) {
	w := newWorld(t)
	w.signedIn()
	w.later(20 * time.Minute)
	r := w.post("/account/password", url.Values{"password": {goodPassword}})
	w.says(r, http.StatusUnprocessableEntity, "have a new link mailed to you")
	if strings.Contains(r.Body.String(), `href="#password-current"`) {
		t.Error("the summary leads to a field that is not there")
	}
}
