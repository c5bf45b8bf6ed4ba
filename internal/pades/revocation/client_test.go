package revocation_test

import (
	"context"
	"crypto/x509"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"testamur/internal/pades/revocation"

	"golang.org/x/crypto/ocsp"
)

// source serves an issuer's evidence, and counts.
type source struct {
	*issuer
	client *revocation.Client
	clock  time.Time
	asked  []string
	serve  map[string]revocation.Evidence
}

func newSource(t *testing.T, lists, responders []string) *source {
	t.Helper()
	s := &source{issuer: newIssuer(t), clock: noon, serve: map[string]revocation.Evidence{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	at := func(paths []string) (all []string) {
		for _, p := range paths {
			all = append(all, server.URL+p)
		}
		return all
	}
	s.leaf = s.certify(&x509.Certificate{
		SerialNumber: big.NewInt(7), NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(1, 0, 0),
		CRLDistributionPoints: append([]string{"ldap://lists.example.org/", "https://lists.example.org/"}, at(lists)...), OCSPServer: at(responders),
	}, s.newKey())
	s.client = &revocation.Client{HTTP: server.Client(), Now: func() time.Time { return s.clock }}
	return s
}

func (s *source) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked = append(s.asked, r.Method+" "+r.URL.Path)
	e, ok := s.serve[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	for _, der := range append(e.CRLs, e.OCSPs...) {
		if _, err := w.Write(der); err != nil {
			s.t.Error(err)
		}
	}
}

func (s *source) fetch() (revocation.Evidence, error) {
	return s.client.Evidence(context.Background(), s.leaf, s.cert)
}

func TestTheListIsFetchedAndWhereThereIsNoneTheResponderIsAsked(t *testing.T) {
	s := newSource(t, []string{"/a", "/b"}, []string{"/ocsp"})
	s.serve["/a"] = newIssuer(t).list(asItIs)
	s.serve["/ocsp"] = s.answer(s.cert, s.key, ocsp.Response{Status: ocsp.Good})
	got, err := s.fetch()
	s.must(err)
	if len(got.OCSPs) != 1 || len(got.CRLs) != 0 || len(s.asked) != 3 || s.asked[2] != "POST /ocsp" {
		t.Errorf("%d lists, %d answers after %v", len(got.CRLs), len(got.OCSPs), s.asked)
	}
	s.serve["/b"] = s.list(asItIs)
	s.clock = noon.AddDate(0, 0, 2)
	if got, err = s.fetch(); err != nil || len(got.CRLs) != 1 || len(got.OCSPs) != 0 {
		t.Errorf("%d lists, %d answers, %v", len(got.CRLs), len(got.OCSPs), err)
	}
}

func TestEvidenceIsKeptForADayAndFailureForMinutes(t *testing.T) {
	s := newSource(t, []string{"/list"}, nil)
	for _, step := range []struct {
		after time.Duration
		list  bool
		asked int
		err   error
	}{
		{0, false, 1, revocation.ErrNone},
		{time.Minute, true, 1, revocation.ErrNone},
		{5 * time.Minute, true, 2, nil},
		{24 * time.Hour, false, 2, nil},
		{24*time.Hour + 5*time.Minute, false, 3, revocation.ErrNone},
	} {
		s.clock = noon.Add(step.after)
		delete(s.serve, "/list")
		if step.list {
			s.serve["/list"] = s.list(asItIs)
		}
		if _, err := s.fetch(); !errors.Is(err, step.err) || len(s.asked) != step.asked {
			t.Errorf("after %v: %v, asked %d times", step.after, err, len(s.asked))
		}
	}
}

func TestEvidenceIsNotKeptBeyondItsEnd(t *testing.T) {
	s := newSource(t, []string{"/list"}, nil)
	s.serve["/list"] = s.list(func(l *x509.RevocationList) { l.NextUpdate = noon.Add(time.Hour) })
	for _, c := range []struct {
		after time.Duration
		err   error
	}{{0, nil}, {59 * time.Minute, nil}, {time.Hour + time.Second, revocation.ErrNone}} {
		s.clock = noon.Add(c.after)
		if _, err := s.fetch(); !errors.Is(err, c.err) {
			t.Errorf("after %v: %v", c.after, err)
		}
	}
}

func TestAnEndlessAnswerIsGivenUp(t *testing.T) {
	s := newSource(t, []string{"/list"}, nil)
	s.serve["/list"] = revocation.Evidence{CRLs: [][]byte{make([]byte, 1<<20)}}
	if _, err := s.fetch(); !errors.Is(err, revocation.ErrNone) {
		t.Errorf("got %v", err)
	}
}

func TestWhoGivesUpLeavesNoFailureToOthers(t *testing.T) {
	s := newSource(t, []string{"/list"}, nil)
	s.serve["/list"] = s.list(asItIs)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.client.Evidence(ctx, s.leaf, s.cert); !errors.Is(err, revocation.ErrNone) {
		t.Errorf("got %v", err)
	}
	if _, err := s.fetch(); err != nil {
		t.Error(err)
	}
}

func TestARevokedCertificateIsNoFailure(t *testing.T) {
	s := newSource(t, []string{"/list"}, nil)
	s.serve["/list"] = s.list(revoked(7, noon, 1))
	got, err := s.fetch()
	s.must(err)
	if !revocation.Read(got).Of(s.leaf, s.cert, noon).Voids(noon) {
		t.Error("it is not said to be revoked")
	}
}
