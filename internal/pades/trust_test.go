package pades_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"testing"
	"time"

	"testamur/internal/pades"
)

func TestTheChainIsJudgedAsOfTheSigningTime(t *testing.T) {
	root := newRoot(t, "Test Root")
	// A certificate that expired long ago, when the test runs.
	old := root.newLeaf(t, "Old Seal", newECKey(t), func(c *x509.Certificate) {
		c.NotBefore, c.NotAfter = start.AddDate(-1, 0, 0), start.AddDate(-1, 1, 0)
	})
	s := pades.Signing{Field: "Seal", Time: start.AddDate(-1, 0, 10), Key: old.key, Chain: []*x509.Certificate{old.cert}}
	if err := sealed(sign(t, base{fields: []string{"Seal"}}.build(t), s), root.pool()); err != nil {
		t.Errorf("expired since, valid then: %v", err)
	}
}

func TestSignRefusesACertificateThatIsNotValidAtTheTime(t *testing.T) {
	w := newWorld(t)
	for name, at := range map[string]time.Time{
		"not yet valid": start.Add(-time.Second),
		"expired":       end.Add(time.Second),
		"no time":       {},
	} {
		t.Run(name, func(t *testing.T) {
			s := w.signing("Seal")
			s.Time = at
			signRefused(t, base{fields: []string{"Seal"}}.build(t), s, pades.ErrCertificate)
		})
	}
}

func TestWhoIsNotTrusted(t *testing.T) {
	w := newWorld(t)
	between := certify(t, w.root, newECKey(t), x509.Certificate{
		Subject: pkix.Name{CommonName: "Intermediate"}, NotBefore: start, NotAfter: end,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	})
	notYet := certify(t, issuer{}, newECKey(t), x509.Certificate{
		Subject: pkix.Name{CommonName: "Young Root"}, NotBefore: noon.Add(time.Hour), NotAfter: end,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	})
	usage := func(u x509.KeyUsage) func(*x509.Certificate) { return func(c *x509.Certificate) { c.KeyUsage = u } }
	purpose := func(u ...x509.ExtKeyUsage) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.ExtKeyUsage = u }
	}
	for name, c := range map[string]struct {
		leaf    issuer
		chain   []*x509.Certificate
		roots   *x509.CertPool
		trusted bool
	}{
		"the root itself":         {leaf: w.leaf, roots: w.root.pool(), trusted: true},
		"through an intermediate": {leaf: between.newLeaf(t, "A", newECKey(t)), chain: []*x509.Certificate{between.cert}, roots: w.root.pool(), trusted: true},
		"intermediate left out":   {leaf: between.newLeaf(t, "A", newECKey(t)), roots: w.root.pool()},
		"no roots":                {leaf: w.leaf},
		"another root":            {leaf: w.leaf, roots: newRoot(t, "Test Root").pool()},
		"root not yet valid":      {leaf: notYet.newLeaf(t, "A", newECKey(t)), roots: notYet.pool()},
		"signs certificates":      {leaf: w.root, roots: w.root.pool()},
		"key usage not signing":   {leaf: w.root.newLeaf(t, "A", newECKey(t), usage(x509.KeyUsageKeyAgreement)), roots: w.root.pool()},
		"digital signature alone": {leaf: w.root.newLeaf(t, "A", newECKey(t), usage(x509.KeyUsageDigitalSignature)), roots: w.root.pool(), trusted: true},
		"a web server's":          {leaf: w.root.newLeaf(t, "A", newECKey(t), purpose(x509.ExtKeyUsageServerAuth)), roots: w.root.pool()},
		"a timestamp authority's": {leaf: w.root.newLeaf(t, "A", newECKey(t), purpose(x509.ExtKeyUsageTimeStamping)), roots: w.root.pool()},
		"for mail":                {leaf: w.root.newLeaf(t, "A", newECKey(t), purpose(x509.ExtKeyUsageEmailProtection)), roots: w.root.pool(), trusted: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := w.signing("Seal")
			s.Key, s.Chain = c.leaf.key, append([]*x509.Certificate{c.leaf.cert}, c.chain...)
			r := verify(t, sign(t, base{fields: []string{"Seal"}}.build(t), s), c.roots)
			got := r.Signatures[0]
			if got.Trusted != c.trusted || (r.Sealed("Seal") == nil) != c.trusted {
				t.Errorf("trusted: %t, sealed: %v", got.Trusted, r.Sealed("Seal"))
			}
			if !got.Intact || !got.CoversWholeFile || got.Signer != c.leaf.cert.Subject.CommonName {
				t.Errorf("the signature itself: %+v", got)
			}
		})
	}
}
