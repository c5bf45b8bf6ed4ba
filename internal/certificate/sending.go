package certificate

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// SendForSigning freezes the text as a new version, reserves the serial number, draws the verification code and renders
// the document that signatories read. Rendering happens outside transactions: a first one checks and reserves, a second
// one stores, and only if nothing changed in between. A text that has still to pass the programme's review is sent for that
// instead, and for signing when it passes. Fails as NotFound, Stale, Invalid (with all that is missing) or Conflict.
func (s *Service) SendForSigning(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (Certificate, error) {
	return s.send(ctx, a, sending{id: id, match: match, by: a.Name})
}

// sending is a certificate that somebody sends for signing.
type sending struct {
	id     uuid.UUID
	match  record.Match
	by     string                      // what letters call whoever sends it
	person uuid.UUID                   // who they are, or Nil: whoever's hand it is
	last   func(context.Context) error // if not nil, the last thing in the transaction that sends it, for signing or for review
}

// send is SendForSigning.
func (s *Service) send(ctx context.Context, a access.Actor, x sending) (Certificate, error) {
	c, p, passed, err := s.readyToSend(ctx, a, x)
	if err != nil {
		return Certificate{}, err
	}
	if !passed {
		return s.onward(ctx, c, nil)
	}
	v, err := s.draw(c, p)
	if err != nil {
		return Certificate{}, err
	}
	v.SentBy = cmp.Or(x.person, a.Person)
	if err = s.succeed(ctx, c, &v); err != nil {
		return Certificate{}, err
	}
	if v.Logo, err = s.logo(ctx, p.LogoFile); err != nil {
		return Certificate{}, err
	}
	if err := s.print(ctx, &v, p.Layout); err != nil {
		return Certificate{}, err
	}
	return s.change(ctx, a, access.OpSendForSigning, x.id, record.Match(c.Revision), func(ctx context.Context, c *Certificate) error {
		c.State, c.VersionID, c.Serial = Signing, v.ID, v.Serial
		if err := s.Store.InsertVersion(ctx, v); err != nil {
			return err
		}
		if err := s.sentOn(ctx, c.ID); err != nil {
			return err
		}
		inviting := a
		inviting.Name = x.by
		if err := s.inviteAll(ctx, inviting, *c, nil); err != nil {
			return err
		}
		return x.finish(ctx)
	})
}

func (x sending) finish(ctx context.Context) error {
	if x.last == nil {
		return nil
	}
	return x.last(ctx)
}

// readyToSend checks everything that can be known before rendering and reserves the serial number: reserving twice gives
// the same number, so a failure later costs nothing. A text that has not passed its review is sent for that.
func (s *Service) readyToSend(ctx context.Context, a access.Actor, x sending) (c Certificate, p programme.Programme, passed bool, err error) {
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if c, err = s.load(ctx, a, access.OpSendForSigning, x.id); err != nil {
			return err
		}
		if err = x.match.Check(c.Revision); err != nil {
			return err
		}
		if p, err = s.Store.Programmes().Get(ctx, c.ProgrammeID); err != nil {
			return err
		}
		if err = s.mayBeAwarded(ctx, c.EnrolmentID); err != nil {
			return err
		}
		if err = s.maySend(c, p); err != nil {
			return err
		}
		var runs bool
		if passed, runs, err = s.reviewed(ctx, c, p); err != nil {
			return err
		}
		if !passed {
			if err := s.reviewFirst(ctx, a, &c, p, runs); err != nil {
				return err
			}
			return x.finish(ctx)
		}
		c.Serial, err = s.Store.ReserveSerial(ctx, c.ID, c.ProgrammeID, p.SerialPrefix, c.AwardDate.Year)
		return err
	})
	return c, p, passed, err
}

func (s *Service) maySend(c Certificate, p programme.Programme) error {
	if s.PublicURL == "" {
		return fault.New(fault.Conflict, "no_public_url", "Set TESTAMUR_PUBLIC_URL first: the address printed in every certificate must be one that strangers reach for decades.")
	}
	if err := c.sendable(p.Language); err != nil {
		return err
	}
	return s.covered(c, p)
}

