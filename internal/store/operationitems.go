package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"testamur/internal/access"
	"testamur/internal/operation"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type operationItemRow struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	OperationID uuid.UUID
	Position    int
	ObjectKind  string
	ObjectID    reference
	Revision    int64
	PersonID    reference
	Name        string
	OtherID     reference
	Plan        document[itemPlan]
	Input       document[json.RawMessage]
	State       string
	NotBefore   instant
	Attempts    int
	Code        string
	Reason      string
	Message     string
	ResultKind  string
	ResultID    reference
	EndedAt     instant
}

// TableName implements gorm's schema.Tabler.
func (operationItemRow) TableName() string { return "operation_items" }

// itemPlan is what an item was announced with, in JSON.
type itemPlan struct {
	Effects   []string            `json:"effects"`
	Letters   []operation.Letter  `json:"letters,omitempty"`
	Documents []string            `json:"documents,omitempty"`
	Problems  []operation.Problem `json:"problems,omitempty"`
}

func packItem(i operation.Item) operationItemRow {
	return operationItemRow{
		ID: i.ID, OperationID: i.Operation, Position: i.Position, ObjectKind: i.Object.Kind, ObjectID: reference(i.Object.ID), Revision: i.Revision,
		PersonID: reference(i.Person), Name: i.Name, OtherID: reference(i.Other),
		Plan:  document[itemPlan]{itemPlan{i.Effects, i.Letters, i.Documents, i.Problems}},
		Input: document[json.RawMessage]{i.Input}, State: string(i.State), NotBefore: instant(i.NotBefore), Attempts: i.Attempts,
		Code: i.Code, Reason: i.Reason, Message: i.Message, ResultKind: i.Result.Kind, ResultID: reference(i.Result.ID), EndedAt: instant(i.EndedAt),
	}
}

func unpackItem(r operationItemRow) operation.Item {
	return operation.Item{
		ID: r.ID, Operation: r.OperationID, Position: r.Position, Object: access.Ref{Kind: r.ObjectKind, ID: uuid.UUID(r.ObjectID)}, Revision: r.Revision,
		Person: uuid.UUID(r.PersonID), Name: r.Name, Other: uuid.UUID(r.OtherID),
		Effects: r.Plan.of.Effects, Letters: r.Plan.of.Letters, Documents: r.Plan.of.Documents, Problems: r.Plan.of.Problems,
		Input: r.Input.of, State: operation.ItemState(r.State), NotBefore: time.Time(r.NotBefore), Attempts: r.Attempts,
		Failure: operation.Failure{Code: r.Code, Reason: r.Reason, Message: r.Message}, Result: access.Ref{Kind: r.ResultKind, ID: uuid.UUID(r.ResultID)}, EndedAt: time.Time(r.EndedAt),
	}
}

// itemsAtOnce is how many items one statement inserts: with their columns, below what either engine takes as parameters.
const itemsAtOnce = 500

// InsertItems implements operation.Store.
func (s *Store) InsertItems(ctx context.Context, items []operation.Item) error {
	return s.Update(ctx, func(ctx context.Context) error {
		for some := range slices.Chunk(all(items, packItem), itemsAtOnce) {
			if err := s.db(ctx).WithContext(ctx).Create(&some).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// Items implements operation.Store.
func (s *Store) Items(ctx context.Context, id uuid.UUID, state operation.ItemState, page record.Page) (record.List[operation.Item], error) {
	var c conditions
	c.id("operation_id", id)
	c.text("state", string(state))
	c.and("id > ?", page.After)
	rows, err := of[operationItemRow](ctx, s.db(ctx), c.where()).order("id").limit(page.Limit + 1).find()
	if err != nil {
		return record.List[operation.Item]{}, err
	}
	rows, more := cut(rows, page.Limit)
	list := record.List[operation.Item]{Items: all(rows, unpackItem), More: more}
	return list, s.nameItems(ctx, list.Items)
}

// nameItems brings the names of everybody whom items mention, with one query for all.
func (s *Store) nameItems(ctx context.Context, items []operation.Item) error {
	var ids []uuid.UUID
	for _, i := range items {
		ids = append(ids, i.Person, i.Other)
		for _, l := range i.Letters {
			ids = append(ids, l.Person)
		}
	}
	names, err := s.names(ctx, ids)
	if err != nil {
		return err
	}
	for n := range items {
		i := &items[n]
		if i.Person != uuid.Nil {
			i.Name = names[i.Person]
		}
		i.OtherName = names[i.Other]
		for l := range i.Letters {
			i.Letters[l].Name = i.Name
			if id := i.Letters[l].Person; id != uuid.Nil {
				i.Letters[l].Name = names[id]
			}
		}
	}
	return nil
}

// Inputs implements operation.Store.
func (s *Store) Inputs(ctx context.Context, id uuid.UUID) ([]operation.Item, error) {
	rows, err := of[operationItemRow](ctx, s.db(ctx)).columns("id", "position", "input").where("operation_id = ?", id).order("id").find()
	return all(rows, unpackItem), err
}

// Announced implements operation.Store.
func (s *Store) Announced(ctx context.Context, id uuid.UUID) ([]operation.Item, error) {
	rows, err := of[operationItemRow](ctx, s.db(ctx)).columns("id", "state", "plan").where("operation_id = ?", id).order("id").find()
	return all(rows, unpackItem), err
}

// SkipItems implements operation.Store.
func (s *Store) SkipItems(ctx context.Context, id uuid.UUID, reason string, at time.Time) error {
	return s.executeAll(ctx, statement{
		"UPDATE operation_items SET state = ?, reason = ?, ended_at = ?, input = 'null', name = '' WHERE operation_id = ? AND state = ?",
		[]any{operation.ItemSkipped, reason, instant(at), id, operation.ItemWaiting},
	})
}

// SkipStopped implements operation.Store.
func (s *Store) SkipStopped(ctx context.Context, now time.Time) error {
	return s.executeAll(ctx, statement{
		`UPDATE operation_items SET state = ?, not_before = NULL, ended_at = ?, input = 'null', name = '', code = '', message = '',
			reason = (SELECT o.reason FROM operations o WHERE o.id = operation_id)
		WHERE (state = ? OR (state = ? AND not_before <= ?)) AND operation_id IN (SELECT id FROM operations WHERE state IN ?)`,
		[]any{
			operation.ItemSkipped, instant(now), operation.ItemWaiting, operation.ItemRunning, instant(now),
			[]operation.State{operation.Cancelled, operation.Failed},
		},
	})
}

// LeftItems implements operation.Store.
func (s *Store) LeftItems(ctx context.Context, id uuid.UUID) (int, error) {
	n, err := of[operationItemRow](ctx, s.db(ctx)).
		where("operation_id = ? AND state IN ?", id, []operation.ItemState{operation.ItemWaiting, operation.ItemRunning}).count()
	return int(n), err
}
