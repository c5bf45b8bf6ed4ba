package programme_test

import (
	"errors"
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

var noID uuid.UUID

func TestPuttingByExternalIDCreatesOnceAndThenChanges(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		fields := programme.CohortFields{Name: "2016", State: programme.Running}
		c, created, err := h.PutCohort(ctx, office, "lms-1", record.Any, h.programme.ID, fields)
		if must(h.t, c, err); !created || c.ExternalID != "lms-1" {
			h.t.Errorf("first: created %v, %+v", created, c)
		}
		again, created, err := h.PutCohort(ctx, office, "lms-1", record.Any, h.programme.ID, fields)
		if must(h.t, again, err); created || again.ID != c.ID || again.Revision != c.Revision {
			h.t.Errorf("the same again: created %v, %+v", created, again)
		}
		_, _, err = h.PutCohort(ctx, office, "lms-1", record.Any, h.newProgramme("Another").ID, fields)
		refused(h.t, "in another programme", err, fault.Invalid, "other_programme")
		_, _, err = h.PutCohort(ctx, office, "lms-1", 9, h.programme.ID, fields)
		refused(h.t, "from an old reading", err, fault.Stale, "")

		ana := h.person("Ana Lopes")
		seat := programme.EnrolmentFields{CohortID: c.ID, State: programme.Active}
		e, created, err := h.PutEnrolment(ctx, office, "seat-1", record.Any, ana.ID, seat)
		if must(h.t, e, err); !created {
			h.t.Error("the enrolment is not new")
		}
		seat.State = programme.Completed
		e, created, err = h.PutEnrolment(ctx, office, "seat-1", record.Any, ana.ID, seat)
		if must(h.t, e, err); created || e.State != programme.Completed || e.ExternalID != "seat-1" {
			h.t.Errorf("changed: created %v, %+v", created, e)
		}
		_, _, err = h.PutEnrolment(ctx, office, "seat-1", record.Any, h.person("Ben").ID, seat)
		refused(h.t, "for another person", err, fault.Invalid, "fixed")
	})
}

func TestProjectTextsAreKept(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		put := func(match record.Match, context string) (programme.Project, error) {
			p, _, err := h.PutProject(ctx, office, h.enrolment.ID, match, programme.ProjectFields{Title: "Tugs", Context: context})
			return p, err
		}
		p, err := put(record.Any, "One.")
		must(h.t, p, err)
		_, err = put(record.Any, "Blind.")
		refused(h.t, "replacing what was not read", err, fault.PreconditionRequired, "")
		_, err = put(9, "Old.")
		refused(h.t, "from an old reading", err, fault.Stale, "")
		same, err := put(at(p.Meta), "One.")
		if must(h.t, same, err); same.Revision != p.Revision {
			h.t.Errorf("no change made revision %d", same.Revision)
		}
		p, err = put(at(p.Meta), "Two.")
		must(h.t, p, err)
		writings, err := h.db.Writings(ctx, p.ID)
		must(h.t, writings, err)
		var texts []string
		for _, w := range writings {
			texts = append(texts, w.Text)
		}
		if !slices.Equal(texts, []string{"One.", "Two."}) {
			h.t.Errorf("kept %q", texts)
		}
	})
}

func TestAChangeThatChangesNothingRaisesNoRevisionAndLeavesNoEvent(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		fb := h.submitted(h.hand, "She does not give up.")
		before := h.events()
		p, err := h.ChangeProgramme(ctx, office, h.programme.ID, at(h.programme.Meta), func(f *programme.Fields) { f.Name = " " + f.Name + "\t" })
		must(h.t, p, err)
		theme, err := h.ChangeTheme(ctx, office, h.theme.ID, at(h.theme.Meta), func(*programme.ThemeFields) {})
		must(h.t, theme, err)
		cohort, err := h.ChangeCohort(ctx, office, h.cohort.ID, at(h.cohort.Meta), func(*programme.CohortFields) {})
		must(h.t, cohort, err)
		e, err := h.ChangeEnrolment(ctx, office, h.enrolment.ID, at(h.enrolment.Meta), func(*programme.EnrolmentFields) {})
		must(h.t, e, err)
		same, err := h.ChangeFeedback(ctx, h.hand, fb.ID, at(fb.Meta), func(*programme.FeedbackFields) {})
		must(h.t, same, err)
		for name, pair := range map[string][2]record.Meta{
			"programme": {p.Meta, h.programme.Meta}, "theme": {theme.Meta, h.theme.Meta}, "cohort": {cohort.Meta, h.cohort.Meta},
			"enrolment": {e.Meta, h.enrolment.Meta}, "feedback": {same.Meta, fb.Meta},
		} {
			if pair[0] != pair[1] {
				h.t.Errorf("%s: %+v became %+v", name, pair[1], pair[0])
			}
		}
		if after := h.events(); after != before {
			h.t.Errorf("%d events became %d", before, after)
		}
	})
}

func (h *house) events() int {
	h.t.Helper()
	list, err := h.db.Events(h.t.Context(), access.EventFilter{Sight: access.Everything()}, record.MaxPage)
	return len(must(h.t, list, err).Items)
}

func TestOnlyAdministratorsMakeProgrammes(t *testing.T) {
	each(t, func(h *house) {
		for _, a := range []access.Actor{secretary, h.hand, reader} {
			_, err := h.CreateProgramme(h.t.Context(), a, programme.Defaults())
			refused(h.t, a.Name, err, fault.Forbidden, "")
		}
		_, err := h.CreateProgramme(h.t.Context(), access.Anonymous(), programme.Defaults())
		refused(h.t, "nobody", err, fault.Unauthenticated, "")
		f := programme.Defaults()
		f.Name, f.Layout, f.SerialPrefix, f.TimeZone, f.RequiredSignOffs = "", "baroque", "sll", "Mars", 9
		_, err = h.CreateProgramme(h.t.Context(), office, f)
		for _, pointer := range []string{"/name", "/layout", "/serial_prefix", "/time_zone", "/required_sign_offs"} {
			if !named(err, pointer) {
				h.t.Errorf("%s is not named in %v", pointer, err)
			}
		}
	})
}

func named(err error, pointer string) bool {
	e, ok := errors.AsType[*fault.Error](err)
	return ok && slices.ContainsFunc(e.Violations, func(v fault.Violation) bool { return v.Pointer == pointer })
}
