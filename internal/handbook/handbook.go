// Package handbook makes a book of an edition of a framework: what stands in it, in which order and under which headings. It
// does not know how the book looks (packages typeset and web) or who may read it.
package handbook

import (
	"strconv"
	"strings"

	"testamur/internal/civil"
	"testamur/internal/framework"
	"testamur/internal/manuscript"
	"testamur/internal/markup"
)

// Source is what a handbook is made of.
type Source struct {
	Content   framework.Content
	Published civil.Date        // zero for a draft
	Publisher string            // the institution; may be empty
	Address   string            // where the edition can be read on the web, an absolute address; may be empty
	Changes   framework.Changes // since the edition before; none for a first edition
	Passages  []Passage         // in the order in which they are to stand
}

// Passage is a stretch of an issued certificate, prose of package markup, that may be shown without names.
type Passage struct {
	Discipline string // its code
	Text       string
}

// Anchors of what is no discipline, whose anchor is its code. Codes are in capitals, so that none of these is taken.
const (
	anchorGroup        = "group-" // before its code
	anchorIntroduction = "introduction"
	anchorHowToUse     = "how-to-use"
	anchorChanges      = "changes"
)

// Book makes the book. What a framework leaves empty has no heading either.
func (b Words) Book(s Source) manuscript.Book {
	front := s.Content.Framework
	m := maker{words: b.lookup(front.Language), Source: s}
	title, subtitle := divided(front.Title)
	book := manuscript.Book{
		Language: front.Language, Title: title, Subtitle: subtitle, Publisher: s.Publisher,
		Edition: m.edition(), Published: s.Published, Imprint: m.imprint(), Address: s.Address, Contents: m.words.Contents, Page: m.words.Page,
		Front: m.front(),
	}
	for _, g := range s.Content.Groups {
		book.Parts = append(book.Parts, m.part(g))
	}
	return book
}

// divided gives the title and the subtitle, which a colon parts.
func divided(title string) (head, tail string) {
	head, tail, _ = strings.Cut(title, ":")
	head, tail = strings.TrimSpace(head), strings.TrimSpace(tail)
	if head == "" {
		return title, ""
	}
	return head, sentenceCase(tail)
}

// maker makes one book.
type maker struct {
	Source
	words *words
}

func (m maker) number() string { return strconv.Itoa(m.Content.Framework.Edition) }

func (m maker) edition() string {
	if m.Published.IsZero() {
		return fill(m.words.Draft, "number", m.number())
	}
	return fill(m.words.Edition, "number", m.number())
}

func (m maker) imprint() []markup.Block {
	pattern := m.words.ImprintPublished
	if m.Published.IsZero() {
		pattern = m.words.ImprintDraft
	}
	text := fill(pattern, "number", m.number(), "framework", m.Content.Framework.Name)
	if m.Address != "" {
		text += "\n\n" + m.words.ImprintAddress
	}
	return markup.Parse(text)
}

// front is what stands before the groups.
func (m maker) front() []manuscript.Chapter {
	var out []manuscript.Chapter
	add := func(anchor, title, text string) {
		if strings.TrimSpace(text) != "" {
			out = append(out, manuscript.Chapter{Anchor: anchor, Title: title, Text: markup.Parse(text)})
		}
	}
	add(anchorIntroduction, m.words.Introduction, m.Content.Framework.Introduction)
	add(anchorHowToUse, m.words.HowToUse, m.Content.Framework.HowToUse)
	if len(m.Changes) > 0 {
		out = append(out, m.changes())
	}
	return out
}

func (m maker) part(g framework.Group) manuscript.Part {
	p := manuscript.Part{Anchor: anchorGroup + g.Code, Title: g.Name, Introduction: markup.Parse(g.Introduction)}
	for _, d := range g.Disciplines {
		p.Chapters = append(p.Chapters, m.chapter(d))
	}
	return p
}

func (m maker) chapter(d framework.Discipline) manuscript.Chapter {
	c := manuscript.Chapter{Anchor: d.Code, Title: d.Name, Question: d.Question, Text: markup.Parse(d.Summary)}
	for _, s := range []manuscript.Section{
		{Anchor: "guiding-questions", Title: m.words.GuidingQuestions, Counted: items(d.GuidingQuestions)},
		{Anchor: "perspectives", Title: m.words.Perspectives, Entries: entries(d.Perspectives)},
		{Anchor: "methods", Title: m.words.Methods, Entries: entries(d.Methods)},
		{Anchor: "pitfalls", Title: m.words.Pitfalls, Entries: entries(d.Pitfalls)},
		{Anchor: "quality", Title: m.words.Quality, Entries: entries(d.Quality)},
		m.passages(d.Code),
		{Anchor: "see-also", Title: m.words.SeeAlso, Entries: m.references(d.SeeAlso)},
		{Anchor: "reading", Title: m.words.Reading, Works: m.works(d.Reading)},
	} {
		if len(s.Counted)+len(s.Entries)+len(s.Quotes)+len(s.Works) > 0 {
			c.Sections = append(c.Sections, s)
		}
	}
	return c
}

func (m maker) passages(code string) manuscript.Section {
	s := manuscript.Section{Anchor: "passages", Title: m.words.Passages, Text: markup.Parse(m.words.Consent)}
	for _, p := range m.Passages {
		if p.Discipline == code {
			s.Quotes = append(s.Quotes, markup.Parse(p.Text))
		}
	}
	return s
}

func (m maker) references(references []framework.Reference) []manuscript.Entry {
	var out []manuscript.Entry
	for _, r := range references {
		if d, ok := m.Content.Discipline(r.Code); ok {
			out = append(out, manuscript.Entry{Name: d.Name, To: d.Code, Text: markup.Parse(r.Text)})
		}
	}
	return out
}

func entries(from []framework.Entry) []manuscript.Entry {
	var out []manuscript.Entry
	for _, e := range from {
		out = append(out, manuscript.Entry{Name: e.Name, Text: markup.Parse(e.Text)})
	}
	return out
}

// items reads texts of one paragraph.
func items(texts []string) []markup.Item {
	var out []markup.Item
	for _, t := range texts {
		out = append(out, item(t))
	}
	return out
}

// item reads a text as one paragraph, whatever is in it.
func item(text string) markup.Item {
	var out markup.Item
	for _, b := range markup.Parse(text) {
		for _, i := range b.Items {
			if out == nil {
				out = i
			} else {
				out = out.Join(i)
			}
		}
	}
	return out
}
