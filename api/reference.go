package api

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"testamur/templates"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"
)

// reference mounts the contract and a page for people that is made of it, once, when the program starts.
func (s *server) reference(engine *gin.Engine) error {
	page, err := renderReference(s.contract.document)
	if err != nil {
		return fmt.Errorf("reference: %w", err)
	}
	style, err := templates.Files.ReadFile("pages/docs.css")
	if err != nil {
		return fmt.Errorf("reference: %w", err)
	}
	engine.GET("/openapi.yaml", contractFile)
	engine.GET("/docs", static("text/html; charset=utf-8", page))
	engine.GET("/docs/style.css", static("text/css; charset=utf-8", style))
	return nil
}

// static serves bytes that do not change while the program runs. The page may load its own style sheet and nothing else.
func static(media string, b []byte) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Cache-Control", "no-cache")
		c.Header("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		c.Data(http.StatusOK, media, b)
	}
}

func renderReference(d *openapi3.T) ([]byte, error) {
	page, err := template.ParseFS(templates.Files, "pages/docs.html")
	if err != nil {
		return nil, err
	}
	content, err := newReferencePage(d)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, content)
	return b.Bytes(), err
}

// referencePage is what the template shows.
type referencePage struct {
	Title, Version string
	Description    [][]span // paragraphs
	Tags           []referenceTag
	Problems       []referenceProblem
	Schemas        []referenceSchema
}

type referenceTag struct {
	Name, Anchor string
	Description  []span
	Operations   []referenceOperation
}

type referenceProblem struct {
	Code, Meaning string
	Status        int
}

func newReferencePage(d *openapi3.T) (referencePage, error) {
	page := referencePage{Title: d.Info.Title, Version: d.Info.Version}
	for paragraph := range strings.SplitSeq(d.Info.Description, "\n\n") {
		page.Description = append(page.Description, spans(paragraph))
	}
	operations := operationsByTag(d)
	for _, tag := range d.Tags {
		page.Tags = append(page.Tags, referenceTag{
			Name: tag.Name, Anchor: "tag-" + strings.ToLower(tag.Name), Description: spans(tag.Description), Operations: operations[tag.Name],
		})
	}
	for _, name := range slices.Sorted(maps.Keys(d.Components.Schemas)) {
		schema, err := newReferenceSchema(name, d.Components.Schemas[name].Value)
		if err != nil {
			return page, err
		}
		page.Schemas = append(page.Schemas, schema)
	}
	page.Problems = problemsOf(d)
	return page, nil
}

// operationsByTag keeps what belongs to one address together, reading before changing.
func operationsByTag(d *openapi3.T) map[string][]referenceOperation {
	out := map[string][]referenceOperation{}
	for path, item := range d.Paths.Map() {
		for method, op := range item.Operations() {
			tag := op.Tags[0]
			out[tag] = append(out[tag], newReferenceOperation(method, path, item, op))
		}
	}
	order := []string{"GET", "POST", "PUT", "PATCH", "DELETE"}
	for _, list := range out {
		slices.SortFunc(list, func(a, b referenceOperation) int {
			return cmp.Or(strings.Compare(a.Path, b.Path), slices.Index(order, a.Method)-slices.Index(order, b.Method))
		})
	}
	return out
}

// problemsOf reads the table of problem codes that stands in the contract.
func problemsOf(d *openapi3.T) []referenceProblem {
	list, _ := d.Components.Schemas["ProblemCode"].Value.Extensions["x-problems"].([]any)
	var out []referenceProblem
	for _, entry := range list {
		m, _ := entry.(map[string]any)
		status, _ := m["status"].(float64)
		out = append(out, referenceProblem{Code: fmt.Sprint(m["code"]), Status: int(status), Meaning: fmt.Sprint(m["meaning"])})
	}
	return out
}
