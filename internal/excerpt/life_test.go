package excerpt_test

import (
	"slices"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/excerpt"
	"testamur/internal/fault"
	"testamur/internal/handbook"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// quotable gives every passage that can be asked for under a discipline.
func (w *world) quotable(a access.Actor, discipline string) []excerpt.Choice {
	w.t.Helper()
	list, err := w.Quotable(w.t.Context(), a, w.edition, discipline, record.Page{Limit: 100})
	w.must(err)
	var out []excerpt.Choice
	for _, q := range list.Items {
		for _, p := range q.Passages {
			out = append(out, excerpt.Choice{VersionID: q.VersionID, PassageID: p.ID, Discipline: discipline})
		}
	}
	return out
}

// ask asks for all that there is under ASKING.
func (w *world) ask() []excerpt.Excerpt {
	w.t.Helper()
	asked, err := w.Ask(w.t.Context(), office, w.edition, w.quotable(office, "ASKING"))
	w.must(err)
	return asked
}

// say has somebody answer to all that they are asked.
func (w *world) say(p access.Person, answer excerpt.Answer) {
	w.t.Helper()
	requests, err := w.Requests(w.t.Context(), signedIn(p))
	w.must(err)
	if len(requests) != 1 {
		w.t.Fatalf("%s is asked about %d handbooks", p.Name, len(requests))
	}
	var replies []excerpt.Reply
	for _, x := range requests[0].Excerpts {
		replies = append(replies, excerpt.Reply{ExcerptID: x.ID, Digest: x.Digest, Answer: answer})
	}
	_, err = w.Answer(w.t.Context(), signedIn(p), requests[0].ID, replies)
	w.must(err)
}

func (w *world) printed(want int) []handbook.Passage {
	w.t.Helper()
	got, err := w.Printed(w.t.Context(), w.edition)
	w.must(err)
	if len(got) != want {
		w.t.Fatalf("%d passages are printed, not %d: %v", len(got), want, got)
	}
	return got
}

func TestAPassageIsPrintedWhileEverybodyAgrees(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.must(w.Show(t.Context(), office, w.edition, true))
		if asked := w.ask(); len(asked) != 1 || asked[0].State() != excerpt.Asked {
			t.Fatalf("asked for %+v", asked)
		}
		slices.Sort(w.mailed.to)
		if got := strings.Join(w.mailed.to, ", "); got != "Ana Lopes, Karl Kündig" {
			t.Errorf("letters went to %s", got)
		}
		w.printed(0)
		w.say(w.ana, excerpt.Agrees)
		w.printed(0) // Karl's silence is no
		w.say(w.karl, excerpt.Agrees)
		got := w.printed(1)[0]
		if got.Discipline != "ASKING" || got.Text != "When [name] asked, [name] and [name] fell silent; [name] did not. Banana." {
			t.Errorf("printed is %+v", got)
		}
		w.say(w.karl, excerpt.Declines)
		w.printed(0)
		w.say(w.karl, excerpt.Agrees)
		w.printed(1)
		w.must(w.Show(t.Context(), office, w.edition, false))
		w.printed(0)
	})
}

func TestWhatIsNotInForceIsNotPrinted(t *testing.T) {
	for name, end := range map[string]func(w *world){
		"revoked": func(w *world) {
			_, err := w.certificates.Revoke(w.t.Context(), office, w.certificate.ID, record.Match(w.certificate.Revision), certificate.ReasonError, "")
			w.must(err)
		},
		"taken back": func(w *world) {
			list, err := w.List(w.t.Context(), office, w.edition, record.Page{Limit: 1})
			w.must(err)
			_, err = w.TakeBack(w.t.Context(), office, list.Items[0].ID)
			w.must(err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.must(w.Show(t.Context(), office, w.edition, true))
				w.ask()
				w.say(w.ana, excerpt.Agrees)
				w.say(w.karl, excerpt.Agrees)
				w.printed(1)
				end(w)
				w.printed(0)
				requests, err := w.Requests(t.Context(), signedIn(w.ana))
				w.must(err)
				if len(requests) != 0 {
					t.Errorf("Ana is still asked: %+v", requests)
				}
			})
		})
	}
}

