package access

import (
	"context"

	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// CreatePerson adds a person. Fails as Invalid, or as Conflict when the e-mail or external id is taken.
func (s *Service) CreatePerson(ctx context.Context, a Actor, fields PersonFields) (Person, error) {
	if err := a.Permit(OpCreatePerson); err != nil {
		return Person{}, err
	}
	return s.insertPerson(ctx, a, OpCreatePerson, fields)
}

func (s *Service) insertPerson(ctx context.Context, a Actor, op Operation, fields PersonFields) (Person, error) {
	fields, err := fields.Checked()
	if err != nil {
		return Person{}, err
	}
	now := s.Now()
	p := Person{Meta: record.Meta{ID: s.NewID(), Revision: 1, CreatedAt: now, ChangedAt: now}, PersonFields: fields}
	err = s.Store.Update(ctx, func(ctx context.Context) error {
		if err := s.Store.People().Insert(ctx, p); err != nil {
			return err
		}
		return s.Journal.Note(ctx, a, op, Ref{"person", p.ID}, uuid.Nil, nil)
	})
	return p, err
}

// PersonObject is what the policy knows of a person. Staff of any programme may look people up: one installation serves
// one institution, and whoever enrols somebody must find them.
func PersonObject(id uuid.UUID) Object {
	return Object{Kind: "person", Reading: OpGetPerson, Person: id}
}

// Person gives one person: to staff, and to themselves. Fails as NotFound.
func (s *Service) Person(ctx context.Context, a Actor, id uuid.UUID) (Person, error) {
	if err := a.PermitOn(OpGetPerson, PersonObject(id)); err != nil {
		return Person{}, err
	}
	return s.Store.People().Get(ctx, id)
}

// ListPeople gives a page of people.
func (s *Service) ListPeople(ctx context.Context, a Actor, filter PersonFilter, page record.Page) (record.List[Person], error) {
	if err := a.Permit(OpListPeople); err != nil {
		return record.List[Person]{}, err
	}
	return s.Store.People().List(ctx, filter, page)
}

// ChangePerson lets edit set fields of the person that is at revision match. A certificate keeps the name that it was
// issued with. People change of themselves what is not printed or looked up: the rest staff set. Fails as NotFound, Stale,
// Invalid, Forbidden or Conflict.
func (s *Service) ChangePerson(ctx context.Context, a Actor, id uuid.UUID, match record.Match, edit func(*PersonFields)) (Person, error) {
	if err := a.PermitOn(OpUpdatePerson, PersonObject(id)); err != nil {
		return Person{}, err
	}
	var p Person
	err := s.Store.Update(ctx, func(ctx context.Context) (err error) {
		if p, err = s.Store.People().Get(ctx, id); err != nil {
			return err
		}
		return s.savePerson(ctx, a, OpUpdatePerson, &p, match, edit)
	})
	return p, err
}

// keptBy fails when somebody who is neither administrator nor staff changes of themselves more than their private address,
// their organisation, their title and their language.
func (p PersonFields) keptBy(a Actor, id uuid.UUID, before PersonFields) error {
	before.PrivateEmail, before.Organisation, before.JobTitle, before.Language = p.PrivateEmail, p.Organisation, p.JobTitle, p.Language
	if p == before || a.Stands(PersonObject(id), Admin, Staff) {
		return nil
	}
	return refused(fault.Forbidden, "", "You may change your private address, organisation, title and language. Staff change the rest.")
}

// PutPerson makes the person of an external id be as given: created if it is new (second result), replaced otherwise.
func (s *Service) PutPerson(ctx context.Context, a Actor, externalID string, match record.Match, fields PersonFields) (p Person, created bool, err error) {
	if err := a.Permit(OpPutPerson); err != nil {
		return Person{}, false, err
	}
	var f text.Form
	fields.ExternalID = f.Line("{external_id}", externalID, MaxExternalID)
	if err := f.Err(); err != nil {
		return Person{}, false, err
	}
	err = s.Store.Update(ctx, func(ctx context.Context) (err error) {
		p, err = s.Store.PersonByExternalID(ctx, fields.ExternalID)
		if created = fault.CodeOf(err) == fault.NotFound; created {
			if err := match.Absent(); err != nil {
				return err
			}
			p, err = s.insertPerson(ctx, a, OpPutPerson, fields)
			return err
		}
		if err != nil {
			return err
		}
		return s.savePerson(ctx, a, OpPutPerson, &p, match, func(f *PersonFields) { *f = fields })
	})
	return p, created, err
}

func (s *Service) savePerson(ctx context.Context, a Actor, op Operation, p *Person, match record.Match, edit func(*PersonFields)) error {
	if err := match.Check(p.Revision); err != nil {
		return err
	}
	fields := p.PersonFields
	edit(&fields)
	fields, err := fields.Checked()
	if err != nil || fields == p.PersonFields {
		return err
	}
	if err := fields.keptBy(a, p.ID, p.PersonFields); err != nil {
		return err
	}
	p.PersonFields, p.ChangedAt = fields, s.Now()
	if err := s.Store.People().Update(ctx, p); err != nil {
		return err
	}
	return s.Journal.Note(ctx, a, op, Ref{"person", p.ID}, uuid.Nil, nil)
}
