package api

import (
	"context"

	"testamur/internal/overview"
)

func wireOwnDuty(d overview.Duty) Duty {
	return Duty{
		Kind: DutyKind(d.Kind), ProgrammeID: d.ProgrammeID, Programme: d.Programme, CohortID: d.CohortID, Cohort: d.Cohort,
		EnrolmentID: d.EnrolmentID, CertificateID: d.CertificateID, FeedbackID: d.FeedbackID, ReviewRequestID: d.RequestID,
		ExcerptRequestID: d.ExcerptsID,
		Participant:      d.Person,
		DueOn:            dateOf(d.DueOn), Late: d.Late, Count: d.Count,
	}
}

// ListDuties implements StrictServerInterface.
func (s *server) ListDuties(ctx context.Context, _ ListDutiesRequestObject) (ListDutiesResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Overview.Duties(ctx, actor)
	if err != nil {
		return nil, err
	}
	return ListDuties200JSONResponse{DutyListedJSONResponse{Items: each(list, wireOwnDuty)}}, nil
}

// GetCohortBoard implements StrictServerInterface.
func (s *server) GetCohortBoard(ctx context.Context, r GetCohortBoardRequestObject) (GetCohortBoardResponseObject, error) {
	ctx, actor := caller(ctx)
	b, err := s.Overview.Board(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetCohortBoard200JSONResponse{CohortBoardShownJSONResponse{
		CohortID: b.Cohort.ID, ProgrammeID: b.Programme.ID, Today: dateOf(b.Today), Themes: len(b.Themes), More: b.More,
		Seats: each(b.Seats, func(seat overview.Seat) Seat { return wireSeat(b, seat) }),
	}}, nil
}

func wireSeat(b overview.Board, s overview.Seat) Seat {
	seat := Seat{
		EnrolmentID: s.EnrolmentID, PersonID: s.PersonID, Name: s.Name, State: EnrolmentState(s.State), Project: s.Project,
		Themes: s.Themes, Next: SeatNext(s.Step()), Assessors: each(s.Assessors, func(a overview.Assessor) SeatAssessor {
			return SeatAssessor{PersonID: a.PersonID, Name: a.Name, DueOn: dateOf(a.DueOn), Submitted: a.Submitted, Late: s.IsLate(a, b.Today)}
		}),
	}
	if c := s.Certificate; c.State != "" {
		seat.Certificate = SeatCertificate{
			CertificateID: c.ID, State: CertificateState(c.State), Serial: c.Serial, Signatories: c.Signatories, Needed: c.Needed,
			Approved: c.Approved, Paused: c.Paused, Suggested: c.Suggested, Remarks: c.Remarks, WaitedFor: append([]string{}, c.WaitedFor...),
		}
	}
	return seat
}
