package web_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/record"
)

var longName = strings.Repeat("Wolfeschlegelstein", 11)

// chromium is a browser that lays pages out, or a reason to skip.
func chromium(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no chromium is installed")
	return ""
}

// fitPhones checks that no page is wider than a window of 320 pixels, each in a frame of its own: a browser's own window has
// a least width.
func fitPhones(t *testing.T, style string, pages map[string]string) {
	t.Helper()
	browser, dir := chromium(t), t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("pages.css", style)
	link := regexp.MustCompile(`href="[./]*/assets/pages.css"`)
	var frames strings.Builder
	for name, page := range pages {
		write(name+".html", link.ReplaceAllString(page, `href="pages.css"`))
		fmt.Fprintf(&frames, `<iframe id=%q src="%s.html" style="width:320px;height:700px;border:0"></iframe>`, name, name)
	}
	write("phones.html", "<body>"+frames.String()+`<script>
		onload = () => { for (let f of document.querySelectorAll("iframe")) {
			let d = f.contentDocument.documentElement; document.body.append(f.id + " wide " + d.scrollWidth + " of " + d.clientWidth + ";") } }</script>`)
	command := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
		"--allow-file-access-from-files",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--virtual-time-budget=5000", "--dump-dom", "file://"+filepath.Join(dir, "phones.html"))
	dom, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", browser, err)
	}
	for name := range pages {
		if !strings.Contains(string(dom), name+" wide 320 of 320;") {
			t.Errorf("the page %s is wider than the phone, or was not laid out:\n%s", name, dom)
		}
	}
}

func TestPagesOfLongNamesFitANarrowPhone(t *testing.T) {
	chromium(t)
	w := newWorld(t)
	_, err := w.access.ChangePerson(t.Context(), office, w.assessor.ID, record.Match(w.assessor.Revision), func(p *access.PersonFields) {
		p.Name, p.JobTitle, p.Organisation = longName, longName, longName
	})
	w.must(err)
	_, sent := w.sent()
	_, takenDown := w.takenDown()
	show := func(r *httptest.ResponseRecorder) string { return r.Body.String() }
	pages := map[string]string{
		"signing": show(w.get("/l/" + sent)), "answer": show(w.post("/l/"+sent+"/answer", url.Values{"decision": {"declined"}})),
		"confirming": show(w.get("/l/" + takenDown)), "words": show(w.get("/l/" + takenDown + "/answer")),
		"enter": show(w.get("/l/" + w.invited(w.assessor, false))), "ended": show(w.get("/l/none")),
		"signin": show(w.post("/sign-in/link", url.Values{"email": {longName}})),
	}
	w.signedIn()
	pages["account"] = show(w.post("/account/password", url.Values{"password": {"short"}}))
	fitPhones(t, show(w.get("/assets/pages.css")), pages)
}
