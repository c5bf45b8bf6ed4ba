package web_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// walker follows every link that somebody finds, from their first page on.
type walker struct {
	w      *world
	seen   map[string]bool
	bodies map[string]string // by path
}

var linkOnPage = regexp.MustCompile(`<a [^>]*href="([^"]*)"`)

// mostAlike is how many pages of one route are walked to: a hundred participants have pages alike.
const mostAlike = 4

// walk follows links until there is no new one. It fails for each that leads to nothing, or to a place that its page does not have.
func (x walker) walk(t *testing.T, name string) {
	alike := map[string]int{}
	for queue := []string{"/"}; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		kind := ids.ReplaceAllString(path, ":id")
		if x.seen[path] || alike[kind] >= mostAlike {
			continue
		}
		x.seen[path] = true
		alike[kind]++
		answer := x.w.get(path)
		if answer.Code != http.StatusOK && answer.Code != http.StatusSeeOther && !strings.Contains(path, "/preview") {
			t.Errorf("%s comes to %s: %d", name, path, answer.Code)
			continue
		}
		x.bodies[path] = answer.Body.String()
		queue = append(queue, x.leads(t, path)...)
	}
}

var ids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

// leads gives where the links of a page lead. A place on a page that was looked at must be there.
func (x walker) leads(t *testing.T, path string) (paths []string) {
	for _, m := range linkOnPage.FindAllStringSubmatch(x.bodies[path], -1) {
		to, place, _ := strings.Cut(html.UnescapeString(m[1]), "#")
		if to == "" {
			to = path
		}
		to = strings.TrimPrefix(to, publicURL)
		if !strings.HasPrefix(to, "/") || to == "/docs" {
			continue // another site's, or the API's
		}
		if body, looked := x.bodies[to]; looked && place != "" && !strings.Contains(body, `id="`+place+`"`) {
			t.Errorf("%s leads to #%s of %s, which is not there", path, place, to)
		}
		paths = append(paths, to)
	}
	return paths
}

// Whoever follows links comes to pages, never to an end.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	w := newWorld(t)
	w.issued()
	w.fill(8)
	olga := w.addressed()
	for _, who := range []struct {
		name  string
		enter func()
		least int // pages that they find
	}{
		{"a stranger", func() {}, 2},
		{"an administrator", func() { w.signIn("Ada Lovelace", true) }, 30},
		{"staff", func() { w.staff() }, 30},
		{"an assessor", func() { w.signedIn() }, 4},
		{"a participant", func() { w.goes(w.post("/l/"+w.invited(olga, false), nil), "/account") }, 8},
	} {
		who.enter()
		x := walker{w: w, seen: map[string]bool{}, bodies: map[string]string{}}
		if x.walk(t, who.name); len(x.seen) < who.least {
			t.Errorf("%s finds %d pages alone", who.name, len(x.seen))
		}
	}
}
