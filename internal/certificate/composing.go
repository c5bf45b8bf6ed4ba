package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Propose begins the certificate of an enrolment with a first composition. Fails as NotFound, or as Conflict when the
// enrolment has one that was neither cancelled nor revoked.
func (s *Service) Propose(ctx context.Context, a access.Actor, enrolment uuid.UUID) (Certificate, error) {
	if err := a.Permit(access.OpProposeCertificate); err != nil {
		return Certificate{}, err
	}
	var c Certificate
	err := s.Store.Update(ctx, func(ctx context.Context) error {
		m, err := s.Store.Material(ctx, enrolment)
		if err != nil {
			return err
		}
		c = Propose(m, s.NewID)
		if err := a.PermitOn(access.OpProposeCertificate, access.Object{
			Kind: "enrolment", Reading: access.OpGetEnrolment, Programme: c.ProgrammeID, Participant: c.PersonID, Assessors: assigned(m),
		}); err != nil {
			return err
		}
		if err := awardable(m.Enrolment.State); err != nil {
			return err
		}
		now := s.Now()
		c.Meta = record.Meta{ID: s.NewID(), Revision: 1, CreatedAt: now, ChangedAt: now}
		c.composedBy(a)
		if err := s.Store.Certificates().Insert(ctx, c); err != nil {
			return err
		}
		return s.note(ctx, a, access.OpProposeCertificate, c)
	})
	return c, err
}

func assigned(m Material) []uuid.UUID {
	people := make([]uuid.UUID, len(m.Assessors))
	for i, p := range m.Assessors {
		people[i] = p.ID
	}
	return people
}

// Change lets edit set title, name and dates while composing. Fails as NotFound, Stale, Invalid or Conflict.
func (s *Service) Change(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*Fields)) (Certificate, error) {
	return s.compose(ctx, a, access.OpUpdateCertificate, id, match, func(_ context.Context, c *Certificate) error {
		edit(&c.Fields)
		fields, err := c.Fields.checked()
		c.Fields = fields
		return err
	})
}

// PutSections replaces all sections: rewording, reordering, adding and taking out are one change. Sections and passages
// keep the ids that they are given; new ones (Nil) get one. How a passage stands to its sources is found out here. Fails
// as NotFound, Stale, Invalid or Conflict.
func (s *Service) PutSections(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, sections []Section) (Certificate, error) {
	return s.compose(ctx, a, access.OpPutSections, id, match, func(ctx context.Context, c *Certificate) error {
		sections, err := checkedSections(sections)
		if err != nil {
			return err
		}
		writings, err := s.Store.SourceWritings(ctx, c.EnrolmentID, c.sources())
		if err != nil {
			return err
		}
		if err := resolve(sections, writings); err != nil {
			return err
		}
		s.identify(c, sections)
		c.Sections = sections
		return nil
	})
}

// identify keeps the ids that belong to this certificate and gives new ones to all else, so that nobody can claim the
// passage of another certificate.
func (s *Service) identify(c *Certificate, sections []Section) {
	free := map[uuid.UUID]bool{}
	for _, section := range c.Sections {
		free[section.ID] = true
		for _, p := range section.Passages {
			free[p.ID] = true
		}
	}
	settle := func(id *uuid.UUID) {
		if !free[*id] {
			*id = s.NewID()
		}
		delete(free, *id)
	}
	for i := range sections {
		settle(&sections[i].ID)
		for j := range sections[i].Passages {
			settle(&sections[i].Passages[j].ID)
		}
	}
}

func (c Certificate) sources() []uuid.UUID {
	var out []uuid.UUID
	for _, section := range c.Sections {
		for _, p := range section.Passages {
			for _, source := range p.Sources {
				out = append(out, source.WritingID)
			}
		}
	}
	return out
}

// compose applies a change to a certificate that is being composed or reviewed and notes whose hand it was.
func (s *Service) compose(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID, match record.Match, apply func(context.Context, *Certificate) error) (Certificate, error) {
	var events []happening
	c, err := s.changeThen(ctx, a, op, id, match, func(ctx context.Context, c *Certificate) (err error) {
		switch c.State {
		case Composing:
			c.composedBy(a)
			return apply(ctx, c)
		case InReview:
			events, err = s.recompose(ctx, a, c, apply)
			return err
		case Signing, Issued, Revoked, Cancelled:
		}
		return c.refuseState("changed; revise it first")
	}, &events)
	return s.onward(ctx, c, err)
}
