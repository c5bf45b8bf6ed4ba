package web

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"testamur/internal/access"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// eventsOnPage is how many events a page shows.
const eventsOnPage = 50

func (p *Pages) mountEvents(to routes) { to.show("/events", p.events) }

// eventsPage is what was done, the latest first.
type eventsPage struct {
	view
	Events     []eventRow
	Programmes []option
	Older      string // the query that shows what came before; "" when nothing did
}

// eventRow is an event as people read it.
type eventRow struct {
	access.Event
	Who, What, About string
	Path             string // of what it is about, where that has a page
}

func (p *Pages) events(c *gin.Context, a access.Actor) error {
	f := form{Typed: c.Request.URL.Query()}
	filter := access.EventFilter{Programme: idOf(f.Value("programme")), Object: idOf(f.Value("object")), Latest: true}
	if from := f.date("from"); !from.IsZero() {
		filter.From = time.Date(from.Year, from.Month, from.Day, 0, 0, 0, 0, time.UTC)
	}
	if to := f.date("to"); !to.IsZero() {
		filter.To = time.Date(to.Year, to.Month, to.Day+1, 0, 0, 0, 0, time.UTC)
	}
	if n, err := strconv.ParseInt(f.Value("before"), 10, 64); err == nil {
		filter.Before = n
	}
	ctx := c.Request.Context()
	list, err := p.Access.Journal.List(ctx, a, filter, eventsOnPage)
	if err != nil {
		return err
	}
	page := eventsPage{view: p.inside(c, a, "Events")}
	page.Wide, page.Form = true, f
	for _, e := range list.Items {
		page.Events = append(page.Events, newEventRow(e))
	}
	if list.More {
		query := maps.Clone(f.Typed)
		query.Set("before", strconv.FormatInt(list.Items[len(list.Items)-1].Sequence, 10))
		page.Older = "?" + query.Encode()
	}
	if page.Programmes, err = p.programmeOptions(c, a); err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "events", page)
}

// programmeOptions are the programmes to narrow a list by.
func (p *Pages) programmeOptions(c *gin.Context, a access.Actor) ([]option, error) {
	list, err := p.Programmes.ListProgrammes(c.Request.Context(), a, programme.Filter{}, wholePage)
	options := []option{{"", "all"}}
	for _, x := range list.Items {
		if staffs(a, x.ID) == nil {
			options = append(options, option{x.ID.String(), x.Name})
		}
	}
	return options, err
}

// eventPages are where the objects of events have a page.
var eventPages = map[string]string{"programme": "programmes", "cohort": "cohorts", "enrolment": "enrolments", "certificate": "certificates", "person": "people"}

func newEventRow(e access.Event) eventRow {
	row := eventRow{Event: e, Who: e.Actor.Name, What: done(e.Operation), About: inWords(e.Object.Kind)}
	if row.Who == "" {
		row.Who = map[access.ActorKind]string{access.KindSystem: "the system", access.KindAnonymous: "somebody unknown"}[e.Actor.Kind]
	}
	if kind, ok := eventPages[e.Object.Kind]; ok && e.Object.ID != uuid.Nil {
		row.Path = here(kind, e.Object.ID, "")
	}
	return row
}

// Facts are the codes that an event keeps, in a fixed order.
func (e eventRow) Facts() string {
	var facts []string
	for _, key := range slices.Sorted(maps.Keys(e.Detail)) {
		facts = append(facts, strings.ReplaceAll(key, "_", " ")+": "+inWords(e.Detail[key]))
	}
	return strings.Join(facts, ", ")
}

// inWords takes a name of the contract apart: "updateCohort" is "update cohort". Serial numbers and codes stay as they are.
func inWords(name string) string {
	if strings.ToUpper(name) == name {
		return name
	}
	var b strings.Builder
	for _, r := range strings.ReplaceAll(name, "_", " ") {
		if unicode.IsUpper(r) && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
