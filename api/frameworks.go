package api

import (
	"context"

	"testamur/internal/framework"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireFramework(f framework.Framework) Framework {
	return Framework{
		ID: f.ID, Revision: f.Revision, CreatedAt: f.CreatedAt, ChangedAt: f.ChangedAt,
		Code: f.Code, Name: f.Name, Language: f.Language, Archived: f.Archived,
	}
}

func shownFramework(f framework.Framework) FrameworkShownJSONResponse {
	return FrameworkShownJSONResponse{Body: wireFramework(f), Headers: FrameworkShownResponseHeaders{ETag: etag(f.Revision)}}
}

func (b FrameworkPatch) apply(f *programme.FrameworkFields) {
	set(&f.Name, b.Name, same)
	set(&f.Archived, b.Archived, same)
}

// disciplineSet reads codes in whatever order.
func disciplineSet(codes DisciplineCodes) framework.Codes { return framework.CodesOf(codes...) }

// ListFrameworks implements StrictServerInterface.
func (s *server) ListFrameworks(ctx context.Context, r ListFrameworksRequestObject) (ListFrameworksResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Programmes.ListFrameworks(ctx, actor, framework.Filter{Code: r.Params.Code, Archived: r.Params.Archived}, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireFramework, func(f framework.Framework) uuid.UUID { return f.ID })
	return ListFrameworks200JSONResponse{FrameworkListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateFramework implements StrictServerInterface.
func (s *server) CreateFramework(ctx context.Context, r CreateFrameworkRequestObject) (CreateFrameworkResponseObject, error) {
	ctx, actor := caller(ctx)
	f, err := s.Programmes.CreateFramework(ctx, actor, r.Body.Code, or(r.Body.Language, "en"), programme.FrameworkFields{Name: r.Body.Name})
	if err != nil {
		return nil, err
	}
	return CreateFramework201JSONResponse{FrameworkCreatedJSONResponse{
		Body:    wireFramework(f),
		Headers: FrameworkCreatedResponseHeaders{ETag: etag(f.Revision), Location: "/v1/frameworks/" + f.ID.String()},
	}}, nil
}

// GetFramework implements StrictServerInterface.
func (s *server) GetFramework(ctx context.Context, r GetFrameworkRequestObject) (GetFrameworkResponseObject, error) {
	ctx, actor := caller(ctx)
	f, err := s.Programmes.Framework(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetFramework200JSONResponse{shownFramework(f)}, nil
}

// UpdateFramework implements StrictServerInterface.
func (s *server) UpdateFramework(ctx context.Context, r UpdateFrameworkRequestObject) (UpdateFrameworkResponseObject, error) {
	ctx, actor := caller(ctx)
	f, err := s.Programmes.ChangeFramework(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.apply)
	if err != nil {
		return nil, err
	}
	return UpdateFramework200JSONResponse{shownFramework(f)}, nil
}
