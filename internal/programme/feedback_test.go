package programme_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

func TestADraftIsItsAuthorsAlone(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		fb := h.draft(h.hand, "She does not give up.")
		if _, err := h.Feedback(ctx, h.hand, fb.ID); err != nil {
			h.t.Errorf("its author: %v", err)
		}
		other := h.person("Beverly Wenger-Trayner")
		h.assign(other)
		for name, a := range map[string]access.Actor{"the office": office, "staff": secretary, "another assessor": handOf(other)} {
			_, missing := h.Feedback(ctx, a, newID())
			_, err := h.Feedback(ctx, a, fb.ID)
			if fault.CodeOf(err) != fault.NotFound || said(err) != said(missing) {
				h.t.Errorf("%s reads it: %v; what does not exist: %v", name, err, missing)
			}
			list, err := h.ListFeedback(ctx, a, programme.FeedbackFilter{Enrolment: h.enrolment.ID}, record.Page{Limit: 10})
			if err != nil || len(list.Items) != 0 {
				h.t.Errorf("%s lists %d, %v", name, len(list.Items), err)
			}
			_, err = h.SubmitFeedback(ctx, a, fb.ID, at(fb.Meta))
			refused(h.t, name+" submits it", err, fault.NotFound, "")
			_, err = h.WithdrawFeedback(ctx, a, fb.ID, at(fb.Meta))
			refused(h.t, name+" withdraws it", err, fault.NotFound, "")
			refused(h.t, name+" deletes it", h.DeleteFeedback(ctx, a, fb.ID, at(fb.Meta)), fault.NotFound, "")
		}
		_, err := h.Feedback(ctx, reader, fb.ID)
		refused(h.t, "a reading token", err, fault.NotFound, "")
	})
}

func TestAnAssessorSeesOnlyTheirOwn(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		fb := h.submitted(h.hand, "She does not give up.")
		other := h.person("Beverly Wenger-Trayner")
		h.assign(other)
		stranger := handOf(h.person("Nobody's assessor"))

		_, err := h.Feedback(ctx, handOf(other), fb.ID)
		refused(h.t, "another's submitted feedback", err, fault.NotFound, "")
		_, err = h.FeedbackWritings(ctx, handOf(other), fb.ID)
		refused(h.t, "its revisions", err, fault.NotFound, "")
		others, err := h.ListFeedback(ctx, handOf(other), programme.FeedbackFilter{Assessor: h.assessor.ID}, record.Page{Limit: 10})
		if err != nil || len(others.Items) != 0 {
			h.t.Errorf("listing another's: %d, %v", len(others.Items), err)
		}
		_, err = h.Enrolment(ctx, stranger, h.enrolment.ID)
		refused(h.t, "an enrolment of others", err, fault.NotFound, "")
		_, err = h.Project(ctx, stranger, h.enrolment.ID)
		refused(h.t, "a project of others", err, fault.NotFound, "")
		_, err = h.ListLogEntries(ctx, stranger, programme.LogEntryFilter{Enrolment: h.enrolment.ID}, record.Page{Limit: 10})
		refused(h.t, "a log of others", err, fault.NotFound, "")
		list, err := h.ListEnrolments(ctx, stranger, programme.EnrolmentFilter{}, record.Page{Limit: 10})
		if err != nil || len(list.Items) != 0 {
			h.t.Errorf("enrolments: %d, %v", len(list.Items), err)
		}
		assignments, err := h.ListAssignments(ctx, stranger, programme.AssignmentFilter{}, record.Page{Limit: 10})
		if err != nil || len(assignments.Items) != 0 {
			h.t.Errorf("assignments: %d, %v", len(assignments.Items), err)
		}
	})
}

func TestNobodyWritesInAnothersNameUnmarked(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		other := h.person("Beverly Wenger-Trayner")
		h.assign(other)
		fields := programme.FeedbackFields{Text: "Said by somebody else."}
		_, err := h.WriteFeedback(ctx, handOf(other), h.enrolment.ID, h.assessor.ID, fields)
		refused(h.t, "an assessor for another", err, fault.Forbidden, "")

		fb := h.submitted(secretary, "Said at the panel.")
		if !fb.TakenDown || fb.Quotable() {
			h.t.Errorf("taken down %v, quotable %v", fb.TakenDown, fb.Quotable())
		}
		_, err = h.ConfirmFeedback(ctx, secretary, fb.ID, at(fb.Meta), "")
		refused(h.t, "who took it down confirms it", err, fault.Forbidden, "")
		_, err = h.ConfirmFeedback(ctx, handOf(other), fb.ID, at(fb.Meta), "")
		refused(h.t, "another assessor confirms it", err, fault.NotFound, "")
		fb, err = h.ConfirmFeedback(ctx, h.hand, fb.ID, at(fb.Meta), "")
		if must(h.t, fb, err); !fb.Quotable() {
			h.t.Error("confirmed, and still cannot be quoted")
		}
		fb, err = h.ChangeFeedback(ctx, secretary, fb.ID, at(fb.Meta), func(f *programme.FeedbackFields) { f.Text = "Something else." })
		if must(h.t, fb, err); fb.Quotable() {
			h.t.Error("changed after it was confirmed, and can be quoted")
		}
	})
}

