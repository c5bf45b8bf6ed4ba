package web_test

import (
	_ "embed"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"testamur/internal/programme"
	"testamur/internal/record"
)

//go:embed testdata/writing_driver.js
var driver string

// faulty serves a desk to a real browser, and fails as the driver in the page tells it to.
type faulty struct {
	w    *world
	lock sync.Mutex
	does string // "drop", "sign-out", or "work"
}

// ServeHTTP implements http.Handler, one request at a time.
func (f *faulty) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	f.lock.Lock()
	defer f.lock.Unlock()
	saving := r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/texts")
	does, told := strings.CutPrefix(r.URL.Path, "/server/")
	switch {
	case does == "change" && told:
		f.change()
	case told:
		f.does = does
	case r.URL.Path == "/driver.js":
		out.Header().Set("Content-Type", "text/javascript")
		f.write(out, driver)
	case saving && f.does == "drop":
		panic(http.ErrAbortHandler) // net/http closes the connection
	default:
		f.serve(out, r, saving && f.does == "sign-out")
	}
}

// serve has the pages answer, with the driver in them.
func (f *faulty) serve(out http.ResponseWriter, r *http.Request, signedOut bool) {
	if !signedOut {
		r.AddCookie(&http.Cookie{Name: cookieName, Value: f.w.cookie})
	}
	answer := httptest.NewRecorder()
	f.w.handler.ServeHTTP(answer, r)
	for _, name := range []string{"Content-Type", "Content-Encoding", "Content-Security-Policy"} {
		out.Header().Set(name, answer.Header().Get(name))
	}
	out.WriteHeader(answer.Code)
	f.write(out, strings.Replace(answer.Body.String(), "</body>", `<script defer src="/driver.js"></script></body>`, 1))
}

func (f *faulty) write(out io.Writer, s string) {
	if _, err := io.WriteString(out, s); err != nil {
		f.w.t.Errorf("the browser went away: %v", err)
	}
}

// change stores another text, as another window of the assessor's would.
func (f *faulty) change() {
	ctx := f.w.t.Context()
	assessor, err := f.w.accounts.Authenticate(ctx, f.w.cookie)
	if err != nil {
		f.w.t.Errorf("authenticate: %v", err)
	}
	list, err := f.w.programmes.ListFeedback(ctx, assessor, programme.FeedbackFilter{Enrolment: f.w.enrolment.ID}, record.Page{Limit: 5})
	if err != nil || len(list.Items) != 1 {
		f.w.t.Errorf("%d texts, %v", len(list.Items), err)
		return
	}
	if list.Items[0].Text != "Three" {
		f.w.t.Errorf("stored is %q", list.Items[0].Text)
	}
	_, err = f.w.programmes.ChangeFeedback(ctx, assessor, list.Items[0].ID, record.Any, func(x *programme.FeedbackFields) { x.Text = "From another window" })
	if err != nil {
		f.w.t.Errorf("change: %v", err)
	}
}

func TestNothingIsLostWhileTyping(t *testing.T) {
	browser := chromium(t)
	w := newWorld(t)
	path := w.writing()
	server := httptest.NewServer(&faulty{w: w})
	defer server.Close()
	command := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu",
		"--user-data-dir="+filepath.Join(t.TempDir(), "profile"), "--virtual-time-budget=90000", "--dump-dom", server.URL+path)
	dom, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", browser, err)
	}
	_, report, _ := strings.Cut(string(dom), "<pre>")
	if !strings.Contains(report, "after a reload shows both\n") || strings.Contains(report, "never: ") {
		t.Errorf("something was lost:\n%s", report)
	}
}
