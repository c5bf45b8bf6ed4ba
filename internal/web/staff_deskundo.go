package web

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"testamur/internal/certificate"
)

// removal is what was taken out last, and where it stood: a section, or one passage of it.
type removal struct {
	Section, Passage int // -1: the whole section
	What             certificate.Section
}

// takeOut says what was taken out, so that it can be put back.
func (t *textPage) takeOut(r removal) {
	b, err := json.Marshal(r)
	if err != nil { // it holds nothing that could not be
		return
	}
	name := "“" + cmp.Or(r.What.Heading, "Section "+strconv.Itoa(r.Section+1)) + "”"
	t.Undo, t.Note = string(b), "A passage was taken out of "+name+"."
	if r.Passage < 0 {
		t.Note = name + " was taken out."
	}
}

// putBack puts what was taken out last where it stood, as near as that still is.
func (t *textPage) putBack() {
	var r removal
	err := json.Unmarshal([]byte(t.Undo), &r)
	t.Undo = ""
	if err != nil || r.Section < 0 || (r.Passage >= 0 && len(r.What.Passages) == 0) {
		t.Note = "There is nothing to put back."
		return
	}
	t.Note = "It is back where it was."
	at := min(r.Section, len(t.Written))
	if r.Passage < 0 || at == len(t.Written) {
		t.Written = slices.Insert(t.Written, at, r.What)
		t.Focus = nameIn(at, "heading")
		return
	}
	section := &t.Written[at]
	j := min(r.Passage, len(section.Passages))
	section.Passages = slices.Insert(section.Passages, j, r.What.Passages[0])
	t.Focus = nameOf(at, j, "text")
}
