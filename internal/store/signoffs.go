package store

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type signOffRow struct {
	ID              uuid.UUID
	VersionID       uuid.UUID
	SignatoryID     uuid.UUID
	Signatory       document[signatory]
	Decision        string
	Reason          string
	Pointer         string
	Suggested       document[suggestion]
	Conflict        string
	Confirmed       bool
	TextDigest      digest
	SignatureFileID reference
	Signature       digest
	RecorderKind    string
	RecorderID      reference
	RecorderName    string
	RecorderRole    string
	RecorderPerson  reference
	RecordedAt      instant
}

// TableName implements gorm's schema.Tabler.
func (signOffRow) TableName() string { return "sign_offs" }

// suggestion is a certificate.Suggestion in JSON.
type suggestion struct {
	Name     string    `json:"name"`
	Email    string    `json:"email"`
	PersonID uuid.UUID `json:"person_id"`
}

func (r signOffRow) id() uuid.UUID { return r.ID }

// InsertSignOff implements certificate.Store.
func (s *Store) InsertSignOff(ctx context.Context, so certificate.SignOff) error {
	return insert(ctx, s, signOffRow{
		ID: so.ID, VersionID: so.VersionID, SignatoryID: so.SignatoryID, Signatory: document[signatory]{signatory(so.Signatory)},
		Decision: string(so.Decision), Reason: so.Reason, Pointer: so.Pointer, Suggested: document[suggestion]{suggestion(so.Suggested)},
		Conflict: string(so.Conflict), Confirmed: so.Confirmed, TextDigest: digest(so.TextDigest), SignatureFileID: reference(so.SignatureFile),
		Signature: digest(so.Signature), RecorderKind: string(so.Recorder.Kind), RecorderID: reference(so.Recorder.ID),
		RecorderName: so.Recorder.Name, RecorderRole: string(so.Recorder.Role), RecorderPerson: reference(so.Recorder.Person),
		RecordedAt: instant(so.At),
	}, nil)
}

func unpackSignOff(r signOffRow) certificate.SignOff {
	return certificate.SignOff{
		ID: r.ID, VersionID: r.VersionID, SignatoryID: r.SignatoryID, Signatory: certificate.Signatory(r.Signatory.of),
		Decision: certificate.Decision(r.Decision), Reason: r.Reason, Pointer: r.Pointer,
		Suggested: certificate.Suggestion(r.Suggested.of), Conflict: programme.Conflict(r.Conflict), Confirmed: r.Confirmed, TextDigest: record.Digest(r.TextDigest),
		SignatureFile: uuid.UUID(r.SignatureFileID), Signature: record.Digest(r.Signature), At: time.Time(r.RecordedAt),
		Recorder: access.Actor{
			Kind: access.ActorKind(r.RecorderKind), ID: uuid.UUID(r.RecorderID), Name: r.RecorderName,
			Role: access.Role(r.RecorderRole), Person: uuid.UUID(r.RecorderPerson),
		},
	}
}

// SignOffs implements certificate.Store.
func (s *Store) SignOffs(ctx context.Context, version uuid.UUID) ([]certificate.SignOff, error) {
	rows, err := of[signOffRow](ctx, s.db(ctx)).where("version_id = ?", version).order("recorded_at, id").find()
	return all(rows, unpackSignOff), err
}

// SignOffsOf implements certificate.Store.
func (s *Store) SignOffsOf(ctx context.Context, versions []uuid.UUID) ([]certificate.SignOff, error) {
	ids := idsOf(versions, func(id uuid.UUID) uuid.UUID { return id })
	rows, err := of[signOffRow](ctx, s.db(ctx)).where("version_id IN ?", ids).order("recorded_at, id").find()
	return all(rows, unpackSignOff), err
}
