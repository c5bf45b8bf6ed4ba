package store

import (
	"context"

	"testamur/internal/access"

	"github.com/google/uuid"
)

type staffRow struct {
	ProgrammeID uuid.UUID
	PersonID    uuid.UUID
}

// TableName implements gorm's schema.Tabler.
func (staffRow) TableName() string { return "programme_staff" }

// StaffOf implements access.Store.
func (s *Store) StaffOf(ctx context.Context, person uuid.UUID) ([]uuid.UUID, error) {
	rows, err := of[staffRow](ctx, s.db(ctx)).where("person_id = ?", person).order("programme_id").find()
	return all(rows, func(r staffRow) uuid.UUID { return r.ProgrammeID }), err
}

// StaffOn implements access.Store. Fails as NotFound.
func (s *Store) StaffOn(ctx context.Context, programme uuid.UUID) ([]access.Person, error) {
	if _, err := one[programmeRow](ctx, s, "programme", "id = ?", programme); err != nil {
		return nil, err
	}
	rows, err := of[personRow](ctx, s.db(ctx)).where("id IN (SELECT person_id FROM programme_staff WHERE programme_id = ?)", programme).order("name, id").find()
	return all(rows, unpackPerson), err
}

// AddStaff implements access.Store.
func (s *Store) AddStaff(ctx context.Context, programme, person uuid.UUID) (added bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		if _, err := one[programmeRow](ctx, s, "programme", "id = ?", programme); err != nil {
			return err
		}
		if _, err := one[personRow](ctx, s, "person", "id = ?", person); err != nil {
			return err
		}
		n, err := execute(ctx, s.db(ctx), "INSERT INTO programme_staff (programme_id, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING", programme, person)
		added = n > 0
		return err
	})
	return added, err
}

// RemoveStaff implements access.Store.
func (s *Store) RemoveStaff(ctx context.Context, programme, person uuid.UUID) (removed bool, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := of[staffRow](ctx, s.db(ctx)).where("programme_id = ? AND person_id = ?", programme, person).remove()
		removed = n > 0
		return err
	})
	return removed, err
}
