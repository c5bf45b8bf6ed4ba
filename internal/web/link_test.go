package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/web"

	"github.com/gin-gonic/gin"
)

func TestALinkThatSignsInIsUsedByItsButtonAlone(t *testing.T) {
	w := newWorld(t)
	secret := w.invited(w.assessor, false)
	for range 10 {
		w.says(w.get("/l/"+secret), http.StatusOK, "Sign in as Karsten Ehms", `action="/l/`+secret+`"`)
	}
	w.goes(w.post("/l/"+secret, nil), "/account")
	w.says(w.get("/account"), http.StatusOK, "Karsten Ehms", "karsten@example.org")
	w.cookie = ""
	w.says(w.get("/l/"+secret), http.StatusNotFound, "This link does not work any more")
	w.says(w.post("/l/"+secret, nil), http.StatusNotFound, "This link does not work any more")
}

func TestTheFirstAdministratorComesInAndSaysWhoTheyAre(t *testing.T) {
	w := newWorld(t)
	link, needed, err := w.accounts.FirstAdmin(t.Context(), "")
	w.must(err)
	if !needed {
		t.Fatal("there is an administrator already")
	}
	_, secret, _ := strings.Cut(link, "/l/")
	w.says(w.get("/l/"+secret), http.StatusOK, "Become the first administrator")
	w.goes(w.post("/l/"+secret, nil), "/account")
	w.says(w.get("/account"), http.StatusOK, "Say who you are")
	typed := url.Values{"name": {"Ana Vidal"}, "email": {"nonsense"}}
	w.says(w.post("/account/address", typed), http.StatusUnprocessableEntity, `value="Ana Vidal"`, `value="nonsense"`, `href="#address-email"`)
	typed.Set("email", "ana@example.org")
	w.goes(w.post("/account/address", typed), "/account?done=address")
	w.says(w.get("/account?done=address"), http.StatusOK, "Ana Vidal", "ana@example.org", "are kept")
}

// What a link was does not help whoever holds it: each of these gives the same page.
func TestLinksThatCannotBeUsedLookAlike(t *testing.T) {
	w := newWorld(t)
	_, sent := w.sent()
	_, takenDown := w.takenDown()
	invited := w.invited(w.assessor, false)
	w.later(100 * 24 * time.Hour)
	unknown := w.get("/l/" + strings.Repeat("a", 70))
	w.says(unknown, http.StatusNotFound, "This link does not work any more", `href="/sign-in"`)
	for name, path := range map[string]string{
		"invitation": "/l/" + invited, "signing": "/l/" + sent, "document": "/l/" + sent + "/document", "answer": "/l/" + sent + "/answer",
		"confirming": "/l/" + takenDown, "cut off": "/l/testamur_l_abc", "foreign": "/l/" + url.PathEscape("<script>"),
	} {
		if r := w.get(path); r.Code != unknown.Code || r.Body.String() != unknown.Body.String() {
			t.Errorf("%s: %d\n%s", name, r.Code, r.Body)
		}
	}
}

// TestLookingChangesNothing but what a signatory opened, and when last: that is kept so that they can be shown what changed since.
func TestLookingChangesNothing(t *testing.T) {
	w := newWorld(t)
	w.signedIn()
	_, sent := w.sent()
	_, takenDown := w.takenDown()
	paths := []string{"/", "/account", "/sign-in", "/sign-in/sent", "/l/none", "/assets/pages.css", "/v/nonsense"}
	for _, secret := range []string{sent, takenDown, w.invited(w.person("Ana", "ana@example.org"), false)} {
		paths = append(paths, "/l/"+secret, "/l/"+secret+"/answer", "/l/"+secret+"/document")
	}
	before := unread(w.dump())
	for _, path := range paths {
		for range 10 {
			w.get(path)
			w.send(httptest.NewRequestWithContext(t.Context(), http.MethodHead, path, nil))
		}
		if after := unread(w.dump()); after != before {
			t.Fatalf("GET %s changed the database:\n%s", path, difference(before, after))
		}
	}
	if w.post("/l/"+sent+"/code", nil); unread(w.dump()) == before {
		t.Error("sending a code did change something, and this test does not see it")
	}
}

