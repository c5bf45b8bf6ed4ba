package certificate

import (
	"context"
	"slices"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// askQuoted asks every assessor whose words are used and who was not asked yet. In a correction those are asked whose
// passages read otherwise than in the version in force.
func (w *reviewing) askQuoted(ctx context.Context) error {
	before, err := w.inForce(ctx)
	if err != nil {
		return err
	}
	for _, assessor := range toReadBack(w.c.Sections, before, w.writings) {
		asked := slices.ContainsFunc(w.r.live(), func(q *ReviewRequest) bool { return q.Stage == ReadBack && q.PersonID == assessor })
		if asked {
			continue
		}
		if err := w.allow(w.days(ReadBack)); err != nil {
			return err
		}
		if err := w.ask(ctx, access.LetterReadBack, ReadBack, assessor, w.readBack(w.c.Sections, assessor), nil); err != nil {
			return err
		}
	}
	return nil
}

func (w *reviewing) readBack(sections []Section, assessor uuid.UUID) ReviewText {
	return drawingOn(sections, w.writings, assessor, w.p.Language)
}

// inForce gives the composition of the version that a correction is to replace, or nil.
func (w *reviewing) inForce(ctx context.Context) ([]Section, error) {
	if w.c.IssuedID == uuid.Nil {
		return nil, nil
	}
	v, err := w.Store.Version(ctx, w.c.IssuedID)
	if err != nil {
		return nil, err
	}
	from, err := readProvenance(v.Provenance)
	return from.sections(), err
}

// allow gives everybody so many days from today, or until the deadline that there is, whichever is later.
func (w *reviewing) allow(days int) error {
	zone, err := time.LoadLocation(w.p.TimeZone)
	if err != nil {
		return err
	}
	day := civil.Of(w.Now().In(zone)).AddDays(days)
	if !w.r.DeadlineOn.After(day) {
		w.until(day, zone)
	}
	return nil
}

// until sets the last day of the stage. Who was to be reminded before now has just been written to.
func (w *reviewing) until(day civil.Date, zone *time.Location) {
	w.r.DeadlineOn, w.r.DeadlineAt, w.r.RemindAt = day, day.EndIn(zone), time.Time{}
	if w.p.ReviewReminderDays > 0 {
		w.r.RemindAt = day.AddDays(-w.p.ReviewReminderDays - 1).EndIn(zone)
	}
	if !w.r.RemindAt.After(w.Now()) {
		w.r.RemindAt = time.Time{}
	}
}

// ask asks a person about a text. before is what they answered to, if they are asked again.
func (w *reviewing) ask(ctx context.Context, letter access.LetterKind, stage ReviewStage, person uuid.UUID, text ReviewText, before []byte) error {
	shown, digest, err := text.freeze(w.Random)
	if err != nil {
		return err
	}
	q := ReviewRequest{
		ID: w.NewID(), ReviewID: w.r.ID, CertificateID: w.c.ID, PersonID: person, Stage: stage, Shown: shown, TextDigest: digest,
		ShownBefore: before, AskedAt: w.Now(),
	}
	if q.Mailed, err = w.write(ctx, letter, q); err != nil {
		return err
	}
	w.r.Requests = append(w.r.Requests, q)
	w.note(opAskReviewer, map[string]string{"request": q.ID.String(), "stage": string(stage), "person": person.String()})
	return nil
}

// linkOutlives is how long a link still shows what became of an answer.
const linkOutlives = 30 * 24 * time.Hour

// write mails a letter with a new link, and says whether there was an address to mail it to.
func (w *reviewing) write(ctx context.Context, letter access.LetterKind, q ReviewRequest) (bool, error) {
	p, err := w.Store.People().Get(ctx, q.PersonID)
	if err != nil || p.Email == "" {
		return false, err
	}
	by, err := w.openerName(ctx, w.r, w.p)
	if err != nil {
		return false, err
	}
	data := map[string]string{"programme": w.p.Name, "by": by, "participant": w.c.Name}
	if letter == access.LetterCheck {
		data = map[string]string{"programme": w.p.Name, "by": by, "title": w.c.Title}
	}
	if letter != access.LetterReviewSettled {
		data["deadline"] = w.r.DeadlineOn.EndIn(time.UTC).AddDate(0, 0, -1).Format("2 January 2006")
	}
	until := w.Now()
	if w.r.DeadlineAt.After(until) {
		until = w.r.DeadlineAt
	}
	return true, w.Guests.Invite(ctx, letter, p, q.ref(), data, until.Add(linkOutlives))
}

// openerName gives who asks: whoever sent the text for review, as they are called now.
func (s *Service) openerName(ctx context.Context, r Review, p programme.Programme) (string, error) {
	if r.Opener.Name != "" {
		return r.Opener.Name, nil
	}
	return s.personName(ctx, r.Opener.Person, p.Name)
}

// personName gives what somebody is called now, or otherwise where that was nobody, or nobody who is known.
func (s *Service) personName(ctx context.Context, id uuid.UUID, otherwise string) (string, error) {
	if id == uuid.Nil {
		return otherwise, nil
	}
	p, err := s.Store.People().Get(ctx, id)
	if fault.CodeOf(err) == fault.NotFound {
		return otherwise, nil
	}
	return p.Name, err
}
