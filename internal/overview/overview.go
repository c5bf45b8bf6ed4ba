// Package overview gathers what stands where, across programmes and certificates: everything that a person has to do, in
// all their roles, and a cohort's board. It reads with a constant number of queries and decides nothing: what it says is
// to be done, the use cases of packages programme and certificate still may refuse.
package overview

import (
	"context"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Store is what this package needs of the database.
type Store interface {
	Cohorts() record.Table[programme.Cohort, programme.CohortFilter]
	Programmes() record.Table[programme.Programme, programme.Filter]
	Themes() record.Table[programme.Theme, programme.ThemeFilter]
	// BoardSeats gives participants by name, at most limit, with three queries.
	BoardSeats(ctx context.Context, of SeatFilter, limit int) ([]Seat, error)
	// DutiesOf gives what a person has to do in their own name, whether it is late is left open.
	DutiesOf(ctx context.Context, person uuid.UUID) ([]Duty, error)
	// OpenCohorts gives the cohorts that staff see and that are neither closed nor archived, the newest first, at most limit.
	OpenCohorts(ctx context.Context, sight access.Sight, limit int) ([]OpenCohort, error)
}

// SeatFilter says whose seats are wanted: those of a cohort, or one enrolment's.
type SeatFilter struct {
	Cohort    uuid.UUID
	Enrolment uuid.UUID // Nil: all of the cohort
}

// Service answers for this package. All fields must be set.
type Service struct {
	Store      Store
	Programmes *programme.Service
	Now        func() time.Time
}

// today is the civil date in an IANA time zone; programmes have been checked to name one that exists.
func (s *Service) today(zone string) (civil.Date, error) {
	place, err := time.LoadLocation(zone)
	if err != nil {
		return civil.Date{}, err
	}
	return civil.Of(s.Now().In(place)), nil
}
