package overview

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// maxSeats is how many participants one board shows.
const maxSeats = 1000

// Board is a cohort at one look.
type Board struct {
	Cohort    programme.Cohort
	Programme programme.Programme
	Today     civil.Date        // in the programme's time zone
	Themes    []programme.Theme // of the catalogue, not archived
	Seats     []Seat            // by name
	More      bool              // there are more participants than a board shows
}

// Board gives the board of a cohort. Fails as NotFound, or as Forbidden for who takes part and is not staff.
func (s *Service) Board(ctx context.Context, a access.Actor, cohort uuid.UUID) (Board, error) {
	return s.board(ctx, a, SeatFilter{Cohort: cohort})
}

// Seat gives the part of the board that is about one enrolment of the cohort. Fails as Board does.
func (s *Service) Seat(ctx context.Context, a access.Actor, e programme.Enrolment) (Board, error) {
	return s.board(ctx, a, SeatFilter{Cohort: e.CohortID, Enrolment: e.ID})
}

func (s *Service) board(ctx context.Context, a access.Actor, of SeatFilter) (Board, error) {
	var b Board
	if err := a.Permit(access.OpGetCohortBoard); err != nil {
		return b, err
	}
	var err error
	if b.Cohort, err = s.Store.Cohorts().Get(ctx, of.Cohort); err != nil {
		return b, err
	}
	if err := s.permitBoard(ctx, a, b.Cohort); err != nil {
		return b, err
	}
	if b.Programme, err = s.Store.Programmes().Get(ctx, b.Cohort.ProgrammeID); err != nil {
		return b, err
	}
	if b.Today, err = s.today(b.Programme.TimeZone); err != nil {
		return b, err
	}
	open := false
	themes, err := s.Store.Themes().List(ctx, programme.ThemeFilter{
		Programme: b.Programme.ID, Archived: &open, Sight: access.Everything(),
	}, record.Page{Limit: record.MaxPage})
	if err != nil {
		return b, err
	}
	b.Themes = themes.Items
	b.Seats, err = s.Store.BoardSeats(ctx, of, maxSeats+1)
	if len(b.Seats) > maxSeats {
		b.Seats, b.More = b.Seats[:maxSeats], true
	}
	return b, err
}

// permitBoard asks whether the actor may see the board of a cohort. Who is not its staff is told that there is none, unless
// they may read the cohort.
func (s *Service) permitBoard(ctx context.Context, a access.Actor, c programme.Cohort) error {
	o := access.Object{Kind: "cohort", Reading: access.OpGetCohort, Programme: c.ProgrammeID}
	if !a.Stands(o, access.Admin, access.Staff) {
		if _, err := s.Programmes.Cohort(ctx, a, c.ID); err != nil {
			return err
		}
		o.Participant = a.Person
	}
	return a.PermitOn(access.OpGetCohortBoard, o)
}

// Counts says how many participants are at each step.
func (b Board) Counts() map[Step]int {
	counts := map[Step]int{}
	for _, s := range b.Seats {
		counts[s.Step()]++
	}
	return counts
}

// Late is how many participants somebody's feedback is late for.
func (b Board) Late() int {
	n := 0
	for _, s := range b.Seats {
		if len(s.Late(b.Today)) > 0 {
			n++
		}
	}
	return n
}
