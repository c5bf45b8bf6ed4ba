package programme

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"

	"github.com/google/uuid"
)

// enrolAll enrols everybody whom a roster names.
type enrolAll struct{ *Service }

// Name implements operation.Kind.
func (enrolAll) Name() string { return "enrol" }

// Batch implements operation.Kind.
func (enrolAll) Batch() int { return 10 }

// Permit implements operation.Kind.
func (enrolAll) Permit(a access.Actor, programme uuid.UUID) error {
	if err := permitsAll(a, access.OpCreateEnrolment, programme); err != nil {
		return err
	}
	return cmp.Or(a.Permit(access.OpCreatePerson), a.Permit(access.OpInvitePerson))
}

// Plan implements operation.Kind.
func (k enrolAll) Plan(ctx context.Context, a access.Actor, order operation.Order) ([]operation.Item, error) {
	if len(order.Inputs) == 0 {
		return nil, fault.At("", "empty", "There is no row in this file.")
	}
	if _, err := k.openCohort(ctx, a, access.OpCreateEnrolment, order.Cohort); err != nil {
		return nil, err
	}
	rows := make([]RosterRow, len(order.Inputs))
	for i, input := range order.Inputs {
		var err error
		if rows[i], err = readRow(input); err != nil {
			return nil, err
		}
	}
	r, err := k.register(ctx, order.Cohort, rows)
	if err != nil {
		return nil, err
	}
	items := make([]operation.Item, len(rows))
	for i, row := range rows {
		items[i] = r.item(order.Cohort, row)
		items[i].Input = order.Inputs[i]
	}
	return items, nil
}

func readRow(input json.RawMessage) (RosterRow, error) {
	row, err := readJSON[RosterRow](input)
	if err != nil || row.Row == 0 {
		return row, errForgotten(err)
	}
	return row, nil
}

// register is who is known and who is enrolled, against which rows are planned, and which rows came before.
type register struct {
	byExternalID, byEmail map[string]access.Person
	enrolled              map[uuid.UUID]bool
	names                 map[string]bool // of who is enrolled
	rows                  map[string]int  // by what no two rows may share
}

func (k enrolAll) register(ctx context.Context, cohort uuid.UUID, rows []RosterRow) (register, error) {
	r := register{map[string]access.Person{}, map[string]access.Person{}, map[uuid.UUID]bool{}, map[string]bool{}, map[string]int{}}
	externalIDs, emails := []string{}, []string{}
	for _, row := range rows {
		p := row.person()
		if checked, err := p.Checked(); err == nil {
			p = checked
		}
		externalIDs, emails = append(externalIDs, p.ExternalID), append(emails, p.Email)
	}
	known, err := k.Store.PeopleKnownBy(ctx, externalIDs, emails)
	if err != nil {
		return r, err
	}
	for _, p := range known {
		if p.ExternalID != "" {
			r.byExternalID[p.ExternalID] = p
		}
		if p.Email != "" {
			r.byEmail[access.EmailKey(p.Email)] = p
		}
	}
	enrolments, err := k.Store.CohortEnrolments(ctx, cohort)
	for _, e := range enrolments {
		r.enrolled[e.PersonID], r.names[strings.ToLower(e.PersonName)] = true, true
	}
	return r, err
}

func (r RosterRow) person() access.PersonFields {
	c := r.Cells
	return access.PersonFields{
		Name: c["name"], Email: c["email"], PrivateEmail: c["private_email"], Organisation: c["organisation"], JobTitle: c["job_title"],
		Language: c["language"], ExternalID: c["external_id"],
	}
}

func (r RosterRow) enrolment(cohort uuid.UUID) EnrolmentFields {
	return EnrolmentFields{CohortID: cohort, LeaderKind: LeaderKind(r.Cells["leader_kind"]), Scale: r.Cells["scale"]}
}

