package account

import (
	"context"
	"errors"
	"time"

	"testamur/internal/access"

	"github.com/google/uuid"
)

// Attempt is a request for a link, or a sign-in that was refused. All that is done about it depends on whether there is an
// account, so it is only stored, alike for everybody, and settled after the answer.
type Attempt struct {
	ID      uuid.UUID
	What    access.Operation // requestSignInLink or signInRefused
	Account uuid.UUID        // Nil: nobody's
	Method  Method
	Reason  string // a code
	At      time.Time
	Address string
	Device  string
}

const attemptsAtOnce = 100

// attempted stores an attempt and has it settled.
func (s *Service) attempted(ctx context.Context, from Origin, a Attempt) error {
	a.ID, a.At, a.Address, a.Device = s.NewID(), s.Now(), from.address(), from.device()
	err := s.Store.UpdateLoosely(ctx, func(ctx context.Context) error { return s.Store.InsertAttempt(ctx, a) })
	if err != nil {
		return err
	}
	if s.Later != nil {
		s.Later(s.Settle)
		return nil
	}
	return s.Settle(ctx)
}

// Settle does what is due after requests for links and after refusals: it mails the links, and notes refusals as events,
// those of nobody known counted together. Several may run at once.
func (s *Service) Settle(ctx context.Context) error {
	for {
		attempts, err := s.Store.Attempts(ctx, attemptsAtOnce)
		if err != nil {
			return err
		}
		var failed error // one that fails keeps no other waiting
		for _, a := range attempts {
			failed = errors.Join(failed, s.settle(ctx, a))
		}
		if failed != nil || len(attempts) < attemptsAtOnce {
			return failed
		}
	}
}

func (s *Service) settle(ctx context.Context, a Attempt) error {
	if a.Account == uuid.Nil {
		var mine bool
		err := s.Store.UpdateLoosely(ctx, func(ctx context.Context) (err error) {
			mine, err = s.Store.RemoveAttempt(ctx, a.ID)
			return err
		})
		if err != nil || !mine {
			return err
		}
		return s.Journal.Refused(ctx, access.Anonymous(), a.What, uuid.Nil)
	}
	return s.Store.Update(ctx, func(ctx context.Context) error {
		mine, err := s.Store.RemoveAttempt(ctx, a.ID)
		if err != nil || !mine {
			return err
		}
		var detail map[string]string
		if a.What == access.OpRequestSignInLink {
			err = s.mailSignInLink(ctx, a.Account)
		} else {
			detail = map[string]string{"method": string(a.Method), "reason": a.Reason}
		}
		if err != nil {
			return err
		}
		return s.note(ctx, access.Anonymous(), a.What, access.Ref{Kind: "person", ID: a.Account}, a.Account, detail, a.Address, a.Device)
	})
}

// originsKept is how long it is known where somebody signed in from.
const originsKept = 90 * 24 * time.Hour

// Sweep settles what was left over, and removes what is over. Call it at start and every few minutes.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.Now()
	return errors.Join(s.Settle(ctx), s.Store.SweepAccounts(ctx, now, now.Add(-originsKept)))
}

// note appends an event, and apart from it where it came from.
func (s *Service) note(ctx context.Context, a access.Actor, op access.Operation, object access.Ref, account uuid.UUID,
	detail map[string]string, address, device string) error {
	e := access.Event{ID: s.NewID(), At: s.Now(), Actor: a.Recorded(), Operation: op, Object: object, Detail: detail}
	if err := s.Store.KeepOrigin(ctx, e.ID, account, e.At, address, device); err != nil {
		return err
	}
	return s.Journal.Store.AppendEvent(ctx, e)
}

func (o Origin) address() string {
	if !o.Address.IsValid() {
		return ""
	}
	return o.Address.Unmap().String()
}

// device is what the client calls itself, cut to whole characters.
func (o Origin) device() string { return shortened(o.Device, deviceLength) }
