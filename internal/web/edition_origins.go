package web

import (
	"fmt"
	"slices"

	"testamur/internal/framework"
)

// originOf names the box of a discipline of the edition before.
func originOf(code string) string { return "from-" + code }

// askedOrigins asks which disciplines of the edition before a discipline came of. What has its code needs not be said.
func askedOrigins(f form, e draft, d framework.Discipline) []group {
	asked := group{Heading: "What it came of", Lead: originsLead(e, d)}
	for _, was := range e.Before.Disciplines() {
		if was.Code != d.Code {
			asked.Fields = append(asked.Fields, f.Tick(originOf(was.Code), was.Name))
		}
	}
	for _, code := range d.From {
		if _, known := e.Before.Discipline(code); !known {
			asked.Fields = append(asked.Fields, f.Tick(originOf(code), code+" (the edition before has none of this code)"))
		}
	}
	if len(asked.Fields) == 0 {
		return nil
	}
	return []group{asked}
}

func originsLead(e draft, d framework.Discipline) string {
	itself := fmt.Sprintf("No discipline of edition %d has its code: without a tick it is new.", e.Before.Framework.Edition)
	if was, ok := e.Before.Discipline(d.Code); ok {
		itself = fmt.Sprintf("It comes from %s of edition %d, which has its code.", was.Name, e.Before.Framework.Edition)
	}
	return itself + " Tick what else it came from: several, if they were merged into it; one under several disciplines, if it was split."
}

// origins gives what is ticked: what was named before keeps its order.
func (f form) origins(e draft, d framework.Discipline) []string {
	from := slices.DeleteFunc(slices.Clone(d.From), func(code string) bool { return f.Value(originOf(code)) == "" })
	for _, was := range e.Before.Disciplines() {
		if f.Value(originOf(was.Code)) != "" && !slices.Contains(from, was.Code) {
			from = append(from, was.Code)
		}
	}
	return from
}

// recode has a discipline that gets another code come of what it was in the edition before, and what leads to it follow.
func recode(c *framework.Content, d *framework.Discipline, e draft, was string) {
	if d.Code == was {
		return
	}
	d.From = slices.DeleteFunc(d.From, func(code string) bool { return code == d.Code })
	if _, known := e.Before.Discipline(was); known && !slices.Contains(d.From, was) {
		d.From = append(d.From, was)
	}
	for i := range c.Groups {
		for j := range c.Groups[i].Disciplines {
			other := &c.Groups[i].Disciplines[j]
			other.SeeAlso = slices.Clone(other.SeeAlso)
			for k := range other.SeeAlso {
				if other.SeeAlso[k].Code == was {
					other.SeeAlso[k].Code = d.Code
				}
			}
		}
	}
}
