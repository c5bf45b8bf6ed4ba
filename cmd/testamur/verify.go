package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/pades"
	"testamur/internal/press"
	"testamur/internal/typeset"
)

type verifyCommand struct {
	File               string `arg:"" type:"existingfile" help:"The PDF."`
	Root               string `required:"" type:"existingfile" help:"Root certificate of the institution in PEM form, from the institution itself."`
	TimeAuthorityRoots string `type:"existingfile" help:"Root certificates of the time authority in PEM form; without it the time is the institution's own word."`
}

// Exit codes of verify beside 0 for a genuine file.
const (
	exitAltered    = 3
	exitUnknown    = 4
	exitCannotTell = 5
)

// Run checks a file offline. What can only be known online, whether the certificate was revoked or replaced since, it
// says to be unknown.
func (v verifyCommand) Run(c *console) error {
	verifier, err := v.verifier()
	if err != nil {
		return err
	}
	file, err := os.ReadFile(v.File)
	if err != nil {
		return err
	}
	report, err := verifier.Verify(file)
	if err == nil {
		err = press.Sealed(report)
	}
	if err == nil {
		return genuine(c, report)
	}
	code := press.CodeIn(file)
	if code == "" {
		return exit{fmt.Errorf("unknown: this file bears no identifier of a certificate. %s", press.Doubt(err)), exitUnknown}
	}
	if errors.Is(err, pades.ErrUnsupported) {
		return exit{fmt.Errorf("cannot tell: %s Ask the institution about the code %s; no address in this file is proven", press.Doubt(err), code), exitCannotTell}
	}
	return exit{fmt.Errorf("altered, or not sealed under this root: %s", press.Doubt(err)), exitAltered}
}

func (v verifyCommand) verifier() (pades.Verifier, error) {
	roots, err := certificates(v.Root)
	if err != nil {
		return pades.Verifier{}, err
	}
	verifier := pades.Verifier{Roots: roots}
	if v.TimeAuthorityRoots != "" {
		verifier.TimestampRoots, err = certificates(v.TimeAuthorityRoots)
	}
	return verifier, err
}

// genuine prints what the sealed file says of itself; all of it is under the seal.
func genuine(c *console, report pades.Report) error {
	code, ours := certificate.ParseCode(report.Properties[press.CodeProperty])
	if !ours {
		return exit{errors.New("unknown: this file is sealed under this root, but it is no certificate"), exitUnknown}
	}
	seal := report.Signatures[slices.IndexFunc(report.Signatures, func(s pades.Signature) bool { return s.Field == typeset.SealField })]
	_, err := fmt.Fprintf(c.out, `genuine: sealed by %s on %s (PAdES %s), not altered since.
Serial number %s, verification code %s.
%s%sWhether it was revoked or replaced since can only be told online: %s
`, seal.Signer, seal.SigningTime().UTC().Format(time.DateOnly), seal.Level, report.Properties["TestamurSerial"], code,
		signatories(report), stamps(report)+unproven(report), report.Properties["TestamurURL"])
	return err
}

// signatories names those who signed, a line each.
func signatories(report pades.Report) string {
	var b strings.Builder
	for _, s := range press.Signatories(report) {
		fmt.Fprintf(&b, "Signature of %s: %s.\n", s.Signer, s.Reason)
	}
	return b.String()
}

// stamps names the document timestamps, a line each.
func stamps(report pades.Report) string {
	var b strings.Builder
	for _, t := range report.Timestamps {
		word := "Timestamp"
		switch {
		case t.Revoked:
			word = "Timestamp of an authority that was revoked,"
		case !t.Trusted:
			word = "Timestamp of an authority that is not known here,"
		}
		fmt.Fprintf(&b, "%s over the whole file: %s on %s, certificate until %s.\n", word, t.Authority, t.Time.Format(time.DateOnly), t.Until.Format(time.DateOnly))
	}
	return b.String()
}

// unproven names the certificates above signatures and timestamps that the file tells nothing of, a line each.
func unproven(report pades.Report) string {
	var b strings.Builder
	for _, s := range report.Signatures {
		if s.TimestampRevoked {
			fmt.Fprintf(&b, "The authority of the timestamp in the signature of %s was revoked.\n", s.Signer)
		}
	}
	for _, u := range report.Unproven {
		fmt.Fprintf(&b, "The file does not say whether the certificate %q was revoked.\n", u.Certificate.Subject.CommonName)
	}
	return b.String()
}
