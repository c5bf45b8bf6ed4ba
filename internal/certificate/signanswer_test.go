package certificate_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// provedBy is a signatory with an account who has just proved who they are.
func provedBy(s certificate.Signatory) access.Actor {
	return access.Actor{Kind: access.KindAccount, ID: newID(), Person: s.PersonID, Powers: access.Powers{Fresh: true}}
}

// says has a signatory answer in person.
func (w *world) says(c certificate.Certificate, s certificate.Signatory, a certificate.Answer) (certificate.SignOff, error) {
	w.t.Helper()
	a.SignatoryID, a.TextDigest = s.ID, w.version(c).TextDigest
	return w.RecordSignOff(w.t.Context(), provedBy(s), c.ID, a)
}

var approval = certificate.Answer{Decision: certificate.Approved, Conflict: programme.ConflictNone}

// staff sends certificates with an account that has an address.
func (w *world) staff() access.Actor {
	w.t.Helper()
	return access.Actor{
		Kind: access.KindAccount, ID: newID(), Person: w.mailed("Stella Staff").ID,
		Powers: access.Powers{Programmes: []uuid.UUID{w.programme.ID}, Fresh: true},
	}
}

// violations gives the places that a refusal points at.
func violations(err error) []string {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return nil
	}
	var out []string
	for _, v := range e.Violations {
		out = append(out, v.Pointer)
	}
	return out
}

// mailed is a person who has an address.
func (w *world) mailed(name string) access.Person {
	w.t.Helper()
	p, err := w.people.CreatePerson(w.t.Context(), office, access.PersonFields{Name: name, Email: newID().String() + "@example.org"})
	w.must(err)
	return p
}

func TestAskingForAChangePausesSigningUntilItIsSettled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		w.withAddress()
		stella := w.staff()
		c := w.proposed()
		c, err := w.SendForSigning(t.Context(), stella, c.ID, record.Match(c.Revision))
		w.must(err)
		first, second := c.Signatories[0], c.Signatories[1]
		so, err := w.says(c, first, certificate.Answer{Decision: certificate.ChangeRequested, Reason: "Her title is wrong.", Pointer: "/sections/0/blocks/0"})
		w.must(err)
		if so.Pointer != "/sections/0/blocks/0" || so.Reason != "Her title is wrong." {
			t.Errorf("recorded %+v", so)
		}
		if !slices.Contains(w.post.told, letter{access.LetterSigningAnswer, stella.Person}) {
			t.Errorf("told %v", w.post.told)
		}
		if _, err := w.says(c, second, approval); fault.ReasonOf(err) != "paused" {
			t.Errorf("another signs: %v", err)
		}
		list, err := w.List(t.Context(), office, certificate.Filter{}, record.Page{Limit: 10})
		w.must(err)
		standings, err := w.Standings(t.Context(), list.Items)
		w.must(err)
		if s := standings[c.ID]; !s.Paused || s.Pause.Signatory != first || s.Pause.Reason != so.Reason {
			t.Errorf("in the list it stands as %+v", s)
		}
		if _, err := w.issue(w.again(c)); fault.ReasonOf(err) != "change_requested" {
			t.Errorf("issued: %v", err)
		}
		c, err = w.PutSignatories(t.Context(), office, c.ID, record.Match(w.again(c).Revision), []certificate.Signatory{second, {PersonID: w.person("Somebody New").ID}})
		w.must(err)
		if _, err := w.says(c, second, approval); err != nil {
			t.Errorf("after replacing who paused it: %v", err)
		}
	})
}

func TestOfTwoWhoPauseSigningNeitherSignsWhileTheOtherDoes(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.sent()
	for _, s := range c.Signatories {
		w.must(second(w.says(c, s, certificate.Answer{Decision: certificate.Declined, Reason: "No."})))
	}
	for _, s := range c.Signatories {
		if _, err := w.says(c, s, approval); fault.ReasonOf(err) != "paused" {
			t.Errorf("%s signs: %v", s.Name, err)
		}
	}
	w.must(second(w.says(c, c.Signatories[0], certificate.Answer{Decision: certificate.Suggested, Reason: "Not me.", Suggested: certificate.Suggestion{Name: "Mona"}})))
	if _, err := w.says(c, c.Signatories[1], approval); err != nil {
		t.Errorf("they sign after all: %v", err)
	}
}