// unread leaves out what was read by whom.
func unread(dump string) string {
	return regexp.MustCompile(`(?m)^readings .*\n`).ReplaceAllString(dump, "")
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	w := newWorld(t)
	w.signedIn()
	_, sent := w.sent()
	_, takenDown := w.takenDown()
	invited := w.invited(w.person("Ana", "ana@example.org"), false)
	before := w.dump()
	for _, path := range []string{
		"/l/" + invited, "/l/" + sent + "/code", "/l/" + sent + "/answer", "/l/" + takenDown + "/code", "/l/" + takenDown + "/answer",
		"/sign-in/link", "/sign-in/password", "/account/sign-out", "/account/password", "/account/proof", "/account/address",
		"/account/sessions/" + newID().String() + "/end",
	} {
		for _, header := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://evil.example"}}} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader("email=a%40example.org&code=1&decision=approved"))
			r.Header = header.Clone()
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			answer := w.send(r)
			w.says(answer, http.StatusForbidden, "This did not come from our pages")
			if len(answer.Result().Cookies()) != 0 {
				t.Errorf("%s sets a cookie", path)
			}
		}
	}
	if after := w.dump(); after != before {
		t.Errorf("another site changed the database:\n%s", difference(before, after))
	}
}

func TestTheCookieStaysWithThisHostAndOutOfReachOfScripts(t *testing.T) {
	w := newWorld(t)
	answer := w.post("/l/"+w.invited(w.assessor, false), nil)
	cookies := answer.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies", len(cookies))
	}
	c := cookies[0]
	if c.Name != cookieName || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge != int((30*24*time.Hour).Seconds()) {
		t.Errorf("the cookie is %s", c)
	}
	answer = w.post("/account/sign-out", nil)
	w.goes(answer, "/sign-in")
	if c := answer.Result().Cookies()[0]; c.MaxAge >= 0 || c.Value != "" {
		t.Errorf("after signing out the cookie is %s", c)
	}
}

// ownScript is how a page names a script of ours; what else runs would be somebody else's, or inline.
var ownScript = regexp.MustCompile(`<script type="module" src="[./]*/assets/[a-z]+\.js"></script>`)

func TestSecretsStayOnTheirPage(t *testing.T) {
	w := newWorld(t)
	_, sent := w.sent()
	_, takenDown := w.takenDown()
	invited := w.invited(w.assessor, false)
	for _, path := range []string{"/l/" + sent, "/l/" + sent + "/answer", "/l/" + takenDown, "/l/" + invited, "/l/" + sent + "/document", "/l/none", "/sign-in"} {
		answer := w.get(path)
		h := answer.Header()
		if h.Get("Referrer-Policy") != "same-origin" || h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, h)
		}
		if !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s can be framed", path)
		}
		body := ownScript.ReplaceAllString(answer.Body.String(), "")
		for _, elsewhere := range []string{"http://", "https://", "<script", "style=", `="//`} {
			if strings.Contains(body, elsewhere) {
				t.Errorf("%s holds %s", path, elsewhere)
			}
		}
	}
	w.post("/l/"+sent+"/code", nil)
	w.post("/l/"+sent+"/answer", url.Values{"code": {w.code()}, "decision": {"approved"}, "conflict": {"none"}})
	w.must(w.db.Close())
	w.get("/l/" + sent)
	w.get("/l/" + invited)
	if w.log.Len() == 0 {
		t.Error("a database that is closed leaves no line in the log")
	}
	for _, secret := range []string{sent, takenDown, invited, w.letter(access.LetterCode).Data["code"]} {
		if strings.Contains(w.log.String(), secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
}

func TestPagesOfAnInstallationBelowAPathLeadBelowIt(t *testing.T) {
	pages, err := web.NewPages(web.Config{PublicURL: publicURL + "/below", Accounts: &account.Service{Institution: "School of Leadership"}})
	if err != nil {
		t.Fatal(err)
	}
	engine := gin.New()
	pages.Mount(engine)
	r := httptest.NewRecorder()
	engine.ServeHTTP(r, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/sign-in/sent", nil))
	for _, link := range []string{`href="/below/assets/pages.css"`, `href="/below/sign-in"`} {
		if !strings.Contains(r.Body.String(), link) {
			t.Errorf("no %s:\n%s", link, r.Body)
		}
	}
}