func TestOnlyAssessorsOfAParticipantWrite(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		stranger := h.person("Etienne Wenger-Trayner")
		_, err := h.WriteFeedback(ctx, secretary, h.enrolment.ID, stranger.ID, programme.FeedbackFields{Text: "x"})
		refused(h.t, "taken down of somebody not assigned", err, fault.Conflict, "not_assigned")
		_, err = h.WriteFeedback(ctx, handOf(stranger), h.enrolment.ID, stranger.ID, programme.FeedbackFields{Text: "x"})
		refused(h.t, "somebody not assigned", err, fault.NotFound, "")

		fb := h.draft(h.hand, "She does not give up.")
		list, err := h.ListAssignments(ctx, h.hand, programme.AssignmentFilter{}, record.Page{Limit: 1})
		must(h.t, list, err)
		ended := list.Items[0]
		_, err = h.ChangeAssignment(ctx, office, ended.ID, at(ended.Meta), func(f *programme.AssignmentFields) { f.Archived = true })
		must(h.t, ended, err)
		_, err = h.SubmitFeedback(ctx, h.hand, fb.ID, at(fb.Meta))
		refused(h.t, "after the assignment ended", err, fault.Conflict, "not_assigned")
	})
}

func TestAThemeOfAnotherProgrammeOrParticipantIsRefused(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		foreign := h.newTheme(h.newProgramme("Another").ID, "Foreign")
		neighbour, err := h.CreateTheme(ctx, office, h.programme.ID, h.enrol("Ana Lopes").ID, programme.ThemeFields{Heading: "Ana's own"})
		must(h.t, neighbour, err)
		for name, c := range map[string]struct {
			theme  uuid.UUID
			reason string
		}{"another programme": {foreign.ID, "other_programme"}, "another participant": {neighbour.ID, "other_programme"}, "none": {newID(), "unknown"}} {
			set := func(f *programme.FeedbackFields) { f.ThemeID = c.theme }
			_, err := h.WriteFeedback(ctx, h.hand, h.enrolment.ID, h.assessor.ID, programme.FeedbackFields{ThemeID: c.theme, Text: "x"})
			refused(h.t, name+", new", err, fault.Invalid, c.reason)
			draft := h.draft(h.hand, "draft")
			_, err = h.ChangeFeedback(ctx, h.hand, draft.ID, at(draft.Meta), set)
			refused(h.t, name+", draft", err, fault.Invalid, c.reason)
			fb := h.submitted(h.hand, "submitted")
			_, err = h.ChangeFeedback(ctx, h.hand, fb.ID, at(fb.Meta), set)
			refused(h.t, name+", submitted", err, fault.Invalid, c.reason)
		}
	})
}

func TestSubmittedTextsAreKept(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		fb := h.submitted(h.hand, "One.")
		_, err := h.SubmitFeedback(ctx, h.hand, fb.ID, at(fb.Meta))
		refused(h.t, "submitting twice", err, fault.Conflict, "feedback_state")
		refused(h.t, "deleting it", h.DeleteFeedback(ctx, h.hand, fb.ID, at(fb.Meta)), fault.Conflict, "feedback_state")
		fb, err = h.ChangeFeedback(ctx, h.hand, fb.ID, at(fb.Meta), func(f *programme.FeedbackFields) { f.Text = "Two." })
		must(h.t, fb, err)
		_, err = h.ChangeFeedback(ctx, secretary, fb.ID, at(fb.Meta), func(f *programme.FeedbackFields) { f.Text = "Staff's words." })
		if fault.CodeOf(err) == "" {
			h.t.Error("staff changed an assessor's own text")
		}
		if got := h.texts(fb); !slices.Equal(got, []string{"One.", "Two."}) {
			h.t.Errorf("kept %q", got)
		}
		fb, err = h.WithdrawFeedback(ctx, h.hand, fb.ID, at(fb.Meta))
		must(h.t, fb, err)
		_, err = h.ChangeFeedback(ctx, h.hand, fb.ID, at(fb.Meta), func(f *programme.FeedbackFields) { f.Text = "Three." })
		refused(h.t, "changing what was withdrawn", err, fault.Conflict, "feedback_state")
	})
}

