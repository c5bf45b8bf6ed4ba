package certificate_test

import (
	"cmp"
	"slices"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/templates"

	"github.com/google/uuid"
	"go.yaml.in/yaml/v3"
)

// demonstration is what the texts of the demonstration are in.
type demonstration struct {
	Programme struct {
		Title    string `yaml:"certificate_title"`
		Language string
	}
	People       map[string]struct{ Name, JobTitle, Organisation string }
	Participants []struct {
		Name        string
		Signatories []string
		Project     struct{ Title, Context string }
		Feedback    []struct{ Assessor, Theme, Text string }
	}
}

func demo(t *testing.T) (d demonstration) {
	t.Helper()
	text, err := templates.Files.ReadFile("demo/programme.yaml")
	if err == nil {
		err = yaml.Unmarshal(text, &d)
	}
	if err != nil || len(d.Participants) < 10 {
		t.Fatalf("the demonstration: %d participants, %v", len(d.Participants), err)
	}
	return d
}

// composed gives the certificate of the demonstration's participant, each text with a source, and what is around it.
func (d demonstration) composed(i int) (certificate.Certificate, certificate.Surroundings) {
	p := d.Participants[i]
	c := certificate.Certificate{Fields: certificate.Fields{Title: d.Programme.Title, Name: p.Name}}
	around := certificate.Surroundings{Language: d.Programme.Language, Participant: access.Person{PersonFields: access.PersonFields{Name: p.Name}}}
	add := func(heading, text string) {
		passage := certificate.Passage{Text: text, Sources: []certificate.Source{{WritingID: uuid.New()}}}
		c.Sections = append(c.Sections, certificate.Section{Heading: heading, Passages: []certificate.Passage{passage}})
	}
	if p.Project.Context != "" {
		add(p.Project.Title, p.Project.Context)
	}
	for _, f := range p.Feedback {
		add(cmp.Or(f.Theme, "Further observations"), f.Text)
	}
	for _, key := range p.Signatories {
		person := access.Person{PersonFields: access.PersonFields{Name: d.People[key].Name}}
		person.ID = uuid.New()
		around.Others = append(around.Others, person)
		c.Signatories = append(c.Signatories, certificate.Signatory{PersonID: person.ID, Name: person.Name})
	}
	return c, around
}

func TestNothingIsFoundInTheTextsOfTheDemonstration(t *testing.T) {
	d := demo(t)
	for i, p := range d.Participants {
		c, around := d.composed(i)
		for _, f := range c.Check(around) {
			t.Errorf("%s: %s %q at %s", p.Name, f.Kind, f.Detail, f.Pointer)
		}
	}
}

// Everybody's name is compared with everybody's text, as if they were all assessors of all.
func TestFewNamesResembleTheWordsOfTheDemonstration(t *testing.T) {
	d := demo(t)
	var all []access.Person
	for _, p := range d.People {
		all = append(all, access.Person{PersonFields: access.PersonFields{Name: p.Name}})
	}
	for _, p := range d.Participants {
		all = append(all, access.Person{PersonFields: access.PersonFields{Name: p.Name}})
	}
	for i, p := range d.Participants {
		c, around := d.composed(i)
		around.Others = append(around.Others, all...)
		for _, f := range slices.DeleteFunc(c.Check(around), func(f certificate.Finding) bool { return f.Kind != certificate.NameSpelling }) {
			t.Errorf("%s: %q at %s: %s", p.Name, f.Detail, f.Pointer, f.Message)
		}
	}
}
