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

// mayBecome fails when the actor may not change a person in this way. People change of themselves what is neither printed
// nor looked up nor written to. Staff change what names somebody and where mail to them goes only while all that the
// person takes part in is theirs: else staff of one programme could have the links of another sent to themselves.
func (s *Service) mayBecome(ctx context.Context, a Actor, p Person, after PersonFields) error {
	open := p.PersonFields
	open.PrivateEmail, open.Organisation, open.JobTitle, open.Language = after.PrivateEmail, after.Organisation, after.JobTitle, after.Language
	if open == after || a.Stands(PersonObject(p.ID), Admin) {
		return nil
	}
	if !a.Stands(PersonObject(p.ID), Staff) {
		return refused(fault.Forbidden, "", "You may change your private address, organisation, title and language. Staff change the rest.")
	}
	if err := Within(ctx, s.Store, a, p.ID); err != nil {
		return err
	}
	return s.mayMove(ctx, p, after)
}

// mayMove fails when staff change an address by which somebody proves who they are: whoever composes could have the link and
// the code of a signatory sent to themselves, and sign in their place.
func (s *Service) mayMove(ctx context.Context, p Person, after PersonFields) error {
	if p.Email == "" || EmailKey(p.Email) == EmailKey(after.Email) {
		return nil
	}
	proves, err := s.Store.ProvesByMail(ctx, p.ID)
	if err == nil && proves {
		return refused(fault.Forbidden, "address_proves", "Links and codes for %s go to this address. An administrator changes it.", p.Name)
	}
	return err
}

// TieStore finds out what a person takes part in.
type TieStore interface {
	// TiedElsewhere says whether the person is an administrator, or takes part in anything that belongs to none of the
	// programmes: as participant, assessor, signatory or staff.
	TiedElsewhere(ctx context.Context, person uuid.UUID, programmes []uuid.UUID) (bool, error)
}

// Within fails as Forbidden when a person takes part in something of which the actor is not staff, or is an administrator.
func Within(ctx context.Context, store TieStore, a Actor, person uuid.UUID) error {
	if a.Role == RoleAdmin || (a.Role == RoleStaff && a.everywhere()) {
		return nil
	}
	elsewhere, err := store.TiedElsewhere(ctx, person, a.Programmes)
	if err == nil && elsewhere {
		return refused(fault.Forbidden, "tied_elsewhere", "This person takes part in other programmes too. Ask an administrator.")
	}
	return err
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
	if erased, err := s.Store.Erased(ctx, p.ID); err != nil {
		return err
	} else if erased {
		return fault.New(fault.Gone, "erased", "This person was erased. Add them anew.")
	}
	if err := s.mayBecome(ctx, a, *p, fields); err != nil {
		return err
	}
	p.PersonFields, p.ChangedAt = fields, s.Now()
	if err := s.Store.People().Update(ctx, p); err != nil {
		return err
	}
	return s.Journal.Note(ctx, a, op, Ref{"person", p.ID}, uuid.Nil, nil)
}
