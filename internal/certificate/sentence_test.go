package certificate_test

import (
	"strings"
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/civil"
)

// lateEvening is 14 December in Lisbon, and already the 15th in Auckland.
var lateEvening = time.Date(2015, 12, 14, 23, 30, 0, 0, time.UTC)

func spoken(v certificate.Verdict, change func(*certificate.Verification)) string {
	w := certificate.Verification{
		Verdict: v, IssuedAt: lateEvening, EndedAt: lateEvening.AddDate(1, 0, 0), ExpiresOn: civil.Date{Year: 2018, Month: 1, Day: 31},
		Facts: &certificate.Facts{Institution: "Institute", Programme: "Leadership", Name: "Ana Reis", TimeZone: "Europe/Lisbon"},
	}
	if change != nil {
		change(&w)
	}
	return w.Sentence()
}

func TestTheSentenceSaysTheVerdictPlainly(t *testing.T) {
	for _, c := range []struct {
		name    string
		verdict certificate.Verdict
		change  func(*certificate.Verification)
		want    string
	}{
		{"in force", certificate.Genuine, nil, "Issued by Institute to Ana Reis on 14 December 2015; still valid."},
		{"in the programme's own day", certificate.Genuine, func(v *certificate.Verification) { v.Facts.TimeZone = "Pacific/Auckland" }, "Issued by Institute to Ana Reis on 15 December 2015; still valid."},
		{"without an institution", certificate.Genuine, func(v *certificate.Verification) { v.Facts.Institution = "" }, "Issued by Leadership to Ana Reis on 14 December 2015; still valid."},
		{"expired", certificate.Expired, nil, "Issued by Institute to Ana Reis on 14 December 2015; it expired on 31 January 2018."},
		{"revoked", certificate.VerdictRevoked, func(v *certificate.Verification) { v.Reason = certificate.ReasonError }, "Issued by Institute to Ana Reis on 14 December 2015; revoked on 14 December 2016: it was issued in error."},
		{"revoked for a reason that says nothing", certificate.VerdictRevoked, func(v *certificate.Verification) { v.Reason = certificate.ReasonOther }, "Issued by Institute to Ana Reis on 14 December 2015; revoked on 14 December 2016."},
		{"replaced", certificate.Superseded, nil, "Replaced by a newer certificate."},
		{"erased", certificate.Erased, func(v *certificate.Verification) { v.Facts = nil }, "Issued on 14 December 2015; its text and names were erased on 14 December 2016."},
		{"altered", certificate.Altered, nil, "This file differs from the one that was issued; it may only have been saved again."},
		{"unknown", certificate.Unknown, nil, "No certificate was issued under this code."},
		{"unknown, for a reason", certificate.Unknown, func(v *certificate.Verification) { v.Doubt = "This file bears no identifier of ours." }, "This file bears no identifier of ours."},
		{"not to be told", certificate.CannotTell, nil, "This cannot be checked just now. Try again in a moment."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := spoken(c.verdict, c.change); got != c.want {
				t.Errorf("%s\nnot\n%s", got, c.want)
			}
		})
	}
}

func TestOnlyWhatIsInForceIsCalledValid(t *testing.T) {
	for _, v := range []certificate.Verdict{
		certificate.Superseded, certificate.Expired, certificate.VerdictRevoked, certificate.Erased, certificate.Altered, certificate.Unknown,
		certificate.CannotTell, "a verdict of the future",
	} {
		if s := spoken(v, nil); strings.Contains(s, "valid") || s == "" {
			t.Errorf("%s: %s", v, s)
		}
	}
}
