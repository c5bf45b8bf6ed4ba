package main

import (
	"context"
	"fmt"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

var (
	demoStaff = access.System("demonstration")
	noPerson  uuid.UUID
)

// player plays the script through the use cases, as people and integrations would.
type player struct {
	*house
	ctx       context.Context //nolint:containedctx // one play is one call
	script    script
	programme programme.Programme
	cohort    programme.Cohort
	themes    map[string]uuid.UUID
	people    map[string]access.Person
	seats     map[string]uuid.UUID // enrolments by the name of the participant
}

func (h *house) playScript(ctx context.Context) error {
	s, err := readScript()
	if err != nil {
		return err
	}
	p := &player{house: h, ctx: ctx, script: s, themes: map[string]uuid.UUID{}, people: map[string]access.Person{}, seats: map[string]uuid.UUID{}}
	if err := p.setUp(); err != nil {
		return err
	}
	for i, participant := range s.Participant {
		if err := p.play(i, participant); err != nil {
			return fmt.Errorf("%s: %w", participant.Name, err)
		}
	}
	if err := p.meet(); err != nil {
		return err
	}
	if err := p.quote(); err != nil {
		return fmt.Errorf("passages for the handbook: %w", err)
	}
	return p.openAccounts()
}

func (p *player) setUp() (err error) {
	f := programme.Defaults()
	f.ParticipantCheckDays = 0 // nobody is there to answer
	x := p.script.Programme
	f.Name, f.CertificateTitle, f.Language, f.TimeZone, f.SerialPrefix = x.Name, x.CertificateTitle, x.Language, x.TimeZone, x.SerialPrefix
	if err := p.setUpFramework(&f); err != nil {
		return err
	}
	f.Institution, f.Length, f.Contact, f.About, f.Requirements = p.script.Institution, x.Length, x.Contact, x.About, x.Requirements
	if p.programme, err = p.programmes.CreateProgramme(p.ctx, demoStaff, f); err != nil {
		return err
	}
	for i, x := range p.script.Themes {
		fields := programme.ThemeFields{Heading: x.Heading, Position: i + 1, Disciplines: framework.CodesOf(x.Disciplines...)}
		t, err := p.programmes.CreateTheme(p.ctx, demoStaff, p.programme.ID, noPerson, fields)
		if err != nil {
			return err
		}
		p.themes[x.Heading] = t.ID
	}
	for key, head := range p.script.People {
		p.people[key], err = p.access.CreatePerson(p.ctx, demoStaff, access.PersonFields{
			Name: head.Name, JobTitle: head.JobTitle, Organisation: head.Organisation, Email: head.Email,
		})
		if err != nil {
			return err
		}
	}
	return p.setUpCohort()
}

func (p *player) setUpCohort() (err error) {
	x := p.script.Cohort
	f := programme.CohortFields{Name: x.Name, State: programme.Assessing}
	for _, d := range []struct {
		into *civil.Date
		text string
	}{{&f.StartsOn, x.StartsOn}, {&f.EndsOn, x.EndsOn}, {&f.PanelOn, x.PanelOn}} {
		if *d.into, err = civil.Parse(d.text); err != nil {
			return err
		}
	}
	p.cohort, err = p.programmes.CreateCohort(p.ctx, demoStaff, p.programme.ID, f)
	return err
}

// play brings one participant to their stage.
func (p *player) play(n int, x scriptParticipant) error {
	person, err := p.access.CreatePerson(p.ctx, demoStaff, access.PersonFields{Name: x.Name, Email: mailName(x.Name, n)})
	if err != nil {
		return err
	}
	p.people[x.Name] = person
	state := programme.Active
	if x.Stage == "invited" {
		state = programme.Invited
	}
	e, err := p.programmes.Enrol(p.ctx, demoStaff, person.ID, programme.EnrolmentFields{CohortID: p.cohort.ID, State: state})
	p.seats[x.Name] = e.ID
	if err != nil || state == programme.Invited {
		return err
	}
	if err := p.work(e, x); err != nil {
		return err
	}
	return p.finish(e, x)
}

// work is the year: the project, the log and the feedback.
func (p *player) work(e programme.Enrolment, x scriptParticipant) error {
	if x.Project.Title != "" {
		_, _, err := p.programmes.PutProject(p.ctx, demoStaff, e.ID, record.Any, programme.ProjectFields(x.Project))
		if err != nil {
			return err
		}
	}
	for _, entry := range x.Log {
		on, err := civil.Parse(entry.On)
		if err == nil {
			fields := programme.LogEntryFields{On: on, Text: entry.Text, Disciplines: framework.CodesOf(entry.Disciplines...)}
			_, err = p.programmes.AddLogEntry(p.ctx, demoStaff, e.ID, fields)
		}
		if err != nil {
			return err
		}
	}
	for _, fb := range x.Feedback {
		if err := p.assess(e, fb); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) assess(e programme.Enrolment, x scriptFeedback) error {
	assessor := p.people[x.Assessor]
	if err := p.assign(e, assessor); err != nil {
		return err
	}
	hand := handOf(assessor)
	fields := programme.FeedbackFields{ThemeID: p.themes[x.Theme], Text: x.Text, Disciplines: framework.CodesOf(x.Disciplines...)}
	fb, err := p.programmes.WriteFeedback(p.ctx, hand, e.ID, assessor.ID, fields)
	if err != nil || x.Draft {
		return err
	}
	_, err = p.programmes.SubmitFeedback(p.ctx, hand, fb.ID, record.Match(fb.Revision))
	return err
}

// assign makes somebody assessor of an enrolment, once.
func (p *player) assign(e programme.Enrolment, assessor access.Person) error {
	there, err := p.programmes.ListAssignments(p.ctx, demoStaff, programme.AssignmentFilter{Enrolment: e.ID, Assessor: assessor.ID}, record.Page{Limit: 1})
	if err != nil || len(there.Items) > 0 {
		return err
	}
	_, err = p.programmes.Assign(p.ctx, demoStaff, e.ID, assessor.ID, programme.AssignmentFields{DueOn: p.cohort.PanelOn})
	return err
}

// finish is the end of the year, by stage.
func (p *player) finish(e programme.Enrolment, x scriptParticipant) error {
	switch x.Stage {
	case "feedback":
		return nil
	case "not_awarded", "withdrawn":
		return p.settle(e, programme.EnrolmentState(x.Stage))
	}
	c, err := p.compose(e, x)
	if err != nil {
		return err
	}
	switch x.Stage {
	case "composing":
		return p.settleWords(c, x.Settled)
	case "review":
		return p.review(c, x)
	}
	if x.Stage == "deferred" {
		if _, err := p.certificates.Cancel(p.ctx, demoStaff, c.ID, record.Match(c.Revision)); err != nil {
			return err
		}
		return p.settle(e, programme.Deferred)
	}
	if c, err = p.certificates.SendForSigning(p.ctx, demoStaff, c.ID, record.Match(c.Revision)); err != nil {
		return err
	}
	switch x.Stage {
	case "signing":
		return p.answer(c, 1, certificate.Approved)
	case "signed":
		return p.answer(c, len(c.Signatories), certificate.Approved)
	case "declined":
		return p.answer(c, 1, certificate.Declined)
	}
	if c, err = p.issue(c); err != nil {
		return err
	}
	return p.after(c, x)
}

func (p *player) settle(e programme.Enrolment, state programme.EnrolmentState) error {
	_, err := p.programmes.ChangeEnrolment(p.ctx, demoStaff, e.ID, record.Match(e.Revision), func(f *programme.EnrolmentFields) { f.State = state })
	return err
}

func (p *player) compose(e programme.Enrolment, x scriptParticipant) (certificate.Certificate, error) {
	c, err := p.certificates.Propose(p.ctx, demoStaff, e.ID)
	if err != nil {
		return c, err
	}
	if x.ExpiresOn != "" {
		until, err := civil.Parse(x.ExpiresOn)
		if err != nil {
			return c, err
		}
		c, err = p.certificates.Change(p.ctx, demoStaff, c.ID, record.Match(c.Revision), func(f *certificate.Fields) { f.ExpiresOn = until })
		if err != nil {
			return c, err
		}
	}
	var signatories []certificate.Signatory
	for _, key := range x.Signatories {
		signatories = append(signatories, certificate.Signatory{PersonID: p.people[key].ID})
	}
	return p.certificates.PutSignatories(p.ctx, demoStaff, c.ID, record.Match(c.Revision), signatories)
}

// answer gives the answers of the first n signatories, each in their own name, as somebody who is signed in: so that each has a
// signature of their own in the file.
func (p *player) answer(c certificate.Certificate, n int, d certificate.Decision) error {
	v, err := p.certificates.Version(p.ctx, demoStaff, c.VersionID)
	if err != nil {
		return err
	}
	for _, s := range c.Signatories[:n] {
		a := certificate.Answer{SignatoryID: s.ID, Decision: d, TextDigest: v.TextDigest, Conflict: programme.ConflictNone}
		if d == certificate.Declined {
			a.Reason = "The figures rest on one ship only. Please say so in the text."
		}
		signatory := access.Actor{Kind: access.KindAccount, Person: s.PersonID, Powers: access.Powers{Fresh: true}}
		if _, err := p.certificates.RecordSignOff(p.ctx, signatory, c.ID, a); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) issue(c certificate.Certificate) (certificate.Certificate, error) {
	if err := p.answer(c, len(c.Signatories), certificate.Approved); err != nil {
		return c, err
	}
	c, err := p.certificates.Certificate(p.ctx, demoStaff, c.ID)
	if err != nil {
		return c, err
	}
	return p.certificates.Issue(p.ctx, demoStaff, c.ID, record.Match(c.Revision))
}

// after is what can happen to an issued certificate.
func (p *player) after(c certificate.Certificate, x scriptParticipant) error {
	switch x.Stage {
	case "revoked":
		_, err := p.certificates.Revoke(p.ctx, demoStaff, c.ID, record.Match(c.Revision), certificate.ReasonError, "Issued under the maiden name by mistake.")
		return err
	case "corrected":
		c, err := p.certificates.Correct(p.ctx, demoStaff, c.ID, record.Match(c.Revision), certificate.ReasonCorrection)
		if err != nil {
			return err
		}
		c, err = p.certificates.Change(p.ctx, demoStaff, c.ID, record.Match(c.Revision), func(f *certificate.Fields) { f.Name = "Jonas Lindqvist Berg" })
		if err != nil {
			return err
		}
		if c, err = p.certificates.SendForSigning(p.ctx, demoStaff, c.ID, record.Match(c.Revision)); err != nil {
			return err
		}
		_, err = p.issue(c)
		return err
	}
	return nil
}
