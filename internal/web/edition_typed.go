package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"testamur/internal/framework"
)

// typedOf gives a discipline as the texts of its form, which discipline reads back.
func typedOf(d framework.Discipline, place string) url.Values {
	typed := url.Values{
		"name": {d.Name}, "code": {d.Code}, "question": {d.Question}, "summary": {d.Summary}, "place": {place},
		"guiding_questions": {strings.Join(d.GuidingQuestions, "\n")},
		"perspectives":      {entriesText(d.Perspectives)}, "methods": {entriesText(d.Methods)},
		"pitfalls": {entriesText(d.Pitfalls)}, "quality": {entriesText(d.Quality)},
		"reading": {worksText(d.Reading)}, "see_also": {referencesText(d.SeeAlso)},
	}
	for _, code := range d.From {
		typed.Set(originOf(code), "yes")
	}
	return typed
}

// discipline reads one from its form, but for what it came of.
func (f *form) discipline() framework.Discipline {
	return framework.Discipline{
		Code: f.Value("code"), Name: f.Value("name"), Question: f.Value("question"), Summary: f.Value("summary"), GuidingQuestions: linesOf(f.Value("guiding_questions")),
		Perspectives: entriesOf(f.Value("perspectives")), Methods: entriesOf(f.Value("methods")), Pitfalls: entriesOf(f.Value("pitfalls")),
		Quality: entriesOf(f.Value("quality")), Reading: f.works("reading"), SeeAlso: referencesOf(f.Value("see_also")),
	}
}

func entriesText(entries []framework.Entry) string {
	texts := make([]string, len(entries))
	for i, e := range entries {
		texts[i] = e.Name + "\n" + e.Text
	}
	return strings.Join(texts, "\n\n")
}

func entriesOf(typed string) []framework.Entry {
	var out []framework.Entry
	for _, lines := range blocksOf(typed) {
		out = append(out, framework.Entry{Name: lines[0], Text: strings.Join(lines[1:], " ")})
	}
	return out
}

func worksText(works []framework.Work) string {
	texts := make([]string, len(works))
	for i, w := range works {
		texts[i] = strings.TrimSpace(strings.Join([]string{w.Author, strconv.Itoa(w.Year), w.Title, w.Source, w.Note}, "\n"))
	}
	return strings.Join(texts, "\n\n")
}

func (f *form) works(name string) []framework.Work {
	var out []framework.Work
	for i, lines := range blocksOf(f.Value(name)) {
		if len(lines) < 4 {
			f.refuse(name, fmt.Sprintf("Number %d: give author, year, title, and publisher or journal, each on a line of its own.", i+1))
			continue
		}
		year, err := strconv.Atoi(lines[1])
		if err != nil {
			f.refuse(name, fmt.Sprintf("Number %d: the second line is the year, as a number.", i+1))
			continue
		}
		out = append(out, framework.Work{Author: lines[0], Year: year, Title: lines[2], Source: lines[3], Note: strings.Join(lines[4:], " ")})
	}
	return out
}

func referencesText(references []framework.Reference) string {
	lines := make([]string, len(references))
	for i, r := range references {
		lines[i] = strings.TrimSuffix(r.Code+": "+r.Text, ": ")
	}
	return strings.Join(lines, "\n")
}

func referencesOf(typed string) []framework.Reference {
	var out []framework.Reference
	for _, line := range linesOf(typed) {
		code, text, _ := strings.Cut(line, ":")
		out = append(out, framework.Reference{Code: strings.TrimSpace(code), Text: strings.TrimSpace(text)})
	}
	return out
}

// linesOf gives the lines that say something.
func linesOf(typed string) []string {
	var out []string
	for _, block := range blocksOf(typed) {
		out = append(out, block...)
	}
	return out
}

// blocksOf gives what stands between empty lines, line by line.
func blocksOf(typed string) [][]string {
	var blocks [][]string
	begun := false
	for line := range strings.Lines(typed) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			begun = false
		case begun:
			last := len(blocks) - 1
			blocks[last] = append(blocks[last], line)
		default:
			blocks, begun = append(blocks, []string{line}), true
		}
	}
	return blocks
}
