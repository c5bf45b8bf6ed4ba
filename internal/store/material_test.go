package store_test

import (
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func TestMaterialIsWhatAComposerMayDrawOnInItsOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s) // one quotable feedback on a theme, whose latest writing is stored as w.writing
		ctx := t.Context()
		project := programme.Project{Meta: fresh(), EnrolmentID: w.enrolment.ID, ProgrammeID: w.programme.ID}
		must(t, s.Projects().Insert(ctx, project))
		w.addWriting(programme.WritingProject, project.ID, 1, "old")
		text := w.addWriting(programme.WritingProject, project.ID, 2, "new")

		taken := w.addFeedback(programme.FeedbackSubmitted)
		taken.TakenDown, taken.WritingID = true, w.addWriting(programme.WritingFeedback, taken.ID, 1, "not confirmed").ID
		must(t, s.Feedback().Update(ctx, &taken))
		withdrawn := w.addFeedback(programme.FeedbackWithdrawn)
		withdrawn.WritingID = w.addWriting(programme.WritingFeedback, withdrawn.ID, 1, "withdrawn").ID
		must(t, s.Feedback().Update(ctx, &withdrawn))
		revised := w.addWriting(programme.WritingFeedback, w.feedback.ID, 2, "She persists, still.")
		w.feedback.WritingID = revised.ID
		must(t, s.Feedback().Update(ctx, &w.feedback))

		theme := func(position int, enrolment uuid.UUID, archived bool) programme.Theme {
			x := programme.Theme{Meta: fresh(), ProgrammeID: w.programme.ID, EnrolmentID: enrolment}
			x.Position, x.Archived = position, archived
			must(t, s.Themes().Insert(ctx, x))
			return x
		}
		own := theme(0, w.enrolment.ID, false)
		second, first := theme(9, uuid.Nil, false), theme(3, uuid.Nil, false)
		theme(5, uuid.Nil, true)
		w.theme.Position, w.theme.Archived = 4, true // something was written under it
		must(t, s.Themes().Update(ctx, &w.theme))

		ben, eve := w.addPerson("Ben"), w.addPerson("Eve")
		for _, p := range []access.Person{eve, ben, w.person} {
			a := programme.Assignment{Meta: fresh(), EnrolmentID: w.enrolment.ID, ProgrammeID: w.programme.ID, AssessorID: p.ID}
			a.Archived = p.ID == w.person.ID
			must(t, s.Assignments().Insert(ctx, a))
		}

		m, err := s.Material(ctx, w.enrolment.ID)
		must(t, err)
		equal(t, m.Programme, w.programme)
		equal(t, m.Cohort, w.cohort)
		equal(t, m.Enrolment, w.enrolment)
		equal(t, m.Person, w.person)
		equal(t, m.Project, project)
		equal(t, m.Themes, []programme.Theme{first, w.theme, second, own})
		equal(t, m.Assessors, []access.Person{eve, ben})
		equal(t, m.Writings, []programme.Writing{revised, text})

		sources := func(also ...uuid.UUID) (texts []string) {
			all, err := s.SourceWritings(ctx, w.enrolment.ID, also)
			must(t, err)
			for _, x := range all {
				texts = append(texts, x.Text)
			}
			return texts
		}
		open := []string{"She persists.", "old", "new", "She persists, still."}
		equal(t, sources(), open)
		equal(t, sources(withdrawn.WritingID), slices.Insert(slices.Clone(open), 3, "withdrawn"))
	})
}

func TestMaterialWithoutAProjectHasNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		m, err := s.Material(t.Context(), w.enrolment.ID)
		must(t, err)
		equal(t, m.Project, programme.Project{})
	})
}

// The query for lists and the rule for one feedback must agree on whose a draft is.
func TestDraftsAreListedToTheirAuthorAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		tokens := []uuid.UUID{uuid.Nil, newID(), newID()}
		people := []access.Person{w.person, w.addPerson("Ben")}
		enrolment := w.enrolment.ID
		rapid.Check(t, func(rt *rapid.T) {
			before := newID() // lists begin after an id
			fb := programme.Feedback{
				Meta: fresh(), EnrolmentID: enrolment, ProgrammeID: w.programme.ID,
				AssessorID: rapid.SampledFrom(people).Draw(rt, "assessor").ID,
				State:      rapid.SampledFrom([]programme.FeedbackState{programme.FeedbackDraft, programme.FeedbackSubmitted}).Draw(rt, "state"),
				WrittenBy:  rapid.SampledFrom(tokens).Draw(rt, "written by"),
			}
			if err := s.Feedback().Insert(t.Context(), fb); err != nil {
				rt.Fatal(err)
			}
			viewer := access.Actor{
				Kind:   rapid.SampledFrom([]access.ActorKind{access.KindToken, access.KindSystem, access.KindAnonymous}).Draw(rt, "kind"),
				ID:     rapid.SampledFrom(tokens).Draw(rt, "id"),
				Person: rapid.SampledFrom([]uuid.UUID{uuid.Nil, people[0].ID, people[1].ID}).Draw(rt, "person"),
			}
			list, err := s.Feedback().List(t.Context(), programme.FeedbackFilter{Viewer: viewer, Sight: access.Everything()}, record.Page{After: before, Limit: 1})
			if err != nil {
				rt.Fatal(err)
			}
			listed := len(list.Items) == 1 && list.Items[0].ID == fb.ID
			if want := fb.State != programme.FeedbackDraft || fb.WrittenFor(viewer); listed != want {
				rt.Errorf("listed: %v, visible: %v", listed, want)
			}
		})
	})
}

func TestOnlyAnAssignmentThatHasNotEndedCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		assigned := func() bool {
			yes, err := s.Assigned(t.Context(), w.enrolment.ID, w.person.ID)
			must(t, err)
			return yes
		}
		if assigned() {
			t.Error("before")
		}
		a := programme.Assignment{Meta: fresh(), EnrolmentID: w.enrolment.ID, ProgrammeID: w.programme.ID, AssessorID: w.person.ID}
		must(t, s.Assignments().Insert(t.Context(), a))
		if !assigned() {
			t.Error("not while it lasts")
		}
		a.Archived = true
		must(t, s.Assignments().Update(t.Context(), &a))
		if assigned() {
			t.Error("after it ended")
		}
	})
}
