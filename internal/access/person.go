package access

import (
	"strings"

	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Person is somebody whom programmes know: participant, assessor, signatory, staff, often several of these.
type Person struct {
	record.Meta
	PersonFields
}

// PersonFields is what may be changed of a person.
type PersonFields struct {
	Name         string // as it is to be printed
	Email        string // unique without regard to case; may be empty
	PrivateEmail string // for afterwards: people change jobs
	Organisation string
	JobTitle     string
	Language     string // BCP 47; "" is the programme's
	ExternalID   string // unique; another system's name for the person
	Archived     bool
}

// MaxExternalID is how many characters another system's name for something may have.
const MaxExternalID = 200

// PersonFilter narrows a list of people; zero fields do not.
type PersonFilter struct {
	Search     string // what name or e-mail address contains
	ExternalID string
	Email      string
	Archived   *bool
	IDs        []uuid.UUID // if there are any: these people alone
}

// Checked gives the fields in normal form, or all that is wrong with them.
func (p PersonFields) Checked() (PersonFields, error) {
	var f text.Form
	p.Name = f.Line("/name", p.Name, 200)
	p.Email = f.Email("/email", p.Email)
	p.PrivateEmail = f.Email("/private_email", p.PrivateEmail)
	p.Organisation = f.OptionalLine("/organisation", p.Organisation, 200)
	p.JobTitle = f.OptionalLine("/job_title", p.JobTitle, 200)
	p.ExternalID = f.OptionalLine("/external_id", p.ExternalID, MaxExternalID)
	if p.Language != "" {
		p.Language = f.Language("/language", p.Language)
	}
	return p, f.Err()
}

// EmailKey is the form in which e-mail addresses are compared.
func EmailKey(email string) string { return strings.ToLower(email) }
