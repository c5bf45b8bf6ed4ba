package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"os"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"
	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

var (
	content = []byte("what is signed")
	start   = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	end     = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
)

// newSelfSigned makes a certificate that is its own root.
func newSelfSigned(t testing.TB) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Test"}, NotBefore: start, NotAfter: end,
		KeyUsage: x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert, key
}

func der(t testing.TB, d *Detached) []byte {
	t.Helper()
	b, err := d.DER()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// check is what a verifier does with a signature over content.
func check(signature []byte) error {
	signed, rest, err := Parse(signature)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return errors.New("something follows")
	}
	if _, err := signed.Token(); err != nil {
		return err
	}
	return signed.CheckDetached(func(h crypto.Hash) []byte { return sum(h, content) })
}

func TestASignatureIsSoundToItsOwnAndAnotherReader(t *testing.T) {
	cert, key := newSelfSigned(t)
	d, err := Sign(sha256.Sum256(content), key, []*x509.Certificate{cert})
	if err != nil {
		t.Fatal(err)
	}
	signature := der(t, d)
	if err := check(signature); err != nil {
		t.Error(err)
	}
	other, err := pkcs7.Parse(signature)
	if err != nil {
		t.Fatal(err)
	}
	other.Content = content
	if err := other.Verify(); err != nil {
		t.Errorf("another reader: %v", err)
	}
}

// attributeText is one signed attribute; each test of a wrong one changes a list of them and signs it anew, so that nothing
// but the attribute is wrong.
func attributeText(t testing.TB, oid asn1.ObjectIdentifier, value cryptobyte.BuilderContinuation) []byte {
	t.Helper()
	var b cryptobyte.Builder
	attribute(&b, oid, value)
	return b.BytesOrPanic()
}

func TestSignedAttributesThatAreNotAllowedAreRefused(t *testing.T) {
	cert, key := newSelfSigned(t)
	digest, certificate := sha256.Sum256(content), sha256.Sum256(cert.Raw)
	oid := func(o asn1.ObjectIdentifier) cryptobyte.BuilderContinuation {
		return func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(o) }
	}
	octets := func(o []byte) cryptobyte.BuilderContinuation {
		return func(b *cryptobyte.Builder) { b.AddASN1OctetString(o) }
	}
	id := func(hash []byte, algorithm asn1.ObjectIdentifier) cryptobyte.BuilderContinuation {
		return func(b *cryptobyte.Builder) {
			nested(b, 3, func(b *cryptobyte.Builder) {
				if algorithm != nil {
					b.AddASN1(tag.SEQUENCE, oid(algorithm))
				}
				b.AddASN1OctetString(hash)
			})
		}
	}
	kind := attributeText(t, oidContentType, oid(oidData))
	message := attributeText(t, oidMessageDigest, octets(digest[:]))
	own := attributeText(t, oidSigningCertificateV2, id(certificate[:], nil))
	now := func(b *cryptobyte.Builder) { b.AddASN1UTCTime(start) }
	sha1 := asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	sum512 := sum(crypto.SHA512, cert.Raw)

	for name, c := range map[string]struct {
		attributes [][]byte
		valid      bool
	}{
		"as they should be":               {[][]byte{kind, message, own}, true},
		"certificate hashed with SHA-512": {[][]byte{kind, message, attributeText(t, oidSigningCertificateV2, id(sum512, oidSHA512))}, true},
		"none":                            {nil, false},
		"no content type":                 {[][]byte{message, own}, false},
		"another content type":            {[][]byte{attributeText(t, oidContentType, oid(oidTSTInfo)), message, own}, false},
		"no message digest":               {[][]byte{kind, own}, false},
		"digest of something else":        {[][]byte{kind, attributeText(t, oidMessageDigest, octets(certificate[:])), own}, false},
		"digest twice":                    {[][]byte{kind, message, message, own}, false},
		"no signing certificate":          {[][]byte{kind, message}, false},
		"another signing certificate":     {[][]byte{kind, message, attributeText(t, oidSigningCertificateV2, id(digest[:], nil))}, false},
		"signing certificate by SHA-1":    {[][]byte{kind, message, attributeText(t, oidSigningCertificateV2, id(certificate[:20], sha1))}, false},
		"signing time":                    {[][]byte{kind, message, own, attributeText(t, oidSigningTime, now)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			var set cryptobyte.Builder
			set.AddASN1(tag.SET, func(b *cryptobyte.Builder) { addSorted(b, c.attributes) })
			d := &Detached{chain: []*x509.Certificate{cert}, attributes: set.BytesOrPanic()}
			toSign := sha256.Sum256(d.attributes)
			var err error
			if d.Signature, err = key.Sign(rand.Reader, toSign[:], crypto.SHA256); err != nil {
				t.Fatal(err)
			}
			if err := check(der(t, d)); (err == nil) != c.valid {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestSignatureDataOfAnotherShapeIsRefused(t *testing.T) {
	cert, key := newSelfSigned(t)
	d, err := Sign(sha256.Sum256(content), key, []*x509.Certificate{cert})
	if err != nil {
		t.Fatal(err)
	}
	good := der(t, d)
	info, err := signerInfoOf(d)
	if err != nil {
		t.Fatal(err)
	}
	oidText := func(o asn1.ObjectIdentifier) []byte {
		b, err := asn1.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, bad := range map[string][]byte{
		"nothing":               nil,
		"two signers":           grown(good, info, append(bytes.Clone(info), info...)),
		"no signer":             grown(good, info, nil),
		"no certificate":        grown(good, cert.Raw, nil),
		"many certificates":     grown(good, cert.Raw, bytes.Repeat(cert.Raw, maxCertificates+1)),
		"an endless key":        grown(good, cert.Raw, append(bytes.Clone(cert.Raw), endlessKey(t, cert, key)...)),
		"SHA-384 announced":     bytes.Replace(good, oidText(oidSHA256), oidText(oidSHA384), 1),
		"SHA-384 used":          bytes.ReplaceAll(good, oidText(oidSHA256), oidText(oidSHA384)),
		"a hash not allowed":    bytes.ReplaceAll(good, oidText(oidSHA256), oidText(asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 4})),
		"content of other kind": bytes.Replace(good, oidText(oidData), oidText(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 5}), 1),
	} {
		t.Run(name, func(t *testing.T) {
			if bytes.Equal(bad, good) {
				t.Fatal("nothing was changed")
			}
			if err := check(bad); err == nil {
				t.Error("accepted")
			} else {
				t.Log(err)
			}
		})
	}
	if err := check(append(bytes.Clone(good), 0)); err == nil {
		t.Error("what follows goes unnoticed")
	}
	d.Token = []byte{0x30, 0}
	if err := check(der(t, d)); err == nil {
		t.Error("a timestamp that is none is accepted")
	}
}

// endlessKey is a certificate whose key would take long to check anything with.
func endlessKey(t testing.TB, by *x509.Certificate, signer *ecdsa.PrivateKey) []byte {
	t.Helper()
	n := new(big.Int).Lsh(big.NewInt(1), maxRSABits)
	public := &rsa.PublicKey{N: n.Add(n, big.NewInt(1)), E: 3}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(8)}, by, public, signer)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func signerInfoOf(d *Detached) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, d.signerInfo)
	return b.Bytes()
}

