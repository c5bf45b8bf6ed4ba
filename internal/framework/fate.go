package framework

// Fate is what became of a discipline from one edition to another.
type Fate struct {
	Named        // as it was, in the latest edition up to the first that has it
	Kind    Kind // Renamed, Split, Merged or Retired
	Becomes []Named
}

// Fates says what becomes of disciplines when whoever names them goes from one edition of the lineage to another; 0 stands for no
// edition, where every code is as the latest edition has it that knows it. What stays as it was is left out. Going back to an
// earlier edition, what this does not have counts as retired.
func (l Lineage) Fates(codes Codes, from, to int) []Fate {
	if from == 0 && len(l) > 0 {
		from = l[len(l)-1].Edition
	}
	was, becomes := l.Meanings(from), l.Meanings(to)
	var before Codes
	for _, code := range codes.List() {
		before = before.With(was[code])
	}
	var out []Fate
	for _, code := range before.List() {
		f := Fate{Named: Named{code, l.At(from).Name(code)}}
		for _, now := range becomes[code].List() {
			f.Becomes = append(f.Becomes, Named{now, l.At(to).Name(now)})
		}
		if f.Kind = l.fate(f, from, becomes); f.Kind != "" {
			out = append(out, f)
		}
	}
	return out
}

func (l Lineage) fate(f Fate, from int, becomes map[string]Codes) Kind {
	switch {
	case len(f.Becomes) == 0:
		return Retired
	case len(f.Becomes) > 1:
		return Split
	case len(origins(l.At(from).Stems, becomes, f.Becomes[0].Code)) > 1:
		return Merged
	case f.Becomes[0] != f.Named:
		return Renamed
	}
	return ""
}

// At gives the outline of an edition, or an empty one.
func (l Lineage) At(edition int) Outline {
	for _, o := range l {
		if o.Edition == edition {
			return o
		}
	}
	return Outline{Edition: edition}
}

// origins gives what of the stems means a code.
func origins(stems []Stem, meanings map[string]Codes, code string) []string {
	var from []string
	for _, s := range stems {
		if meanings[s.Code].Has(code) {
			from = append(from, s.Code)
		}
	}
	return from
}
