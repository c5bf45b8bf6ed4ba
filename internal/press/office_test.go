package press_test

import (
	"bytes"
	"crypto/rand"
	"encoding/pem"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/keys"
	"testamur/internal/pades"
	"testamur/internal/pades/judges"
	"testamur/internal/press"
	"testamur/internal/store/storetest"
	"testamur/internal/typeset"
	"testamur/templates"

	"github.com/google/uuid"
)

// office is a press with keys of its own.
type office struct {
	*press.Press
	t    testing.TB
	at   time.Time
	ring *keys.Ring
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, at: time.Now().UTC().Truncate(time.Second)}
	now, newID := func() time.Time { return o.at }, func() uuid.UUID { return uuid.Must(uuid.NewV7()) }
	wrapping, err := keys.NewWrappingKey(make([]byte, 32))
	o.must(err)
	db := storetest.Open(t)
	o.ring = &keys.Ring{
		Store: db, Wrapping: wrapping, Journal: access.Journal{Store: db, Now: now, NewID: newID},
		Institution: "Institute of Example", Now: now, NewID: newID,
	}
	o.must(o.ring.Prepare(t.Context()))
	typesetter, err := typeset.NewTypesetter(templates.Files)
	o.must(err)
	o.Press = &press.Press{Typesetter: typesetter, Keys: o.ring}
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// typeset gives what the signatories read, and their approvals: every second has a drawn signature.
func (o *office) typeset(names []string) ([]byte, certificate.Sealing) {
	o.t.Helper()
	code, err := certificate.NewCode(rand.Reader)
	o.must(err)
	sheet := certificate.Sheet{
		Layout: "classic", Serial: "SLL-2026-0001", Code: code, URL: "https://example.org/v/" + code.String(), At: o.at,
		Facts: certificate.Facts{Institution: "Institute of Example", Programme: "Leadership"},
		Content: certificate.Content{
			Language: "en", Title: "Certificate", Name: "Ana", AwardDate: civil.Of(o.at).String(),
			Sections: []certificate.ContentSection{{Heading: "Persistence", Blocks: []certificate.Block{
				{Kind: "paragraph", Items: [][]certificate.Run{{{Text: strings.Repeat("She does not give up. ", 40)}}}},
			}}},
		},
	}
	for _, name := range names {
		sheet.Signatories = append(sheet.Signatories, certificate.Signatory{Name: name})
	}
	base, made, err := o.Typeset(o.t.Context(), sheet)
	o.must(err)
	sealing := certificate.Sealing{At: o.at, Name: "Institute of Example", Reason: "Issued as SLL-2026-0001"}
	for i, name := range names {
		a := certificate.Approval{Name: name, Reason: "Approved this text", InPerson: true, Place: made.Places[i]}
		if i%2 == 0 {
			a.PNG = drawn(o.t)
		}
		sealing.Approvals = append(sealing.Approvals, a)
	}
	return base, sealing
}

func drawn(t testing.TB) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 120, 40))
	for x := range 120 {
		picture.SetGray(x, x/3, color.Gray{Y: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (o *office) seal(base []byte, s certificate.Sealing) []byte {
	o.t.Helper()
	file, err := o.Seal(o.t.Context(), base, s)
	o.must(err)
	if !bytes.HasPrefix(file, base) {
		o.t.Fatal("the file does not begin with what the signatories read")
	}
	return file
}

func (o *office) report(file []byte) pades.Report {
	o.t.Helper()
	roots, err := o.ring.Roots(o.t.Context())
	o.must(err)
	report, err := pades.Verifier{Roots: roots, TimestampRoots: o.TimestampRoots}.Verify(file)
	o.must(err)
	return report
}

func (o *office) genuine(file []byte) bool {
	o.t.Helper()
	found, err := o.Inspect(o.t.Context(), file)
	o.must(err)
	return found.Sealed
}

func (o *office) root() []byte {
	o.t.Helper()
	root, err := o.ring.Root(o.t.Context())
	o.must(err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw})
}

func (o *office) judged(t *testing.T, file []byte, signatures int) {
	t.Helper()
	for _, judge := range judges.All {
		t.Run(judge.Name, func(t *testing.T) { judge.Accepts(t, file, o.root(), signatures) })
	}
}
