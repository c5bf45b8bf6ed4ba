package certificate_test

import (
	"slices"

	"testamur/internal/certificate"
	"testamur/internal/civil"

	"github.com/google/uuid"
)

// texts are the passages that the machine writes on: the project's, and one on the words of each assessor. What was left out is zero.
type texts [3]passage

type passage struct {
	id    uuid.UUID
	words string
}

func (x texts) words() (w [3]string) {
	for i, p := range x {
		w[i] = p.words
	}
	return w
}

// review is the last one of a certificate.
type review struct {
	number   int
	stage    certificate.ReviewStage
	thenSign bool
	outcome  certificate.ReviewOutcome
	passed   [3]string
	lastDay  civil.Date
	asks     []*ask // those that count: one of a person
	remarks  []*remark
}

// ask is what somebody is asked about, and what they said to it.
type ask struct {
	person uuid.UUID
	stage  certificate.ReviewStage
	shown  texts
	answer certificate.ReviewAnswer
	taken  string // wording of theirs that stands in the text
}

// remark is of one passage, or of the whole text where its id is Nil.
type remark struct {
	by      uuid.UUID
	place   int
	on      passage
	kind    certificate.RemarkKind
	comment string // tells it from all others
	wording string
	state   certificate.RemarkState
}

// days is how long a stage is open; 0: nobody is asked.
func (l *life) days(stage certificate.ReviewStage) int {
	switch {
	case l.force != nil && !l.corrections:
		return 0
	case stage == certificate.ReadBack:
		return l.readBack
	}
	return l.check
}

func (l *life) isReviewed() bool {
	return l.days(certificate.ReadBack)+l.days(certificate.ParticipantCheck) > 0
}

// underReview: people are asked, and the text can be changed.
func (l *life) underReview() bool { return l.state == certificate.InReview && l.review.outcome == "" }

// hasPassed: nobody need be asked again about exactly these words.
func (l *life) hasPassed() bool {
	return l.review != nil && l.review.outcome == certificate.ReviewPassed && l.review.passed == l.texts.words()
}

// goesOn: what passed is sent for signing by itself as soon as it can be.
func (l *life) goesOn() bool {
	return l.state == certificate.InReview && !l.underReview() && l.review.thenSign && len(l.signatories) > 0
}

func (l *life) sendableForReview() bool { return l.composing() && l.isReviewed() }

func (l *life) openReview(thenSign bool) {
	number := 1
	if l.review != nil {
		number = l.review.number + 1
	}
	l.review, l.state = &review{number: number, thenSign: thenSign}, certificate.InReview
	l.proceed()
}

// proceed goes from stage to stage while nobody is waited for and no remark is open.
func (l *life) proceed() {
	for l.underReview() && !l.review.holds() {
		switch r := l.review; r.stage {
		case "":
			r.stage = certificate.ReadBack
			l.askQuoted()
		case certificate.ReadBack:
			if r.stage = certificate.ParticipantCheck; l.days(r.stage) > 0 {
				l.ask(l.participant, r.stage)
			}
		case certificate.ParticipantCheck:
			r.outcome, r.passed = certificate.ReviewPassed, l.texts.words()
			if !r.thenSign {
				l.state = certificate.Composing
			}
		}
	}
}

func (r *review) holds() bool {
	return slices.ContainsFunc(r.asks, func(a *ask) bool { return a.answer == "" }) || len(r.open(uuid.Nil)) > 0
}

// open gives the remarks that are to be settled: one person's, or everybody's.
func (r *review) open(by uuid.UUID) (open []*remark) {
	for _, m := range r.remarks {
		if m.state == certificate.RemarkOpen && (by == uuid.Nil || by == m.by) {
			open = append(open, m)
		}
	}
	return open
}

func (r *review) askOf(person uuid.UUID) *ask {
	if i := slices.IndexFunc(r.asks, func(a *ask) bool { return a.person == person }); i >= 0 {
		return r.asks[i]
	}
	return nil
}

// theirs is what of a text concerns somebody: the participant all, an assessor what draws on their words.
func (l *life) theirs(x texts, person uuid.UUID) (part texts) {
	if person == l.participant {
		return x
	}
	i := slices.Index(l.assessors, person) + 1
	part[i] = x[i]
	return part
}

func (l *life) ask(person uuid.UUID, stage certificate.ReviewStage) {
	l.review.asks = append(l.review.asks, &ask{person: person, stage: stage, shown: l.theirs(l.texts, person)})
	if day := l.today.AddDays(l.days(stage)); day.After(l.review.lastDay) {
		l.review.lastDay = day
	}
}

