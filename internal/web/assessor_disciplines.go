package web

import (
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/framework"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// about asks which disciplines a text speaks of, group by group.
type about struct {
	ID     string
	Names  []string // of those that it names and those behind its heading
	Groups []aboutGroup
	Wrong  string // why the answer was not taken
}

// aboutGroup are the disciplines of one group.
type aboutGroup struct {
	Name    string
	Choices []aboutChoice
}

// aboutChoice is one discipline. What stands behind the heading is ticked and stays so: it counts in any case.
type aboutChoice struct {
	field
	Behind bool
}

// Chosen says whether the box is ticked.
func (c aboutChoice) Chosen() bool { return c.Behind || c.Value != "" }

// pinnedBy gives the edition that a cohort pins; zero when it pins none.
func (p *Pages) pinnedBy(ctx context.Context, a access.Actor, c programme.Cohort) (framework.Edition, error) {
	if c.EditionID == uuid.Nil {
		return framework.Edition{}, nil
	}
	return p.Programmes.Edition(ctx, a, c.EditionID)
}

// About asks for the disciplines of the text, as they are ticked in its form; nil when there are none to choose from.
func (t deskText) About() *about {
	if len(t.Edition.Groups) == 0 && t.Disciplines == "" {
		return nil
	}
	ticked := t.Form.ticked()
	x := &about{ID: t.Form.FieldID("disciplines"), Wrong: t.Form.Mistake("disciplines")}
	for _, g := range t.Edition.Groups {
		group := aboutGroup{Name: g.Name}
		for _, d := range g.Disciplines {
			choice := aboutChoice{t.Form.Tick(tickOf(d.Code), d.Name), t.isBehind(d.Code) && !ticked.Has(d.Code)}
			if choice.Chosen() {
				x.Names = append(x.Names, d.Name)
			}
			group.Choices = append(group.Choices, choice)
		}
		x.Groups = append(x.Groups, group)
	}
	x.addOthers(t.Form, t.Disciplines.With(ticked).Missing(t.Edition.Outline().Codes()))
	return x
}

// addOthers adds what is named though the edition does not have it: it stays named until it is taken off.
func (x *about) addOthers(f form, codes []string) {
	others := aboutGroup{Name: "Of other editions"}
	for _, code := range codes {
		others.Choices = append(others.Choices, aboutChoice{field: f.Tick(tickOf(code), code)})
		if f.Value(tickOf(code)) != "" {
			x.Names = append(x.Names, code)
		}
	}
	if len(others.Choices) > 0 {
		x.Groups = append(x.Groups, others)
	}
}

func (t deskText) isBehind(code string) bool {
	return slices.ContainsFunc(t.Behind, func(d framework.Discipline) bool { return d.Code == code })
}

// Speaks are the disciplines that the stored text names, by name.
func (t deskText) Speaks() []string { return disciplineNames(t.Edition, t.Disciplines) }

// disciplineNames names disciplines as an edition does, in its order; what it does not have comes last, by its code.
func disciplineNames(e framework.Edition, codes framework.Codes) []string {
	var names []string
	for _, d := range e.Disciplines() {
		if codes.Has(d.Code) {
			names = append(names, d.Name)
		}
	}
	return append(names, codes.Missing(e.Outline().Codes())...)
}

// speaks gives the disciplines that the submitted feedback of an enrolment names, by feedback: named as an edition does.
func (p *Pages) speaks(ctx context.Context, a access.Actor, enrolment uuid.UUID, e framework.Edition) (map[uuid.UUID][]string, error) {
	list, err := p.Programmes.ListFeedback(ctx, a, programme.FeedbackFilter{Enrolment: enrolment, State: programme.FeedbackSubmitted}, wholePage)
	if err != nil {
		return nil, err
	}
	names := map[uuid.UUID][]string{}
	for _, fb := range list.Items {
		names[fb.ID] = disciplineNames(e, fb.Disciplines)
	}
	return names, nil
}
