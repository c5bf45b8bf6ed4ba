package framework

import "slices"

// Stem is what is needed of a discipline to follow it through the editions.
type Stem struct {
	Named
	From []string
}

// Outline is an edition without its texts.
type Outline struct {
	Edition int
	Stems   []Stem
}

// Codes gives the codes of the outline.
func (o Outline) Codes() Codes {
	codes := make([]string, len(o.Stems))
	for i, s := range o.Stems {
		codes[i] = s.Code
	}
	return CodesOf(codes...)
}

// Name gives what the edition calls a discipline, or "".
func (o Outline) Name(code string) string {
	for _, s := range o.Stems {
		if s.Code == code {
			return s.Name
		}
	}
	return ""
}

// Outline gives the content without its texts.
func (c Content) Outline() Outline { return Outline{c.Framework.Edition, c.stems()} }

func (c Content) stems() []Stem {
	var out []Stem
	for _, d := range c.Disciplines() {
		out = append(out, Stem{d.named(), d.From})
	}
	return out
}

// ties says what came of what between two editions that follow each other.
type ties struct {
	successors   map[string][]string // by the code before, in the order of the edition after
	predecessors map[string][]string // by the code after, in the order of the edition before
}

// tied follows equal codes and what the edition after declares. A declared origin that the edition before does not have is none.
func tied(before, after []Stem) ties {
	t := ties{map[string][]string{}, map[string][]string{}}
	for _, s := range before {
		for _, n := range after {
			if n.Code == s.Code || slices.Contains(n.From, s.Code) {
				t.successors[s.Code] = append(t.successors[s.Code], n.Code)
				t.predecessors[n.Code] = append(t.predecessors[n.Code], s.Code)
			}
		}
	}
	return t
}

// Lineage is a framework's editions in the order of their numbers.
type Lineage []Outline

// Name gives what the latest edition that has a discipline calls it, or "".
func (l Lineage) Name(code string) string {
	for _, o := range slices.Backward(l) {
		if name := o.Name(code); name != "" {
			return name
		}
	}
	return ""
}

// Meanings says of every code that any edition up to the given one has what it stands for in that edition: itself where the
// edition has it, else what it led to; none when it was retired.
func (l Lineage) Meanings(edition int) map[string]Codes {
	meanings := map[string]Codes{}
	var before []Stem
	for _, o := range l {
		if o.Edition > edition {
			break
		}
		step := tied(before, o.Stems).successors
		for code, now := range meanings {
			meanings[code] = follow(now, step)
		}
		for _, s := range o.Stems {
			meanings[s.Code] = CodesOf(s.Code)
		}
		before = o.Stems
	}
	return meanings
}

func follow(codes Codes, step map[string][]string) Codes {
	var next []string
	for _, code := range codes.List() {
		next = append(next, step[code]...)
	}
	return CodesOf(next...)
}

// Since gives the content with the origins of its disciplines as an earlier edition of the lineage has them, so that Compare can
// tell what happened in all the editions between. The lineage ends with the content's own edition.
func (l Lineage) Since(before int, after Content) Content {
	came := l.descent(before, after.Framework.Edition)
	groups := slices.Clone(after.Groups)
	for i, g := range groups {
		groups[i].Disciplines = slices.Clone(g.Disciplines)
		for j, d := range g.Disciplines {
			groups[i].Disciplines[j].From = came[d.Code]
		}
	}
	after.Groups = groups
	return after
}

// descent says of every discipline of an edition of which disciplines of an earlier one it came, step by step: a discipline that
// was split came of the whole, also when a part of it kept the code.
func (l Lineage) descent(from, to int) map[string][]string {
	var came map[string][]string
	var before []Stem
	for _, o := range l {
		switch {
		case o.Edition < from || o.Edition > to:
			continue
		case o.Edition == from:
			came = map[string][]string{}
			for _, s := range o.Stems {
				came[s.Code] = []string{s.Code}
			}
		default:
			came = passOn(came, tied(before, o.Stems).predecessors)
		}
		before = o.Stems
	}
	return came
}

// passOn gives what came of what one edition later.
func passOn(came, predecessors map[string][]string) map[string][]string {
	next := map[string][]string{}
	for code, origins := range predecessors {
		for _, origin := range origins {
			for _, first := range came[origin] {
				if !slices.Contains(next[code], first) {
					next[code] = append(next[code], first)
				}
			}
		}
	}
	return next
}
