package api

import (
	"context"

	"testamur/internal/certificate"
	"testamur/internal/record"

	"github.com/google/uuid"
)

func wireFile(f certificate.File) File {
	return File{
		ID: f.ID, CreatedAt: f.CreatedAt, Purpose: FilePurpose(f.Purpose), Name: f.Name, Digest: f.Digest.String(),
		Size: f.Size, Width: f.Width, Height: f.Height,
	}
}

// ListFiles implements StrictServerInterface.
func (s *server) ListFiles(ctx context.Context, r ListFilesRequestObject) (ListFilesResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Certificates.ListFiles(ctx, actor, certificate.FileFilter{Purpose: certificate.FilePurpose(r.Params.Purpose)}, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireFile, func(f certificate.File) uuid.UUID { return f.ID })
	return ListFiles200JSONResponse{FileListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// CreateFile implements StrictServerInterface.
func (s *server) CreateFile(ctx context.Context, r CreateFileRequestObject) (CreateFileResponseObject, error) {
	body := upload(ctx)
	ctx, actor := caller(ctx)
	f, err := s.Certificates.Upload(ctx, actor, certificate.FilePurpose(r.Params.Purpose), r.Params.Name, body)
	if err != nil {
		return nil, err
	}
	return CreateFile201JSONResponse{FileCreatedJSONResponse{
		Body:    wireFile(f),
		Headers: FileCreatedResponseHeaders{Location: "/v1/files/" + f.ID.String()},
	}}, nil
}

// GetFile implements StrictServerInterface.
func (s *server) GetFile(ctx context.Context, r GetFileRequestObject) (GetFileResponseObject, error) {
	ctx, actor := caller(ctx)
	f, err := s.Certificates.File(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetFile200JSONResponse{FileShownJSONResponse(wireFile(f))}, nil
}

// GetFileContent implements StrictServerInterface.
func (s *server) GetFileContent(ctx context.Context, r GetFileContentRequestObject) (GetFileContentResponseObject, error) {
	request := requestOf(ctx)
	ctx, actor := caller(ctx)
	png, at, err := s.Certificates.FileContent(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return download{
		request: request, body: png, media: "image/png", digest: record.DigestOf(png), name: r.ID.String() + ".png", at: at,
	}, nil
}
