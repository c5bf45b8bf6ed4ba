package store

import (
	"context"

	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type projectRow struct {
	Head
	EnrolmentID uuid.UUID
	ProgrammeID uuid.UUID
	Title       string
	Context     string
	Aims        string
}

// TableName implements gorm's schema.Tabler.
func (projectRow) TableName() string { return "projects" }

func packProject(p programme.Project) projectRow {
	return projectRow{
		Head: headOf(p.Meta), EnrolmentID: p.EnrolmentID, ProgrammeID: p.ProgrammeID, Title: p.Title, Context: p.Context, Aims: p.Aims,
	}
}

func unpackProject(r projectRow) programme.Project {
	return programme.Project{
		Meta: r.meta(), EnrolmentID: r.EnrolmentID, ProgrammeID: r.ProgrammeID,
		ProjectFields: programme.ProjectFields{Title: r.Title, Context: r.Context, Aims: r.Aims},
	}
}

func filterProjects(c *conditions, f programme.ProjectFilter) { c.id("enrolment_id", f.Enrolment) }

type projects = table[programme.Project, programme.ProjectFilter, projectRow, *programme.Project]

func (s *Store) projects() projects {
	return projects{store: s, kind: "project", pack: packProject, unpack: unpackProject, filter: filterProjects, uniques: []unique[projectRow]{
		{"projects_enrolment", "enrolment_id = ?", func(r projectRow) []any { return []any{r.EnrolmentID} }},
	}}
}

// Projects implements programme.Store.
func (s *Store) Projects() record.Table[programme.Project, programme.ProjectFilter] {
	return s.projects()
}

// ProjectOf implements programme.Store.
func (s *Store) ProjectOf(ctx context.Context, enrolment uuid.UUID) (programme.Project, error) {
	return s.projects().one(ctx, "enrolment_id = ?", enrolment)
}

type logEntryRow struct {
	Head
	EnrolmentID uuid.UUID
	ProgrammeID uuid.UUID
	WrittenOn   day
	Text        string
	Disciplines string
	Archived    bool
}

// TableName implements gorm's schema.Tabler.
func (logEntryRow) TableName() string { return "log_entries" }

func packLogEntry(l programme.LogEntry) logEntryRow {
	return logEntryRow{
		Head: headOf(l.Meta), EnrolmentID: l.EnrolmentID, ProgrammeID: l.ProgrammeID, WrittenOn: dayOf(l.On), Text: l.Text,
		Disciplines: string(l.Disciplines), Archived: l.Archived,
	}
}

func unpackLogEntry(r logEntryRow) programme.LogEntry {
	return programme.LogEntry{
		Meta: r.meta(), EnrolmentID: r.EnrolmentID, ProgrammeID: r.ProgrammeID,
		LogEntryFields: programme.LogEntryFields{
			On: r.WrittenOn.date(), Text: r.Text, Disciplines: framework.Codes(r.Disciplines), Archived: r.Archived,
		},
	}
}

func filterLogEntries(c *conditions, f programme.LogEntryFilter) {
	c.id("enrolment_id", f.Enrolment)
	c.archived(f.Archived)
}

type logEntries = table[programme.LogEntry, programme.LogEntryFilter, logEntryRow, *programme.LogEntry]

// LogEntries implements programme.Store.
func (s *Store) LogEntries() record.Table[programme.LogEntry, programme.LogEntryFilter] {
	return logEntries{store: s, kind: "log entry", pack: packLogEntry, unpack: unpackLogEntry, filter: filterLogEntries}
}
