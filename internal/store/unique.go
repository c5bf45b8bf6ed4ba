package store

import (
	"context"

	"testamur/internal/fault"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// clash is what a caller is told when something unique is taken.
type clash struct{ pointer, reason, message string }

// clashes names every unique index of the schema that a caller can run into. What is not here can only be the fault of
// this program.
var clashes = map[string]clash{
	"people_email":           {"/email", "duplicate_email", "Another person has this e-mail address."},
	"people_external_id":     {"/external_id", "duplicate_external_id", "Another person has this external id."},
	"cohorts_external_id":    {"/external_id", "duplicate_external_id", "Another cohort has this external id."},
	"enrolments_external_id": {"/external_id", "duplicate_external_id", "Another enrolment has this external id."},
	"enrolments_person":      {"/person_id", "already_enrolled", "This person is in the cohort already."},
	"assignments_active":     {"/assessor_id", "already_assigned", "This person is an assessor of the participant already."},
	"projects_enrolment":     {"", "project_exists", "This enrolment has a project already."},
	"certificates_one":       {"", "certificate_exists", "This enrolment has a certificate already. Cancel or revoke it first."},
	"versions_code":          {"", "code_exists", "This verification code was given out before."},
	"issued_files_pkey":      {"", "file_exists", "Exactly this file was issued before."},
	"tokens_hash":            {"", "token_exists", "This token exists already."},
	"accounts_email":         {"/email", "duplicate_email", "Another account signs in with this e-mail address."},
	"passkeys_credential":    {"", "passkey_exists", "This passkey is here already."},
	"sessions_hash":          {"", "session_exists", "This session exists already."},
	"links_hash":             {"", "link_exists", "This link exists already."},
	"share_links_hash":       {"", "link_exists", "This link exists already."},
	"frameworks_code":        {"/code", "duplicate_code", "Another framework has this code."},
	"editions_number":        {"", "edition_exists", "There is an edition of this number already."},
	"editions_open":          {"", "edition_open", "An edition of this framework is being written already. Publish or delete it first."},
	"excerpts_passage":       {"", "asked_already", "This passage was asked for already. Nobody is asked twice."},
	"excerpt_requests_one":   {"", "request_exists", "This person is asked about this handbook already."},
	"writings_number":        {"", "writing_exists", "This was changed by somebody else just now. Read it again."},
}

// taken makes the fault of a unique index by its name; "" is for those that have no words of their own.
func taken(index string) *fault.Error {
	c, ok := clashes[index]
	if !ok {
		return fault.New(fault.Conflict, "exists", "This exists already.")
	}
	f := fault.New(fault.Conflict, c.reason, "%s", c.message)
	if c.pointer != "" {
		f.Violations = []fault.Violation{{Pointer: c.pointer, Reason: c.reason, Message: c.message}}
	}
	return f
}

// unique is one unique index of a table and how to find the row that holds a row's place in it.
type unique[R any] struct {
	index string
	where string
	key   func(R) []any
}

// find says which index of a row is taken by another row, or nothing. Asking works alike on both engines: SQLite does not
// name the index, and PostgreSQL gives up a whole transaction for one statement that fails.
func find[R row](ctx context.Context, db *gorm.DB, r R, uniques []unique[R]) error {
	for _, u := range uniques {
		n, err := of[R](ctx, db).where(u.where, u.key(r)...).where("id <> ?", r.id()).count()
		if err != nil {
			return err
		}
		if n > 0 {
			return taken(u.index)
		}
	}
	return nil
}

// row is what every table with an id has.
type row interface{ id() uuid.UUID }