// grown replaces a part of DER and corrects the two-byte lengths of all that encloses it.
func grown(der, old, fresh []byte) []byte {
	at := bytes.Index(der, old)
	out := append(append(bytes.Clone(der[:at]), fresh...), der[at+len(old):]...)
	for i := 0; i+4 <= at; i++ {
		length := int(der[i+2])<<8 | int(der[i+3])
		if encloses := i+4+length >= at+len(old) && i+4+length <= len(der); der[i+1] == 0x82 && encloses {
			length += len(fresh) - len(old)
			out[i+2], out[i+3] = byte(length>>8), byte(length)
		}
	}
	return out
}

func TestTheSignerIsJudgedAsOfATime(t *testing.T) {
	cert, key := newSelfSigned(t)
	d, err := Sign(sha256.Sum256(content), key, []*x509.Certificate{cert})
	if err != nil {
		t.Fatal(err)
	}
	signed, _, err := Parse(der(t, d))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	for name, c := range map[string]struct {
		at      time.Time
		roots   *x509.CertPool
		trusted bool
	}{
		"valid then":           {start, roots, true},
		"valid to the last":    {end, roots, true},
		"not yet valid then":   {start.Add(-time.Second), roots, false},
		"no longer valid then": {end.Add(time.Second), roots, false},
		"at no time":           {time.Time{}, roots, false},
		"without roots":        {start, nil, false},
		"with roots of no one": {start, x509.NewCertPool(), false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := signed.CheckSigner(c.roots, c.at)
			if (err == nil) != c.trusted || err != nil && !errors.Is(err, ErrUntrusted) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// FuzzParse looks for a signature other than the one that was made that is taken for the same content.
func FuzzParse(f *testing.F) {
	good, err := os.ReadFile("testdata/signature.der") // the fuzzer's processes must agree on it
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add([]byte{0x30, 0x80, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := check(data); err == nil && !bytes.Equal(data, good) {
			t.Errorf("another signature is taken: %x", data)
		}
		if _, err := ParseToken(data); err == nil {
			t.Errorf("a token without an authority: %x", data)
		}
	})
}

func FuzzTimestampResponse(f *testing.F) {
	f.Add([]byte{0x30, 5, 0x30, 3, 2, 1, 2})
	f.Add([]byte{0x30, 7, 0x30, 3, 2, 1, 0, 0x30, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if token, err := TimestampResponse(data); (err == nil) != (token != nil) {
			t.Errorf("token %x, error %v", token, err)
		}
	})
}
