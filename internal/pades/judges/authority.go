package judges

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Authority is a timestamp authority for tests: openssl ts -reply behind HTTP, with a root of its own.
type Authority struct {
	URL    string
	Client *http.Client
	Root   *x509.Certificate

	mutex     sync.Mutex // openssl keeps the serial number in a file
	runner    runner
	key       *ecdsa.PrivateKey // the root's
	certified int64
	publishing
}

// NewAuthority starts an authority that stops with the test, whose certificate ends in an hour. It skips the test when openssl is not installed.
func NewAuthority(t testing.TB) *Authority {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	a := &Authority{runner: runner{t, t.TempDir()}}
	a.found(t)
	a.runner.write("serial", []byte("01\n"))
	a.runner.write("tsa.cnf", []byte(authorityConfig))
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.URL, a.Client = server.URL, server.Client()
	return a
}

const authorityConfig = `[tsa]
default_tsa = tsa1
[tsa1]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
`

// RootPEM is the authority's root for judges.
func (a *Authority) RootPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Root.Raw})
}

// found makes the root and the first certificate under it.
func (a *Authority) found(t testing.TB) {
	t.Helper()
	now := time.Now()
	a.key = newKey(t)
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Timestamp Root"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(30, 0, 0), KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	a.Root = issue(t, root, root, &a.key.PublicKey, a.key)
	a.runner.write("root.pem", a.RootPEM())
	a.Certify(t, now.Add(time.Hour))
}

// Certify gives the authority another certificate, whose one purpose must be timestamping (RFC 3161, 2.3).
func (a *Authority) Certify(t testing.TB, until time.Time) {
	t.Helper()
	a.mutex.Lock()
	defer a.mutex.Unlock()
	purpose, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		t.Fatal(err)
	}
	key := newKey(t)
	a.certified++
	leaf := issue(t, &x509.Certificate{
		SerialNumber: big.NewInt(1 + a.certified), Subject: pkix.Name{CommonName: "Timestamp Authority"},
		NotBefore: a.Root.NotBefore, NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtraExtensions:       []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: purpose}},
		CRLDistributionPoints: a.lists, OCSPServer: a.responders,
	}, a.Root, &key.PublicKey, a.key)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	a.runner.write("tsa.key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	a.runner.write("tsa.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leaf.Raw}))
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func issue(t testing.TB, template, parent *x509.Certificate, public *ecdsa.PublicKey, key *ecdsa.PrivateKey) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// ServeHTTP answers one request.
func (a *Authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if r.URL.Path != "/" {
		a.publish(w, r)
		return
	}
	query, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	a.runner.write("query.tsq", query)
	out := a.runner.run("openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr")
	reply, err := os.ReadFile(filepath.Join(a.runner.dir, "reply.tsr"))
	if err != nil {
		http.Error(w, out, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	if _, err := w.Write(reply); err != nil {
		a.runner.t.Error(err)
	}
}
