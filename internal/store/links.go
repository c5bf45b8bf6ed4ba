package store

import (
	"context"
	"errors"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

type linkRow struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Purpose    string
	PersonID   reference
	ObjectKind string
	ObjectID   reference
	Hash       digest
	CreatedAt  instant `gorm:"autoCreateTime:false"`
	ExpiresAt  instant
	EndedAt    instant
	Misses     int
}

// TableName implements gorm's schema.Tabler.
func (linkRow) TableName() string { return "links" }

func (r linkRow) id() uuid.UUID { return r.ID }

func packLink(l account.Link) linkRow {
	return linkRow{
		ID: l.ID, Purpose: string(l.Purpose), PersonID: reference(l.Person), ObjectKind: l.Object.Kind, ObjectID: reference(l.Object.ID),
		Hash: digest(l.Hash), CreatedAt: instant(l.CreatedAt), ExpiresAt: instant(l.ExpiresAt), EndedAt: instant(l.EndedAt), Misses: l.Misses,
	}
}

func unpackLink(r linkRow) account.Link {
	return account.Link{
		ID: r.ID, Purpose: account.Purpose(r.Purpose), Person: uuid.UUID(r.PersonID), Object: access.Ref{Kind: r.ObjectKind, ID: uuid.UUID(r.ObjectID)},
		Hash: record.Digest(r.Hash), CreatedAt: time.Time(r.CreatedAt), ExpiresAt: time.Time(r.ExpiresAt), EndedAt: time.Time(r.EndedAt), Misses: r.Misses,
	}
}

// InsertLink implements account.LinkStore.
func (s *Store) InsertLink(ctx context.Context, l account.Link) error {
	return insert(ctx, s, packLink(l), nil)
}

type heldLinkRow struct {
	Link linkRow `gorm:"embedded"`
	Name string
}

// LinkOf implements account.LinkStore.
func (s *Store) LinkOf(ctx context.Context, secret record.Digest) (account.HeldLink, error) {
	var r heldLinkRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT links.*, COALESCE(people.name, '') AS name FROM links
		LEFT JOIN people ON people.id = links.person_id WHERE links.hash = ?`, digest(secret)).Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return account.HeldLink{}, fault.Missing("link")
	}
	return account.HeldLink{Link: unpackLink(r.Link), Name: r.Name}, err
}

// EndLink implements account.LinkStore.
func (s *Store) EndLink(ctx context.Context, id uuid.UUID, now time.Time) (ended bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := of[linkRow](ctx, s.db(ctx)).where("id = ? AND ended_at IS NULL", id).set("ended_at", instant(now))
		ended = n > 0
		return err
	})
	return ended, err
}

// EndLinks implements account.LinkStore.
func (s *Store) EndLinks(ctx context.Context, which account.Links, now time.Time) error {
	var c conditions
	c.and("ended_at IS NULL")
	c.id("person_id", which.Person)
	c.text("object_kind", which.Object.Kind)
	c.id("object_id", which.Object.ID)
	if len(which.Purposes) > 0 {
		c.and("purpose IN ?", which.Purposes)
	}
	return s.Update(ctx, func(ctx context.Context) error {
		ids := of[linkRow](ctx, s.db(ctx), c.where()).columns("id").db
		if _, err := of[codeRow](ctx, s.db(ctx)).where("link_id IN (?)", ids).remove(); err != nil {
			return err
		}
		_, err := of[linkRow](ctx, s.db(ctx), c.where()).set("ended_at", instant(now))
		return err
	})
}

// MissLink implements account.LinkStore.
func (s *Store) MissLink(ctx context.Context, id uuid.UUID) (misses int, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		misses, err = scalar[int](ctx, s.db(ctx), "UPDATE links SET misses = misses + 1 WHERE id = ? RETURNING misses", id)
		return err
	})
	return misses, err
}

// LinkOpen implements account.LinkStore.
func (s *Store) LinkOpen(ctx context.Context, purpose account.Purpose, now time.Time) (bool, error) {
	n, err := of[linkRow](ctx, s.db(ctx)).where("purpose = ? AND ended_at IS NULL AND expires_at > ?", string(purpose), instant(now)).count()
	return n > 0, err
}

type codeRow struct {
	LinkID     uuid.UUID `gorm:"primaryKey"`
	ObjectKind string
	ObjectID   reference
	Salt       []byte
	Hash       digest
	Tries      int
	CreatedAt  instant `gorm:"autoCreateTime:false"`
	ExpiresAt  instant
}

// TableName implements gorm's schema.Tabler.
func (codeRow) TableName() string { return "codes" }

// PutCode implements account.LinkStore.
func (s *Store) PutCode(ctx context.Context, c account.Code) error {
	return s.Update(ctx, func(ctx context.Context) error {
		if err := s.RemoveCode(ctx, c.Link); err != nil {
			return err
		}
		_, err := of[codeRow](ctx, s.db(ctx)).create(&codeRow{
			LinkID: c.Link, ObjectKind: c.Object.Kind, ObjectID: reference(c.Object.ID), Salt: c.Salt[:], Hash: digest(c.Hash), Tries: c.Tries,
			CreatedAt: instant(c.CreatedAt), ExpiresAt: instant(c.ExpiresAt),
		})
		return err
	})
}

// CodeOf implements account.LinkStore.
func (s *Store) CodeOf(ctx context.Context, link uuid.UUID) (account.Code, error) {
	r, err := one[codeRow](ctx, s, "code", "link_id = ?", link)
	c := account.Code{
		Link: r.LinkID, Object: access.Ref{Kind: r.ObjectKind, ID: uuid.UUID(r.ObjectID)}, Hash: record.Digest(r.Hash), Tries: r.Tries,
		CreatedAt: time.Time(r.CreatedAt), ExpiresAt: time.Time(r.ExpiresAt),
	}
	copy(c.Salt[:], r.Salt)
	return c, err
}

// RemoveCode implements account.LinkStore.
func (s *Store) RemoveCode(ctx context.Context, link uuid.UUID) error {
	return s.Update(ctx, func(ctx context.Context) error {
		_, err := of[codeRow](ctx, s.db(ctx)).where("link_id = ?", link).remove()
		return err
	})
}
