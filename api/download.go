package api

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"
	"time"

	"testamur/internal/record"
)

// download is a file that never changes under its digest. The generated answers know neither ranges nor 304, so
// net/http writes it.
type download struct {
	request *http.Request
	body    []byte
	media   string
	digest  record.Digest
	name    string
	at      time.Time
}

// VisitGetVersionDocumentResponse implements GetVersionDocumentResponseObject.
func (d download) VisitGetVersionDocumentResponse(w http.ResponseWriter) error { return d.serve(w) }

// VisitGetFileContentResponse implements GetFileContentResponseObject.
func (d download) VisitGetFileContentResponse(w http.ResponseWriter) error { return d.serve(w) }

func (d download) serve(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("Content-Type", d.media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.name}))
	h.Set("ETag", strconv.Quote(d.digest.String()))
	http.ServeContent(w, d.request, "", d.at, bytes.NewReader(d.body))
	return nil
}
