package store

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

type offerRow struct {
	PersonID  uuid.UUID
	MeetingID uuid.UUID
	HeldOn    day
	Assessor  bool
	Signatory bool
}

// panelled finds who took part in the panels of an enrolment's cohort: in those for all, and in those for this participant.
const panelled = `SELECT mp.person_id, m.id AS meeting_id, m.held_on,
	EXISTS (SELECT 1 FROM assignments a WHERE a.enrolment_id = @enrolment AND a.assessor_id = mp.person_id AND NOT a.archived) AS assessor,
	EXISTS (SELECT 1 FROM signatories s JOIN certificates c ON c.id = s.certificate_id
		WHERE c.enrolment_id = @enrolment AND c.state NOT IN @ended AND s.person_id = mp.person_id) AS signatory
	FROM meetings m JOIN meeting_people mp ON mp.meeting_id = m.id
	WHERE m.cohort_id = @cohort AND m.kind = @panel AND NOT m.archived AND mp.enrolment_id IS NULL AND mp.person_id <> @participant
	AND (NOT EXISTS (SELECT 1 FROM meeting_people x WHERE x.meeting_id = m.id AND x.enrolment_id IS NOT NULL)
		OR EXISTS (SELECT 1 FROM meeting_people x WHERE x.meeting_id = m.id AND x.enrolment_id = @enrolment))
	ORDER BY m.held_on, m.id, mp.position`

// Offers implements programme.MeetingStore, with two queries.
func (s *Store) Offers(ctx context.Context, e programme.Enrolment) ([]programme.Offer, error) {
	var rows []offerRow
	err := s.db(ctx).WithContext(ctx).Raw(panelled, map[string]any{
		"enrolment": e.ID, "cohort": e.CohortID, "participant": e.PersonID, "panel": programme.Panel, "ended": ended,
	}).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	people, err := of[personRow](ctx, s.db(ctx)).where("NOT archived AND id IN ?", idsOf(rows, func(r offerRow) uuid.UUID { return r.PersonID })).find()
	if err != nil {
		return nil, err
	}
	known := map[uuid.UUID]access.Person{}
	for _, p := range people {
		known[p.ID] = unpackPerson(p)
	}
	return offersOf(rows, known), nil
}

// offersOf gives everybody once, where they are first named, with the latest panel.
func offersOf(rows []offerRow, known map[uuid.UUID]access.Person) []programme.Offer {
	var offers []programme.Offer
	places := map[uuid.UUID]int{}
	for _, r := range rows {
		p, ok := known[r.PersonID]
		if !ok {
			continue
		}
		i, named := places[r.PersonID]
		if !named {
			i = len(offers)
			places[r.PersonID] = i
			offers = append(offers, programme.Offer{Person: p, Assessor: r.Assessor, Signatory: r.Signatory})
		}
		offers[i].Panel, offers[i].On = r.MeetingID, r.HeldOn.date()
	}
	return offers
}

// loadPanel brings who may sign besides the assessors, and who of all is staff.
func (s *Store) loadPanel(ctx context.Context, m *certificate.Material) error {
	offers, err := s.Offers(ctx, m.Enrolment)
	if err != nil {
		return err
	}
	m.Guests = all(offers, func(o programme.Offer) access.Person { return o.Person })
	var staff []uuid.UUID
	err = s.db(ctx).WithContext(ctx).Raw("SELECT person_id FROM programme_staff WHERE programme_id = ?", m.Programme.ID).Scan(&staff).Error
	m.Staff = map[uuid.UUID]bool{}
	for _, p := range staff {
		m.Staff[p] = true
	}
	return err
}