func TestADeletedDraftIsGone(t *testing.T) {
	each(t, func(h *house) {
		fb := h.draft(h.hand, "Never mind.")
		refused(h.t, "from an old reading", h.DeleteFeedback(h.t.Context(), h.hand, fb.ID, 7), fault.Stale, "")
		if err := h.DeleteFeedback(h.t.Context(), h.hand, fb.ID, at(fb.Meta)); err != nil {
			h.t.Fatal(err)
		}
		_, err := h.Feedback(h.t.Context(), h.hand, fb.ID)
		refused(h.t, "afterwards", err, fault.NotFound, "")
	})
}

func TestFeedbackIsWithdrawnUntilItIsQuoted(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		free, quoted := h.submitted(h.hand, "Not quoted."), h.submitted(h.hand, "Quoted.")
		c := certificate.Certificate{
			Meta: record.Meta{ID: newID(), Revision: 1, CreatedAt: quoted.CreatedAt, ChangedAt: quoted.CreatedAt}, State: certificate.Composing,
			EnrolmentID: h.enrolment.ID, CohortID: h.cohort.ID, ProgrammeID: h.programme.ID,
			Sections: []certificate.Section{{ID: newID(), Heading: "Persistence", Passages: []certificate.Passage{
				{ID: newID(), Text: "Quoted.", Sources: []certificate.Source{{WritingID: quoted.WritingID, Relation: certificate.Verbatim}}},
			}}},
		}
		if err := h.db.Certificates().Insert(ctx, c); err != nil {
			h.t.Fatal(err)
		}
		_, err := h.WithdrawFeedback(ctx, h.hand, quoted.ID, at(quoted.Meta))
		refused(h.t, "quoted", err, fault.Conflict, "quoted")
		_, err = h.WithdrawFeedback(ctx, h.hand, free.ID, at(free.Meta))
		if err != nil {
			h.t.Errorf("not quoted: %v", err)
		}
	})
}

func TestAnAssessorAnswersTheConflictQuestionAndNothingElse(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		list, err := h.ListAssignments(ctx, h.hand, programme.AssignmentFilter{}, record.Page{Limit: 1})
		must(h.t, list, err)
		as := list.Items[0]
		as, err = h.ChangeAssignment(ctx, h.hand, as.ID, at(as.Meta), func(f *programme.AssignmentFields) {
			f.Conflict, f.ConflictNote = programme.ConflictDeclared, "We worked together."
		})
		if must(h.t, as, err); as.Conflict != programme.ConflictDeclared {
			h.t.Errorf("%+v", as)
		}
		_, err = h.ChangeAssignment(ctx, h.hand, as.ID, at(as.Meta), func(f *programme.AssignmentFields) { f.Archived = true })
		refused(h.t, "ending the assignment", err, fault.Forbidden, "")
		_, err = h.ChangeAssignment(ctx, handOf(h.person("Somebody")), as.ID, at(as.Meta), func(f *programme.AssignmentFields) { f.Conflict = programme.ConflictNone })
		refused(h.t, "another assessor", err, fault.NotFound, "")
		_, err = h.ChangeAssignment(ctx, h.hand, as.ID, at(as.Meta), func(f *programme.AssignmentFields) { f.Conflict = "perhaps" })
		refused(h.t, "an answer that is none", err, fault.Invalid, "not_allowed")
	})
}

// said gives what a caller reads of a fault.
func said(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return ""
	}
	return f.Message
}

// A form that is sent twice at once, as by a double click, begins one draft. Other words, or the same once they are submitted,
// are another.
func TestTheSameWordsAreBegunOnce(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		write := func(a access.Actor, text string) programme.Feedback {
			fb, err := h.WriteFeedback(ctx, a, h.enrolment.ID, h.assessor.ID, programme.FeedbackFields{Text: text})
			if err != nil {
				h.t.Error(err)
			}
			return fb
		}
		const posts = 4
		var begun [posts]programme.Feedback
		var all sync.WaitGroup
		before := h.events()
		for i := range posts {
			all.Go(func() { begun[i] = write(h.hand, "She does not give up. ") })
		}
		all.Wait()
		for _, fb := range begun[1:] {
			if fb.ID != begun[0].ID {
				h.t.Errorf("two drafts: %s and %s", begun[0].ID, fb.ID)
			}
		}
		if n := h.events() - before; n != 1 {
			h.t.Errorf("%d events", n)
		}
		if other := write(h.hand, "She asks."); other.ID == begun[0].ID {
			h.t.Error("other words are taken for the same")
		}
		if taken := write(secretary, "She does not give up."); taken.ID == begun[0].ID {
			h.t.Error("what another hand writes is taken for the same")
		}
		if _, err := h.SubmitFeedback(ctx, h.hand, begun[0].ID, at(begun[0].Meta)); err != nil {
			h.t.Error(err)
		}
		if again := write(h.hand, "She does not give up."); again.ID == begun[0].ID {
			h.t.Error("what was submitted is given as a draft")
		}
	})
}
