package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"
)

// Several questions can be wrong in the same words: the summary says which, in the order in which they are asked.
func TestASummaryOfMistakesNamesTheQuestionsInTheirOrder(t *testing.T) {
	w := newWorld(t)
	w.signIn("Ada Admin", true)
	path := "/programmes/" + w.enrolment.ProgrammeID.String() + "/settings"
	typed := w.asIs(path)
	for name, value := range map[string]string{"name": "", "language": "?", "time_zone": "Mars", "serial_prefix": "sll"} {
		typed.Set(name, value)
	}
	page := w.post(path, typed)
	w.says(page, http.StatusUnprocessableEntity, `<a href="#name">Name of the programme: Fill this in.</a>`, `<a href="#time_zone">Time zone: Write a time zone by its place`)
	var order []string
	for _, m := range regexp.MustCompile(`<li><a href="#([a-z_]+)">`).FindAllStringSubmatch(page.Body.String(), -1) {
		order = append(order, m[1])
	}
	if want := []string{"name", "serial_prefix", "language", "time_zone"}; !slices.Equal(order, want) {
		t.Errorf("the summary goes %q", order)
	}
}

// What somebody else stored meanwhile reads as it was asked: a choice by its name, a day spelled out.
func TestWhatIsStoredNowReadsAsItWasAsked(t *testing.T) {
	w := newWorld(t)
	w.signIn("Ada Admin", true)
	path := "/cohorts/" + w.enrolment.CohortID.String()
	stale := w.asIs(path + "/edit")
	now := w.asIs(path + "/edit")
	now.Set("panel_on", "2015-12-20")
	w.goes(w.post(path+"/edit", now), path+"?done=cohort-kept")
	w.says(w.post(path+"/edit", stale), http.StatusConflict, "Stored now: <strong>20 December 2015</strong>")

	state := w.asIs(path + "/state")
	w.goes(w.post(path+"/state", url.Values{"revision": state["revision"], "state": {"running"}}), path+"?done=moved")
	w.says(w.post(path+"/state", state), http.StatusConflict, "Stored now: <strong>Running</strong>")
}
