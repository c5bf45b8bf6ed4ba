package pades_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/digitorus/timestamp"

	"testamur/internal/pades"
	"testamur/internal/pades/judges"
)

// stampedWorld is a world with a timestamp authority. Its token says the present time, so the certificates last for long.
func stampedWorld(t *testing.T) (world, *judges.Authority, []byte) {
	t.Helper()
	w, authority := newWorld(t), judges.NewAuthority(t)
	w.leaf = w.root.newLeaf(t, "Test Seal", newECKey(t), func(c *x509.Certificate) { c.NotAfter = end.AddDate(20, 0, 0) })
	s := w.signing("Seal")
	s.Timestamp = pades.NewHTTPAuthority(authority.URL, authority.Client, poolOf(authority.Root), rand.Reader)
	return w, authority, sign(t, base{fields: []string{"Seal"}}.build(t), s)
}

func poolOf(certs ...*x509.Certificate) *x509.CertPool {
	p := x509.NewCertPool()
	for _, c := range certs {
		p.AddCert(c)
	}
	return p
}

func TestATimestampedFileIsSoundToEveryJudge(t *testing.T) {
	w, _, file := stampedWorld(t)
	for _, j := range judges.All {
		t.Run(j.Name, func(t *testing.T) { j.Accepts(t, file, w.root.pem(), 1) })
	}
}

func TestATrustedTimestampSettlesTheSigningTime(t *testing.T) {
	w, authority, file := stampedWorld(t)
	r := verify(t, file, poolOf(w.root.cert, authority.Root))
	if err := r.Sealed("Seal"); err != nil {
		t.Fatal(err)
	}
	s := r.Signatures[0]
	if s.Level != "B-T" || !s.TimestampTrusted || s.TimestampTime == nil || s.SigningTime() != *s.TimestampTime {
		t.Errorf("level %q, trusted %t, time %v", s.Level, s.TimestampTrusted, s.TimestampTime)
	}
	if age := time.Since(*s.TimestampTime); age < -time.Minute || age > time.Hour {
		t.Errorf("the timestamp is %v old", age)
	}
}

func TestAnUntrustedTimestampProvesNothingAndBreaksNothing(t *testing.T) {
	w, authority, file := stampedWorld(t)
	for name, v := range map[string]pades.Verifier{
		"root unknown":                   {Roots: w.root.pool(), TimestampRoots: w.root.pool()},
		"no roots":                       {Roots: w.root.pool()},
		"root given for signatures only": {Roots: poolOf(w.root.cert, authority.Root)},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := v.Verify(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Sealed("Seal"); err != nil {
				t.Fatal(err)
			}
			if s := r.Signatures[0]; s.TimestampTrusted || s.SigningTime() != noon {
				t.Errorf("trusted %t, signing time %v", s.TimestampTrusted, s.SigningTime())
			}
		})
	}
}