func TestASuggestionPausesNothingAndCountsAsNoSignature(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.sent()
	who := certificate.Answer{Decision: certificate.Suggested, Reason: "She led it.", Suggested: certificate.Suggestion{Name: "Mona", Email: "mona@example.org"}}
	so, err := w.says(c, c.Signatories[0], who)
	w.must(err)
	if so.Suggested.Name != "Mona" {
		t.Errorf("recorded %+v", so)
	}
	if _, err := w.says(c, c.Signatories[1], approval); err != nil {
		t.Errorf("another signs: %v", err)
	}
	if _, err := w.issue(w.again(c)); fault.ReasonOf(err) != "sign_offs_missing" {
		t.Errorf("issued: %v", err)
	}
	if _, err := w.says(c, c.Signatories[0], approval); err != nil {
		t.Errorf("they sign after all: %v", err)
	}
	if _, err := w.issue(w.again(c)); err != nil {
		t.Errorf("issuing: %v", err)
	}
}

func TestADeclaredConflictOfInterestIsARefusal(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.sent()
	declared := approval
	declared.Conflict = programme.ConflictDeclared
	if _, err := w.says(c, c.Signatories[0], declared); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("without words: %v", err)
	}
	declared.Reason = "She is my sister."
	so, err := w.says(c, c.Signatories[0], declared)
	w.must(err)
	if so.Decision != certificate.Declined || so.Conflict != programme.ConflictDeclared {
		t.Errorf("recorded %+v", so)
	}
	if _, err := w.says(c, c.Signatories[1], approval); fault.ReasonOf(err) != "paused" {
		t.Errorf("another signs: %v", err)
	}
}

func TestAnAnswerThatSaysTooLittleIsRefusedWhereItLacks(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.sent()
	for name, x := range map[string]struct {
		answer  certificate.Answer
		pointer string
	}{
		"an approval without a word on conflicts": {certificate.Answer{Decision: certificate.Approved}, "/conflict"},
		"a refusal without a reason":              {certificate.Answer{Decision: certificate.Declined}, "/reason"},
		"a change of nothing":                     {certificate.Answer{Decision: certificate.ChangeRequested}, "/reason"},
		"a change of what is not there":           {certificate.Answer{Decision: certificate.ChangeRequested, Reason: "x", Pointer: "/sections/99"}, "/pointer"},
		"a change of a block that is not there":   {certificate.Answer{Decision: certificate.ChangeRequested, Reason: "x", Pointer: "/sections/0/blocks/99"}, "/pointer"},
		"a suggestion of nobody":                  {certificate.Answer{Decision: certificate.Suggested, Reason: "x"}, "/suggested/name"},
		"a suggestion of no address":              {certificate.Answer{Decision: certificate.Suggested, Reason: "x", Suggested: certificate.Suggestion{Email: "mona"}}, "/suggested/email"},
		"another name": {certificate.Answer{
			Decision: certificate.Approved, Conflict: programme.ConflictNone, Confirmed: &certificate.Naming{Name: "Somebody Else"},
		}, "/confirmed/name"},
		"a name that no font has": {certificate.Answer{
			Decision: certificate.Approved, Conflict: programme.ConflictNone, Confirmed: &certificate.Naming{Name: c.Signatories[0].Name, Title: "\U0001F600"},
		}, "/confirmed/name"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.says(c, c.Signatories[0], x.answer)
			if fault.CodeOf(err) != fault.Invalid || len(violations(err)) == 0 || violations(err)[0] != x.pointer {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWhatASignatoryConfirmsIsPrintedAndVoidsNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		w.withAddress()
		c := w.sent()
		before := w.version(c)
		_, err := w.says(c, c.Signatories[1], approval)
		w.must(err)
		confirmed := approval
		confirmed.Confirmed = &certificate.Naming{Name: "Kärsten Ehms", Title: "Dr", Organisation: "Siemens"}
		so, err := w.says(c, c.Signatories[0], confirmed)
		w.must(err)
		c = w.again(c)
		after := w.version(c)
		if !so.Confirmed || so.Signatory.Name != "Kärsten Ehms" || c.Signatories[0] != so.Signatory || after.Signatories[0] != so.Signatory || after.Facts.Signatories[0].Title != "Dr" {
			t.Errorf("confirmed %+v, the certificate has %+v, the version %+v", so.Signatory, c.Signatories[0], after.Signatories[0])
		}
		if after.TextDigest != before.TextDigest || after.Base.File == before.Base.File {
			t.Error("the text changed, or the document does not say what was confirmed")
		}
		if !slices.Contains(w.post.told, letter{access.LetterSignatoriesChanged, c.Signatories[1].PersonID}) {
			t.Errorf("who had signed was not told: %v", w.post.told)
		}
		if _, err := w.issue(c); err != nil {
			t.Errorf("issuing: %v", err)
		}
	})
}

func TestRemindersAreFewAndRestWhileSigningIsPaused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		w.withAddress()
		c := w.sent()
		reminded := func() int {
			n := 0
			for _, k := range w.post.kinds {
				if k == access.LetterSigningReminder {
					n++
				}
			}
			return n
		}
		tended := func(d time.Duration, want int) {
			t.Helper()
			w.later(d)
			w.must(w.Tend(t.Context()))
			w.must(w.Tend(t.Context()))
			if got := reminded(); got != want {
				t.Fatalf("%d reminders, not %d", got, want)
			}
		}
		const week = 7 * 24 * time.Hour
		tended(week-time.Hour, 0)
		tended(2*time.Hour, 2)
		w.must(second(w.says(c, c.Signatories[0], approval)))
		tended(week, 3)
		declined := certificate.Answer{Decision: certificate.Declined, Reason: "No."}
		who := c.Signatories[1]
		w.must(second(w.says(c, who, declined)))
		tended(week, 3)
		named := []certificate.Signatory{c.Signatories[0], {PersonID: w.mailed("Ann New").ID}}
		w.must(second(w.PutSignatories(t.Context(), office, c.ID, record.Match(w.again(c).Revision), named)))
		tended(time.Hour, 3)
		tended(week, 4)
		tended(week, 4)
	})
}

