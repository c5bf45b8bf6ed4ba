package excerpt

import (
	"context"
	"slices"
	"strconv"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Choice is a passage to ask for.
type Choice struct {
	VersionID  uuid.UUID
	PassageID  uuid.UUID
	Discipline string // under which it is to stand
}

// maxChoices is how many passages can be asked for at once.
const maxChoices = 50

// linkLasts is how long the link in a letter works: to answer, and to think better of it without an account.
const linkLasts = 365 * 24 * time.Hour

// Ask asks everybody concerned whether the passages may be printed in the handbook of an edition. Each gets one letter and finds
// it among their duties. Fails as NotFound; as Invalid at /passages/n with the reason not_quotable for what Quotable does not
// have, asked_already, or writer_erased when who wrote it cannot be asked any more.
func (s *Service) Ask(ctx context.Context, a access.Actor, edition uuid.UUID, choices []Choice) ([]Excerpt, error) {
	sight, err := a.See(access.OpAskForExcerpts)
	if err != nil {
		return nil, err
	}
	if len(choices) == 0 || len(choices) > maxChoices {
		return nil, fault.At("/passages", "count", "Choose 1 to %d passages.", maxChoices)
	}
	var asked []Excerpt
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		e, err := s.Store.Editions().Get(ctx, edition) // which stays locked: one asking at a time
		if err != nil {
			return err
		}
		w := asking{Service: s, actor: a, edition: e, requests: map[uuid.UUID]*Request{}}
		if err := w.gather(ctx, sight, choices); err != nil {
			return err
		}
		asked = w.excerpts
		return w.store(ctx)
	})
	return asked, err
}

// asking is one asking at work within a transaction.
type asking struct {
	*Service
	actor    access.Actor
	edition  framework.Edition
	excerpts []Excerpt
	requests map[uuid.UUID]*Request // by person
	order    []uuid.UUID            // of the people
}

// Chosen gives those of the choices that can be asked for, by certificate, so that who asks sees first what of whom. Fails as
// NotFound.
func (s *Service) Chosen(ctx context.Context, a access.Actor, edition uuid.UUID, choices []Choice) ([]Quotable, error) {
	sight, err := a.See(access.OpAskForExcerpts)
	if err != nil {
		return nil, err
	}
	e, err := s.Store.Editions().Get(ctx, edition)
	if err != nil || len(choices) == 0 || len(choices) > maxChoices {
		return nil, err
	}
	items, err := s.among(ctx, e, sight, choices)
	for i := range items {
		items[i].Passages = slices.DeleteFunc(items[i].Passages, func(p Passage) bool {
			return p.ExcerptID != uuid.Nil || !slices.ContainsFunc(choices, func(c Choice) bool { return c.picks(items[i], p) })
		})
	}
	return slices.DeleteFunc(items, func(q Quotable) bool { return len(q.Passages) == 0 }), err
}

// picks says whether the choice is this passage.
func (c Choice) picks(q Quotable, p Passage) bool {
	return q.VersionID == c.VersionID && p.ID == c.PassageID && p.Disciplines.Has(c.Discipline)
}

// among gives the certificates of the choices with all their passages.
func (s *Service) among(ctx context.Context, e framework.Edition, sight access.Sight, choices []Choice) ([]Quotable, error) {
	var versions []uuid.UUID
	for _, c := range choices {
		versions = append(versions, c.VersionID)
	}
	sources, err := s.Store.VersionsInForce(ctx, SourceFilter{Edition: e.ID, Versions: distinct(versions), Sight: sight}, record.Page{Limit: maxChoices})
	if err != nil {
		return nil, err
	}
	items, err := s.quotable(ctx, e, sources.Items)
	if err != nil {
		return nil, err
	}
	return items, s.markAsked(ctx, e.ID, items)
}

// gather makes the excerpts, or says what of the choices cannot be asked for.
func (w *asking) gather(ctx context.Context, sight access.Sight, choices []Choice) error {
	items, err := w.among(ctx, w.edition, sight, choices)
	if err != nil {
		return err
	}
	var f text.Form
	for i, c := range choices {
		at := "/passages/" + strconv.Itoa(i)
		q, p := find(items, c)
		switch {
		case p == nil:
			f.Refuse(at, "not_quotable", "This passage cannot be asked for: its certificate must be in force and the theme above it must link to the discipline.")
		case p.ExcerptID != uuid.Nil:
			f.Refuse(at, "asked_already", "This passage was asked for already. Nobody is asked twice.")
		default:
			if err := w.add(ctx, &f, at, c, q, p); err != nil {
				return err
			}
		}
	}
	return f.Err()
}

func find(items []Quotable, c Choice) (*Quotable, *Passage) {
	for i := range items {
		q := &items[i]
		for j := range q.Passages {
			if p := &q.Passages[j]; c.picks(*q, *p) {
				return q, p
			}
		}
	}
	return nil, nil
}

