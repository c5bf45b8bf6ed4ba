package certificate

import (
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// VersionState is how a frozen state of a certificate stands.
type VersionState string

// The states of a version. Void ones were sent for signing and never issued.
const (
	VersionSigning    VersionState = "signing"
	VersionIssued     VersionState = "issued"
	VersionSuperseded VersionState = "superseded"
	VersionRevoked    VersionState = "revoked"
	VersionVoid       VersionState = "void"
)

// WasIssued says whether the version ever was in force, so that its code answers strangers.
func (s VersionState) WasIssued() bool {
	return s == VersionIssued || s == VersionSuperseded || s == VersionRevoked
}

// Version is a certificate's frozen state. Once issued, only its status changes.
type Version struct {
	ID            uuid.UUID
	CertificateID uuid.UUID
	ProgrammeID   uuid.UUID
	Number        int
	State         VersionState
	Serial        string
	Code          Code

	Content          []byte // canonical bytes of what people agree to
	TextDigest       record.Digest
	Provenance       []byte
	ProvenanceDigest record.Digest
	Signatories      []Signatory
	Composers        []Composer
	RequiredSignOffs int // 0: all
	Facts            Facts
	About            string // printed on the last page
	Logo             record.Digest
	ExpiresOn        civil.Date
	SentAt           time.Time

	Base Base // what signatories read

	IssuingUntil  time.Time // an issue is under way until then, unless it ends before
	IssuedAt      time.Time
	Sealed        []byte // canonical bytes of the whole version
	VersionDigest record.Digest
	File          record.Digest // the issued PDF
	FileSize      int64

	EndedAt   time.Time
	EndReason ReasonClass // public
	EndNote   string      // stays inside
	ErasedAt  time.Time
}

// Base is the typeset document before it is sealed, and how it was made.
type Base struct {
	File       record.Digest
	FileID     [16]byte // both halves of the PDF's ID
	Pages      int
	Places     []Place // where each signatory's signature goes, in their order
	Layout     string
	LayoutHash string
	FontsHash  string // of fonts and fixed words
}

// Place is a rectangle on a page, in points from the lower left corner.
type Place struct {
	Page int        `json:"page"` // 1-based
	Rect [4]float64 `json:"rect"` // lower left x and y, upper right x and y
}

// Facts is what a stranger who has the code may know, as it stood when the version was sent for signing.
type Facts struct {
	Institution  string          `json:"institution,omitempty"`
	Programme    string          `json:"programme"`
	Length       string          `json:"length,omitempty"`
	Requirements string          `json:"requirements,omitempty"`
	Contact      string          `json:"contact,omitempty"`
	Language     string          `json:"language"`
	TimeZone     string          `json:"time_zone"`
	Title        string          `json:"title"`
	Name         string          `json:"name"`
	AwardDate    string          `json:"award_date"`
	Signatories  []FactSignatory `json:"signatories"`
}

// FactSignatory is a signatory as strangers see them.
type FactSignatory struct {
	Name         string `json:"name"`
	Title        string `json:"title,omitempty"`
	Organisation string `json:"organisation,omitempty"`
}

// ReasonClass is the public reason for which a version is no longer in force.
type ReasonClass string

// The public reasons. What exactly happened stays in the private note.
const (
	ReasonError        ReasonClass = "issued_in_error"
	ReasonRequirements ReasonClass = "requirements_not_met"
	ReasonHolder       ReasonClass = "holder_request"
	ReasonCorrection   ReasonClass = "correction"
	ReasonNameChange   ReasonClass = "change_of_name"
	ReasonOther        ReasonClass = "other"
)

// Decision is a signatory's answer.
type Decision string

// The answers.
const (
	Approved Decision = "approved"
	Declined Decision = "declined"
)

// SignOff is one signatory's answer to one text digest. Answers are kept; the latest of a signatory counts.
type SignOff struct {
	ID            uuid.UUID
	VersionID     uuid.UUID
	SignatoryID   uuid.UUID
	Decision      Decision
	Reason        string // of a refusal
	Signatory     Signatory
	TextDigest    record.Digest
	SignatureFile uuid.UUID     // picture of a signature, or Nil
	Signature     record.Digest // its bytes
	Recorder      access.Actor
	At            time.Time
}

// IssuedFile says that exactly these bytes were issued for a version.
type IssuedFile struct {
	Digest    record.Digest
	VersionID uuid.UUID
	Size      int64
	At        time.Time
}
