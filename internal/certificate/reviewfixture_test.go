package certificate_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"

	"github.com/google/uuid"
)

// reviewWorld is a world whose programme reviews; everybody has an address.
type reviewWorld struct {
	*world
	participant access.Person
}

const day = 24 * time.Hour

func newReviewWorld(t *testing.T, db *store.Store, readBack, check int) *reviewWorld {
	t.Helper()
	w := &reviewWorld{world: newWorld(t, db)}
	w.reviewing(readBack, check)
	for i, p := range w.assessors {
		w.assessors[i] = w.addressed(p.ID)
	}
	w.participant = w.addressed(w.enrolment.PersonID)
	return w
}

func (w *reviewWorld) reviewing(readBack, check int) {
	w.t.Helper()
	p, err := w.db.Programmes().Get(w.t.Context(), w.programme.ID)
	w.must(err)
	w.programme, err = w.programmes.ChangeProgramme(w.t.Context(), office, p.ID, record.Match(p.Revision), func(f *programme.Fields) {
		f.ReadBackDays, f.ParticipantCheckDays = readBack, check
	})
	w.must(err)
}

func (w *reviewWorld) addressed(id uuid.UUID) access.Person {
	w.t.Helper()
	p, err := w.db.People().Get(w.t.Context(), id)
	w.must(err)
	p, err = w.people.ChangePerson(w.t.Context(), office, id, record.Match(p.Revision), func(f *access.PersonFields) { f.Email = id.String() + "@example.org" })
	w.must(err)
	return p
}

// as is the person with an account.
func as(p access.Person) access.Actor {
	return access.Actor{Kind: access.KindAccount, ID: newID(), Person: p.ID}
}

// asked gives what a person is asked now.
func (w *reviewWorld) asked(p access.Person) certificate.ReviewView {
	w.t.Helper()
	list, err := w.ReviewRequests(w.t.Context(), as(p))
	w.must(err)
	if len(list) != 1 {
		w.t.Fatalf("%s is asked %d times", p.Name, len(list))
	}
	v, err := w.ReviewRequest(w.t.Context(), as(p), list[0].ID)
	w.must(err)
	return v
}

func (w *reviewWorld) replies(p access.Person, answer certificate.ReviewAnswer, remarks ...certificate.ReplyRemark) certificate.ReviewView {
	w.t.Helper()
	q := w.asked(p)
	v, err := w.AnswerReview(w.t.Context(), as(p), q.ID, certificate.ReviewReply{TextDigest: q.TextDigest, Answer: answer, Remarks: remarks})
	w.must(err)
	return v
}

// review gives the last review.
func (w *reviewWorld) review(c certificate.Certificate) (certificate.Review, bool) {
	w.t.Helper()
	s, err := w.Review(w.t.Context(), office, c.ID)
	w.must(err)
	return s.Reviews[len(s.Reviews)-1], s.Current
}

func (w *reviewWorld) is(c certificate.Certificate, state certificate.State) certificate.Certificate {
	w.t.Helper()
	c = w.again(c)
	if c.State != state {
		w.t.Fatalf("the certificate is %s, not %s", c.State, state)
	}
	return c
}

func (w *reviewWorld) forReview() certificate.Certificate {
	w.t.Helper()
	c := w.proposed()
	c, err := w.SendForReview(w.t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	return w.is(c, certificate.InReview)
}

// remark gives the one remark that is open.
func (w *reviewWorld) remark(c certificate.Certificate) certificate.Remark {
	w.t.Helper()
	r, _ := w.review(c)
	for _, q := range r.Requests {
		for _, m := range q.Remarks {
			if m.State == certificate.RemarkOpen {
				return m
			}
		}
	}
	w.t.Fatal("no remark is open")
	return certificate.Remark{}
}

func firstPassage(v certificate.ReviewView) certificate.ReviewPassage {
	return v.Text.Sections[0].Passages[0]
}

func wantCode(t *testing.T, err error, code fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Errorf("%v, not %s", err, code)
	}
}

func wantReason(t *testing.T, err error, code fault.Code, reason string) {
	t.Helper()
	if fault.CodeOf(err) != code || fault.ReasonOf(err) != reason {
		t.Errorf("%v, not %s because of %s", err, code, reason)
	}
}

func wantPointer(t *testing.T, err error, pointer string) {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Violations) == 0 || e.Violations[0].Pointer != pointer {
		t.Errorf("%v points elsewhere than at %s", err, pointer)
	}
}

// tendAtOnce has many servers do what is due.
func tendAtOnce(t *testing.T, w *world, servers int) {
	t.Helper()
	var all sync.WaitGroup
	for range servers {
		all.Go(func() {
			if err := w.Tend(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
