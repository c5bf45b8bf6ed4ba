package store

import (
	"context"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type shareLinkRow struct {
	Head
	CertificateID uuid.UUID
	VersionID     uuid.UUID
	Sections      document[[]uuid.UUID] // null: all
	WithFile      bool
	Hash          digest
	ExpiresAt     instant
	WithdrawnAt   instant
	Opened        int
	OpenedAt      instant
}

// TableName implements gorm's schema.Tabler.
func (shareLinkRow) TableName() string { return "share_links" }

func packShareLink(l certificate.ShareLink) shareLinkRow {
	return shareLinkRow{
		Head: headOf(l.Meta), CertificateID: l.CertificateID, VersionID: l.VersionID, Sections: document[[]uuid.UUID]{l.Sections},
		WithFile: l.WithFile, Hash: digest(l.Hash), ExpiresAt: instant(l.ExpiresAt), WithdrawnAt: instant(l.WithdrawnAt),
		Opened: l.Opened, OpenedAt: instant(l.OpenedAt),
	}
}

func unpackShareLink(r shareLinkRow) certificate.ShareLink {
	return certificate.ShareLink{
		Meta: r.meta(), CertificateID: r.CertificateID, VersionID: r.VersionID, Hash: record.Digest(r.Hash),
		ShareFields: certificate.ShareFields{Sections: r.Sections.of, WithFile: r.WithFile, ExpiresAt: time.Time(r.ExpiresAt)},
		WithdrawnAt: time.Time(r.WithdrawnAt), Opened: r.Opened, OpenedAt: time.Time(r.OpenedAt),
	}
}

func filterShareLinks(c *conditions, f certificate.ShareFilter) {
	c.id("certificate_id", f.Certificate)
	if f.Person != uuid.Nil {
		c.and("certificate_id IN (SELECT id FROM certificates WHERE "+ofPerson+")", f.Person)
	}
	if !f.OpenAt.IsZero() {
		c.and("withdrawn_at IS NULL AND expires_at > ?", instant(f.OpenAt))
	}
}

type shareLinks = table[certificate.ShareLink, certificate.ShareFilter, shareLinkRow, *certificate.ShareLink]

func (s *Store) shareLinks() shareLinks {
	return shareLinks{
		store: s, kind: "share link", pack: packShareLink, unpack: unpackShareLink, filter: filterShareLinks,
		uniques: []unique[shareLinkRow]{{"share_links_hash", "hash = ?", func(r shareLinkRow) []any { return []any{r.Hash} }}},
	}
}

// ShareLinks implements certificate.ShareStore.
func (s *Store) ShareLinks() record.Table[certificate.ShareLink, certificate.ShareFilter] {
	return s.shareLinks()
}

// ShareLinkByHash implements certificate.ShareStore.
func (s *Store) ShareLinkByHash(ctx context.Context, hash record.Digest) (certificate.ShareLink, error) {
	return s.shareLinks().one(ctx, "hash = ?", digest(hash))
}

// CountOpening implements certificate.ShareStore. The revision stays: nobody changed the link.
func (s *Store) CountOpening(ctx context.Context, id uuid.UUID, at, since time.Time) error {
	return s.UpdateLoosely(ctx, func(ctx context.Context) error {
		_, err := execute(ctx, s.db(ctx), `UPDATE share_links SET opened = opened + 1, opened_at = ?
			WHERE id = ? AND (opened_at IS NULL OR opened_at <= ?)`, instant(at), id, instant(since))
		return err
	})
}

// RemoveShareLinks implements personal.Erasures.
func (s *Store) RemoveShareLinks(ctx context.Context, person uuid.UUID) error {
	return s.executeAll(ctx, statement{
		"DELETE FROM share_links WHERE certificate_id IN (SELECT id FROM certificates WHERE " + ofPerson + ")", []any{person},
	})
}
