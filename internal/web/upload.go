package web

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"testamur/internal/certificate"

	"github.com/gin-gonic/gin"
)

// maxUpload is how many bytes a form with a picture may have: 5 MB for the picture, which the use case counts, and the rest.
const maxUpload = 6 << 20

// readUpload gives what a form holds, and the bytes of the file in one of its fields, if any. Forms without files are
// read too.
func readUpload(c *gin.Context, name string) (url.Values, []byte, error) {
	r := c.Request
	r.Body = http.MaxBytesReader(c.Writer, r.Body, maxUpload)
	err := r.ParseMultipartForm(maxUpload) // held in memory: nothing is left in a folder
	if errors.Is(err, http.ErrNotMultipart) {
		return r.PostForm, nil, nil
	}
	if err != nil {
		return url.Values{}, nil, unreadable(err)
	}
	file, _, err := r.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) {
		return r.PostForm, nil, nil
	}
	if err != nil {
		return r.PostForm, nil, unreadable(err)
	}
	b, err := io.ReadAll(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return r.PostForm, nil, unreadable(err)
	}
	return r.PostForm, b, nil
}

// inline sends a PDF to be read in the browser.
func (p *Pages) inline(c *gin.Context, d certificate.Document) {
	h := c.Writer.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": d.Name}))
	h.Set("ETag", strconv.Quote(d.Digest.String()))
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "frame-ancestors 'none'") // a reader that the browser builds in has styles of its own
	http.ServeContent(c.Writer, c.Request, "", d.At, bytes.NewReader(d.PDF))
}
