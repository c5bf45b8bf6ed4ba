package web_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/record"
)

var longName = strings.Repeat("Wolfeschlegelstein", 11)

func TestPagesOfLongNamesFitANarrowPhone(t *testing.T) {
	w := newWorld(t)
	viewer := w.viewer(t)
	_, err := w.access.ChangePerson(t.Context(), office, w.assessor.ID, record.Match(w.assessor.Revision), func(p *access.PersonFields) {
		p.Name, p.JobTitle, p.Organisation = longName, longName, longName
	})
	w.must(err)
	_, sent := w.sent()
	_, takenDown := w.takenDown()
	pages := map[string]*httptest.ResponseRecorder{
		"signing": w.get("/l/" + sent), "answer": w.post("/l/"+sent+"/answer", url.Values{"decision": {"declined"}}),
		"confirming": w.get("/l/" + takenDown), "words": w.get("/l/" + takenDown + "/answer"),
		"enter": w.get("/l/" + w.invited(w.assessor, false)), "ended": w.get("/l/none"),
		"signin": w.post("/sign-in/link", url.Values{"email": {longName}}),
	}
	w.signedIn()
	pages["account"] = w.post("/account/password", url.Values{"password": {"short"}})
	viewer.fit(pages)
}
