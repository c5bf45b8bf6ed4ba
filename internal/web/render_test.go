package web

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"

	"testamur/templates"
)

// A page is parsed when it is first asked for, so a mistake in one must be found here.
func TestEveryPageParses(t *testing.T) {
	pages, err := findPages()
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	for name, parse := range pages {
		if _, err := parse(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A page that names a part of its own like one that all share would get the other without a word.
func TestNoPageNamesAPartLikeOneThatAllShare(t *testing.T) {
	defined := regexp.MustCompile(`{{-? ?define "([^"]+)"`)
	var everyones []string
	names, err := fs.Glob(templates.Files, "pages/*.html")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	parts := func(file string) (all []string) {
		b, err := fs.ReadFile(templates.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range defined.FindAllStringSubmatch(string(b), -1) {
			all = append(all, m[1])
		}
		return all
	}
	for _, file := range shared {
		everyones = append(everyones, parts("pages/"+file)...)
	}
	slices.Sort(everyones)
	if once := slices.Compact(slices.Clone(everyones)); len(once) != len(everyones) || len(once) == 0 {
		t.Errorf("a part that all share is there twice: %q", everyones)
	}
	for _, file := range names {
		if slices.Contains(shared, file[len("pages/"):]) {
			continue
		}
		for _, part := range parts(file) {
			if slices.Contains(everyones, part) {
				t.Errorf("%s has a part %q, and so have all", file, part)
			}
		}
	}
}
