package certificate_test

import (
	"reflect"
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/operation"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// dryRun plans an operation, and gives its items by what they are about.
func (w *world) dryRun(s *operation.Service, kind string) map[access.Ref]operation.Item {
	w.t.Helper()
	k := slices.IndexFunc(s.Kinds, func(k operation.Kind) bool { return k.Name() == kind })
	items, err := s.Kinds[k].Plan(w.t.Context(), office, operation.Order{Cohort: w.cohort.ID, Programme: w.programme.ID})
	w.must(err)
	about := map[access.Ref]operation.Item{}
	for _, i := range items {
		about[i.Object] = i
	}
	return about
}

func about(c certificate.Certificate) access.Ref {
	return access.Ref{Kind: "certificate", ID: c.ID}
}

// What has passed as it reads now goes to signatories; what has not is reviewed first, and nobody who passed is asked again.
func TestADryRunNamesWhomAReviewAsksAndWhoSignsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 5, 7)
		passed := w.forReview()
		for _, assessor := range w.assessors {
			w.replies(assessor, certificate.Agrees)
		}
		w.replies(w.participant, certificate.Right)
		w.is(passed, certificate.Composing)
		other := w.proposedFor(w.world.participant("Ana Reis")) // who has no address
		s := w.operations()

		asked := []operation.Letter{{Kind: access.LetterReadBack, Person: w.assessors[0].ID}, {Kind: access.LetterReadBack, Person: w.assessors[1].ID}}
		review := w.dryRun(s, "send_for_review")
		if i := review[about(other)]; len(review) != 1 || !reflect.DeepEqual(i.Letters, asked) || len(i.Problems) != 1 || i.Problems[0].Reason != "no_email" {
			t.Errorf("for review: %+v", review)
		}
		signing := w.dryRun(s, "send_for_signing")
		if i := signing[about(other)]; !reflect.DeepEqual(i.Letters, asked) || i.Effects[0] != "send_for_review" || len(i.Documents) != 0 {
			t.Errorf("reviewed first: %+v", i)
		}
		if i := signing[about(passed)]; i.Letters[0].Kind != access.LetterSigning || i.Effects[0] != "send_for_signing" || len(i.Documents) != 1 {
			t.Errorf("signed at once: %+v", i)
		}
		w.confirmed(s, "send_for_signing")
		s.Work(t.Context())
		w.is(passed, certificate.Signing)
		w.is(other, certificate.InReview)
		if begun := w.dryRun(s, "propose"); len(begun) != 0 {
			t.Errorf("what is reviewed is begun again: %+v", begun)
		}
	})
}

// A correction asks again only those whose words are used otherwise than in the version in force; a dry run says the same.
func TestADryRunOfACorrectionNamesThoseAloneWhoseWordsReadOtherwise(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 0)
		c, err := w.issue(w.signed())
		w.must(err)
		w.reviewing(5, 0)
		c, err = w.Correct(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonCorrection)
		w.must(err)
		s := w.operations()
		if i := w.dryRun(s, "send_for_signing")[about(c)]; i.Effects[0] != "send_for_signing" {
			t.Errorf("nothing reads otherwise, and the dry run says %+v", i)
		}
		c.Sections[1].Passages[0].Text = "She never gave up."
		c, err = w.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
		w.must(err)
		want := []operation.Letter{{Kind: access.LetterReadBack, Person: w.assessors[0].ID}}
		if i := w.dryRun(s, "send_for_review")[about(c)]; !reflect.DeepEqual(i.Letters, want) {
			t.Errorf("the letters are %+v", i.Letters)
		}
		w.confirmed(s, "send_for_review")
		s.Work(t.Context())
		w.is(c, certificate.InReview)
		w.asked(w.assessors[0])
		if list, err := w.ReviewRequests(t.Context(), as(w.assessors[1])); err != nil || len(list) != 0 {
			t.Errorf("somebody else is asked: %v, %v", list, err)
		}
	})
}
