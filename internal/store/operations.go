package store

import (
	"context"
	"encoding/json"
	"time"

	"testamur/internal/access"
	"testamur/internal/operation"
	"testamur/internal/record"

	"github.com/google/uuid"
)

var _ operation.Store = (*Store)(nil)

type operationRow struct {
	Head
	Kind        string
	ProgrammeID uuid.UUID
	CohortID    uuid.UUID
	State       string
	ActorKind   string
	ActorID     reference
	ActorName   string
	ActorRole   string
	ActorPerson reference
	Options     document[json.RawMessage]
	Plan        digest
	Token       digest
	ExpiresAt   instant
	StartedAt   instant
	EndedAt     instant
	Reason      string
	Message     string
}

// TableName implements gorm's schema.Tabler.
func (operationRow) TableName() string { return "operations" }

func packOperation(o operation.Operation) operationRow {
	return operationRow{
		Head: headOf(o.Meta), Kind: o.Kind, ProgrammeID: o.Programme, CohortID: o.Cohort, State: string(o.State),
		ActorKind: string(o.Actor.Kind), ActorID: reference(o.Actor.ID), ActorName: o.Actor.Name, ActorRole: string(o.Actor.Role),
		ActorPerson: reference(o.Actor.Person), Options: document[json.RawMessage]{o.Options}, Plan: digest(o.Plan), Token: digest(o.Token),
		ExpiresAt: instant(o.ExpiresAt), StartedAt: instant(o.StartedAt), EndedAt: instant(o.EndedAt), Reason: o.Reason, Message: o.Message,
	}
}

func unpackOperation(r operationRow) operation.Operation {
	return operation.Operation{
		Meta: r.meta(), Kind: r.Kind, Programme: r.ProgrammeID, Cohort: r.CohortID, State: operation.State(r.State),
		Actor: access.Actor{
			Kind: access.ActorKind(r.ActorKind), ID: uuid.UUID(r.ActorID), Name: r.ActorName,
			Role: access.Role(r.ActorRole), Person: uuid.UUID(r.ActorPerson),
		},
		Options: r.Options.of, Plan: record.Digest(r.Plan), Token: record.Digest(r.Token), ExpiresAt: time.Time(r.ExpiresAt),
		StartedAt: time.Time(r.StartedAt), EndedAt: time.Time(r.EndedAt), Reason: r.Reason, Message: r.Message,
	}
}

func filterOperations(c *conditions, f operation.Filter) {
	c.id("cohort_id", f.Cohort)
	c.text("state", string(f.State))
	c.sight(f.Sight, "programme_id", nil)
}

type operations = table[operation.Operation, operation.Filter, operationRow, *operation.Operation]

// Operations implements operation.Store.
func (s *Store) Operations() record.Table[operation.Operation, operation.Filter] {
	return operations{
		store: s, kind: "operation", pack: packOperation, unpack: unpackOperation, filter: filterOperations, load: s.tally,
	}
}

// tally counts the items of operations, with one query for all.
func (s *Store) tally(ctx context.Context, list []operation.Operation) error {
	var counts []struct {
		OperationID uuid.UUID
		State       string
		Reason      string
		N           int
	}
	ids := idsOf(list, func(o operation.Operation) uuid.UUID { return o.ID })
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT operation_id, state, CASE WHEN state = ? THEN reason ELSE '' END AS reason, count(*) AS n
		FROM operation_items WHERE operation_id IN ? GROUP BY 1, 2, 3`, operation.ItemFailed, ids).Scan(&counts).Error
	for i := range list {
		t := operation.Tally{States: map[operation.ItemState]int{}, Failures: map[string]int{}}
		for _, c := range counts {
			if c.OperationID != list[i].ID {
				continue
			}
			t.States[operation.ItemState(c.State)] += c.N
			if c.State == string(operation.ItemFailed) {
				t.Failures[c.Reason] += c.N
			}
		}
		list[i].Tally = t
	}
	return err
}

// RunningOperations implements operation.Store.
func (s *Store) RunningOperations(ctx context.Context) ([]uuid.UUID, error) {
	rows, err := of[operationRow](ctx, s.db(ctx)).columns("id").where("state = ?", operation.Running).order("id").find()
	return all(rows, func(r operationRow) uuid.UUID { return r.ID }), err
}

// DropPlans implements operation.Store.
func (s *Store) DropPlans(ctx context.Context, now time.Time) error {
	const dead = "state = ? AND expires_at <= ?"
	return s.executeAll(ctx,
		statement{"DELETE FROM operation_items WHERE operation_id IN (SELECT id FROM operations WHERE " + dead + ")", []any{operation.Planned, instant(now)}},
		statement{"DELETE FROM operations WHERE " + dead, []any{operation.Planned, instant(now)}},
	)
}
