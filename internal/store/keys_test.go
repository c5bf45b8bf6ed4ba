package store_test

import (
	"errors"
	"testing"

	"testamur/internal/keys"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

func TestServersThatStartTogetherMakeOneRoot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		errs := atOnce(4, func(int) error {
			return s.Update(t.Context(), func(ctx contextT) error {
				all, err := s.Keys(ctx)
				if err != nil || len(all) > 0 {
					return err
				}
				return s.InsertKey(ctx, keys.Key{ID: newID(), Kind: keys.Root, DER: []byte{1}, CreatedAt: epoch})
			})
		})
		must(t, errors.Join(errs...))
		all, err := s.Keys(t.Context())
		must(t, err)
		if len(all) != 1 {
			t.Errorf("%d roots", len(all))
		}
	})
}
