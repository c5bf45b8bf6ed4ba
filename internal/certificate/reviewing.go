package certificate

import (
	"context"
	"io"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"

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

// pass closes a review that nothing holds any more: exactly this text has passed.
func (w *reviewing) pass() error {
	var salt [16]byte
	_, err := io.ReadFull(w.Random, salt[:])
	if err != nil {
		return err
	}
	if w.r.Content, w.r.TextDigest, err = record.Canonical(w.c.freeze(w.p.Language, salt)); err != nil {
		return err
	}
	w.r.Outcome, w.r.ClosedAt = ReviewPassed, w.Now()
	if !w.r.ThenSign {
		w.c.State = Composing
	}
	w.note(opPassReview, map[string]string{"review": w.r.ID.String(), "text_digest": w.r.TextDigest.String()})
	return nil
}
