package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"testamur/internal/certificate"
	"testamur/internal/markup"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// sourceGroup is what was written on one theme, or the project, as the desk shows it beside the text.
type sourceGroup struct {
	Theme   uuid.UUID // Nil for the project and for what has no theme
	Heading string
	Texts   []sourceText
	Several bool // assessors wrote: they may differ
	Settled *settledView
	How     field
	Note    field
}

// settledView is how differing words were settled.
type settledView struct {
	certificate.Settlement
	By       string
	Standing bool
}

// sourceText is one text that passages can be carried over from.
type sourceText struct {
	ID      uuid.UUID
	Who     string // "" for the project
	Parts   []sourcePart
	Used    []crumb  // the sections that draw on it
	Earlier bool     // a passage draws on an earlier wording of it
	Speaks  []string // the disciplines that it names, by name
	text    string
}

// sourcePart is a paragraph of a text. Deed carries it over.
type sourcePart struct {
	Words []markup.Block
	Deed  string
}

// Whole carries the whole text over.
func (s sourceText) Whole() string { return "carry-" + s.ID.String() }

// Says tells how a theme was settled.
func (s settledView) Says() string { return settledWords[s.How] }

var settledWords = map[certificate.SettlementWay]string{
	certificate.KeptBoth: "Both are kept, side by side", certificate.Chose: "One of them was chosen",
	certificate.Merged: "They were condensed into one text", certificate.SetAside: "None of them is used",
}

// settlingWays are what the desk offers.
var settlingWays = []option{
	{"", "Not settled yet"}, {string(certificate.KeptBoth), "Keep both, side by side"}, {string(certificate.Chose), "Choose one of them"},
	{string(certificate.Merged), "Condense them into one text"}, {string(certificate.SetAside), "Use none of them"},
}

// Groups are the texts beside the certificate's: the project, then what assessors wrote, by theme.
func (t textPage) Groups() []sourceGroup {
	var groups []sourceGroup
	if t.Project.Title != "" {
		groups = append(groups, sourceGroup{Heading: cmp.Or(t.Project.Title, "The project"), Texts: []sourceText{t.beside(t.projectWriting(), "", t.Project.Text())}})
	}
	for _, theme := range t.Voices {
		groups = append(groups, t.group(theme))
	}
	return groups
}

func (t textPage) group(theme certificate.ThemeVoices) sourceGroup {
	id := theme.Theme.ID
	g := sourceGroup{Theme: id, Heading: cmp.Or(theme.Theme.Heading, "Further observations"), Several: theme.Several && id != uuid.Nil}
	for _, v := range theme.Voices {
		x := t.beside(v.Writing.ID, v.Assessor, v.Writing.Text)
		x.Speaks = t.speaks[v.Writing.OwnerID]
		x.Earlier = slices.ContainsFunc(v.Drawn, func(d certificate.Drawing) bool { return d.WritingID != v.Writing.ID })
		g.Texts = append(g.Texts, x)
	}
	if x := theme.Settlement; x != nil {
		g.Settled = &settledView{*x, theme.Settler, theme.Standing}
	}
	g.How = t.Form.Choose("how-"+id.String(), "How do you settle it?", settlingWays)
	g.Note = t.Form.Area("note-"+id.String(), "Why", 2, "For those who compose. May stay empty.")
	return g
}

// beside is a text with what of the form draws on it.
func (t textPage) beside(id uuid.UUID, who, words string) sourceText {
	s := sourceText{ID: id, Who: who, text: words}
	paragraphs := text.Paragraphs(words)
	for k, paragraph := range paragraphs {
		part := sourcePart{Words: markup.Parse(paragraph)}
		if id != uuid.Nil {
			part.Deed = s.Whole()
			if len(paragraphs) > 1 {
				part.Deed += "-" + strconv.Itoa(k)
			}
		}
		s.Parts = append(s.Parts, part)
	}
	for i, section := range t.Written {
		if draws(section, id) {
			s.Used = append(s.Used, crumb{cmp.Or(section.Heading, "Section "+strconv.Itoa(i+1)), "#" + nameIn(i, "heading")})
		}
	}
	return s
}

