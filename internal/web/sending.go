package web

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/handbook"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
)

// inline sends a PDF to be read in the browser.
func (p *Pages) inline(c *gin.Context, d certificate.Document) { sendPDF(c, d, "no-store") }

// sendHandbook sends the PDF of an edition. It names no time: what is quoted in it changes when somebody takes their consent back.
func sendHandbook(c *gin.Context, f handbook.File, caching string) {
	sendPDF(c, certificate.Document{PDF: f.PDF, Digest: record.DigestOf(f.PDF), Name: f.Name}, caching)
}

func sendPDF(c *gin.Context, d certificate.Document, caching string) {
	h := c.Writer.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": d.Name}))
	h.Set("ETag", strconv.Quote(d.Digest.String()))
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Content-Security-Policy", "frame-ancestors 'none'") // a reader that the browser builds in has styles of its own
	send(c, "application/pdf", caching, d.At, d.PDF)
}

// sendPicture sends a picture for a page that whoever asks may see.
func sendPicture(c *gin.Context, png []byte, at time.Time) {
	send(c, "image/png", "no-store", at.Truncate(time.Second), png)
}

func send(c *gin.Context, kind, caching string, at time.Time, content []byte) {
	h := c.Writer.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", caching)
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(c.Writer, c.Request, "", at, bytes.NewReader(content))
}
