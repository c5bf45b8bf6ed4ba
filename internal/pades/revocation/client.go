package revocation

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"golang.org/x/crypto/ocsp"
)

// ErrNone means that no usable word on a certificate is to be had.
var ErrNone = errors.New("no revocation information")

// Client fetches evidence over HTTP from the places that certificates name: the list first, and where there is none the OCSP
// responder. Whoever asks has found the certificate to lead to a root that the operator named, so the places are as much
// the operator's choice as the authority itself. It is safe for use by several goroutines, which wait for each other.
type Client struct {
	HTTP *http.Client // must follow no redirects
	Now  func() time.Time

	mutex sync.Mutex
	kept  map[string]kept // by certificate
}

// kept is what the last asking gave.
type kept struct {
	evidence Evidence
	err      error
	until    time.Time
}

const (
	patience  = 10 * time.Second // for all places that one certificate names
	longest   = 24 * time.Hour   // that evidence is kept, so that a revocation is noticed long before a root's list ends
	afterFail = 5 * time.Minute  // that a failure is kept, so that a thousand certificates do not each wait for a dead server
)

// Evidence fetches what is said today of a certificate, or gives what it fetched until that ends. It fails as ErrNone; a
// certificate that was revoked is no failure.
func (c *Client) Evidence(ctx context.Context, of, issuer *x509.Certificate) (Evidence, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	now, key := c.Now(), string(of.Raw)
	if k, ok := c.kept[key]; ok && now.Before(k.until) {
		return k.evidence, k.err
	}
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	k := c.fetch(within, of, issuer, now)
	if c.kept == nil {
		c.kept = map[string]kept{}
	}
	if ctx.Err() == nil { // who gave up says nothing of the server
		c.kept[key] = k
	}
	return k.evidence, k.err
}

func (c *Client) fetch(ctx context.Context, of, issuer *x509.Certificate, now time.Time) kept {
	var failures []error
	for _, address := range addresses(of.CRLDistributionPoints) {
		k, err := c.list(ctx, address, of, issuer, now)
		if err == nil {
			return k
		}
		failures = append(failures, fmt.Errorf("%s: %w", address, err))
	}
	for _, address := range addresses(of.OCSPServer) {
		k, err := c.answer(ctx, address, of, issuer, now)
		if err == nil {
			return k
		}
		failures = append(failures, fmt.Errorf("%s: %w", address, err))
	}
	err := fmt.Errorf("%w for %q: %w", ErrNone, of.Subject.CommonName, errors.Join(failures...))
	return kept{err: err, until: now.Add(afterFail)}
}

var errUseless = errors.New("it says nothing of the certificate today")

// list fetches a revocation list (RFC 5280, 4.2.1.13).
func (c *Client) list(ctx context.Context, address string, of, issuer *x509.Certificate, now time.Time) (kept, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return kept{}, err
	}
	der, err := c.do(request)
	if err != nil {
		return kept{}, err
	}
	list, err := x509.ParseRevocationList(der)
	if err != nil {
		return kept{}, err
	}
	if !listed(list, of, issuer, now).Known {
		return kept{}, errUseless
	}
	return kept{evidence: Evidence{CRLs: [][]byte{der}}, until: soonest(list.NextUpdate, now)}, nil
}

// answer asks an OCSP responder (RFC 6960, A.1), without a nonce: most responders give answers made beforehand.
func (c *Client) answer(ctx context.Context, address string, of, issuer *x509.Certificate, now time.Time) (kept, error) {
	question, err := ocsp.CreateRequest(of, issuer, nil)
	if err != nil {
		return kept{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(question))
	if err != nil {
		return kept{}, err
	}
	request.Header.Set("Content-Type", "application/ocsp-request")
	der, err := c.do(request)
	if err != nil {
		return kept{}, err
	}
	if !answered(der, of, issuer, now).Known {
		return kept{}, errUseless
	}
	answer, err := ocsp.ParseResponseForCert(der, of, issuer)
	if err != nil {
		return kept{}, err
	}
	return kept{evidence: Evidence{OCSPs: [][]byte{der}}, until: soonest(end(answer), now)}, nil
}

// soonest is when evidence is fetched anew: when it ends, at the latest after a day.
func soonest(end, now time.Time) time.Time {
	if last := now.Add(longest); end.After(last) {
		return last
	}
	return end
}

func (c *Client) do(request *http.Request) (body []byte, err error) {
	response, err := c.HTTP.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", response.StatusCode)
	}
	body, err = io.ReadAll(io.LimitReader(response.Body, maxEvidence+1))
	if len(body) > maxEvidence {
		return nil, fmt.Errorf("more than %d bytes", maxEvidence)
	}
	return body, err
}
