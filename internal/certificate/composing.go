package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
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

// Certificate gives one certificate. Who may read only what is finished gets it as it was issued, also while a correction
// is being written. Fails as NotFound.
func (s *Service) Certificate(ctx context.Context, a access.Actor, id uuid.UUID) (Certificate, error) {
	c, err := s.load(ctx, a, access.OpGetCertificate, id)
	if err != nil {
		return Certificate{}, err
	}
	if writes(a, c.ProgrammeID) || c.State.Finished() {
		return c, nil
	}
	return s.asIssued(ctx, c)
}

// asIssued leaves out everything of a correction.
func (s *Service) asIssued(ctx context.Context, c Certificate) (Certificate, error) {
	v, err := s.Store.Version(ctx, c.IssuedID)
	if err != nil {
		return c, err
	}
	return c.asIssued(v)
}

// List gives a page of certificates. Who may read only what is finished gets those, as they were issued.
func (s *Service) List(ctx context.Context, a access.Actor, filter Filter, page record.Page) (record.List[Certificate], error) {
	sight, err := a.See(access.OpListCertificates)
	if err != nil {
		return record.List[Certificate]{}, err
	}
	writer := (sight.All || len(sight.Programmes) > 0) && !sight.Finished
	filter.Sight, filter.Finished = sight, filter.Finished || !writer
	list, err := s.Store.Certificates().List(ctx, filter, page)
	if err != nil {
		return record.List[Certificate]{}, err
	}
	return list, s.allAsIssued(ctx, list.Items, func(c Certificate) bool { return !filter.Finished && writes(a, c.ProgrammeID) })
}

// allAsIssued leaves out everything of corrections, but for those that are seen as they are written; with one query for all.
func (s *Service) allAsIssued(ctx context.Context, items []Certificate, written func(Certificate) bool) error {
	var ids []uuid.UUID
	for _, c := range items {
		if !c.State.Finished() && !written(c) {
			ids = append(ids, c.IssuedID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	versions, err := s.Store.VersionsByID(ctx, ids)
	if err != nil {
		return err
	}
	for i, c := range items {
		if c.State.Finished() || written(c) {
			continue
		}
		if items[i], err = c.asIssued(versions[c.IssuedID]); err != nil {
			return err
		}
	}
	return nil
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

// Cancel ends a certificate that was not issued, or gives up a correction: then the version in force stays in force, and
// the composition is again what it was made from. Fails as NotFound, Stale or Conflict.
func (s *Service) Cancel(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (Certificate, error) {
	return s.change(ctx, a, access.OpCancelCertificate, id, match, func(ctx context.Context, c *Certificate) error {
		if c.State != Composing && c.State != InReview && c.State != Signing {
			return c.refuseState("cancelled")
		}
		err := s.takeBack(ctx, c)
		if err != nil {
			return err
		}
		if c.IssuedID == uuid.Nil {
			c.State = Cancelled
			return nil
		}
		*c, err = s.asIssued(ctx, *c)
		return err
	})
}

// Revise takes a certificate back from review or signing to composing. Every answer given to the text so far is void. Fails as
// NotFound, Stale or Conflict.
func (s *Service) Revise(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match) (Certificate, error) {
	return s.change(ctx, a, access.OpReviseCertificate, id, match, func(ctx context.Context, c *Certificate) error {
		if c.State != InReview && c.State != Signing {
			return c.refuseState("revised")
		}
		err := s.takeBack(ctx, c)
		c.State = Composing
		return err
	})
}

// takeBack ends what is going on with the text: its review, or the version that is out for signing.
func (s *Service) takeBack(ctx context.Context, c *Certificate) error {
	if c.State == InReview {
		return s.endReview(ctx, c)
	}
	return s.void(ctx, c)
}

// void ends the version that is out for signing, if there is one.
func (s *Service) void(ctx context.Context, c *Certificate) error {
	if c.VersionID == uuid.Nil || c.VersionID == c.IssuedID {
		return nil
	}
	v, err := s.Store.Version(ctx, c.VersionID)
	if err != nil || v.State != VersionSigning {
		return err
	}
	if v.issuing(s.Now()) {
		return errIssuing()
	}
	v.State, v.EndedAt = VersionVoid, s.Now()
	if err := s.Store.SaveVersion(ctx, v); err != nil {
		return err
	}
	return s.uninvite(ctx, *c, uuid.Nil)
}

// Correct begins a correction of an issued certificate: it can be composed again, and the version in force stays in force
// until the new one is issued. Fails as NotFound, Stale, Invalid, Conflict, or as Gone when it was erased.
func (s *Service) Correct(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, reason ReasonClass) (Certificate, error) {
	return s.change(ctx, a, access.OpCorrectCertificate, id, match, func(ctx context.Context, c *Certificate) error {
		if c.State != Issued {
			return c.refuseState("corrected")
		}
		if v, err := s.Store.Version(ctx, c.IssuedID); err != nil {
			return err
		} else if !v.ErasedAt.IsZero() {
			return errErased()
		}
		if reason != ReasonCorrection && reason != ReasonNameChange && reason != ReasonOther {
			return fault.At("/reason_class", "not_allowed", "Choose correction, change_of_name or other.")
		}
		c.State, c.CorrectionNote, c.Composers = Composing, reason, nil
		c.composedBy(a)
		return nil
	})
}
