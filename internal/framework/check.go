package framework

import (
	"fmt"
	"regexp"
	"strconv"

	"testamur/internal/fault"
	"testamur/internal/text"
)

// What an edition may hold. Lengths are in characters.
const (
	maxDisciplines = 300 // of all groups together
	maxEntries     = 40  // groups, or entries of one part of a discipline
	maxName        = 200
	maxParagraph   = 2000
	maxProse       = 20_000
	minYear        = 1
	maxYear        = 2200
)

// maxEdition is the largest number of an edition.
const maxEdition = 9999

var codeForm = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,31}$`)

// checker reads the texts of an edition and gathers what is wrong with them.
type checker struct {
	text.Form
	groups, disciplines map[string]bool
}

// Checked gives the content with every text in its stored form. It fails as Invalid, with pointers into the content as the
// YAML has it. What is checked holds of a draft too; what an edition needs before it is published says Unready.
func (c Content) Checked() (Content, error) {
	k := checker{groups: map[string]bool{}, disciplines: map[string]bool{}}
	k.front(&c.Framework)
	c.Groups = k.all("/groups", c.Groups)
	for i, g := range c.Groups {
		k.references(fmt.Sprintf("/groups/%d/disciplines", i), g.Disciplines)
	}
	return c, k.Err()
}

func (k *checker) front(f *Front) {
	f.Code = k.code("/framework/code", f.Code)
	f.Name = k.Line("/framework/name", f.Name, maxName)
	f.Language = k.Language("/framework/language", f.Language)
	if f.Edition < 1 || f.Edition > maxEdition {
		k.Refuse("/framework/edition", "range", "Use the number of the edition, from 1 to 9999.")
	}
	f.Title = k.Line("/framework/title", f.Title, maxName)
	f.Introduction = k.OptionalProse("/framework/introduction", f.Introduction, maxProse)
	f.HowToUse = k.OptionalProse("/framework/how_to_use", f.HowToUse, maxProse)
}

func (k *checker) all(pointer string, groups []Group) []Group {
	k.few(pointer, len(groups))
	total := 0
	return each(groups, pointer, func(at string, g Group) Group {
		g.Code = k.fresh(at+"/code", g.Code, k.groups)
		g.Name = k.Line(at+"/name", g.Name, maxName)
		g.Introduction = k.OptionalProse(at+"/introduction", g.Introduction, maxProse)
		before := total
		if total += len(g.Disciplines); total > maxDisciplines && before <= maxDisciplines {
			k.Refuse(at+"/disciplines", "too_many", fmt.Sprintf("Use at most %d disciplines in all.", maxDisciplines))
		}
		g.Disciplines = each(g.Disciplines, at+"/disciplines", k.discipline)
		return g
	})
}

func (k *checker) discipline(at string, d Discipline) Discipline {
	d.Code = k.fresh(at+"/code", d.Code, k.disciplines)
	d.Name = k.Line(at+"/name", d.Name, maxName)
	d.Question = k.OptionalLine(at+"/question", d.Question, maxParagraph)
	k.few(at+"/from", len(d.From))
	before := map[string]bool{}
	d.From = each(d.From, at+"/from", func(at, code string) string { return k.fresh(at, code, before) })
	d.Summary = k.OptionalProse(at+"/summary", d.Summary, maxProse)
	k.few(at+"/guiding_questions", len(d.GuidingQuestions))
	d.GuidingQuestions = each(d.GuidingQuestions, at+"/guiding_questions", func(at, q string) string { return k.Line(at, q, maxParagraph) })
	d.Perspectives = k.entries(at+"/perspectives", d.Perspectives)
	d.Methods = k.entries(at+"/methods", d.Methods)
	d.Pitfalls = k.entries(at+"/pitfalls", d.Pitfalls)
	d.Quality = k.entries(at+"/quality", d.Quality)
	k.few(at+"/reading", len(d.Reading))
	d.Reading = each(d.Reading, at+"/reading", k.work)
	k.few(at+"/see_also", len(d.SeeAlso))
	d.SeeAlso = each(d.SeeAlso, at+"/see_also", func(at string, r Reference) Reference {
		return Reference{Code: r.Code, Text: k.OptionalLine(at+"/text", r.Text, maxParagraph)}
	})
	return d
}

func (k *checker) entries(pointer string, entries []Entry) []Entry {
	k.few(pointer, len(entries))
	return each(entries, pointer, func(at string, e Entry) Entry {
		return Entry{Name: k.Line(at+"/name", e.Name, maxName), Text: k.Line(at+"/text", e.Text, maxParagraph)}
	})
}

func (k *checker) work(at string, w Work) Work {
	if w.Year < minYear || w.Year > maxYear {
		k.Refuse(at+"/year", "range", "Use the year in which it appeared.")
	}
	return Work{
		Author: k.Line(at+"/author", w.Author, maxName), Year: w.Year, Title: k.Line(at+"/title", w.Title, 2*maxName),
		Source: k.Line(at+"/publisher_or_source", w.Source, maxName), Note: k.OptionalLine(at+"/note", w.Note, maxParagraph),
	}
}

// references checks what can only be checked when all disciplines were read.
func (k *checker) references(pointer string, disciplines []Discipline) {
	for i, d := range disciplines {
		named := map[string]bool{d.Code: true}
		for j, r := range d.SeeAlso {
			at := pointer + "/" + strconv.Itoa(i) + "/see_also/" + strconv.Itoa(j) + "/code"
			switch {
			case named[r.Code]:
				k.Refuse(at, "duplicate", "Name every other discipline once.")
			case !k.disciplines[r.Code]:
				k.Refuse(at, "unknown_discipline", "This edition has no discipline of this code.")
			}
			named[r.Code] = true
		}
	}
}

func (k *checker) code(pointer, code string) string {
	if !codeForm.MatchString(code) {
		k.Refuse(pointer, "pattern", "Use up to 32 capital letters, digits and underscores, a letter first.")
	}
	return code
}

// fresh reads a code that may stand only once among those seen.
func (k *checker) fresh(pointer, code string, seen map[string]bool) string {
	if seen[code] {
		k.Refuse(pointer, "duplicate", "This code is used already.")
	}
	seen[code] = true
	return k.code(pointer, code)
}

func (k *checker) few(pointer string, n int) {
	if n > maxEntries {
		k.Refuse(pointer, "too_many", fmt.Sprintf("Use at most %d.", maxEntries))
	}
}

// each gives the items as read, and nil for none, so that equal contents are equal.
func each[T any](items []T, pointer string, read func(at string, item T) T) []T {
	var out []T
	for i, item := range items {
		out = append(out, read(pointer+"/"+strconv.Itoa(i), item))
	}
	return out
}

// Unready says what still keeps an edition from being published after the one before, which is nil for the first: every
// discipline has a question, a summary and guiding questions, and what it came of was there before.
func (c Content) Unready(before *Content) []fault.Violation {
	var f []fault.Violation
	miss := func(pointer, reason, message string) {
		f = append(f, fault.Violation{Pointer: pointer, Reason: reason, Message: message})
	}
	if len(c.Disciplines()) == 0 {
		miss("/groups", "required", "An edition has at least one discipline.")
	}
	for i, g := range c.Groups {
		for j, d := range g.Disciplines {
			at := fmt.Sprintf("/groups/%d/disciplines/%d", i, j)
			d.unready(at, before, miss)
		}
	}
	return f
}

func (d Discipline) unready(at string, before *Content, miss func(pointer, reason, message string)) {
	if d.Question == "" {
		miss(at+"/question", "required", d.Name+" has no question yet.")
	}
	if d.Summary == "" {
		miss(at+"/summary", "required", d.Name+" has no summary yet.")
	}
	if len(d.GuidingQuestions) == 0 {
		miss(at+"/guiding_questions", "required", d.Name+" has no guiding questions yet.")
	}
	for i, code := range d.From {
		known := false
		if before != nil {
			_, known = before.Discipline(code)
		}
		if !known {
			miss(at+"/from/"+strconv.Itoa(i), "unknown_discipline", "The edition before has no discipline of the code "+code+".")
		}
	}
}
