// Package framework holds what a framework of disciplines is: its editions with their groups and disciplines, the YAML in
// which an edition travels, and how one edition became the next. It knows neither who may change what nor where editions are
// kept: the use cases are in package programme, the rows in package store.
package framework

import (
	"slices"
	"time"

	"testamur/internal/record"

	"github.com/google/uuid"
)

// Framework is a list of disciplines that changes by editions. Its code and language stay for good.
type Framework struct {
	record.Meta
	Code     string // for people and addresses: "SLL"
	Name     string
	Language string // BCP 47
	Archived bool
}

// State is how far an edition has come.
type State string

// The states of an edition, in their order. A published edition never changes again.
const (
	Draft     State = "draft"
	InReview  State = "in_review"
	Published State = "published"
)

// Edition is one state of a framework. Editions are counted from 1; a framework has one that is not published at most, and that
// is the latest.
type Edition struct {
	record.Meta
	FrameworkID uuid.UUID
	State       State
	PublishedAt time.Time // zero before
	Content
}

// Content is all that an edition says. Its fields are those of the YAML, in their order.
type Content struct {
	Framework Front   `yaml:"framework"`
	Groups    []Group `yaml:"groups,omitempty"`
}

// Front names the edition and introduces it. Introduction and HowToUse are prose of package markup.
type Front struct {
	Code         string `yaml:"code"`
	Name         string `yaml:"name"`
	Language     string `yaml:"language"`
	Edition      int    `yaml:"edition"`
	Title        string `yaml:"title"`
	Introduction string `yaml:"introduction,omitempty"`
	HowToUse     string `yaml:"how_to_use,omitempty"`
}

// Group holds disciplines that belong together.
type Group struct {
	Code         string       `yaml:"code"`
	Name         string       `yaml:"name"`
	Introduction string       `yaml:"introduction,omitempty"`
	Disciplines  []Discipline `yaml:"disciplines,omitempty"`
}

// Discipline is what somebody who convenes never finishes learning. The code stays the same from edition to edition while the
// discipline does, whatever it is called.
type Discipline struct {
	Code             string      `yaml:"code"`
	Name             string      `yaml:"name"`
	Question         string      `yaml:"question,omitempty"`
	From             []string    `yaml:"from,omitempty"`    // codes of the edition before that this came of, beside its own
	Summary          string      `yaml:"summary,omitempty"` // prose of package markup
	GuidingQuestions []string    `yaml:"guiding_questions,omitempty"`
	Perspectives     []Entry     `yaml:"perspectives,omitempty"`
	Methods          []Entry     `yaml:"methods,omitempty"`
	Pitfalls         []Entry     `yaml:"pitfalls,omitempty"`
	Quality          []Entry     `yaml:"quality,omitempty"`
	Reading          []Work      `yaml:"reading,omitempty"`
	SeeAlso          []Reference `yaml:"see_also,omitempty"`
}

// Entry is one item of a part: a name and a paragraph.
type Entry struct {
	Name string `yaml:"name"`
	Text string `yaml:"text"`
}

// Work is a book or an article to read further.
type Work struct {
	Author string `yaml:"author"`
	Year   int    `yaml:"year"`
	Title  string `yaml:"title"`
	Source string `yaml:"publisher_or_source"`
	Note   string `yaml:"note,omitempty"`
}

// Reference leads to another discipline of the same edition and says why.
type Reference struct {
	Code string `yaml:"code"`
	Text string `yaml:"text,omitempty"`
}

// Disciplines gives every discipline in the order of the groups.
func (c Content) Disciplines() []Discipline {
	var all []Discipline
	for _, g := range c.Groups {
		all = append(all, g.Disciplines...)
	}
	return all
}

// Discipline finds a discipline by its code.
func (c Content) Discipline(code string) (Discipline, bool) {
	for _, g := range c.Groups {
		for _, d := range g.Disciplines {
			if d.Code == code {
				return d, true
			}
		}
	}
	return Discipline{}, false
}

// Filter narrows a list of frameworks.
type Filter struct {
	Code     string
	Archived *bool
}

// EditionFilter narrows a list of editions.
type EditionFilter struct {
	Framework uuid.UUID
	State     State
}

// Next gives what the edition after begins from: the same texts under the next number, each discipline come of nothing but itself.
func (c Content) Next() Content {
	c.Framework.Edition++
	c.Groups = slices.Clone(c.Groups)
	for i, g := range c.Groups {
		c.Groups[i].Disciplines = slices.Clone(g.Disciplines)
		for j := range g.Disciplines {
			c.Groups[i].Disciplines[j].From = nil
		}
	}
	return c
}
