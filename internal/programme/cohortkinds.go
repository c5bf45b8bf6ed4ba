package programme

import (
	"encoding/json"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"

	"github.com/google/uuid"
)

// Kinds are the operations on whole cohorts that repeat use cases of this package.
func (s *Service) Kinds() []operation.Kind {
	return []operation.Kind{enrolAll{s}, assignAll{s}}
}

// readJSON reads what this program wrote itself, or the contract has checked.
func readJSON[T any](b json.RawMessage) (t T, err error) {
	if len(b) == 0 {
		return t, nil
	}
	if err := json.Unmarshal(b, &t); err != nil {
		return t, fault.At("/options", "form", "These options cannot be read.").Because(err)
	}
	return t, nil
}

// permitsAll asks whether the actor may carry out an operation on the enrolments of a programme.
func permitsAll(a access.Actor, op access.Operation, programme uuid.UUID) error {
	return a.PermitOn(op, access.Object{Kind: "cohort", Reading: access.OpGetCohort, Programme: programme})
}
