package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/browsertest"
	"testamur/internal/certificate"
	"testamur/internal/record"
)

// seated has somebody sign in, in a real browser of their own.
func (w *world) seated(t *testing.T, p access.Person) *browsertest.Window {
	t.Helper()
	window := browsertest.Start(t).Profile(t, w.served(t))
	w.comes(window, p)
	return window
}

// desk has the assessor sit at their desk.
func (w *world) writingDesk(t *testing.T) *browsertest.Window {
	t.Helper()
	window := w.seated(t, w.assessor)
	window.Open("/assessing/" + w.enrolment.ID.String())
	window.Choose("There is none")
	window.Press("Answer, and go on to write")
	return window
}

func TestWhatIsWrittenOutlivesTheConnection(t *testing.T) {
	window := newWorld(t).writingDesk(t)
	window.Offline(true)
	window.Type("Anything else", "She asks before she answers.")
	window.WaitFor("Not saved yet; kept in this browser. There is no connection.")
	window.Offline(false)
	window.WaitFor("Saved ")
	window.Wait("localStorage.length === 0")
	window.Reload()
	if got := browsertest.Evaluate[string](window, `document.querySelector("textarea").value`); got != "She asks before she answers." {
		t.Errorf("kept is %q", got)
	}
}

func TestTicksAreKeptLikeWords(t *testing.T) {
	w := newWorld(t)
	w.framed()
	window := w.writingDesk(t)
	window.Offline(true)
	window.Type("Anything else", "She asks before she answers.")
	window.Click("Anything else: Disciplines")
	window.Choose("Voices")
	window.WaitFor("kept in this browser. There is no connection.")
	window.Says("Disciplines: Voices")
	window.Offline(false)
	window.WaitFor("Saved ")
	window.Wait("localStorage.length === 0")
	if x := w.only(); x.Text != "She asks before she answers." || x.Disciplines != "VOICES" {
		t.Errorf("kept is %q, about %q", x.Text, x.Disciplines)
	}
}

func TestWhatIsWrittenOutlivesTheSession(t *testing.T) {
	w := newWorld(t)
	window := w.writingDesk(t)
	other := window.Another()
	other.Open("/account")
	other.Press("Sign out")
	window.Type("Anything else", "She asks before she answers.")
	window.WaitFor("You were signed out")
	w.comes(other, w.assessor)
	browsertest.Evaluate[bool](window, `window.dispatchEvent(new Event("focus"))`) // as when they come back to it
	window.WaitFor("Saved ")
}

func TestATextThatTwoWindowsWriteShowsBoth(t *testing.T) {
	one := newWorld(t).writingDesk(t)
	one.Type("Anything else", "She asks.")
	one.WaitFor("Saved ")
	other := one.Another()
	other.Open(one.Path())
	one.Type("Anything else", "She asks before she answers.")
	one.Wait("localStorage.length === 0")
	other.Type("Anything else", "From another window")
	for _, again := range []bool{false, true} {
		if again {
			other.Reload()
		}
		other.WaitFor("Stored now:")
		other.Says("She asks before she answers.")
		if got := browsertest.Evaluate[string](other, `document.querySelector("textarea").value`); got != "From another window" {
			t.Errorf("kept is %q", got)
		}
	}
}

// Where no script keeps what is typed, the page does that says that the session has ended.
func TestAFormOutlivesTheSession(t *testing.T) {
	w := newWorld(t)
	olga := w.addressed()
	window := w.seated(t, olga)
	window.Open("/my-year/" + w.enrolment.ID.String() + "/project")
	window.Type("Title", "A title of hers")
	other := window.Another()
	other.Open("/account")
	other.Press("Sign out")
	window.Press("Keep your project")
	window.Says("You were signed out meanwhile")
	w.comes(other, olga)
	window.Press("Send what I typed once more")
	window.Says("Your project is kept.", "A title of hers")
	window.Content()
}

// Going back and sending again, or reloading, does nothing twice.
func TestBackAndReloadDoNothingTwice(t *testing.T) {
	w := newWorld(t)
	olga := w.addressed()
	window := w.seated(t, olga)
	window.Open("/my-year/" + w.enrolment.ID.String() + "/log/new")
	window.Type("What happened", "I asked, and listened.")
	window.Press("Keep the entry")
	window.Reload()
	window.Back()
	window.Type("What happened", "I asked, and listened.")
	window.Press("Keep the entry")
	if n := browsertest.Evaluate[int](window, `document.querySelectorAll("article.entry").length`); n != 1 {
		t.Errorf("there are %d entries", n)
	}
}

func TestADoubleClickIssuesOnce(t *testing.T) {
	w := newWorld(t)
	stella := w.person("Stella Staff", "stella@office.example")
	w.must(w.access.AddStaff(t.Context(), office, w.enrolment.ProgrammeID, stella.ID))
	c, path := w.begun()
	c, err := w.certificates.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	w.approves(path)
	window := w.seated(t, stella)
	window.Type("New password", goodPassword)
	window.Press("Set password")
	window.Open(path + "/do/issue")
	window.DoubleClick("Issue 1 certificate")
	window.Wait(`!document.querySelector("main form") || !location.pathname.endsWith("/do/issue") || document.querySelector(".mistakes")`)
	window.Open(path)
	for looks := 0; looks < 100 && !strings.Contains(window.Text(), "Version 1 is in force"); looks++ {
		window.Reload()
	}
	versions, err := w.certificates.Versions(t.Context(), office, c.ID)
	w.must(err)
	events, err := w.db.Events(t.Context(), access.EventFilter{Object: c.ID, Operation: "issueCertificate", Sight: access.Everything()}, 10)
	w.must(err)
	if len(versions) != 1 || len(events.Items) != 1 {
		t.Errorf("%d versions, %d events of issuing", len(versions), len(events.Items))
	}
	if c, err = w.certificates.Certificate(t.Context(), office, c.ID); err != nil || c.State != certificate.Issued {
		t.Errorf("it is %s, %v", c.State, err)
	}
}

// Of two who edit the same thing, the later is shown what is stored now beside what they typed.
func TestTwoEditorsLoseNothing(t *testing.T) {
	w := newWorld(t)
	stella := w.person("Stella Staff", "stella@office.example")
	w.must(w.access.AddStaff(t.Context(), office, w.enrolment.ProgrammeID, stella.ID))
	_, path := w.begun()
	w.later(time.Minute)
	one := w.seated(t, stella)
	other := one.Another()
	one.Open(path + "/facts")
	other.Open(path + "/facts")
	one.Type("Title", "A title of one")
	one.Press("Keep title, name and dates")
	other.Type("Title", "A title of the other")
	other.Press("Keep title, name and dates")
	if other.Status() != http.StatusConflict {
		t.Errorf("status %d", other.Status())
	}
	other.Says("A title of one")
	if got := browsertest.Evaluate[string](other, `document.getElementById("title").value`); got != "A title of the other" {
		t.Errorf("typed was kept as %q", got)
	}
	other.Press("Keep title, name and dates")
	other.Says("A title of the other")
}

// Leaving a text for its button saves it; pressing the button while that is under way does not write it a second time.
func TestPressingTheButtonWhileATextIsSavedWritesItOnce(t *testing.T) {
	w := newWorld(t)
	window := w.writingDesk(t)
	window.Type("Anything else", "She asks before she answers.")
	window.Press("Keep as a draft: Anything else")
	window.Says("Your text is kept.")
	if n := browsertest.Evaluate[int](window, `document.querySelectorAll("textarea").length`); n != 1 {
		t.Errorf("there are %d texts", n)
	}
}
