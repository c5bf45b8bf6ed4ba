package api

import (
	"bytes"
	"maps"
	"net/http"

	"testamur/internal/idempotency"

	"github.com/gin-gonic/gin"
)

// recorder holds an answer back until it is settled whether it stands.
type recorder struct {
	gin.ResponseWriter
	header http.Header
	status int // 0: nothing was written
	body   bytes.Buffer
}

func newRecorder(w gin.ResponseWriter) *recorder {
	return &recorder{ResponseWriter: w, header: w.Header().Clone()}
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) { r.status = status }

func (r *recorder) WriteHeaderNow() {
	if r.status == 0 {
		r.status = http.StatusOK
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeaderNow()
	return r.body.Write(b)
}

func (r *recorder) WriteString(s string) (int, error) { return r.Write([]byte(s)) }

func (r *recorder) Status() int { return max(r.status, http.StatusOK) }

func (r *recorder) Size() int { return r.body.Len() }

func (r *recorder) Written() bool { return r.status != 0 }

// reset forgets what was written.
func (r *recorder) reset() {
	r.status = 0
	r.header = r.ResponseWriter.Header().Clone()
	r.body.Reset()
}

// answer is what is kept of it.
func (r *recorder) answer() idempotency.Answer {
	a := idempotency.Answer{Status: r.Status(), Header: map[string]string{}, Body: bytes.Clone(r.body.Bytes())}
	for _, name := range []string{"Content-Type", "ETag", "Location"} {
		if v := r.header.Get(name); v != "" {
			a.Header[name] = v
		}
	}
	return a
}

// flush sends the answer, if there is one.
func (r *recorder) flush() {
	if !r.Written() {
		return
	}
	maps.Copy(r.ResponseWriter.Header(), r.header)
	r.ResponseWriter.WriteHeader(r.status)
	write(r.ResponseWriter, r.body.Bytes())
}
