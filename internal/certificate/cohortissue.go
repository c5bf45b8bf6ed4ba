package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/operation"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// issueAll issues every certificate of a cohort that is out for signing and has the signatures it needs.
type issueAll struct{ *Service }

// issueBatch is how many certificates one transaction enters: so few that the writer is held for some milliseconds, so many
// that waiting for the disk hardly counts.
const issueBatch = 8

// Name implements operation.Kind.
func (issueAll) Name() string { return "issue" }

// Batch implements operation.Kind.
func (issueAll) Batch() int { return issueBatch }

// Permit implements operation.Kind.
func (issueAll) Permit(a access.Actor, programme uuid.UUID) error {
	return permitsAll(a, access.OpIssueCertificate, programme)
}

// Plan implements operation.Kind.
func (k issueAll) Plan(ctx context.Context, _ access.Actor, order operation.Order) ([]operation.Item, error) {
	if err := noOptions(order); err != nil {
		return nil, err
	}
	certificates, err := k.Store.CohortStandings(ctx, order.Cohort, Signing)
	if err != nil || len(certificates) == 0 {
		return nil, err
	}
	members, err := k.members(ctx, order.Cohort)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for _, c := range certificates {
		ids = append(ids, c.VersionID)
	}
	versions, err := k.Store.VersionStandings(ctx, ids)
	if err != nil {
		return nil, err
	}
	answers, err := k.Store.SignOffsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	given := map[uuid.UUID][]SignOff{}
	for _, x := range answers {
		given[x.VersionID] = append(given[x.VersionID], x)
	}
	items := make([]operation.Item, len(certificates))
	for i, c := range certificates {
		member := members[c.EnrolmentID]
		c.PersonID = member.PersonID
		items[i] = planned(c, "issue", "issued_pdf")
		if err := refuse(&items[i], awardable(member.State)); err != nil {
			return nil, err
		}
		if err := refuse(&items[i], versions[c.VersionID].issuable(given[c.VersionID])); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// issue is one certificate of a batch on its way.
type issue struct {
	item    operation.Item
	held    claimed
	version Version
	file    IssuedFile
	done    bool // it was issued before
	err     error
}

// Do implements operation.Kind. As with a single one, a first transaction claims, for all; then each file is sealed and kept;
// and a second transaction enters all. When that fails each is entered by itself, so that one does not take the others along.
func (k issueAll) Do(ctx context.Context, a access.Actor, _ operation.Order, items []operation.Item, done operation.Mark) []error {
	issues := make([]issue, len(items))
	for i, item := range items {
		issues[i].item = item
	}
	if err := k.holdAll(ctx, a, issues); err != nil {
		return same(err, len(items))
	}
	for i := range issues {
		x := &issues[i]
		if x.err == nil && !x.done {
			x.version, x.file, x.err = k.seal(ctx, &x.held)
		}
	}
	if err := k.enterSome(ctx, a, issues, done); err != nil {
		for i := range issues {
			if issues[i].err == nil {
				issues[i].err = k.enterSome(ctx, a, issues[i:i+1], done)
			}
		}
	}
	errs := make([]error, len(items))
	for i, x := range issues {
		errs[i] = x.err
		if x.err != nil && x.held.version.ID != uuid.Nil {
			errs[i] = k.unclaim(ctx, x.held, x.err)
		}
	}
	return errs
}

func same(err error, n int) []error {
	errs := make([]error, n)
	for i := range errs {
		errs[i] = err
	}
	return errs
}

// holdAll claims what can be issued; what cannot does not hold up the others.
func (k issueAll) holdAll(ctx context.Context, a access.Actor, issues []issue) error {
	return k.Store.UpdateLoosely(ctx, func(ctx context.Context) error {
		for i := range issues {
			x := &issues[i]
			x.held, x.done, x.err = k.hold(ctx, a, x.item.Object.ID, record.Match(x.item.Revision))
		}
		return nil
	})
}

// enterSome enters those that are sealed, in one transaction: first all rows, then all events.
func (k issueAll) enterSome(ctx context.Context, a access.Actor, issues []issue, done operation.Mark) error {
	return k.Store.Update(ctx, func(ctx context.Context) error {
		var in []entered
		for _, x := range issues {
			if x.err != nil {
				continue
			}
			if !x.done {
				e, err := k.write(ctx, x.held.certificate, x.version, x.file)
				if err != nil {
					return err
				}
				in = append(in, e)
			}
			if err := done(ctx, x.item, x.item.Object); err != nil {
				return err
			}
		}
		for _, e := range in {
			if err := k.tell(ctx, a, e); err != nil {
				return err
			}
		}
		return nil
	})
}
