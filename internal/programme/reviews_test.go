package programme

import (
	"errors"
	"slices"
	"testing"

	"testamur/internal/fault"
	"testamur/internal/text"
)

// What is refused first is what people mend first, so it is the same every time.
func TestDaysOfReviewsAreRefusedInTheOrderOfTheFields(t *testing.T) {
	want := []string{"/read_back_days", "/participant_check_days", "/review_reminder_days"}
	for range 30 {
		var f text.Form
		Reviews{ReadBackDays: 91, ParticipantCheckDays: -1, ReviewReminderDays: 1000}.check(&f)
		refused, ok := errors.AsType[*fault.Error](f.Err())
		if !ok {
			t.Fatal("nothing is refused")
		}
		var got []string
		for _, v := range refused.Violations {
			got = append(got, v.Pointer)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("refused: %q", got)
		}
	}
}