// draws says whether a passage of a section draws on a writing.
func draws(s certificate.Section, writing uuid.UUID) bool {
	return writing != uuid.Nil && slices.ContainsFunc(s.Passages, func(x certificate.Passage) bool {
		return slices.ContainsFunc(x.Sources, func(y certificate.Source) bool { return y.WritingID == writing })
	})
}

// projectWriting gives the state of the project that the composition draws on, or Nil: what is nobody's feedback.
func (t textPage) projectWriting() uuid.UUID {
	for _, s := range slices.Concat(t.Written, t.Sections) {
		for _, x := range s.Passages {
			for _, y := range x.Sources {
				if _, feedback := t.words[y.WritingID]; !feedback {
					return y.WritingID
				}
			}
		}
	}
	return uuid.Nil
}

// Targets are where what is carried over can go.
func (t textPage) Targets() field {
	options := []option{{"", "The section of its theme"}}
	for i, s := range t.Written {
		options = append(options, option{strconv.Itoa(i), cmp.Or(s.Heading, "Section "+strconv.Itoa(i+1))})
	}
	return t.Form.Choose("into", "What is carried over goes to", append(options, option{"new", "A new section at the end"}))
}

// carry adds a passage that draws on a text beside: the whole of it ("UUID"), one of its paragraphs ("UUID-2"), or the part that
// a script says was selected.
func (t *textPage) carry(at string, f form) {
	const length = 36 // of an id
	id, paragraph := idOf(at[:min(length, len(at))]), -1
	if n, err := strconv.Atoi(strings.TrimPrefix(at[min(length, len(at)):], "-")); err == nil {
		paragraph = n
	}
	for _, g := range t.Groups() {
		for _, x := range g.Texts {
			if x.ID != id || id == uuid.Nil {
				continue
			}
			passage := certificate.Passage{Text: x.part(paragraph, f.Value("part")), Sources: []certificate.Source{{WritingID: id}}}
			i := t.target(g, f.Value("into"))
			t.Written[i].Passages = append(t.Written[i].Passages, passage)
			t.Note = "It stands at the end of “" + cmp.Or(t.Written[i].Heading, "Section "+strconv.Itoa(i+1)) + "”."
			t.Focus = nameOf(i, len(t.Written[i].Passages)-1, "text")
			return
		}
	}
}

func (s sourceText) part(paragraph int, selected string) string {
	paragraphs := text.Paragraphs(s.text)
	switch {
	case strings.TrimSpace(selected) != "":
		return strings.TrimSpace(strings.ReplaceAll(selected, "\r\n", "\n"))
	case paragraph >= 0 && paragraph < len(paragraphs):
		return paragraphs[paragraph]
	}
	return s.text
}

// target gives the section into which a text is carried: the one that was chosen, that of the theme, one that draws on texts of
// the same group already, or a new one.
func (t *textPage) target(g sourceGroup, into string) int {
	if i, err := strconv.Atoi(into); err == nil && i >= 0 && i < len(t.Written) {
		return i
	}
	if into == "" {
		i := slices.IndexFunc(t.Written, func(s certificate.Section) bool {
			return (g.Theme != uuid.Nil && s.ThemeID == g.Theme) || slices.ContainsFunc(g.Texts, func(x sourceText) bool { return draws(s, x.ID) })
		})
		if i >= 0 {
			return i
		}
	}
	t.Written = append(t.Written, certificate.Section{ThemeID: g.Theme, Heading: g.Heading})
	return len(t.Written) - 1
}

// settling is the form that settles a theme, on the desk or on a page of its own.
type settling struct {
	sourceGroup
	Desk bool
}

// Settling gives that form.
func (g sourceGroup) Settling(desk bool) settling { return settling{g, desk} }
