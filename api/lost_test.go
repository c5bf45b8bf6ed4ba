package api

import (
	"net/http/httptest"
	"testing"
)

func TestPeopleWhoAreLostGetAPageAndProgramsAProblem(t *testing.T) {
	for _, c := range []struct {
		path, accept string
		page         bool
	}{
		{"/nowhere", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true},
		{"/nowhere", "*/*", false},
		{"/nowhere", "", false},
		{"/v1/nowhere", "text/html", false},
	} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", c.path, nil)
		r.Header.Set("Accept", c.accept)
		if wantsPage(r) != c.page {
			t.Errorf("%s for %q: a page is %v", c.path, c.accept, !c.page)
		}
	}
}
