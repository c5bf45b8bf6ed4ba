package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"

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
