package certificate

import (
	"context"
	"slices"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

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
