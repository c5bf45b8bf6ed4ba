package judges

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"
)

// pdfsig wants every signature valid, and the last one or the last timestamp to cover the whole file.
func pdfsig(r runner, file string, want Wanted) error {
	out := r.run("pdfsig", file)
	all := want.Signatures + want.Timestamps
	return errors.Join(
		expect(out, "Signature Validation: Signature is Valid.", want.Signatures),
		expect(out, "Signature Validation:", all),
		expect(out, "Signature Type: ETSI.CAdES.detached", want.Signatures),
		expect(out, "Signature Type: unknown", want.Timestamps),
		expect(out, "- Total document signed", 1),
		expect(out, "Not total document signed", all-1),
	)
}

// Signers are the common names in the certificates of the signatures, in the order of the form's fields, as pdfsig prints
// them. It skips the test when pdfsig is not installed.
func Signers(t testing.TB, file []byte) []string {
	t.Helper()
	if _, err := exec.LookPath("pdfsig"); err != nil {
		t.Skip("pdfsig is not installed")
	}
	r := runner{t, t.TempDir()}
	var names []string
	for _, m := range commonName.FindAllStringSubmatch(r.run("pdfsig", r.write("judged.pdf", file)), -1) {
		names = append(names, m[1])
	}
	return names
}

var commonName = regexp.MustCompile(`(?m)^\s*- Signer Certificate Common Name: (.*)$`)

// mutool wants every signature intact and nothing after the last. It calls a later signature an edit, so the earlier ones
// are "valid but there have been edits since signing". A document timestamp
// it takes for an empty field.
func mutool(r runner, file string, want Wanted) error {
	out := r.run("mutool", "sign", "-v", file)
	last := 1
	if want.Timestamps > 0 {
		last = 0
	}
	return errors.Join(
		expect(out, "Distinguished name", want.Signatures),
		expect(out, "unchanged since signing", last),
		expect(out, "The signature is valid but there have been edits since signing", want.Signatures-last),
	)
}

// qpdf wants a structure without errors or warnings.
func qpdf(r runner, file string, _ Wanted) error {
	out := r.run("qpdf", "--check", file)
	return errors.Join(
		expect(out, "No syntax or stream encoding errors found", 1),
		expect(out, "WARNING", 0),
		expect(out, "exit: <nil>", 1),
	)
}

// openssl checks the CAdES attributes, each signature over its two ranges, and the chain as of the claimed time; then each
// document timestamp over its own.
func openssl(r runner, file string, want Wanted) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	found := byteRange.FindAllSubmatch(data, -1)
	if len(found) != want.Signatures+want.Timestamps {
		return fmt.Errorf("%d byte ranges, not %d and %d", len(found), want.Signatures, want.Timestamps)
	}
	for i, m := range found {
		gap, err := gapOf(data, m)
		if err == nil && i < want.Signatures {
			err = opensslSignature(r, gap, want.RootPEM)
		} else if err == nil {
			err = opensslTimestamp(r, gap, want.TimesPEM)
		}
		if err != nil {
			return fmt.Errorf("signature %d: %w", i+1, err)
		}
	}
	return nil
}

var (
	byteRange = regexp.MustCompile(`/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]`)
	claimed   = regexp.MustCompile(`/M\s*\(D:(\d{14})\+00'00'\)`)
)

// gap is what stands in a gap, what is signed around it, and the rest of the signature dictionary behind it.
type gap struct{ contents, covered, behind []byte }

func gapOf(data []byte, m [][]byte) (gap, error) {
	var n [3]int
	for i := range n {
		var err error
		if n[i], err = strconv.Atoi(string(m[i+1])); err != nil {
			return gap{}, err
		}
	}
	from, to, end := n[0], n[1], n[1]+n[2]
	if from+2 > to || to > end || end > len(data) {
		return gap{}, fmt.Errorf("byte range %v of %d bytes", n, len(data))
	}
	contents, err := hex.DecodeString(string(data[from+1 : to-1]))
	return gap{contents, slices.Concat(data[:from], data[to:end]), data[to:]}, err
}

func opensslSignature(r runner, g gap, rootPEM []byte) error {
	date := claimed.FindSubmatch(g.behind)
	if date == nil {
		return errors.New("no claimed time")
	}
	at, err := time.Parse("20060102150405", string(date[1]))
	if err != nil {
		return err
	}
	out := r.run("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any",
		"-in", r.write("signature.der", g.contents),
		"-content", r.write("content.bin", g.covered),
		"-CAfile", r.write("root.pem", rootPEM),
		"-attime", strconv.FormatInt(at.Unix(), 10),
		"-out", os.DevNull)
	return errors.Join(
		expect(out, "CAdES Verification successful", 1),
		expect(out, "exit: <nil>", 1),
	)
}

func opensslTimestamp(r runner, g gap, rootPEM []byte) error {
	out := r.run("openssl", "ts", "-verify", "-token_in", "-in", r.write("token.der", g.contents),
		"-data", r.write("content.bin", g.covered), "-CAfile", r.write("times.pem", rootPEM))
	return errors.Join(expect(out, "Verification: OK", 1), expect(out, "exit: <nil>", 1))
}
