package web_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"testamur/internal/browsertest"
)

// looks looks at pages as people do, on wide and narrow screens, light and dark, and has axe-core look at them. With
// TESTAMUR_SCREENS=folder it takes pictures of them too, for people to look at.
type looks struct {
	t       *testing.T
	w       *world
	folder  string // of the pictures; "" for none
	axe     string
	window  *browsertest.Window
	answers map[string]*httptest.ResponseRecorder // what was answered with already, by path
}

// camera is ready to look, or the test is skipped.
func (w *world) camera(t *testing.T) looks {
	t.Helper()
	axe := browsertest.Axe(t)
	l := w.viewer(t)
	l.folder, l.axe = os.Getenv("TESTAMUR_SCREENS"), axe
	return l
}

// viewer has a window on the pages as whoever is signed in sees them, or the test is skipped.
func (w *world) viewer(t *testing.T) looks {
	t.Helper()
	l := looks{t: t, w: w, answers: map[string]*httptest.ResponseRecorder{}}
	server := httptest.NewServer(http.HandlerFunc(l.serve))
	t.Cleanup(server.Close)
	l.window = browsertest.Start(t).Profile(t, server.URL)
	return l
}

// serve has the pages answer whoever the world's browser is signed in as.
func (l looks) serve(out http.ResponseWriter, r *http.Request) {
	answer, ok := l.answers[r.URL.Path]
	if !ok {
		if l.w.cookie != "" {
			r.AddCookie(&http.Cookie{Name: cookieName, Value: l.w.cookie})
		}
		l.w.handler.ServeHTTP(out, r)
		return
	}
	for _, name := range []string{"Content-Type", "Content-Security-Policy"} {
		out.Header().Set(name, answer.Header().Get(name))
	}
	out.WriteHeader(answer.Code)
	if _, err := out.Write(answer.Body.Bytes()); err != nil {
		l.t.Errorf("the browser went away: %v", err)
	}
}

// take looks at the page of a path.
func (l looks) take(name, path string) {
	l.t.Helper()
	shown.note(path)
	l.window.Open(path)
	l.look(name)
}

// show looks at a page that was answered with already, such as one that says what is wrong with a form.
func (l looks) show(name string, page *httptest.ResponseRecorder) {
	l.t.Helper()
	l.answers["/shown/"+name] = page
	l.window.Open("/shown/" + name)
	l.look(name)
}

// press looks at what comes of pressing a button on the page of a path with nothing typed.
func (l looks) press(name, path, button string) {
	l.t.Helper()
	l.window.Open(path)
	l.window.Press(button)
	l.look(name)
}

// fit checks that no page is wider than a telephone.
func (l looks) fit(pages map[string]*httptest.ResponseRecorder) {
	l.t.Helper()
	for name, page := range pages {
		l.answers["/shown/"+name] = page
	}
	l.window.Size(browsertest.Phone)
	for name := range pages {
		l.window.Open("/shown/" + name)
		if n := l.window.Overflow(); n > 0 {
			l.t.Errorf("%s: %d pixels wider than a telephone: %s", name, n, browsertest.Evaluate[string](l.window, widest))
		}
	}
}

// most is how many bytes a page may have with all that it loads, but for fonts.
const most = 100 << 10

// look looks at the page in the window from all sides.
func (l looks) look(name string) {
	l.t.Helper()
	fail := func(format string, args ...any) {
		l.t.Helper()
		l.t.Errorf(name+": "+format, args...)
	}
	for _, complaint := range l.window.Complaints() {
		fail("the browser complains: %s", complaint)
	}
	if n := browsertest.Evaluate[int](l.window, weight); n > most {
		fail("%d bytes", n)
	}
	l.picture(name + "-light")
	l.window.Whole()
	hold(fail, l.window.Examine(l.axe, browsertest.Standard))
	l.window.Dark(true)
	hold(fail, l.window.ExamineRule(l.axe, "color-contrast"))
	l.window.Size(browsertest.Wide)
	l.picture(name + "-dark")
	l.window.Dark(false)
	all := browsertest.Evaluate[string](l.window, handles)
	for _, width := range []int{browsertest.Zoomed, browsertest.Phone} {
		l.window.Size(width)
		if n := l.window.Overflow(); n > 0 {
			fail("%d pixels too wide for a window of %d: %s", n, width, browsertest.Evaluate[string](l.window, widest))
		}
		if left := browsertest.Evaluate[string](l.window, handles); left != all {
			fail("a window of %d loses something: %s\nof %s", width, left, all)
		}
	}
	l.picture(name + "-phone")
	l.window.Size(browsertest.Wide)
}

func (l looks) picture(name string) {
	if l.folder != "" {
		l.window.Picture(l.folder, name)
	}
}

// weight adds up the page and what it loads; handles lists all that can be pressed, followed or filled in; widest names what sticks out.
const (
	weight = `[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
		.filter(e => !e.name.includes("/fonts/")).reduce((sum, e) => sum + e.decodedBodySize, 0)`
	handles = `[...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(e => e.checkVisibility())
		.map(e => e.getAttribute("aria-label") || e.name || e.innerText).join(" | ")`
	widest = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120)).slice(0, 3).join("\n")`
)

// hold fails for what axe-core found, and for what it could not decide and nobody has explained.
func hold(fail func(string, ...any), found []browsertest.Finding) {
	for _, f := range found {
		if f.Decided || explain(f) == "" {
			fail("%s", f)
		}
	}
}

// undecided explains what axe-core cannot decide: of what rule, of which elements (by a part of axe-core's words), and why it is right.
var undecided = []struct{ rule, about, because string }{
	{"color-contrast", "text[", "words of the picture of what evidence covers are ink on the page's own ground, beside the bars and never on them; the table below says the same"},
}

func explain(f browsertest.Finding) string {
	for _, u := range undecided {
		if u.rule == f.Rule && strings.Contains(f.String(), u.about) {
			return u.because
		}
	}
	return ""
}
