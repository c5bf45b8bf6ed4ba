package certificate

import (
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/programme"
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
	SentBy           uuid.UUID // the person who sent it for signing, or Nil

	RemindAt   time.Time // when its signatories are reminded next; zero: never
	Reminders  int       // that were due and sent so far
	RemindedAt time.Time // last, by the clock or by hand

	Base Base // what signatories read

	IssuingUntil  time.Time // an issue is under way until then, unless it ends before
	IssuedAt      time.Time
	Sealed        []byte // canonical bytes of the whole version
	VersionDigest record.Digest
	File          record.Digest // the issued PDF, as last renewed
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
	Page  int        `json:"page"`            // 1-based
	Rect  [4]float64 `json:"rect"`            // lower left x and y, upper right x and y
	Field string     `json:"field,omitempty"` // empty signature field there; "" in documents of before there were any
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
	Approved        Decision = "approved"
	Declined        Decision = "declined"
	ChangeRequested Decision = "change_requested" // they would sign another text
	Suggested       Decision = "suggested"        // somebody else should sign
)

// pauses says whether nobody else can sign while the answer stands.
func (d Decision) pauses() bool { return d == Declined || d == ChangeRequested }

// Suggestion is who should sign instead of somebody, as they put it.
type Suggestion struct {
	Name     string
	Email    string
	PersonID uuid.UUID // when they are known here already
}

// SignOff is one signatory's answer to one text digest. Answers are kept; the latest of a signatory counts.
type SignOff struct {
	ID            uuid.UUID
	VersionID     uuid.UUID
	SignatoryID   uuid.UUID
	Decision      Decision
	Reason        string // of a refusal, of a change asked for, or why somebody else should sign
	Pointer       string // what of the text should change: "/sections/0/blocks/2", or ""
	Suggested     Suggestion
	Conflict      programme.Conflict // of interest; "" where it was not asked, as of what was signed on paper
	Confirmed     bool               // they confirmed that they are printed as Signatory says
	Signatory     Signatory
	TextDigest    record.Digest
	SignatureFile uuid.UUID     // picture of a signature, or Nil
	Signature     record.Digest // its bytes
	Recorder      access.Actor
	At            time.Time
}

// IssuedFile says that exactly these bytes were issued for a version, or are what was issued with a newer timestamp.
type IssuedFile struct {
	Digest       record.Digest
	VersionID    uuid.UUID
	Size         int64
	At           time.Time
	StampedUntil time.Time // see Inspection
}
