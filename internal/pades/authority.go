package pades

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"mime"
	"net/http"
	"time"

	"testamur/internal/pades/cms"
	"testamur/internal/pades/revocation"
)

// HTTPAuthority asks a timestamp authority over HTTP (RFC 3161, 3.4). It is safe for use by several goroutines if its
// client and source of randomness are.
type HTTPAuthority struct {
	url    string
	client *http.Client
	roots  *x509.CertPool
	random io.Reader

	// Revocations is asked about each token's certificates; nil asks nobody. An answer that cannot be had stops nothing.
	Revocations Revocations
}

// Revocations knows what issuers say about their certificates; revocation.Client asks them.
type Revocations interface {
	// Evidence gives what is said today. It fails as revocation.ErrNone.
	Evidence(ctx context.Context, of, issuer *x509.Certificate) (revocation.Evidence, error)
}

// NewHTTPAuthority makes an authority. With roots, a token is taken only if its certificate leads to one of them; with nil,
// only its signature is checked. Random is where nonces come from, normally crypto/rand.Reader. How long a request may take
// is for the caller's context and client to say.
func NewHTTPAuthority(url string, client *http.Client, roots *x509.CertPool, random io.Reader) *HTTPAuthority {
	return &HTTPAuthority{url: url, client: client, roots: roots, random: random}
}

const (
	maxResponse = 64 << 10 // bytes
	nonceLength = 16       // bytes
)

// Token asks for a token and checks the answer: status, size, signature, imprint, nonce and, with roots, trust and revocation.
// Every error is an ErrTimestamp.
func (a *HTTPAuthority) Token(ctx context.Context, digest [sha256.Size]byte) ([]byte, error) {
	nonce, err := a.nonce()
	if err != nil {
		return nil, fmt.Errorf("%w: nonce: %w", ErrTimestamp, err)
	}
	request, err := cms.TimestampRequest(digest, nonce)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTimestamp, err)
	}
	response, err := a.post(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTimestamp, err)
	}
	der, err := cms.TimestampResponse(response)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTimestamp, err)
	}
	if err := a.check(ctx, der, digest, nonce); err != nil {
		return nil, err
	}
	return der, nil
}

func (a *HTTPAuthority) nonce() (*big.Int, error) {
	b := make([]byte, nonceLength)
	if _, err := io.ReadFull(a.random, b); err != nil {
		return nil, err
	}
	return new(big.Int).SetBytes(b), nil
}

func (a *HTTPAuthority) post(ctx context.Context, body []byte) (answer []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/timestamp-query")
	response, err := a.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	kind, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if err != nil || response.StatusCode != http.StatusOK || kind != "application/timestamp-reply" {
		return nil, fmt.Errorf("status %d, content type %q", response.StatusCode, response.Header.Get("Content-Type"))
	}
	answer, err = io.ReadAll(io.LimitReader(response.Body, maxResponse+1))
	if len(answer) > maxResponse {
		return nil, fmt.Errorf("answer of more than %d bytes", maxResponse)
	}
	return answer, err
}

func (a *HTTPAuthority) check(ctx context.Context, der []byte, digest [sha256.Size]byte, nonce *big.Int) error {
	token, err := checkedToken(der, digest)
	if err != nil {
		return err
	}
	if token.Nonce == nil || token.Nonce.Cmp(nonce) != 0 {
		return fmt.Errorf("%w: the answer is to another request", ErrTimestamp)
	}
	if a.roots == nil {
		return nil
	}
	chain, err := token.CheckTrust(a.roots)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTimestamp, err)
	}
	return a.checkRevocation(ctx, chain, token.Time)
}

// checkRevocation refuses a chain with a certificate that is known to be revoked.
func (a *HTTPAuthority) checkRevocation(ctx context.Context, chain []*x509.Certificate, at time.Time) error {
	if a.Revocations == nil {
		return nil
	}
	for i := range len(chain) - 1 {
		c, issuer := chain[i], chain[i+1]
		if !revocation.Named(c) {
			continue
		}
		evidence, err := a.Revocations.Evidence(ctx, c, issuer)
		if errors.Is(err, revocation.ErrNone) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrTimestamp, err)
		}
		if revocation.Read(evidence).Of(c, issuer, at).Voids(at) {
			return fmt.Errorf("%w: the certificate %q was revoked", ErrTimestamp, c.Subject.CommonName)
		}
	}
	return nil
}
