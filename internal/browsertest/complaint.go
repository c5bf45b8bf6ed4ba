package browsertest

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// hear notes what the browser complains about: breaches of the Content-Security-Policy as it reports them itself, what scripts write
// to the console or throw, and what could not be loaded.
func (w *Window) hear(event any) {
	w.lock.Lock()
	defer w.lock.Unlock()
	switch e := event.(type) {
	case *audits.EventIssueAdded:
		w.issue(e.Issue)
	case *log.EventEntryAdded:
		w.entry(e.Entry)
	case *runtime.EventConsoleAPICalled:
		w.console(e)
	case *runtime.EventExceptionThrown:
		w.complain("exception: %s %s", e.ExceptionDetails.Text, e.ExceptionDetails.URL)
	case *network.EventResponseReceived:
		if e.Type != network.ResourceTypeDocument && e.Response.Status >= 400 && !unbidden(e.Response.URL) {
			w.complain("%d %s", e.Response.Status, e.Response.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled && !w.offline && e.Type != network.ResourceTypeDocument {
			w.complain("not loaded: %s %s", e.ErrorText, e.BlockedReason)
		}
	}
}

// unbidden says whether the browser asks for it though no page names it.
func unbidden(address string) bool { return strings.HasSuffix(address, "/favicon.ico") }

func (w *Window) issue(i *audits.InspectorIssue) {
	if i.Code == audits.InspectorIssueCodeContentSecurityPolicyIssue {
		d := i.Details.ContentSecurityPolicyIssueDetails
		w.complain("Content-Security-Policy: %s %s %s", d.ViolatedDirective, d.ContentSecurityPolicyViolationType, d.BlockedURL)
	}
}

// entry leaves out what the network says: that is heard from it.
func (w *Window) entry(e *log.Entry) {
	if e.Source != log.EntrySourceNetwork && (e.Level == log.EntryLevelError || e.Level == log.EntryLevelWarning) {
		w.complain("%s: %s", e.Source, e.Text)
	}
}

func (w *Window) console(e *runtime.EventConsoleAPICalled) {
	if e.Type != runtime.ConsoleAPICalledTypeError && e.Type != runtime.ConsoleAPICalledTypeWarning {
		return
	}
	var words []string
	for _, a := range e.Args {
		words = append(words, string(a.Value)+a.Description)
	}
	w.complain("console: %s", strings.Join(words, " "))
}

func (w *Window) complain(format string, args ...any) {
	w.complaints = append(w.complaints, fmt.Sprintf(format, args...))
}

// Complaints gives what the browser complained about since it was asked last.
func (w *Window) Complaints() []string {
	w.lock.Lock()
	defer w.lock.Unlock()
	all := w.complaints
	w.complaints = nil
	return all
}

// Content fails the test when the browser complained about anything.
func (w *Window) Content() {
	w.t.Helper()
	for _, c := range w.Complaints() {
		w.t.Errorf("the browser complained: %s", c)
	}
}
