package api

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireTheme(t programme.Theme) Theme {
	return Theme{
		ID: t.ID, Revision: t.Revision, CreatedAt: t.CreatedAt, ChangedAt: t.ChangedAt,
		ProgrammeID: t.ProgrammeID, EnrolmentID: t.EnrolmentID,
		Heading: t.Heading, Guidance: t.Guidance, Disciplines: t.Disciplines.List(), Position: t.Position, Archived: t.Archived,
	}
}

func shownTheme(t programme.Theme) ThemeShownJSONResponse {
	return ThemeShownJSONResponse{Body: wireTheme(t), Headers: ThemeShownResponseHeaders{ETag: etag(t.Revision)}}
}

func (b ThemePatch) apply(f *programme.ThemeFields) {
	set(&f.Heading, b.Heading, same)
	put(&f.Guidance, b.Guidance, same)
	set(&f.Position, b.Position, same)
	set(&f.Disciplines, b.Disciplines, disciplineSet)
	set(&f.Archived, b.Archived, same)
}

// ListThemes implements StrictServerInterface.
func (s *server) ListThemes(ctx context.Context, r ListThemesRequestObject) (ListThemesResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := programme.ThemeFilter{Programme: r.Params.ProgrammeID, Enrolment: r.Params.EnrolmentID, Archived: r.Params.Archived}
	list, err := s.Programmes.ListThemes(ctx, actor, filter, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireTheme, func(t programme.Theme) uuid.UUID { return t.ID })
	return ListThemes200JSONResponse{ThemeListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateTheme implements StrictServerInterface.
func (s *server) CreateTheme(ctx context.Context, r CreateThemeRequestObject) (CreateThemeResponseObject, error) {
	ctx, actor := caller(ctx)
	fields := programme.ThemeFields{Heading: r.Body.Heading, Guidance: r.Body.Guidance, Position: r.Body.Position, Disciplines: disciplineSet(r.Body.Disciplines)}
	t, err := s.Programmes.CreateTheme(ctx, actor, r.Body.ProgrammeID, r.Body.EnrolmentID, fields)
	if err != nil {
		return nil, err
	}
	return CreateTheme201JSONResponse{ThemeCreatedJSONResponse{
		Body:    wireTheme(t),
		Headers: ThemeCreatedResponseHeaders{ETag: etag(t.Revision), Location: "/v1/themes/" + t.ID.String()},
	}}, nil
}

// GetTheme implements StrictServerInterface.
func (s *server) GetTheme(ctx context.Context, r GetThemeRequestObject) (GetThemeResponseObject, error) {
	ctx, actor := caller(ctx)
	t, err := s.Programmes.Theme(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetTheme200JSONResponse{shownTheme(t)}, nil
}

// UpdateTheme implements StrictServerInterface.
func (s *server) UpdateTheme(ctx context.Context, r UpdateThemeRequestObject) (UpdateThemeResponseObject, error) {
	ctx, actor := caller(ctx)
	t, err := s.Programmes.ChangeTheme(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateTheme200JSONResponse{shownTheme(t)}, nil
}
