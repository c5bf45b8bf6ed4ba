package revocation_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"testamur/internal/pades/revocation"

	"golang.org/x/crypto/ocsp"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

const place = "http://lists.example.org/root.crl"

// issuer is a root with a certificate under it.
type issuer struct {
	t    testing.TB
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	leaf *x509.Certificate
}

func newIssuer(t testing.TB) *issuer {
	t.Helper()
	i := &issuer{t: t}
	i.key = i.newKey()
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Root"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(20, 0, 0), KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	i.cert = root
	i.cert = i.certify(root, i.key)
	i.leaf = i.certify(&x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Timestamps"}, NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(1, 0, 0),
		CRLDistributionPoints: []string{place},
	}, i.newKey())
	return i
}

func (i *issuer) newKey() *ecdsa.PrivateKey {
	i.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	i.must(err)
	return key
}

func (i *issuer) certify(template *x509.Certificate, key *ecdsa.PrivateKey) *x509.Certificate {
	i.t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, i.cert, &key.PublicKey, i.key)
	i.must(err)
	c, err := x509.ParseCertificate(der)
	i.must(err)
	return c
}

func (i *issuer) must(err error) {
	i.t.Helper()
	if err != nil {
		i.t.Fatal(err)
	}
}

// list makes a list of a week, begun an hour before noon.
func (i *issuer) list(change func(*x509.RevocationList)) revocation.Evidence {
	i.t.Helper()
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: noon.Add(-time.Hour), NextUpdate: noon.AddDate(0, 0, 7)}
	change(list)
	der, err := x509.CreateRevocationList(rand.Reader, list, i.cert, i.key)
	i.must(err)
	return revocation.Evidence{CRLs: [][]byte{der}}
}

func asItIs(*x509.RevocationList) {}

// revoked lists the certificate with a reason.
func revoked(serial int64, at time.Time, reason int) func(*x509.RevocationList) {
	return func(l *x509.RevocationList) {
		l.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: big.NewInt(serial), RevocationTime: at, ReasonCode: reason}}
	}
}

// with adds an extension to a list.
func with(e pkix.Extension) func(*x509.RevocationList) {
	return func(l *x509.RevocationList) { l.ExtraExtensions = []pkix.Extension{e} }
}

var (
	oidDelta = asn1.ObjectIdentifier{2, 5, 29, 27}
	oidPoint = asn1.ObjectIdentifier{2, 5, 29, 28}
)

// point is an issuing distribution point of a place and one flag.
func point(t testing.TB, place string, flag int) pkix.Extension {
	t.Helper()
	name := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 6, Bytes: []byte(place)}
	full := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: marshal(t, name)}
	parts := marshal(t, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: marshal(t, full)})
	if flag > 0 {
		parts = append(parts, marshal(t, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: flag, Bytes: []byte{0xff}})...)
	}
	return pkix.Extension{Id: oidPoint, Critical: true, Value: marshal(t, asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: parts})}
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	der, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestAListSaysWhichCertificatesAreGood(t *testing.T) {
	i, other := newIssuer(t), newIssuer(t)
	for name, c := range map[string]struct {
		evidence revocation.Evidence
		at       time.Time
		known    bool
	}{
		"nothing":              {revocation.Evidence{}, noon, false},
		"an empty list":        {i.list(asItIs), noon, true},
		"another is listed":    {i.list(revoked(8, noon, 1)), noon, true},
		"after the list's end": {i.list(asItIs), noon.AddDate(0, 0, 8), false},
		"a later list":         {i.list(asItIs), noon.AddDate(0, -1, 0), true},
		"a list after the certificate": {i.list(func(l *x509.RevocationList) {
			l.ThisUpdate, l.NextUpdate = noon.AddDate(2, 0, 0), noon.AddDate(3, 0, 0)
		}), noon, false},
		"another issuer's list":     {other.list(asItIs), noon, false},
		"a delta list":              {i.list(with(pkix.Extension{Id: oidDelta, Critical: true, Value: []byte{2, 1, 1}})), noon, false},
		"for users, from its place": {i.list(with(point(t, place, 1))), noon, true},
		"from its place":            {i.list(with(point(t, place, 0))), noon, true},
		"from another place":        {i.list(with(point(t, place+"2", 0))), noon, false},
		"for authorities":           {i.list(with(point(t, place, 2))), noon, false},
		"for some reasons":          {i.list(with(point(t, place, 3))), noon, false},
		"an indirect list":          {i.list(with(point(t, place, 4))), noon, false},
		"no list":                   {revocation.Evidence{CRLs: [][]byte{[]byte("no list")}, OCSPs: [][]byte{[]byte("no answer")}}, noon, false},
		"too large a list": {i.list(func(l *x509.RevocationList) {
			l.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Value: make([]byte, 64<<10)}}
		}), noon, false},
	} {
		t.Run(name, func(t *testing.T) {
			got := revocation.Read(c.evidence).Of(i.leaf, i.cert, c.at)
			if got.Known != c.known || !got.Revoked.IsZero() || got.Voids(c.at) {
				t.Errorf("%+v", got)
			}
		})
	}
}

