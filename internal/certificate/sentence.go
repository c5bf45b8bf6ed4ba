package certificate

import (
	"strconv"
	"time"

	"testamur/internal/civil"
)

// Sentence says the verdict as people do, in English. It tells no more than the fields of v do: whom a certificate was
// issued to only where the facts may be told.
func (v Verification) Sentence() string {
	switch v.Verdict {
	case Genuine:
		return v.issued() + "; still valid."
	case Expired:
		return v.issued() + "; it expired on " + spelled(v.ExpiresOn) + because[v.Reason] + "."
	case VerdictRevoked:
		return v.issued() + "; revoked on " + v.ended() + because[v.Reason] + "."
	case Superseded:
		return "Replaced by a newer certificate."
	case Erased:
		return "Issued on " + v.on(v.IssuedAt) + "; its text and names were erased on " + v.ended() + "."
	case Altered:
		return or(v.Doubt, "This file differs from the one that was issued; it may only have been saved again.")
	case Unknown:
		return or(v.Doubt, "No certificate was issued under this code.")
	default:
		return "This cannot be checked just now. Try again in a moment."
	}
}

// because says a public reason, to stand after what ended.
var because = map[ReasonClass]string{
	ReasonError:        ": it was issued in error",
	ReasonRequirements: ": the requirements were not met",
	ReasonHolder:       " at the holder's request",
}

// issued says who issued the certificate to whom and when.
func (v Verification) issued() string {
	s := "Issued"
	if v.Facts != nil {
		s += " by " + or(v.Facts.Institution, v.Facts.Programme)
		if v.Facts.Name != "" {
			s += " to " + v.Facts.Name
		}
	}
	return s + " on " + v.on(v.IssuedAt)
}

func (v Verification) ended() string { return v.on(v.EndedAt) }

func (v Verification) on(t time.Time) string { return spelled(v.Day(t)) }

// Day gives the day of an instant in the programme's time zone, in UTC where that may not be told: a day that is off by one
// reads as a forgery.
func (v Verification) Day(t time.Time) civil.Date {
	zone := time.UTC
	if v.Facts != nil {
		if z, err := time.LoadLocation(v.Facts.TimeZone); err == nil {
			zone = z
		}
	}
	return civil.Of(t.In(zone))
}

// spelled gives "14 December 2015".
func spelled(d civil.Date) string {
	return strconv.Itoa(d.Day) + " " + d.Month.String() + " " + strconv.Itoa(d.Year)
}

func or(s, none string) string {
	if s == "" {
		return none
	}
	return s
}
