package programme_test

import (
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
)

func (h *house) closeCohort() (programme.Cohort, error) {
	h.t.Helper()
	c, err := h.Cohort(h.t.Context(), office, h.cohort.ID)
	must(h.t, c, err)
	return h.ChangeCohort(h.t.Context(), office, c.ID, at(c.Meta), func(f *programme.CohortFields) { f.State = programme.Closed })
}

func TestClosingACohortNamesEverybodyWhoseOutcomeIsOpen(t *testing.T) {
	each(t, func(h *house) {
		ana := h.enrol("Ana Lopes")
		gone := h.enrol("Jonas Berg")
		must(h.t, gone, second(h.settle(gone, programme.Withdrawn)))
		_, err := h.closeCohort()
		refused(h.t, "closing", err, fault.Conflict, "outcomes_open")
		for name, open := range map[string]bool{"Olga Vtorushina": true, "Ana Lopes": true, "Jonas Berg": false} {
			if strings.Contains(err.Error(), name) != open {
				h.t.Errorf("%s: named in %v", name, err)
			}
		}
		must(h.t, ana, second(h.settle(ana, programme.NotAwarded)))
		must(h.t, ana, second(h.settle(h.enrolment, programme.Deferred)))
		if c, err := h.closeCohort(); err != nil || c.State != programme.Closed {
			h.t.Errorf("with all settled: %s, %v", c.State, err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestAClosedCohortTakesNobodyAndReopensNobody(t *testing.T) {
	each(t, func(h *house) {
		done, err := h.settle(h.enrolment, programme.Withdrawn)
		must(h.t, done, err)
		must(h.t, h.cohort, second(h.closeCohort()))
		_, err = h.Enrol(h.t.Context(), office, h.person("Late").ID, programme.EnrolmentFields{CohortID: h.cohort.ID})
		refused(h.t, "enrolling", err, fault.Conflict, "cohort_closed")
		_, err = h.settle(done, programme.Active)
		refused(h.t, "reopening an outcome", err, fault.Conflict, "cohort_closed")
	})
}

func TestNothingNewBeginsWithWhatIsArchived(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		gone := h.person("Archived Person")
		gone, err := h.people.ChangePerson(ctx, office, gone.ID, at(gone.Meta), func(f *access.PersonFields) { f.Archived = true })
		must(h.t, gone, err)
		_, err = h.Enrol(ctx, office, gone.ID, programme.EnrolmentFields{CohortID: h.cohort.ID})
		refused(h.t, "enrolling an archived person", err, fault.Conflict, "archived")
		_, err = h.Assign(ctx, office, h.enrolment.ID, gone.ID, programme.AssignmentFields{})
		refused(h.t, "assigning an archived person", err, fault.Conflict, "archived")

		p, err := h.ChangeProgramme(ctx, office, h.programme.ID, at(h.programme.Meta), func(f *programme.Fields) { f.Archived = true })
		must(h.t, p, err)
		_, err = h.CreateCohort(ctx, office, p.ID, programme.CohortFields{Name: "2016"})
		refused(h.t, "a cohort", err, fault.Conflict, "archived")
		_, err = h.CreateTheme(ctx, office, p.ID, noID, programme.ThemeFields{Heading: "New"})
		refused(h.t, "a theme", err, fault.Conflict, "archived")
		_, err = h.Enrol(ctx, office, h.person("Late").ID, programme.EnrolmentFields{CohortID: h.cohort.ID})
		refused(h.t, "enrolling", err, fault.Conflict, "archived")
	})
}

func TestDeferringCarriesEverythingAlong(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		fb := h.submitted(h.hand, "She does not give up.")
		project, _, err := h.PutProject(ctx, office, h.enrolment.ID, record.Any, programme.ProjectFields{Title: "Tugs", Context: "Ships."})
		must(h.t, project, err)
		entry, err := h.AddLogEntry(ctx, office, h.enrolment.ID, programme.LogEntryFields{On: h.cohort.PanelOn, Text: "Tried it."})
		must(h.t, entry, err)
		must(h.t, fb, second(h.settle(h.enrolment, programme.Deferred)))

		next := h.newCohort(h.programme.ID, "2016")
		e, err := h.Enrolment(ctx, office, h.enrolment.ID)
		must(h.t, e, err)
		e, err = h.ChangeEnrolment(ctx, office, e.ID, at(e.Meta), func(f *programme.EnrolmentFields) { f.CohortID, f.State = next.ID, programme.Active })
		if must(h.t, e, err); e.CohortID != next.ID {
			h.t.Fatalf("still in cohort %s", e.CohortID)
		}
		if got, err := h.Project(ctx, h.hand, e.ID); err != nil || got.ID != project.ID {
			h.t.Errorf("project: %v", err)
		}
		if _, err := h.LogEntry(ctx, h.hand, entry.ID); err != nil {
			h.t.Errorf("log: %v", err)
		}
		if _, err := h.Feedback(ctx, h.hand, fb.ID); err != nil {
			h.t.Errorf("feedback: %v", err)
		}
		other := h.newCohort(h.newProgramme("Another").ID, "2016")
		_, err = h.ChangeEnrolment(ctx, office, e.ID, at(e.Meta), func(f *programme.EnrolmentFields) { f.CohortID = other.ID })
		refused(h.t, "into another programme", err, fault.Invalid, "other_programme")
	})
}

func TestOutcomesComeInTheirOrder(t *testing.T) {
	each(t, func(h *house) {
		invited, err := h.Enrol(h.t.Context(), office, h.person("Ana").ID, programme.EnrolmentFields{CohortID: h.cohort.ID, State: programme.Invited})
		must(h.t, invited, err)
		_, err = h.settle(invited, programme.Completed)
		refused(h.t, "from invited to completed", err, fault.Conflict, "enrolment_state")
		_, err = h.settle(invited, "lost")
		refused(h.t, "a state that is none", err, fault.Invalid, "not_allowed")
		_, err = h.Enrol(h.t.Context(), office, invited.PersonID, programme.EnrolmentFields{CohortID: h.cohort.ID})
		if fault.CodeOf(err) != fault.Conflict {
			h.t.Errorf("the same person twice: %v", err)
		}
	})
}