// The reasons are those of RFC 5280, 5.3.1.
func TestARevocationTakesWhatCameLaterAndUnlessTheKeyWasSafeAlsoWhatCameBefore(t *testing.T) {
	i := newIssuer(t)
	before, after := noon.Add(-time.Minute), noon.Add(time.Minute)
	for reason, spares := range map[int]bool{0: false, 1: false, 2: false, 3: true, 4: true, 5: true, 6: false, 9: false, 10: false} {
		for kind, evidence := range map[string]revocation.Evidence{
			"list": i.list(revoked(7, noon, reason)), "answer": i.answer(i.cert, i.key, ocsp.Response{Status: ocsp.Revoked, RevokedAt: noon, RevocationReason: reason}),
		} {
			got := revocation.Read(evidence).Of(i.leaf, i.cert, before)
			if !got.Known || !got.Revoked.Equal(noon) || !got.Voids(after) || !got.Voids(noon) || got.Voids(before) == spares {
				t.Errorf("%s, reason %d: %+v, voids what came before: %t", kind, reason, got, got.Voids(before))
			}
		}
	}
}

// A list without the certificate does not take back what another said, in whatever order they stand.
func TestTheWorstWordCounts(t *testing.T) {
	i := newIssuer(t)
	good := i.list(asItIs).CRLs[0]
	spared, taken := i.list(revoked(7, noon.AddDate(0, 0, -1), 4)).CRLs[0], i.list(revoked(7, noon, 1)).CRLs[0]
	for _, order := range [][][]byte{{good, spared, taken}, {taken, spared, good}, {spared, taken, good}} {
		got := revocation.Read(revocation.Evidence{CRLs: order}).Of(i.leaf, i.cert, noon)
		if !got.Voids(noon.AddDate(0, -1, 0)) {
			t.Errorf("%+v", got)
		}
	}
}

// answer makes an OCSP answer for the leaf by a responder.
func (i *issuer) answer(responder *x509.Certificate, key *ecdsa.PrivateKey, a ocsp.Response) revocation.Evidence {
	i.t.Helper()
	a.SerialNumber = i.leaf.SerialNumber
	if a.ThisUpdate.IsZero() {
		a.ThisUpdate, a.NextUpdate = noon.Add(-time.Hour), noon.AddDate(0, 0, 7)
	}
	if !responder.Equal(i.cert) {
		a.Certificate = responder
	}
	der, err := ocsp.CreateResponse(i.cert, responder, a, key)
	i.must(err)
	return revocation.Evidence{OCSPs: [][]byte{der}}
}

func TestOnlyTheIssuerOrWhomItChoseMayAnswer(t *testing.T) {
	i, other := newIssuer(t), newIssuer(t)
	key := i.newKey()
	// The library dates an answer with the machine's clock, so the responder's certificate must hold today.
	template := &x509.Certificate{SerialNumber: big.NewInt(9), Subject: pkix.Name{CommonName: "Responder"}, NotBefore: noon.AddDate(-10, 0, 0), NotAfter: noon.AddDate(10, 0, 0)}
	nobody := i.certify(template, key)
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
	chosen, stranger := i.certify(template, key), other.certify(template, key)
	good := ocsp.Response{Status: ocsp.Good}
	for name, c := range map[string]struct {
		evidence revocation.Evidence
		known    bool
	}{
		"the issuer":                     {i.answer(i.cert, i.key, good), true},
		"whom it chose":                  {i.answer(chosen, key, good), true},
		"another under it":               {i.answer(nobody, key, good), false},
		"whom another issuer chose":      {i.answer(stranger, key, good), false},
		"one who does not know":          {i.answer(i.cert, i.key, ocsp.Response{Status: ocsp.Unknown}), false},
		"an answer that ended":           {i.answer(i.cert, i.key, ocsp.Response{ThisUpdate: noon.AddDate(0, 0, -7), NextUpdate: noon.AddDate(0, 0, -1)}), false},
		"an answer of today without end": {i.answer(i.cert, i.key, ocsp.Response{ThisUpdate: noon.Add(-time.Hour)}), true},
		"an old answer without end":      {i.answer(i.cert, i.key, ocsp.Response{ThisUpdate: noon.AddDate(0, 0, -2)}), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := revocation.Read(c.evidence).Of(i.leaf, i.cert, noon); got.Known != c.known || !got.Revoked.IsZero() {
				t.Errorf("%+v", got)
			}
		})
	}
}

// Nobody but the issuer can make evidence that counts.
func FuzzEvidence(f *testing.F) {
	i, other := newIssuer(f), newIssuer(f)
	f.Add(other.list(revoked(7, noon, 1)).CRLs[0])
	f.Add(other.answer(other.cert, other.key, ocsp.Response{Status: ocsp.Revoked, RevokedAt: noon}).OCSPs[0])
	f.Fuzz(func(t *testing.T, der []byte) {
		book := revocation.Read(revocation.Evidence{CRLs: [][]byte{der}, OCSPs: [][]byte{der}})
		if got := book.Of(i.leaf, i.cert, noon); got.Known {
			t.Errorf("%+v", got)
		}
	})
}
