package certificate

import (
	"context"
	"io"
	"time"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Store is what this package needs of the database.
type Store interface {
	record.Transactor
	// UpdateLoosely is Update for what need not survive a power cut, such as a lease: it does not wait for the disk.
	UpdateLoosely(ctx context.Context, fn func(ctx context.Context) error) error
	Certificates() record.Table[Certificate, Filter]
	// Standing is Get without the composition (sections, passages, signatories) and the cohort.
	Standing(ctx context.Context, id uuid.UUID) (Certificate, error)
	// Complement brings what Standing leaves out, as it is now: that it fits is known only once a save under the revision
	// that was read succeeds.
	Complement(ctx context.Context, c *Certificate) error
	// SaveStanding is Update for a certificate whose composition (sections, passages, signatories) is as it was read.
	SaveStanding(ctx context.Context, c *Certificate) error
	Files() record.Table[File, FileFilter]
	Programmes() record.Table[programme.Programme, programme.Filter]
	Enrolments() record.Table[programme.Enrolment, programme.EnrolmentFilter]
	People() record.Table[access.Person, access.PersonFilter]

	// CohortEnrolments and CohortCertificates list those of a cohort, the latter those in a state; CohortStandings gives of these
	// what Standing does. PeopleByID finds people.
	// CohortReviews gives the last review of each certificate that had one, without its requests; CohortSources gives what
	// SourceWritings does of each enrolment, without the texts. Each takes as many queries however many there are.
	CohortEnrolments(ctx context.Context, cohort uuid.UUID) ([]programme.Enrolment, error)
	CohortCertificates(ctx context.Context, cohort uuid.UUID, states ...State) ([]Certificate, error)
	CohortStandings(ctx context.Context, cohort uuid.UUID, states ...State) ([]Certificate, error)
	CohortReviews(ctx context.Context, cohort uuid.UUID) (map[uuid.UUID]Review, error)
	CohortSources(ctx context.Context, cohort uuid.UUID) (map[uuid.UUID][]programme.Writing, error)
	PeopleByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]access.Person, error)

	// EnrolmentState fails as NotFound.
	EnrolmentState(ctx context.Context, id uuid.UUID) (programme.EnrolmentState, error)
	// CompleteEnrolment makes an active enrolment completed, and says whether it was active.
	CompleteEnrolment(ctx context.Context, id uuid.UUID, at time.Time) (bool, error)

	// ParticipantOf gives the person whose certificate it is; it fails as NotFound.
	ParticipantOf(ctx context.Context, certificate uuid.UUID) (uuid.UUID, error)
	// SigningRequests gives the certificates out for signing that name the person as signatory, oldest first, at most limit.
	SigningRequests(ctx context.Context, person uuid.UUID, limit int) ([]Certificate, error)

	// Material loads what a composition for the enrolment can draw on; it fails as NotFound.
	Material(ctx context.Context, enrolment uuid.UUID) (Material, error)
	// SourceWritings lists every writing of the enrolment's project and quotable feedback, and those that the given
	// writings name, quotable or not any more.
	SourceWritings(ctx context.Context, enrolment uuid.UUID, also []uuid.UUID) ([]programme.Writing, error)
	// Names gives the names of people; unknown ones are left out.
	Names(ctx context.Context, people []uuid.UUID) (map[uuid.UUID]string, error)
	// Surroundings loads what the composition is checked against, with as many queries whatever its length.
	Surroundings(ctx context.Context, c Certificate) (Surroundings, error)
	// ReserveSerial gives the certificate its serial number of the year, the same one however often it is asked.
	ReserveSerial(ctx context.Context, certificate, programme uuid.UUID, prefix string, year int) (string, error)

	InsertVersion(ctx context.Context, v Version) error
	SaveVersion(ctx context.Context, v Version) error
	// LeaseVersion holds a version for issuing until then.
	LeaseVersion(ctx context.Context, id uuid.UUID, until time.Time) error
	// EnterVersion stores the standing of a version and its file, provided that it is still out for signing and held until
	// lease; it says whether it was.
	EnterVersion(ctx context.Context, v Version, lease time.Time) (bool, error)
	// Version and VersionByCode fail as NotFound.
	Version(ctx context.Context, id uuid.UUID) (Version, error)
	Versions(ctx context.Context, certificate uuid.UUID) ([]Version, error)
	VersionsByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Version, error)
	// VersionStandings is VersionsByID without what is long: content, provenance, the sealed form, and what it says about the programme.
	VersionStandings(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Version, error)
	// Status reads what a public answer needs of a version, in one query.
	Status(ctx context.Context, code Code) (Status, error)
	// IssuedVersion gives the version for which exactly these bytes were issued; it fails as NotFound.
	IssuedVersion(ctx context.Context, file record.Digest) (uuid.UUID, Code, error)
	InsertIssuedFile(ctx context.Context, f IssuedFile) error

	ReviewStore
	ShareStore

	// StaffOn gives the staff of a programme, by name. Fails as NotFound.
	StaffOn(ctx context.Context, programme uuid.UUID) ([]access.Person, error)
	// NoteReading keeps the latest time at which somebody read a version.
	NoteReading(ctx context.Context, r Reading) error
	// Readings gives what the person read of certificates, the latest first, with one query.
	Readings(ctx context.Context, person uuid.UUID, certificates []uuid.UUID) ([]Reading, error)
	// CertificatesToRemind gives those out for signing whose reminders are due, the earliest first, at most limit.
	CertificatesToRemind(ctx context.Context, now time.Time, limit int) ([]uuid.UUID, error)

	InsertSignOff(ctx context.Context, s SignOff) error
	// SignOffs lists the answers to a version in the order in which they came.
	SignOffs(ctx context.Context, version uuid.UUID) ([]SignOff, error)
	// SignOffsOf is SignOffs for several versions, with one query.
	SignOffsOf(ctx context.Context, versions []uuid.UUID) ([]SignOff, error)
}

