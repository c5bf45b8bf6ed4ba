package certificate

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// signingTime is how long the link works that a signatory gets.
const signingTime = 90 * 24 * time.Hour

// maxRequests is how many signing requests one person gets at once.
const maxRequests = 200

// SigningRequest is what a signatory is asked to sign: enough to find the document and to answer.
type SigningRequest struct {
	CertificateID uuid.UUID
	VersionID     uuid.UUID
	SignatoryID   uuid.UUID
	Programme     string
	Title         string // of the certificate
	Participant   string // as printed
	SentAt        time.Time
	TextDigest    record.Digest
	Answered      Decision // "" until they have answered
}

// SigningRequests gives what the actor's person is asked to sign, oldest first: a guest only what the link is for.
func (s *Service) SigningRequests(ctx context.Context, a access.Actor) ([]SigningRequest, error) {
	if err := a.Permit(access.OpListSigningRequests); err != nil {
		return nil, err
	}
	certificates, err := s.Store.SigningRequests(ctx, a.Person, maxRequests)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for _, c := range certificates {
		if a.Stands(c.object(), access.Signatory) {
			ids = append(ids, c.VersionID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	versions, err := s.Store.VersionsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	answers, err := s.Store.SignOffsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	counted := latest(answers)
	var requests []SigningRequest
	for _, id := range ids {
		v := versions[id]
		for _, signatory := range v.Signatories {
			if a.Is(signatory.PersonID) {
				requests = append(requests, SigningRequest{
					CertificateID: v.CertificateID, VersionID: v.ID, SignatoryID: signatory.ID, Programme: v.Facts.Programme,
					Title: v.Facts.Title, Participant: v.Facts.Name, SentAt: v.SentAt, TextDigest: v.TextDigest,
					Answered: counted[signatory.ID].Decision,
				})
			}
		}
	}
	return requests, nil
}

// InviteSignatory mails a signatory the link to what they are asked to sign; the link that they had before ends. Fails as
// NotFound, Stale or Conflict.
func (s *Service) InviteSignatory(ctx context.Context, a access.Actor, id, signatory uuid.UUID) error {
	return s.Store.Update(ctx, func(ctx context.Context) error {
		c, err := s.load(ctx, a, access.OpInviteSignatory, id)
		if err != nil {
			return err
		}
		if c.State != Signing {
			return c.refuseState("signed")
		}
		for _, x := range c.Signatories {
			if x.ID != signatory {
				continue
			}
			p, err := s.Store.People().Get(ctx, x.PersonID)
			if err != nil {
				return err
			}
			if p.Email == "" {
				return fault.New(fault.Conflict, "no_address", "%s has no e-mail address. Add one first.", x.Name)
			}
			if err := s.invite(ctx, a, c, p); err != nil {
				return err
			}
			return s.Journal.Note(ctx, a, access.OpInviteSignatory, access.Ref{Kind: kind, ID: c.ID}, c.ProgrammeID, map[string]string{"signatory": x.ID.String()})
		}
		return fault.Missing("signatory")
	})
}

// inviteAll mails every signatory who has an address and has not had a link to this certificate; the others are told by
// staff, who see them without one.
func (s *Service) inviteAll(ctx context.Context, a access.Actor, c Certificate, but []Signatory) error {
	had := map[uuid.UUID]bool{}
	for _, x := range but {
		had[x.PersonID] = true
	}
	for _, x := range c.Signatories {
		if had[x.PersonID] {
			continue
		}
		p, err := s.Store.People().Get(ctx, x.PersonID)
		if err != nil {
			return err
		}
		if p.Email == "" {
			continue
		}
		if err := s.invite(ctx, a, c, p); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) invite(ctx context.Context, a access.Actor, c Certificate, p access.Person) error {
	return s.Guests.Invite(ctx, access.LetterSigning, p, c.ref(), map[string]string{
		"title": c.Title, "participant": c.Name, "by": a.Name,
	}, s.Now().Add(signingTime))
}

// uninvite ends the links of signatories: of one person, or for Nil of all.
func (s *Service) uninvite(ctx context.Context, c Certificate, person uuid.UUID) error {
	return s.Guests.End(ctx, c.ref(), person)
}

func (c Certificate) ref() access.Ref { return access.Ref{Kind: kind, ID: c.ID} }

// SendSigningCode mails a guest the code that proves that it is they who sign. Fails as NotFound, Conflict or Limited.
func (s *Service) SendSigningCode(ctx context.Context, a access.Actor, id uuid.UUID) error {
	c, _, err := s.outForSigning(ctx, a, access.OpRequestSigningCode, id)
	if err != nil {
		return err
	}
	if err := s.Guests.SendCode(ctx, a, c.ref(), map[string]string{"purpose": "sign", "title": c.Title}); err != nil {
		return err
	}
	return s.note(ctx, a, access.OpRequestSigningCode, c)
}

// proved checks a guest's code and uses it up, once the answer is one that could be recorded, and before it is: a wrong code
// stays counted whatever comes after.
func (s *Service) proved(ctx context.Context, a access.Actor, id uuid.UUID, answer Answer) error {
	if a.Kind != access.KindGuest {
		return nil
	}
	c, v, err := s.outForSigning(ctx, a, access.OpRecordSignOff, id)
	if err != nil {
		return err
	}
	if _, err := s.answered(ctx, a, v, answer); err != nil {
		return err
	}
	return s.Guests.CheckCode(ctx, a, c.ref(), answer.Code)
}
