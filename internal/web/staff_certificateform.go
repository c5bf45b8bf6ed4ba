package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"testamur/internal/certificate"

	"github.com/google/uuid"
)

// nameIn and nameOf name the fields of a section and of a passage as the use case points at them: "sections-0-heading",
// "sections-0-passages-2-text".
func nameIn(section int, what string) string { return "sections-" + strconv.Itoa(section) + "-" + what }

func nameOf(section, passage int, what string) string {
	return nameIn(section, "passages-"+strconv.Itoa(passage)+"-"+what)
}

// typedText gives the form of a text.
func typedText(sections []certificate.Section) url.Values {
	v := url.Values{}
	for i, s := range sections {
		v.Set(nameIn(i, "heading"), s.Heading)
		for j, x := range s.Passages {
			v.Set(nameOf(i, j, "text"), x.Text)
			if x.RunsOn {
				v.Set(nameOf(i, j, "runs_on"), "yes")
			}
		}
	}
	return v
}

// writtenIn reads the text of a form: sections and passages count from 0 until one is missing. How a passage stands to its
// sources is found out by the use case.
func writtenIn(f form) []certificate.Section {
	var sections []certificate.Section
	for i := 0; f.Typed.Has(nameIn(i, "id")); i++ {
		s := certificate.Section{ID: idOf(f.Value(nameIn(i, "id"))), ThemeID: idOf(f.Value(nameIn(i, "theme"))), Heading: f.Value(nameIn(i, "heading"))}
		for j := 0; f.Typed.Has(nameOf(i, j, "id")); j++ {
			s.Passages = append(s.Passages, certificate.Passage{
				ID: idOf(f.Value(nameOf(i, j, "id"))), Text: strings.ReplaceAll(f.Value(nameOf(i, j, "text")), "\r\n", "\n"),
				RunsOn: f.Value(nameOf(i, j, "runs_on")) != "", Sources: drawnIn(f.Value(nameOf(i, j, "sources"))),
			})
		}
		sections = append(sections, s)
	}
	return sections
}

func drawnIn(ids string) []certificate.Source {
	var out []certificate.Source
	for id := range strings.FieldsSeq(ids) {
		out = append(out, certificate.Source{WritingID: idOf(id)})
	}
	return out
}

// DrawsOn gives the ids of the writings that a passage draws on, as the form carries them.
func (t textPassage) DrawsOn() string {
	var ids []string
	for _, s := range t.Passage.Sources {
		ids = append(ids, s.WritingID.String())
	}
	return strings.Join(ids, " ")
}

// rearranged does to a text what a button says: "up-1", "down-1-0", "out-1-0" on a section or a passage, "passage-1" adds one to
// a section and "section" adds one at the end. Anything else changes nothing.
func (t textPage) rearranged(sections []certificate.Section, do string, f form) []certificate.Section {
	deed, at, _ := strings.Cut(do, "-")
	first, second, ofPassage := strings.Cut(at, "-")
	i, err := strconv.Atoi(first)
	switch {
	case deed == "section":
		return append(sections, certificate.Section{Passages: []certificate.Passage{{}}})
	case err != nil || i < 0 || i >= len(sections):
	case deed == "passage":
		sections[i].Passages = append(sections[i].Passages, t.begun(idOf(f.Value(nameIn(i, "from")))))
	case !ofPassage:
		return shifted(sections, i, deed)
	default:
		if j, err := strconv.Atoi(second); err == nil && j >= 0 && j < len(sections[i].Passages) {
			sections[i].Passages = shifted(sections[i].Passages, j, deed)
		}
	}
	return sections
}

// begun is a new passage: empty, or what an assessor wrote.
func (t textPage) begun(from uuid.UUID) certificate.Passage {
	text, ok := t.text(from)
	if !ok {
		return certificate.Passage{}
	}
	return certificate.Passage{Text: text, Sources: []certificate.Source{{WritingID: from}}}
}

// shifted moves an item of a list up or down, or takes it out.
func shifted[T any](list []T, at int, deed string) []T {
	switch {
	case deed == "out":
		return slices.Delete(list, at, at+1)
	case deed == "up" && at > 0:
		list[at-1], list[at] = list[at], list[at-1]
	case deed == "down" && at < len(list)-1:
		list[at+1], list[at] = list[at], list[at+1]
	}
	return list
}
