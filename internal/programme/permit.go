package programme

import (
	"context"

	"testamur/internal/access"

	"github.com/google/uuid"
)

// TieColumn says to what a person may be tied by enrolments and assignments in it.
type TieColumn int

// What Store.Ties looks in.
const (
	OfProgramme TieColumn = iota
	OfCohort
)

// tied gives what the policy knows of something that all who take part in a programme or a cohort may see.
func (s *Service) tied(ctx context.Context, a access.Actor, o access.Object, column TieColumn, id uuid.UUID) (access.Object, error) {
	if a.Person == uuid.Nil {
		return o, nil
	}
	participant, assessor, err := s.Store.Ties(ctx, column, id, a.Person)
	if participant {
		o.Participant = a.Person
	}
	if assessor {
		o.Assessors = []uuid.UUID{a.Person}
	}
	return o, err
}

// permitProgramme asks whether the actor may carry out an operation in a programme. It fails as PermitOn does.
func (s *Service) permitProgramme(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) error {
	if err := a.Permit(op); err != nil {
		return err
	}
	o, err := s.tied(ctx, a, access.Object{Kind: "programme", Reading: access.OpGetProgramme, Programme: id}, OfProgramme, id)
	if err != nil {
		return err
	}
	return a.PermitOn(op, o)
}

func (s *Service) permitCohort(ctx context.Context, a access.Actor, op access.Operation, c Cohort) error {
	o, err := s.tied(ctx, a, access.Object{Kind: "cohort", Reading: access.OpGetCohort, Programme: c.ProgrammeID}, OfCohort, c.ID)
	if err != nil {
		return err
	}
	return a.PermitOn(op, o)
}

// PermitCohort gives the programme of a cohort on which the actor may carry out the operation. It fails as NotFound or
// Forbidden.
func (s *Service) PermitCohort(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (uuid.UUID, error) {
	if err := a.Permit(op); err != nil {
		return uuid.Nil, err
	}
	c, err := s.Store.Cohorts().Get(ctx, id)
	if err != nil {
		return uuid.Nil, err
	}
	return c.ProgrammeID, s.permitCohort(ctx, a, op, c)
}

// permitTheme: the catalogue is seen by all who take part, the theme of an enrolment by those who see that.
func (s *Service) permitTheme(ctx context.Context, a access.Actor, op access.Operation, t Theme) error {
	o := access.Object{Kind: "theme", Reading: access.OpGetTheme, Programme: t.ProgrammeID}
	var err error
	if t.EnrolmentID == uuid.Nil {
		o, err = s.tied(ctx, a, o, OfProgramme, t.ProgrammeID)
	} else {
		o, err = s.partOf(ctx, a, o, t.EnrolmentID)
	}
	if err != nil {
		return err
	}
	return a.PermitOn(op, o)
}

// partOf gives what the policy knows of something that belongs to an enrolment.
func (s *Service) partOf(ctx context.Context, a access.Actor, o access.Object, enrolment uuid.UUID) (access.Object, error) {
	e, err := s.Store.Enrolments().Get(ctx, enrolment)
	if err != nil {
		return o, err
	}
	return s.ofEnrolment(ctx, a, o, e)
}

func (s *Service) ofEnrolment(ctx context.Context, a access.Actor, o access.Object, e Enrolment) (access.Object, error) {
	o.Programme, o.Participant = e.ProgrammeID, e.PersonID
	if a.Person == uuid.Nil {
		return o, nil
	}
	assigned, err := s.Store.Assigned(ctx, e.ID, a.Person)
	if assigned {
		o.Assessors = []uuid.UUID{a.Person}
	}
	return o, err
}

func (s *Service) permitEnrolment(ctx context.Context, a access.Actor, op access.Operation, e Enrolment) error {
	o, err := s.ofEnrolment(ctx, a, access.Object{Kind: "enrolment", Reading: access.OpGetEnrolment}, e)
	if err != nil {
		return err
	}
	return a.PermitOn(op, o)
}

// enrolment loads an enrolment that the actor may use for the operation.
func (s *Service) enrolment(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) (Enrolment, error) {
	if err := a.Permit(op); err != nil {
		return Enrolment{}, err
	}
	e, err := s.Store.Enrolments().Get(ctx, id)
	if err != nil {
		return Enrolment{}, err
	}
	return e, s.permitEnrolment(ctx, a, op, e)
}

func (s *Service) permitLogEntry(ctx context.Context, a access.Actor, op access.Operation, l LogEntry) error {
	o, err := s.partOf(ctx, a, access.Object{Kind: "log entry", Reading: access.OpGetLogEntry}, l.EnrolmentID)
	if err != nil {
		return err
	}
	return a.PermitOn(op, o)
}

// object is what the policy knows of an assignment: the assessor is tied to it until it ends.
func (as Assignment) object() access.Object {
	o := access.Object{Kind: "assignment", Reading: access.OpGetAssignment, Programme: as.ProgrammeID}
	if !as.Archived {
		o.Assessors = []uuid.UUID{as.AssessorID}
	}
	return o
}

// object is what the policy knows of a feedback.
func (fb Feedback) object(a access.Actor) access.Object {
	return access.Object{
		Kind: "feedback", Reading: access.OpGetFeedback, Ref: fb.ID, Programme: fb.ProgrammeID, Mine: fb.WrittenFor(a),
	}
}
