package pades_test

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"testamur/internal/pades"
)

// The attacks are those published against signed PDF files: universal signature forgery, incremental saving and signature
// wrapping (Mladenov, Mainka, Meyer zu Selhausen, Grothe, Schwenk: 1 Trillion Dollar Refund, 2019), and hiding and
// replacing content (Mainka, Mladenov, Rohlmann: Shadow Attacks, 2021).

// victim is a signed file with its parts.
type victim struct {
	world
	file     []byte
	from, to int // the gap
	prev     int // where its last table stands
}

func newVictim(t testing.TB) victim {
	t.Helper()
	w := newWorld(t)
	v := victim{world: w, file: sign(t, base{fields: []string{"Seal"}}.build(t), w.signing("Seal"))}
	v.from, v.to = gapOf(t, v.file)
	v.prev = lastNumber(t, v.file, `startxref\n(\d+)\n%%EOF`)
	return v
}

func lastNumber(t testing.TB, file []byte, pattern string) int {
	t.Helper()
	found := regexp.MustCompile(pattern).FindAllSubmatch(file, -1)
	n, err := strconv.Atoi(string(found[len(found)-1][1]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// append adds an update that replaces or adds objects.
func (v victim) append(file []byte, objects map[int]string) []byte {
	var b bytes.Buffer
	b.Write(file)
	table, size := "", 20
	for n, text := range objects {
		table += fmt.Sprintf("%d 1\n%010d 00000 n \n", n, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, text)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n%strailer\n<</Size %d/Prev %d/Root 1 0 R/Info 3 0 R>>\nstartxref\n%d\n%%%%EOF\n", table, size, v.prev, xref)
	return b.Bytes()
}

// content is the number of the first page's content stream in the base.
const content, sealField, sealValue = 6, 5, 7

func TestAFileThatWasAddedToIsNoLongerSealed(t *testing.T) {
	v := newVictim(t)
	evil := "<</Length 4>>\nstream\nq Q \nendstream"
	for name, file := range map[string][]byte{
		"an update that replaces a page's content": v.append(v.file, map[int]string{content: evil}),
		"an update that changes nothing":           v.append(v.file, nil),
		"an update without a table":                append(bytes.Clone(v.file), "6 0 obj\n"+evil+"\nendobj\n"...),
		"an update without an end":                 append(bytes.Clone(v.file), "6 0 obj\n"+evil+"\nendobj\nxref\n0 0\ntrailer\n<<>>"...),
		"one more end of line":                     append(bytes.Clone(v.file), '\n'),
		"a comment":                                append(bytes.Clone(v.file), "% harmless"...),
		"the whole file once more":                 append(bytes.Clone(v.file), v.file...),
		"something before it":                      append([]byte("%PDF-1.7\n"), v.file...),
	} {
		t.Run(name, func(t *testing.T) { refused(t, file, v) })
	}
}

func refused(t *testing.T, file []byte, v victim) {
	t.Helper()
	err := sealed(file, v.root.pool())
	if err == nil {
		t.Fatal("the file counts as sealed")
	}
	t.Log(err)
}

// The first signature stays intact when a second is added, but only the second seals.
func TestOnlyTheLastSignatureSeals(t *testing.T) {
	w := newWorld(t)
	two := base{fields: []string{"Chair", "Seal"}}.build(t)
	file := sign(t, sign(t, two, w.signing("Chair")), w.signing("Seal"))
	r := verify(t, file, w.root.pool())
	if err := r.Sealed("Seal"); err != nil {
		t.Error(err)
	}
	if err := r.Sealed("Chair"); err == nil {
		t.Error("the earlier signature seals")
	}
	chair := r.Signatures[0]
	if !chair.Intact || !chair.Trusted || chair.CoversWholeFile || chair.Revision != 2 || len(chair.Problems) > 0 {
		t.Errorf("the earlier signature: %+v", chair)
	}
}

// The seal is not enough: whoever seals a file in which an earlier signature does not hold has sealed nothing.
func TestASealOverASignatureThatDoesNotHoldIsRefused(t *testing.T) {
	w, other := newWorld(t), newWorld(t)
	two := base{fields: []string{"Chair", "Seal"}}.build(t)
	broken := sign(t, two, w.signing("Chair"))
	from, _ := gapOf(t, broken)
	broken[from+500] ^= 1
	for name, file := range map[string][]byte{
		"a stranger's": sign(t, two, other.signing("Chair")),
		"a broken one": broken,
	} {
		t.Run(name, func(t *testing.T) {
			if err := sealed(sign(t, file, w.signing("Seal")), w.root.pool()); !errors.Is(err, pades.ErrNotSealed) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Whoever adds an update can point the field at a signature dictionary of their own.
func TestAForgedSignatureDictionaryIsRefused(t *testing.T) {
	v := newVictim(t)
	contents := string(v.file[v.from:v.to])
	ranges := fmt.Sprintf("[0 %d %d %d]", v.from, v.to, len(v.file)-v.to)
	dict := func(entries string) string {
		return "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:20260601120000+00'00')" + entries + ">>"
	}
	for name, entries := range map[string]string{
		"without Contents":                      "/ByteRange" + ranges,
		"with null Contents":                    "/Contents null/ByteRange" + ranges,
		"with empty Contents":                   "/Contents<>/ByteRange" + ranges,
		"with zero Contents":                    "/Contents<00>/ByteRange" + ranges,
		"without ByteRange":                     "/Contents" + contents,
		"with null ByteRange":                   "/ByteRange null/Contents" + contents,
		"with empty ByteRange":                  "/ByteRange[]/Contents" + contents,
		"with two numbers":                      "/ByteRange[0 100]/Contents" + contents,
		"with six numbers":                      "/ByteRange[0 1 2 3 4 5]/Contents" + contents,
		"with zeros":                            "/ByteRange[0 0 0 0]/Contents" + contents,
		"with negative numbers":                 "/ByteRange[0 -1 -1 -1]/Contents" + contents,
		"with huge numbers":                     "/ByteRange[0 9999999999 9999999999 9999999999]/Contents" + contents,
		"with numbers that overflow":            "/ByteRange[0 1 9223372036854775807 9223372036854775807]/Contents" + contents,
		"with real numbers":                     "/ByteRange[0 1.0 2.0 3.0]/Contents" + contents,
		"with an old range and contents":        "/ByteRange" + ranges + "/Contents" + contents,
		"with a range that does not begin at 0": fmt.Sprintf("/ByteRange[1 %d %d %d]/Contents%s", v.from-1, v.to, len(v.file)-v.to, contents),
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, v.append(v.file, map[int]string{sealValue: dict(entries)}), v)
		})
	}
}

// Signature wrapping keeps both signed parts and moves the second away, so that the digest stays right; between them comes
// an update with a signature dictionary that names the moved part.
func TestASignatureWrappedAroundOtherContentIsRefused(t *testing.T) {
	v := newVictim(t)
	tail := v.file[v.to:]
	forge := func(moved int) []byte {
		dict := fmt.Sprintf("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 %-9d %-9d %-9d]"+
			"/M(D:20260601120000+00'00')/Contents%s>>", v.from, moved, len(tail), v.file[v.from:v.to])
		return v.append(v.file, map[int]string{sealValue: dict})
	}
	head := forge(0)
	file := append(forge(len(head)), tail...)
	refused(t, file, v)
	// The same, with the file's end in order: the moved part as a comment before the last lines.
	refused(t, append(file, head[bytes.LastIndex(head, []byte("startxref")):]...), v)
}

func TestASignatureThatTheFormDoesNotNameIsNone(t *testing.T) {
	v := newVictim(t)
	for name, objects := range map[string]map[int]string{
		"no form":            {1: "<</Type/Catalog/Pages 2 0 R>>"},
		"an empty form":      {1: "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>>>"},
		"an empty field":     {sealField: "<</FT/Sig/T(Seal)>>"},
		"another kind":       {sealField: "<</FT/Tx/T(Seal)/V 7 0 R>>"},
		"the value directly": {sealField: "<</FT/Sig/T(Seal)/V<</Type/Sig>>>>"},
		"the value missing":  {sealField: "<</FT/Sig/T(Seal)/V 19 0 R>>"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, v.append(v.file, objects), v) })
	}
}

func TestTwoFieldsOfOneNameSealNothing(t *testing.T) {
	w := newWorld(t)
	file := base{fields: []string{"Seal", "Seal"}}.build(t)
	if _, err := pades.Sign(t.Context(), file, w.signing("Seal")); err == nil {
		t.Error("one of two fields of a name was signed")
	}
	if err := (pades.Report{Signatures: []pades.Signature{
		{Field: "Seal", Intact: true, Trusted: true, CoversWholeFile: true},
		{Field: "Seal", Intact: true, Trusted: true, CoversWholeFile: true},
	}}).Sealed("Seal"); err == nil {
		t.Error("two signatures in fields of one name seal")
	}
}

func TestNothingIsSealedByDefault(t *testing.T) {
	if err := (pades.Report{}).Sealed(""); err == nil {
		t.Error("an empty report seals")
	}
	if err := (pades.Report{Signatures: make([]pades.Signature, 1)}).Sealed(""); err == nil {
		t.Error("an empty signature seals")
	}
}
