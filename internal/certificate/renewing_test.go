package certificate_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"log/slog"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/pades"
	"testamur/internal/pades/judges"
	"testamur/internal/pades/revocation"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// archive is a world with a time authority, whose certificate ends in an hour, and one issued certificate.
type archive struct {
	*world
	renewals  *certificate.Renewals
	authority *judges.Authority
	issued    certificate.Certificate
	original  []byte
}

// The authority's clock is the machine's, so here the world's is too.
func newArchive(t *testing.T, db *store.Store) archive {
	t.Helper()
	a := archive{world: newWorldAt(t, db, time.Now().UTC().Truncate(time.Microsecond)), authority: judges.NewAuthority(t)}
	a.press.TimestampRoots = x509.NewCertPool()
	a.press.TimestampRoots.AddCert(a.authority.Root)
	a.press.Authority = pades.NewHTTPAuthority(a.authority.URL, a.authority.Client, a.press.TimestampRoots, rand.Reader)
	a.renewals = &certificate.Renewals{
		Store: db, Blobs: a.blobs, Press: a.press, Now: a.now, Journal: access.Journal{Store: db, Now: a.now, NewID: newID},
	}
	var err error
	a.issued, err = a.issue(a.signed())
	a.must(err)
	a.original = a.pdf(a.issued)
	return a
}

// due lists what ends before so many days from now.
func (a archive) due(days int) []certificate.Renewable {
	a.t.Helper()
	due, err := a.renewals.Due(a.t.Context(), a.now().AddDate(0, 0, days))
	a.must(err)
	return due
}

func (a archive) renew(due certificate.Renewable) (time.Time, error) {
	return a.renewals.Renew(a.t.Context(), access.System("test"), due)
}

func (a archive) events() int {
	a.t.Helper()
	list, err := a.db.Events(a.t.Context(), access.EventFilter{Object: a.issued.ID, Sight: access.Sight{All: true}}, 100)
	a.must(err)
	n := 0
	for _, e := range list.Items {
		if e.Operation == certificate.OpRenewFile {
			n++
		}
	}
	return n
}

func TestARenewedFileStandsBesideTheFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		a := newArchive(t, db)
		if n := len(a.due(0)); n != 0 {
			t.Errorf("%d are due that end later", n)
		}
		due := a.due(1)
		if len(due) != 1 || due[0].Serial != a.issued.Serial || due[0].StampedUntil.IsZero() {
			t.Fatalf("due: %+v", due)
		}
		end := time.Now().AddDate(5, 0, 0).UTC().Truncate(time.Second)
		a.authority.Certify(t, end)
		until, err := a.renew(due[0])
		a.must(err)
		renewed := a.pdf(a.issued)
		if !until.Equal(end) || !bytes.HasPrefix(renewed, a.original) || bytes.Equal(renewed, a.original) {
			t.Errorf("until %v, %d bytes after %d", until, len(renewed), len(a.original))
		}
		for _, file := range [][]byte{a.original, renewed} {
			v, err := a.VerifyFile(t.Context(), file)
			a.must(err)
			if v.Verdict != certificate.Genuine || !v.Exact || v.FileName != record.DigestOf(renewed) {
				t.Errorf("%+v", v)
			}
		}
		if v := a.version(a.issued); v.FileSize != int64(len(renewed)) {
			t.Errorf("%d bytes are said to be there", v.FileSize)
		}
		if n := len(a.due(365)); n != 0 || a.events() != 1 {
			t.Errorf("%d are due still, %d events", n, a.events())
		}
	})
}

// Two who renew at once, or one who was stopped before the books were written, leave one renewed file and one event.
func TestAFileIsRenewedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		a := newArchive(t, db)
		due := a.due(1)[0]
		a.authority.Certify(t, time.Now().AddDate(5, 0, 0))
		stopped := *a.renewals
		stopped.Store = stoppedStore{db}
		if _, err := stopped.Renew(t.Context(), access.System("test"), due); !errors.Is(err, errStopped) {
			t.Fatal(err)
		}
		if !bytes.Equal(a.pdf(a.issued), a.original) || len(a.due(1)) != 1 {
			t.Error("what was not entered counts")
		}
		_, err := a.renew(due)
		a.must(err)
		renewed := a.pdf(a.issued)
		if until, err := a.renew(due); err != nil || !until.IsZero() {
			t.Errorf("renewed a second time: %v, %v", until, err)
		}
		if !bytes.Equal(a.pdf(a.issued), renewed) || a.events() != 1 {
			t.Errorf("%d events", a.events())
		}
	})
}

