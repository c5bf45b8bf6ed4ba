package api_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"testamur/internal/record"

	"github.com/google/uuid"
)

// TestNothingPrivateIsFoundByWhoeverMayNotKnowIt has everybody read everything that can be read, with every id there is.
func TestNothingPrivateIsFoundByWhoeverMayNotKnowIt(t *testing.T) {
	if testing.Short() {
		t.Skip("one reads after the other: there is nothing for the race detector")
	}
	t.Parallel()
	w := newCanaryWorld(t)
	pdf := &pdfReader{t: t, texts: map[record.Digest]string{}}
	w.readEverything(t, pdf, w.ids())
	w.names["stella.session"] = w.cookie(w.signIn("password", map[string]string{"email": "stella@example.org", "password": matrixPassword})) // reading took longer than a proof holds
	w.revokeOne()
	w.deliver()
	w.stage = "revoked"
	w.readEverything(t, pdf, []string{w.names["certificate"], w.names["version"], w.names["version2"]})
	w.checkLetters(t)
	w.checkLog(t)
	w.checkEvents(t)
	if len(pdf.texts) < 3 {
		t.Errorf("%d PDFs were read", len(pdf.texts))
	}
	t.Logf("%d canaries and %d secrets in %d answers: met %d times", len(canaries()), len(w.secrets()), w.answers, w.met)
}

func (w *canaryWorld) readEverything(t *testing.T, pdf *pdfReader, ids []string) {
	t.Helper()
	paths := w.readable(ids)
	for _, a := range askers {
		for _, path := range slices.Concat(paths, w.pagesOf(a)) {
			r := w.serveAs(httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil), a.reading())
			text := fmt.Sprint(r.Header()) + pdf.text(path, r)
			if strings.HasPrefix(path, "/l/") { // its forms lead back to it
				text = strings.ReplaceAll(text, w.names[a.secret], "")
			}
			w.watch(t, a, path, text)
			w.answers++
		}
	}
}

// pagesOf are the pages that somebody has for themselves: a guest what the link leads to, everybody else the account.
func (w *canaryWorld) pagesOf(a asker) []string {
	if !strings.HasSuffix(a.secret, ".link") {
		return []string{"/", "/sign-in", "/account"}
	}
	link := "/l/" + w.names[a.secret]
	return []string{link, link + "/document", link + "/answer"}
}

// reading gives with what somebody reads: the token of the programme with every scope stands for those with few.
func (a asker) reading() string {
	if a.secret == "scope" || a.secret == "others" {
		return "here"
	}
	return a.secret
}

// readable are the addresses of all that can be read, with each of the ids in every place, and the pages for anyone.
func (w *canaryWorld) readable(ids []string) (paths []string) {
	for path, item := range document().Paths.Map() {
		if item.Get == nil {
			continue
		}
		switch {
		case strings.Contains(path, "{id}"):
			for _, id := range ids {
				paths = append(paths, strings.Replace(path, "{id}", id, 1))
			}
		case strings.Contains(path, "{name}"):
			paths = append(paths, strings.Replace(path, "{name}", "classic", 1))
		case strings.Contains(path, "{code}"):
			paths = append(paths, strings.Replace(path, "{code}", w.names["code"], 1))
		default:
			paths = append(paths, path, path+"?limit=200")
		}
	}
	for _, enrolment := range []string{"seat", "ben.seat", "cleo.seat"} {
		paths = append(paths, "/v1/themes?enrolment_id="+w.names[enrolment])
	}
	slices.Sort(paths)
	return append(paths, "/v/"+w.names["code"], "/v/hello", "/s/"+w.names["share.secret"], "/s/"+w.names["share.secret"]+"/document", "/")
}

