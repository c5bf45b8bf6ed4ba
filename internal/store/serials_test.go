package store_test

import (
	"errors"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

func TestASerialNumberIsGivenOnceAndStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		a, b := w.addCertificate(), w.addCertificate()
		for _, step := range []struct {
			of     certificate.Certificate
			prefix string
			year   int
			want   string
		}{
			{a, "SLL", 2026, "SLL-2026-0001"},
			{b, "SLL", 2026, "SLL-2026-0002"},
			{a, "SLL", 2026, "SLL-2026-0001"},
			{a, "NEW", 2027, "SLL-2026-0001"}, // what was reserved stays, whatever is asked later
			{w.addCertificate(), "SLL", 2027, "SLL-2027-0001"},
			{w.addCertificate(), "NEW", 2026, "NEW-2026-0001"},
		} {
			got, err := s.ReserveSerial(t.Context(), step.of.ID, w.programme.ID, step.prefix, step.year)
			must(t, err)
			if got != step.want {
				t.Errorf("%s %d: got %s, want %s", step.prefix, step.year, got, step.want)
			}
		}
	})
}

func TestNoTwoCertificatesShareASerialNumberHoweverTheyAsk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		programmes := []programme.Programme{w.programme, w.addProgramme("CERT")} // two with one prefix
		var certificates []certificate.Certificate
		for range 8 {
			certificates = append(certificates, w.addCertificate())
		}
		undo := errors.New("undo")
		given := make([][]string, 32)
		errs := atOnce(len(given), func(i int) error {
			of := certificates[i%len(certificates)]
			ask := func(ctx contextT) error {
				serial, err := s.ReserveSerial(ctx, of.ID, programmes[i%2].ID, "CERT", 2026)
				given[i] = append(given[i], serial)
				return err
			}
			if err := s.Update(t.Context(), func(ctx contextT) error { return errors.Join(ask(ctx), undo) }); !errors.Is(err, undo) {
				return err
			}
			given[i] = nil // undone, so never given
			return errors.Join(ask(t.Context()), ask(t.Context()))
		})
		must(t, errors.Join(errs...))
		holder := map[string]int{}
		for i, serials := range given {
			of := i % len(certificates)
			for _, serial := range serials {
				if other, taken := holder[serial]; taken && other != of {
					t.Errorf("%s was given to two certificates", serial)
				}
				holder[serial] = of
			}
		}
		if len(holder) != len(certificates) {
			t.Errorf("%d certificates have %d numbers", len(certificates), len(holder))
		}
	})
}
