package personal

import (
	"encoding/json"
	"time"

	"testamur/internal/operation"

	"github.com/google/uuid"
)

type workedFile struct {
	ID          uuid.UUID           `json:"id"`
	OperationID uuid.UUID           `json:"operation_id"`
	Kind        string              `json:"kind"`
	Operation   operation.State     `json:"operation_state"`
	CohortID    uuid.UUID           `json:"cohort_id"`
	PlannedAt   time.Time           `json:"planned_at"`
	AboutYou    bool                `json:"about_you"` // otherwise about somebody to whom it ties them
	Effects     []string            `json:"effects"`
	Documents   []string            `json:"documents,omitempty"`
	Problems    []string            `json:"problems,omitempty"`
	State       operation.ItemState `json:"state"`
	Code        string              `json:"code,omitempty"`
	Reason      string              `json:"reason,omitempty"`
	ResultKind  string              `json:"result_kind,omitempty"`
	ResultID    uuid.UUID           `json:"result_id,omitzero"`
	EndedAt     time.Time           `json:"ended_at,omitzero"`
	From        json.RawMessage     `json:"from,omitempty"`
}

// fileWorked leaves out the words of problems and failures, which can name others: their codes say the same.
func fileWorked(w Worked, person uuid.UUID) workedFile {
	f := workedFile{
		ID: w.ID, OperationID: w.Operation, Kind: w.Kind, Operation: w.State, CohortID: w.Cohort, PlannedAt: w.PlannedAt, AboutYou: w.Person == person,
		Effects: w.Effects, Documents: w.Documents, State: w.Item.State, Code: w.Code, Reason: w.Reason, ResultKind: w.Result.Kind, ResultID: w.Result.ID,
		EndedAt: w.EndedAt,
	}
	for _, p := range w.Problems {
		f.Problems = append(f.Problems, p.Reason)
	}
	if f.AboutYou && string(w.Input) != "null" {
		f.From = w.Input
	}
	return f
}
