package operation_test

import (
	"context"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"
)

// Planning reads much and looks into fonts; whoever writes meanwhile does not wait for it, and is not overlooked.
func TestConfirmingPlansBesideWhatOthersWrite(t *testing.T) {
	each(t, 3, func(w *world) {
		o, token, err := w.Plan(w.t.Context(), office, access.OpCreateOperation, "count", operation.Order{Cohort: w.cohort})
		w.must(err)
		w.kind.plan = func() {
			ctx, stop := context.WithTimeout(w.t.Context(), 10*time.Second)
			defer stop()
			_, err := w.Cancel(ctx, office, o.ID)
			w.must(err)
		}
		if _, err := w.Confirm(w.t.Context(), office, o.ID, token, operation.All); fault.ReasonOf(err) != "operation_state" {
			w.t.Errorf("%v", err)
		}
	})
}

func TestAPlanThatChangedIsNotConfirmed(t *testing.T) {
	each(t, 3, func(w *world) {
		o, token, err := w.Plan(w.t.Context(), office, access.OpCreateOperation, "count", operation.Order{Cohort: w.cohort})
		w.must(err)
		w.kind.items++
		if _, err := w.Confirm(w.t.Context(), office, o.ID, token, operation.All); fault.ReasonOf(err) != "plan_changed" {
			w.t.Errorf("%v", err)
		}
		if o = w.again(o); o.State != operation.Planned {
			w.t.Errorf("it is %s", o.State)
		}
	})
}
