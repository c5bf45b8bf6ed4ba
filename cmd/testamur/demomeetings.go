package main

import (
	"fmt"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

// scriptMeeting is a day on which people met: participants and others by name or key; none is the whole cohort.
type scriptMeeting struct {
	Kind         string       `yaml:"kind"`
	On           string       `yaml:"on"`
	Participants []string     `yaml:"participants"`
	People       []string     `yaml:"people"`
	Notes        []scriptNote `yaml:"notes"`
}

type scriptNote struct {
	By     string `yaml:"by"`
	Text   string `yaml:"text"`
	Shared bool   `yaml:"shared"`
}

// meet notes the meetings of the year.
func (p *player) meet() error {
	for _, x := range p.script.Meetings {
		on, err := civil.Parse(x.On)
		if err != nil {
			return err
		}
		fields := programme.MeetingFields{Kind: programme.MeetingKind(x.Kind), On: on}
		for _, name := range x.Participants {
			seat, ok := p.seats[name]
			if !ok {
				return fmt.Errorf("meeting of %s: %q is no participant", x.On, name)
			}
			fields.Enrolments = append(fields.Enrolments, seat)
		}
		for _, key := range x.People {
			fields.People = append(fields.People, p.people[key].ID)
		}
		m, err := p.programmes.CreateMeeting(p.ctx, demoStaff, p.cohort.ID, fields)
		if err != nil {
			return err
		}
		if err := p.noteAt(m.ID, x.Notes); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) noteAt(meeting uuid.UUID, notes []scriptNote) error {
	for _, x := range notes {
		_, err := p.programmes.AddNote(p.ctx, handOf(p.people[x.By]), meeting, programme.NoteFields{Text: x.Text, Shared: x.Shared})
		if err != nil {
			return err
		}
	}
	return nil
}

// handOf is somebody who does what is theirs alone to do.
func handOf(person access.Person) access.Actor {
	return access.Actor{Kind: access.KindSystem, Name: "demonstration assessor", Role: access.RoleAssessor, Person: person.ID}
}
