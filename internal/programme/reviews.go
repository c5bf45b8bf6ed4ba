package programme

import "testamur/internal/text"

// MaxReviewDays is how long a review may be open by itself.
const MaxReviewDays = 90

// Reviews says what a certificate of the programme goes through between composing and signing.
type Reviews struct {
	ReadBackDays         int  // for quoted assessors to see how their words are used; 0: they are not asked
	ParticipantCheckDays int  // for the participant to check the text; 0: they are not asked
	ReviewReminderDays   int  // before the deadline, once, to whoever has not answered; 0: nobody is reminded
	CorrectionReview     bool // corrections go through it, too: what people agreed to does not change behind their backs
}

func (r Reviews) check(f *text.Form) {
	for _, days := range []struct {
		at string
		n  int
	}{{"/read_back_days", r.ReadBackDays}, {"/participant_check_days", r.ParticipantCheckDays}, {"/review_reminder_days", r.ReviewReminderDays}} {
		if days.n < 0 || days.n > MaxReviewDays {
			f.Refuse(days.at, "range", "Use a number of days from 0 to 90.")
		}
	}
}
