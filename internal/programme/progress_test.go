package programme_test

import (
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"
)

func (h *house) duty() programme.Duty {
	h.t.Helper()
	list, err := h.ListAssessing(h.t.Context(), office, h.cohort.ID, record.Page{Limit: 5})
	if must(h.t, list, err); len(list.Items) != 1 {
		h.t.Fatalf("%d assignments", len(list.Items))
	}
	return list.Items[0]
}

func TestProgressGoesFromNothingOverDraftsToDone(t *testing.T) {
	each(t, func(h *house) {
		if d := h.duty(); d.Progress != (programme.Progress{}) || d.Participant != "Olga Vtorushina" || d.Assessor != "Karsten Ehms" {
			h.t.Errorf("at first: %+v", d)
		}
		h.draft(secretary, "What the secretary takes down is nobody else's to know.")
		if d := h.duty(); d.Progress.State() != programme.NotStarted {
			h.t.Errorf("with another's draft: %+v", d.Progress)
		}
		h.draft(h.hand, "Begun.")
		if d := h.duty(); d.Progress.State() != programme.Drafted || d.Progress.Drafts != 1 || d.Progress.ActiveAt.IsZero() {
			h.t.Errorf("with a draft: %+v", d.Progress)
		}
		h.submitted(secretary, "Said at the panel.")
		done := h.submitted(h.hand, "Written.")
		if p := h.duty().Progress; p.State() != programme.Submitted || p.Submitted != 2 || p.ToConfirm != 1 || p.Drafts != 1 || !p.ActiveAt.Equal(done.ChangedAt) {
			h.t.Errorf("in the end: %+v", p)
		}
		own, err := h.ListAssignments(h.t.Context(), h.hand, programme.AssignmentFilter{}, record.Page{Limit: 5})
		if must(h.t, own, err); own.Items[0].Progress != h.duty().Progress {
			h.t.Errorf("the assessor's own list says %+v", own.Items[0].Progress)
		}
	})
}

func TestLateIsWhatIsNotDoneOnceItsDayIsOverInTheProgrammesTimeZone(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		as := h.duty().Assignment
		due := civil.Date{Year: 2026, Month: 11, Day: 21}
		must(h.t, as, second(h.ChangeAssignment(ctx, office, as.ID, at(as.Meta), func(f *programme.AssignmentFields) { f.DueOn = due })))
		elsewhere := func(zone string) {
			p, err := h.Programme(ctx, office, h.programme.ID)
			must(h.t, p, err)
			must(h.t, p, second(h.ChangeProgramme(ctx, office, p.ID, at(p.Meta), func(f *programme.Fields) { f.TimeZone = zone })))
		}
		h.Now = func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }
		elsewhere("Pacific/Honolulu")
		if h.duty().Late {
			h.t.Error("late on the day itself")
		}
		elsewhere("Pacific/Kiritimati") // fourteen hours ahead: it is the 22nd
		if !h.duty().Late {
			h.t.Error("not late where the day is over")
		}
		h.submitted(h.hand, "Written.")
		if h.duty().Late {
			h.t.Error("late though it is done")
		}
	})
}

func TestNobodyButStaffSeesWhoIsLate(t *testing.T) {
	each(t, func(h *house) {
		for _, a := range []access.Actor{h.hand, reader, access.Anonymous()} {
			if _, err := h.ListAssessing(h.t.Context(), a, h.cohort.ID, record.Page{Limit: 5}); err == nil {
				h.t.Errorf("%s sees it", a.Kind)
			}
		}
	})
}
