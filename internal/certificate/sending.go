package certificate

import (
	"cmp"
	"context"

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
