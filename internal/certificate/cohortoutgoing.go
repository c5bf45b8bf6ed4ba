package certificate

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/operation"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// outgoing is what one must know of a cohort to plan sending its texts to people; read with as many queries however many there are.
type outgoing struct {
	programme    programme.Programme
	certificates []Certificate // being composed
	members      map[uuid.UUID]programme.Enrolment
	reviews      map[uuid.UUID]Review              // the last of each certificate
	writings     map[uuid.UUID][]programme.Writing // of each enrolment, without their texts
	inForce      map[uuid.UUID]Version             // what corrections that are reviewed are to replace
	people       map[uuid.UUID]access.Person
}

// outgoing reads the cohort of an order, which has no options.
func (s *Service) outgoing(ctx context.Context, order operation.Order) (o outgoing, err error) {
	if err = noOptions(order); err != nil {
		return o, err
	}
	if o.programme, err = s.Store.Programmes().Get(ctx, order.Programme); err != nil {
		return o, err
	}
	if o.certificates, err = s.Store.CohortCertificates(ctx, order.Cohort, Composing); err != nil || len(o.certificates) == 0 {
		return o, err
	}
	if o.members, err = s.members(ctx, order.Cohort); err != nil {
		return o, err
	}
	if err = s.reviewers(ctx, order.Cohort, &o); err != nil {
		return o, err
	}
	o.people, err = s.Store.PeopleByID(ctx, o.addressees())
	return o, err
}

// reviewers reads what says whom reviews would ask, if the programme has any.
func (s *Service) reviewers(ctx context.Context, cohort uuid.UUID, o *outgoing) (err error) {
	var replaced []uuid.UUID
	reviewed := false
	for _, c := range o.certificates {
		reviewed = reviewed || c.isReviewed(o.programme)
		if c.IssuedID != uuid.Nil && c.isReviewed(o.programme) {
			replaced = append(replaced, c.IssuedID)
		}
	}
	if !reviewed {
		return nil
	}
	if o.reviews, err = s.Store.CohortReviews(ctx, cohort); err != nil {
		return err
	}
	if o.writings, err = s.Store.CohortSources(ctx, cohort); err != nil {
		return err
	}
	if len(replaced) > 0 {
		o.inForce, err = s.Store.VersionsByID(ctx, replaced)
	}
	return err
}

// addressees gives everybody to whom a letter may go, each once.
func (o outgoing) addressees() (ids []uuid.UUID) {
	known := map[uuid.UUID]bool{uuid.Nil: true}
	add := func(id uuid.UUID) {
		if !known[id] {
			known[id] = true
			ids = append(ids, id)
		}
	}
	for _, c := range o.certificates {
		add(c.PersonID)
		for _, x := range c.Signatories {
			add(x.PersonID)
		}
		for _, w := range o.writings[c.EnrolmentID] {
			add(w.AssessorID)
		}
	}
	return ids
}

// passed says whether a text may go to signatories as it reads now.
func (o outgoing) passed(c Certificate) (bool, error) {
	if !c.isReviewed(o.programme) {
		return true, nil
	}
	return c.passed(o.reviews[c.ID])
}

// toReviewers gives the letters of a review: first to those who are quoted, and when they have answered to the participant.
func (o outgoing) toReviewers(c Certificate) (letters []operation.Letter, err error) {
	if o.programme.ReadBackDays > 0 {
		var before []Section
		if c.IssuedID != uuid.Nil {
			from, err := readProvenance(o.inForce[c.IssuedID].Provenance)
			if err != nil {
				return nil, err
			}
			before = from.sections()
		}
		for _, assessor := range toReadBack(c.Sections, before, o.writings[c.EnrolmentID]) {
			letters = append(letters, operation.Letter{Kind: access.LetterReadBack, Person: assessor})
		}
	}
	if o.programme.ParticipantCheckDays > 0 {
		letters = append(letters, operation.Letter{Kind: access.LetterCheck, Person: c.PersonID})
	}
	return letters, nil
}

func (o outgoing) toSignatories(c Certificate) (letters []operation.Letter) {
	for _, x := range c.Signatories {
		letters = append(letters, operation.Letter{Kind: access.LetterSigning, Person: x.PersonID})
	}
	return letters
}

// address adds the letters to an item that reach somebody, and warns of the others.
func (o outgoing) address(item *operation.Item, letters []operation.Letter) {
	for _, l := range letters {
		if p := o.people[l.Person]; p.Email == "" {
			item.Warn("", "no_email", p.Name+" has no e-mail address, so nothing is mailed to them.")
			continue
		}
		item.Letters = append(item.Letters, l)
	}
}
