package keys

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// Evidence is what shows later, to those who can ask nobody, that certificates were good at a time.
type Evidence struct {
	Certificates []*x509.Certificate // of the issuers, up to the root
	CRLs         [][]byte            // of the issuers, in DER
}

// evidenceDays is how long a revocation list speaks for. It is kept in a file under a timestamp of the same day, so that its
// end matters to nobody.
const evidenceDays = 7

// Evidence gives the evidence for certificates that were issued here: of each issuer above them the certificate and a list of
// what it revoked, which is nothing, for a retired certificate only stops being used. An issuer whose key is elsewhere has
// no list here.
func (r *Ring) Evidence(ctx context.Context, of []*x509.Certificate, at time.Time) (Evidence, error) {
	all, err := r.Store.Keys(ctx)
	if err != nil {
		return Evidence{}, err
	}
	var e Evidence
	for _, k := range slices.Backward(all) { // an issuer is older than what it issued
		if k.Kind == Sealing {
			continue
		}
		c, err := x509.ParseCertificate(k.DER)
		if err != nil {
			return Evidence{}, fmt.Errorf("stored certificate: %w", err)
		}
		if !slices.ContainsFunc(append(slices.Clone(of), e.Certificates...), func(x *x509.Certificate) bool { return issued(c, x) }) {
			continue
		}
		e.Certificates = append(e.Certificates, c)
		list, err := r.revocations(k, at)
		if err != nil {
			return Evidence{}, err
		}
		if list != nil {
			e.CRLs = append(e.CRLs, list)
		}
	}
	return e, nil
}

// issued says whether one certificate was issued under another.
func issued(issuer, c *x509.Certificate) bool {
	return bytes.Equal(issuer.RawSubject, c.RawIssuer) && c.CheckSignatureFrom(issuer) == nil
}

// revocations makes an issuer's list, nil when its key is elsewhere. Its number grows with the time (RFC 5280, 5.2.3).
func (r *Ring) revocations(k Key, at time.Time) ([]byte, error) {
	if len(k.Wrapped) == 0 {
		return nil, nil
	}
	pair, err := r.open(k)
	if err != nil {
		return nil, err
	}
	list, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{
		Number: big.NewInt(at.UnixMicro()), ThisUpdate: at, NextUpdate: at.AddDate(0, 0, evidenceDays),
	}, pair.Certificate, pair.Private)
	if err != nil {
		return nil, fmt.Errorf("make revocation list: %w", err)
	}
	return list, nil
}
