package api

import (
	"context"
	"io"
	"mime"
	"net/http"
	"time"
)

// archive writes what is held on a person straight to whoever asked: it may be larger than what fits into memory.
type archive struct {
	name  string
	write func(io.Writer) error
	now   func() time.Time // of one that may take long
}

// VisitExportPersonResponse implements ExportPersonResponseObject. An error before the first byte becomes a problem.
func (a archive) VisitExportPersonResponse(w http.ResponseWriter) error {
	return a.write(&headed{w: w, name: a.name})
}

// headed sends the headers of an archive with its first byte.
type headed struct {
	w    http.ResponseWriter
	name string
	sent bool
}

func (h *headed) Write(b []byte) (int, error) {
	if !h.sent {
		h.sent = true
		h.w.Header().Set("Content-Type", "application/zip")
		h.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": h.name}))
		h.w.WriteHeader(http.StatusOK)
	}
	return h.w.Write(b)
}

// ExportPerson implements StrictServerInterface.
func (s *server) ExportPerson(ctx context.Context, r ExportPersonRequestObject) (ExportPersonResponseObject, error) {
	ctx, actor := caller(ctx)
	return archive{name: "person-" + r.ID.String() + ".zip", write: func(w io.Writer) error {
		return s.Personal.Export(ctx, actor, r.ID, w)
	}}, nil
}

// ErasePerson implements StrictServerInterface.
func (s *server) ErasePerson(ctx context.Context, r ErasePersonRequestObject) (ErasePersonResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Personal.Erase(ctx, actor, r.ID, r.Body.Confirm); err != nil {
		return nil, err
	}
	return ErasePerson204Response{}, nil
}
