package programme

import (
	"context"
	"encoding/json"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/operation"

	"github.com/google/uuid"
)

// assignAll makes people assessors of everybody in a cohort.
type assignAll struct{ *Service }

// AssignOptions say who is made an assessor of whom: either Assessors in turn, or Pairs.
type AssignOptions struct {
	Assessors      []uuid.UUID `json:"assessors,omitempty"`
	PerParticipant int         `json:"per_participant,omitempty"` // 0 is 1
	Pairs          []Pair      `json:"pairs,omitempty"`
	DueOn          string      `json:"due_on,omitempty"` // "2015-11-30", or "" for no day
}

// Pair is an assessor for an enrolment.
type Pair struct {
	EnrolmentID uuid.UUID `json:"enrolment_id"`
	AssessorID  uuid.UUID `json:"assessor_id"`
}

// Name implements operation.Kind.
func (assignAll) Name() string { return "assign" }

// Batch implements operation.Kind.
func (assignAll) Batch() int { return 10 }

// Permit implements operation.Kind.
func (assignAll) Permit(a access.Actor, programme uuid.UUID) error {
	return permitsAll(a, access.OpCreateAssignment, programme)
}

// Plan implements operation.Kind.
func (k assignAll) Plan(ctx context.Context, _ access.Actor, order operation.Order) ([]operation.Item, error) {
	o, err := readJSON[AssignOptions](order.Options)
	if err != nil {
		return nil, err
	}
	if (len(o.Assessors) == 0) == (len(o.Pairs) == 0) {
		return nil, fault.At("/options", "required", "Name either assessors or pairs.")
	}
	enrolments, err := k.Store.CohortEnrolments(ctx, order.Cohort)
	if err != nil {
		return nil, err
	}
	existing, err := k.Store.CohortAssignments(ctx, order.Cohort)
	if err != nil {
		return nil, err
	}
	d := duties{assigned: map[Pair]bool{}, count: map[uuid.UUID]int{}}
	for _, as := range existing {
		d.add(Pair{as.EnrolmentID, as.AssessorID})
	}
	pairs := o.Pairs
	if len(pairs) == 0 {
		pairs = d.turns(enrolments, o.Assessors, max(1, o.PerParticipant))
	}
	return k.items(ctx, pairs, enrolments, d, o.DueOn)
}

// duties is who assesses whom.
type duties struct {
	assigned map[Pair]bool
	count    map[uuid.UUID]int // by enrolment
}

func (d duties) add(p Pair) {
	d.assigned[p] = true
	d.count[p.EnrolmentID]++
}

// turns gives every open enrolment the assessors that it lacks, each assessor in turn, but nobody for themselves.
func (d duties) turns(enrolments []Enrolment, assessors []uuid.UUID, each int) (pairs []Pair) {
	next := 0
	for _, e := range enrolments {
		if !e.State.Open() {
			continue
		}
		chosen := map[uuid.UUID]bool{}
		for tries := 0; tries < len(assessors) && d.count[e.ID]+len(chosen) < each; tries++ {
			assessor := assessors[next%len(assessors)]
			next++
			if assessor == e.PersonID || chosen[assessor] || d.assigned[Pair{e.ID, assessor}] {
				continue
			}
			chosen[assessor] = true
			pairs = append(pairs, Pair{e.ID, assessor})
		}
	}
	return pairs
}

func (k assignAll) items(ctx context.Context, pairs []Pair, enrolments []Enrolment, d duties, dueOn string) ([]operation.Item, error) {
	ids := make([]uuid.UUID, len(pairs))
	for i, p := range pairs {
		ids[i] = p.AssessorID
	}
	people, err := k.Store.PeopleByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	members := map[uuid.UUID]Enrolment{}
	for _, e := range enrolments {
		members[e.ID] = e
	}
	items := make([]operation.Item, len(pairs))
	for i, p := range pairs {
		items[i] = assigning(p, members, people, d)
		d.add(p)
		if items[i].Input, err = json.Marshal(AssignOptions{Pairs: []Pair{p}, DueOn: dueOn}); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// assigning plans one pair.
func assigning(p Pair, members map[uuid.UUID]Enrolment, people map[uuid.UUID]access.Person, d duties) operation.Item {
	item := operation.Item{Effects: []string{"assign"}}
	e, member := members[p.EnrolmentID]
	assessor, known := people[p.AssessorID]
	if member {
		item.Object, item.Person = access.Ref{Kind: "enrolment", ID: e.ID}, e.PersonID
	} else {
		item.Refuse("", "unknown_enrolment", "This enrolment is not one of this cohort.")
	}
	if known {
		item.Other = assessor.ID
	} else {
		item.Refuse("", "unknown_person", "There is no such assessor.")
	}
	if known && assessor.Archived {
		item.Refuse("", "archived", "This assessor is archived.")
	}
	if member && p.AssessorID == e.PersonID {
		item.Refuse("", "self", "Nobody assesses their own project.")
	}
	if d.assigned[p] {
		item.Refuse("", "already_assigned", "This person is an assessor of the participant already.")
	}
	return item
}

// Do implements operation.Kind.
func (k assignAll) Do(ctx context.Context, a access.Actor, _ operation.Order, items []operation.Item, done operation.Mark) []error {
	return operation.Together(ctx, k.Store, items, done, func(ctx context.Context, item *operation.Item) (access.Ref, error) {
		o, err := readJSON[AssignOptions](item.Input)
		if err != nil || len(o.Pairs) == 0 {
			return access.Ref{}, errForgotten(err)
		}
		var fields AssignmentFields
		if o.DueOn != "" {
			if fields.DueOn, err = civil.Parse(o.DueOn); err != nil {
				return access.Ref{}, err
			}
		}
		as, err := k.Assign(ctx, a, item.Object.ID, o.Pairs[0].AssessorID, fields)
		return access.Ref{Kind: "assignment", ID: as.ID}, err
	})
}

// errForgotten is the failure of an item whose input is gone, because somebody in it was erased.
func errForgotten(cause error) error {
	return fault.New(fault.Gone, "erased", "Somebody whom this was about was erased.").Because(cause)
}
