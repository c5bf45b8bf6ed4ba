package store_test

import (
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

func TestOfTwoWhoClaimAVersionAtOnceOneGetsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		id := newWorld(t, s).version.ID
		errs := atOnce(8, func(int) error {
			return s.Update(t.Context(), func(ctx contextT) error {
				v, err := s.Version(ctx, id)
				if err != nil {
					return err
				}
				if epoch.Before(v.IssuingUntil) {
					return fault.New(fault.Conflict, "in_progress", "claimed")
				}
				v.IssuingUntil = epoch.Add(time.Minute)
				return s.SaveVersion(ctx, v)
			})
		})
		if got := outcomes(errs); got[""] != 1 || got["conflict/in_progress"] != 7 {
			t.Errorf("got %v", got)
		}
	})
}

func TestVersionsAreListedOldestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		c := w.addCertificate()
		later, earlier := w.addVersion(c), w.addVersion(c)
		earlier.SentAt = epoch.Add(-time.Microsecond)
		must(t, s.SaveVersion(t.Context(), earlier))
		got, err := s.Versions(t.Context(), c.ID)
		must(t, err)
		equal(t, got, []certificate.Version{earlier, later})
	})
}

func TestAnIssuedFileLeadsToItsVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		pdf := record.DigestOf([]byte("pdf"))
		must(t, s.InsertIssuedFile(t.Context(), certificate.IssuedFile{Digest: pdf, VersionID: w.version.ID, At: epoch}))
		id, code, err := s.IssuedVersion(t.Context(), pdf)
		must(t, err)
		if id != w.version.ID || code != w.version.Code {
			t.Errorf("got %s, %s", id, code)
		}
	})
}

func TestStatusInsideATransactionSeesWhatItWrote(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		v := newWorld(t, s).version
		must(t, s.Update(t.Context(), func(ctx contextT) error {
			v.State = certificate.VersionRevoked
			must(t, s.SaveVersion(ctx, v))
			inside, err := s.Status(ctx, v.Code)
			must(t, err)
			outside, err := s.Status(t.Context(), v.Code)
			must(t, err)
			if inside.State != certificate.VersionRevoked || outside.State != certificate.VersionSigning {
				t.Errorf("inside %s, outside %s", inside.State, outside.State)
			}
			return nil
		}))
	})
}

func TestEveryBlobThatIsNeededIsReferredTo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		of := func(name string) record.Digest { return record.DigestOf([]byte(name)) }
		v := w.version
		v.File, v.Base.File, v.Logo = of("file"), of("base"), of("a logo")
		must(t, s.SaveVersion(t.Context(), v))
		must(t, s.InsertIssuedFile(t.Context(), certificate.IssuedFile{Digest: of("issued"), VersionID: v.ID, At: epoch}))
		must(t, s.InsertSignOff(t.Context(), certificate.SignOff{ID: newID(), VersionID: v.ID, Signature: of("signature"), At: epoch}))
		for name, want := range map[string]bool{
			"logo": true, "file": true, "base": true, "a logo": true, "issued": true, "signature": true, "orphan": false,
		} {
			got, err := s.RefersTo(t.Context(), of(name))
			must(t, err)
			if got != want {
				t.Errorf("%s: %v", name, got)
			}
		}
	})
}
