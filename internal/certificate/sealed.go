package certificate

import (
	"encoding/hex"
	"fmt"
	"time"

	"testamur/internal/access"
	"testamur/internal/text"
)

// sealedVersion is the canonical form of an issued version: what was agreed to, by whom, and how it was printed. Its
// digest is taken at issue.
type sealedVersion struct {
	Schema      string          `json:"schema"`
	Text        string          `json:"text_digest"`
	Provenance  string          `json:"provenance_digest"`
	Serial      string          `json:"serial"`
	Number      int             `json:"version"`
	Code        string          `json:"code"`
	IssuedAt    string          `json:"issued_at"`
	Signatories []sealedPerson  `json:"signatories"`
	SignOffs    []sealedSignOff `json:"sign_offs"`
	Layout      string          `json:"layout"`
	LayoutHash  string          `json:"layout_digest"`
	FontsHash   string          `json:"fonts_digest"`
	Logo        string          `json:"logo_digest,omitempty"`
	Base        string          `json:"base_digest"`
}

type sealedPerson struct {
	ID           string `json:"id"`
	Person       string `json:"person"`
	Name         string `json:"name"`
	Title        string `json:"title,omitempty"`
	Organisation string `json:"organisation,omitempty"`
}

type sealedSignOff struct {
	Signatory string `json:"signatory"`
	Decision  string `json:"decision"`
	Text      string `json:"text_digest"`
	Signature string `json:"signature_digest,omitempty"`
	Recorder  string `json:"recorder"`
	At        string `json:"at"`
}

// sealed gives the canonical form; the salt of the content keeps its digest from being guessed.
func (v Version) sealed(answers []SignOff) sealedVersion {
	out := sealedVersion{
		Schema: sealedSchema, Text: v.TextDigest.String(), Provenance: v.ProvenanceDigest.String(),
		Serial: v.Serial, Number: v.Number, Code: v.Code.String(), IssuedAt: stamp(v.IssuedAt),
		Layout: v.Base.Layout, LayoutHash: v.Base.LayoutHash, FontsHash: v.Base.FontsHash, Logo: v.Logo.String(), Base: v.Base.File.String(),
		SignOffs: []sealedSignOff{},
	}
	for _, s := range v.Signatories {
		out.Signatories = append(out.Signatories, sealedPerson{s.ID.String(), s.PersonID.String(), s.Name, s.Title, s.Organisation})
	}
	for _, a := range answers {
		out.SignOffs = append(out.SignOffs, sealedSignOff{
			Signatory: a.SignatoryID.String(), Decision: string(a.Decision), Text: hex.EncodeToString(a.TextDigest[:]),
			Signature: a.Signature.String(), Recorder: a.Recorder.Key(), At: stamp(a.At),
		})
	}
	return out
}

// statement says in words what was approved and when.
func (so SignOff) statement() string {
	return fmt.Sprintf("Approved this text on %s UTC; text digest SHA-256 %s", so.At.UTC().Format("2 January 2006 at 15:04:05"), so.TextDigest)
}

// inPerson says whether the signatory answered themselves, signed in or by the code that was mailed to them. A token that
// names them is somebody else's hand.
func (so SignOff) inPerson() bool {
	return so.Recorder.Is(so.Signatory.PersonID) && (so.Recorder.Kind == access.KindAccount || so.Recorder.Kind == access.KindGuest)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// checkedEnd checks the reason and the note for which a version ends.
func checkedEnd(reason ReasonClass, note string) (string, error) {
	var f text.Form
	text.OneOf(&f, "/reason_class", reason, ReasonError, ReasonRequirements, ReasonHolder, ReasonOther)
	note = f.OptionalProse("/note", note, 2000)
	return note, f.Err()
}
