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

// signIn has the browser sign in as somebody of that standing, and gives who it is.
func (w *world) signIn(name string, admin bool) access.Person {
	w.t.Helper()
	email := strings.ToLower(strings.Fields(name)[0]) + "@office.example"
	p := w.person(name, email)
	w.goes(w.post("/l/"+w.invited(p, admin), nil), "/account")
	return p
}

// leads gives where the navigation of a page leads.
func (w *world) leads(path string) string {
	w.t.Helper()
	_, nav, _ := strings.Cut(w.get(path).Body.String(), `<nav class="places"`)
	nav, _, _ = strings.Cut(nav, "</nav>")
	var paths []string
	for _, m := range regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(nav, -1) {
		paths = append(paths, m[1])
	}
	return strings.Join(paths, " ")
}

func TestTheNavigationLeadsWhereSomebodyMayGo(t *testing.T) {
	w := newWorld(t)
	if got := w.leads("/"); got != "/sign-in" {
		t.Errorf("nobody: %s", got)
	}
	w.signedIn()
	if got := w.leads("/account"); got != "/ /account" {
		t.Errorf("an assessor: %s", got)
	}
	staff := w.signIn("Sina Staff", false)
	w.must(w.access.AddStaff(t.Context(), office, w.enrolment.ProgrammeID, staff.ID))
	if got := w.leads("/account"); got != "/ /programmes /frameworks /people /events /account" {
		t.Errorf("staff: %s", got)
	}
	w.signIn("Ada Admin", true)
	if got := w.leads("/account"); got != "/ /programmes /frameworks /people /events /tokens /account" {
		t.Errorf("an administrator: %s", got)
	}
}

func TestSigningInLeadsBackToThePageThatWasAskedFor(t *testing.T) {
	w := newWorld(t)
	w.signedIn()
	w.goes(w.post("/account/password", url.Values{"password": {goodPassword}}), "/account?done=password")
	w.goes(w.post("/account/sign-out", nil), "/sign-in")

	w.goes(w.get("/account?done=proof"), "/sign-in?to=%2Faccount%3Fdone%3Dproof")
	w.says(w.get("/sign-in?to=%2Faccount%3Fdone%3Dproof"), http.StatusOK, `name="to" value="/account?done=proof"`)
	typed := url.Values{"email": {"karsten@example.org"}, "password": {"wrong wrong wrong"}, "to": {"/account?done=proof"}}
	w.says(w.post("/sign-in/password", typed), http.StatusUnprocessableEntity, `name="to" value="/account?done=proof"`)
	typed.Set("password", goodPassword)
	w.goes(w.post("/sign-in/password", typed), "/account?done=proof")

	w.goes(w.post("/account/sign-out", nil), "/sign-in")
	w.goes(w.post("/sign-in/link", url.Values{"email": {"karsten@example.org"}, "to": {"/account?done=proof"}}), "/sign-in/sent")
	w.goes(w.post("/l/"+w.link(access.LetterSignIn), nil), "/account?done=proof")
	if w.wanted != "" {
		t.Error("the next link leads there too")
	}
}

func TestSigningInLeadsToNoOtherSite(t *testing.T) {
	w := newWorld(t)
	w.signedIn()
	for _, to := range []string{
		"https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)",
		"evil", "", "https:evil.example", "///evil.example", "/%zz",
	} {
		w.goes(w.get("/sign-in?"+url.Values{"to": {to}}.Encode()), "/")
	}
}

func TestThePagesStyleAndFontsComeFromHere(t *testing.T) {
	w := newWorld(t)
	style := w.get("/assets/pages.css")
	w.says(style, http.StatusOK, "@font-face")
	for _, m := range regexp.MustCompile(`url\("([^"]*)"\)`).FindAllStringSubmatch(style.Body.String(), -1) {
		font := w.get("/assets/" + m[1])
		if font.Code != http.StatusOK || !strings.HasPrefix(font.Header().Get("Content-Type"), "font/") || !strings.Contains(font.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", m[1], font.Code, font.Header())
		}
	}
	again := w.get("/assets/pages.css")
	if again.Header().Get("ETag") == "" {
		t.Error("a browser cannot ask whether the style sheet has changed")
	}
	for _, path := range []string{"/assets/", "/assets/none.css", "/assets/../web.go", "/assets/fonts/EBGaramond-Regular.ttf"} {
		w.says(w.get(path), http.StatusNotFound)
	}
}

func TestAnybodyIsShownWhatThisIs(t *testing.T) {
	w := newWorld(t)
	w.says(w.get("/"), http.StatusOK, "School of Leadership", `href="/sign-in"`, `name="code"`)
	w.goes(w.get("/verify?code="+url.QueryEscape(code)), "/v/"+code)
	w.signedIn()
	w.later(8 * 24 * time.Hour)
	w.says(w.get("/"), http.StatusOK, `name="code"`)
}
