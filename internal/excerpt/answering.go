package excerpt

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// View is what somebody is asked about one handbook, with what they said.
type View struct {
	Request
	Handbook string // its title
	Edition  int
	Excerpts []AskedExcerpt // that still count, by id
}

// AskedExcerpt is one passage in the words in which it would be printed.
type AskedExcerpt struct {
	ID         uuid.UUID
	Part       Part
	Wording    Wording
	Digest     record.Digest
	Answer     Answer
	AnsweredAt time.Time
}

// Open says whether something is still to be answered.
func (v View) Open() bool {
	return slices.ContainsFunc(v.Excerpts, func(x AskedExcerpt) bool { return x.Answer == "" })
}

// Reply is an answer to one excerpt, named with the digest of its wording.
type Reply struct {
	ExcerptID uuid.UUID
	Digest    record.Digest
	Answer    Answer
}

// maxRequests is how many handbooks are listed.
const maxRequests = 100

// Requests lists what whoever asks is asked: of a mailed link the one request that it is for. Handbooks of which no passage
// counts any more are left out.
func (s *Service) Requests(ctx context.Context, a access.Actor) ([]View, error) {
	if err := a.Permit(access.OpListExcerptRequests); err != nil {
		return nil, err
	}
	if a.Kind == access.KindGuest {
		v, err := s.Request(ctx, a, a.Guest.ID)
		if fault.CodeOf(err) == fault.NotFound { // the link is for something else
			return nil, nil
		}
		return []View{v}, err
	}
	requests, err := s.Store.ExcerptRequestsTo(ctx, a.Person, maxRequests)
	if err != nil {
		return nil, err
	}
	views, err := s.views(ctx, requests)
	return slices.DeleteFunc(views, func(v View) bool { return len(v.Excerpts) == 0 }), err
}

// Request gives what one person is asked about one handbook, to that person. Fails as NotFound.
func (s *Service) Request(ctx context.Context, a access.Actor, id uuid.UUID) (View, error) {
	q, err := s.request(ctx, a, access.OpGetExcerptRequest, id)
	if err != nil {
		return View{}, err
	}
	views, err := s.views(ctx, []Request{q})
	if err != nil {
		return View{}, err
	}
	return views[0], nil
}

func (s *Service) request(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (Request, error) {
	if err := a.Permit(op); err != nil {
		return Request{}, err
	}
	q, err := s.Store.ExcerptRequest(ctx, id)
	if err != nil {
		return Request{}, err
	}
	o := access.Object{Kind: "request", Reading: access.OpGetExcerptRequest, Ref: q.ID, Reviewer: q.PersonID}
	return q, a.PermitOn(op, o)
}

// views brings the excerpts of requests, with one query for them all.
func (s *Service) views(ctx context.Context, requests []Request) ([]View, error) {
	views, at := make([]View, len(requests)), map[uuid.UUID]*View{}
	ids := make([]uuid.UUID, len(requests))
	for i, q := range requests {
		views[i].Request, ids[i], at[q.ID] = q, q.ID, &views[i]
	}
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := s.Store.Excerpts(ctx, Filter{Requests: ids, Sight: access.Everything()}, record.Page{Limit: everything})
	if err != nil {
		return nil, err
	}
	for _, x := range list.Items {
		wording, err := x.Read()
		if err != nil {
			return nil, err
		}
		for _, c := range x.Consents {
			if v := at[c.RequestID]; v != nil && x.live() {
				v.Handbook, v.Edition = wording.Handbook, wording.Edition
				v.Excerpts = append(v.Excerpts, AskedExcerpt{x.ID, c.Part, wording, x.Digest, c.Answer, c.AnsweredAt})
			}
		}
	}
	return views, nil
}

// Answer says yes or no to passages, for the first time or anew: a no to what one agreed to takes the consent back. What was
// answered so already is left as it is. Fails as NotFound; as Invalid at /answers/n with the reason excerpt_ended for what does
// not count any more, or text_changed for other words than those that are asked about.
func (s *Service) Answer(ctx context.Context, a access.Actor, id uuid.UUID, replies []Reply) (View, error) {
	q, err := s.request(ctx, a, access.OpAnswerExcerptRequest, id)
	if err != nil {
		return View{}, err
	}
	if len(replies) == 0 || len(replies) > everything {
		return View{}, fault.At("/answers", "count", "Answer to one passage at least.")
	}
	var views []View
	err = s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if err := s.take(ctx, a, q, replies); err != nil {
			return err
		}
		views, err = s.views(ctx, []Request{q})
		return err
	})
	if err != nil {
		return View{}, err
	}
	return views[0], nil
}

// take stores the answers that say something new.
func (s *Service) take(ctx context.Context, a access.Actor, q Request, replies []Reply) error {
	var f text.Form
	var events []happening
	for _, i := range inOrder(replies) {
		r, at := replies[i], "/answers/"+strconv.Itoa(i)
		x, err := s.Store.Excerpt(ctx, r.ExcerptID)
		if err != nil && fault.CodeOf(err) != fault.NotFound {
			return err
		}
		said := slices.IndexFunc(x.Consents, func(c Consent) bool { return c.RequestID == q.ID })
		switch {
		case err != nil || said < 0 || !x.live():
			f.Refuse(at, "excerpt_ended", "This passage is not asked for any more.")
		case r.Digest != x.Digest:
			f.Refuse(at+"/text_digest", "text_changed", "These are not the words that you are asked about. Read them again.")
		case x.Consents[said].Answer != text.OneOf(&f, at+"/answer", r.Answer, Agrees, Declines) && f.Err() == nil:
			c := x.Consents[said]
			c.Answer, c.Digest, c.AnsweredAt = r.Answer, r.Digest, s.Now()
			if err := s.Store.AnswerExcerpt(ctx, c); err != nil {
				return err
			}
			events = append(events, happening{access.OpAnswerExcerptRequest, x, map[string]string{"answer": string(c.Answer), "part": string(c.Part)}})
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.note(ctx, a, events)
}

// inOrder gives the places of replies in the order of what they are about, in which everybody locks.
func inOrder(replies []Reply) []int {
	places := make([]int, len(replies))
	for i := range replies {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int {
		return strings.Compare(replies[a].ExcerptID.String(), replies[b].ExcerptID.String())
	})
	return places
}
