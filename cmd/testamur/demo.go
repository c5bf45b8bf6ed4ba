package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/templates"

	"go.yaml.in/yaml/v3"
)

const demoInstitution = "Social learning leadership programme"

// script is the demonstration as templates/demo/programme.yaml tells it.
type script struct {
	Institution string                `yaml:"institution"`
	Programme   scriptProgramme       `yaml:"programme"`
	Themes      []scriptTheme         `yaml:"themes"`
	Cohort      scriptCohort          `yaml:"cohort"`
	People      map[string]scriptHead `yaml:"people"`
	Accounts    []scriptAccount       `yaml:"accounts"`
	Participant []scriptParticipant   `yaml:"participants"`
	Quotes      []scriptQuote         `yaml:"quotes"`
	Meetings    []scriptMeeting       `yaml:"meetings"`
}

// scriptAccount is somebody who can sign in: a key of people, or the name of a participant.
type scriptAccount struct {
	Person string `yaml:"person"`
	As     string `yaml:"as"`
	Admin  bool   `yaml:"admin"`
	Staff  bool   `yaml:"staff"`
}

type scriptProgramme struct {
	Name             string `yaml:"name"`
	CertificateTitle string `yaml:"certificate_title"`
	Language         string `yaml:"language"`
	TimeZone         string `yaml:"time_zone"`
	SerialPrefix     string `yaml:"serial_prefix"`
	Length           string `yaml:"length"`
	Contact          string `yaml:"contact"`
	About            string `yaml:"about"`
	Requirements     string `yaml:"requirements"`
}

type scriptTheme struct {
	Heading     string   `yaml:"heading"`
	Disciplines []string `yaml:"disciplines"`
}

type scriptCohort struct {
	Name     string `yaml:"name"`
	StartsOn string `yaml:"starts_on"`
	EndsOn   string `yaml:"ends_on"`
	PanelOn  string `yaml:"panel_on"`
}

type scriptHead struct {
	Name         string `yaml:"name"`
	JobTitle     string `yaml:"job_title"`
	Organisation string `yaml:"organisation"`
	Email        string `yaml:"email"`
}

type scriptParticipant struct {
	Name        string            `yaml:"name"`
	Stage       string            `yaml:"stage"`
	Signatories []string          `yaml:"signatories"`
	ExpiresOn   string            `yaml:"expires_on"`
	Project     scriptProject     `yaml:"project"`
	Feedback    []scriptFeedback  `yaml:"feedback"`
	Log         []scriptEntry     `yaml:"log"`
	Settled     *scriptSettlement `yaml:"settled"`
	Remark      *scriptRemark     `yaml:"remark"`
}

type scriptProject struct {
	Title   string `yaml:"title"`
	Context string `yaml:"context"`
	Aims    string `yaml:"aims"`
}

type scriptFeedback struct {
	Assessor    string   `yaml:"assessor"`
	Theme       string   `yaml:"theme"`
	Disciplines []string `yaml:"disciplines"`
	Text        string   `yaml:"text"`
	Draft       bool     `yaml:"draft"`
}

type scriptEntry struct {
	On          string   `yaml:"on"`
	Disciplines []string `yaml:"disciplines"`
	Text        string   `yaml:"text"`
}

func readScript() (script, error) {
	var s script
	text, err := templates.Files.ReadFile("demo/programme.yaml")
	if err != nil {
		return s, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	err = decoder.Decode(&s)
	return s, err
}

// demonstrate plays the script on first start and prints where to look. The play is one transaction: when it is
// interrupted, the next start begins it anew.
func (h *house) demonstrate(c *console) error {
	err := h.store.Update(c.ctx, func(ctx context.Context) error {
		programmes, err := h.programmes.ListProgrammes(ctx, demoStaff, programme.Filter{}, record.Page{Limit: 1})
		if err != nil || len(programmes.Items) > 0 {
			return err
		}
		return h.playScript(ctx)
	})
	if err != nil {
		return fmt.Errorf("demonstration: %w", err)
	}
	return h.welcome(c)
}

// welcome prints a token and the addresses of what there is to see.
func (h *house) welcome(c *console) error {
	_, secret, err := h.access.CreateToken(c.ctx, demoStaff, access.TokenFields{Name: "demonstration " + now().Format(time.DateTime), Role: access.RoleAdmin})
	if err != nil {
		return err
	}
	issued, err := h.modelVersion(c)
	if err != nil {
		return err
	}
	accounts, err := demoAccounts()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, `
Testamur, with a demonstration programme. Everything of it lies in the folder %[2]s.

  Check the model certificate:  %[1]s/v/%[3]s
  The API, explained:           %[1]s/docs
  A token (administrator):      %[4]s

  Download the certificate:
    curl -H "Authorization: Bearer %[4]s" -o certificate.pdf %[1]s/v1/versions/%[5]s/document
  Check the file as a stranger would:
    curl -H "Content-Type: application/pdf" --data-binary @certificate.pdf %[1]s/v1/verifications

  Sign in at %[1]s/sign-in, all with the password "%[6]s":
%[7]s
`, h.config.PublicURL, h.config.Data, issued.Code, secret, issued.ID, demoPassword, accounts)
	return err
}

// modelVersion finds the version in force of the first participant who has one.
func (h *house) modelVersion(c *console) (certificate.Version, error) {
	list, err := h.certificates.List(c.ctx, demoStaff, certificate.Filter{State: certificate.Issued}, record.Page{Limit: 1})
	if err != nil {
		return certificate.Version{}, err
	}
	if len(list.Items) == 0 {
		return certificate.Version{}, errors.New("the demonstration has no issued certificate")
	}
	return h.certificates.Version(c.ctx, demoStaff, list.Items[0].IssuedID)
}