// Blobs keeps files under their own SHA-256.
type Blobs interface {
	// Put stores b durably: when it returns, the file survives a power cut.
	Put(ctx context.Context, b []byte) (record.Digest, error)
	// Get gives the bytes, checked against the digest; it fails as NotFound.
	Get(ctx context.Context, d record.Digest) ([]byte, error)
}

// Press makes and reads files; package press implements it.
type Press interface {
	// Typeset renders the document that signatories read, or a preview that can be taken for none. It fails as Invalid, naming the characters, when no font
	// covers the text.
	Typeset(ctx context.Context, s Sheet) ([]byte, Base, error)
	// Layouts lists the layouts by name.
	Layouts() []Layout
	// Sample renders a sample text as a preview. It fails as NotFound when there is no such layout.
	Sample(ctx context.Context, layout string, at time.Time) ([]byte, error)
	// Uncovered gives the characters that the layout's fonts do not have.
	Uncovered(layout string, texts ...string) ([]rune, error)
	// Seal adds the signature of each who approved in person, the pictures of other signatures in their places, and the
	// institution's signature over everything; the result begins with base. Where signatories cannot be certified, their
	// pictures alone are placed. With a time authority it also keeps validation data under a document timestamp, and fails
	// as Unavailable when the authority does not answer.
	Seal(ctx context.Context, base []byte, s Sealing) ([]byte, error)
	// Inspect reads a file that claims to be ours.
	Inspect(ctx context.Context, file []byte) (Inspection, error)
}

// Sheet is everything that is printed.
type Sheet struct {
	Layout      string
	Content     Content
	Facts       Facts
	About       string
	Logo        []byte // PNG, or nil
	Signatories []Signatory
	Serial      string
	Code        Code
	URL         string
	At          time.Time
	FileID      [16]byte
	Preview     bool // Serial and Code are empty, and whatever is still to be written may be missing
}

// Sealing is what is added to the document that signatories read.
type Sealing struct {
	At        time.Time
	Name      string // who seals: the institution
	Reason    string
	Approvals []Approval // in the order in which they sign
}

// Approval is how a signatory's approval shows in the file.
type Approval struct {
	Name     string
	Reason   string // what was approved, and when
	InPerson bool   // they approved themselves, so that they sign; otherwise staff recorded what was signed on paper
	Place    Place
	PNG      []byte // the drawn signature, or nil
}

// Inspection is what a file says of itself and whether its seal holds.
type Inspection struct {
	Code   Code   // "" when it bears none of ours
	Sealed bool   // the seal is whole, covers the file and chains to our root
	Doubt  string // why not, in words for people

	StampedUntil time.Time // when the newest document timestamp's certificate ends, zero without one

	// UnprovenUntil is when the last of those certificates ends of which the file does not say whether they were revoked, though
	// their issuer does; zero when it says so of all. Until then what lacks may still be had.
	UnprovenUntil time.Time
}

// Cohorts knows who may do what to a cohort; package programme implements it.
type Cohorts interface {
	// PermitCohort gives the programme of a cohort on which the actor may carry out the operation. It fails as NotFound or
	// Forbidden.
	PermitCohort(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (uuid.UUID, error)
}

// Service carries out the use cases of this package.
type Service struct {
	Store     Store
	Blobs     Blobs
	Press     Press
	Flatten   func(purpose FilePurpose, b []byte) (Picturing, error) // reads an uploaded picture; fails as Invalid
	Journal   access.Journal
	Guests    access.Guests // mails links and codes to signatories
	Cohorts   Cohorts       // needed for what is about a whole cohort alone
	Now       func() time.Time
	NewID     func() uuid.UUID
	Random    io.Reader
	PublicURL string // without a slash at its end; "" refuses to send anything for signing
}

const kind = "certificate"

// verifyURL is where anyone verifies a code.
func (s *Service) verifyURL(code Code) string { return s.PublicURL + "/v/" + code.String() }

// change loads, checks the revision, applies and stores, with the event, in one transaction.
func (s *Service) change(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID, match record.Match, apply func(context.Context, *Certificate) error) (Certificate, error) {
	return s.changeThen(ctx, a, op, id, match, apply, new([]happening))
}

// changeThen is change with what else came of it: apply fills in the events that follow the operation's own.
func (s *Service) changeThen(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID, match record.Match, apply func(context.Context, *Certificate) error, events *[]happening) (Certificate, error) {
	var c Certificate
	err := s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if c, err = s.load(ctx, a, op, id); err != nil {
			return err
		}
		if err := match.Check(c.Revision); err != nil {
			return err
		}
		if err := apply(ctx, &c); err != nil {
			return err
		}
		if err := s.save(ctx, a, op, &c); err != nil {
			return err
		}
		return s.noteAll(ctx, a, c, *events)
	})
	return c, err
}

// save stores a changed certificate and notes the event.
func (s *Service) save(ctx context.Context, a access.Actor, op access.Operation, c *Certificate) error {
	c.ChangedAt = s.Now()
	if err := s.Store.Certificates().Update(ctx, c); err != nil {
		return err
	}
	return s.note(ctx, a, op, *c)
}

func (s *Service) note(ctx context.Context, a access.Actor, op access.Operation, c Certificate) error {
	detail := map[string]string{"state": string(c.State)}
	if c.Serial != "" {
		detail["serial"] = c.Serial
	}
	return s.Journal.Note(ctx, a, op, access.Ref{Kind: kind, ID: c.ID}, c.ProgrammeID, detail)
}
