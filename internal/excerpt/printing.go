package excerpt

import (
	"bytes"
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/handbook"

	"github.com/google/uuid"
)

// Printed gives the passages that the handbook of an edition shows now, in the order of their digests: that tells nothing of
// whom they are about, and is the same each time.
func (s *Service) Printed(ctx context.Context, edition uuid.UUID) ([]handbook.Passage, error) {
	excerpts, err := s.Store.PrintableExcerpts(ctx, edition)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(excerpts, func(a, b Excerpt) int { return bytes.Compare(a.Digest[:], b.Digest[:]) })
	var out []handbook.Passage
	for _, x := range excerpts {
		wording, err := x.Read()
		if err != nil {
			return nil, err
		}
		if x.State() == Agreed {
			out = append(out, handbook.Passage{Discipline: x.Discipline, Text: wording.Text})
		}
	}
	return out, nil
}

// Shown says whether the handbook of an edition shows passages. Fails as NotFound.
func (s *Service) Shown(ctx context.Context, a access.Actor, edition uuid.UUID) (bool, error) {
	if err := a.Permit(access.OpGetExcerptSetting); err != nil {
		return false, err
	}
	if _, err := s.Store.EditionHeads().Get(ctx, edition); err != nil {
		return false, err
	}
	return s.Store.ExcerptsShown(ctx, edition)
}

// Show makes the handbook of an edition show passages, or not. It is the deed of who publishes editions: it changes what
// readers of a published edition find beside it, and the edition itself not. Fails as NotFound.
func (s *Service) Show(ctx context.Context, a access.Actor, edition uuid.UUID, shown bool) error {
	if err := a.Permit(access.OpSetExcerptSetting); err != nil {
		return err
	}
	return s.Store.Update(ctx, func(ctx context.Context) error {
		if _, err := s.Store.EditionHeads().Get(ctx, edition); err != nil {
			return err
		}
		if before, err := s.Store.ExcerptsShown(ctx, edition); err != nil || before == shown {
			return err
		}
		if err := s.Store.ShowExcerpts(ctx, edition, shown); err != nil {
			return err
		}
		detail := map[string]string{"shown": map[bool]string{true: "yes", false: "no"}[shown]}
		return s.Journal.Note(ctx, a, access.OpSetExcerptSetting, access.Ref{Kind: "edition", ID: edition}, uuid.Nil, detail)
	})
}
