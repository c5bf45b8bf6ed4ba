package certificate

import (
	"context"
	"encoding/json"
	"errors"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// Kinds are the operations on whole cohorts that repeat use cases of this package.
func (s *Service) Kinds() []operation.Kind {
	return []operation.Kind{proposeAll{s}, reviewAll{s}, sendAll{s}, issueAll{s}}
}

// noOptions fails as Invalid when an operation that has no options is given any.
func noOptions(order operation.Order) error {
	var given map[string]any
	if len(order.Options) == 0 {
		return nil
	}
	if err := json.Unmarshal(order.Options, &given); err != nil || len(given) > 0 {
		return fault.At("/options", "unknown", "This kind of operation has no options.").Because(err)
	}
	return nil
}

// members gives the enrolments of a cohort by id.
func (s *Service) members(ctx context.Context, cohort uuid.UUID) (map[uuid.UUID]programme.Enrolment, error) {
	enrolments, err := s.Store.CohortEnrolments(ctx, cohort)
	members := make(map[uuid.UUID]programme.Enrolment, len(enrolments))
	for _, e := range enrolments {
		members[e.ID] = e
	}
	return members, err
}

// planned begins the item of a certificate.
func planned(c Certificate, effect string, documents ...string) operation.Item {
	return operation.Item{
		Object: c.ref(), Revision: c.Revision, Person: c.PersonID, Effects: []string{effect}, Documents: documents,
	}
}

// refuse adds to an item why it cannot be done now: every field that is wrong. It gives back what is no refusal.
func refuse(item *operation.Item, err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	switch {
	case err == nil:
		return nil
	case !ok || f.Code == fault.Internal || f.Code == fault.Unavailable:
		return err
	case len(f.Violations) == 0:
		item.Refuse("", f.Reason, f.Message)
	}
	for _, v := range f.Violations {
		item.Refuse(v.Pointer, v.Reason, v.Message)
	}
	return nil
}

// permitsAll asks whether the actor may carry out an operation on the certificates of a programme.
func permitsAll(a access.Actor, op access.Operation, programme uuid.UUID) error {
	return a.PermitOn(op, access.Object{Kind: kind, Reading: access.OpGetCertificate, Programme: programme})
}
