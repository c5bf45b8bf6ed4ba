package personal

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Erasures writes what an erasure needs. Everything that one erasure writes is in one transaction.
type Erasures interface {
	Enrolments() record.Table[programme.Enrolment, programme.EnrolmentFilter]
	Certificates() record.Table[certificate.Certificate, certificate.Filter]
	// CertificatesFor lists the certificates that were composed for the person, locked, without their compositions.
	CertificatesFor(ctx context.Context, person uuid.UUID) ([]certificate.Certificate, error)
	Versions(ctx context.Context, certificate uuid.UUID) ([]certificate.Version, error)
	SaveVersion(ctx context.Context, v certificate.Version) error
	// IssuedFiles gives every file of a version: the one that was issued, and those that renewed it.
	IssuedFiles(ctx context.Context, version uuid.UUID) ([]record.Digest, error)
	SignOffs(ctx context.Context, version uuid.UUID) ([]certificate.SignOff, error)
	// EndLinks ends the guests' links that are open.
	EndLinks(ctx context.Context, which account.Links, now time.Time) error
	// BlankSignOff stores the signatory, the reason and the picture of an answer, and forgets who recorded it by name.
	BlankSignOff(ctx context.Context, so certificate.SignOff) error

	// EnabledAdmins lists the administrators who can sign in. They stay so until the end of the transaction.
	EnabledAdmins(ctx context.Context) ([]uuid.UUID, error)
	// RemoveWork deletes projects, logs, feedback about the person with everything submitted, the themes that are theirs
	// alone, and the notes on meetings in which no other participant takes part.
	RemoveWork(ctx context.Context, person uuid.UUID) error
	// EndAssignments ends those by and about the person, and forgets what was noted on conflicts; drafts that the person
	// wrote about others and notes that they shared with nobody go too.
	EndAssignments(ctx context.Context, person uuid.UUID, at time.Time) error
	// ReviewRequestsAbout lists the requests about the person's certificates, and those to the person.
	ReviewRequestsAbout(ctx context.Context, person uuid.UUID) ([]uuid.UUID, error)
	// RemoveReviews deletes what was asked and said about the person's certificates before they were signed, and empties what the
	// person said about those of others.
	RemoveReviews(ctx context.Context, person uuid.UUID) error
	// RemoveExcerpts deletes what handbooks quote, or asked to quote, of the person's certificates, and declines for them what
	// draws on their words about others.
	RemoveExcerpts(ctx context.Context, person uuid.UUID) error
	// RemoveShareLinks deletes the links by which the person showed their certificates.
	RemoveShareLinks(ctx context.Context, person uuid.UUID) error
	SignaturesOf(ctx context.Context, person uuid.UUID) ([]certificate.File, error)
	// RemoveSignatures deletes pictures and takes them out of every answer.
	RemoveSignatures(ctx context.Context, files []certificate.File) error
	// RemoveReadings deletes what the person read as a signatory, and takes the person out of what others suggested.
	RemoveReadings(ctx context.Context, p access.Person, addresses []string) error
	// EraseAccount removes the account with all that lets somebody in and tells where they came from.
	EraseAccount(ctx context.Context, person uuid.UUID) error
	// EndGrants ends what the person may do as staff, and tokens that name them.
	EndGrants(ctx context.Context, person uuid.UUID, at time.Time) error
	// RemoveLetters deletes letters to the person, by id or to one of the addresses, and unsent ones that name them. Whoever
	// was to get one of those about another participant of the same name has to be invited again.
	RemoveLetters(ctx context.Context, p access.Person, addresses []string) error
	// ForgetInOperations takes out of dry runs and the items of operations what names the person.
	ForgetInOperations(ctx context.Context, p access.Person) error
	// BlankAnswers makes the kept answers to requests that were made by the person or name one of the ids be Gone: repeating
	// such a request must neither tell the data nor have its effect again.
	BlankAnswers(ctx context.Context, person uuid.UUID, ids []uuid.UUID) error
	// RecordErasure fails as Conflict when the person is erased already. The files are removed later.
	RecordErasure(ctx context.Context, person uuid.UUID, at time.Time, files []record.Digest) error

	// DoomedFiles lists what erasures left to be removed.
	DoomedFiles(ctx context.Context) ([]record.Digest, error)
	// FileNeeded says whether something that is not erased refers to the file.
	FileNeeded(ctx context.Context, d record.Digest) (bool, error)
	// Spare forgets that a file is to be removed: it is gone, or needed.
	Spare(ctx context.Context, d record.Digest) error
	// UnfinishedErasures lists the people of whom the database's own files may still hold something.
	UnfinishedErasures(ctx context.Context) ([]uuid.UUID, error)
	// Scrub rewrites the database's files, so that nothing stays in them that was deleted. It fails as Unavailable while
	// somebody reads what was there before.
	Scrub(ctx context.Context) error
	FinishErasures(ctx context.Context, people []uuid.UUID, at time.Time) error
}
