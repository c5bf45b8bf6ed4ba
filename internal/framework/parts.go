package framework

import (
	"slices"
	"strconv"
	"strings"

	"testamur/internal/difference"
	"testamur/internal/text"
)

// part is a text that can be reworded, as paragraphs.
type part struct {
	name       string
	paragraphs []string
}

func (f Front) parts() []part {
	return []part{
		{"name", []string{f.Name}},
		{"title", []string{f.Title}},
		{"introduction", text.Paragraphs(f.Introduction)},
		{"how_to_use", text.Paragraphs(f.HowToUse)},
	}
}

func (g Group) parts() []part { return []part{{"introduction", text.Paragraphs(g.Introduction)}} }

func (d Discipline) parts() []part {
	return []part{
		{"question", text.Paragraphs(d.Question)},
		{"summary", text.Paragraphs(d.Summary)},
		{"guiding_questions", d.GuidingQuestions},
		{"perspectives", entryTexts(d.Perspectives)},
		{"methods", entryTexts(d.Methods)},
		{"pitfalls", entryTexts(d.Pitfalls)},
		{"quality", entryTexts(d.Quality)},
		{"reading", workTexts(d.Reading)},
		{"see_also", referenceTexts(d.SeeAlso)},
	}
}

func entryTexts(entries []Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Name+": "+e.Text)
	}
	return out
}

func workTexts(works []Work) []string {
	var out []string
	for _, w := range works {
		out = append(out, strings.TrimSpace(w.Author+" ("+strconv.Itoa(w.Year)+"): "+w.Title+". "+w.Source+". "+w.Note))
	}
	return out
}

func referenceTexts(references []Reference) []string {
	var out []string
	for _, r := range references {
		out = append(out, strings.TrimSuffix(r.Code+": "+r.Text, ": "))
	}
	return out
}

// reworded gives the parts that are different, or nil. Both have the same parts in the same order.
func reworded(before, after []part) []Passage {
	var out []Passage
	for i, a := range after {
		if !slices.Equal(before[i].paragraphs, a.paragraphs) {
			out = append(out, Passage{a.name, difference.Paragraphs(before[i].paragraphs, a.paragraphs)})
		}
	}
	return out
}
