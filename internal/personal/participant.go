package personal

import (
	"context"
	"fmt"
	"strings"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

func (x *export) self(context.Context) error { return x.json("person.json", filePerson(x.person)) }

func (x *export) account(ctx context.Context) error {
	a, err := x.Store.Accounts().Get(ctx, x.person.ID)
	if fault.CodeOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	sessions, err := x.Store.Sessions(ctx, a.ID)
	if err != nil {
		return err
	}
	passkeys, err := x.Store.PasskeysOf(ctx, a.ID)
	if err != nil {
		return err
	}
	return x.json("account.json", fileAccount(a, sessions, passkeys))
}

func (x *export) enrolments(ctx context.Context) error {
	enrolled, err := x.Store.EnrolmentsOf(ctx, x.person.ID)
	if err != nil {
		return err
	}
	for i, e := range enrolled {
		f := &folder{name: "enrolments/" + numbered(i+1, e.Cohort)}
		x.folders[e.ID] = f
		if err := x.json(f.name+"/enrolment.json", fileEnrolment(e)); err != nil {
			return err
		}
	}
	return nil
}

func (x *export) projects(ctx context.Context) error {
	projects, err := x.Store.ProjectsOf(ctx, x.person.ID)
	for _, p := range projects {
		if f := x.folders[p.EnrolmentID]; f != nil && err == nil {
			err = x.text(f.name+"/project.md", projectText(p.ProjectFields))
		}
	}
	return err
}

func projectText(p programme.ProjectFields) string {
	s := "# " + p.Title + "\n"
	if p.Context != "" {
		s += "\n## Context\n\n" + p.Context + "\n"
	}
	if p.Aims != "" {
		s += "\n## Aims\n\n" + p.Aims + "\n"
	}
	return s
}

func (x *export) projectHistory(ctx context.Context) error {
	page := func(after uuid.UUID) ([]programme.Writing, error) {
		return x.Store.ProjectWritings(ctx, x.person.ID, after, batch)
	}
	return each(page, func(w programme.Writing) uuid.UUID { return w.ID }, func(w programme.Writing) error {
		f := x.folders[w.EnrolmentID]
		if f == nil {
			return nil // enrolled since this archive was begun
		}
		f.history++
		return x.text(fmt.Sprintf("%s/project-history/%04d-%s.md", f.name, f.history, w.At.UTC().Format("2006-01-02")), w.Text+"\n")
	})
}

func (x *export) log(ctx context.Context) error {
	page := func(after uuid.UUID) ([]programme.LogEntry, error) {
		return x.Store.LogEntriesOf(ctx, x.person.ID, after, batch)
	}
	return each(page, func(e programme.LogEntry) uuid.UUID { return e.ID }, func(e programme.LogEntry) error {
		f := x.folders[e.EnrolmentID]
		if f == nil {
			return nil
		}
		f.entries++
		return x.text(fmt.Sprintf("%s/log/%04d-%s.md", f.name, f.entries, e.On), e.Text+"\n"+named(e))
	})
}

// named tells which disciplines an entry names, by their codes.
func named(e programme.LogEntry) string {
	if e.Disciplines == "" {
		return ""
	}
	return "\nDisciplines: " + strings.Join(e.Disciplines.List(), ", ") + "\n"
}

func (x *export) certificates(ctx context.Context) error {
	issued, err := x.Store.IssuedTo(ctx, x.person.ID)
	if err != nil {
		return err
	}
	for _, v := range issued {
		f := x.folders[v.EnrolmentID]
		if f == nil {
			continue
		}
		name := f.name + "/certificates/" + text.Slug(certificate.PrintedSerial(v.Serial, v.Number))
		if err := x.json(name+".json", fileCertificate(v.Version)); err != nil {
			return err
		}
		pdf, err := x.Blobs.Get(ctx, v.File)
		if err != nil {
			return err
		}
		if err := x.stored(name+".pdf", pdf); err != nil {
			return err
		}
	}
	return nil
}

func (x *export) meetings(ctx context.Context) error {
	return x.listed("meetings.json", func(add func(any) error) error {
		page := func(after uuid.UUID) ([]programme.Meeting, error) {
			return x.Store.MeetingsOf(ctx, x.person.ID, after, batch)
		}
		return each(page, func(m programme.Meeting) uuid.UUID { return m.ID }, func(m programme.Meeting) error { return add(fileMeeting(m)) })
	})
}

// notes leaves out what the person shared with nobody, unless it is they who ask.
func (x *export) notes(ctx context.Context) error {
	return x.listed("meeting-notes.json", func(add func(any) error) error {
		page := func(after uuid.UUID) ([]programme.Note, error) {
			return x.Store.NotesOf(ctx, x.person.ID, after, batch)
		}
		return each(page, func(n programme.Note) uuid.UUID { return n.ID }, func(n programme.Note) error {
			if !n.Shared && !x.own {
				return nil
			}
			return add(fileNote(n, x.person.ID))
		})
	})
}

func (x *export) shareLinks(ctx context.Context) error {
	return x.listed("share-links.json", func(add func(any) error) error {
		page := func(after uuid.UUID) ([]certificate.ShareLink, error) {
			list, err := x.Store.ShareLinks().List(ctx, certificate.ShareFilter{Person: x.person.ID}, record.Page{After: after, Limit: batch})
			return list.Items, err
		}
		return each(page, func(l certificate.ShareLink) uuid.UUID { return l.ID }, func(l certificate.ShareLink) error {
			return add(fileShareLink(l))
		})
	})
}
