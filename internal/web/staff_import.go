package web

import (
	"errors"
	"strconv"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/operation"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
)

// importPage asks for a file of people to be enrolled.
type importPage struct {
	view
	Cohort  programme.Cohort
	Columns []columnWords
	Most    int
}

// columnWords say what stands in a column of a roster.
type columnWords struct{ Name, Text string }

var rosterWords = map[string]string{
	"name": "as it is to be printed; the only one that must be there", "email": "where invitations and links go",
	"private_email": "for afterwards, when people have changed jobs", "organisation": "where they work", "job_title": "stands under a signature",
	"language": "its code, such as en or pt-BR", "external_id": "what another system calls them; people are found again by it",
	"leader_kind": "community_or_network_leader, systems_convener, sponsor or enabler", "scale": "at what scale they work",
}

func (p *Pages) importPage(c *gin.Context, a access.Actor) (importPage, error) {
	cohort, x, err := p.cohortAndProgramme(c, a, idOf(c.Param("id")))
	if err == nil && cohort.State == programme.Closed {
		err = fault.New(fault.Conflict, "cohort_closed", "Nobody can be enrolled in a cohort that is closed.")
	}
	if err != nil {
		return importPage{}, err
	}
	page := importPage{Cohort: cohort, Most: programme.MaxRosterRows}
	page.view = p.insideCohort(c, a, "Enrol people from a file", cohort, x).sentTo(here("cohorts", cohort.ID, "/import"))
	page.Form.Typed = map[string][]string{"invite": {"yes"}}
	for _, name := range programme.RosterColumns() {
		page.Columns = append(page.Columns, columnWords{name, rosterWords[name]})
	}
	return page, nil
}

// planImport makes the dry run of a file that was sent, or of what was pasted.
func (p *Pages) planImport(c *gin.Context, a access.Actor) error {
	page, err := p.importPage(c, a)
	if err != nil {
		return err
	}
	typed, file, err := readUpload(c, "file")
	if err != nil {
		return err
	}
	f, place := form{Typed: typed}, "file"
	if len(file) == 0 {
		file, place = []byte(f.Value("text")), "text"
	}
	if strings.TrimSpace(string(file)) == "" {
		f.refuse("file", "Choose a file, or paste its rows below.")
		return p.againImport(c, page, f, errMistyped)
	}
	rows, err := p.Programmes.ReadRoster(a, file, f.Value("invite") != "")
	if err == nil {
		err = p.plan(c, a, access.OpCreateEnrolmentImport, kindEnrol, operation.Order{Cohort: page.Cohort.ID, Inputs: rows})
	}
	if err == nil {
		return nil
	}
	if !f.blameRoster(err, place) {
		return err
	}
	return p.againImport(c, page, f, err)
}

func (p *Pages) againImport(c *gin.Context, page importPage, f form, err error) error {
	p.note(c, err)
	page.Form = f
	return p.render(c, statusAfter(err), "import", page)
}

// blameRoster notes what is wrong with a file as a whole, at the field by which it was sent; what is wrong with single rows
// stands in the dry run.
func (f *form) blameRoster(err error, place string) bool {
	e, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok:
		return false
	case e.Code == fault.Conflict:
		place = ""
	case e.Code != fault.Invalid && e.Code != fault.TooLarge:
		return false
	}
	for _, v := range e.Violations {
		f.refuse(place, atRow(v.Pointer)+v.Message)
	}
	if len(e.Violations) == 0 {
		f.refuse(place, e.Message)
	}
	return true
}

// atRow says where in a file something is, from a pointer such as "/1/naming".
func atRow(pointer string) string {
	row, column, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	if _, err := strconv.Atoi(row); err != nil {
		return ""
	}
	column = strings.NewReplacer("~1", "/", "~0", "~").Replace(column)
	if _, err := strconv.Atoi(column); err == nil || column == "" {
		return "Row " + row + ": "
	}
	return "Row " + row + ", “" + column + "”: "
}

// rosterTemplate sends a file with nothing but the names of the columns. The mark at its beginning has spreadsheets keep UTF-8.
func (p *Pages) rosterTemplate(c *gin.Context, a access.Actor) error {
	if _, err := p.staffedCohort(c, a); err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="participants.csv"`)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	p.write(c.Writer, c.Request, []byte("\ufeff"+strings.Join(programme.RosterColumns(), ",")+"\r\n"))
	return nil
}
