package certificate

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// ShareStore keeps share links.
type ShareStore interface {
	ShareLinks() record.Table[ShareLink, ShareFilter]
	// ShareLinkByHash fails as NotFound.
	ShareLinkByHash(ctx context.Context, hash record.Digest) (ShareLink, error)
	// CountOpening counts an opening, unless another was counted after since; it need not survive a power cut.
	CountOpening(ctx context.Context, id uuid.UUID, at, since time.Time) error
}

// CreateShareLink makes a link to an issued certificate for its participant, and gives its secret, the only time that it can
// be seen. Fails as NotFound, Invalid, or as Conflict when the certificate was revoked or has fifty open links already.
func (s *Service) CreateShareLink(ctx context.Context, a access.Actor, certificate uuid.UUID, fields ShareFields) (l ShareLink, secret string, err error) {
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		c, err := s.load(ctx, a, access.OpCreateShareLink, certificate)
		if err != nil {
			return err
		}
		if l, secret, err = s.newShareLink(ctx, c, fields); err != nil {
			return err
		}
		if err := s.Store.ShareLinks().Insert(ctx, l); err != nil {
			return err
		}
		return s.noteShare(ctx, a, access.OpCreateShareLink, l)
	})
	return l, secret, err
}

func (s *Service) newShareLink(ctx context.Context, c Certificate, fields ShareFields) (ShareLink, string, error) {
	if c.State == Revoked {
		return ShareLink{}, "", c.refuseState("shared")
	}
	now := s.Now()
	open, err := s.Store.ShareLinks().List(ctx, ShareFilter{Certificate: c.ID, OpenAt: now}, record.Page{Limit: maxShareLinks})
	if err != nil {
		return ShareLink{}, "", err
	}
	if len(open.Items) == maxShareLinks {
		return ShareLink{}, "", fault.New(fault.Conflict, "too_many_links", "There are %d links to this certificate. Withdraw one that is no longer needed.", maxShareLinks)
	}
	v, err := s.Store.Version(ctx, c.IssuedID)
	if err != nil {
		return ShareLink{}, "", err
	}
	if fields, err = fields.checked(now, v); err != nil {
		return ShareLink{}, "", err
	}
	secret, hash, err := access.NewSecret(s.Random, SharePrefix)
	return ShareLink{
		Meta:        record.Meta{ID: s.NewID(), Revision: 1, CreatedAt: now, ChangedAt: now},
		ShareFields: fields, CertificateID: c.ID, VersionID: v.ID, Hash: hash,
	}, secret, err
}

// noteShare belongs to no programme: whether participants show their certificates is no business of its staff.
func (s *Service) noteShare(ctx context.Context, a access.Actor, op access.Operation, l ShareLink) error {
	return s.Journal.Note(ctx, a, op, access.Ref{Kind: "share_link", ID: l.ID}, uuid.Nil, map[string]string{"certificate": l.CertificateID.String()})
}

// ListShareLinks gives a page of the links to a certificate to its participant, those that have ended, too. Fails as NotFound.
func (s *Service) ListShareLinks(ctx context.Context, a access.Actor, certificate uuid.UUID, page record.Page) (record.List[ShareLink], error) {
	if _, err := s.load(ctx, a, access.OpListShareLinks, certificate); err != nil {
		return record.List[ShareLink]{}, err
	}
	return s.Store.ShareLinks().List(ctx, ShareFilter{Certificate: certificate}, page)
}

// WithdrawShareLink ends a link at once; doing it again changes nothing. Fails as NotFound.
func (s *Service) WithdrawShareLink(ctx context.Context, a access.Actor, id uuid.UUID) error {
	if err := a.Permit(access.OpDeleteShareLink); err != nil {
		return err
	}
	return s.Store.Update(ctx, func(ctx context.Context) error {
		l, err := s.Store.ShareLinks().Get(ctx, id)
		if err != nil {
			return err
		}
		participant, err := s.Store.ParticipantOf(ctx, l.CertificateID)
		if err != nil {
			return err
		}
		o := access.Object{Kind: "share link", Reading: access.OpListShareLinks, Participant: participant}
		if err := a.PermitOn(access.OpDeleteShareLink, o); err != nil || !l.WithdrawnAt.IsZero() {
			return err
		}
		l.WithdrawnAt, l.ChangedAt = s.Now(), s.Now()
		if err := s.Store.ShareLinks().Update(ctx, &l); err != nil {
			return err
		}
		return s.noteShare(ctx, a, access.OpDeleteShareLink, l)
	})
}
