package web

import (
	"slices"
	"strconv"
	"strings"

	"testamur/internal/certificate"
	"testamur/internal/text"
)

// divide makes several passages of one: where the cursor stood, when a script said so, and else at its empty lines.
func (t *textPage) divide(s spot, f form) {
	section := &t.Written[s.section]
	x := section.Passages[s.passage]
	pieces := dividedAt(x, f.Value("cursor"))
	if len(pieces) < 2 {
		t.Note, t.Focus = "Put an empty line where the passage is to be divided, then divide it.", nameOf(s.section, s.passage, "text")
		return
	}
	section.Passages = slices.Replace(section.Passages, s.passage, s.passage+1, pieces...)
	t.Focus = nameOf(s.section, s.passage+1, "text")
}

// dividedAt gives the pieces of a passage, each with its sources. The cursor counts characters; none is the empty lines.
func dividedAt(x certificate.Passage, cursor string) []certificate.Passage {
	parts := text.Paragraphs(x.Text)
	runsOn := false
	letters := []rune(x.Text)
	if n, err := strconv.Atoi(cursor); err == nil && n > 0 && n < len(letters) {
		before, after := string(letters[:n]), string(letters[n:])
		parts = text.Paragraphs(before + "\n\n" + after)
		if strings.TrimSpace(before) != "" && strings.TrimSpace(after) != "" {
			runsOn = len(text.Paragraphs(x.Text)) == len(parts)-1
			parts = []string{strings.TrimSpace(before), strings.TrimSpace(after)}
		}
	}
	pieces := make([]certificate.Passage, len(parts))
	for i, part := range parts {
		pieces[i] = certificate.Passage{Text: part, Sources: slices.Clone(x.Sources), RunsOn: i > 0 && runsOn}
	}
	if len(pieces) > 0 {
		pieces[0].ID, pieces[0].RunsOn = x.ID, x.RunsOn
	}
	return pieces
}

// join makes one passage of two; it draws on what both drew on.
func (t *textPage) join(s spot) {
	section := &t.Written[s.section]
	if s.passage == 0 {
		return
	}
	x, y := &section.Passages[s.passage-1], section.Passages[s.passage]
	between := "\n\n"
	if y.RunsOn {
		between = " "
	}
	x.Text = strings.TrimSpace(x.Text + between + y.Text)
	for _, source := range y.Sources {
		if !slices.ContainsFunc(x.Sources, func(z certificate.Source) bool { return z.WritingID == source.WritingID }) {
			x.Sources = append(x.Sources, certificate.Source{WritingID: source.WritingID})
		}
	}
	section.Passages = slices.Delete(section.Passages, s.passage, s.passage+1)
	t.Focus = nameOf(s.section, s.passage-1, "text")
}
