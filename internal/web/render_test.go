package web

import "testing"

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
