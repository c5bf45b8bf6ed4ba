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
	AnsweredAt    time.Time
	Reason        string    // that they gave
	ReadAt        time.Time // when they opened this text last; zero: never
	ReadBefore    uuid.UUID // the version that they read last before this one, or Nil
	Paused        bool      // nobody can sign just now
	Others        []GivenAnswer
}

// GivenAnswer is what a signatory has answered to a text, as the others who sign may know it: not why.
type GivenAnswer struct {
	SignatoryID uuid.UUID
	Decision    Decision
	At          time.Time
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
	var ids, asked []uuid.UUID
	for _, c := range certificates {
		if a.Stands(c.object(), access.Signatory) {
			ids, asked = append(ids, c.VersionID), append(asked, c.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	versions, err := s.Store.VersionStandings(ctx, ids)
	if err != nil {
		return nil, err
	}
	answers, err := s.Store.SignOffsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	readings, err := s.Store.Readings(ctx, a.Person, asked)
	if err != nil {
		return nil, err
	}
	var requests []SigningRequest
	for _, id := range ids {
		requests = append(requests, versions[id].requests(a, answers, readings)...)
	}
	return requests, nil
}

// requests gives what of a version the actor is asked to sign; answers may be those to several versions.
func (v Version) requests(a access.Actor, answers []SignOff, readings []Reading) []SigningRequest {
	var mine []SignOff
	for _, so := range answers {
		if so.VersionID == v.ID {
			mine = append(mine, so)
		}
	}
	_, paused := v.pause(mine)
	counted := latest(mine)
	var out []SigningRequest
	for _, x := range v.Signatories {
		if !a.Is(x.PersonID) {
			continue
		}
		r := SigningRequest{
			CertificateID: v.CertificateID, VersionID: v.ID, SignatoryID: x.ID, Programme: v.Facts.Programme,
			Title: v.Facts.Title, Participant: v.Facts.Name, SentAt: v.SentAt, TextDigest: v.TextDigest,
			Answered: counted[x.ID].Decision, AnsweredAt: counted[x.ID].At, Reason: counted[x.ID].Reason, Paused: paused,
		}
		r.ReadAt, r.ReadBefore = lastRead(readings, v)
		r.Others = v.othersThan(x.ID, counted)
		out = append(out, r)
	}
	return out
}

// othersThan gives what others than one of the signatories have answered.
func (v Version) othersThan(one uuid.UUID, counted map[uuid.UUID]SignOff) []GivenAnswer {
	var out []GivenAnswer
	for _, x := range v.Signatories {
		if so, ok := counted[x.ID]; ok && x.ID != one {
			out = append(out, GivenAnswer{SignatoryID: x.ID, Decision: so.Decision, At: so.At})
		}
	}
	return out
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
			if err := s.invite(ctx, a, access.LetterSigning, c, p); err != nil {
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
		if err := s.invite(ctx, a, access.LetterSigning, c, p); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) invite(ctx context.Context, a access.Actor, letter access.LetterKind, c Certificate, p access.Person) error {
	return s.Guests.Invite(ctx, letter, p, c.ref(), map[string]string{
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
