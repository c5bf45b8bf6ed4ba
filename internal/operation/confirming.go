package operation

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Mode says what is to become of items that cannot be done.
type Mode string

// The modes of confirming.
const (
	All      Mode = "all"       // confirm only when every item can be done
	GoodOnly Mode = "good_only" // leave out those that cannot
)

// Confirm sets a dry run going, as the actor who confirms it. What it does is planned once more first, which may take a while and
// keeps nobody from writing: when anything of what was shown is otherwise by now, nothing is done. What changes after that each item
// finds out when it is done. Fails as NotFound; as Invalid at /token; as Forbidden when the single
// operation asks for a fresh proof; and as Conflict with the reason operation_state, plan_expired, plan_changed,
// items_refused, or nothing_to_do.
func (s *Service) Confirm(ctx context.Context, a access.Actor, id uuid.UUID, token string, mode Mode) (Operation, error) {
	o, err := s.confirmable(ctx, a, id, token, mode)
	if err != nil {
		return o, err
	}
	plan, err := s.planAgain(ctx, a, o)
	if err != nil {
		return o, err
	}
	err = s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if o, err = s.confirmable(ctx, a, id, token, mode); err != nil {
			return err
		}
		if o.Plan != plan {
			return fault.New(fault.Conflict, "plan_changed", "Something changed since this dry run, and other things would happen now. Make another.")
		}
		now := s.Now()
		o.State, o.Actor, o.StartedAt, o.ChangedAt, o.Token = Running, a.Recorded(), now, now, record.Digest{}
		if err := s.Store.Operations().Update(ctx, &o); err != nil {
			return err
		}
		return s.note(ctx, a, access.OpConfirmOperation, o)
	})
	return o, err
}

// confirmable gives an operation that the actor may confirm now by the token.
func (s *Service) confirmable(ctx context.Context, a access.Actor, id uuid.UUID, token string, mode Mode) (Operation, error) {
	o, err := s.load(ctx, a, access.OpConfirmOperation, id)
	if err != nil {
		return o, err
	}
	k := s.kind(o.Kind)
	if k == nil {
		return o, fault.New(fault.Conflict, "kind_unknown", "This program does not know operations of the kind %s any more.", o.Kind)
	}
	if err := k.Permit(a, o.Programme); err != nil {
		return o, err
	}
	return o, s.unconfirmed(o, token, mode)
}

func (s *Service) unconfirmed(o Operation, token string, mode Mode) error {
	hash, ok := access.SecretHash(token, planPrefix)
	switch {
	case o.State != Planned:
		return fault.New(fault.Conflict, "operation_state", "This operation is %s; it was confirmed or cancelled before.", o.State)
	case !ok || record.Digest(hash) != o.Token:
		return fault.At("/token", "wrong_token", "Send the token that came with this dry run.")
	case !s.Now().Before(o.ExpiresAt):
		return fault.New(fault.Conflict, "plan_expired", "This dry run is older than an hour. Make another.")
	case mode != GoodOnly && o.Tally.States[ItemSkipped] > 0:
		return fault.New(fault.Conflict, "items_refused", "%d of %d items cannot be done. Mend them, or confirm with the mode good_only to leave them out.",
			o.Tally.States[ItemSkipped], o.Tally.Total())
	case o.Tally.Left() == 0:
		return fault.New(fault.Conflict, "nothing_to_do", "There is nothing to do.")
	}
	return nil
}

// planAgain gives the digest of what an operation would do now.
func (s *Service) planAgain(ctx context.Context, a access.Actor, o Operation) (record.Digest, error) {
	inputs, err := s.Store.Inputs(ctx, o.ID)
	if err != nil {
		return record.Digest{}, err
	}
	items, err := s.kind(o.Kind).Plan(ctx, a, o.order(inputs))
	if err != nil {
		return record.Digest{}, err
	}
	return digest(items)
}

// Cancel stops an operation before its next item: what is under way is finished, what is done stays done, and a dry run can
// no longer be confirmed. Cancelling what is cancelled changes nothing. Fails as NotFound, or as Conflict when it ended
// already.
func (s *Service) Cancel(ctx context.Context, a access.Actor, id uuid.UUID) (Operation, error) {
	var o Operation
	err := s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if o, err = s.load(ctx, a, access.OpCancelOperation, id); err != nil || o.State == Cancelled {
			return err
		}
		if o.State != Planned && o.State != Running {
			return fault.New(fault.Conflict, "operation_state", "This operation is %s already.", o.State)
		}
		if err := s.stop(ctx, &o, Cancelled, "cancelled", ""); err != nil {
			return err
		}
		return s.note(ctx, a, access.OpCancelOperation, o)
	})
	return o, err
}

// stop ends an operation whose items are not all done.
func (s *Service) stop(ctx context.Context, o *Operation, state State, reason, message string) error {
	now := s.Now()
	o.State, o.EndedAt, o.ChangedAt, o.Reason, o.Message, o.Token = state, now, now, reason, message, record.Digest{}
	if err := s.Store.Operations().Update(ctx, o); err != nil {
		return err
	}
	if err := s.Store.SkipItems(ctx, o.ID, reason, now); err != nil {
		return err
	}
	stopped, err := s.Store.Operations().Get(ctx, o.ID)
	*o = stopped
	return err
}