// item plans one row.
func (r register) item(cohort uuid.UUID, row RosterRow) operation.Item {
	item := operation.Item{Position: row.Row, Effects: []string{"create_person", "enrol"}}
	if row.Surplus {
		item.Refuse("", "surplus_cells", "This row has more cells than the first one.")
	}
	person, wrong := row.person().Checked()
	refuseColumns(&item, wrong)
	_, unfit := row.enrolment(cohort).checked()
	refuseColumns(&item, unfit)
	item.Name = person.Name
	r.once(&item, "external_id", person.ExternalID, row.Row)
	r.once(&item, "email", access.EmailKey(person.Email), row.Row)
	if wrong != nil {
		return item
	}
	known, ok := r.find(&item, person)
	if ok {
		r.reuse(&item, known, person)
		return item
	}
	if r.names[strings.ToLower(person.Name)] {
		item.Warn("name", "same_name", "Somebody of the same name is in this cohort already.")
	}
	r.names[strings.ToLower(person.Name)] = true
	if row.Invite && person.Email != "" {
		item.Effects = append(item.Effects, "invite")
		item.Letters = []operation.Letter{{Kind: access.LetterInvitation}}
	}
	return item
}

// columnWords are for those who have a file before them, and no contract.
var columnWords = map[string]string{
	"leader_kind": "Write one of community_or_network_leader, systems_convener, sponsor or enabler, or leave it empty.",
}

// refuseColumns adds what is wrong with fields, each at its column.
func refuseColumns(item *operation.Item, err error) {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		for _, v := range f.Violations {
			column := strings.TrimPrefix(v.Pointer, "/")
			item.Refuse(column, v.Reason, cmp.Or(columnWords[column], v.Message))
		}
	}
}

// once refuses what an earlier row has, too.
func (r register) once(item *operation.Item, column, value string, row int) {
	if value == "" {
		return
	}
	if r.rows[column+"\n"+value] > 0 {
		item.Refuse(column, "duplicate_in_file", "An earlier row has the same.")
		return
	}
	r.rows[column+"\n"+value] = row
}

// find gives who is known by the external id or the address of a row.
func (r register) find(item *operation.Item, p access.PersonFields) (access.Person, bool) {
	named, known := r.byExternalID[p.ExternalID]
	addressed, reached := r.byEmail[access.EmailKey(p.Email)]
	if known && reached && named.ID != addressed.ID {
		item.Refuse("email", "two_people", "The external id is one person's and the address another's.")
	}
	if known {
		return named, true
	}
	if reached && p.ExternalID != "" && addressed.ExternalID != "" {
		item.Refuse("external_id", "other_external_id", "The person with this address has another external id.")
	}
	return addressed, reached
}

// reuse plans to enrol somebody who is known.
func (r register) reuse(item *operation.Item, known access.Person, p access.PersonFields) {
	item.Person, item.Effects = known.ID, []string{"reuse_person", "enrol"}
	if known.Archived {
		item.Refuse("", "archived", "This person is archived. Restore them first.")
	}
	if r.enrolled[known.ID] {
		item.Refuse("", "already_enrolled", "This person is in the cohort already.")
	}
	if known.Name != p.Name {
		item.Warn("name", "name_differs", "This person is known by another name, which stays as it is.")
	}
}

// Do implements operation.Kind.
func (k enrolAll) Do(ctx context.Context, a access.Actor, order operation.Order, items []operation.Item, done operation.Mark) []error {
	return operation.Together(ctx, k.Store, items, done, func(ctx context.Context, item *operation.Item) (access.Ref, error) {
		row, err := readRow(item.Input)
		if err != nil {
			return access.Ref{}, err
		}
		created := item.Person == uuid.Nil
		if created {
			p, err := k.People.CreatePerson(ctx, a, row.person())
			if err != nil {
				return access.Ref{}, err
			}
			item.Person = p.ID
		}
		e, err := k.Enrol(ctx, a, item.Person, row.enrolment(order.Cohort))
		if err == nil && created && row.Invite && row.Cells["email"] != "" {
			err = k.People.InvitePerson(ctx, a, item.Person)
		}
		return access.Ref{Kind: "enrolment", ID: e.ID}, err
	})
}
