package store

import (
	"context"

	"testamur/internal/certificate"
	"testamur/internal/excerpt"
	"testamur/internal/personal"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// belongingRow is where a version belongs.
type belongingRow struct {
	ID       uuid.UUID
	CohortID uuid.UUID
	PersonID uuid.UUID
}

// VersionsInForce implements excerpt.Store, with two queries.
func (s *Store) VersionsInForce(ctx context.Context, filter excerpt.SourceFilter, page record.Page) (record.List[excerpt.Source], error) {
	var c conditions
	c.and("id IN ("+versionsInForce+" AND c.enrolment_id IN (SELECT e.id FROM enrolments e JOIN cohorts o ON o.id = e.cohort_id WHERE o.edition_id = ?))",
		certificate.VersionIssued, filter.Edition)
	if filter.Versions != nil {
		c.and("id IN ?", idsOf(filter.Versions, itself))
	}
	c.sight(filter.Sight, "programme_id", nil)
	c.and("id > ?", page.After)
	var list record.List[excerpt.Source]
	err := s.snapshot(ctx, func(ctx context.Context) error {
		rows, err := of[versionRow](ctx, s.db(ctx), c.where()).order("id").limit(page.Limit + 1).find()
		if err != nil {
			return err
		}
		rows, list.More = cut(rows, page.Limit)
		list.Items, err = s.belonging(ctx, rows)
		return err
	})
	return list, err
}

func (s *Store) belonging(ctx context.Context, versions []versionRow) ([]excerpt.Source, error) {
	if len(versions) == 0 {
		return nil, nil
	}
	var rows []belongingRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT v.id, e.cohort_id, e.person_id FROM versions v JOIN certificates c ON c.id = v.certificate_id
		JOIN enrolments e ON e.id = c.enrolment_id WHERE v.id IN ?`, idsOf(versions, versionRow.id)).Scan(&rows).Error
	at := map[uuid.UUID]belongingRow{}
	for _, r := range rows {
		at[r.ID] = r
	}
	return all(versions, func(r versionRow) excerpt.Source {
		return excerpt.Source{Version: unpackVersion(r), CohortID: at[r.ID].CohortID, PersonID: at[r.ID].PersonID}
	}), err
}

// itself is for idsOf of ids.
func itself(id uuid.UUID) uuid.UUID { return id }

// ThemesByID implements excerpt.Store.
func (s *Store) ThemesByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]programme.Theme, error) {
	found := map[uuid.UUID]programme.Theme{}
	if len(ids) == 0 {
		return found, nil
	}
	rows, err := of[themeRow](ctx, s.db(ctx)).where("id IN ?", idsOf(ids, itself)).find()
	for _, r := range rows {
		found[r.ID] = unpackTheme(r)
	}
	return found, err
}

// Writers implements excerpt.Store.
func (s *Store) Writers(ctx context.Context, writings []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	found := map[uuid.UUID]uuid.UUID{}
	if len(writings) == 0 {
		return found, nil
	}
	rows, err := of[writingRow](ctx, s.db(ctx)).columns("id", "assessor_id").where("id IN ? AND kind = ?", idsOf(writings, itself), programme.WritingFeedback).find()
	for _, r := range rows {
		found[r.ID] = uuid.UUID(r.AssessorID)
	}
	return found, err
}

// namesAround finds everybody who has to do with cohorts, each once a cohort.
const namesAround = `
	SELECT e.cohort_id, p.name FROM enrolments e JOIN people p ON p.id = e.person_id WHERE e.cohort_id IN @cohorts
	UNION SELECT e.cohort_id, p.name FROM assignments a JOIN enrolments e ON e.id = a.enrolment_id JOIN people p ON p.id = a.assessor_id WHERE e.cohort_id IN @cohorts
	UNION SELECT e.cohort_id, p.name FROM feedback f JOIN enrolments e ON e.id = f.enrolment_id JOIN people p ON p.id = f.assessor_id WHERE e.cohort_id IN @cohorts
	UNION SELECT e.cohort_id, p.name FROM signatories s JOIN certificates c ON c.id = s.certificate_id JOIN enrolments e ON e.id = c.enrolment_id
		JOIN people p ON p.id = s.person_id WHERE e.cohort_id IN @cohorts
	UNION SELECT e.cohort_id, s.name FROM signatories s JOIN certificates c ON c.id = s.certificate_id JOIN enrolments e ON e.id = c.enrolment_id
		WHERE e.cohort_id IN @cohorts
	UNION SELECT e.cohort_id, c.name FROM certificates c JOIN enrolments e ON e.id = c.enrolment_id WHERE e.cohort_id IN @cohorts
	UNION SELECT m.cohort_id, p.name FROM meetings m JOIN meeting_people x ON x.meeting_id = m.id JOIN people p ON p.id = x.person_id WHERE m.cohort_id IN @cohorts
	UNION SELECT o.id AS cohort_id, p.name FROM cohorts o JOIN programme_staff x ON x.programme_id = o.programme_id JOIN people p ON p.id = x.person_id
		WHERE o.id IN @cohorts`

// NamesAround implements excerpt.Store, with one query. Of who was erased no name is known.
func (s *Store) NamesAround(ctx context.Context, cohorts []uuid.UUID) (map[uuid.UUID][]string, error) {
	names := map[uuid.UUID][]string{}
	if len(cohorts) == 0 {
		return names, nil
	}
	var rows []struct {
		CohortID uuid.UUID
		Name     string
	}
	err := s.db(ctx).WithContext(ctx).Raw(namesAround, map[string]any{"cohorts": idsOf(cohorts, itself)}).Scan(&rows).Error
	for _, r := range rows {
		if r.Name != personal.Name {
			names[r.CohortID] = append(names[r.CohortID], r.Name)
		}
	}
	return names, err
}
