package personal

import (
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// Name stands where the name of somebody who was erased stood.
const Name = "Erased person"

// erasedPerson keeps the id, which others' records name.
func erasedPerson(p access.Person, at time.Time) access.Person {
	p.PersonFields = access.PersonFields{Name: Name, Archived: true}
	p.ChangedAt = at
	return p
}

// erasedEnrolment keeps where and how it ended. One that was open is withdrawn: nothing more comes of it, and the cohort
// must be able to close.
func erasedEnrolment(e programme.Enrolment, at time.Time) programme.Enrolment {
	e.ExternalID, e.LeaderKind, e.Scale = "", "", ""
	if e.State.Open() || e.State == programme.Deferred {
		e.State = programme.Withdrawn
	}
	e.ChangedAt = at
	return e
}

// erasedCertificate keeps serial number and state. What was not issued is cancelled; a correction is given up, and the
// version in force stays so.
func erasedCertificate(c certificate.Certificate, at time.Time) certificate.Certificate {
	c.Fields = certificate.Fields{Name: Name, ExpiresOn: c.ExpiresOn}
	c.Sections, c.Settlements, c.Signatories, c.Composers, c.CorrectionNote = nil, nil, nil, nil, ""
	switch {
	case c.State.Finished() || c.State == certificate.Cancelled:
	case c.IssuedID != uuid.Nil:
		c.State, c.VersionID = certificate.Issued, c.IssuedID
	default:
		c.State = certificate.Cancelled
	}
	c.ChangedAt = at
	return c
}

// erasedVersion keeps what the public answer and the matching of a file need: serial number, code, state, times, digests,
// and the programme's own facts. Text, salt and names go. One that was out for signing is void.
func erasedVersion(v certificate.Version, at time.Time) certificate.Version {
	if v.State == certificate.VersionSigning {
		v.State = certificate.VersionVoid
	}
	v.Content, v.Provenance, v.Sealed = nil, nil, nil
	f := v.Facts
	v.Facts = certificate.Facts{
		Institution: f.Institution, Programme: f.Programme, Length: f.Length, Requirements: f.Requirements, Contact: f.Contact,
		Language: f.Language, TimeZone: f.TimeZone,
	}
	v.Signatories, v.Composers, v.Base.Places, v.About, v.EndNote = nil, nil, nil, "", ""
	v.IssuingUntil, v.ErasedAt = time.Time{}, at
	return v
}

// erasedSignOff keeps that one of the signatories answered so to exactly this text, then.
func erasedSignOff(so certificate.SignOff) certificate.SignOff {
	so.Signatory = certificate.Signatory{ID: so.Signatory.ID, PersonID: so.Signatory.PersonID}
	so.Suggested = certificate.Suggestion{}
	so.Reason, so.SignatureFile, so.Signature = "", uuid.Nil, [32]byte{}
	so.Recorder.Name = ""
	return so
}
