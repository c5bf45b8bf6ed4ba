package judges

import (
	"crypto/rand"
	"crypto/x509"
	"io"
	"math/big"
	"net/http"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"
)

// publishing is what an authority's root says of the certificates under it.
type publishing struct {
	lists, responders []string // in new certificates
	revoked           []x509.RevocationListEntry
	mute              bool
	asked             int
}

const listPath, responderPath = "/root.crl", "/ocsp"

// Lists gives the authority another certificate, which names the root's revocation list.
func (a *Authority) Lists(t testing.TB, until time.Time) {
	t.Helper()
	a.lists, a.responders = []string{a.URL + listPath}, nil
	a.Certify(t, until)
}

// Responds gives the authority another certificate, which names the root's OCSP responder.
func (a *Authority) Responds(t testing.TB, until time.Time) {
	t.Helper()
	a.lists, a.responders = nil, []string{a.URL + responderPath}
	a.Certify(t, until)
}

// Revoke revokes the certificate in use.
func (a *Authority) Revoke(at time.Time, reason int) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.revoked = append(a.revoked, x509.RevocationListEntry{SerialNumber: big.NewInt(1 + a.certified), RevocationTime: at, ReasonCode: reason})
}

// Mute makes the root answer nobody, or answer again.
func (a *Authority) Mute(mute bool) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.mute = mute
}

// Asked is how often the root was asked what it revoked.
func (a *Authority) Asked() int {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.asked
}

// publish answers for the root.
func (a *Authority) publish(w http.ResponseWriter, r *http.Request) {
	a.asked++
	if a.mute {
		http.Error(w, "closed", http.StatusServiceUnavailable)
		return
	}
	answer := a.list
	if r.URL.Path == responderPath {
		answer = func() ([]byte, error) { return a.answer(r.Body) }
	}
	der, err := answer()
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if _, err := w.Write(der); err != nil {
		a.runner.t.Error(err)
	}
}

func (a *Authority) list() ([]byte, error) {
	now := time.Now()
	return x509.CreateRevocationList(rand.Reader, &x509.RevocationList{
		Number: big.NewInt(now.UnixNano()), ThisUpdate: now.Add(-time.Hour), NextUpdate: now.AddDate(0, 0, 7), RevokedCertificateEntries: a.revoked,
	}, a.Root, a.key)
}

func (a *Authority) answer(body io.Reader) ([]byte, error) {
	question, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	request, err := ocsp.ParseRequest(question)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	answer := ocsp.Response{Status: ocsp.Good, SerialNumber: request.SerialNumber, ThisUpdate: now.Add(-time.Hour), NextUpdate: now.AddDate(0, 0, 7)}
	for _, e := range a.revoked {
		if e.SerialNumber.Cmp(request.SerialNumber) == 0 {
			answer.Status, answer.RevokedAt, answer.RevocationReason = ocsp.Revoked, e.RevocationTime, e.ReasonCode
		}
	}
	return ocsp.CreateResponse(a.Root, a.Root, answer, a.key)
}
