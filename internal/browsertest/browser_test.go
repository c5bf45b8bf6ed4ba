package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// site serves pages by their path, with a policy that lets our own scripts run.
func site(t *testing.T, pages map[string]string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if !ok {
			out.WriteHeader(http.StatusNotFound)
		}
		out.Header().Set("Content-Type", "text/html")
		if strings.HasSuffix(r.URL.Path, ".js") {
			out.Header().Set("Content-Type", "text/javascript")
		}
		out.Header().Set("Content-Security-Policy", "default-src 'self'")
		fmt.Fprint(out, page)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

const top = `<!doctype html><html lang="en"><head><title>A page</title></head><body><main><h1>A page</h1>`

func TestTheBrowsersComplaintsAreHeard(t *testing.T) {
	b := Start(t)
	w := b.Profile(t, site(t, map[string]string{
		"/good":   top + `<p>Nothing is wrong here.</p>`,
		"/style":  top + `<p style="color: red">Red</p>`,
		"/inline": top + `<script>1</script>`,
		"/other":  top + `<img alt="" src="http://other.invalid/x.png">`,
		"/lost":   top + `<script src="/none.js"></script>`,
		"/throws": top + `<script src="/throws.js"></script>`, "/throws.js": `throw new Error("oh")`,
		"/grumbles": top + `<script src="/grumbles.js"></script>`, "/grumbles.js": `console.error("oh")`,
	}))
	for path, complaint := range map[string]string{
		"/good": "", "/style": "style-src", "/inline": "script-src", "/other": "img-src", "/lost": "404", "/throws": "exception", "/grumbles": `console: "oh"`,
	} {
		w.Open(path)
		heard := strings.Join(w.Complaints(), "\n")
		if (complaint == "") != (heard == "") || !strings.Contains(heard, complaint) {
			t.Errorf("%s: %q, want %q", path, heard, complaint)
		}
	}
}

func TestWhatFallsShortIsFound(t *testing.T) {
	b := Start(t)
	w := b.Profile(t, site(t, map[string]string{"/": top + `<input><p class="unseen">`, "/wide": top + strings.Repeat("<p>"+strings.Repeat("W", 500), 2)}))
	t.Run("by axe-core", func(t *testing.T) {
		axe := Axe(t)
		w.Open("/")
		found := fmt.Sprint(w.Examine(axe, Standard))
		if !strings.Contains(found, "label: ") {
			t.Errorf("a field without a label is not found: %s", found)
		}
	})
	t.Run("on a narrow screen", func(t *testing.T) {
		w.Size(Phone)
		if w.Open("/"); w.Overflow() != 0 {
			t.Errorf("%d pixels too wide", w.Overflow())
		}
		if w.Open("/wide"); w.Overflow() == 0 {
			t.Error("a page that is too wide is not found")
		}
	})
}

func TestHandsAndKeysReachWhatPeopleRead(t *testing.T) {
	b := Start(t)
	w := b.Profile(t, site(t, map[string]string{
		"/": top + `<form action="/sent"><label>Name <input name="name" value="old"></label><label><input type="checkbox" name="sure"> I am sure</label>
			<label>Colour <select name="colour"><option>red<option>blue</select></label><button>Send it</button></form>`,
		"/sent": top,
	}))
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			w.Scripts(scripts)
			w.Open("/")
			w.Type("Name", "Ana")
			w.Choose("I am sure")
			w.Select("Colour", "blue")
			w.Press("Send it")
			if got := w.Path(); got != "/sent?name=Ana&sure=on&colour=blue" || w.Status() != http.StatusOK {
				t.Errorf("%s, status %d", got, w.Status())
			}
		})
	}
	t.Run("by keys alone", func(t *testing.T) {
		w.Open("/")
		w.Tab("Name")
		w.Hold("Olga")
		w.Tab("I am sure")
		w.Hold(Space)
		w.Tab("Colour")
		w.Hold(Down)
		w.Tab("Send it")
		if w.Send(Enter); w.Path() != "/sent?name=Olga&sure=on&colour=blue" {
			t.Errorf("%s", w.Path())
		}
	})
	t.Run("not without a connection", func(t *testing.T) {
		w.Open("/")
		w.Offline(true)
		if Evaluate[bool](w, `fetch("/sent").then(() => true, () => false)`) || Evaluate[bool](w, `navigator.onLine`) {
			t.Error("the connection is still there")
		}
		w.Offline(false)
		if !Evaluate[bool](w, `fetch("/sent").then(() => true, () => false)`) {
			t.Error("the connection does not come back")
		}
	})
}

func TestAPageWithoutScriptsRunsNone(t *testing.T) {
	b := Start(t)
	w := b.Profile(t, site(t, map[string]string{"/": top + `<p id="said">As it came</p><noscript>Without</noscript><script src="/page.js"></script>`,
		"/page.js": `document.getElementById("said").textContent = "Changed"`}))
	for scripts, says := range map[bool]string{true: "Changed", false: "As it came\n\nWithout"} {
		w.Scripts(scripts)
		w.Open("/")
		w.Says(says)
	}
}

func TestAFileIsDroppedOnAPage(t *testing.T) {
	b := Start(t)
	w := b.Profile(t, site(t, map[string]string{
		"/": top + `<form action="/sent"><input name="file"></form><script src="/drop.js"></script>`, "/sent": top,
		"/drop.js": `addEventListener("dragover", e => e.preventDefault()); addEventListener("drop", async e => { e.preventDefault();
			const form = document.forms[0]; form.file.value = await e.dataTransfer.files[0].text(); form.submit() })`,
	}))
	path := filepath.Join(t.TempDir(), "file.txt")
	if err := os.WriteFile(path, []byte("dropped"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.Open("/")
	if w.Drop(path); w.Path() != "/sent?file=dropped" {
		t.Errorf("it comes to %s", w.Path())
	}
}

func TestADeviceAnswersWithThePasskeyThatItMade(t *testing.T) {
	b := Start(t)
	w := b.Profile(t, strings.Replace(site(t, map[string]string{"/": top}), "127.0.0.1", "localhost", 1))
	w.Device()
	w.Open("/")
	made := Evaluate[string](w, `navigator.credentials.create({publicKey: {challenge: new Uint8Array(16), rp: {name: "A site"},
		user: {id: new Uint8Array([1]), name: "ana", displayName: "Ana"}, pubKeyCredParams: [{type: "public-key", alg: -7}],
		authenticatorSelection: {residentKey: "required", userVerification: "required"}}}).then(made => made.id)`)
	answered := Evaluate[string](w, `navigator.credentials.get({publicKey: {challenge: new Uint8Array(16), userVerification: "required"}}).then(got => got.id)`)
	if made == "" || answered != made {
		t.Errorf("it made %q and answered with %q", made, answered)
	}
}

func TestProfilesShareNothing(t *testing.T) {
	b := Start(t)
	address := site(t, map[string]string{"/": top})
	one, other := b.Profile(t, address), b.Profile(t, address)
	one.Open("/")
	Evaluate[string](one, `document.cookie = "who=one"`)
	for name, c := range map[string]struct {
		w    *Window
		want string
	}{"another window": {one.Another(), "who=one"}, "another profile": {other, ""}} {
		c.w.Open("/")
		if got := Evaluate[string](c.w, `document.cookie`); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
