// Package web serves pages for people, rendered on the server, working without scripts. It calls the same use cases as the
// REST API and decides nothing itself.
package web

import (
	"bytes"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"

	"testamur/internal/certificate"
	"testamur/templates"
)

// Pages serves the pages.
type Pages struct {
	certificates *certificate.Service
	log          *slog.Logger
	verification *template.Template
	style        []byte
}

// New parses the templates.
func New(certificates *certificate.Service, log *slog.Logger) (*Pages, error) {
	p := &Pages{certificates: certificates, log: log}
	var err error
	if p.verification, err = template.New("verification.html").Funcs(functions).ParseFS(templates.Files, "pages/verification.html"); err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	if p.style, err = templates.Files.ReadFile("pages/pages.css"); err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	return p, nil
}

// Style serves the style sheet.
func (p *Pages) Style(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	p.write(w, r, p.style)
}

// show renders a page whole before anything is sent, so that a failure is never half a page.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, page *template.Template, data any) {
	var b bytes.Buffer
	if err := page.Execute(&b, data); err != nil {
		p.log.ErrorContext(r.Context(), "page failed", "page", page.Name(), "error", err)
		http.Error(w, "This page could not be shown. Try again.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	w.WriteHeader(status)
	p.write(w, r, b.Bytes())
}

func (p *Pages) write(w http.ResponseWriter, r *http.Request, b []byte) {
	if _, err := w.Write(b); err != nil {
		p.log.DebugContext(r.Context(), "client went away", "error", err)
	}
}
