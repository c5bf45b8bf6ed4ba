package web_test

import (
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"testamur/templates"
)

func TestHelpIsThereForAnyone(t *testing.T) {
	w := newWorld(t)
	help := w.get("/help").Body.String()
	for _, m := range regexp.MustCompile(`href="(/help/[^"#]+)"`).FindAllStringSubmatch(help, -1) {
		w.says(w.get(m[1]), http.StatusOK, `<a href="/help">Help</a>`)
	}
	w.signedIn()
	w.says(w.get("/help"), http.StatusOK, "Karsten Ehms")
}

// Every word that a page explains by a link is in the list of words.
func TestEveryWordThatAPageLinksToIsExplained(t *testing.T) {
	words := newWorld(t).get("/help").Body.String()
	names, err := fs.Glob(templates.Files, "pages/*.html")
	if err != nil {
		t.Fatal(err)
	}
	linked := 0
	for _, name := range names {
		b, err := fs.ReadFile(templates.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`/help#([\w-]+)`).FindAllStringSubmatch(string(b), -1) {
			linked++
			if !strings.Contains(words, `id="`+m[1]+`"`) {
				t.Errorf("%s links to %q, which is not explained", name, m[1])
			}
		}
	}
	if linked == 0 {
		t.Error("no page links to a word")
	}
}
