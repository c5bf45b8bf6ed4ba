package certificate

import (
	"context"
	"io"

	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// draw makes the version of the composition as it stands, with a new salt and code.
func (s *Service) draw(c Certificate, p programme.Programme) (Version, error) {
	v := Version{
		ID: s.NewID(), CertificateID: c.ID, ProgrammeID: c.ProgrammeID, State: VersionSigning, Serial: c.Serial,
		Signatories: c.Signatories, Composers: c.Composers, RequiredSignOffs: p.RequiredSignOffs,
		About: p.About, ExpiresOn: c.ExpiresOn, SentAt: s.Now(),
	}
	v.remindIn(p.SigningReminderDays, v.SentAt)
	var salt [16]byte
	_, err := io.ReadFull(s.Random, salt[:])
	if err == nil {
		_, err = io.ReadFull(s.Random, v.Base.FileID[:])
	}
	if err == nil {
		v.Code, err = NewCode(s.Random)
	}
	if err == nil {
		v.Content, v.TextDigest, err = record.Canonical(c.freeze(p.Language, salt))
	}
	if err == nil {
		v.Provenance, v.ProvenanceDigest, err = record.Canonical(c.provenance(v.TextDigest))
	}
	v.Facts = facts(c, p)
	return v, err
}

func facts(c Certificate, p programme.Programme) Facts {
	return Facts{
		Institution: p.Institution, Programme: p.Name, Length: p.Length, Requirements: p.Requirements, Contact: p.Contact,
		Language: p.Language, TimeZone: p.TimeZone, Title: c.Title, Name: c.Name, AwardDate: c.AwardDate.String(),
		Signatories: factSignatories(c.Signatories),
	}
}

func factSignatories(signatories []Signatory) []FactSignatory {
	out := make([]FactSignatory, len(signatories))
	for i, s := range signatories {
		out[i] = FactSignatory{s.Name, s.Title, s.Organisation}
	}
	return out
}

// succeed makes the version the next of its certificate. Versions are numbered 1, 2, ...: one that was voided before it was
// issued leaves its number to the next.
func (s *Service) succeed(ctx context.Context, c Certificate, v *Version) error {
	versions, err := s.Store.Versions(ctx, c.ID)
	v.Number = 1
	for _, x := range versions {
		if x.State.WasIssued() {
			v.Number = max(v.Number, x.Number+1)
		}
		if x.ID == c.IssuedID {
			v.endWith(x)
		}
	}
	return err
}

func (s *Service) logo(ctx context.Context, file uuid.UUID) (record.Digest, error) {
	if file == uuid.Nil {
		return record.Digest{}, nil
	}
	f, err := s.Store.Files().Get(ctx, file)
	return f.Digest, err
}

// print renders the version and keeps the document.
func (s *Service) print(ctx context.Context, v *Version, layout string) error {
	sheet, err := s.sheet(ctx, *v, layout)
	if err != nil {
		return err
	}
	pdf, base, err := s.Press.Typeset(ctx, sheet)
	if err != nil {
		return err
	}
	base.FileID = v.Base.FileID
	base.File, err = s.Blobs.Put(ctx, pdf)
	v.Base = base
	return err
}

func (s *Service) sheet(ctx context.Context, v Version, layout string) (Sheet, error) {
	content, err := readContent(v.Content)
	if err != nil {
		return Sheet{}, err
	}
	sheet := Sheet{
		Layout: layout, Content: content, Facts: v.Facts, About: v.About, Signatories: v.Signatories,
		Serial: PrintedSerial(v.Serial, v.Number), Code: v.Code, URL: s.verifyURL(v.Code),
		At: v.SentAt, FileID: v.Base.FileID,
	}
	if v.Logo != (record.Digest{}) {
		sheet.Logo, err = s.Blobs.Get(ctx, v.Logo)
	}
	return sheet, err
}
