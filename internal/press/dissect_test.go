package press_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// judge has a program read a file, whose path is the argument "file", and gives what it says.
func judge(t *testing.T, file []byte, program string, args ...string) ([]byte, error) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(program + " is not installed")
	}
	path := filepath.Join(t.TempDir(), "handbook.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	args[slices.Index(args, "file")] = path
	return exec.CommandContext(t.Context(), program, args...).CombinedOutput()
}

// pagesOf gives the text of each page, as a reader finds it.
func pagesOf(t *testing.T, file []byte) []string {
	t.Helper()
	out, err := judge(t, file, "pdftotext", "-layout", "file", "-")
	if err != nil {
		t.Fatalf("pdftotext: %v: %s", err, out)
	}
	pages := strings.Split(string(out), "\f")
	return pages[:len(pages)-1]
}

// dissected is a file as qpdf sees it.
type dissected struct {
	Pages []struct {
		Object   string `json:"object"`
		Position int    `json:"pageposfrom1"`
	} `json:"pages"`
	Outlines []outlineEntry               `json:"outlines"`
	Objects  []map[string]json.RawMessage `json:"qpdf"`
}

type outlineEntry struct {
	Title string         `json:"title"`
	Page  int            `json:"destpageposfrom1"`
	Kids  []outlineEntry `json:"kids"`
}

func dissect(t *testing.T, file []byte) dissected {
	t.Helper()
	out, err := judge(t, file, "qpdf", "--json=2", "--json-stream-data=none", "file")
	if err != nil {
		t.Fatalf("qpdf: %v", err)
	}
	var d dissected
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// outline gives the page to which each entry of the outline leads.
func (d dissected) outline() map[string]int {
	out := map[string]int{}
	var add func([]outlineEntry)
	add = func(entries []outlineEntry) {
		for _, e := range entries {
			out[e.Title] = e.Page
			add(e.Kids)
		}
	}
	add(d.Outlines)
	return out
}

// lead is a link within the file.
type lead struct {
	title string
	page  int
}

// links lists the links that lead to a page.
func (d dissected) links() []lead {
	pages := map[string]int{}
	for _, p := range d.Pages {
		pages[p.Object] = p.Position
	}
	var out []lead
	for _, raw := range d.Objects[1] {
		var o struct {
			Value struct {
				Subtype  string `json:"/Subtype"`
				Contents string `json:"/Contents"`
				Dest     []any  `json:"/Dest"`
			} `json:"value"`
		}
		if json.Unmarshal(raw, &o) == nil && o.Value.Subtype == "/Link" && len(o.Value.Dest) > 0 {
			page, _ := o.Value.Dest[0].(string)
			out = append(out, lead{strings.TrimPrefix(o.Value.Contents, "u:"), pages[page]})
		}
	}
	return out
}
