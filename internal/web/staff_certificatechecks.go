package web

import (
	"strconv"
	"strings"

	"testamur/internal/access"
	"testamur/internal/certificate"

	"github.com/gin-gonic/gin"
)

// findingRow is something to look at before a certificate is sent, and where it is mended.
type findingRow struct {
	certificate.Finding
	Where string // in words, with a colon and a space behind; "" for the whole
	Path  string // where it is mended; "" while the text cannot be changed
}

// Blocks says whether it stands in the way of sending.
func (f findingRow) Blocks() bool { return f.Severity == certificate.SeverityBlocking }

// bringFindings brings them while they can be mended.
func (p *Pages) bringFindings(c *gin.Context, a access.Actor, page *certificatePage) error {
	if !page.Composes() {
		return nil
	}
	found, err := p.findings(c, a, page.desk)
	page.Findings = found
	return err
}

func (p *Pages) findings(c *gin.Context, a access.Actor, d desk) ([]findingRow, error) {
	found, err := p.Certificates.Checks(c.Request.Context(), a, d.ID)
	rows := make([]findingRow, len(found))
	for i, f := range found {
		field := strings.ReplaceAll(strings.TrimPrefix(f.Pointer, "/"), "/", "-")
		rows[i] = findingRow{f, d.where(field), d.Path() + placeOf(field)}
	}
	return rows, err
}

// placeOf gives the page, below the certificate's, on which a field of the certificate is changed. A passage is found at its
// text.
func placeOf(field string) string {
	kind, _, _ := strings.Cut(field, "-")
	switch kind {
	case "sections", "":
		parts := strings.Split(field, "-")
		switch len(parts) {
		case 2:
			field += "-heading"
		case 4:
			field += "-text"
		}
		return "/text#" + field
	case "signatories":
		if field == kind {
			field = "main"
		}
		return "/signatories#" + field
	}
	return "/facts#" + field
}

// where says in words which part of the certificate a field is about.
func (d desk) where(field string) string {
	parts := strings.Split(field, "-")
	n := 0
	if len(parts) > 1 {
		var err error
		if n, err = strconv.Atoi(parts[1]); err != nil {
			return ""
		}
	}
	switch {
	case parts[0] == "sections" && len(parts) > 1 && n < len(d.Sections) && d.Sections[n].Heading != "":
		return "“" + d.Sections[n].Heading + "”: "
	case parts[0] == "sections" && len(parts) > 1:
		return "Section " + strconv.Itoa(n+1) + ": "
	case parts[0] == "signatories" && len(parts) > 1 && n < len(d.Signatories):
		return d.Signatories[n].Name + ": "
	}
	return ""
}
