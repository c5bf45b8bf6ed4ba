package api

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"strconv"

	"testamur/internal/framework"
	"testamur/internal/record"

	"github.com/google/uuid"
)

func wireEdition(e framework.Edition) Edition {
	return Edition{
		ID: e.ID, Revision: e.Revision, CreatedAt: e.CreatedAt, ChangedAt: e.ChangedAt, FrameworkID: e.FrameworkID,
		State: EditionState(e.State), PublishedAt: e.PublishedAt, Framework: wireFront(e.Framework), Groups: each(e.Groups, wireGroup),
	}
}

func wireEditionSummary(e framework.Edition) EditionSummary {
	return EditionSummary{
		ID: e.ID, Revision: e.Revision, CreatedAt: e.CreatedAt, ChangedAt: e.ChangedAt, FrameworkID: e.FrameworkID,
		State: EditionState(e.State), PublishedAt: e.PublishedAt, Edition: e.Framework.Edition, Name: e.Framework.Name, Title: e.Framework.Title,
	}
}

func shownEdition(e framework.Edition) EditionShownJSONResponse {
	return EditionShownJSONResponse{Body: wireEdition(e), Headers: EditionShownResponseHeaders{ETag: etag(e.Revision)}}
}

// ListEditions implements StrictServerInterface.
func (s *server) ListEditions(ctx context.Context, r ListEditionsRequestObject) (ListEditionsResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Programmes.ListEditions(ctx, actor, r.ID, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireEditionSummary, func(e framework.Edition) uuid.UUID { return e.ID })
	return ListEditions200JSONResponse{EditionListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateEdition implements StrictServerInterface.
func (s *server) CreateEdition(ctx context.Context, r CreateEditionRequestObject) (CreateEditionResponseObject, error) {
	ctx, actor := caller(ctx)
	e, err := s.Programmes.CreateEdition(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return CreateEdition201JSONResponse{EditionCreatedJSONResponse{
		Body:    wireEdition(e),
		Headers: EditionCreatedResponseHeaders{ETag: etag(e.Revision), Location: "/v1/editions/" + e.ID.String()},
	}}, nil
}

// GetEdition implements StrictServerInterface.
func (s *server) GetEdition(ctx context.Context, r GetEditionRequestObject) (GetEditionResponseObject, error) {
	ctx, actor := caller(ctx)
	e, err := s.Programmes.Edition(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetEdition200JSONResponse{shownEdition(e)}, nil
}

// PutEdition implements StrictServerInterface.
func (s *server) PutEdition(ctx context.Context, r PutEditionRequestObject) (PutEditionResponseObject, error) {
	ctx, actor := caller(ctx)
	e, err := s.Programmes.PutEdition(ctx, actor, r.ID, matching(r.Params.IfMatch), r.Body.content())
	if err != nil {
		return nil, err
	}
	return PutEdition200JSONResponse{shownEdition(e)}, nil
}

// DeleteEdition implements StrictServerInterface.
func (s *server) DeleteEdition(ctx context.Context, r DeleteEditionRequestObject) (DeleteEditionResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Programmes.DeleteEdition(ctx, actor, r.ID, matching(r.Params.IfMatch)); err != nil {
		return nil, err
	}
	return DeleteEdition204Response{}, nil
}

// GetEditionFile implements StrictServerInterface.
func (s *server) GetEditionFile(ctx context.Context, r GetEditionFileRequestObject) (GetEditionFileResponseObject, error) {
	ctx, actor := caller(ctx)
	e, file, err := s.Programmes.EditionFile(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s-%d.yaml", e.Framework.Code, e.Framework.Edition)
	return GetEditionFile200ApplicationYamlResponse{EditionFileApplicationYamlResponse{
		Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: EditionFileResponseHeaders{
			ETag: etag(e.Revision), ContentDisposition: mime.FormatMediaType("attachment", map[string]string{"filename": name}),
		},
	}}, nil
}

// GetEditionHandbook implements StrictServerInterface.
func (s *server) GetEditionHandbook(ctx context.Context, r GetEditionHandbookRequestObject) (GetEditionHandbookResponseObject, error) {
	ctx, actor := caller(ctx)
	f, err := s.Handbooks.EditionFile(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetEditionHandbook200ApplicationPdfResponse{EditionHandbookApplicationPdfResponse{
		Body: bytes.NewReader(f.PDF), ContentLength: int64(len(f.PDF)),
		Headers: EditionHandbookResponseHeaders{
			ETag: strconv.Quote(record.DigestOf(f.PDF).String()), ContentDisposition: mime.FormatMediaType("inline", map[string]string{"filename": f.Name}),
		},
	}}, nil
}

// PutEditionFile implements StrictServerInterface.
func (s *server) PutEditionFile(ctx context.Context, r PutEditionFileRequestObject) (PutEditionFileResponseObject, error) {
	file := upload(ctx)
	ctx, actor := caller(ctx)
	e, err := s.Programmes.PutEditionFile(ctx, actor, r.ID, matching(r.Params.IfMatch), file)
	if err != nil {
		return nil, err
	}
	return PutEditionFile200JSONResponse{shownEdition(e)}, nil
}

// SubmitEdition implements StrictServerInterface.
func (s *server) SubmitEdition(ctx context.Context, r SubmitEditionRequestObject) (SubmitEditionResponseObject, error) {
	ctx, actor := caller(ctx)
	e, err := s.Programmes.SubmitEdition(ctx, actor, r.ID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return SubmitEdition200JSONResponse{shownEdition(e)}, nil
}

// ReturnEdition implements StrictServerInterface.
func (s *server) ReturnEdition(ctx context.Context, r ReturnEditionRequestObject) (ReturnEditionResponseObject, error) {
	ctx, actor := caller(ctx)
	e, err := s.Programmes.ReturnEdition(ctx, actor, r.ID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return ReturnEdition200JSONResponse{shownEdition(e)}, nil
}

// PublishEdition implements StrictServerInterface.
func (s *server) PublishEdition(ctx context.Context, r PublishEditionRequestObject) (PublishEditionResponseObject, error) {
	ctx, actor := caller(ctx)
	e, err := s.Programmes.PublishEdition(ctx, actor, r.ID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return PublishEdition200JSONResponse{shownEdition(e)}, nil
}

// GetHandbook implements StrictServerInterface.
func (s *server) GetHandbook(ctx context.Context, r GetHandbookRequestObject) (GetHandbookResponseObject, error) {
	ctx, actor := caller(ctx)
	e, err := s.Programmes.Handbook(ctx, actor, r.Code, r.Params.Edition)
	if err != nil {
		return nil, err
	}
	return GetHandbook200JSONResponse{HandbookShownJSONResponse{
		PublishedAt: e.PublishedAt, Framework: wireFront(e.Framework), Groups: each(e.Groups, wireGroup),
	}}, nil
}