// covered refuses what no font of the layout can print, each at its place.
func (s *Service) covered(c Certificate, p programme.Programme) error {
	var violations []fault.Violation
	check := func(at string, texts ...string) error {
		missing, err := s.Press.Uncovered(p.Layout, texts...)
		if err == nil && len(missing) > 0 {
			violations = append(violations, fault.Violation{Pointer: at, Reason: "uncovered_characters", Message: uncovered(missing)})
		}
		return err
	}
	var errs []error
	errs = append(errs, check("/title", c.Title), check("/name", c.Name))
	for i, section := range c.Sections {
		errs = append(errs, check(pointer("sections", i, "heading"), section.Heading))
		for j, passage := range section.Passages {
			errs = append(errs, check(pointer("sections", i, "passages", j, "text"), passage.Text))
		}
	}
	for i, signatory := range c.Signatories {
		errs = append(errs, check(pointer("signatories", i), signatory.Name, signatory.Title, signatory.Organisation))
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	if len(violations) > 0 {
		return fault.Fields(violations)
	}
	return nil
}

func uncovered(missing []rune) string {
	var names []string
	for _, r := range missing {
		names = append(names, fmt.Sprintf("%c (U+%04X)", r, r))
	}
	return "The certificate's fonts have no " + strings.Join(names, ", ") + ". Write this otherwise."
}

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
		v.Content, v.TextDigest, err = canonical(c.freeze(p.Language, salt))
	}
	if err == nil {
		v.Provenance, v.ProvenanceDigest, err = canonical(c.provenance(v.TextDigest))
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

// PutSignatories replaces the signatories. While composing it is a change like any other. While the text is out for
// signing, those who have answered must stay as they are; the document is rendered anew with the same text, and no
// answer is voided. Fails as NotFound, Stale, Invalid or Conflict.
func (s *Service) PutSignatories(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, signatories []Signatory) (Certificate, error) {
	c, err := s.load(ctx, a, access.OpPutSignatories, id)
	if err != nil {
		return Certificate{}, err
	}
	if err := match.Check(c.Revision); err != nil {
		return Certificate{}, err
	}
	if signatories, err = s.named(ctx, c, signatories); err != nil {
		return Certificate{}, err
	}
	if c.State != Signing {
		return s.compose(ctx, a, access.OpPutSignatories, id, match, func(_ context.Context, c *Certificate) error {
			c.Signatories = signatories
			return nil
		})
	}
	v, err := s.replaced(ctx, c, signatories)
	if err != nil {
		return Certificate{}, err
	}
	return s.change(ctx, a, access.OpPutSignatories, id, record.Match(c.Revision), func(ctx context.Context, c *Certificate) error {
		stored, err := s.Store.Version(ctx, v.ID)
		if err == nil && stored.issuing(s.Now()) {
			err = errIssuing()
		}
		if err != nil {
			return err
		}
		before := c.Signatories
		c.Signatories = signatories
		stored.reprint(v)
		stored.IssuingUntil = time.Time{}
		if err := s.remindLater(ctx, &stored); err != nil {
			return err
		}
		if err := s.Store.SaveVersion(ctx, stored); err != nil {
			return err
		}
		if !slices.Equal(before, signatories) {
			if err := s.tellSigned(ctx, a, *c, stored); err != nil {
				return err
			}
		}
		return s.reinvite(ctx, a, *c, before)
	})
}

// reinvite ends the links of signatories who were taken off, and mails those who came.
func (s *Service) reinvite(ctx context.Context, a access.Actor, c Certificate, before []Signatory) error {
	for _, x := range before {
		if slices.Contains(peopleOf(c.Signatories), x.PersonID) {
			continue
		}
		if err := s.uninvite(ctx, c, x.PersonID); err != nil {
			return err
		}
	}
	return s.inviteAll(ctx, a, c, before)
}

// named checks the signatories, fills in what their person already says, and keeps the ids that belong here.
func (s *Service) named(ctx context.Context, c Certificate, signatories []Signatory) ([]Signatory, error) {
	e, err := s.Store.Enrolments().Get(ctx, c.EnrolmentID)
	if err != nil {
		return nil, err
	}
	for i := range signatories {
		x := &signatories[i]
		if x.PersonID == e.PersonID {
			return nil, fault.At(pointer("signatories", i, "person_id"), "self", "Nobody signs their own certificate.")
		}
		p, err := s.Store.People().Get(ctx, x.PersonID)
		if fault.CodeOf(err) == fault.NotFound {
			return nil, fault.At(pointer("signatories", i, "person_id"), "unknown", "There is no such person.")
		}
		if err != nil {
			return nil, err
		}
		if x.Name == "" {
			x.Name, x.Title, x.Organisation = p.Name, p.JobTitle, p.Organisation
		}
		known := func(old Signatory) bool { return old.ID == x.ID && old.PersonID == x.PersonID }
		if !slices.ContainsFunc(c.Signatories, known) {
			x.ID = s.NewID()
		}
	}
	return checkedSignatories(signatories)
}

// replaced gives the version that is out for signing with other signatories, rendered anew.
func (s *Service) replaced(ctx context.Context, c Certificate, signatories []Signatory) (Version, error) {
	v, err := s.Store.Version(ctx, c.VersionID)
	if err != nil {
		return v, err
	}
	answers, err := s.Store.SignOffs(ctx, v.ID)
	if err != nil {
		return v, err
	}
	for id, answer := range latest(answers) {
		if answer.Decision == Approved && !slices.Contains(signatories, answer.Signatory) {
			return v, fault.New(fault.Conflict, "already_signed", "%s has signed already and must stay as signatory %s.", answer.Signatory.Name, id)
		}
	}
	if len(signatories) == 0 {
		return v, fault.At("/signatories", "no_signatory", "Name at least one signatory.")
	}
	if err := s.covered(Certificate{Signatories: signatories}, programme.Programme{Fields: programme.Fields{Layout: v.Base.Layout}}); err != nil {
		return v, err
	}
	v.Signatories, v.Facts.Signatories = signatories, factSignatories(signatories)
	err = s.print(ctx, &v, v.Base.Layout)
	return v, err
}
