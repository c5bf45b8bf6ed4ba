// Package press makes the files of certificates: it has them typeset, places drawn signatures, seals them, and reads files
// that come back. It joins packages typeset, pades and keys into what package certificate asks for, and converts between
// their types; it decides nothing about certificates.
package press

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/keys"
	"testamur/internal/pades"
	"testamur/internal/typeset"
)

// Press implements certificate.Press and certificate.Renewer. Authority may be nil: then files have no timestamps (PAdES B-B
// instead of B-LTA).
type Press struct {
	Typesetter     *typeset.Typesetter
	Specimen       typeset.Certificate // the sample text of layouts; NewSpecimen reads it
	Keys           *keys.Ring
	Authority      pades.Authority
	TimestampRoots *x509.CertPool // whose timestamps count; nil: the claimed time counts

	// Revocations says what others' authorities revoked, for files to keep, and Log learns when it cannot be had; both may be nil
	// where no time authority is, or none whose certificates name a place to ask.
	Revocations pades.Revocations
	Log         *slog.Logger
}

var (
	_ certificate.Press   = (*Press)(nil)
	_ certificate.Renewer = (*Press)(nil)
)

// Seal implements certificate.Press.
func (p *Press) Seal(ctx context.Context, base []byte, s certificate.Sealing) ([]byte, error) {
	pair, err := p.Keys.Sealing(ctx)
	if err != nil {
		return nil, err
	}
	if s.At.After(pair.Certificate.NotAfter) || s.At.Before(pair.Certificate.NotBefore) {
		return nil, fault.New(fault.Unavailable, "sealing_certificate", "The institution's sealing certificate is not valid today. An administrator renews it with \"testamur keys rotate\" or \"keys import\"; the certificate stays in signing.")
	}
	signed, stamps, err := p.approve(ctx, base, s)
	if err != nil {
		return nil, err
	}
	file, err := pades.Sign(ctx, signed, pades.Signing{
		Field: typeset.SealField, Name: s.Name, Reason: s.Reason, Time: s.At,
		Key: pair.Private, Chain: pair.Path(), Stamps: stamps, Timestamp: p.Authority,
	})
	if err != nil {
		return nil, fmt.Errorf("seal: %w", unavailable(err))
	}
	if p.Authority == nil {
		return file, nil
	}
	return p.preserve(ctx, file, s.At)
}

// Inspect implements certificate.Press. A file that cannot be read, or whose seal does not hold, is not an error: that is
// what is found.
func (p *Press) Inspect(ctx context.Context, file []byte) (certificate.Inspection, error) {
	verifier, err := p.verifier(ctx)
	if err != nil {
		return certificate.Inspection{}, err
	}
	report, err := verifier.Verify(file)
	found := certificate.Inspection{Code: codeAmong(report.Properties), StampedUntil: stampedUntil(report), UnprovenUntil: unprovenUntil(report)}
	if found.Code == "" {
		found.Code = CodeIn(file)
	}
	if errors.Is(err, pades.ErrNotPDF) && found.Code == "" {
		return found, fault.At("", "not_a_pdf", "This is not a PDF file.")
	}
	if err == nil {
		err = Sealed(report)
	}
	found.Sealed = err == nil
	if err != nil {
		found.Doubt = Doubt(err)
	}
	return found, nil
}

// CodeProperty is the entry of the information dictionary that holds the verification code.
const CodeProperty = "TestamurCode"

// CodeIn finds our identifier in any bytes, "" when there is none: in the information dictionary, or in XMP when another
// program wrote the file anew. It is a claim and proves nothing.
func CodeIn(file []byte) certificate.Code {
	return codeAmong(pades.Properties(file))
}

func codeAmong(properties map[string]string) certificate.Code {
	for _, name := range []string{CodeProperty, "testamur:" + CodeProperty} {
		if code, ok := certificate.ParseCode(properties[name]); ok {
			return code
		}
	}
	return ""
}

// Doubt says in words for people why a file's seal does not hold.
func Doubt(err error) string {
	switch {
	case errors.Is(err, pades.ErrNotPDF):
		return "It is not a PDF file any more."
	case errors.Is(err, pades.ErrTruncated):
		return "Its end is missing."
	case errors.Is(err, pades.ErrTooLarge):
		return "It is too large to be one of ours."
	case errors.Is(err, pades.ErrUnsupported):
		return "Another program has written it anew."
	case errors.Is(err, pades.ErrMalformed):
		return "It is damaged."
	case errors.Is(err, pades.ErrNotSealed):
		return "Its seal does not hold: " + strings.TrimPrefix(err.Error(), pades.ErrNotSealed.Error()+": ") + "."
	}
	return "It could not be checked."
}
