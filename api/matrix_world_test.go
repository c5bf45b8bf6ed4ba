package api_test

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/store"

	"github.com/google/uuid"
)

// The matrix's world: two programmes, and everybody whom operations.txt names. Whatever is private in it holds a canary, a word
// that stands nowhere else.

// canary is the word that gives a private text away.
func canary(name string) string { return "Kestrel" + strings.ReplaceAll(name, ".", "x") + "owl" }

const matrixPassword = "seventeen quiet lanterns"

// matrixWorld is a world of the matrix, in a file.
type matrixWorld struct {
	*world
	people   *access.Service
	database store.Options
	stage    string
	requests int
	met      int // canaries that were come across
}

// stage is the matrix's world at one stage of Ana's certificate, to be copied for every group of cells.
type stage struct {
	begun
	press   *press
	letters []access.Letter
}

// stages are the stages of Ana's certificate, by name.
var stages = sync.OnceValue(func() map[string]stage {
	all := map[string]stage{}
	for _, step := range []struct {
		name, from string
		grow       func(*matrixWorld)
	}{
		{"before", "", (*matrixWorld).inhabit},
		{"composing", "before", (*matrixWorld).compose},
		{"reviewing", "composing", (*matrixWorld).review},
		{"signing", "composing", (*matrixWorld).sendToSign},
		{"signed", "signing", (*matrixWorld).signAll},
		{"issued", "signed", (*matrixWorld).issueOne},
		{"quoting", "issued", (*matrixWorld).quoteOne},
		{"correcting", "issued", (*matrixWorld).correctOne},
		{"revoked", "issued", (*matrixWorld).revokeOne},
		{"cancelled", "signing", (*matrixWorld).cancelOne},
	} {
		all[step.name] = grow(all[step.from], step.grow)
	}
	return all
})

// grow makes a stage out of another, or out of an empty database.
func grow(from stage, change func(*matrixWorld)) stage {
	dir, err := os.MkdirTemp("", "testamur-matrix")
	fatal(err)
	defer func() { fatal(os.RemoveAll(dir)) }()
	w := from.at(loud{}, dir)
	change(w)
	w.readTags()
	fatal(w.store.Close())
	database, err := os.ReadFile(filepath.Join(dir, "world.db"))
	fatal(err)
	return stage{begun{database: database, names: w.names, clock: w.clock}, w.press, w.letters}
}

// at opens a copy of a stage in a folder.
func (s stage) at(t testing.TB, dir string) *matrixWorld {
	t.Helper()
	path := filepath.Join(dir, "world.db")
	w := &matrixWorld{database: store.Options{Path: path}, world: &world{t: t, press: s.files(), log: &strings.Builder{}, names: maps.Clone(s.names), clock: s.clock, letters: s.letters}}
	if w.names == nil {
		w.names = firstNames()
		w.clock = time.Date(2015, 12, 14, 9, 0, 0, 0, time.UTC)
	} else {
		w.must(os.WriteFile(path, s.database, 0o600))
	}
	w.open()
	return w
}

// firstNames are what is known of an empty world.
func firstNames() map[string]string {
	return map[string]string{"missing": noSuch, "digest": strings.Repeat("0", 64)}
}

// openStage gives a copy of a stage that lasts as long as the test.
func openStage(t *testing.T, name string) *matrixWorld {
	t.Helper()
	w := stages()[name].at(t, t.TempDir())
	w.stage = name
	return w
}

// files gives a copy of the stage's files, so that nobody erases another's.
func (s stage) files() *press {
	p := newPress()
	if s.press != nil {
		maps.Copy(p.files, s.press.files)
	}
	return p
}

// inhabit fills an empty world up to where Ana's certificate begins.
func (w *matrixWorld) inhabit() {
	w.token(w.people, "admin", access.TokenFields{Role: access.RoleAdmin})
	w.frameworks()
	w.make("admin", "programme", "POST", "/v1/programmes", `{"framework_id": "<framework>", "publishes_framework": true, "name": "Social learning", "institution": "Institute", "serial_prefix": "SLL", "time_zone": "Europe/Lisbon", "participant_check_days": 0}`)
	w.make("admin", "other", "POST", "/v1/programmes", `{"name": "Harbour law", "institution": "Institute", "serial_prefix": "HLW", "time_zone": "Europe/Lisbon", "participant_check_days": 0}`)
	for _, name := range everybody {
		w.make("admin", name, "POST", "/v1/people", fmt.Sprintf(`{"name": %q, "email": "%s@example.org", "external_id": "lms-%s", "private_email": "%s@example.net"}`,
			strings.ToTitle(name[:1])+name[1:]+" Reis", name, name, strings.ToLower(canary("private."+name))))
	}
	for person, programme := range map[string]string{"stella": "programme", "steffen": "programme", "doris": "programme", "otto": "other"} {
		w.make("admin", "", "PUT", "/v1/programmes/<"+programme+">/staff/<"+person+">", "")
	}
	w.letIn()
	w.makeTokens()
	w.assess()
	w.takeDown()
	w.beginOthers()
}

// frameworks are one with a published edition and a draft, one whose first edition is in review, and one that has none.
func (w *matrixWorld) frameworks() {
	w.addFramework("framework", "FRM")
	w.draftEdition("framework", "FRM", "edition", 1, "Aloud.")
	w.publishEdition("edition")
	w.draftEdition("framework", "FRM", "draft.edition", 2, canary("draft.edition"))
	w.addFramework("review.framework", "RVW")
	w.draftEdition("review.framework", "RVW", "review.edition", 1, canary("review.edition"))
	w.world.make("admin", "review.edition", "POST", "/v1/editions/<review.edition>/submit", "")
	w.addFramework("bare.framework", "BARE")
}

