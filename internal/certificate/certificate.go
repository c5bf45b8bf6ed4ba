// Package certificate holds what Testamur exists for: composing a narrative certificate from feedback with the source of
// every passage, freezing a version of it, recording who agreed to exactly which text, issuing, correcting, revoking and
// verifying. How pages look (package typeset), how files are sealed (pades, through package press) and where things are
// stored is behind narrow interfaces.
package certificate

import (
	"slices"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// State is where a certificate stands in its life.
type State string

// The states of a certificate. That an issued one has expired follows from its date and is not stored.
const (
	Composing State = "composing"
	InReview  State = "in_review"
	Signing   State = "signing"
	Issued    State = "issued"
	Revoked   State = "revoked"
	Cancelled State = "cancelled"
)

// Finished says whether strangers may know of it.
func (s State) Finished() bool { return s == Issued || s == Revoked }

// Certificate is what is composed for one enrolment. Its revision covers sections, passages, signatories and versions.
type Certificate struct {
	record.Meta
	Fields
	EnrolmentID    uuid.UUID
	CohortID       uuid.UUID // where the enrolment is now; for reading only, the store brings it
	PersonID       uuid.UUID // whose enrolment it is; likewise
	ProgrammeID    uuid.UUID
	State          State
	Sections       []Section
	Signatories    []Signatory
	Composers      []Composer
	Serial         string      // "" until sent for signing
	VersionID      uuid.UUID   // the latest version that was sent for signing, or Nil
	IssuedID       uuid.UUID   // the version that is in force, or Nil
	CorrectionNote ReasonClass // why the version in force is being replaced, while it is
	Settlements    []Settlement
}

// Fields is what staff set directly.
type Fields struct {
	Title     string // "Social learning leadership certificate"
	Name      string // the participant's, as printed
	AwardDate civil.Date
	ExpiresOn civil.Date // none: it does not expire
}

// Section is a heading with passages under it.
type Section struct {
	ID       uuid.UUID
	Heading  string // in sentence case
	ThemeID  uuid.UUID
	Passages []Passage
}

// Passage is a piece of text that keeps where it came from.
type Passage struct {
	ID      uuid.UUID
	Text    string // in the small Markdown of package markup
	RunsOn  bool   // continues the paragraph of the passage before it
	Sources []Source
}

// Source is one writing that a passage draws on.
type Source struct {
	WritingID uuid.UUID
	Relation  Relation // found out by comparing, never claimed
}

// Relation says how near a passage is to its source.
type Relation string

// The relations of a passage to a source. A passage without any source is the editor's own.
const (
	Verbatim  Relation = "verbatim"
	Condensed Relation = "condensed"
)

// Signatory is somebody who is to sign, with the words that will stand under the signature.
type Signatory struct {
	ID           uuid.UUID
	PersonID     uuid.UUID
	Name         string
	Title        string
	Organisation string
}

// Composer is a hand that wrote on the composition: nobody issues alone what they composed alone.
type Composer struct {
	Key    string    // access.Actor.Key
	Person uuid.UUID // or Nil
}

// Filter narrows a list of certificates; zero fields do not.
type Filter struct {
	Programme uuid.UUID
	Cohort    uuid.UUID
	Enrolment uuid.UUID
	State     State
	Finished  bool // only those of which a version was issued; State is then the state as strangers see it
	Sight     access.Sight
}

// composedBy notes a hand.
func (c *Certificate) composedBy(a access.Actor) {
	hand := Composer{Key: a.Key(), Person: a.Person}
	if !slices.Contains(c.Composers, hand) {
		c.Composers = append(c.Composers, hand)
	}
}

// Propose arranges a first composition: the project under its own title, then feedback by theme in the catalogue's order
// and within a theme as it was written, then what has no theme. Every passage names its source. Assessors and
// the panel's guests are proposed as signatories.
func Propose(m Material, newID func() uuid.UUID) Certificate {
	c := Certificate{
		EnrolmentID: m.Enrolment.ID, CohortID: m.Enrolment.CohortID, PersonID: m.Enrolment.PersonID, ProgrammeID: m.Programme.ID, State: Composing,
		Fields: Fields{Title: m.Programme.CertificateTitle, Name: m.Person.Name, AwardDate: m.Cohort.PanelOn},
	}
	add := func(heading string, theme uuid.UUID, writings []programme.Writing) {
		if len(writings) == 0 {
			return
		}
		section := Section{ID: newID(), Heading: heading, ThemeID: theme}
		for _, w := range writings {
			section.Passages = append(section.Passages, Passage{
				ID: newID(), Text: w.Text, Sources: []Source{{WritingID: w.ID, Relation: Verbatim}},
			})
		}
		c.Sections = append(c.Sections, section)
	}
	add(m.Project.Title, uuid.Nil, m.writings(programme.WritingProject, uuid.Nil))
	for _, t := range m.Themes {
		add(t.Heading, t.ID, m.writings(programme.WritingFeedback, t.ID))
	}
	add("Further observations", uuid.Nil, m.writings(programme.WritingFeedback, uuid.Nil))
	for _, p := range m.signatories() {
		c.Signatories = append(c.Signatories, Signatory{
			ID: newID(), PersonID: p.ID, Name: p.Name, Title: p.JobTitle, Organisation: p.Organisation,
		})
	}
	return c
}

// Material is everything that a composition can draw on.
type Material struct {
	Programme programme.Programme
	Cohort    programme.Cohort
	Enrolment programme.Enrolment
	Person    access.Person
	Project   programme.Project   // zero when there is none
	Themes    []programme.Theme   // in the catalogue's order, then the enrolment's own; archived ones with feedback too
	Writings  []programme.Writing // the latest of the project and of each quotable feedback, as written
	Assessors []access.Person     // in the order of assignment
	Guests    []access.Person     // who took part in the panel, in the order in which they are named there
	Staff     map[uuid.UUID]bool  // of the programme
}

// signatories proposes who signs: assessors, then the panel's guests; outsiders first, the programme's own people last; never
// the participant, and at most as many as can sign.
func (m Material) signatories() []access.Person {
	var outsiders, staff []access.Person
	named := map[uuid.UUID]bool{m.Person.ID: true}
	for _, p := range slices.Concat(m.Assessors, m.Guests) {
		switch {
		case named[p.ID]:
		case m.Staff[p.ID]:
			staff = append(staff, p)
		default:
			outsiders = append(outsiders, p)
		}
		named[p.ID] = true
	}
	all := slices.Concat(outsiders, staff)
	return all[:min(len(all), programme.MaxSignatories)]
}

func (m Material) writings(kind programme.WritingKind, theme uuid.UUID) []programme.Writing {
	var out []programme.Writing
	for _, w := range m.Writings {
		if w.Kind == kind && w.ThemeID == theme {
			out = append(out, w)
		}
	}
	return out
}
