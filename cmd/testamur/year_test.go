package main

import (
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"testamur/internal/browsertest"
)

// A whole year as its people live it: each in a browser of their own, led by the links that they are mailed, from an empty
// folder to a PDF that strangers verify.
func TestAWholeYearInTheBrowser(t *testing.T) {
	y := beginYear(t)
	y.officeOpens()
	y.participantWorks()
	y.assessorWrites()
	y.officeComposes()
	y.participantChecks()
	y.signatorySigns("karl@example.org", "Karl Assessor")
	y.signatorySigns("maria@example.org", "Maria Panel")
	y.officeIssues()
	pdf := y.participantDownloads()
	y.strangerChecks(pdf)
	for name, w := range y.windows {
		for _, complaint := range w.Complaints() {
			t.Errorf("the browser of %s complained: %s", name, complaint)
		}
	}
}

// year is one year of a programme.
type year struct {
	t       *testing.T
	machine *machine
	post    *mailbox
	browser *browsertest.Browser
	address string
	windows map[string]*browsertest.Window // by who sits before them
}

// beginYear boots the program behind an address that is known before it is: it stands in letters and certificates.
func beginYear(t *testing.T) *year {
	t.Helper()
	y := &year{t: t, browser: browsertest.Start(t), windows: map[string]*browsertest.Window{}}
	var behind *url.URL
	front := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(behind)
		r.Out.Host = r.In.Host
	}})
	t.Cleanup(front.Close)
	y.address = strings.Replace(front.URL, "127.0.0.1", "localhost", 1)
	y.machine = newMachine(t, "TESTAMUR_PUBLIC_URL="+y.address, "TESTAMUR_INSTITUTION=Institute of Example")
	y.post = &mailbox{t: t, folder: filepath.Join(y.machine.dir, "testamur-data", "mail"), read: map[string]bool{}}
	printed := y.machine.must("admin", "create", "--name", "Ines Amaral", "--email", "ines@example.org")
	var err error
	if behind, err = url.Parse(y.machine.serve().url); err != nil {
		t.Fatal(err)
	}
	y.arrives("Ines Amaral", regexp.MustCompile(linkIn).FindString(printed))
	return y
}

// arrives follows a link that signs in, in a new browser, and sets a password.
func (y *year) arrives(name, link string) *browsertest.Window {
	y.t.Helper()
	w := y.browser.Profile(y.t, y.address)
	y.windows[name] = w
	w.Open("/l/" + link)
	w.Press("Sign in as " + name)
	w.Type("New password", yearPassword)
	w.Press("Set password")
	w.Says("Your password is set.")
	return w
}

const yearPassword = "twelve pilots by the harbour"

// invited is arrives for somebody to whom an invitation was mailed.
func (y *year) invited(name, email string) *browsertest.Window {
	y.t.Helper()
	return y.arrives(name, y.post.next(email, linkIn))
}

// officeOpens makes the programme and its cohort, and enrols a participant whom somebody assesses.
func (y *year) officeOpens() {
	y.t.Helper()
	w := y.windows["Ines Amaral"]
	w.Press("Institute of Example") // home
	w.Press("Add a programme")
	w.Type("Name of the programme", "Social learning leadership")
	w.Press("Add the programme")
	programme := w.Path()
	w.Press("Themes")
	w.Type("Heading", "Persistence")
	w.Type("What to look at", "Where did she go on when others would have stopped?")
	w.Press("Add the theme")

	w.Press("People")
	w.Press("Add a person")
	w.Type("Name", "Tomáš Novák")
	w.Type("E-mail address", "tomas@example.org")
	w.Press("Add the person")
	w.Press("Invite Tomáš Novák")
	w.Open(programme)
	w.Type("Add somebody to the staff", "tomas@example.org")
	w.Press("Add to the staff")
	w.Says("Tomáš Novák")

	w = y.invited("Tomáš Novák", "tomas@example.org")
	w.Press("Programmes")
	w.Press("Social learning leadership")
	w.Press("Add a cohort")
	w.Type("Name of the cohort", "Cohort 2026")
	w.Type("Day of the closing panel", "2026-12-14")
	w.Press("Add the cohort")
	w.Press("Enrol a participant")
	somebodyNew(w, "Ana Žółć", "ana@example.org")
	w.Press("Enrol 1 participant")
	w.Press("Ana Žółć")
	somebodyNew(w, "Karl Assessor", "karl@example.org")
	w.Press("Add 1 assessor")
	y.invites("Ana Žółć", "Name, address and account")
	y.invites("Karl Assessor", "Karl Assessor")
}

// somebodyNew says whom a form is about who is not known yet.
func somebodyNew(w *browsertest.Window, name, email string) {
	w.Choose("They are not known here yet")
	w.Type("Or somebody new: Name", name)
	w.Type("Or somebody new: E-mail address", email)
}

// invites has staff, at the page of an enrolment, invite somebody to whom a link of it leads.
func (y *year) invites(name, link string) {
	y.t.Helper()
	w := y.windows["Tomáš Novák"]
	w.Press(link)
	w.Press("Invite " + name)
	w.Back()
	w.Back()
}
