package press

import (
	"fmt"
	"io/fs"
	"time"

	"testamur/internal/typeset"

	"go.yaml.in/yaml/v3"
)

// demonstration is what a specimen needs of demo/programme.yaml.
type demonstration struct {
	Institution string `yaml:"institution"`
	Programme   struct {
		Name             string `yaml:"name"`
		CertificateTitle string `yaml:"certificate_title"`
		Language         string `yaml:"language"`
		Contact          string `yaml:"contact"`
		About            string `yaml:"about"`
	} `yaml:"programme"`
	Cohort struct {
		PanelOn string `yaml:"panel_on"`
	} `yaml:"cohort"`
	People map[string]struct {
		Name         string `yaml:"name"`
		JobTitle     string `yaml:"job_title"`
		Organisation string `yaml:"organisation"`
	} `yaml:"people"`
	Participants []struct {
		Name        string   `yaml:"name"`
		Signatories []string `yaml:"signatories"`
		Project     struct {
			Title   string `yaml:"title"`
			Context string `yaml:"context"`
		} `yaml:"project"`
		Feedback []struct {
			Theme string `yaml:"theme"`
			Text  string `yaml:"text"`
		} `yaml:"feedback"`
	} `yaml:"participants"`
}

// NewSpecimen reads the text that shows what a layout looks like: the certificate of the demonstration's first participant. It
// has neither a serial number nor a code.
func NewSpecimen(files fs.FS) (typeset.Certificate, error) {
	var d demonstration
	text, err := fs.ReadFile(files, "demo/programme.yaml")
	if err == nil {
		err = yaml.Unmarshal(text, &d)
	}
	if err == nil && len(d.Participants) == 0 {
		err = fmt.Errorf("it has no participants")
	}
	var awarded time.Time
	if err == nil {
		awarded, err = time.Parse(time.DateOnly, d.Cohort.PanelOn)
	}
	if err != nil {
		return typeset.Certificate{}, fmt.Errorf("specimen: demo/programme.yaml: %w", err)
	}
	return d.certificate(typeset.Date{Year: awarded.Year(), Month: awarded.Month(), Day: awarded.Day()}), nil
}

func (d *demonstration) certificate(awarded typeset.Date) typeset.Certificate {
	p := d.Participants[0]
	c := typeset.Certificate{
		Language: d.Programme.Language, Institution: d.Institution, Programme: d.Programme.Name, Contact: d.Programme.Contact,
		About: d.Programme.About, Title: d.Programme.CertificateTitle, Name: p.Name, AwardDate: awarded,
		Sections: []typeset.Section{paragraph(p.Project.Title, p.Project.Context)},
	}
	for _, f := range p.Feedback {
		c.Sections = append(c.Sections, paragraph(f.Theme, f.Text))
	}
	for _, key := range p.Signatories {
		s := d.People[key]
		c.Signatories = append(c.Signatories, typeset.Signatory{Name: s.Name, Title: s.JobTitle, Organisation: s.Organisation})
	}
	return c
}

func paragraph(heading, text string) typeset.Section {
	return typeset.Section{Heading: heading, Blocks: []typeset.Block{{Items: []typeset.Item{{{Text: text}}}}}}
}