func TestARootForTimestampsMaySealNothing(t *testing.T) {
	w, authority, file := stampedWorld(t)
	r, err := pades.Verifier{Roots: poolOf(authority.Root), TimestampRoots: w.root.pool()}.Verify(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Sealed("Seal"); !errors.Is(err, pades.ErrNotSealed) {
		t.Errorf("sealed: %v", err)
	}
}

// Another's reader of tokens must find the same in ours.
func TestTheTokenIsReadAlikeByAnotherReader(t *testing.T) {
	authority := judges.NewAuthority(t)
	a := pades.NewHTTPAuthority(authority.URL, authority.Client, nil, rand.Reader)
	digest := sha256.Sum256([]byte("signature value"))
	der, err := a.Token(t.Context(), digest)
	if err != nil {
		t.Fatal(err)
	}
	token, err := timestamp.Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(token.HashedMessage, digest[:]) {
		t.Error("the token is over another digest")
	}
}

func TestAFlippedByteOfATimestampedSignatureIsCaught(t *testing.T) {
	w, authority, file := stampedWorld(t)
	from, to := gapOf(t, file)
	step := 3
	if testing.Short() {
		step = 51
	}
	used := from + len(bytes.TrimRight(file[from:to-1], "0")) // the padding is tried elsewhere
	tried, survivors := flips(file, poolOf(w.root.cert, authority.Root), []byte{0x01}, from, used, step)
	t.Logf("%d flips tried, %d unnoticed", tried, len(survivors))
	rootDER := authority.Root.Raw
	copyAt := bytes.Index(decodeHex(t, file[from+1:to-1]), rootDER)
	for _, at := range survivors {
		if offset := (at - from - 1) / 2; copyAt < 0 || offset < copyAt || offset >= copyAt+len(rootDER) {
			t.Errorf("a flip at byte %d of the signature goes unnoticed", offset)
		}
	}
}

func TestAnAuthorityThatMisbehavesGivesNoToken(t *testing.T) {
	honest := judges.NewAuthority(t)
	digest := sha256.Sum256([]byte("signature value"))
	// answered is what the honest authority says to another request over another digest.
	answered := func(query []byte) []byte {
		r, err := honest.Client.Post(honest.URL, "application/timestamp-query", bytes.NewReader(query))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	query := func(content string) []byte {
		b, err := timestamp.CreateRequest(bytes.NewReader([]byte(content)), &timestamp.RequestOptions{Certificates: true})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	const reply = "application/timestamp-reply"
	for name, answer := range map[string]struct {
		status int
		kind   string
		body   []byte
	}{
		"an error status":            {http.StatusInternalServerError, reply, answered(query("signature value"))},
		"another content type":       {http.StatusOK, "text/html", answered(query("signature value"))},
		"an answer without nonce":    {http.StatusOK, reply, answered(query("signature value"))},
		"a token for something else": {http.StatusOK, reply, answered(query("something else"))},
		"a refusal":                  {http.StatusOK, reply, []byte{0x30, 5, 0x30, 3, 2, 1, 2}},
		"an empty answer":            {http.StatusOK, reply, nil},
		"a flood":                    {http.StatusOK, reply, make([]byte, 1<<20)},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", answer.kind)
				w.WriteHeader(answer.status)
				if _, err := w.Write(answer.body); err != nil {
					t.Log(err) // the client may have hung up
				}
			}))
			defer server.Close()
			a := pades.NewHTTPAuthority(server.URL, server.Client(), nil, rand.Reader)
			if _, err := a.Token(t.Context(), digest); !errors.Is(err, pades.ErrTimestamp) {
				t.Errorf("error %v", err)
			} else {
				t.Log(err)
			}
		})
	}
}

func TestAnAuthorityOfAnotherRootIsNotTaken(t *testing.T) {
	authority := judges.NewAuthority(t)
	a := pades.NewHTTPAuthority(authority.URL, authority.Client, newRoot(t, "Other").pool(), rand.Reader)
	if _, err := a.Token(t.Context(), sha256.Sum256(nil)); !errors.Is(err, pades.ErrTimestamp) {
		t.Errorf("error %v", err)
	}
}

func TestWaitingForATimestampEndsWithTheContext(t *testing.T) {
	released := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-released }))
	defer server.Close()
	defer close(released)
	w := newWorld(t)
	s := w.signing("Seal")
	s.Timestamp = pades.NewHTTPAuthority(server.URL, server.Client(), nil, rand.Reader)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := pades.Sign(ctx, base{fields: []string{"Seal"}}.build(t), s)
	if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, pades.ErrTimestamp) {
		t.Errorf("error %v", err)
	}
}

// forger gives out a token made for something else.
type forger struct{ token []byte }

func (f forger) Token(context.Context, [sha256.Size]byte) ([]byte, error) { return f.token, nil }

func TestSignDoesNotEmbedATokenForSomethingElse(t *testing.T) {
	authority := judges.NewAuthority(t)
	a := pades.NewHTTPAuthority(authority.URL, authority.Client, nil, rand.Reader)
	der, err := a.Token(t.Context(), sha256.Sum256([]byte("something else")))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	s := w.signing("Seal")
	s.Timestamp = forger{der}
	if _, err := pades.Sign(t.Context(), base{fields: []string{"Seal"}}.build(t), s); !errors.Is(err, pades.ErrTimestamp) {
		t.Errorf("error %v", err)
	}
}
