package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Window is a window of a profile of its own: nobody else has its cookies and what it keeps.
type Window struct {
	t       testing.TB
	ctx     context.Context //nolint:containedctx // chromedp's contexts are the browser and its windows
	address string

	lock       sync.Mutex
	status     int // of the page that is shown
	kind       string
	complaints []string
	offline    bool
}

// Profile opens a window in a new profile. Paths are below the address.
func (b *Browser) Profile(t testing.TB, address string) *Window {
	t.Helper()
	return open(b.ctx, t, address, chromedp.WithNewBrowserContext())
}

// Another opens a second window in the same profile.
func (w *Window) Another() *Window {
	w.t.Helper()
	return open(w.ctx, w.t, w.address)
}

func open(parent context.Context, t testing.TB, address string, options ...chromedp.ContextOption) *Window {
	t.Helper()
	w := &Window{t: t, address: address}
	var end context.CancelFunc
	w.ctx, end = chromedp.NewContext(parent, append(options, chromedp.WithListener(w.hear))...)
	t.Cleanup(end)
	if err := chromedp.Do(w.ctx); err != nil { // the window lives as long as the context of its first use
		t.Fatalf("opening a window: %v", err)
	}
	w.do(call(audits.Enable, cdp.Empty{}))
	w.Size(Wide)
	return w
}

// do carries out what must succeed.
func (w *Window) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, end := context.WithTimeout(w.ctx, patience)
	defer end()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatalf("%v\n%s", err, w.describe())
	}
}

// lead carries out what leads to a page, and waits until that has loaded.
func (w *Window) lead(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, end := context.WithTimeout(w.ctx, patience)
	defer end()
	answer, err := chromedp.RunResponse(ctx, steps...)
	if err != nil {
		w.t.Fatalf("no page came: %v\n%s", err, w.describe())
	}
	if answer != nil { // nil: another place of the same page
		w.answered(answer)
	}
}

func (w *Window) answered(answer *network.Response) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.status, w.kind = int(answer.Status), answer.MimeType
}

// Open goes to a path, or to a whole address.
func (w *Window) Open(path string) {
	w.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = w.address + path
	}
	w.lead(navigate(path))
}

// Status gives that of the page that is shown.
func (w *Window) Status() int {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.status
}

// Kind gives the media type of what is shown.
func (w *Window) Kind() string {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.kind
}

// Back and Reload do what the browser's own buttons do.
func (w *Window) Back() {
	w.t.Helper()
	w.do(chromedp.NavigateBack())
}

// Reload loads the page anew.
func (w *Window) Reload() {
	w.t.Helper()
	w.lead(chromedp.Reload())
}

// Path gives where the window is, below the address, with its query.
func (w *Window) Path() string {
	w.t.Helper()
	return strings.TrimPrefix(Evaluate[string](w, `location.href`), w.address)
}

// Text gives what can be read on the page.
func (w *Window) Text() string {
	w.t.Helper()
	return Evaluate[string](w, `document.body.innerText`)
}

// Says checks that the page can be read to say all of it.
func (w *Window) Says(words ...string) {
	w.t.Helper()
	text := w.Text()
	for _, s := range words {
		if !strings.Contains(text, s) {
			w.t.Errorf("%s does not say %q:\n%s", w.Path(), s, text)
		}
	}
}

// Wait waits until an expression of JavaScript is true.
func (w *Window) Wait(expression string) {
	w.t.Helper()
	w.await(expression, "it is true that "+expression)
}

func (w *Window) await(expression, what string) {
	w.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		if yes, err := evaluate[bool](w, "!!("+expression+")"); err == nil && yes { // there is an error while one page makes place for another
			return
		}
	}
	w.t.Fatalf("waited in vain until %s\n%s", what, w.describe())
}

// WaitFor waits until the page says something.
func (w *Window) WaitFor(words string) {
	w.t.Helper()
	w.await("document.body.innerText.includes("+quote(words)+")", "the page says "+words)
}

// Evaluate runs an expression beside the page's own scripts, even where the page may have none.
func Evaluate[T any](w *Window, expression string) T {
	w.t.Helper()
	value, err := evaluate[T](w, expression)
	if err != nil {
		w.t.Fatalf("%.200s: %v", expression, err)
	}
	return value
}

func evaluate[T any](w *Window, expression string) (T, error) {
	ctx, end := context.WithTimeout(w.ctx, patience)
	defer end()
	yes := true
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, func(p *runtime.EvaluateParams) { p.AwaitPromise, p.ReturnByValue = &yes, &yes }))
}

// describe says where the window is, for messages about what went wrong.
func (w *Window) describe() string {
	ctx, end := context.WithTimeout(w.ctx, patience)
	defer end()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
	if err != nil {
		return fmt.Sprintf("(the page cannot be read: %v)", err)
	}
	return text
}

// quote gives a string as JavaScript.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string has always a form in JSON
	}
	return string(b)
}
