package store_test

import (
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

func (w *world) addShareLink(c certificate.Certificate, expires time.Time) certificate.ShareLink {
	w.t.Helper()
	l := certificate.ShareLink{
		Meta: fresh(), CertificateID: c.ID, VersionID: w.version.ID, Hash: record.DigestOf([]byte(newID().String())),
		ShareFields: certificate.ShareFields{ExpiresAt: expires},
	}
	must(w.t, w.ShareLinks().Insert(w.t.Context(), l))
	return l
}

func TestAShareLinkIsFoundByItsHashAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		l := w.addShareLink(w.addCertificate(), epoch)
		got, err := s.ShareLinkByHash(t.Context(), l.Hash)
		must(t, err)
		equal(t, got, l)
		if _, err := s.ShareLinkByHash(t.Context(), record.DigestOf([]byte("another"))); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("another: %v", err)
		}
		again := l
		again.ID = newID()
		if err := s.ShareLinks().Insert(t.Context(), again); fault.ReasonOf(err) != "link_exists" {
			t.Errorf("the same secret: %v", err)
		}
	})
}

func TestShareLinksAreListedByCertificatePersonAndWhetherTheyAreOpen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		one, other := w.addCertificate(), w.addCertificate()
		open, expired, withdrawn := w.addShareLink(one, epoch.Add(time.Hour)), w.addShareLink(one, epoch), w.addShareLink(one, epoch.Add(time.Hour))
		withdrawn.WithdrawnAt = epoch
		must(t, s.ShareLinks().Update(t.Context(), &withdrawn))
		others := w.addShareLink(other, epoch.Add(time.Hour))
		for _, c := range []struct {
			filter certificate.ShareFilter
			want   []certificate.ShareLink
		}{
			{certificate.ShareFilter{Certificate: one.ID}, []certificate.ShareLink{open, expired, withdrawn}},
			{certificate.ShareFilter{Certificate: one.ID, OpenAt: epoch}, []certificate.ShareLink{open}},
			{certificate.ShareFilter{Person: other.PersonID}, []certificate.ShareLink{others}},
			{certificate.ShareFilter{Person: newID()}, []certificate.ShareLink{}},
		} {
			list, err := s.ShareLinks().List(t.Context(), c.filter, record.Page{Limit: 10})
			must(t, err)
			equal(t, list.Items, c.want)
		}
	})
}

func TestOfManyOpeningsAtOnceOneCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		l := w.addShareLink(w.addCertificate(), epoch.Add(time.Hour))
		for minute := range 2 {
			at := epoch.Add(time.Duration(minute) * time.Minute)
			for _, err := range atOnce(8, func(int) error { return s.CountOpening(t.Context(), l.ID, at, at.Add(-time.Minute)) }) {
				must(t, err)
			}
		}
		l.Opened, l.OpenedAt = 2, epoch.Add(time.Minute)
		got, err := s.ShareLinks().Get(t.Context(), l.ID)
		must(t, err)
		equal(t, got, l)
	})
}

func TestShareLinksGoWithTheirPersonAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		one, other := w.addCertificate(), w.addCertificate()
		w.addShareLink(one, epoch)
		stays := w.addShareLink(other, epoch)
		must(t, s.RemoveShareLinks(t.Context(), one.PersonID))
		list, err := s.ShareLinks().List(t.Context(), certificate.ShareFilter{}, record.Page{Limit: 10})
		must(t, err)
		equal(t, list.Items, []certificate.ShareLink{stays})
	})
}

func TestAllSectionsAreNotTheSameAsNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		for _, sections := range [][]uuid.UUID{nil, {}, {newID()}} {
			l := w.addShareLink(w.addCertificate(), epoch)
			l.Sections = sections
			must(t, s.ShareLinks().Update(t.Context(), &l))
			got, err := s.ShareLinks().Get(t.Context(), l.ID)
			must(t, err)
			if (got.Sections == nil) != (sections == nil) || len(got.Sections) != len(sections) {
				t.Errorf("%v came back as %v", sections, got.Sections)
			}
		}
	})
}
