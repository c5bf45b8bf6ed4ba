package certificate

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// OpRenewFile is the operation of renewing, as events name it; it is the command line's alone.
const OpRenewFile access.Operation = "renewFile"

// Renewer makes and reads renewed files; package press implements it.
type Renewer interface {
	inspector
	// Renew adds validation data and a document timestamp of today; the result begins with file. It fails as Unavailable
	// when there is no time authority, or none that answers.
	Renew(ctx context.Context, file []byte, at time.Time) ([]byte, error)
}

// RenewalStore is what renewing needs of the database.
type RenewalStore interface {
	record.Transactor
	// Renewable lists the newest files of versions that were issued and not erased, whose newest document timestamp ends
	// before the time, or that have none or lack what proves it; the first to end stands first.
	Renewable(ctx context.Context, before time.Time) ([]Renewable, error)
	// ReplaceFile puts another file in the place of the version's newest one, unless that is another one meanwhile or the
	// version was erased; it says whether it did.
	ReplaceFile(ctx context.Context, version uuid.UUID, old, file record.Digest, size int64) (bool, error)
	InsertIssuedFile(ctx context.Context, f IssuedFile) error
}

// Renewable is a file that is due for a newer timestamp.
type Renewable struct {
	VersionID     uuid.UUID
	CertificateID uuid.UUID
	ProgrammeID   uuid.UUID
	Code          Code
	Serial        string // as printed
	File          record.Digest
	StampedUntil  time.Time // zero without a timestamp, or where the file lacked what proves its timestamps
}

// Renewals gives issued files newer timestamps, before those that they have lose their worth.
type Renewals struct {
	Store   RenewalStore
	Blobs   Blobs
	Press   Renewer
	Journal access.Journal
	Now     func() time.Time
}

// Due lists what Renew would renew.
func (r *Renewals) Due(ctx context.Context, before time.Time) ([]Renewable, error) {
	return r.Store.Renewable(ctx, before)
}

// Renew gives one file a newer timestamp and what proves the older ones, and enters the result beside it, so that verification
// knows both and downloads give the newer. It says until when the result is stamped. A file that somebody else renewed or
// erased meanwhile is left alone, and the time is zero. Fails as Conflict (no_gain) when the authority's own certificate ends no
// later than the one before, or (no_evidence) when the file only lacks revocation information that still cannot be had, and as
// Unavailable when the authority does not answer.
func (r *Renewals) Renew(ctx context.Context, a access.Actor, due Renewable) (time.Time, error) {
	old, err := r.Blobs.Get(ctx, due.File)
	if err != nil {
		return time.Time{}, err
	}
	before, err := r.Press.Inspect(ctx, old)
	if err != nil {
		return time.Time{}, err
	}
	pdf, err := r.Press.Renew(ctx, old, r.Now())
	if err != nil {
		return time.Time{}, err
	}
	found, err := proven(ctx, r.Press, due.Code, pdf)
	if err == nil {
		err = found.gainOver(before, r.Now())
	}
	if err != nil {
		return time.Time{}, err
	}
	digest, err := r.Blobs.Put(ctx, pdf)
	if err != nil {
		return time.Time{}, err
	}
	file := IssuedFile{Digest: digest, VersionID: due.VersionID, Size: int64(len(pdf)), At: r.Now(), StampedUntil: found.reliedOnUntil(r.Now())}
	entered, err := r.enter(ctx, a, due, file)
	if err != nil || !entered {
		return time.Time{}, err
	}
	return found.StampedUntil, nil
}

// reliedOnUntil is until when a file needs no renewal: zero while it lacks what may still be had.
func (i Inspection) reliedOnUntil(now time.Time) time.Time {
	if i.UnprovenUntil.After(now) {
		return time.Time{}
	}
	return i.StampedUntil
}

// gainOver fails unless a renewed file is stamped for longer than the one before, or proves more.
func (i Inspection) gainOver(before Inspection, now time.Time) error {
	switch {
	case i.StampedUntil.After(before.StampedUntil), before.UnprovenUntil.After(i.UnprovenUntil):
		return nil
	case i.UnprovenUntil.After(now):
		return fault.New(fault.Conflict, "no_evidence", "The file lacks revocation information of a certificate above its signatures or timestamps, and it cannot be had now. Try again later.")
	}
	return fault.New(fault.Conflict, "no_gain", "The time authority's own certificate ends on %s, no later than that of the timestamp which is there. Renew once it has a newer one.", i.StampedUntil.Format(time.DateOnly))
}

func (r *Renewals) enter(ctx context.Context, a access.Actor, due Renewable, file IssuedFile) (entered bool, err error) {
	err = r.Store.Update(ctx, func(ctx context.Context) error {
		if entered, err = r.Store.ReplaceFile(ctx, due.VersionID, due.File, file.Digest, file.Size); err != nil || !entered {
			return err
		}
		if err := r.Store.InsertIssuedFile(ctx, file); err != nil {
			return err
		}
		return r.Journal.Note(ctx, a, OpRenewFile, access.Ref{Kind: kind, ID: due.CertificateID}, due.ProgrammeID,
			map[string]string{"serial": due.Serial, "file": file.Digest.String()})
	})
	return entered, err
}
