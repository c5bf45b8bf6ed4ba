package certificate

import (
	"context"
	"errors"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// Reminders to signatories. Those that the clock sends are few, and rest for a while where they cannot be sent; by hand there
// is one a day.
const (
	maxReminders    = 3
	restPaused      = 24 * time.Hour
	betweenByHand   = 24 * time.Hour
	remindersAtOnce = 100
)

// remindIn sets when the clock reminds next: after so many days, or for 0 never.
func (v *Version) remindIn(days int, now time.Time) {
	v.RemindAt = time.Time{}
	if days > 0 && v.Reminders < maxReminders {
		v.RemindAt = now.Add(time.Duration(days) * 24 * time.Hour)
	}
}

// remindLater begins the time until the next reminder anew: somebody was just asked.
func (s *Service) remindLater(ctx context.Context, v *Version) error {
	p, err := s.Store.Programmes().Get(ctx, v.ProgrammeID)
	if err == nil {
		v.remindIn(p.SigningReminderDays, s.Now())
	}
	return err
}

// Reminded says whom reminders by hand reached.
type Reminded struct {
	Mailed int // people
	Lately int // people who were passed over, since they were reminded within a day
}

func errRemindedLately() error {
	return fault.New(fault.Limited, "reminded_lately", "They were reminded within the last day. Remind them tomorrow.")
}

// Remind mails the link again to every signatory who has not answered and has an address, at the wish of staff, and puts off
// what the clock sends. Fails as NotFound; as Conflict when the certificate is not out for signing, when signing is paused, or
// with nobody_to_remind, also when as many have signed as are needed; as Limited with the reason reminded_lately within a day of
// the last reminder.
func (s *Service) Remind(ctx context.Context, a access.Actor, id uuid.UUID) (done Reminded, err error) {
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		c, v, err := s.outForSigning(ctx, a, access.OpRemindSignatories, id)
		if err != nil {
			return err
		}
		if s.Now().Before(v.RemindedAt.Add(betweenByHand)) {
			return errRemindedLately()
		}
		answers, err := s.Store.SignOffs(ctx, v.ID)
		if err != nil {
			return err
		}
		if done.Mailed, err = s.remindByHand(ctx, a, c, &v, answers); err != nil {
			return err
		}
		if err := s.remindLater(ctx, &v); err != nil {
			return err
		}
		return s.Store.SaveVersion(ctx, v)
	})
	return done, err
}

func (s *Service) remindByHand(ctx context.Context, a access.Actor, c Certificate, v *Version, answers []SignOff) (int, error) {
	if _, paused := v.pause(answers); paused {
		return 0, errPaused()
	}
	if v.issuable(answers) == nil {
		return 0, fault.New(fault.Conflict, "nobody_to_remind", "As many have signed as are needed. It can be issued.")
	}
	sent, err := s.remindAll(ctx, a, a.Name, c, v, answers)
	if err == nil && sent == 0 {
		err = fault.New(fault.Conflict, "nobody_to_remind", "Nobody who has not answered has an e-mail address.")
	}
	return sent, err
}

// remindAll mails those who have not answered, and says how many; by is whom letters name as asking.
func (s *Service) remindAll(ctx context.Context, a access.Actor, by string, c Certificate, v *Version, answers []SignOff) (sent int, err error) {
	counted, asking := latest(answers), a
	asking.Name = by
	for _, x := range v.Signatories {
		if _, answered := counted[x.ID]; answered {
			continue
		}
		p, err := s.Store.People().Get(ctx, x.PersonID)
		if err != nil {
			return sent, err
		}
		if p.Email == "" {
			continue
		}
		if err := s.invite(ctx, asking, access.LetterSigningReminder, c, p); err != nil {
			return sent, err
		}
		sent++
	}
	if sent == 0 {
		return 0, nil
	}
	v.RemindedAt = s.Now()
	return sent, s.note(ctx, a, access.OpRemindSignatories, c)
}

// remindDue sends the reminders that are due. Every certificate is a transaction of its own that finds it due once: what one server
// sends no other sends again.
func (s *Service) remindDue(ctx context.Context) error {
	due, err := s.Store.CertificatesToRemind(ctx, s.Now(), remindersAtOnce)
	if err != nil {
		return err
	}
	var failed []error // one that cannot be reminded of keeps no other waiting
	for _, id := range due {
		failed = append(failed, s.remindOne(ctx, id))
	}
	return errors.Join(failed...)
}

func (s *Service) remindOne(ctx context.Context, id uuid.UUID) error {
	return s.Store.Update(ctx, func(ctx context.Context) error {
		c, err := s.Store.Certificates().Get(ctx, id)
		if err != nil || c.State != Signing {
			return err
		}
		v, err := s.Store.Version(ctx, c.VersionID)
		if err != nil {
			return err
		}
		if now := s.Now(); v.RemindAt.IsZero() || v.RemindAt.After(now) || v.issuing(now) {
			return nil
		}
		if err := s.remindTheRest(ctx, c, &v); err != nil {
			return err
		}
		return s.Store.SaveVersion(ctx, v)
	})
}

// remindTheRest reminds those who have not answered, and sets when that happens next.
func (s *Service) remindTheRest(ctx context.Context, c Certificate, v *Version) error {
	answers, err := s.Store.SignOffs(ctx, v.ID)
	if err != nil {
		return err
	}
	if _, paused := v.pause(answers); paused {
		v.RemindAt = s.Now().Add(restPaused)
		return nil
	}
	p, err := s.Store.Programmes().Get(ctx, v.ProgrammeID)
	if err != nil {
		return err
	}
	if p.SigningReminderDays == 0 || v.issuable(answers) == nil { // nobody more is needed
		v.RemindAt = time.Time{}
		return nil
	}
	by, err := s.personName(ctx, v.SentBy, p.Name)
	if err != nil {
		return err
	}
	sent, err := s.remindAll(ctx, access.System("reminders"), by, c, v, answers)
	if sent > 0 {
		v.Reminders++
	}
	v.remindIn(p.SigningReminderDays, s.Now())
	return err
}
