package programme

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// AssessingState is how far an assessor is with an assignment.
type AssessingState string

// The states: an assignment is done once something is submitted.
const (
	NotStarted AssessingState = "not_started"
	Drafted    AssessingState = "draft"
	Submitted  AssessingState = "submitted"
)

// Progress is how far an assessor is with an assignment, in numbers. It never holds a word of what they write, and says
// nothing of drafts that somebody else takes down in their name.
type Progress struct {
	Drafts    int       // of their own
	Submitted int       // and not withdrawn
	ToConfirm int       // of those: taken down, and not confirmed yet
	ActiveAt  time.Time // when one of these was last changed; zero when there is none
}

// State sums the numbers up.
func (p Progress) State() AssessingState {
	switch {
	case p.Submitted > 0:
		return Submitted
	case p.Drafts > 0:
		return Drafted
	}
	return NotStarted
}

// late says whether the due date of the assignment is over on the given day and nothing is submitted.
func (as Assignment) late(today civil.Date) bool {
	return !as.DueOn.IsZero() && today.After(as.DueOn) && as.Progress.State() != Submitted
}

// Duty is an assignment with the names of those whom it is about.
type Duty struct {
	Assignment
	Participant string
	Assessor    string
	Late        bool
}

// ListAssessing gives a page of the assignments of a cohort that have not ended: who is due, late or done. Days are the
// programme's. Fails as NotFound.
func (s *Service) ListAssessing(ctx context.Context, a access.Actor, cohort uuid.UUID, page record.Page) (record.List[Duty], error) {
	if err := a.Permit(access.OpListAssessing); err != nil {
		return record.List[Duty]{}, err
	}
	c, err := s.Store.Cohorts().Get(ctx, cohort)
	if err != nil {
		return record.List[Duty]{}, err
	}
	if err := s.permitCohort(ctx, a, access.OpListAssessing, c); err != nil {
		return record.List[Duty]{}, err
	}
	p, err := s.Store.Programmes().Get(ctx, c.ProgrammeID)
	if err != nil {
		return record.List[Duty]{}, err
	}
	ended := false
	list, err := s.Store.Assignments().List(ctx, AssignmentFilter{Cohort: cohort, Archived: &ended, Sight: access.Everything()}, page)
	if err != nil {
		return record.List[Duty]{}, err
	}
	return s.named(ctx, list, p.day(s.Now()))
}

// named brings the names to a page of assignments, with one query.
func (s *Service) named(ctx context.Context, list record.List[Assignment], today civil.Date) (record.List[Duty], error) {
	var people []uuid.UUID
	for _, as := range list.Items {
		people = append(people, as.ParticipantID, as.AssessorID)
	}
	names, err := s.Store.Names(ctx, people)
	out := record.List[Duty]{More: list.More}
	for _, as := range list.Items {
		out.Items = append(out.Items, Duty{as, names[as.ParticipantID], names[as.AssessorID], as.late(today)})
	}
	return out, err
}

// day gives the civil day that an instant falls on in the programme's time zone.
func (p Programme) day(t time.Time) civil.Date {
	zone, err := time.LoadLocation(p.TimeZone)
	if err != nil { // it was checked when it was set
		zone = time.UTC
	}
	return civil.Of(t.In(zone))
}
