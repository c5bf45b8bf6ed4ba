package pades

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"time"
	"unicode/utf8"

	"testamur/internal/pades/reader"
)

// Signing says what to sign with and what the signature says of itself.
type Signing struct {
	Field     string // name of an empty signature field of the base
	Name      string // the signer, as people read it
	Reason    string
	Location  string
	Contact   string
	Time      time.Time           // the claimed time, kept to the second; the chain is checked as of it
	Key       crypto.Signer       // ECDSA from P-256 on, or RSA from 2048 to 8192 bits
	Chain     []*x509.Certificate // leaf first, each signed by the next; the root may be left out
	Picture   []byte              // PNG to show in the field's rectangle, lower left aligned; nil leaves the field as it looks
	Stamps    []Stamp
	Timestamp Authority // nil for level B-B, otherwise B-T
}

// Authority gives timestamp tokens (RFC 3161).
type Authority interface {
	// Token returns a token in DER over a SHA-256 digest.
	Token(ctx context.Context, digest [sha256.Size]byte) ([]byte, error)
}

// Sign adds a signature in one incremental update; the result begins with base, byte for byte. Where the field has a lock
// (ISO 32000-1, 12.7.4.5), the signature carries the matching FieldMDP transform. ECDSA is randomised, so signing the same
// base again gives other bytes: keep the result.
//
// Errors: why base cannot be read, ErrField, ErrKey, ErrCertificate, ErrStamp, ErrText, ErrTimestamp, ErrRoom, or the
// key's own.
func Sign(ctx context.Context, base []byte, s Signing) ([]byte, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	doc, err := reader.Open(base)
	if err != nil {
		return nil, err
	}
	report, fields, err := survey(doc)
	if err != nil {
		return nil, err
	}
	if report.Trailing > 0 {
		return nil, fmt.Errorf("%w: %d bytes after its end", ErrMalformed, report.Trailing)
	}
	field, err := emptyField(fields, s.Field)
	if err != nil {
		return nil, err
	}
	prepared, err := s.prepare(doc, field)
	if err != nil {
		return nil, err
	}
	return prepared.seal(ctx, s)
}

// check refuses what cannot give a valid signature, before any work is done.
func (s Signing) check() error {
	for _, text := range []string{s.Field, s.Name, s.Reason, s.Location, s.Contact} {
		if !utf8.ValidString(text) {
			return fmt.Errorf("%w: %q", ErrText, text)
		}
	}
	if len(s.Chain) == 0 || s.Key == nil || s.Time.IsZero() {
		return fmt.Errorf("%w: no certificate, key or time", ErrCertificate)
	}
	for i, c := range s.Chain {
		if s.Time.Before(c.NotBefore) || s.Time.After(c.NotAfter) {
			return fmt.Errorf("%w: %s is not valid at %s", ErrCertificate, c.Subject, s.Time.UTC().Format(time.RFC3339))
		}
		if i == 0 {
			continue
		}
		if err := s.Chain[i-1].CheckSignatureFrom(c); err != nil {
			return fmt.Errorf("%w: %s did not sign the one before it: %w", ErrCertificate, c.Subject, err)
		}
	}
	return nil
}

func emptyField(fields []reader.Field, name string) (reader.Field, error) {
	var found []reader.Field
	for _, f := range fields {
		if f.Name == name {
			found = append(found, f)
		}
	}
	if len(found) != 1 || found[0].Value != nil {
		return reader.Field{}, fmt.Errorf("%w: %q", ErrField, name)
	}
	return found[0], nil
}

// prepare writes the update with an empty gap.
func (s Signing) prepare(doc *reader.Document, field reader.Field) (gap, error) {
	u, err := newUpdate(doc)
	if err != nil {
		return gap{}, err
	}
	dictionary, err := s.dictionary(doc, field)
	if err != nil {
		return gap{}, err
	}
	signature := u.add(dictionary.text)
	entries := []string{entry("V", reference(signature))}
	if s.Picture != nil {
		appearance, err := u.appearance(field, s.Picture)
		if err != nil {
			return gap{}, fmt.Errorf("%w: field %q: %w", ErrStamp, s.Field, err)
		}
		entries = append(entries, appearance)
	}
	if err := u.set(field.Ref, entries...); err != nil {
		return gap{}, err
	}
	if err := u.raiseSignatureFlags(); err != nil {
		return gap{}, err
	}
	if err := u.stamp(s.Stamps, s.Time); err != nil {
		return gap{}, err
	}
	file, offsets := u.write()
	at := offsets[signature.Number]
	return gap{file: file, byteRange: at + dictionary.byteRange, start: at + dictionary.contents, room: s.room()}, nil
}

// tokenRoom is kept for a timestamp token, in bytes: its size is its authority's to say.
const tokenRoom = 8 << 10

// room is the number of bytes kept for the signature: what its certificates, issuer's name and value take, with 1 KB for the
// rest.
func (s Signing) room() int {
	const ownPart, largestECDSA = 1 << 10, 139
	room := ownPart + len(s.Chain[0].RawIssuer) + largestECDSA
	for _, c := range s.Chain {
		room += len(c.Raw)
	}
	if key, ok := s.Chain[0].PublicKey.(*rsa.PublicKey); ok {
		room += key.Size()
	}
	if s.Timestamp != nil {
		room += tokenRoom
	}
	return room
}
