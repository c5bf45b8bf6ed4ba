package framework

import (
	"slices"

	"testamur/internal/difference"
)

// Kind says what became of something from one edition to another.
type Kind string

// What can become of a discipline. A group is added, renamed, reworded, moved or retired; the front is reworded. One discipline
// can be renamed, moved and reworded at once: these are several changes.
const (
	Added    Kind = "added"
	Renamed  Kind = "renamed"  // also when its code is another and it declares where it comes from
	Reworded Kind = "reworded" // some text of it
	Split    Kind = "split"
	Merged   Kind = "merged"
	Moved    Kind = "moved" // to another group, or past a neighbour
	Retired  Kind = "retired"
)

// Level says what a change is of.
type Level string

// The levels.
const (
	OfFront      Level = "front"
	OfGroup      Level = "group"
	OfDiscipline Level = "discipline"
)

// Named is a group or a discipline as one edition has it.
type Named struct{ Code, Name string }

// Change is one thing that is different. Before and After name it in the two editions: Before is empty for what was added, After
// for what was retired; a split has several after it, a merger several before it.
type Change struct {
	Kind          Kind
	Of            Level
	Before, After []Named
	FromGroup     Named     // of a discipline that moved
	ToGroup       Named     // likewise; the same group when it only passed a neighbour
	Passages      []Passage // of what was reworded
}

// Passage is a text that was reworded, paragraph by paragraph and word by word.
type Passage struct {
	Part       string // the field of the YAML, such as "pitfalls"
	Paragraphs []difference.Paragraph
}

// Changes is how one edition became another: the front, then groups, then disciplines; of these first what has a place in the
// new edition, in its order, then what was retired.
type Changes []Change

// Compare gives what is different between two editions of a framework. What a discipline came of is what had its code before,
// and what it declares in From; nothing is guessed from the likeness of names or texts.
func Compare(before, after Content) Changes {
	var out Changes
	if p := reworded(before.Framework.parts(), after.Framework.parts()); p != nil {
		out = append(out, Change{Kind: Reworded, Of: OfFront, Passages: p})
	}
	out = append(out, groupChanges(before, after)...)
	return append(out, disciplineChanges(before, after)...)
}

func groupChanges(before, after Content) Changes {
	var out Changes
	old := map[string]Group{}
	for _, g := range before.Groups {
		old[g.Code] = g
	}
	moved := displaced(codesOf(before.Groups), codesOf(after.Groups))
	kept := map[string]bool{}
	for _, g := range after.Groups {
		was, ok := old[g.Code]
		if !ok {
			out = append(out, Change{Kind: Added, Of: OfGroup, After: []Named{g.named()}})
			continue
		}
		kept[g.Code] = true
		c := Change{Of: OfGroup, Before: []Named{was.named()}, After: []Named{g.named()}}
		out = append(out, c.detailed(was.Name != g.Name, moved[g.Code], reworded(was.parts(), g.parts()))...)
	}
	for _, g := range before.Groups {
		if !kept[g.Code] {
			out = append(out, Change{Kind: Retired, Of: OfGroup, Before: []Named{g.named()}})
		}
	}
	return out
}

// detailed gives what is different of something that is in both editions.
func (c Change) detailed(renamed, moved bool, passages []Passage) Changes {
	var out Changes
	add := func(kind Kind, is bool, passages []Passage) {
		if is {
			change := c
			change.Kind, change.Passages = kind, passages
			out = append(out, change)
		}
	}
	add(Renamed, renamed, nil)
	add(Moved, moved, nil)
	add(Reworded, passages != nil, passages)
	return out
}

// placed is a discipline and the group in which it stands.
type placed struct {
	Discipline
	group Named
}

// comparison knows of two editions what came of what.
type comparison struct {
	before, after []placed
	ties          ties
	moved         map[string]bool // by the code after
}

func disciplineChanges(before, after Content) Changes {
	c := comparison{before: before.placed(), after: after.placed(), ties: tied(before.stems(), after.stems())}
	c.moved = c.displaced()
	var out Changes
	for _, d := range c.after {
		out = append(out, c.arrived(d)...)
	}
	for _, d := range c.before {
		if len(c.ties.successors[d.Code]) == 0 {
			out = append(out, Change{Kind: Retired, Of: OfDiscipline, Before: []Named{d.named()}})
		}
	}
	return out
}

// arrived gives the changes by which a discipline came to be as it is. A split is told at the first of what it became.
func (c comparison) arrived(d placed) Changes {
	origins := c.ties.predecessors[d.Code]
	if len(origins) == 0 {
		return Changes{{Kind: Added, Of: OfDiscipline, After: []Named{d.named()}}}
	}
	var out Changes
	for _, code := range origins {
		if into := c.ties.successors[code]; len(into) > 1 && into[0] == d.Code {
			out = append(out, Change{Kind: Split, Of: OfDiscipline, Before: namesOf(c.before, code), After: namesOf(c.after, into...)})
		}
	}
	if len(origins) > 1 {
		out = append(out, Change{Kind: Merged, Of: OfDiscipline, Before: namesOf(c.before, origins...), After: []Named{d.named()}})
	}
	if was, ok := c.counterpart(d.Code); ok {
		change := Change{Of: OfDiscipline, Before: []Named{was.named()}, After: []Named{d.named()}, FromGroup: was.group, ToGroup: d.group}
		details := change.detailed(was.named() != d.named(), c.moved[d.Code], reworded(was.parts(), d.parts()))
		out = append(out, details...)
	}
	return out
}

// counterpart gives what a discipline was before: of the same code, or the one thing that became nothing else.
func (c comparison) counterpart(code string) (placed, bool) {
	origins := c.ties.predecessors[code]
	switch {
	case slices.Contains(origins, code):
		return find(c.before, code), true
	case len(origins) == 1 && len(c.ties.successors[origins[0]]) == 1:
		return find(c.before, origins[0]), true
	}
	return placed{}, false
}

// displaced gives what stands in another group than before, or past a neighbour in its own.
func (c comparison) displaced() map[string]bool {
	moved := map[string]bool{}
	stayed, were := map[string][]string{}, map[string][]string{}
	now := map[string]string{} // code after, by the code before
	for _, d := range c.after {
		was, ok := c.counterpart(d.Code)
		switch {
		case ok && was.group.Code != d.group.Code:
			moved[d.Code] = true
		case ok:
			stayed[d.group.Code] = append(stayed[d.group.Code], d.Code)
			now[was.Code] = d.Code
		}
	}
	for _, d := range c.before {
		if code, ok := now[d.Code]; ok {
			were[d.group.Code] = append(were[d.group.Code], code)
		}
	}
	for group, codes := range stayed {
		for code := range displaced(were[group], codes) {
			moved[code] = true
		}
	}
	return moved
}

func (c Content) placed() []placed {
	var out []placed
	for _, g := range c.Groups {
		for _, d := range g.Disciplines {
			out = append(out, placed{d, g.named()})
		}
	}
	return out
}

func find(all []placed, code string) placed {
	return all[slices.IndexFunc(all, func(p placed) bool { return p.Code == code })]
}

func namesOf(all []placed, codes ...string) []Named {
	out := make([]Named, len(codes))
	for i, code := range codes {
		out[i] = find(all, code).named()
	}
	return out
}

func codesOf(groups []Group) []string {
	out := make([]string, len(groups))
	for i, g := range groups {
		out[i] = g.Code
	}
	return out
}

func (g Group) named() Named      { return Named{g.Code, g.Name} }
func (d Discipline) named() Named { return Named{d.Code, d.Name} }
