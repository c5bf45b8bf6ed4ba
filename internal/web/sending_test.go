package web_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"testamur/internal/browsertest"

	"github.com/gin-gonic/gin"
)

// scripted are what can be sent and no browser sends without scripts, and why.
var scripted = map[string]string{
	"/sign-in/passkey/options":     "passkeys take scripts; there are links and passwords besides",
	"/sign-in/passkey":             "passkeys take scripts",
	"/account/passkeys/options":    "passkeys take scripts, and the page says so",
	"/account/passkeys":            "passkeys take scripts",
	"/account/passkeys/:id/remove": "whoever has none to add has none to remove",
	"/account/proof/options":       "passkeys take scripts; a password proves as well",
	"/account/proof/passkey":       "passkeys take scripts",
	"/certificates/:id/text/live":  "saves while somebody types; the button of the same form does without",
}

// Every form that there is can be filled in and sent by its own button in a browser that runs no scripts, and the next page says
// what came of it.
func TestEveryFormIsSentWithoutScripts(t *testing.T) {
	browser := browsertest.Start(t)
	routes, told := newEmptyWorld(t).handler.(*gin.Engine).Routes(), atomic.Int64{}
	t.Cleanup(func() { // once all were told
		if told.Load() < int64(len(stories)) {
			return // only some were asked for
		}
		for _, route := range routes {
			if _, no := scripted[route.Path]; route.Method == http.MethodPost && no == sent.has(route.Path) {
				t.Errorf("nobody sends to %s: send its form in one of the stories, or say why not; or it is sent and needs no reason", route.Path)
			}
		}
	})
	for name, tell := range stories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			s := &sender{t: t, w: w}
			s.Window = browser.Profile(t, s.served())
			s.Scripts(false)
			tell(s)
			s.Content()
			told.Add(1)
		})
	}
}

// sent are the routes whose forms were sent.
var sent gallery

// stories send forms as they follow from one another, each in a world of its own.
var stories = map[string]func(*sender){
	"programmes": sendProgrammes, "themes": sendThemes, "people": sendPeople, "participants": sendParticipants, "meetings": sendMeetings,
	"cohorts": sendCohorts, "work": sendWork, "frameworks": sendFrameworks, "editions": sendEditions, "composing": sendComposing,
	"deeds": sendDeeds, "reviews": sendReviews, "assessing": sendAssessing, "year": sendYear, "links": sendLinks, "signing": sendSigning,
	"account": sendAccount, "strangers": sendStrangers, "excerpts": sendExcerpts,
	"spoken": sendSpoken, "paper": sendPaper, "erasing": sendErasing, "own notes": sendOwnNotes, "own signature": sendOwnSignature,
}

// sender is somebody whose browser runs no scripts.
type sender struct {
	*browsertest.Window
	t *testing.T
	w *world

	lock   sync.Mutex
	posted string // path of what was sent last
}

// served gives where a browser finds the world's pages.
func (s *sender) served() string {
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			s.note(r.URL.Path)
		}
		s.w.handler.ServeHTTP(out, r)
	}))
	s.t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

func (s *sender) note(path string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.posted = path
}

func (s *sender) last() string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.posted
}

// asks fills in a form that changes nothing: its answers stand in the address of the next page.
func (s *sender) asks(page, button, says string, steps ...step) {
	s.t.Helper()
	s.Open(page)
	for _, do := range steps {
		do(s.Window)
	}
	s.Press(button)
	if s.Status() != http.StatusOK {
		s.t.Errorf("%q on %s: status %d", button, page, s.Status())
	}
	s.Says(says)
}

// sends fills in the form of a route on a page, "" for the page where they are; presses its button; and reads on the next page what
// came of it.
func (s *sender) sends(route, page, button, says string, steps ...step) {
	s.t.Helper()
	if page != "" {
		s.Open(page)
	}
	for _, do := range steps {
		do(s.Window)
	}
	s.note("")
	s.Press(button)
	if last := s.last(); !leads(route, last) {
		s.t.Errorf("%q sends to %q, not to %s", button, last, route)
	}
	if s.Status() != http.StatusOK {
		s.t.Errorf("%q of %s: status %d", button, route, s.Status())
	}
	s.Says(says)
	sent.note(route)
}

// step is what somebody does before they press the button of a form.
type step func(*browsertest.Window)

func types(label, text string) step {
	return func(w *browsertest.Window) { w.Type(label, text) }
}

func chooses(label string) step { return func(w *browsertest.Window) { w.Choose(label) } }

func clears(label string) step { return func(w *browsertest.Window) { w.Clear(label) } }

func picks(label, option string) step {
	return func(w *browsertest.Window) { w.Select(label, option) }
}

// follows presses a link or a button that leads to another page, and unfolds one that shows more of the same.
func follows(name string) step { return func(w *browsertest.Window) { w.Press(name) } }

func unfolds(name string) step { return func(w *browsertest.Window) { w.Click(name) } }

// attaches chooses a file, in the form's only field for one.
func (s *sender) attaches(name string, content []byte) step {
	path := filepath.Join(s.t.TempDir(), name)
	s.w.must(os.WriteFile(path, content, 0o600))
	return func(w *browsertest.Window) { w.Attach("input[type=file]", path) }
}

// comes signs in by an invitation.
func (s *sender) comes(name, email string, admin bool) {
	s.t.Helper()
	p := s.w.person(name, email)
	s.sends("/l/:secret", "/l/"+s.w.invited(p, admin), "Sign in as "+name, "Your account")
}