var everybody = []string{
	"ana", "ben", "cleo", "etta", "luis", "mona", "carl", "sofia", "sven", "greta", "gus", "stella", "steffen", "otto", "rosa", "rolf", "doris",
}

// letIn signs everybody in who has an account: first those whose session or proof is to be old by now.
func (w *matrixWorld) letIn() {
	w.enter("stella")
	w.names["expired.session"] = w.names["stella.session"]
	w.token(w.people, "expired.token", access.TokenFields{Role: access.RoleAdmin, ExpiresAt: w.now().Add(time.Hour)})
	w.later(8 * 24 * time.Hour)
	w.enterWithPassword("steffen", w.enter)
	w.enterWithPassword("sofia", w.enter)
	w.enterWithPassword("rolf", w.makeAdmin)
	w.names["sofia.stale"] = w.names["sofia.session"]
	w.later(10 * time.Minute)
	for _, name := range []string{"ana", "ben", "etta", "luis", "mona", "sven", "stella", "otto"} {
		w.enterWithPassword(name, w.enter)
	}
	w.enterWithPassword("rosa", w.makeAdmin)
	w.names["sofia.session"] = w.cookie(w.signIn("password", map[string]string{"email": "sofia@example.org", "password": matrixPassword}))
	w.enter("doris")
	w.make("rosa.session", "account", "GET", "/v1/people/<doris>/account", "")
	w.make("rosa.session", "account", "PATCH", "/v1/people/<doris>/account", `{"disabled": true}`)
	w.make("", "", "POST", "/v1/sign-in-links", `{"email": "ana@example.org"}`)
	w.names["ana.link"] = w.link(access.LetterSignIn)
	for _, session := range w.make("ana.session", "", "GET", "/v1/sessions", "")["items"].([]any) {
		w.names["ana.session.id"] = session.(map[string]any)["id"].(string)
	}
}

func (w *matrixWorld) enterWithPassword(name string, enter func(string)) {
	enter(name)
	w.make(name+".session", "", "PUT", "/v1/account/password", asJSON(map[string]string{"password": matrixPassword}))
}

var everyScope = []access.Scope{
	"programmes:read", "programmes:write", "people:read", "people:write", "assessment:read", "assessment:write",
	"certificates:read", "certificates:write", "certificates:issue", "events:read",
}

// makeTokens makes, for every scope, a token with it alone and one with all others.
func (w *matrixWorld) makeTokens() {
	here, there := []uuid.UUID{w.identify("programme")}, []uuid.UUID{w.identify("other")}
	for i, scope := range everyScope {
		others := append(append([]access.Scope{}, everyScope[:i]...), everyScope[i+1:]...)
		w.token(w.people, "with "+string(scope), access.TokenFields{Role: access.RoleStaff, Programmes: here, Scopes: []access.Scope{scope}})
		w.token(w.people, "without "+string(scope), access.TokenFields{Role: access.RoleStaff, Programmes: here, Scopes: others})
	}
	w.token(w.people, "here", access.TokenFields{Role: access.RoleStaff, Programmes: here})
	w.token(w.people, "elsewhere", access.TokenFields{Role: access.RoleStaff, Programmes: there})
	w.token(w.people, "reader", access.TokenFields{Role: access.RoleRead, Programmes: here})
	w.token(w.people, "etta.token", access.TokenFields{Role: access.RoleAssessor, Person: w.identify("etta")})
	w.make("rosa.session", "token", "POST", "/v1/tokens", `{"name": "spare", "role": "read"}`)
	revoked := w.make("rosa.session", "revoked", "POST", "/v1/tokens", `{"name": "revoked", "role": "admin"}`)
	w.make("rosa.session", "", "DELETE", "/v1/tokens/<revoked>", "")
	w.names["revoked.token"] = revoked["secret"].(string)
}

func (w *matrixWorld) identify(name string) uuid.UUID { return uuid.MustParse(w.names[name]) }

// readTags learns the present ETag of everything that the matrix changes and that is there by now.
func (w *matrixWorld) readTags() {
	for name, path := range map[string]string{
		"programme": "programmes/<programme>", "theme": "themes/<theme>", "cohort": "cohorts/<cohort>", "ana": "people/<ana>",
		"account": "people/<ana>/account", "seat": "enrolments/<seat>", "project": "enrolments/<seat>/project", "entry": "log-entries/<entry>",
		"framework": "frameworks/<framework>", "draft.edition": "editions/<draft.edition>", "review.edition": "editions/<review.edition>",
		"meeting": "meetings/<meeting>", "note": "meeting-notes/<note>", "shared.note": "meeting-notes/<shared.note>",
		"assignment": "assignments/<assignment>", "certificate": "certificates/<certificate>", "submitted": "feedback/<submitted>",
		"withdrawn": "feedback/<withdrawn>", "taken": "feedback/<taken>", "draft": "feedback/<draft>", "taken.draft": "feedback/<taken.draft>",
	} {
		as := map[string]string{"draft": "etta.session", "taken.draft": "stella.session", "note": "stella.session"}[name]
		if path = w.named(path); !strings.Contains(path, "<") {
			w.names[name+".tag"] = w.get(cmp.Or(as, "admin"), "/v1/"+path).Header().Get("ETag")
		}
	}
}

// get reads what must be there.
func (w *matrixWorld) get(as, path string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := w.send(as, http.MethodGet, path, nil, "")
	if r.Code != http.StatusOK {
		w.t.Fatalf("%s as %s: %d %s", path, as, r.Code, r.Body)
	}
	return r
}

// make is the world's, but for that what has no name is forgotten.
func (w *matrixWorld) make(as, name, method, path, body string) map[string]any {
	w.t.Helper()
	delete(w.names, ".tag")
	defer delete(w.names, "")
	return w.world.make(as, name, method, path, body)
}
