package main

import (
	"fmt"
	"slices"

	"testamur/internal/excerpt"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// scriptQuote is a passage that the handbook asks to quote, and who has agreed so far.
type scriptQuote struct {
	Theme      string   `yaml:"theme"`
	Discipline string   `yaml:"discipline"`
	Agree      []string `yaml:"agree"`
}

// quote has the handbook show passages of the first issued certificate: those to which everybody agreed.
func (p *player) quote() error {
	edition := p.cohort.EditionID
	for _, x := range p.script.Quotes {
		asked, err := p.ask(edition, x)
		if err != nil {
			return err
		}
		for _, key := range x.Agree {
			if err := p.agree(key, asked); err != nil {
				return err
			}
		}
	}
	return p.excerpts.Show(p.ctx, demoStaff, edition, true)
}

// ask asks for the first passage under a theme.
func (p *player) ask(edition uuid.UUID, x scriptQuote) (excerpt.Excerpt, error) {
	list, err := p.excerpts.Quotable(p.ctx, demoStaff, edition, x.Discipline, record.Page{Limit: record.MaxPage})
	if err != nil {
		return excerpt.Excerpt{}, err
	}
	for _, q := range list.Items {
		i := slices.IndexFunc(q.Passages, func(y excerpt.Passage) bool { return y.Heading == x.Theme })
		if i < 0 {
			continue
		}
		asked, err := p.excerpts.Ask(p.ctx, demoStaff, edition, []excerpt.Choice{{VersionID: q.VersionID, PassageID: q.Passages[i].ID, Discipline: x.Discipline}})
		if err != nil {
			return excerpt.Excerpt{}, err
		}
		return asked[0], nil
	}
	return excerpt.Excerpt{}, fmt.Errorf("no certificate has a passage under %q", x.Theme)
}

// agree has somebody agree to a passage.
func (p *player) agree(key string, x excerpt.Excerpt) error {
	person := p.people[key]
	i := slices.IndexFunc(x.Consents, func(c excerpt.Consent) bool { return c.PersonID == person.ID })
	if i < 0 {
		return fmt.Errorf("%s is not asked", key)
	}
	_, err := p.excerpts.Answer(p.ctx, handOf(person), x.Consents[i].RequestID, []excerpt.Reply{{ExcerptID: x.ID, Digest: x.Digest, Answer: excerpt.Agrees}})
	return err
}
