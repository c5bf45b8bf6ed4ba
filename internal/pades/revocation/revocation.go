// Package revocation reads and fetches what issuers say about the certificates that they issued: revocation lists (RFC 5280)
// and answers of OCSP responders (RFC 6960). It knows nothing of PDF, and nothing of whom to trust: it is asked about a
// certificate and its issuer, both of a chain that somebody else has checked.
package revocation

import (
	"crypto/x509"
	"slices"
	"strings"
	"time"
)

// Evidence is what issuers said, in DER.
type Evidence struct {
	CRLs  [][]byte
	OCSPs [][]byte // whole answers (OCSPResponse)
}

// Status is what is known of one certificate. Its zero value is that nothing is.
type Status struct {
	Known   bool      // somebody who may says whether it was revoked
	Revoked time.Time // since when; zero while it is good
	reason  int       // RFC 5280, 5.3.1; 0 when none was given
}

// Voids says whether a revocation takes away what the certificate's key made at the time: all that came later, and also what
// came before unless the reason says that the key stayed in good hands (RFC 3161, 4).
func (s Status) Voids(at time.Time) bool {
	return !s.Revoked.IsZero() && (!s.harmless() || !at.Before(s.Revoked))
}

// harmless is the reason of a revocation after which older work counts. RFC 3161 has "unspecified" among them, but RFC 5280,
// 5.3.1 has it left out, and a reason left out counts as the worst.
func (s Status) harmless() bool {
	const affiliationChanged, superseded, cessationOfOperation = 3, 4, 5
	return slices.Contains([]int{affiliationChanged, superseded, cessationOfOperation}, s.reason)
}

// or takes the worse of two words on the same certificate, and of two alike the earlier.
func (s Status) or(other Status) Status {
	if g, o := s.gravity(), other.gravity(); o > g || o == g && other.Revoked.Before(s.Revoked) {
		return other
	}
	return s
}

func (s Status) gravity() int {
	switch {
	case !s.Known:
		return 0
	case s.Revoked.IsZero():
		return 1
	case s.harmless():
		return 2
	}
	return 3
}

// Bounds on what is read. A timestamp authority's lists have a few entries, and whatever is fetched becomes part of every file.
const (
	maxEvidence   = 64 << 10 // bytes of one list or answer
	maxStatements = 128      // lists, and answers, in one book
)

// Book is evidence that was read. Its zero value says nothing. It is safe for use by several goroutines.
type Book struct {
	lists   []*x509.RevocationList
	answers [][]byte
}

// Read reads evidence. What cannot be read, or is larger or more than has a place in a file of ours, says nothing.
func Read(e Evidence) Book {
	var b Book
	for _, der := range e.CRLs[:min(len(e.CRLs), maxStatements)] {
		if len(der) > maxEvidence {
			continue
		}
		if list, err := x509.ParseRevocationList(der); err == nil {
			b.lists = append(b.lists, list)
		}
	}
	for _, der := range e.OCSPs[:min(len(e.OCSPs), maxStatements)] {
		if len(der) <= maxEvidence {
			b.answers = append(b.answers, der)
		}
	}
	return b
}

// Of says what is known of a certificate as of a time. A word that ended before that time does not say that the certificate
// was good then, nor does one that came when the certificate itself had ended, for then it may be left out; that it was
// revoked stays true.
func (b Book) Of(c, issuer *x509.Certificate, at time.Time) Status {
	var found Status
	for _, list := range b.lists {
		found = found.or(listed(list, c, issuer, at))
	}
	for _, answer := range b.answers {
		found = found.or(answered(answer, c, issuer, at))
	}
	return found
}

// speaks says whether a word from one time to another can say that a certificate was good at a time.
func speaks(c *x509.Certificate, from, until, at time.Time) bool {
	return !until.Before(at) && !from.After(c.NotAfter)
}

// Named says whether a certificate names a place where it can be asked over HTTP whether it was revoked.
func Named(c *x509.Certificate) bool {
	return len(addresses(c.CRLDistributionPoints))+len(addresses(c.OCSPServer)) > 0
}

// addresses keeps those that are asked over plain HTTP (RFC 5280, 4.2.1.13; RFC 6960, A.1): what comes back is signed, and
// TLS would need certificates that must be checked first.
func addresses(all []string) (usable []string) {
	for _, a := range all {
		if strings.HasPrefix(strings.ToLower(a), "http://") {
			usable = append(usable, a)
		}
	}
	return usable
}
