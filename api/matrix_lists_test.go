package api_test

import (
	_ "embed"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

//go:embed testdata/matrix/lists.txt
var listsTable string

// listing is who finds what in one list.
type listing struct {
	stage, path, field string
	finders            map[string][]string // columns by object
}

// listings reads lists.txt.
var listings = sync.OnceValue(func() (all []listing) {
	for text := range strings.Lines(listsTable) {
		words := strings.Fields(text)
		switch {
		case len(words) == 0 || words[0] == "#":
		case words[0] == "##":
			all = append(all, listing{stage: words[1], path: words[2], field: words[3], finders: map[string][]string{}})
		case words[0] == "people":
			for _, name := range everybody {
				all[len(all)-1].finders[name] = words[1:]
			}
		default:
			all[len(all)-1].finders[words[0]] = words[1:]
		}
	}
	return all
})

// found gives what somebody is to find in the list.
func (l listing) found(w *matrixWorld, a asker) []string {
	var ids []string
	for object, columns := range l.finders {
		if slices.Contains(columns, a.column) {
			ids = append(ids, w.names[object])
		}
	}
	slices.Sort(ids)
	return ids
}

// read reads a list as somebody does. A refusal holds nothing.
func (w *matrixWorld) read(a asker, path string) (r *httptest.ResponseRecorder, page struct {
	Items []map[string]any
	Next  string `json:"next_cursor"`
}) {
	w.t.Helper()
	as := a.secret
	if as == "scope" { // lists are of several scopes
		as = "here"
	}
	r = w.serveAs(httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, w.named(path), nil), as)
	if r.Code == http.StatusOK {
		w.must(json.Unmarshal(r.Body.Bytes(), &page))
	}
	return r, page
}

func ids(items []map[string]any, field string) (all []string) {
	for _, item := range items {
		all = append(all, item[field].(string))
	}
	slices.Sort(all)
	return all
}

func TestListsHoldWhatTheirReaderMaySeeAndNothingElse(t *testing.T) {
	for _, l := range listings() {
		t.Run(l.stage+l.path, func(t *testing.T) {
			t.Parallel()
			openStage(t, l.stage).tryList(t, l)
		})
	}
}

// tryList has everybody read a list, whole, page by page and narrowed.
func (w *matrixWorld) tryList(t *testing.T, l listing) {
	t.Helper()
	for _, a := range askers {
		want := l.found(w, a)
		if _, page := w.read(a, l.path); !slices.Equal(ids(page.Items, l.field), want) {
			t.Errorf("%s: %s (%s) finds %v, not %v", l.path, a.column, a.secret, w.called(ids(page.Items, l.field)), w.called(want))
		}
		if strings.Contains(l.path, "<") || l.field != "id" {
			continue
		}
		if paged := w.turnPages(a, l.path); !slices.Equal(paged, want) {
			t.Errorf("%s: %s (%s) finds %v page by page, not %v", l.path, a.column, a.secret, w.called(paged), w.called(want))
		}
		w.tryFilters(t, a, l, want)
	}
}

// turnPages reads a list one item at a time.
func (w *matrixWorld) turnPages(a asker, path string) (all []string) {
	w.t.Helper()
	for cursor := ""; ; {
		_, page := w.read(a, path+"?limit=1"+cursor)
		all = append(all, ids(page.Items, "id")...)
		if page.Next == "" {
			slices.Sort(all)
			return all
		}
		cursor = "&cursor=" + page.Next
	}
}

// filters are the parameters by which lists are narrowed, each with names of the world, of which everybody may not know some.
var filters = map[string][]string{
	"programme_id": {"programme", "other"}, "cohort_id": {"cohort", "other.cohort"}, "enrolment_id": {"seat", "ben.seat", "cleo.seat"},
	"person_id": {"ana", "ben", "cleo"}, "assessor_id": {"etta", "carl", "luis", "mona"},
}

// tryFilters narrows a list by everything that can be named. What comes is what the list holds anyway, and a filter that leaves
// nothing answers as one for what does not exist.
func (w *matrixWorld) tryFilters(t *testing.T, a asker, l listing, visible []string) {
	t.Helper()
	for _, p := range addressedParameters(l.path) {
		for _, name := range filters[p] {
			r, page := w.read(a, l.path+"?"+p+"="+url.QueryEscape(w.names[name]))
			for _, id := range ids(page.Items, "id") {
				if !slices.Contains(visible, id) && w.called([]string{id})[0] != "own.theme" {
					t.Errorf("%s finds %v with %s=%s", a.column, w.called([]string{id}), p, name)
				}
			}
			missing, _ := w.read(a, l.path+"?"+p+"="+noSuch)
			if len(page.Items) == 0 && (r.Code != missing.Code || r.Body.String() != missing.Body.String()) {
				t.Errorf("%s with %s=%s: %d %s, where what does not exist answers %d %s", a.column, p, name, r.Code, r.Body, missing.Code, missing.Body)
			}
		}
	}
}

// addressedParameters names the query parameters of a list.
func addressedParameters(path string) (names []string) {
	for _, p := range routeOf(http.MethodGet, path).Operation.Parameters {
		if p.Value.In == "query" {
			names = append(names, p.Value.Name)
		}
	}
	return names
}

// called gives the names of ids.
func (w *matrixWorld) called(ids []string) []string {
	names := slices.Clone(ids)
	for name := range maps.Keys(w.names) {
		if i := slices.Index(ids, w.names[name]); i >= 0 {
			names[i] = name
		}
	}
	return names
}

// TestEventsAreForTheStaffOfTheirProgramme has everybody read all events that they can.
func TestEventsAreForTheStaffOfTheirProgramme(t *testing.T) {
	t.Parallel()
	w := openStage(t, "issued")
	for _, a := range askers {
		_, page := w.read(a, "/v1/events?limit=200")
		programmes := map[string]int{}
		for _, e := range page.Items {
			programme, _ := e["programme_id"].(string)
			programmes[programme]++
		}
		want := map[string][]string{
			"st": {"programme"}, "st'": {"programme"}, "T+": {"programme"}, "ot": {"other"}, "Tq": {"other"},
			"ro": {"", "other", "programme"}, "ro'": {"", "other", "programme"}, "Tm": {"", "other", "programme"},
		}[a.column]
		if got := w.called(slices.Sorted(maps.Keys(programmes))); len(got) != len(want) {
			t.Errorf("%s finds events of %v, not %v", a.column, got, want)
		}
		for _, name := range want {
			if name != "" && programmes[w.names[name]] == 0 {
				t.Errorf("%s finds no event of %s", a.column, name)
			}
		}
	}
}
