package overview

import (
	"cmp"
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/civil"

	"github.com/google/uuid"
)

// Duty is something that a person has to do, or a place that is theirs.
type Duty struct {
	Kind          Kind
	ProgrammeID   uuid.UUID
	CohortID      uuid.UUID
	EnrolmentID   uuid.UUID // Nil where it is about a whole cohort
	CertificateID uuid.UUID // of what is to be signed
	FeedbackID    uuid.UUID // of what is to be confirmed
	RequestID     uuid.UUID // of the review that asks
	ExcerptsID    uuid.UUID // of the request about a handbook
	Programme     string
	Cohort        string
	TimeZone      string // of the programme
	Person        string // whom it is about, or "" where it is about a whole cohort
	DueOn         civil.Date
	Late          bool
	Count         int // of what is to be done, in a cohort; 1 elsewhere
}

// Kind is what is to be done.
type Kind string

// The kinds of duties, in the order in which they come when none is late.
const (
	Sign     Kind = "sign"      // a certificate
	Confirm  Kind = "confirm"   // what was taken down in one's name
	ReadBack Kind = "read_back" // how one's words are used in a certificate
	Check    Kind = "check"     // the text of one's own certificate
	Feedback Kind = "feedback"  // on a participant
	Describe Kind = "project"   // one's own
	Quote    Kind = "quote"     // say whether passages may stand in a handbook
	Settle   Kind = "paused"    // certificates that somebody declined to sign, or would sign with another text
	Remarks  Kind = "remarks"   // that reviewers made on certificates
	Issue    Kind = "issue"     // certificates that everybody signed
	Send     Kind = "send"      // certificates that are being composed
	Remind   Kind = "late"      // assessors whose feedback is late
	Year     Kind = "year"      // one's own enrolment: nothing is due
	Cohort   Kind = "cohort"    // one's own as staff: nothing is due
)

// kinds are all of them, in their order.
var kinds = []Kind{Sign, Confirm, ReadBack, Check, Feedback, Describe, Quote, Settle, Remarks, Issue, Send, Remind, Year, Cohort}

// OpenCohort is a cohort as its staff see it from afar.
type OpenCohort struct {
	ID           uuid.UUID
	Name         string
	ProgrammeID  uuid.UUID
	Programme    string
	TimeZone     string
	Participants int
	Composing    int
	Paused       int
	Remarked     int
	Issuable     int
	Outstanding  map[civil.Date]int // feedback that was not submitted, by the day on which it is due
}

// maxCohorts is how many cohorts are looked at.
const maxCohorts = 100

// Duties gives all that somebody has to do, the next one first: what is late by its date, then by kind and date.
func (s *Service) Duties(ctx context.Context, a access.Actor) ([]Duty, error) {
	if err := a.Permit(access.OpListDuties); err != nil {
		return nil, err
	}
	duties, err := s.Store.DutiesOf(ctx, a.Person)
	if err != nil {
		return nil, err
	}
	if sight, err := a.See(access.OpGetCohortBoard); err == nil {
		cohorts, err := s.Store.OpenCohorts(ctx, sight, maxCohorts)
		if err != nil {
			return nil, err
		}
		for _, c := range cohorts {
			if duties, err = s.ofStaff(duties, c); err != nil {
				return nil, err
			}
		}
	}
	for i := range duties {
		today, err := s.today(duties[i].TimeZone)
		if err != nil {
			return nil, err
		}
		duties[i].Late = duties[i].Late || (!duties[i].DueOn.IsZero() && today.After(duties[i].DueOn))
	}
	slices.SortStableFunc(duties, before)
	return duties, nil
}

// ofStaff adds what a cohort asks of its staff.
func (s *Service) ofStaff(duties []Duty, c OpenCohort) ([]Duty, error) {
	today, err := s.today(c.TimeZone)
	if err != nil {
		return nil, err
	}
	late := 0
	for day, n := range c.Outstanding {
		if !day.IsZero() && today.After(day) {
			late += n
		}
	}
	for _, part := range []struct {
		kind Kind
		n    int
	}{{Settle, c.Paused}, {Remarks, c.Remarked}, {Issue, c.Issuable}, {Send, c.Composing}, {Remind, late}} {
		if part.n > 0 {
			duties = append(duties, c.duty(part.kind, part.n))
		}
	}
	return append(duties, c.duty(Cohort, c.Participants)), nil
}

func (c OpenCohort) duty(kind Kind, n int) Duty {
	return Duty{Kind: kind, ProgrammeID: c.ProgrammeID, CohortID: c.ID, Programme: c.Programme, Cohort: c.Name, TimeZone: c.TimeZone, Count: n}
}

// before orders duties: what is late, then by kind; among one kind what is due first, and undated last.
func before(a, b Duty) int {
	if a.Late != b.Late {
		return map[bool]int{true: -1, false: 1}[a.Late]
	}
	return cmp.Or(
		cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)),
		cmp.Compare(cmp.Or(a.DueOn.String(), "9999"), cmp.Or(b.DueOn.String(), "9999")),
		cmp.Compare(a.Cohort, b.Cohort), cmp.Compare(a.Person, b.Person),
	)
}
