package store

import (
	"context"
	"slices"
	"time"

	"testamur/internal/operation"

	"github.com/google/uuid"
)

// due is what nobody holds now: it waits no longer, or its lease has ended.
const due = "(not_before IS NULL OR not_before <= ?)"

// ClaimItems implements operation.Store.
func (s *Store) ClaimItems(ctx context.Context, id uuid.UUID, now, until time.Time, limit int) ([]operation.Item, error) {
	return s.claimItems(ctx, until, "operation_id = ? AND state = ? AND lost = 0 AND "+due+" ORDER BY id LIMIT ?",
		id, operation.ItemWaiting, instant(now), limit)
}

// lostLock is the advisory lock of whoever looks for a lost item: "one at a time" holds between servers only when they look in turn.
const lostLock = 0x6c6f7374

// ClaimLostItem implements operation.Store.
func (s *Store) ClaimLostItem(ctx context.Context, id uuid.UUID, now, until time.Time) (items []operation.Item, err error) {
	err = s.Update(ctx, func(ctx context.Context) error {
		if s.engine.shared {
			if _, err := execute(ctx, s.db(ctx), "SELECT pg_advisory_xact_lock(?)", lostLock); err != nil {
				return err
			}
		}
		items, err = s.claimItems(ctx, until, "operation_id = ? AND state = ? AND lost > 0 AND "+due+`
			AND NOT EXISTS (SELECT 1 FROM operation_items held WHERE held.state = ? AND held.lost > 0 AND held.not_before > ?) ORDER BY lost, id LIMIT 1`,
			id, operation.ItemWaiting, instant(now), operation.ItemRunning, instant(now))
		return err
	})
	return items, err
}

func (s *Store) claimItems(ctx context.Context, until time.Time, which string, args ...any) ([]operation.Item, error) {
	var rows []operationItemRow
	err := s.Update(ctx, func(ctx context.Context) error {
		return s.db(ctx).WithContext(ctx).Raw("UPDATE operation_items SET state = ?, not_before = ?, attempts = attempts + 1 WHERE id IN ("+
			"SELECT id FROM operation_items WHERE "+which+s.skipLocked()+") RETURNING *",
			append([]any{operation.ItemRunning, instant(until)}, args...)...).Scan(&rows).Error
	})
	slices.SortFunc(rows, func(a, b operationItemRow) int { return a.Position - b.Position }) // RETURNING has no order
	return all(rows, unpackItem), err
}

// skipLocked ends a query for rows to be changed, so that servers do not wait for one another.
func (s *Store) skipLocked() string {
	if s.engine.shared {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// LoseItems implements operation.Store.
func (s *Store) LoseItems(ctx context.Context, id uuid.UUID, now time.Time, most int, end operation.Failure) error {
	lost := " WHERE id IN (SELECT id FROM operation_items WHERE operation_id = ? AND state = ? AND lost + 1 >= ? AND " + due + s.skipLocked() + ")"
	return s.executeAll(ctx,
		statement{
			"UPDATE operation_items SET state = ?, not_before = NULL, ended_at = ?, lost = lost + 1, input = 'null', name = '', code = ?, reason = ?, message = ?" + lost,
			[]any{operation.ItemFailed, instant(now), end.Code, end.Reason, end.Message, id, operation.ItemRunning, most, instant(now)},
		},
		statement{
			"UPDATE operation_items SET state = ?, not_before = NULL, lost = lost + 1" + lost,
			[]any{operation.ItemWaiting, id, operation.ItemRunning, 0, instant(now)},
		},
	)
}

// HoldItems implements operation.Store.
func (s *Store) HoldItems(ctx context.Context, items []uuid.UUID, now, until time.Time) error {
	return s.UpdateLoosely(ctx, func(ctx context.Context) error {
		_, err := execute(ctx, s.db(ctx), "UPDATE operation_items SET not_before = ? WHERE id IN ? AND state = ? AND not_before > ?",
			instant(until), items, operation.ItemRunning, instant(now))
		return err
	})
}

// SettleItem implements operation.Store. How often an item was claimed tells who holds it.
func (s *Store) SettleItem(ctx context.Context, i operation.Item) (settled bool, err error) {
	columns := []string{"state", "not_before", "code", "reason", "message", "result_kind", "result_id", "person_id", "ended_at"}
	if !i.EndedAt.IsZero() {
		columns = append(columns, "input", "name")
		i.Input, i.Name, i.NotBefore = nil, "", time.Time{}
	}
	err = s.Update(ctx, func(ctx context.Context) error {
		n, err := of[operationItemRow](ctx, s.db(ctx)).where("id = ? AND state = ? AND attempts = ?", i.ID, operation.ItemRunning, i.Attempts).
			change(packItem(i), columns...)
		settled = n > 0
		return err
	})
	return settled, err
}

// ReturnItem implements operation.Store. The count of claims still tells who holds it: whoever held it before has a lower one than
// whoever claims it next.
func (s *Store) ReturnItem(ctx context.Context, i operation.Item) error {
	return s.executeAll(ctx, statement{
		"UPDATE operation_items SET state = ?, not_before = NULL, attempts = attempts - 1 WHERE id = ? AND state = ? AND attempts = ?",
		[]any{operation.ItemWaiting, i.ID, operation.ItemRunning, i.Attempts},
	})
}
