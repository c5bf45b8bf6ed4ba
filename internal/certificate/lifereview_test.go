package certificate_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/record"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// Deeds of a review.

func (m *machine) sendForReview(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	_, err := m.SendForReview(m.t.Context(), by.Actor, m.now.ID, match)
	if m.judge(t, "sending for review", by.staff && fresh && m.life.sendableForReview(), err) {
		m.life.openReview(false)
	}
}

// reply is mostly of somebody who is asked and says what they can say, at times of anybody anything in anybody's name.
func (m *machine) reply(t *rapid.T) {
	if !m.life.underReview() && !oneIn(t, 10, "although nobody is asked") {
		t.Skip()
	}
	person := rapid.SampledFrom(append(m.life.assessors, m.life.participant)).Draw(t, "who is asked")
	by := m.player(person)
	if oneIn(t, 10, "somebody else answers") {
		by = m.someone(t)
	}
	if rapid.Bool().Draw(t, "approves") {
		approval := map[bool]certificate.ReviewAnswer{true: certificate.Right, false: certificate.Agrees}
		m.replyOnce(t, by, person, approval[(person == m.life.participant) != oneIn(t, 10, "another's answer")])
		return
	}
	var remarks []*remark
	for range rapid.IntRange(1, 2).Draw(t, "remarks") {
		remarks = append(remarks, m.remark(t, person))
	}
	m.replyOnce(t, by, person, certificate.Remarks, remarks...)
}

func (m *machine) approveReview(t *rapid.T) {
	if !m.life.underReview() || !oneIn(t, 3, "all approve") {
		t.Skip()
	}
	m.replyOnce(t, m.player(m.life.participant), m.life.participant, certificate.Right)
	for _, p := range m.life.assessors {
		m.replyOnce(t, m.player(p), p, certificate.Agrees)
	}
}

func (m *machine) remark(t *rapid.T, by uuid.UUID) *remark {
	m.written++
	x := &remark{by: by, comment: fmt.Sprintf("Remark %d.", m.written), state: certificate.RemarkOpen}
	kinds, place := []certificate.RemarkKind{certificate.Wrong, certificate.LeaveOut}, rapid.IntRange(-1, len(m.life.texts)-1).Draw(t, "of")
	if i := slices.Index(m.life.assessors, by); i >= 0 {
		kinds, place = []certificate.RemarkKind{certificate.Objection, certificate.Wording, certificate.Wording}, i+1
	}
	if oneIn(t, 10, "what is not theirs to remark") {
		kinds, place = []certificate.RemarkKind{certificate.Objection, certificate.Wording, certificate.Wrong, certificate.LeaveOut}, 0
	}
	x.kind, x.place = rapid.SampledFrom(kinds).Draw(t, "kind"), place
	if x.kind == certificate.Wording {
		x.wording = fmt.Sprintf("Wording %d.", m.written)
	}
	if x.place >= 0 {
		x.on = m.life.texts[x.place]
	}
	return x
}

// replyOnce replies to the latest request to the person, if there ever was one.
func (m *machine) replyOnce(t *rapid.T, by player, person uuid.UUID, answer certificate.ReviewAnswer, remarks ...*remark) {
	q, asked := m.request(t, person)
	if !asked {
		return
	}
	reply := certificate.ReviewReply{TextDigest: q.TextDigest, Answer: answer}
	current := !oneIn(t, 20, "of another text")
	if !current {
		reply.TextDigest[0]++
	}
	for _, r := range remarks {
		reply.Remarks = append(reply.Remarks, certificate.ReplyRemark{PassageID: r.on.id, Kind: r.kind, Comment: r.comment, Wording: r.wording})
	}
	_, err := m.AnswerReview(m.t.Context(), by.Actor, q.ID, reply)
	if m.judge(t, "replying", by.Is(person) && current && m.life.answerable(person) && m.life.sayable(person, answer, remarks), err) {
		m.life.replied(person, answer, remarks...)
	}
}

// request gives the latest request to a person about this certificate, of whichever review.
func (m *machine) request(t *rapid.T, person uuid.UUID) (last certificate.ReviewRequest, asked bool) {
	for _, r := range m.standing(t).Reviews {
		for _, q := range r.Requests {
			if q.PersonID == person {
				last, asked = q, true
			}
		}
	}
	return last, asked
}

func (m *machine) standing(t *rapid.T) certificate.ReviewStanding {
	s, err := m.Review(m.t.Context(), office, m.now.ID)
	passes(t, err)
	return s
}

// settle takes a wording, or refuses a remark; mostly one that is open.
func (m *machine) settle(t *rapid.T) {
	if m.life.review == nil || len(m.life.review.remarks) == 0 {
		t.Skip()
	}
	of := m.life.review.open(uuid.Nil)
	if oneIn(t, 10, "any remark") {
		of = m.life.review.remarks
	}
	if len(of) == 0 {
		t.Skip()
	}
	r := rapid.SampledFrom(of).Draw(t, "remark")
	by := m.someone(t)
	match, fresh := m.match(t)
	settles := by.staff && fresh && m.life.underReview() && r.state == certificate.RemarkOpen
	id := m.remarkID(t, r)
	if (r.kind == certificate.Wording) != oneIn(t, 4, "otherwise than it asks for") {
		_, err := m.TakeWording(m.t.Context(), by.Actor, m.now.ID, id, match)
		if m.judge(t, "taking a wording", settles && r.kind == certificate.Wording, err) {
			m.life.touched(by.Actor)
			m.life.took(r)
		}
		return
	}
	reason := rapid.SampledFrom([]string{"", "The log says so.", "It was agreed."}).Draw(t, "reason")
	_, err := m.RefuseRemark(m.t.Context(), by.Actor, m.now.ID, id, match, reason)
	if m.judge(t, "refusing a remark", settles && reason != "", err) {
		m.life.refused(r)
	}
}

