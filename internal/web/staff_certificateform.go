package web

import (
	"maps"
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

// retype makes the form that of the text as it is rearranged. What was typed elsewhere on the desk stays.
func (t *textPage) retype(f form) {
	f.Typed = maps.Clone(f.Typed)
	maps.DeleteFunc(f.Typed, func(name string, _ []string) bool { return strings.HasPrefix(name, "sections-") })
	maps.Copy(f.Typed, typedText(t.Written))
	t.Form = f
}

// writtenIn reads the text of a form: sections and passages count from 0 until one is missing. How a passage stands to its
// sources is found out by the use case; until then a passage that reads as it is stored stands to them as stored.
func (t textPage) writtenIn(f form) []certificate.Section {
	var sections []certificate.Section
	for i := 0; f.Typed.Has(nameIn(i, "id")); i++ {
		s := certificate.Section{ID: idOf(f.Value(nameIn(i, "id"))), ThemeID: idOf(f.Value(nameIn(i, "theme"))), Heading: f.Value(nameIn(i, "heading"))}
		for j := 0; f.Typed.Has(nameOf(i, j, "id")); j++ {
			x := certificate.Passage{
				ID: idOf(f.Value(nameOf(i, j, "id"))), Text: strings.ReplaceAll(f.Value(nameOf(i, j, "text")), "\r\n", "\n"),
				RunsOn: f.Value(nameOf(i, j, "runs_on")) != "", Sources: drawnIn(f.Value(nameOf(i, j, "sources"))),
			}
			x.Sources = t.related(x)
			s.Passages = append(s.Passages, x)
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

// related gives the sources of a passage with how it stands to each, where that is known.
func (t textPage) related(x certificate.Passage) []certificate.Source {
	for _, s := range t.Sections {
		for _, stored := range s.Passages {
			if stored.ID != x.ID || stored.Text != x.Text {
				continue
			}
			for i, source := range x.Sources {
				if at := slices.IndexFunc(stored.Sources, func(y certificate.Source) bool { return y.WritingID == source.WritingID }); at >= 0 {
					x.Sources[i] = stored.Sources[at]
				}
			}
		}
	}
	return x.Sources
}

// Parts are the sections of the form, with their fields.
func (t textPage) Parts() []textPart {
	found, parts := t.placed(), make([]textPart, len(t.Written))
	for i, s := range t.Written {
		parts[i] = textPart{
			Section: s, At: strconv.Itoa(i), Number: i + 1, First: i == 0, Last: i == len(t.Written)-1,
			Heading: t.Form.Field(nameIn(i, "heading"), "Heading", "text", "off"), Findings: found[s.ID],
		}
		for j, x := range s.Passages {
			parts[i].Passages = append(parts[i].Passages, textPassage{
				Passage: x, Name: nameIn(i, "passages-"+strconv.Itoa(j)), At: parts[i].At + "-" + strconv.Itoa(j), Number: j + 1,
				First: j == 0, Top: i == 0 && j == 0, Bottom: parts[i].Last && j == len(s.Passages)-1, Findings: found[x.ID],
				Sources: t.drawn(i, j), Text: t.Form.Area(nameOf(i, j, "text"), "Passage "+strconv.Itoa(j+1), rowsFor(x.Text)),
				RunsOn: t.Form.Tick(nameOf(i, j, "runs_on"), "Goes on in the paragraph before"),
			})
		}
	}
	return parts
}

// textPart and textPassage are a section and a passage as the form shows them. At is where, as the names of buttons say it.
type textPart struct {
	Section     certificate.Section
	At          string
	Number      int
	First, Last bool
	Heading     field
	Passages    []textPassage
	Findings    []findingRow
}

type textPassage struct {
	Passage      certificate.Passage
	At           string
	Name         string // before the names of its hidden fields
	Number       int
	First        bool // of its section
	Top, Bottom  bool // first and last of all
	Sources      []drawnSource
	Text, RunsOn field
	Findings     []findingRow
}

// drawnSource is a source as a passage names it.
type drawnSource struct{ At, Words string }

// DrawsOn gives the ids of the writings that a passage draws on, as the form carries them.
func (t textPassage) DrawsOn() string {
	var ids []string
	for _, s := range t.Passage.Sources {
		ids = append(ids, s.WritingID.String())
	}
	return strings.Join(ids, " ")
}

func (t textPage) drawn(section, passage int) []drawnSource {
	var out []drawnSource
	for k, words := range t.of(t.Written[section].Passages[passage]) {
		out = append(out, drawnSource{strings.Join([]string{strconv.Itoa(section), strconv.Itoa(passage), strconv.Itoa(k)}, "-"), words})
	}
	return out
}

// deskField is a field of the text, and what the desk says of it.
type deskField struct {
	Field           field
	Focus, Language string
}

// Within gives a field as the desk draws it.
func (t textPage) Within(f field) deskField { return deskField{f, t.Focus, t.Programme.Language} }

// placed gives what the checks say of what is stored, by the section or passage that it is about, wherever that was moved to.
func (t textPage) placed() map[uuid.UUID][]findingRow {
	by := map[uuid.UUID][]findingRow{}
	for _, f := range t.Findings {
		if id := t.about(f); id != uuid.Nil {
			by[id] = append(by[id], f)
		}
	}
	return by
}

// Loose gives what the checks say of everything else.
func (t textPage) Loose() []findingRow {
	return slices.DeleteFunc(slices.Clone(t.Findings), func(f findingRow) bool { return t.stands(t.about(f)) })
}

// stands says whether a section or passage is in the form.
func (t textPage) stands(id uuid.UUID) bool {
	return id != uuid.Nil && slices.ContainsFunc(t.Written, func(s certificate.Section) bool {
		return s.ID == id || slices.ContainsFunc(s.Passages, func(x certificate.Passage) bool { return x.ID == id })
	})
}

// about gives the section or passage that a finding is about, or Nil.
func (t textPage) about(f findingRow) uuid.UUID {
	parts := strings.Split(strings.TrimPrefix(f.Pointer, "/"), "/")
	at := func(n, length int) int {
		if n >= len(parts) {
			return -1
		}
		i, err := strconv.Atoi(parts[n])
		if err != nil || i >= length {
			return -1
		}
		return i
	}
	i := at(1, len(t.Sections))
	if parts[0] != "sections" || i < 0 {
		return uuid.Nil
	}
	s := t.Sections[i]
	if j := at(3, len(s.Passages)); j >= 0 {
		return s.Passages[j].ID
	}
	return s.ID
}

// rowsFor is how many rows a text needs about.
func rowsFor(text string) int { return min(3+strings.Count(text, "\n")+len(text)/62, 24) }
