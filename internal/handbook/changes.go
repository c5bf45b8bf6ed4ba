package handbook

import (
	"strconv"
	"strings"

	"testamur/internal/framework"
	"testamur/internal/manuscript"
	"testamur/internal/markup"
)

// changes is the change note: for each group and discipline that is not as it was, in the order of the edition, what became of
// it since the edition before.
func (m maker) changes() manuscript.Chapter {
	before := strconv.Itoa(m.Content.Framework.Edition - 1)
	n := note{maker: m, at: map[subject]int{}}
	for _, c := range m.Changes {
		n.add(c)
	}
	return manuscript.Chapter{
		Anchor: anchorChanges, Title: fill(m.words.Changes, "number", before), Text: n.front,
		Sections: []manuscript.Section{{Entries: n.entries}},
	}
}

// note is the change note as far as it is written: what concerns the edition as a whole, then an entry for each group and
// discipline.
type note struct {
	maker
	front   []markup.Block
	entries []manuscript.Entry
	at      map[subject]int // where the entry is
	of      framework.Level // of the change that is told
}

// subject is what an entry is about.
type subject struct {
	framework.Named
	of framework.Level
}

func (n *note) add(c framework.Change) {
	became := n.words.Became
	n.of = c.Of
	switch c.Kind {
	case framework.Added:
		n.now(c.After[0], became.Added)
	case framework.Renamed:
		n.renamed(c.Before[0], c.After[0])
	case framework.Split:
		n.split(c)
	case framework.Merged:
		n.now(c.After[0], fill(became.Merged, "before", n.listed(c.Before)))
	case framework.Moved:
		n.moved(c)
	case framework.Reworded:
		n.reworded(c)
	case framework.Retired:
		n.gone(c.Before[0], became.Retired)
	}
}

func (n *note) renamed(before, after framework.Named) {
	if before.Name != after.Name {
		n.now(after, fill(n.words.Became.Renamed, "before", before.Name))
	}
	if before.Code != after.Code {
		n.now(after, fill(n.words.Became.Recoded, "before", before.Code))
	}
}

func (n *note) split(c framework.Change) {
	if !holds(c.After, c.Before[0].Code) {
		n.gone(c.Before[0], fill(n.words.Became.Split, "after", n.listed(c.After)))
	}
	for _, after := range c.After {
		if after.Code == c.Before[0].Code {
			n.now(after, fill(n.words.Became.Split, "after", n.listed(c.After)))
		} else {
			n.now(after, fill(n.words.Became.CameOf, "before", c.Before[0].Name))
		}
	}
}

func (n *note) moved(c framework.Change) {
	if c.FromGroup.Code != c.ToGroup.Code {
		n.now(c.After[0], fill(n.words.Became.Moved, "from", c.FromGroup.Name))
		return
	}
	n.now(c.After[0], n.words.Became.Reordered)
}

func (n *note) reworded(c framework.Change) {
	parts := make([]string, len(c.Passages))
	for i, p := range c.Passages {
		parts[i] = n.words.part(p.Part)
	}
	told := fill(n.words.Became.Reworded, "parts", strings.Join(parts, ", "))
	if c.Of == framework.OfFront {
		n.front = append(n.front, markup.Parse(told)...)
		return
	}
	n.now(c.After[0], told)
}

// now tells something of what is in the edition.
func (n *note) now(what framework.Named, told string) {
	to := what.Code
	if n.of == framework.OfGroup {
		to = anchorGroup + to
	}
	n.tell(what, to, told)
}

// gone tells something of what is not.
func (n *note) gone(what framework.Named, told string) { n.tell(what, "", told) }

func (n *note) tell(what framework.Named, to, told string) {
	text := markup.Item{{Text: told}}
	i, known := n.at[subject{what, n.of}]
	if !known {
		n.at[subject{what, n.of}] = len(n.entries)
		n.entries = append(n.entries, manuscript.Entry{Name: what.Name, To: to, Text: []markup.Block{{Items: []markup.Item{text}}}})
		return
	}
	items := n.entries[i].Text[0].Items
	items[0] = items[0].Join(text)
}

// listed joins names as in a sentence.
func (n *note) listed(names []framework.Named) string {
	var out strings.Builder
	for i, name := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			out.WriteString(n.words.Became.And)
		default:
			out.WriteString(", ")
		}
		out.WriteString(name.Name)
	}
	return out.String()
}

func holds(names []framework.Named, code string) bool {
	for _, n := range names {
		if n.Code == code {
			return true
		}
	}
	return false
}

// part names a part of an edition by the field of its YAML.
func (w *words) part(field string) string {
	switch field {
	case "title":
		return w.Became.Title
	case "introduction":
		return w.Introduction
	case "how_to_use":
		return w.HowToUse
	case "question":
		return w.Became.Question
	case "summary":
		return w.Became.Summary
	case "guiding_questions":
		return w.GuidingQuestions
	case "perspectives":
		return w.Perspectives
	case "methods":
		return w.Methods
	case "pitfalls":
		return w.Pitfalls
	case "quality":
		return w.Quality
	case "reading":
		return w.Reading
	case "see_also":
		return w.SeeAlso
	}
	return field
}
