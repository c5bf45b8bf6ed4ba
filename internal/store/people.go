package store

import (
	"context"
	"strings"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type personRow struct {
	Head
	Name         string
	Email        string
	EmailKey     optional
	PrivateEmail string
	Organisation string
	JobTitle     string
	Language     string
	ExternalID   optional
	Archived     bool
}

// TableName implements gorm's schema.Tabler.
func (personRow) TableName() string { return "people" }

func packPerson(p access.Person) personRow {
	return personRow{
		Head: headOf(p.Meta), Name: p.Name, Email: p.Email, EmailKey: optional(access.EmailKey(p.Email)),
		PrivateEmail: p.PrivateEmail, Organisation: p.Organisation, JobTitle: p.JobTitle, Language: p.Language,
		ExternalID: optional(p.ExternalID), Archived: p.Archived,
	}
}

func unpackPerson(r personRow) access.Person {
	return access.Person{Meta: r.meta(), PersonFields: access.PersonFields{
		Name: r.Name, Email: r.Email, PrivateEmail: r.PrivateEmail, Organisation: r.Organisation, JobTitle: r.JobTitle,
		Language: r.Language, ExternalID: string(r.ExternalID), Archived: r.Archived,
	}}
}

func filterPeople(c *conditions, f access.PersonFilter) {
	c.text("external_id", f.ExternalID)
	c.text("email_key", access.EmailKey(f.Email))
	c.archived(f.Archived)
	if len(f.IDs) > 0 {
		c.and("id IN ?", idsOf(f.IDs, func(id uuid.UUID) uuid.UUID { return id }))
	}
	if f.Search != "" {
		part := "%" + escapeLike.Replace(f.Search) + "%"
		folded := strings.ToLower(part)
		c.and(`(name LIKE ? ESCAPE '!' OR lower(name) LIKE ? ESCAPE '!' OR email_key LIKE ? ESCAPE '!')`, part, folded, folded)
	}
}

// escapeLike takes from the characters that LIKE knows what they mean to it. SQLite's lower and LIKE know the case of ASCII
// letters alone.
var escapeLike = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

type people = table[access.Person, access.PersonFilter, personRow, *access.Person]

func (s *Store) people() people {
	return people{store: s, kind: "person", pack: packPerson, unpack: unpackPerson, filter: filterPeople, uniques: []unique[personRow]{
		{"people_email", "email_key = ?", func(r personRow) []any { return []any{r.EmailKey} }},
		{"people_external_id", "external_id = ?", func(r personRow) []any { return []any{r.ExternalID} }},
	}}
}

// names gives the names of people, with one query for all.
func (s *Store) names(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	names := make(map[uuid.UUID]string, len(ids))
	if len(ids) == 0 {
		return names, nil
	}
	people, err := of[personRow](ctx, s.db(ctx)).columns("id", "name").where("id IN ?", idsOf(ids, func(id uuid.UUID) uuid.UUID { return id })).find()
	for _, p := range people {
		names[p.ID] = p.Name
	}
	return names, err
}

// People implements access.Store.
func (s *Store) People() record.Table[access.Person, access.PersonFilter] { return s.people() }

// PersonByExternalID implements access.Store.
func (s *Store) PersonByExternalID(ctx context.Context, externalID string) (access.Person, error) {
	return s.people().one(ctx, "external_id = ?", externalID)
}
