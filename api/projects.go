package api

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireProject(p programme.Project) Project {
	return Project{
		ID: p.ID, Revision: p.Revision, CreatedAt: p.CreatedAt, ChangedAt: p.ChangedAt,
		ProgrammeID: p.ProgrammeID, EnrolmentID: p.EnrolmentID, Title: p.Title, Context: p.Context, Aims: p.Aims,
	}
}

func shownProject(p programme.Project) ProjectShownJSONResponse {
	return ProjectShownJSONResponse{Body: wireProject(p), Headers: ProjectShownResponseHeaders{ETag: etag(p.Revision)}}
}

// GetProject implements StrictServerInterface.
func (s *server) GetProject(ctx context.Context, r GetProjectRequestObject) (GetProjectResponseObject, error) {
	ctx, actor := caller(ctx)
	p, err := s.Programmes.Project(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetProject200JSONResponse{shownProject(p)}, nil
}

// PutProject implements StrictServerInterface.
func (s *server) PutProject(ctx context.Context, r PutProjectRequestObject) (PutProjectResponseObject, error) {
	ctx, actor := caller(ctx)
	fields := programme.ProjectFields{Title: r.Body.Title, Context: r.Body.Context, Aims: r.Body.Aims}
	p, created, err := s.Programmes.PutProject(ctx, actor, r.ID, matching(r.Params.IfMatch), fields)
	switch {
	case err != nil:
		return nil, err
	case created:
		return PutProject201JSONResponse{ProjectCreatedJSONResponse{
			Body:    wireProject(p),
			Headers: ProjectCreatedResponseHeaders{ETag: etag(p.Revision), Location: "/v1/enrolments/" + r.ID.String() + "/project"},
		}}, nil
	}
	return PutProject200JSONResponse{shownProject(p)}, nil
}

func wireLogEntry(l programme.LogEntry) LogEntry {
	return LogEntry{
		ID: l.ID, Revision: l.Revision, CreatedAt: l.CreatedAt, ChangedAt: l.ChangedAt,
		ProgrammeID: l.ProgrammeID, EnrolmentID: l.EnrolmentID, On: dateOf(l.On), Text: l.Text,
		Disciplines: l.Disciplines.List(), Archived: l.Archived,
	}
}

func shownLogEntry(l programme.LogEntry) LogEntryShownJSONResponse {
	return LogEntryShownJSONResponse{Body: wireLogEntry(l), Headers: LogEntryShownResponseHeaders{ETag: etag(l.Revision)}}
}

func (b LogEntryPatch) apply(f *programme.LogEntryFields) {
	set(&f.On, b.On, day)
	set(&f.Text, b.Text, same)
	set(&f.Disciplines, b.Disciplines, disciplineSet)
	set(&f.Archived, b.Archived, same)
}

// ListLogEntries implements StrictServerInterface.
func (s *server) ListLogEntries(ctx context.Context, r ListLogEntriesRequestObject) (ListLogEntriesResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Programmes.ListLogEntries(ctx, actor, programme.LogEntryFilter{Enrolment: r.ID, Archived: r.Params.Archived}, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireLogEntry, func(l programme.LogEntry) uuid.UUID { return l.ID })
	return ListLogEntries200JSONResponse{LogEntryListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateLogEntry implements StrictServerInterface.
func (s *server) CreateLogEntry(ctx context.Context, r CreateLogEntryRequestObject) (CreateLogEntryResponseObject, error) {
	ctx, actor := caller(ctx)
	l, err := s.Programmes.AddLogEntry(ctx, actor, r.ID, programme.LogEntryFields{On: day(r.Body.On), Text: r.Body.Text, Disciplines: disciplineSet(r.Body.Disciplines)})
	if err != nil {
		return nil, err
	}
	return CreateLogEntry201JSONResponse{LogEntryCreatedJSONResponse{
		Body:    wireLogEntry(l),
		Headers: LogEntryCreatedResponseHeaders{ETag: etag(l.Revision), Location: "/v1/log-entries/" + l.ID.String()},
	}}, nil
}

// GetLogEntry implements StrictServerInterface.
func (s *server) GetLogEntry(ctx context.Context, r GetLogEntryRequestObject) (GetLogEntryResponseObject, error) {
	ctx, actor := caller(ctx)
	l, err := s.Programmes.LogEntry(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetLogEntry200JSONResponse{shownLogEntry(l)}, nil
}

// UpdateLogEntry implements StrictServerInterface.
func (s *server) UpdateLogEntry(ctx context.Context, r UpdateLogEntryRequestObject) (UpdateLogEntryResponseObject, error) {
	ctx, actor := caller(ctx)
	l, err := s.Programmes.ChangeLogEntry(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateLogEntry200JSONResponse{shownLogEntry(l)}, nil
}
