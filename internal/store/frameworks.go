package store

import (
	"context"
	"strings"
	"time"

	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type frameworkRow struct {
	Head
	Code     string
	Name     string
	Language string
	Archived bool
}

// TableName implements gorm's schema.Tabler.
func (frameworkRow) TableName() string { return "frameworks" }

func packFramework(f framework.Framework) frameworkRow {
	return frameworkRow{Head: headOf(f.Meta), Code: f.Code, Name: f.Name, Language: f.Language, Archived: f.Archived}
}

func unpackFramework(r frameworkRow) framework.Framework {
	return framework.Framework{Meta: r.meta(), Code: r.Code, Name: r.Name, Language: r.Language, Archived: r.Archived}
}

func filterFrameworks(c *conditions, f framework.Filter) {
	c.text("code", f.Code)
	c.archived(f.Archived)
}

type frameworks = table[framework.Framework, framework.Filter, frameworkRow, *framework.Framework]

func (s *Store) frameworks() frameworks {
	return frameworks{store: s, kind: "framework", pack: packFramework, unpack: unpackFramework, filter: filterFrameworks, uniques: []unique[frameworkRow]{
		{"frameworks_code", "code = ?", func(r frameworkRow) []any { return []any{r.Code} }},
	}}
}

// Frameworks implements programme.FrameworkStore.
func (s *Store) Frameworks() record.Table[framework.Framework, framework.Filter] {
	return s.frameworks()
}

// FrameworkByCode implements programme.FrameworkStore.
func (s *Store) FrameworkByCode(ctx context.Context, code string) (framework.Framework, error) {
	return s.frameworks().one(ctx, "code = ?", code)
}

// FrameworkShown implements programme.FrameworkStore.
func (s *Store) FrameworkShown(ctx context.Context, id uuid.UUID) (bool, error) {
	return scalar[bool](ctx, s.db(ctx), "SELECT EXISTS (SELECT 1 FROM programmes WHERE framework_id = ? AND publishes_framework AND NOT archived)", id)
}

type editionRow struct {
	Head
	FrameworkID  uuid.UUID
	Number       int
	State        string
	PublishedAt  instant
	Code         string
	Name         string
	Language     string
	Title        string
	Introduction string
	HowToUse     string
}

// TableName implements gorm's schema.Tabler.
func (editionRow) TableName() string { return "editions" }

func packEdition(e framework.Edition) editionRow {
	f := e.Framework
	return editionRow{
		Head: headOf(e.Meta), FrameworkID: e.FrameworkID, Number: f.Edition, State: string(e.State), PublishedAt: instant(e.PublishedAt),
		Code: f.Code, Name: f.Name, Language: f.Language, Title: f.Title, Introduction: f.Introduction, HowToUse: f.HowToUse,
	}
}

func unpackEdition(r editionRow) framework.Edition {
	return framework.Edition{
		Meta: r.meta(), FrameworkID: r.FrameworkID, State: framework.State(r.State), PublishedAt: time.Time(r.PublishedAt),
		Content: framework.Content{Framework: framework.Front{
			Code: r.Code, Name: r.Name, Language: r.Language, Edition: r.Number, Title: r.Title, Introduction: r.Introduction, HowToUse: r.HowToUse,
		}},
	}
}

func filterEditions(c *conditions, f framework.EditionFilter) {
	c.id("framework_id", f.Framework)
	c.text("state", string(f.State))
}

type editions = table[framework.Edition, framework.EditionFilter, editionRow, *framework.Edition]

func (s *Store) editionHeads() editions {
	return editions{store: s, kind: "edition", pack: packEdition, unpack: unpackEdition, filter: filterEditions, uniques: []unique[editionRow]{
		{"editions_open", "framework_id = ? AND state <> 'published' AND ? <> 'published'", func(r editionRow) []any { return []any{r.FrameworkID, r.State} }},
		{"editions_number", "framework_id = ? AND number = ?", func(r editionRow) []any { return []any{r.FrameworkID, r.Number} }},
	}}
}

func (s *Store) editions() editions {
	t := s.editionHeads()
	t.load, t.save = s.loadEditions, s.saveEdition
	return t
}

// EditionHeads implements programme.FrameworkStore.
func (s *Store) EditionHeads() record.Table[framework.Edition, framework.EditionFilter] {
	return s.editionHeads()
}

// Editions implements programme.FrameworkStore.
func (s *Store) Editions() record.Table[framework.Edition, framework.EditionFilter] {
	return s.editions()
}

// EditionByNumber implements programme.FrameworkStore.
func (s *Store) EditionByNumber(ctx context.Context, id uuid.UUID, number int) (framework.Edition, error) {
	return s.editions().one(ctx, "framework_id = ? AND number = ?", id, number)
}

// LatestEdition implements programme.FrameworkStore.
func (s *Store) LatestEdition(ctx context.Context, id uuid.UUID) (framework.Edition, error) {
	return s.editionHeads().one(ctx, `framework_id = ? AND state = 'published'
		AND number = (SELECT MAX(number) FROM editions WHERE framework_id = ? AND state = 'published')`, id, id)
}

// stemRow is a discipline without its texts.
type stemRow struct {
	Number  int
	Code    string
	Name    string
	Origins string
}

// Lineage implements programme.FrameworkStore, with one query.
func (s *Store) Lineage(ctx context.Context, id uuid.UUID) (framework.Lineage, error) {
	var rows []stemRow
	err := s.db(ctx).WithContext(ctx).Raw(`SELECT e.number, d.code, d.name, d.origins FROM editions e JOIN edition_disciplines d ON d.edition_id = e.id
		WHERE e.framework_id = ? AND e.state = 'published' ORDER BY e.number, d.position`, id).Scan(&rows).Error
	var l framework.Lineage
	for _, r := range rows {
		if len(l) == 0 || l[len(l)-1].Edition != r.Number {
			l = append(l, framework.Outline{Edition: r.Number})
		}
		last := &l[len(l)-1]
		last.Stems = append(last.Stems, framework.Stem{Named: framework.Named{Code: r.Code, Name: r.Name}, From: strings.Fields(r.Origins)})
	}
	return l, err
}

// EditionCodes implements programme.FrameworkStore.
func (s *Store) EditionCodes(ctx context.Context, edition uuid.UUID) (framework.Codes, error) {
	rows, err := of[disciplineRow](ctx, s.db(ctx)).columns("code").where("edition_id = ?", edition).find()
	return framework.CodesOf(all(rows, func(r disciplineRow) string { return r.Code })...), err
}

// DeleteEdition implements programme.FrameworkStore.
func (s *Store) DeleteEdition(ctx context.Context, id uuid.UUID) error {
	return s.executeAll(ctx,
		statement{"DELETE FROM edition_disciplines WHERE edition_id = ?", []any{id}},
		statement{"DELETE FROM edition_groups WHERE edition_id = ?", []any{id}},
		statement{"DELETE FROM editions WHERE id = ?", []any{id}},
	)
}

var _ programme.FrameworkStore = (*Store)(nil)
