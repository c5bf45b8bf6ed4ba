package store

import (
	"context"
	"encoding/json"
	"fmt"

	"testamur/internal/certificate"
	"testamur/internal/framework"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// evidenceRow is how many texts of an enrolment name the same disciplines.
type evidenceRow struct {
	EnrolmentID uuid.UUID
	Disciplines string
	ThemeCodes  string
	Count       int
}

// enrolled is the condition on an enrolment's id of a scope, with its parameter.
func enrolled(scope programme.Scope) (string, uuid.UUID) {
	switch {
	case scope.Enrolment != uuid.Nil:
		return "= ?", scope.Enrolment
	case scope.Cohort != uuid.Nil:
		return "IN (SELECT id FROM enrolments WHERE cohort_id = ?)", scope.Cohort
	}
	return "IN (SELECT id FROM enrolments WHERE programme_id = ?)", scope.Programme
}

// Evidence implements programme.CoverageStore, with two queries.
func (s *Store) Evidence(ctx context.Context, scope programme.Scope) ([]programme.Evidence, error) {
	in, id := enrolled(scope)
	var entries []evidenceRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT enrolment_id, disciplines, '' AS theme_codes, COUNT(*) AS count FROM log_entries
		WHERE enrolment_id `+in+` AND NOT archived GROUP BY enrolment_id, disciplines`, id).Scan(&entries).Error
	if err != nil {
		return nil, err
	}
	query := `SELECT f.enrolment_id, f.disciplines, COALESCE(t.disciplines, '') AS theme_codes, COUNT(*) AS count
		FROM feedback f LEFT JOIN themes t ON t.id = f.theme_id WHERE f.enrolment_id ` + in + ` AND f.state = 'submitted'`
	args := []any{id}
	if scope.Limited {
		query += " AND (f.assessor_id = ? OR f.id IN ?)"
		args = append(args, reference(scope.Assessor), idsOf(append(scope.Released, uuid.Nil), func(id uuid.UUID) uuid.UUID { return id }))
	}
	var texts []evidenceRow
	err = s.db(ctx).WithContext(ctx).Raw(query+" GROUP BY f.enrolment_id, f.disciplines, COALESCE(t.disciplines, '')", args...).Scan(&texts).Error
	evidence := make([]programme.Evidence, 0, len(entries)+len(texts))
	for _, r := range entries {
		evidence = append(evidence, r.evidence(programme.EvidenceLog))
	}
	for _, r := range texts {
		evidence = append(evidence, r.evidence(programme.EvidenceFeedback))
	}
	return evidence, err
}

func (r evidenceRow) evidence(kind programme.EvidenceKind) programme.Evidence {
	codes := framework.Codes(r.Disciplines).With(framework.Codes(r.ThemeCodes))
	return programme.Evidence{Kind: kind, Enrolment: r.EnrolmentID, Disciplines: codes, Count: r.Count}
}

// Enrolled implements programme.CoverageStore.
func (s *Store) Enrolled(ctx context.Context, scope programme.Scope) (int, error) {
	in, id := enrolled(scope)
	return scalar[int](ctx, s.db(ctx), "SELECT COUNT(*) FROM enrolments WHERE id "+in, id)
}

// drawnOn reads what a version's provenance (certificate, composed.go) says of the writings that its passages draw on.
type drawnOn struct {
	Sections []struct {
		Passages []struct {
			Sources []struct {
				Writing uuid.UUID `json:"writing"`
			} `json:"sources"`
		} `json:"passages"`
	} `json:"sections"`
}

func (d drawnOn) writings() []uuid.UUID {
	var ids []uuid.UUID
	for _, section := range d.Sections {
		for _, passage := range section.Passages {
			for _, source := range passage.Sources {
				ids = append(ids, source.Writing)
			}
		}
	}
	return ids
}

// ReleasedFeedback implements programme.CoverageStore.
func (s *Store) ReleasedFeedback(ctx context.Context, enrolment uuid.UUID) ([]uuid.UUID, error) {
	versions, err := of[versionRow](ctx, s.db(ctx)).columns("id", "provenance").
		where("id IN (SELECT issued_id FROM certificates WHERE enrolment_id = ?)", enrolment).
		where("state = ? AND erased_at IS NULL", certificate.VersionIssued).find()
	if err != nil {
		return nil, err
	}
	var writings []uuid.UUID
	for _, v := range versions {
		var from drawnOn
		if err := json.Unmarshal(v.Provenance, &from); err != nil {
			return nil, fmt.Errorf("provenance of version %s: %w", v.ID, err)
		}
		writings = append(writings, from.writings()...)
	}
	if len(writings) == 0 {
		return nil, nil
	}
	rows, err := of[writingRow](ctx, s.db(ctx)).columns("id", "owner_id").
		where("id IN ? AND kind = ?", idsOf(writings, func(id uuid.UUID) uuid.UUID { return id }), programme.WritingFeedback).find()
	return all(rows, func(r writingRow) uuid.UUID { return r.OwnerID }), err
}

// LinkedThemes implements programme.CoverageStore.
func (s *Store) LinkedThemes(ctx context.Context, c programme.Cohort) ([]programme.Theme, error) {
	rows, err := of[themeRow](ctx, s.db(ctx)).where("programme_id = ? AND disciplines <> '' AND NOT archived", c.ProgrammeID).
		where("(enrolment_id IS NULL OR enrolment_id IN (SELECT id FROM enrolments WHERE cohort_id = ?))", c.ID).order("position, id").find()
	return all(rows, unpackTheme), err
}
