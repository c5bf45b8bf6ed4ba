package pades

import (
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Report is what Verify found. Its zero value seals nothing.
type Report struct {
	Signatures []Signature       // of the form's fields, in the form's order
	Timestamps []Timestamp       // document timestamps, in the form's order
	Properties map[string]string // text entries of the information dictionary
	Pages      int
	Revisions  int // 1 for a file never updated
	Trailing   int // bytes after the file's proper end

	// Unproven are the certificates above signatures and timestamps that the file does not tell to be good or revoked, though
	// it could: with any the signatures are not yet of level B-LT (EN 319 142-1, 6.3). Those that name no place to ask, as those
	// that are issued here do not, are left out.
	Unproven []Unproven

	additions []error // why each revision is more than preservation
}

// Signature is one signature and what was found about it.
type Signature struct {
	Field       string
	Signer      string // common name in the certificate, whether trusted or not
	Name        string // what the signature says of itself: these are claims
	Reason      string
	Location    string
	Contact     string
	Certificate *x509.Certificate // nil when it could not be read

	Level            string     // "B-B" or "B-T"; "" when it is neither
	Time             time.Time  // the claimed time
	TimestampTime    *time.Time // the time in a sound timestamp, nil without
	TimestampTrusted bool       // the timestamp's certificate leads to a root, and the file knows of no revocation
	TimestampRevoked bool       // the file says that the authority was revoked, in a way that takes this timestamp's worth

	Intact          bool     // the bytes that it covers are as they were signed, and nothing else is wrong with its form
	Trusted         bool     // a chain of certificates led to a root at SigningTime
	CoversWholeFile bool     // nothing was added after it
	Revision        int      // the revision that it was made in and covers up to, 1-based; 0 when unknown
	Problems        []string // every doubt, in words

	unproven []Unproven
}

// SigningTime is the time as of which the certificates are judged: that of a trusted timestamp, otherwise the claimed one.
func (s Signature) SigningTime() time.Time {
	if s.TimestampTrusted && s.TimestampTime != nil {
		return *s.TimestampTime
	}
	return s.Time
}

// Sealed is nil only if exactly one signature is in the field, nothing but validation data under document timestamps was added
// after it, and it and every other signature are intact and trusted as of their signing times. A timestamp whose authority is
// not trusted proves nothing and breaks nothing. Otherwise the error is an ErrNotSealed with the reason.
func (r Report) Sealed(field string) error {
	var found []Signature
	for _, s := range r.Signatures {
		if s.Field == field {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		return fmt.Errorf("%w: %d signatures in field %q", ErrNotSealed, len(found), field)
	}
	if err := found[0].holds(); err != nil {
		return fmt.Errorf("%w: %w", ErrNotSealed, err)
	}
	if err := r.preserved(found[0]); err != nil {
		return fmt.Errorf("%w: %w", ErrNotSealed, err)
	}
	for _, s := range r.Signatures {
		if err := s.holds(); err != nil {
			return fmt.Errorf("%w: the signature in field %q: %w", ErrNotSealed, s.Field, err)
		}
	}
	return nil
}

// preserved is nil if nothing but validation data and timestamps follows the signature.
func (r Report) preserved(s Signature) error {
	if s.CoversWholeFile {
		return nil
	}
	if r.Trailing > 0 || s.Revision < 1 || s.Revision >= len(r.additions) {
		return errNotPreserving
	}
	return errors.Join(r.additions[s.Revision:]...)
}

// holds is nil if the signature is intact and trusted over its own revision.
func (s Signature) holds() error {
	switch {
	case len(s.Problems) > 0:
		return errors.New(strings.Join(s.Problems, "; "))
	case !s.Intact || !s.Trusted:
		return errors.New("not intact or not trusted")
	}
	return nil
}

// doubt notes a problem.
func (s *Signature) doubt(err error) { s.Problems = append(s.Problems, err.Error()) }
