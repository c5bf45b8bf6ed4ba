package text_test

import (
	"errors"
	"testing"

	"testamur/internal/fault"
)

func violations(t *testing.T, err error) []fault.Violation {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Fatalf("%v is no fault", err)
	}
	return e.Violations
}
