package programme

import (
	"context"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Project gives the project of an enrolment. Fails as NotFound.
func (s *Service) Project(ctx context.Context, a access.Actor, enrolment uuid.UUID) (Project, error) {
	if _, err := s.enrolment(ctx, a, access.OpGetProject, enrolment); err != nil {
		return Project{}, err
	}
	return s.Store.ProjectOf(ctx, enrolment)
}

// PutProject makes the project of an enrolment be as given: created if there is none (second result). Every state of its
// text is kept. Replacing fails as PreconditionRequired for a match of Any. Fails as NotFound, Stale or Invalid.
func (s *Service) PutProject(ctx context.Context, a access.Actor, enrolment uuid.UUID, match record.Match, fields ProjectFields) (p Project, created bool, err error) {
	e, err := s.enrolment(ctx, a, access.OpPutProject, enrolment)
	if err != nil {
		return Project{}, false, err
	}
	if fields, err = fields.checked(); err != nil {
		return Project{}, false, err
	}
	err = s.Store.Update(ctx, func(ctx context.Context) (err error) {
		p, err = s.Store.ProjectOf(ctx, enrolment)
		if created = fault.CodeOf(err) == fault.NotFound; created {
			if err := match.Absent(); err != nil {
				return err
			}
			p = Project{Meta: s.fresh(), ProjectFields: fields, EnrolmentID: enrolment, ProgrammeID: e.ProgrammeID}
			err = insert(ctx, s, a, s.Store.Projects(), p, projectMark(p), nil)
		} else if err == nil {
			p, err = s.changeProject(ctx, a, p.ID, match, fields)
		}
		if err != nil {
			return err
		}
		return s.keepProjectText(ctx, p)
	})
	return p, created, err
}

func (s *Service) changeProject(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, fields ProjectFields) (Project, error) {
	if match == record.Any {
		return Project{}, fault.New(fault.PreconditionRequired, "", "Send If-Match with the ETag of the project that you read.")
	}
	return revise(ctx, s, a, s.Store.Projects(), id, match, permitted[Project], func(_ context.Context, p *Project) (*mark, error) {
		if p.ProjectFields == fields {
			return nil, nil
		}
		p.ProjectFields = fields
		m := projectMark(*p)
		return &m, nil
	})
}

// permitted is for what was asked before.
func permitted[T any](context.Context, T) error { return nil }

// keepProjectText appends the text as a writing when it is not the latest already.
func (s *Service) keepProjectText(ctx context.Context, p Project) error {
	kept, err := s.Store.Writings(ctx, p.ID)
	if err != nil || p.Text() == "" || (len(kept) > 0 && kept[len(kept)-1].Text == p.Text()) {
		return err
	}
	return s.Store.AppendWriting(ctx, Writing{
		ID: s.NewID(), Kind: WritingProject, OwnerID: p.ID, EnrolmentID: p.EnrolmentID,
		Number: len(kept) + 1, Text: p.Text(), At: s.Now(),
	})
}

func projectMark(p Project) mark {
	return mark{op: access.OpPutProject, object: access.Ref{Kind: "project", ID: p.ID}, programme: p.ProgrammeID}
}

// AddLogEntry adds to the learning log of an enrolment. Fails as NotFound or Invalid.
func (s *Service) AddLogEntry(ctx context.Context, a access.Actor, enrolment uuid.UUID, fields LogEntryFields) (LogEntry, error) {
	e, err := s.enrolment(ctx, a, access.OpCreateLogEntry, enrolment)
	if err != nil {
		return LogEntry{}, err
	}
	if fields, err = fields.checked(); err != nil {
		return LogEntry{}, err
	}
	l := LogEntry{Meta: s.fresh(), LogEntryFields: fields, EnrolmentID: enrolment, ProgrammeID: e.ProgrammeID}
	return l, insert(ctx, s, a, s.Store.LogEntries(), l, logMark(access.OpCreateLogEntry, l), func(ctx context.Context) error {
		return s.inCohort(ctx, e, l.Disciplines, "")
	})
}

// LogEntry gives one entry. Fails as NotFound.
func (s *Service) LogEntry(ctx context.Context, a access.Actor, id uuid.UUID) (LogEntry, error) {
	if err := a.Permit(access.OpGetLogEntry); err != nil {
		return LogEntry{}, err
	}
	l, err := s.Store.LogEntries().Get(ctx, id)
	if err != nil {
		return LogEntry{}, err
	}
	return l, s.permitLogEntry(ctx, a, access.OpGetLogEntry, l)
}

// ListLogEntries gives a page of an enrolment's learning log.
func (s *Service) ListLogEntries(ctx context.Context, a access.Actor, filter LogEntryFilter, page record.Page) (record.List[LogEntry], error) {
	if _, err := s.enrolment(ctx, a, access.OpListLogEntries, filter.Enrolment); err != nil {
		return record.List[LogEntry]{}, err
	}
	return s.Store.LogEntries().List(ctx, filter, page)
}

// ChangeLogEntry lets edit set fields; it archives and restores too. Fails as NotFound, Stale or Invalid.
func (s *Service) ChangeLogEntry(ctx context.Context, a access.Actor, id uuid.UUID, match record.Match, edit func(*LogEntryFields)) (LogEntry, error) {
	if err := a.Permit(access.OpUpdateLogEntry); err != nil {
		return LogEntry{}, err
	}
	permit := func(ctx context.Context, l LogEntry) error {
		return s.permitLogEntry(ctx, a, access.OpUpdateLogEntry, l)
	}
	return revise(ctx, s, a, s.Store.LogEntries(), id, match, permit, func(ctx context.Context, l *LogEntry) (*mark, error) {
		fields, err := edited(l.LogEntryFields, edit, LogEntryFields.checked)
		if err != nil || fields == l.LogEntryFields {
			return nil, err
		}
		if err := s.ofCohort(ctx, l.EnrolmentID, fields.Disciplines, l.Disciplines); err != nil {
			return nil, err
		}
		l.LogEntryFields = fields
		m := logMark(access.OpUpdateLogEntry, *l)
		return &m, nil
	})
}

func logMark(op access.Operation, l LogEntry) mark {
	return mark{op: op, object: access.Ref{Kind: "log_entry", ID: l.ID}, programme: l.ProgrammeID}
}
