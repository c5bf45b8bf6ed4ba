package framework

import (
	"fmt"
	"strings"
)

// Note tells the changes as people would, in English: prose of package markup, a list for each level. It is "" when nothing is
// different.
func (c Changes) Note() string {
	var parts []string
	for _, of := range []Level{OfFront, OfGroup, OfDiscipline} {
		if lines := c.of(of).lines(); lines != nil {
			parts = append(parts, headings[of], "- "+strings.Join(lines, "\n- "))
		}
	}
	return strings.Join(parts, "\n\n")
}

var headings = map[Level]string{OfFront: "*The edition*", OfGroup: "*Groups*", OfDiscipline: "*Disciplines*"}

func (c Changes) of(level Level) Changes {
	var out Changes
	for _, change := range c {
		if change.Of == level {
			out = append(out, change)
		}
	}
	return out
}

func (c Changes) lines() []string {
	var out []string
	for _, change := range c {
		out = append(out, change.Sentence())
	}
	return out
}

// Sentence tells the change in one sentence.
func (c Change) Sentence() string {
	switch c.Kind {
	case Added:
		return both(c.After) + " is new."
	case Retired:
		return both(c.Before) + " was retired."
	case Split:
		return fmt.Sprintf("%s was split into %s.", both(c.Before), both(c.After))
	case Merged:
		return fmt.Sprintf("%s were merged into %s.", both(c.Before), both(c.After))
	case Renamed:
		return c.renamed()
	case Moved:
		return c.moved()
	case Reworded:
		return c.reworded()
	}
	return ""
}

func (c Change) renamed() string {
	before, after := c.Before[0], c.After[0]
	if before.Name == after.Name {
		return fmt.Sprintf("%s now has the code %s instead of %s.", after.Name, after.Code, before.Code)
	}
	return fmt.Sprintf("%s is now called %s.", before.Name, after.Name)
}

func (c Change) moved() string {
	if c.FromGroup.Code != c.ToGroup.Code {
		return fmt.Sprintf("%s moved from %s to %s.", both(c.After), c.FromGroup.Name, c.ToGroup.Name)
	}
	return both(c.After) + " has another place in the order."
}

func (c Change) reworded() string {
	words := make([]string, len(c.Passages))
	for i, p := range c.Passages {
		words[i] = partNames[p.Part]
	}
	if c.Of == OfFront {
		return "Reworded: " + listed(words) + "."
	}
	return fmt.Sprintf("%s was reworded: %s.", both(c.After), listed(words))
}

// partNames are the parts as a sentence names them.
var partNames = map[string]string{
	"name": "the name", "title": "the title", "introduction": "the introduction", "how_to_use": "how to use it", "question": "its question",
	"summary": "the summary", "guiding_questions": "the guiding questions", "perspectives": "perspectives", "methods": "methods",
	"pitfalls": "pitfalls", "quality": "quality", "reading": "further reading", "see_also": "what to see also",
}

func both(names []Named) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = n.Name
	}
	return listed(words)
}

// listed joins words as in a sentence.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
