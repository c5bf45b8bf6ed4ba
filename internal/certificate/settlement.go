package certificate

import (
	"context"
	"slices"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// SettlementWay says how differing words were settled.
type SettlementWay string

// The ways.
const (
	KeptBoth SettlementWay = "kept_both" // side by side
	Chose    SettlementWay = "chose"     // one of them
	Merged   SettlementWay = "condensed" // into one text
	SetAside SettlementWay = "set_aside" // none is used
)

// maxSettled is how many writings one settlement names.
const maxSettled = 200

// Settlement records how the differing words of several assessors on a theme were settled. It is kept beside the text with
// where the passages came from, and nobody but those who compose sees it.
type Settlement struct {
	ThemeID  uuid.UUID
	How      SettlementWay
	Note     string
	Writings []uuid.UUID // that it settles
	By       Composer
	At       time.Time
}

func (x Settlement) checked() (Settlement, error) {
	var f text.Form
	x.How = text.OneOf(&f, "/how", x.How, KeptBoth, Chose, Merged, SetAside)
	x.Note = f.OptionalProse("/note", x.Note, 2000)
	if len(x.Writings) > maxSettled {
		f.Refuse("/writing_ids", "too_many", "Name fewer writings.")
	}
	return x, f.Err()
}

// covers says whether all of the theme's voices are settled by it.
func (x Settlement) covers(voices []Voice) bool {
	return !slices.ContainsFunc(voices, func(v Voice) bool { return !slices.Contains(x.Writings, v.Writing.ID) })
}

// settlement gives how a theme was settled, if it was.
func (c Certificate) settlement(theme uuid.UUID) *Settlement {
	i := slices.IndexFunc(c.Settlements, func(x Settlement) bool { return x.ThemeID == theme })
	if i < 0 || theme == uuid.Nil {
		return nil
	}
	return &c.Settlements[i]
}

// Settle records, while composing, how the differing words on a theme were settled; without writings, all that can be quoted
// on it now. A second settlement of a theme replaces the first. Fails as NotFound, Stale, Invalid, or Conflict when fewer
// than two assessors wrote on the theme.
func (s *Service) Settle(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, x Settlement) (Certificate, error) {
	return s.compose(ctx, a, access.OpPutSettlement, id, match, func(ctx context.Context, c *Certificate) error {
		x, err := x.checked()
		if err != nil {
			return err
		}
		all, err := s.Store.SourceWritings(ctx, c.EnrolmentID, nil)
		if err != nil {
			return err
		}
		voices := c.voices(all)[x.ThemeID]
		if x.ThemeID == uuid.Nil || len(voices) == 0 {
			return fault.Missing("theme with feedback")
		}
		if !several(voices) {
			return fault.New(fault.Conflict, "one_voice", "One assessor alone wrote on this theme: there is nothing to settle.")
		}
		if x.Writings, err = settled(x.Writings, voices); err != nil {
			return err
		}
		x.By, x.At = Composer{Key: a.Key(), Person: a.Person}, s.Now()
		c.unsettle(x.ThemeID)
		c.Settlements = append(c.Settlements, x)
		return nil
	})
}

// Unsettle removes, while composing, how a theme was settled. Fails as NotFound, Stale, or Conflict with not_settled when it is not.
func (s *Service) Unsettle(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, theme uuid.UUID) (Certificate, error) {
	return s.compose(ctx, a, access.OpDeleteSettlement, id, match, func(_ context.Context, c *Certificate) error {
		if c.settlement(theme) == nil {
			return fault.New(fault.Conflict, "not_settled", "It is not recorded how this theme was settled.")
		}
		c.unsettle(theme)
		return nil
	})
}

func (c *Certificate) unsettle(theme uuid.UUID) {
	c.Settlements = slices.DeleteFunc(slices.Clone(c.Settlements), func(x Settlement) bool { return x.ThemeID == theme })
}

// settled gives the writings that a settlement names, or all voices of the theme when it names none.
func settled(named []uuid.UUID, voices []Voice) ([]uuid.UUID, error) {
	present := make([]uuid.UUID, len(voices))
	for i, v := range voices {
		present[i] = v.Writing.ID
	}
	if len(named) == 0 {
		return present, nil
	}
	if slices.ContainsFunc(named, func(id uuid.UUID) bool { return !slices.Contains(present, id) }) {
		return nil, fault.At("/writing_ids", "unknown", "Name the latest quotable texts on this theme alone.")
	}
	return named, nil
}

// several says whether more than one assessor wrote.
func several(voices []Voice) bool {
	return slices.ContainsFunc(voices, func(v Voice) bool { return v.Writing.AssessorID != voices[0].Writing.AssessorID })
}

// Voice is the latest quotable text of one feedback, and the passages that draw on the feedback.
type Voice struct {
	Writing  programme.Writing
	Assessor string // by name; for reading only
	Drawn    []Drawing
}

// Drawing is a passage that draws on a writing, which may be an earlier text of the same feedback.
type Drawing struct {
	Pointer string // RFC 6901, into the certificate as the API shows it
	Passage uuid.UUID
	Source
}

// ThemeVoices is what was written on one theme.
type ThemeVoices struct {
	Theme      programme.Theme // zero for what was written without one
	Voices     []Voice
	Several    bool // assessors wrote
	Settlement *Settlement
	Settler    string // by name, when it was a person
	Standing   bool   // the settlement names everything that can be quoted now
}
