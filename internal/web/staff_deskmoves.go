package web

import (
	"slices"
	"strconv"
	"strings"

	"testamur/internal/certificate"
)

// spot is a section of the desk, a passage of it, or a source of that; what is not named is -1.
type spot struct{ section, passage, source int }

// spot reads where a button stands: "1", "1-0" or "1-0-2". It says no for what is not there.
func (t textPage) spot(at string) (spot, bool) {
	named := [3]int{-1, -1, -1}
	for n, part := range strings.SplitN(at, "-", len(named)) {
		i, err := strconv.Atoi(part)
		if err != nil || i < 0 {
			return spot{}, false
		}
		named[n] = i
	}
	s := spot{named[0], named[1], named[2]}
	if s.section < 0 || s.section >= len(t.Written) {
		return s, false
	}
	passages := t.Written[s.section].Passages
	if s.passage >= len(passages) {
		return s, false
	}
	return s, s.source < 0 || s.source < len(passages[s.passage].Sources)
}

// rearrange does to the text what a button says; nothing is kept yet. What is no button changes nothing.
func (t *textPage) rearrange(do string, f form) {
	t.Undo = f.Value("undo")
	deed, at, _ := strings.Cut(do, "-")
	switch deed {
	case "mine": // what a browser still held
		t.Note = "This is what you typed last time and what was not kept."
	case "section":
		t.Written = append(t.Written, certificate.Section{Passages: []certificate.Passage{{}}})
		t.Focus = nameIn(len(t.Written)-1, "heading")
	case "carry":
		t.carry(at, f)
	case "back":
		t.putBack()
	default:
		t.move(deed, at, f)
	}
	t.Moved = t.differs()
}

// differs says whether the text of the form is another than the one that is stored.
func (t textPage) differs() bool {
	return !slices.EqualFunc(t.Written, t.Sections, func(x, y certificate.Section) bool {
		return x.ID == y.ID && x.Heading == y.Heading && slices.EqualFunc(x.Passages, y.Passages, samePassage)
	})
}

func samePassage(x, y certificate.Passage) bool {
	return x.ID == y.ID && x.RunsOn == y.RunsOn && sameText(x.Text, y.Text) && slices.EqualFunc(x.Sources, y.Sources, func(a, b certificate.Source) bool {
		return a.WritingID == b.WritingID
	})
}

// move does to a section, or to a passage, what a button beside it says.
func (t *textPage) move(deed, at string, f form) {
	s, ok := t.spot(at)
	switch {
	case !ok:
	case s.source >= 0 && deed == "forget":
		x := &t.Written[s.section].Passages[s.passage]
		x.Sources = slices.Delete(x.Sources, s.source, s.source+1)
		t.Note, t.Focus = "The passage does not name that source any more.", nameOf(s.section, s.passage, "text")
	case s.passage >= 0:
		t.movePassage(deed, s, f)
	default:
		t.moveSection(deed, s.section)
	}
}

func (t *textPage) moveSection(deed string, i int) {
	to := i
	switch deed {
	case "passage":
		t.Written[i].Passages = append(t.Written[i].Passages, certificate.Passage{})
		t.Focus = nameOf(i, len(t.Written[i].Passages)-1, "text")
		return
	case "out":
		t.takeOut(removal{i, -1, t.Written[i]})
		t.Written = slices.Delete(t.Written, i, i+1)
		return
	case "up":
		to = max(i-1, 0)
	case "down":
		to = min(i+1, len(t.Written)-1)
	}
	t.Written[i], t.Written[to] = t.Written[to], t.Written[i]
	t.Focus = nameIn(to, "heading")
}

func (t *textPage) movePassage(deed string, s spot, f form) {
	switch deed {
	case "up":
		t.shift(s, -1)
	case "down":
		t.shift(s, 1)
	case "out":
		section := &t.Written[s.section]
		t.takeOut(removal{s.section, s.passage, certificate.Section{Heading: section.Heading, Passages: []certificate.Passage{section.Passages[s.passage]}}})
		section.Passages = slices.Delete(section.Passages, s.passage, s.passage+1)
	case "divide":
		t.divide(s, f)
	case "join":
		t.join(s)
	}
}

// shift moves a passage by one place: beyond the end of its section it goes on into the next.
func (t *textPage) shift(s spot, by int) {
	from := &t.Written[s.section]
	x := from.Passages[s.passage]
	section, passage := s.section, s.passage+by
	if passage < 0 || passage >= len(from.Passages) {
		if section += by; section < 0 || section >= len(t.Written) {
			return
		}
		passage = 0
		if by < 0 {
			passage = len(t.Written[section].Passages)
		}
	}
	from.Passages = slices.Delete(from.Passages, s.passage, s.passage+1)
	into := &t.Written[section]
	into.Passages = slices.Insert(into.Passages, passage, x)
	t.Focus = nameOf(section, passage, "text")
}
