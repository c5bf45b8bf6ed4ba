package store

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type eventRow struct {
	Sequence    int64 `gorm:"primaryKey;autoIncrement:false"`
	ID          uuid.UUID
	HappenedAt  instant
	ActorKind   string
	ActorID     reference
	ActorName   string
	ActorRole   string
	ActorPerson reference
	Operation   string
	ObjectKind  string
	ObjectID    reference
	ProgrammeID reference
	Detail      document[map[string]string]
}

// TableName implements gorm's schema.Tabler.
func (eventRow) TableName() string { return "events" }

func packEvent(e access.Event) eventRow {
	return eventRow{
		Sequence: e.Sequence, ID: e.ID, HappenedAt: instant(e.At), ActorKind: string(e.Actor.Kind), ActorID: reference(e.Actor.ID),
		ActorName: e.Actor.Name, ActorRole: string(e.Actor.Role), ActorPerson: reference(e.Actor.Person), Operation: string(e.Operation),
		ObjectKind: e.Object.Kind, ObjectID: reference(e.Object.ID), ProgrammeID: reference(e.Programme),
		Detail: document[map[string]string]{e.Detail},
	}
}

func unpackEvent(r eventRow) access.Event {
	return access.Event{
		ID: r.ID, Sequence: r.Sequence, At: time.Time(r.HappenedAt),
		Actor: access.Actor{
			Kind: access.ActorKind(r.ActorKind), ID: uuid.UUID(r.ActorID), Name: r.ActorName,
			Role: access.Role(r.ActorRole), Person: uuid.UUID(r.ActorPerson),
		},
		Operation: access.Operation(r.Operation), Object: access.Ref{Kind: r.ObjectKind, ID: uuid.UUID(r.ObjectID)},
		Programme: uuid.UUID(r.ProgrammeID), Detail: r.Detail.of,
	}
}

// AppendEvent implements access.EventStore. The sequence is a row that stays locked until commit: whoever comes after
// gets a later number and commits later.
func (s *Store) AppendEvent(ctx context.Context, e access.Event) error {
	return s.Update(ctx, func(ctx context.Context) error {
		if _, err := execute(ctx, s.db(ctx), "UPDATE event_sequence SET last = last + 1"); err != nil {
			return err
		}
		r := packEvent(e)
		_, err := execute(ctx, s.db(ctx), `INSERT INTO events (sequence, id, happened_at, actor_kind, actor_id, actor_name, actor_role, actor_person,
			operation, object_kind, object_id, programme_id, detail) SELECT last, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM event_sequence`,
			r.ID, r.HappenedAt, r.ActorKind, r.ActorID, r.ActorName, r.ActorRole, r.ActorPerson,
			r.Operation, r.ObjectKind, r.ObjectID, r.ProgrammeID, r.Detail)
		return err
	})
}

// Events implements access.EventStore.
func (s *Store) Events(ctx context.Context, f access.EventFilter, limit int) (record.List[access.Event], error) {
	var c conditions
	c.id("programme_id", f.Programme)
	c.id("object_id", f.Object)
	c.text("operation", string(f.Operation))
	if f.Actor != uuid.Nil {
		c.and("(actor_id = ? OR actor_person = ?)", f.Actor, f.Actor)
	}
	if !f.From.IsZero() {
		c.and("happened_at >= ?", instant(f.From))
	}
	if !f.To.IsZero() {
		c.and("happened_at < ?", instant(f.To))
	}
	c.sight(f.Sight, "programme_id", nil)
	c.and("sequence > ?", f.After)
	if f.Before > 0 {
		c.and("sequence < ?", f.Before)
	}
	order := map[bool]string{false: "sequence", true: "sequence DESC"}[f.Latest]
	rows, err := of[eventRow](ctx, s.db(ctx), c.where()).order(order).limit(limit + 1).find()
	if err != nil {
		return record.List[access.Event]{}, err
	}
	rows, more := cut(rows, limit)
	list := record.List[access.Event]{Items: all(rows, unpackEvent), More: more}
	return list, s.nameActors(ctx, list.Items)
}

// nameActors brings the present names of the people who acted: events keep only their ids.
func (s *Store) nameActors(ctx context.Context, events []access.Event) error {
	names, err := s.names(ctx, all(events, func(e access.Event) uuid.UUID { return e.Actor.Person }))
	if err != nil {
		return err
	}
	for i, e := range events {
		if e.Actor.Name == "" {
			events[i].Actor.Name = names[e.Actor.Person]
		}
	}
	return nil
}