// add makes one excerpt and notes who is to be asked.
func (w *asking) add(ctx context.Context, f *text.Form, at string, c Choice, q *Quotable, p *Passage) error {
	d, _ := w.edition.Discipline(c.Discipline) // it has it, or no theme would link to it
	x := Excerpt{
		ID: w.NewID(), EditionID: w.edition.ID, Discipline: c.Discipline, ProgrammeID: q.ProgrammeID, CertificateID: q.CertificateID,
		VersionID: q.VersionID, PassageID: p.ID, AskedAt: w.Now(), InForce: true,
	}
	var err error
	if x.Wording, x.Digest, err = freeze(w.edition, d, p.Text, w.Random); err != nil {
		return err
	}
	p.ExcerptID = x.ID // so that it is not asked for twice at once
	if err := w.consent(ctx, &x, q.PersonID, Participant); err != nil {
		return err
	}
	for _, writer := range p.Writers {
		erased, err := w.Store.Erased(ctx, writer)
		switch {
		case err != nil:
			return err
		case erased:
			f.Refuse(at, "writer_erased", "Who wrote this was erased and cannot be asked any more.")
		case writer != q.PersonID:
			if err := w.consent(ctx, &x, writer, Writer); err != nil {
				return err
			}
		}
	}
	w.excerpts = append(w.excerpts, x)
	return nil
}

// consent adds a consent that is waited for, to what the person is asked about this handbook.
func (w *asking) consent(ctx context.Context, x *Excerpt, person uuid.UUID, part Part) error {
	q := w.requests[person]
	if q == nil {
		found, err := w.Store.ExcerptRequestTo(ctx, w.edition.ID, person)
		switch {
		case fault.CodeOf(err) == fault.NotFound:
			found = Request{ID: w.NewID(), EditionID: w.edition.ID, PersonID: person}
		case err != nil:
			return err
		}
		found.AskedAt = w.Now()
		q = &found
		w.requests[person], w.order = q, append(w.order, person)
	}
	x.Consents = append(x.Consents, Consent{ExcerptID: x.ID, RequestID: q.ID, PersonID: person, Part: part})
	return nil
}

// store writes what was gathered, and the letters.
func (w *asking) store(ctx context.Context) error {
	for _, person := range w.order {
		q := w.requests[person]
		var err error
		if q.Mailed, err = w.write(ctx, *q); err != nil {
			return err
		}
		if err := w.Store.PutExcerptRequest(ctx, *q); err != nil { // what is referred to goes before what refers
			return err
		}
	}
	var events []happening
	for _, x := range w.excerpts {
		if err := w.Store.InsertExcerpt(ctx, x); err != nil {
			return err
		}
		events = append(events, happening{op: access.OpAskForExcerpts, excerpt: x})
	}
	return w.note(ctx, w.actor, events)
}

// write mails the link, and says whether there was an address to mail it to.
func (w *asking) write(ctx context.Context, q Request) (bool, error) {
	p, err := w.Store.People().Get(ctx, q.PersonID)
	if err != nil || p.Email == "" {
		return false, err
	}
	by, err := w.asker(ctx)
	if err != nil {
		return false, err
	}
	data := map[string]string{"by": by, "handbook": w.edition.Framework.Title}
	return true, w.Guests.Invite(ctx, access.LetterExcerpts, p, q.ref(), data, w.Now().Add(linkLasts))
}

// asker gives who asks, as they are called.
func (w *asking) asker(ctx context.Context) (string, error) {
	if w.actor.Person != uuid.Nil {
		p, err := w.Store.People().Get(ctx, w.actor.Person)
		return p.Name, err
	}
	if w.Institution != "" {
		return w.Institution, nil
	}
	return "The office", nil
}

// TakeBack takes an excerpt out of the handbook for good, asked for or agreed to. Taking back twice is as once. Fails as NotFound.
func (s *Service) TakeBack(ctx context.Context, a access.Actor, id uuid.UUID) (Excerpt, error) {
	if err := a.Permit(access.OpTakeBackExcerpt); err != nil {
		return Excerpt{}, err
	}
	var x Excerpt
	err := s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if x, err = s.Store.Excerpt(ctx, id); err != nil {
			return err
		}
		o := access.Object{Kind: "excerpt", Reading: access.OpListExcerpts, Programme: x.ProgrammeID}
		if err := a.PermitOn(access.OpTakeBackExcerpt, o); err != nil || !x.TakenBackAt.IsZero() {
			return err
		}
		x.TakenBackAt = s.Now()
		if err := s.Store.TakeBackExcerpt(ctx, x.ID, x.TakenBackAt); err != nil {
			return err
		}
		return s.note(ctx, a, []happening{{op: access.OpTakeBackExcerpt, excerpt: x}})
	})
	return x, err
}

// List gives the excerpts of an edition that were asked for, of the programmes whose staff the actor is. Fails as NotFound.
func (s *Service) List(ctx context.Context, a access.Actor, edition uuid.UUID, page record.Page) (record.List[Excerpt], error) {
	sight, err := a.See(access.OpListExcerpts)
	if err != nil {
		return record.List[Excerpt]{}, err
	}
	if _, err := s.Store.EditionHeads().Get(ctx, edition); err != nil {
		return record.List[Excerpt]{}, err
	}
	return s.Store.Excerpts(ctx, Filter{Edition: edition, Sight: sight}, page)
}
