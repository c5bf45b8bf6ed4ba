package certificate

import (
	"context"
	"io"
	"slices"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// reviewing is a review at work within one transaction.
type reviewing struct {
	*Service
	actor     access.Actor
	c         *Certificate
	p         programme.Programme
	r         Review
	writings  []programme.Writing
	happening []happening // what is to be noted once everything else is stored
}

// happening is an event of a review that goes on by itself.
type happening struct {
	op     access.Operation
	detail map[string]string
}

// The operations of events that nobody asked for by a request.
const (
	opAskReviewer    access.Operation = "askReviewer"    // detail: request, stage, person
	opRemindReviewer access.Operation = "remindReviewer" // detail: request
	opNoteSilence    access.Operation = "noteSilence"    // detail: request
	opPassReview     access.Operation = "passReview"     // detail: review, text_digest
	opSendReviewed   access.Operation = "sendReviewed"   // detail: reason, why it could not be sent
)

// reviewOf brings what a review works with; the certificate was read in the transaction of ctx.
func (s *Service) reviewOf(ctx context.Context, a access.Actor, c *Certificate) (*reviewing, error) {
	w := &reviewing{Service: s, actor: a, c: c}
	var err error
	if w.p, err = s.Store.Programmes().Get(ctx, c.ProgrammeID); err != nil {
		return nil, err
	}
	if w.writings, err = s.Store.SourceWritings(ctx, c.EnrolmentID, c.sources()); err != nil {
		return nil, err
	}
	w.r, err = s.Store.LatestReview(ctx, c.ID)
	return w, err
}

func (w *reviewing) note(op access.Operation, detail map[string]string) {
	w.happening = append(w.happening, happening{op, detail})
}

// noteAll appends the events of a review: the last writes of its transaction.
func (s *Service) noteAll(ctx context.Context, a access.Actor, c Certificate, all []happening) error {
	for _, h := range all {
		if err := s.Journal.Note(ctx, a, h.op, c.ref(), c.ProgrammeID, h.detail); err != nil {
			return err
		}
	}
	return nil
}

// days gives how long each stage is open by the programme's rules; 0 skips it.
func (w *reviewing) days(stage ReviewStage) int {
	switch {
	case w.c.IssuedID != uuid.Nil && !w.p.CorrectionReview:
		return 0
	case stage == ReadBack:
		return w.p.ReadBackDays
	}
	return w.p.ParticipantCheckDays
}

// proceed goes on for as long as nothing holds the review, until it has passed.
func (w *reviewing) proceed(ctx context.Context) error {
	for w.r.runs() && !w.r.holds() {
		var err error
		switch w.r.Stage {
		case "":
			err = w.begin(ctx, ReadBack)
		case ReadBack:
			err = w.begin(ctx, ParticipantCheck)
		case ParticipantCheck:
			err = w.pass()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *reviewing) begin(ctx context.Context, stage ReviewStage) error {
	w.r.Stage = stage
	if w.days(stage) == 0 {
		return nil
	}
	if stage == ParticipantCheck {
		if err := w.allow(w.days(stage)); err != nil {
			return err
		}
		return w.ask(ctx, access.LetterCheck, stage, w.c.PersonID, w.c.whole(w.p.Language), nil)
	}
	return w.askQuoted(ctx)
}

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

// pass closes a review that nothing holds any more: exactly this text has passed.
func (w *reviewing) pass() error {
	var salt [16]byte
	_, err := io.ReadFull(w.Random, salt[:])
	if err != nil {
		return err
	}
	if w.r.Content, w.r.TextDigest, err = canonical(w.c.freeze(w.p.Language, salt)); err != nil {
		return err
	}
	w.r.Outcome, w.r.ClosedAt = ReviewPassed, w.Now()
	if !w.r.ThenSign {
		w.c.State = Composing
	}
	w.note(opPassReview, map[string]string{"review": w.r.ID.String(), "text_digest": w.r.TextDigest.String()})
	return nil
}