func TestNobodyIsAskedTwice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		choices := w.quotable(office, "ASKING")
		w.ask()
		w.say(w.ana, excerpt.Declines)
		for name, again := range map[string][]excerpt.Choice{"again": choices, "twice at once": {choices[0], choices[0]}} {
			_, err := w.Ask(t.Context(), office, w.edition, again)
			if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "asked_already") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestOnlyWhatTheThemeLinksToCanBeAskedFor(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		if got := w.quotable(office, "RESTING"); len(got) != 0 {
			t.Errorf("under another discipline: %v", got)
		}
		elsewhere := access.Actor{Kind: access.KindToken, ID: newID(), Role: access.RoleStaff, Powers: access.Powers{Programmes: []uuid.UUID{newID()}}}
		if got := w.quotable(elsewhere, "ASKING"); len(got) != 0 {
			t.Errorf("staff of another programme see %v", got)
		}
		right := w.quotable(office, "ASKING")[0]
		for name, c := range map[string]excerpt.Choice{
			"another discipline": {right.VersionID, right.PassageID, "RESTING"}, "no passage": {right.VersionID, newID(), "ASKING"}, "no version": {newID(), right.PassageID, "ASKING"},
		} {
			_, err := w.Ask(t.Context(), office, w.edition, []excerpt.Choice{c})
			if fault.CodeOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := w.Ask(t.Context(), elsewhere, w.edition, []excerpt.Choice{right})
		if fault.CodeOf(err) != fault.Invalid {
			t.Errorf("staff of another programme: %v", err)
		}
	})
}

func TestAnAnswerIsToExactlyTheseWordsAndOnesOwn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x := w.ask()[0]
		requests, err := w.Requests(t.Context(), signedIn(w.ana))
		w.must(err)
		right := excerpt.Reply{ExcerptID: x.ID, Digest: x.Digest, Answer: excerpt.Agrees}
		for name, c := range map[string]struct {
			as    access.Person
			reply excerpt.Reply
			code  fault.Code
		}{
			"other words":      {w.ana, excerpt.Reply{ExcerptID: x.ID, Digest: record.Digest{1}, Answer: excerpt.Agrees}, fault.Invalid},
			"no answer":        {w.ana, excerpt.Reply{ExcerptID: x.ID, Digest: x.Digest, Answer: "perhaps"}, fault.Invalid},
			"no such passage":  {w.ana, excerpt.Reply{ExcerptID: newID(), Digest: x.Digest, Answer: excerpt.Agrees}, fault.Invalid},
			"another's answer": {w.karl, right, fault.NotFound},
		} {
			if _, err := w.Answer(t.Context(), signedIn(c.as), requests[0].ID, []excerpt.Reply{c.reply}); fault.CodeOf(err) != c.code {
				t.Errorf("%s: %v", name, err)
			}
		}
		v, err := w.Answer(t.Context(), signedIn(w.ana), requests[0].ID, []excerpt.Reply{right})
		w.must(err)
		if got := v.Excerpts[0]; got.Answer != excerpt.Agrees || got.AnsweredAt.IsZero() || got.Wording.Terms != excerpt.Terms || got.Wording.Handbook != "Few: a handbook" || got.Wording.Discipline != "Asking" {
			t.Errorf("kept is %+v", got)
		}
	})
}

func TestPassagesStandInAnOrderThatStays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.issue(w.person("Ben Costa"), w.person("Dora Diaz"), "Courage", "He asked as well.")
		w.must(w.Show(t.Context(), office, w.edition, true))
		asked := w.ask()
		for _, p := range w.everybody(asked) {
			w.say(p, excerpt.Agrees)
		}
		slices.SortFunc(asked, func(a, b excerpt.Excerpt) int { return strings.Compare(a.Digest.String(), b.Digest.String()) })
		for range 3 {
			for i, p := range w.printed(2) {
				wording, err := asked[i].Read()
				w.must(err)
				if p.Text != wording.Text {
					t.Errorf("passage %d is %q, not %q", i, p.Text, wording.Text)
				}
			}
		}
	})
}

func (w *world) everybody(asked []excerpt.Excerpt) []access.Person {
	var out []access.Person
	for _, x := range asked {
		for _, c := range x.Consents {
			p, err := w.db.People().Get(w.t.Context(), c.PersonID)
			w.must(err)
			out = append(out, p)
		}
	}
	return out
}
