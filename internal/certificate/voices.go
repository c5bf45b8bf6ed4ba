package certificate

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"testamur/internal/access"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// Voices gives, theme by theme, what the assessors wrote side by side, which passages draw on it and how it was settled: in
// the order in which a composition is proposed, what has no theme last. Fails as NotFound.
func (s *Service) Voices(ctx context.Context, a access.Actor, id uuid.UUID) ([]ThemeVoices, error) {
	c, err := s.load(ctx, a, access.OpListVoices, id)
	if err != nil {
		return nil, err
	}
	m, err := s.Store.Material(ctx, c.EnrolmentID)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.SourceWritings(ctx, c.EnrolmentID, c.sources())
	if err != nil {
		return nil, err
	}
	voices := c.voices(all)
	names, err := s.Store.Names(ctx, c.heard(voices))
	if err != nil {
		return nil, err
	}
	var out []ThemeVoices
	for _, theme := range append(m.Themes, programme.Theme{}) {
		if spoken := voices[theme.ID]; len(spoken) > 0 {
			out = append(out, c.onTheme(theme, spoken, names))
		}
	}
	return out, nil
}

// onTheme joins what is known of one theme.
func (c Certificate) onTheme(theme programme.Theme, voices []Voice, names map[uuid.UUID]string) ThemeVoices {
	for i := range voices {
		voices[i].Assessor = names[voices[i].Writing.AssessorID]
	}
	t := ThemeVoices{Theme: theme, Voices: voices, Several: several(voices), Settlement: c.settlement(theme.ID)}
	if t.Settlement != nil {
		t.Settler, t.Standing = names[t.Settlement.By.Person], t.Settlement.covers(voices)
	}
	return t
}

// heard gives everybody whose name is to stand with the voices.
func (c Certificate) heard(voices map[uuid.UUID][]Voice) []uuid.UUID {
	var people []uuid.UUID
	for _, onTheme := range voices {
		for _, v := range onTheme {
			people = append(people, v.Writing.AssessorID)
		}
	}
	for _, x := range c.Settlements {
		people = append(people, x.By.Person)
	}
	return people
}

// voices gives by theme the latest text of every feedback among the writings, in the order in which these texts were submitted,
// each with the passages that draw on any text of it.
func (c Certificate) voices(writings []programme.Writing) map[uuid.UUID][]Voice {
	feedback, latest := map[uuid.UUID]uuid.UUID{}, map[uuid.UUID]programme.Writing{}
	for _, w := range writings {
		if w.Kind != programme.WritingFeedback {
			continue
		}
		feedback[w.ID] = w.OwnerID
		if w.Number >= latest[w.OwnerID].Number {
			latest[w.OwnerID] = w
		}
	}
	drawn := c.drawings(feedback)
	out := map[uuid.UUID][]Voice{}
	for _, w := range writings {
		if latest[w.OwnerID].ID == w.ID {
			out[w.ThemeID] = append(out[w.ThemeID], Voice{Writing: w, Drawn: drawn[w.OwnerID]})
		}
	}
	return out
}

// drawings gives by feedback the passages that draw on it; feedback says which one a writing is of.
func (c Certificate) drawings(feedback map[uuid.UUID]uuid.UUID) map[uuid.UUID][]Drawing {
	drawn := map[uuid.UUID][]Drawing{}
	for i, section := range c.Sections {
		for j, p := range section.Passages {
			for _, source := range p.Sources {
				if of, ok := feedback[source.WritingID]; ok {
					drawn[of] = append(drawn[of], Drawing{pointer("sections", i, "passages", j), p.ID, source})
				}
			}
		}
	}
	return drawn
}

// unsettled gives the themes on which several assessors wrote, of which one alone or none is used, and for which nobody
// recorded how that was settled.
func (c Certificate) unsettled(writings []programme.Writing) []Finding {
	var out []Finding
	voices := c.voices(writings)
	for _, theme := range slices.SortedFunc(maps.Keys(voices), compareIDs) {
		spoken := voices[theme]
		if theme == uuid.Nil || !several(spoken) || used(spoken) > 1 {
			continue
		}
		if x := c.settlement(theme); x != nil && x.covers(spoken) {
			continue
		}
		out = append(out, Finding{
			Kind: UnsettledTheme, Severity: SeverityWarning, Pointer: c.placeOf(theme), Theme: theme,
			Message: "Several assessors wrote on this theme, and the words of one alone or of none are used. Look at both, and record how it was settled.",
		})
	}
	return out
}

func compareIDs(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }

// used counts the assessors on whose words some passage draws.
func used(voices []Voice) int {
	people := map[uuid.UUID]bool{}
	for _, v := range voices {
		if len(v.Drawn) > 0 {
			people[v.Writing.AssessorID] = true
		}
	}
	return len(people)
}

// placeOf points at the section of a theme, or at all sections when there is none.
func (c Certificate) placeOf(theme uuid.UUID) string {
	i := slices.IndexFunc(c.Sections, func(s Section) bool { return s.ThemeID == theme })
	if i < 0 {
		return "/sections"
	}
	return pointer("sections", i)
}
