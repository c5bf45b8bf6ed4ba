package api_test

import (
	"net/http"
	"net/url"
	"testing"
)

// Texts that mean something to a database, a page, a shell or a spreadsheet are names like others here.
func TestWhatMeansSomethingElsewhereIsTextHere(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{
		`Robert'); DROP TABLE people;--`, `' OR '1'='1`, `<script>alert(1)</script>`, `$(reboot) "; reboot`, `=HYPERLINK("x")`, `{{.Secret}}`,
		`%00%27%20OR`, `\u0027`, `${jndi:ldap://x}`,
	} {
		path := "/v1/people/external/" + url.PathEscape(name)
		r := w.send("admin", http.MethodPut, path, jsonHeader, asJSON(map[string]string{"name": name}))
		if r.Code != http.StatusCreated {
			t.Errorf("%s: %d %s", name, r.Code, r.Body)
			continue
		}
		found, ok := w.make("admin", "", http.MethodGet, "/v1/people?external_id="+url.QueryEscape(name), "")["items"].([]any)
		if !ok || len(found) != 1 {
			t.Fatalf("%s finds %v", name, found)
		}
		if person, ok := found[0].(map[string]any); !ok || person["name"] != name || person["external_id"] != name {
			t.Errorf("%s comes back as %v", name, person)
		}
	}
}