func (m *machine) remarkID(t *rapid.T, r *remark) uuid.UUID {
	for _, of := range m.standing(t).Reviews {
		for _, q := range of.Requests {
			for _, x := range q.Remarks {
				if x.Comment == r.comment {
					return x.ID
				}
			}
		}
	}
	t.Fatalf("%+v is not kept", r)
	return uuid.Nil
}

// passTime lets days go by, and has the service do what they make due.
func (m *machine) passTime(t *rapid.T) {
	m.later(time.Duration(rapid.IntRange(0, 4).Draw(t, "days")) * day)
	passes(t, m.Tend(m.t.Context()))
	m.refresh(t)
	m.life.passTime(m.today())
}

func (m *machine) today() civil.Date { return civil.Of(m.world.now()) }

func (m *machine) setDeadline(t *rapid.T) {
	by := m.someone(t)
	match, fresh := m.match(t)
	on := m.life.today.AddDays(rapid.IntRange(-1, 3).Draw(t, "last day"))
	_, err := m.SetReviewDeadline(m.t.Context(), by.Actor, m.now.ID, match, on)
	if m.judge(t, "setting the deadline", by.staff && fresh && m.life.underReview() && !m.life.today.After(on), err) {
		m.life.review.lastDay = on
	}
}

// compareReview holds the last review, with everybody's answers, against the model.
func (m *machine) compareReview(t *rapid.T) {
	s, want := m.standing(t), m.life.review
	if want == nil {
		if len(s.Reviews) > 0 {
			t.Fatal("it is reviewed, and need not be")
		}
		return
	}
	got := s.Reviews[len(s.Reviews)-1]
	if len(s.Reviews) != want.number || got.Stage != want.stage || got.ThenSign != want.thenSign || got.Outcome != want.outcome || got.DeadlineOn != want.lastDay || s.Current != m.life.hasPassed() {
		t.Fatalf("review %d is %+v (current %t), the model says %+v", len(s.Reviews), got, s.Current, want)
	}
	answers, remarks := map[uuid.UUID]certificate.ReviewAnswer{}, map[string]certificate.RemarkState{}
	for _, q := range got.Requests {
		if q.VoidedAt.IsZero() {
			answers[q.PersonID] = q.Answer
		}
		for _, r := range q.Remarks {
			remarks[r.Comment] = r.State
		}
	}
	wantAnswers, wantRemarks := map[uuid.UUID]certificate.ReviewAnswer{}, map[string]certificate.RemarkState{}
	for _, a := range want.asks {
		wantAnswers[a.person] = a.answer
	}
	for _, r := range want.remarks {
		wantRemarks[r.comment] = r.state
	}
	if !maps.Equal(answers, wantAnswers) || !maps.Equal(remarks, wantRemarks) {
		t.Fatalf("answered and remarked was %v %v, the model says %v %v", answers, remarks, wantAnswers, wantRemarks)
	}
}

// readReviews has somebody look at everything that anybody ever was asked: they see what they are asked themselves, as long as they are.
func (m *machine) readReviews(t *rapid.T, by player) {
	if _, err := m.Review(m.t.Context(), by.Actor, m.now.ID); (err == nil) != by.staff {
		t.Fatalf("%+v sees how the review stands: %v", by.Actor, err)
	}
	listed, err := m.ReviewRequests(m.t.Context(), by.Actor)
	if err != nil && by.Kind == access.KindAccount {
		t.Fatal(err)
	}
	listed = slices.DeleteFunc(listed, func(a certificate.Asked) bool { return a.CertificateID != m.now.ID })
	asked := m.life.asked(by.Person)
	if (asked != nil) != (len(listed) == 1) || len(listed) > 1 {
		t.Fatalf("%+v is asked %+v, the model says %+v", by.Actor, listed, asked)
	}
	for _, r := range m.standing(t).Reviews {
		for _, q := range r.Requests {
			m.readRequest(t, by, q, asked != nil && q.ID == listed[0].ID)
		}
	}
}

func (m *machine) readRequest(t *rapid.T, by player, q certificate.ReviewRequest, current bool) {
	v, err := m.ReviewRequest(m.t.Context(), by.Actor, q.ID)
	if (err == nil) != by.Is(q.PersonID) {
		t.Fatalf("%+v reads what %s is asked: %v", by.Actor, q.PersonID, err)
	}
	var want []passage
	if current && m.life.answerable(q.PersonID) {
		shown := m.life.theirs(m.life.texts, q.PersonID)
		want = slices.DeleteFunc(shown[:], func(p passage) bool { return p == passage{} })
	}
	var got []passage
	for _, s := range v.Text.Sections {
		for _, p := range s.Passages {
			got = append(got, passage{p.ID, p.Text})
		}
	}
	if !slices.Equal(got, want) || cmp.Or(v.Text.Name, v.Text.Title) != "" && q.PersonID != m.life.participant {
		t.Fatalf("%+v reads %+v, the model says %v", by.Actor, v.Text, want)
	}
}

// leave ends what a life left open, for the days of the next begin anew.
func (m *machine) leave() {
	c := m.again(m.now)
	if c.State == certificate.InReview || c.State == certificate.Signing {
		_, err := m.Cancel(m.t.Context(), office, c.ID, record.Any)
		m.must(err)
	}
}