var errStopped = errors.New("stopped")

// stoppedStore ends before anything is written.
type stoppedStore struct{ *store.Store }

func (stoppedStore) InsertIssuedFile(context.Context, certificate.IssuedFile) error {
	return errStopped
}

func TestNothingIsRenewedWithoutGain(t *testing.T) {
	a := newArchive(t, storetest.Open(t))
	if _, err := a.renew(a.due(1)[0]); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("got %v", err)
	}
	a.press.Authority = nil
	if _, err := a.renew(a.due(1)[0]); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
	if !bytes.Equal(a.pdf(a.issued), a.original) || a.events() != 0 {
		t.Error("something was changed")
	}
}

// What was issued before there was a time authority is the most urgent.
func TestAFileWithoutTimestampGetsItsFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		a := newArchive(t, db)
		authority := a.press.Authority
		a.press.Authority = nil
		c, err := a.issue(a.approved(a.send(a.proposedFor(a.participant("Ana")))))
		a.must(err)
		a.press.Authority = authority
		due := a.due(1)
		if len(due) != 2 || due[0].CertificateID != c.ID || !due[0].StampedUntil.IsZero() {
			t.Fatalf("due: %+v", due)
		}
		_, err = a.renew(due[0])
		a.must(err)
		if v, err := a.VerifyFile(t.Context(), a.pdf(c)); err != nil || v.Verdict != certificate.Genuine || len(a.due(0)) != 0 {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

// A revoked certificate is a document still, whose time somebody may want to prove.
func TestRevokedFilesAreRenewedAndStayRevoked(t *testing.T) {
	a := newArchive(t, storetest.Open(t))
	_, err := a.Revoke(t.Context(), office, a.issued.ID, record.Any, certificate.ReasonError, "")
	a.must(err)
	a.authority.Certify(t, time.Now().AddDate(5, 0, 0))
	_, err = a.renew(a.due(1)[0])
	a.must(err)
	if got := a.verdict(a.pdf(a.issued)); got != certificate.VerdictRevoked {
		t.Errorf("verdict %s", got)
	}
}

// A file without the time authority's revocation list is due at once, and until the list can be had.
func TestAFileThatLacksWhatProvesItIsDue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		a := newArchive(t, db)
		if n := len(a.due(0)); n != 0 {
			t.Fatalf("%d are due whose authority's certificate names no place to ask", n)
		}
		a.authority.Lists(t, time.Now().AddDate(5, 0, 0))
		a.authority.Mute(true)
		a.press.Log = slog.New(slog.DiscardHandler)
		a.press.Revocations = &revocation.Client{HTTP: a.authority.Client, Now: a.now}
		c, err := a.issue(a.approved(a.send(a.proposedFor(a.participant("Ben Reis")))))
		a.must(err)
		due := a.due(0)
		if len(due) != 1 || due[0].Serial != c.Serial || !due[0].StampedUntil.IsZero() {
			t.Fatalf("due: %+v", due)
		}
		if v := a.verdict(a.pdf(c)); v != certificate.Genuine {
			t.Errorf("verdict %s", v)
		}
		if _, err := a.renew(due[0]); fault.ReasonOf(err) != "no_evidence" || len(a.due(0)) != 1 {
			t.Errorf("renewed without gain: %v", err)
		}
		a.authority.Mute(false)
		a.later(10 * time.Minute) // before which nobody asks again
		if _, err := a.renew(due[0]); err != nil || len(a.due(0)) != 0 {
			t.Errorf("%d are due after renewing: %v", len(a.due(0)), err)
		}
	})
}
