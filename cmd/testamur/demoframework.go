package main

import (
	"errors"

	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/templates"
)

// nextEdition is the second edition of the framework that comes along, which the demonstration has as a draft.
const nextEdition = "demo/social-learning-leadership-2.yaml"

// setUpFramework has the programme follow the framework that comes along and show it to anyone, and begins the next edition of
// it.
func (p *player) setUpFramework(f *programme.Fields) error {
	list, err := p.programmes.ListFrameworks(p.ctx, demoStaff, framework.Filter{Code: shippedFramework}, record.Page{Limit: 1})
	if err != nil {
		return err
	}
	if len(list.Items) == 0 {
		return errors.New("there is no framework")
	}
	f.FrameworkID, f.PublishesFramework = list.Items[0].ID, true
	e, err := p.programmes.CreateEdition(p.ctx, demoStaff, f.FrameworkID)
	if err != nil {
		return err
	}
	file, err := templates.Files.ReadFile(nextEdition)
	if err != nil {
		return err
	}
	_, err = p.programmes.PutEditionFile(p.ctx, demoStaff, e.ID, record.Match(e.Revision), file)
	return err
}
