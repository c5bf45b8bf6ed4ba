// Package programme holds what happens before a certificate: programmes with their themes, cohorts, enrolments, projects
// with learning logs, assignments and feedback, and the use cases on them and on the editions of frameworks (what those are is in
// package framework). It holds no certificates (package certificate builds on it), no people (package access) and no database.
package programme

import (
	"regexp"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/framework"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Programme is what cohorts run: it says what the certificate is called, how it looks and who must sign.
type Programme struct {
	record.Meta
	Fields
}

// Fields is what may be changed of a programme. Nothing of it reaches into a certificate that was already sent for
// signing.
type Fields struct {
	Name             string
	CertificateTitle string // "Social learning leadership certificate"
	Institution      string // who awards it, printed and public
	Language         string // BCP 47 language of its certificates
	TimeZone         string // IANA name; civil dates are days there
	SerialPrefix     string // "SLL" in SLL-2015-0007
	Layout           string // name of the certificate layout
	About            string // a few lines printed on the certificate's last page
	Length           string // public: "One year"
	Requirements     string // public: what a participant must have done
	Contact          string // public: where questions go
	RequiredSignOffs int    // 0: all signatories; n: any n of them
	// SigningReminderDays is after how many days signatories who have not answered are reminded; 0: never.
	SigningReminderDays int
	LogoFile            uuid.UUID
	FrameworkID         uuid.UUID // of disciplines, whose latest edition a new cohort pins; Nil: none
	PublishesFramework  bool      // anyone may read its published editions
	Archived            bool
	Reviews
}

const (
	maxReminderDays     = 90
	defaultReminderDays = 7
)

// Filter narrows a list of programmes.
type Filter struct {
	Archived *bool
	Sight    access.Sight
}

// Defaults are what a new programme starts from, so that only a name has to be given.
func Defaults() Fields {
	return Fields{
		CertificateTitle: "Certificate", Language: "en", TimeZone: "UTC", SerialPrefix: "CERT", Layout: "classic",
		SigningReminderDays: defaultReminderDays,
		Reviews:             Reviews{ParticipantCheckDays: 7, ReviewReminderDays: 2, CorrectionReview: true},
	}
}

var serialPrefix = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,7}$`)

// MaxSignatories is how many people can sign one certificate.
const MaxSignatories = 8

func (p Fields) checked(layouts []string) (Fields, error) {
	var f text.Form
	p.Name = f.Line("/name", p.Name, 200)
	p.CertificateTitle = f.Line("/certificate_title", p.CertificateTitle, 200)
	p.Institution = f.OptionalLine("/institution", p.Institution, 200)
	p.Language = f.Language("/language", p.Language)
	p.TimeZone = f.TimeZone("/time_zone", p.TimeZone)
	p.About = f.OptionalProse("/about", p.About, 1200)
	p.Length = f.OptionalLine("/length", p.Length, 100)
	p.Requirements = f.OptionalProse("/requirements", p.Requirements, 2000)
	p.Contact = f.OptionalLine("/contact", p.Contact, 200)
	if !serialPrefix.MatchString(p.SerialPrefix) {
		f.Refuse("/serial_prefix", "pattern", "Use one to eight capital letters and digits, a letter first.")
	}
	if p.RequiredSignOffs < 0 || p.RequiredSignOffs > MaxSignatories {
		f.Refuse("/required_sign_offs", "range", "Use 0 for all signatories, or a number up to 8.")
	}
	if p.SigningReminderDays < 0 || p.SigningReminderDays > maxReminderDays {
		f.Refuse("/signing_reminder_days", "range", "Use 0 for no reminders, or a number of days up to 90.")
	}
	if p.PublishesFramework && p.FrameworkID == uuid.Nil {
		f.Refuse("/publishes_framework", "no_framework", "Choose a framework first.")
	}
	p.Layout = text.OneOf(&f, "/layout", p.Layout, layouts...)
	p.Reviews.check(&f)
	return p, f.Err()
}

// Theme is a heading under which feedback is written. It belongs to a programme's catalogue or to one enrolment.
type Theme struct {
	record.Meta
	ThemeFields
	ProgrammeID uuid.UUID
	EnrolmentID uuid.UUID // Nil for the catalogue's
}

// ThemeFields is what may be changed of a theme.
type ThemeFields struct {
	Heading     string // in sentence case; layouts set capitals
	Guidance    string // what to look at, for those who write
	Position    int    // order within the catalogue or the enrolment
	Disciplines framework.Codes
	Archived    bool
}

// ThemeFilter narrows a list of themes. Themes of an enrolment are listed with it alone.
type ThemeFilter struct {
	Programme uuid.UUID
	Enrolment uuid.UUID // themes of this enrolment beside the catalogue's; Nil: the catalogue only
	Archived  *bool
	Sight     access.Sight
}

func (t ThemeFields) checked() (ThemeFields, error) {
	var f text.Form
	t.Heading = f.Line("/heading", t.Heading, 200)
	t.Guidance = f.OptionalProse("/guidance", t.Guidance, 2000)
	fewDisciplines(&f, t.Disciplines)
	if t.Position < 0 || t.Position > 10_000 {
		f.Refuse("/position", "range", "Use a number from 0 to 10000.")
	}
	return t, f.Err()
}

// CohortState is where a cohort stands in its year.
type CohortState string

// The states of a cohort, in their order.
const (
	Planned   CohortState = "planned"
	Running   CohortState = "running"
	Assessing CohortState = "assessing"
	Closed    CohortState = "closed"
)

// Cohort is one run of a programme.
type Cohort struct {
	record.Meta
	CohortFields
	ProgrammeID uuid.UUID
	EditionID   uuid.UUID // of the programme's framework, pinned; Nil: none. MoveCohort changes it.
}

// CohortFields is what may be changed of a cohort.
type CohortFields struct {
	Name       string
	ExternalID string
	StartsOn   civil.Date
	EndsOn     civil.Date
	PanelOn    civil.Date // default award date of its certificates
	State      CohortState
	Archived   bool
}

// CohortFilter narrows a list of cohorts.
type CohortFilter struct {
	Programme  uuid.UUID
	ExternalID string
	State      CohortState
	Archived   *bool
	Sight      access.Sight
}

func (c CohortFields) checked() (CohortFields, error) {
	var f text.Form
	c.Name = f.Line("/name", c.Name, 200)
	c.ExternalID = f.OptionalLine("/external_id", c.ExternalID, 200)
	if c.State == "" {
		c.State = Planned
	}
	c.State = text.OneOf(&f, "/state", c.State, Planned, Running, Assessing, Closed)
	if !c.EndsOn.IsZero() && c.StartsOn.After(c.EndsOn) {
		f.Refuse("/ends_on", "order", "A cohort cannot end before it starts.")
	}
	return c, f.Err()
}