// askQuoted asks each assessor who is quoted and was not asked; in a correction, where it reads otherwise than what is in force.
func (l *life) askQuoted() {
	if l.days(certificate.ReadBack) == 0 {
		return
	}
	for _, p := range l.assessors {
		now := l.theirs(l.texts, p)
		if now != (texts{}) && l.review.askOf(p) == nil && (l.force == nil || now != l.theirs(l.force.texts, p)) {
			l.ask(p, certificate.ReadBack)
		}
	}
}

// changed: an answer holds for the text that was shown, and for nothing else but a wording that its author proposed. Changing a
// passage meets what was remarked on it.
func (l *life) changed() {
	for _, a := range slices.Clone(l.review.asks) {
		now := l.theirs(l.texts, a.person)
		if now == a.shown {
			continue
		}
		for _, m := range l.review.open(a.person) {
			if m.on.id == uuid.Nil || now[m.place] != m.on {
				m.state = certificate.RemarkMet
			}
		}
		switch {
		case now != (texts{}) && (a.answer == "" || a.proposed(now)):
			a.shown = now
		default:
			l.review.asks = slices.DeleteFunc(l.review.asks, func(x *ask) bool { return x == a })
			if now != (texts{}) {
				l.ask(a.person, a.stage)
			}
		}
	}
	l.askQuoted()
	l.proceed()
}

// proposed: the text reads as they wanted it.
func (a *ask) proposed(now texts) bool {
	return a.taken != "" && slices.ContainsFunc(now[1:], func(p passage) bool { return p.words == a.taken })
}

// answerable: somebody answers what they are asked, and anew while their stage runs.
func (l *life) answerable(person uuid.UUID) bool {
	a := l.asked(person)
	return a != nil && (a.answer == "" || a.stage == l.review.stage)
}

// asked is what somebody is asked in a review that runs, or nil.
func (l *life) asked(person uuid.UUID) *ask {
	if !l.underReview() {
		return nil
	}
	return l.review.askOf(person)
}

// sayable: everybody has answers of their own, and remarks are about what they are asked about.
func (l *life) sayable(person uuid.UUID, answer certificate.ReviewAnswer, remarks []*remark) bool {
	if person == l.participant {
		return answer == certificate.Right || answer == certificate.Remarks && !slices.ContainsFunc(remarks, func(m *remark) bool {
			return m.kind != certificate.Wrong && (m.kind != certificate.LeaveOut || m.on.id == uuid.Nil)
		})
	}
	return answer == certificate.Agrees || answer == certificate.Remarks && !slices.ContainsFunc(remarks, func(m *remark) bool {
		return m.kind != certificate.Objection && m.kind != certificate.Wording || m.on.id == uuid.Nil || l.theirs(l.texts, person)[m.place] != m.on
	})
}

// replied: the last answer counts.
func (l *life) replied(person uuid.UUID, answer certificate.ReviewAnswer, remarks ...*remark) {
	for _, m := range l.review.open(person) {
		m.state = certificate.RemarkSuperseded
	}
	l.review.askOf(person).answer = answer
	l.review.remarks = append(l.review.remarks, remarks...)
	l.proceed()
}

// took puts a proposed wording in its place: whoever proposed it is not asked again for that.
func (l *life) took(m *remark) {
	l.texts[m.place].words, m.state = m.wording, certificate.RemarkTaken
	l.review.askOf(m.by).taken = m.wording
	l.changed()
}

func (l *life) refused(m *remark) {
	m.state = certificate.RemarkRefused
	l.proceed()
}

// passTime: silence past the deadline is no objection, and no approval. What was remarked stays open.
func (l *life) passTime(today civil.Date) {
	l.today = today
	if !l.underReview() || !today.After(l.review.lastDay) {
		return
	}
	for _, a := range l.review.asks {
		if a.answer == "" {
			a.answer = certificate.NoObjection
		}
	}
	l.proceed()
}

// endReview takes the text back from those who were asked.
func (l *life) endReview() {
	if l.state != certificate.InReview {
		return
	}
	r := l.review
	if r.thenSign = false; r.outcome == "" {
		r.outcome = certificate.ReviewEnded
	}
	for _, m := range r.open(uuid.Nil) {
		m.state = certificate.RemarkEnded
	}
	r.asks = slices.DeleteFunc(r.asks, func(a *ask) bool { return a.answer == "" })
}
