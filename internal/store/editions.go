package store

import (
	"context"
	"strings"

	"testamur/internal/framework"

	"github.com/google/uuid"
)

type groupRow struct {
	EditionID    uuid.UUID
	Position     int
	Code         string
	Name         string
	Introduction string
}

// TableName implements gorm's schema.Tabler.
func (groupRow) TableName() string { return "edition_groups" }

type disciplineRow struct {
	EditionID     uuid.UUID
	Position      int // in the edition
	GroupPosition int // of its group
	Code          string
	Name          string
	Question      string
	Origins       string
	Summary       string
	Parts         document[parts]
}

// TableName implements gorm's schema.Tabler.
func (disciplineRow) TableName() string { return "edition_disciplines" }

// parts is the JSON of what a discipline holds beside its prose.
type parts struct {
	Questions    []string         `json:"guiding_questions,omitempty"`
	Perspectives []entry          `json:"perspectives,omitempty"`
	Methods      []entry          `json:"methods,omitempty"`
	Pitfalls     []entry          `json:"pitfalls,omitempty"`
	Quality      []entry          `json:"quality,omitempty"`
	Reading      []work           `json:"reading,omitempty"`
	SeeAlso      []crossReference `json:"see_also,omitempty"`
}

type entry struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

type work struct {
	Author string `json:"author"`
	Year   int    `json:"year"`
	Title  string `json:"title"`
	Source string `json:"source"`
	Note   string `json:"note"`
}

type crossReference struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

func packGroups(e framework.Edition) (groups []groupRow, disciplines []disciplineRow) {
	for i, g := range e.Groups {
		groups = append(groups, groupRow{e.ID, i, g.Code, g.Name, g.Introduction})
		for _, d := range g.Disciplines {
			disciplines = append(disciplines, packDiscipline(e.ID, len(disciplines), i, d))
		}
	}
	return groups, disciplines
}

func packDiscipline(edition uuid.UUID, position, group int, d framework.Discipline) disciplineRow {
	return disciplineRow{
		EditionID: edition, Position: position, GroupPosition: group, Code: d.Code, Name: d.Name, Question: d.Question,
		Origins: strings.Join(d.From, " "), Summary: d.Summary,
		Parts: document[parts]{parts{
			Questions: d.GuidingQuestions, Perspectives: parted(d.Perspectives, packEntry), Methods: parted(d.Methods, packEntry),
			Pitfalls: parted(d.Pitfalls, packEntry), Quality: parted(d.Quality, packEntry),
			Reading: parted(d.Reading, func(w framework.Work) work { return work(w) }),
			SeeAlso: parted(d.SeeAlso, func(r framework.Reference) crossReference { return crossReference(r) }),
		}},
	}
}

func unpackDiscipline(r disciplineRow) framework.Discipline {
	p := r.Parts.of
	return framework.Discipline{
		Code: r.Code, Name: r.Name, Question: r.Question, From: parted(strings.Fields(r.Origins), strings.Clone), Summary: r.Summary,
		GuidingQuestions: p.Questions, Perspectives: parted(p.Perspectives, unpackEntry), Methods: parted(p.Methods, unpackEntry),
		Pitfalls: parted(p.Pitfalls, unpackEntry), Quality: parted(p.Quality, unpackEntry),
		Reading: parted(p.Reading, func(w work) framework.Work { return framework.Work(w) }),
		SeeAlso: parted(p.SeeAlso, func(r crossReference) framework.Reference { return framework.Reference(r) }),
	}
}

func packEntry(e framework.Entry) entry   { return entry(e) }
func unpackEntry(e entry) framework.Entry { return framework.Entry(e) }

// parted converts the entries of a part; none is nil, as the domain has it.
func parted[A, B any](entries []A, convert func(A) B) []B {
	if len(entries) == 0 {
		return nil
	}
	return all(entries, convert)
}

// loadEditions brings groups and disciplines to many editions, with one query each.
func (s *Store) loadEditions(ctx context.Context, editions []framework.Edition) error {
	ids := idsOf(editions, func(e framework.Edition) uuid.UUID { return e.ID })
	groups, err := of[groupRow](ctx, s.db(ctx)).where("edition_id IN ?", ids).order("edition_id, position").find()
	if err != nil {
		return err
	}
	disciplines, err := of[disciplineRow](ctx, s.db(ctx)).where("edition_id IN ?", ids).order("edition_id, position").find()
	if err != nil {
		return err
	}
	found := map[uuid.UUID][]framework.Group{}
	for _, r := range groups {
		found[r.EditionID] = append(found[r.EditionID], framework.Group{Code: r.Code, Name: r.Name, Introduction: r.Introduction})
	}
	for _, r := range disciplines {
		g := &found[r.EditionID][r.GroupPosition]
		g.Disciplines = append(g.Disciplines, unpackDiscipline(r))
	}
	for i := range editions {
		editions[i].Groups = found[editions[i].ID]
	}
	return nil
}

func (s *Store) saveEdition(ctx context.Context, e framework.Edition) error {
	err := s.executeAll(ctx,
		statement{"DELETE FROM edition_disciplines WHERE edition_id = ?", []any{e.ID}},
		statement{"DELETE FROM edition_groups WHERE edition_id = ?", []any{e.ID}},
	)
	if err != nil {
		return err
	}
	groups, disciplines := packGroups(e)
	db := s.db(ctx).WithContext(ctx)
	if len(groups) > 0 {
		err = db.CreateInBatches(&groups, rewriteBatch).Error
	}
	if err == nil && len(disciplines) > 0 {
		err = db.CreateInBatches(&disciplines, rewriteBatch).Error
	}
	return err
}
