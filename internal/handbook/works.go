package handbook

import (
	"strconv"
	"strings"

	"testamur/internal/framework"
	"testamur/internal/manuscript"
	"testamur/internal/markup"
)

// works cites what there is to read further: the titles of books in italics, those of articles in quotation marks.
func (m maker) works(works []framework.Work) []manuscript.Work {
	var out []manuscript.Work
	for _, w := range works {
		out = append(out, manuscript.Work{Citation: m.citation(w), Note: item(w.Note)})
	}
	return out
}

func (m maker) citation(w framework.Work) markup.Item {
	by := w.Author + " (" + strconv.Itoa(w.Year) + "): "
	end := ". " + strings.TrimSuffix(w.Source, ".") + "." // which a source may have already: "and Co."
	if !isArticle(w) {
		return markup.Item{{Text: by}, {Text: w.Title, Emphasis: true}, {Text: end}}
	}
	return markup.Item{{Text: by + fill(m.words.Article, "title", w.Title) + end}}
}

// isArticle says whether the source is a volume of a journal.
func isArticle(w framework.Work) bool { return strings.Contains(w.Source, "vol.") }