// ids are all that the world has, whatever they are of.
func (w *canaryWorld) ids() []string {
	all := map[string]bool{}
	for _, value := range w.names {
		if _, err := uuid.Parse(value); err == nil {
			all[value] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// pdfReader gives what answers say, whatever they are.
type pdfReader struct {
	t     *testing.T
	texts map[record.Digest]string // of PDFs, by what they are
}

func (p *pdfReader) text(path string, r *httptest.ResponseRecorder) string {
	p.t.Helper()
	switch r.Header().Get("Content-Type") {
	case "application/zip":
		return p.archive(path, r.Body.Bytes())
	case "application/pdf":
		return p.pdf(r.Body.Bytes())
	}
	return r.Body.String()
}

// pdf has pdftotext read a PDF; where there is none its bytes are all that is looked at.
func (p *pdfReader) pdf(b []byte) string {
	p.t.Helper()
	digest := record.DigestOf(b)
	if text, known := p.texts[digest]; known {
		return text
	}
	p.texts[digest] = string(b)
	if tool, err := exec.LookPath("pdftotext"); err == nil {
		read := exec.CommandContext(p.t.Context(), tool, "-", "-")
		read.Stdin = bytes.NewReader(b)
		out, err := read.Output()
		named := func(word string) bool { return strings.Contains(string(out), word) }
		if err != nil || !named("Reis") && !named("Olga") && !named("dition ") { // the participant, the sample's name, a handbook's edition
			p.t.Errorf("pdftotext: %v, %q", err, out)
		}
		p.texts[digest] += string(out)
	}
	return p.texts[digest]
}

func (p *pdfReader) archive(path string, b []byte) string {
	p.t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		p.t.Fatalf("%s: %v", path, err)
	}
	var all strings.Builder
	for _, f := range archive.File {
		content, err := f.Open()
		if err != nil {
			p.t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			p.t.Fatal(err)
		}
		if strings.HasSuffix(f.Name, ".pdf") {
			text = []byte(p.pdf(text))
		}
		fmt.Fprintln(&all, f.Name, string(text))
	}
	return all.String()
}

// checkLetters reads every letter in the folder: nothing private is in any, and a link or a code only in its owner's.
func (w *canaryWorld) checkLetters(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(w.letters, "*.eml"))
	w.must(err)
	if len(files) != len(w.world.letters) {
		t.Errorf("%d letters are in the folder, of %d", len(files), len(w.world.letters))
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		w.must(err)
		text := strings.ReplaceAll(softBreak.ReplaceAllString(string(b), ""), "=3D", "=")
		if names := flown(text); len(names) > 0 {
			t.Errorf("a letter tells %v", names)
		}
		for name, secret := range w.secrets() {
			owner, _, _ := strings.Cut(name, ".")
			own := strings.HasSuffix(name, ".link") && strings.Contains(text, owner+"@example.org")
			if !own && strings.Contains(text, secret) {
				t.Errorf("a letter tells the secret %s", name)
			}
		}
		for _, name := range []string{"greta", "carl"} {
			if word(w.names[name+".code"]).MatchString(text) && !strings.Contains(text, name+"@example.org") {
				t.Errorf("a letter to somebody else tells the code of %s", name)
			}
		}
	}
}

var softBreak = regexp.MustCompile(`=\r?\n`)

func word(s string) *regexp.Regexp { return regexp.MustCompile(`\b` + regexp.QuoteMeta(s) + `\b`) }

func (w *canaryWorld) checkLog(t *testing.T) {
	t.Helper()
	w.checkBare(t, "the log", w.log.String())
	if !strings.Contains(w.log.String(), "route=/v1/feedback/:id") {
		t.Error("the log does not hold what was asked")
	}
}

// checkEvents reads the table itself.
func (w *canaryWorld) checkEvents(t *testing.T) {
	t.Helper()
	events := w.rows(w.inside(), "events")
	if len(events) < 100 {
		t.Errorf("%d events", len(events))
	}
	w.checkBare(t, "an event", strings.Join(events, "\n"))
	for _, name := range everybody {
		if strings.Contains(strings.Join(events, "\n"), name+"@example.org") {
			t.Errorf("an event tells the address of %s", name)
		}
	}
}

// checkBare fails when a text holds anything private at all.
func (w *matrixWorld) checkBare(t *testing.T, place, text string) {
	t.Helper()
	if names := flown(text); len(names) > 0 {
		t.Errorf("%s tells %v", place, names)
	}
	for name, secret := range w.secrets() {
		if strings.Contains(text, secret) {
			t.Errorf("%s tells the secret %s", place, name)
		}
	}
	for _, code := range []string{"greta.code", "carl.code", "code"} {
		if value := w.names[code]; value != "" && word(value).MatchString(text) {
			t.Errorf("%s tells %s", place, code)
		}
	}
}
