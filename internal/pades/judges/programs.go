package judges

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// pdfsig wants every signature valid, and the last to cover the whole file.
func pdfsig(r runner, file string, _ []byte, signatures int) error {
	out := r.run("pdfsig", file)
	return errors.Join(
		expect(out, "Signature Validation: Signature is Valid.", signatures),
		expect(out, "Signature Validation:", signatures),
		expect(out, "Signature Type: ETSI.CAdES.detached", signatures),
		expect(out, "- Total document signed", 1),
		expect(out, "Not total document signed", signatures-1),
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
// are "valid but there have been edits since signing".
func mutool(r runner, file string, _ []byte, signatures int) error {
	out := r.run("mutool", "sign", "-v", file)
	return errors.Join(
		expect(out, "Distinguished name", signatures),
		expect(out, "unchanged since signing", 1),
		expect(out, "The signature is valid but there have been edits since signing", signatures-1),
	)
}

// qpdf wants a structure without errors or warnings.
func qpdf(r runner, file string, _ []byte, _ int) error {
	out := r.run("qpdf", "--check", file)
	return errors.Join(
		expect(out, "No syntax or stream encoding errors found", 1),
		expect(out, "WARNING", 0),
		expect(out, "exit: <nil>", 1),
	)
}

// openssl checks the CAdES attributes, the signature over the two ranges, and the chain as of the claimed time.
func openssl(r runner, file string, rootPEM []byte, signatures int) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	found := byteRange.FindAllSubmatch(data, -1)
	if len(found) != signatures {
		return fmt.Errorf("%d byte ranges, not %d", len(found), signatures)
	}
	for i, m := range found {
		if err := opensslOne(r, data, m, rootPEM); err != nil {
			return fmt.Errorf("signature %d: %w", i+1, err)
		}
	}
	return nil
}

var (
	byteRange = regexp.MustCompile(`/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]`)
	claimed   = regexp.MustCompile(`/M\s*\(D:(\d{14})\+00'00'\)`)
)

func opensslOne(r runner, data []byte, m [][]byte, rootPEM []byte) error {
	var n [3]int
	for i := range n {
		var err error
		if n[i], err = strconv.Atoi(string(m[i+1])); err != nil {
			return err
		}
	}
	from, to, end := n[0], n[1], n[1]+n[2]
	if from+2 > to || to > end || end > len(data) {
		return fmt.Errorf("byte range %v of %d bytes", n, len(data))
	}
	signature, err := hex.DecodeString(string(data[from+1 : to-1]))
	if err != nil {
		return err
	}
	date := claimed.FindSubmatch(data[to:])
	if date == nil {
		return errors.New("no claimed time")
	}
	at, err := time.Parse("20060102150405", string(date[1]))
	if err != nil {
		return err
	}
	out := r.run("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any",
		"-in", r.write("signature.der", signature),
		"-content", r.write("content.bin", append(append([]byte{}, data[:from]...), data[to:end]...)),
		"-CAfile", r.write("root.pem", rootPEM),
		"-attime", strconv.FormatInt(at.Unix(), 10),
		"-out", os.DevNull)
	return errors.Join(
		expect(out, "CAdES Verification successful", 1),
		expect(out, "exit: <nil>", 1),
	)
}
