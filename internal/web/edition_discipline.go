package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"testamur/internal/fault"
	"testamur/internal/framework"
)

func newDisciplineForm(e draft, _, in string) (draftQuestions, error) {
	q := questionsOn(e, framework.Discipline{})
	q.title, q.button, q.links = "Add a discipline", "Add the discipline", nil
	if len(e.Groups) == 0 {
		return q, fault.New(fault.Conflict, "no_group", "Add a group first: disciplines stand in groups.")
	}
	if i, err := groupAt(e, in); err == nil {
		q.stored.Set("place", endOf(e.Groups[i]))
	}
	return q, nil
}

// endOf is the place behind all disciplines of a group.
func endOf(g framework.Group) string {
	if n := len(g.Disciplines); n > 0 {
		return g.Code + "/" + g.Disciplines[n-1].Code
	}
	return g.Code + "/"
}

func disciplineForm(e draft, code, _ string) (draftQuestions, error) {
	d, ok := e.Discipline(code)
	if !ok {
		return draftQuestions{}, fault.Missing("discipline")
	}
	return questionsOn(e, d), nil
}

func removeDisciplineForm(e draft, code, _ string) (draftQuestions, error) {
	d, ok := e.Discipline(code)
	if !ok {
		return draftQuestions{}, fault.Missing("discipline")
	}
	lead := "The discipline is taken out of this draft, with the “See also” lines that point to it. Editions that are published keep it. If another discipline of the draft comes from it, tick it there under “What it came from”."
	return takingOut("Remove "+d.Name, lead, "Remove the discipline", func(c *framework.Content) {
		take(c, code)
		forgetReferences(c, code)
	}), nil
}

// take takes a discipline out.
func take(c *framework.Content, code string) {
	c.Groups = slices.Clone(c.Groups)
	for i, g := range c.Groups {
		c.Groups[i].Disciplines = slices.DeleteFunc(slices.Clone(g.Disciplines), func(d framework.Discipline) bool { return d.Code == code })
	}
}

// put puts a discipline behind the one that a place names, and gives the pointer to it. A place is the code of a group and that of a
// discipline in it, or nothing for the first place. What names no place is at the end of the last group.
func put(c *framework.Content, d framework.Discipline, place string) string {
	code, after, _ := strings.Cut(place, "/")
	i := slices.IndexFunc(c.Groups, func(g framework.Group) bool { return g.Code == code })
	if i < 0 {
		i = len(c.Groups) - 1
		after = ""
		if n := len(c.Groups[i].Disciplines); n > 0 {
			after = c.Groups[i].Disciplines[n-1].Code
		}
	}
	g := &c.Groups[i]
	j := 1 + slices.IndexFunc(g.Disciplines, func(x framework.Discipline) bool { return x.Code == after })
	g.Disciplines = slices.Insert(slices.Clone(g.Disciplines), j, d)
	return fmt.Sprintf("/groups/%d/disciplines/%d", i, j)
}

// places are where a discipline can stand, without it.
func placesFor(e draft, code string) (options []option, now string) {
	for _, g := range e.Groups {
		last := g.Code + "/"
		options = append(options, option{last, g.Name + ": first"})
		for _, d := range g.Disciplines {
			if d.Code == code {
				now = last
				continue
			}
			last = g.Code + "/" + d.Code
			options = append(options, option{last, g.Name + ": after " + d.Name})
		}
	}
	return options, now
}

const entriesHint = "Each with its name on one line and its text on the next; an empty line before the next one."

// questionsOn asks for everything that a discipline says.
func questionsOn(e draft, d framework.Discipline) draftQuestions {
	places, now := placesFor(e, d.Code)
	return draftQuestions{
		title: d.Name, button: "Keep the discipline", done: "edition-kept", stored: typedOf(d, now),
		links: []crumb{{"Remove this discipline", "/disciplines/" + url.PathEscape(d.Code) + "/remove"}},
		ask: func(f form) []group {
			return append(askedDiscipline(f, places, d.Code != ""), askedOrigins(f, e, d)...)
		},
		apply: func(f *form, c *framework.Content) string {
			typed := f.discipline()
			typed.From = f.origins(e, d)
			if d.Code != "" {
				take(c, d.Code)
				recode(c, &typed, e, d.Code)
			}
			return put(c, typed, f.Value("place"))
		},
	}
}

func askedDiscipline(f form, places []option, stands bool) []group {
	hint := codeHint
	if stands {
		hint += " If you change it, the draft notes what it was before, and the “See also” lines of other disciplines follow."
	}
	first := group{Fields: []field{
		f.Field("name", "Name", "text", ""),
		f.Field("code", "Code", "text", "", hint),
		f.Field("question", "Its question", "text", "", "The one that somebody who convenes keeps asking."),
		f.Area("summary", "Summary", 6, proseHint),
		f.Area("guiding_questions", "Guiding questions", 8, "One on each line. They stand beside the form on which feedback is written."),
		f.Choose("place", "Where it stands", places),
	}}
	parts := group{Heading: "Its parts", Lead: entriesHint, Fields: []field{
		f.Area("perspectives", "Perspectives", 10), f.Area("methods", "Methods and tools", 10),
		f.Area("pitfalls", "Pitfalls", 10), f.Area("quality", "Ways to assess quality", 10),
	}}
	beyond := group{Heading: "Beyond it", Fields: []field{
		f.Area("reading", "Further reading", 10, "Each work on lines of its own: author, year, title, publisher or journal, and a note if you like; an empty line before the next one."),
		f.Area("see_also", "See also", 4, "One discipline on each line: its code, a colon, and why. “VOICES: whoever is not heard has no power.”"),
	}}
	return []group{first, parts, beyond}
}