func TestStaffRemindByHandOnceADay(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.sent()
	if _, err := w.Remind(t.Context(), office, c.ID); fault.ReasonOf(err) != "nobody_to_remind" {
		t.Errorf("without addresses: %v", err)
	}
	w.withAddress()
	w.must(second(w.Remind(t.Context(), office, c.ID)))
	if _, err := w.Remind(t.Context(), office, c.ID); fault.CodeOf(err) != fault.Limited {
		t.Errorf("at once again: %v", err)
	}
	w.later(25 * time.Hour)
	w.must(second(w.Remind(t.Context(), office, c.ID)))
	if len(w.post.invited) != 4 {
		t.Errorf("mailed %v", w.post.invited)
	}
	w.later(25 * time.Hour)
	w.must(second(w.says(c, c.Signatories[0], certificate.Answer{Decision: certificate.Declined, Reason: "No."})))
	if _, err := w.Remind(t.Context(), office, c.ID); fault.ReasonOf(err) != "paused" {
		t.Errorf("while paused: %v", err)
	}
}

// A letter that the clock sends names somebody who can be asked, not the clock.
func TestAReminderNamesWhoeverSentTheTextOrElseTheProgramme(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	w.withAddress()
	for _, c := range []struct {
		sender access.Actor
		want   string
	}{{w.staff(), "Stella Staff"}, {office, "Social learning leadership"}} {
		sent := w.proposedFor(w.participant("Ana Reis"))
		sent, err := w.SendForSigning(t.Context(), c.sender, sent.ID, record.Match(sent.Revision))
		w.must(err)
		_, err = w.PutSignatories(t.Context(), office, sent.ID, record.Any, []certificate.Signatory{{PersonID: w.assessors[0].ID}})
		w.must(err)
		w.later(8 * 24 * time.Hour)
		w.must(w.Tend(t.Context()))
		if last := len(w.post.kinds) - 1; w.post.kinds[last] != access.LetterSigningReminder || w.post.by[last] != c.want {
			t.Errorf("%s names %q, not %q", w.post.kinds[last], w.post.by[last], c.want)
		}
		_, err = w.Cancel(t.Context(), office, sent.ID, record.Any)
		w.must(err)
	}
}
