package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"testamur/internal/programme"
)

func TestADeferredParticipantGoesIntoALaterCohort(t *testing.T) {
	w := newWorld(t)
	w.staff()
	later, err := w.programmes.CreateCohort(t.Context(), office, w.enrolment.ProgrammeID, programme.CohortFields{Name: "2016"})
	w.must(err)
	seat := "/enrolments/" + w.enrolment.ID.String()
	w.says(w.get(seat+"/edit"), http.StatusOK, "systems convener", ">2016</option>")
	typed := url.Values{"revision": {"1"}, "cohort_id": {later.ID.String()}, "leader_kind": {"chief"}, "scale": {"A region"}}
	w.says(w.post(seat+"/edit", typed), http.StatusUnprocessableEntity, `href="#leader_kind"`, `value="A region"`)
	typed.Set("leader_kind", "sponsor")
	w.goes(w.post(seat+"/edit", typed), seat+"?done=details")
	e, err := w.programmes.Enrolment(t.Context(), office, w.enrolment.ID)
	if err != nil || e.CohortID != later.ID || e.LeaderKind != programme.Sponsor || e.Scale != "A region" || e.State != programme.Active {
		t.Errorf("%+v, %v", e, err)
	}
	w.says(w.post(seat+"/edit", typed), http.StatusConflict, "Somebody changed this")
}

func TestAParticipantHasThemesOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	w.staff()
	programmePath, seat := "/programmes/"+w.enrolment.ProgrammeID.String(), "/enrolments/"+w.enrolment.ID.String()
	w.goes(w.post(programmePath+"/themes", url.Values{"heading": {"Persistence"}}), programmePath+"/themes?done=theme")
	w.says(w.get(seat), http.StatusOK, seat+"/themes")
	w.says(w.post(seat+"/themes", url.Values{"guidance": {"Kept"}}), http.StatusUnprocessableEntity, `href="#heading"`, "Kept")
	w.goes(w.post(seat+"/themes", url.Values{"heading": {"Bridges"}}), seat+"/themes?done=theme")
	own := w.get(seat + "/themes").Body.String()
	if strings.Contains(w.get(programmePath+"/themes").Body.String(), "Bridges") || !strings.Contains(own, "beside those of the programme: Persistence") {
		t.Errorf("a theme of one participant stands in the catalogue, or the catalogue's not beside it:\n%s", own)
	}
	theme := regexp.MustCompile(`/themes/[0-9a-f-]{36}`).FindString(own)
	w.says(w.get(theme), http.StatusOK, `value="Bridges"`)
	w.goes(w.post(theme, url.Values{"revision": {"1"}, "heading": {"Building bridges"}}), seat+"/themes?done=themes")
	w.says(w.post(theme, url.Values{"revision": {"1"}, "heading": {"Mine"}}), http.StatusConflict, "Stored now: <strong>Building bridges")
	w.goes(w.post(theme+"/archive", url.Values{"revision": {"2"}, "archived": {"yes"}}), seat+"/themes?done=themes")
	w.says(w.get(seat+"/themes"), http.StatusOK, "Restore Building bridges")
}

func TestTheDayOfAFeedbackIsMoved(t *testing.T) {
	w := newWorld(t)
	w.staff()
	seat := "/enrolments/" + w.enrolment.ID.String()
	assignment := regexp.MustCompile(`/assignments/[0-9a-f-]{36}`).FindString(w.get(seat).Body.String())
	w.says(w.get(assignment), http.StatusOK, "Feedback on Olga Vtorushina")
	w.says(w.post(assignment, url.Values{"revision": {"1"}, "due_on": {"soon"}}), http.StatusUnprocessableEntity, `href="#due_on"`)
	w.goes(w.post(assignment, url.Values{"revision": {"1"}, "due_on": {"2016-01-31"}}), seat+"?done=details#assessors")
	w.says(w.get(seat), http.StatusOK, "Due on 31 January 2016")
}

func TestACohortIsArchivedAndKeepsItsState(t *testing.T) {
	w := newWorld(t)
	w.staff()
	typed := url.Values{"revision": {"1"}, "name": {"2015"}, "panel_on": {"2015-12-14"}, "archived": {"yes"}, "external_id": {"lms-15"}}
	w.goes(w.post(w.cohortPath()+"/edit", typed), w.cohortPath()+"?done=cohort-kept")
	w.says(w.get(w.cohortPath()), http.StatusOK, "archived")
	w.says(w.get(w.cohortPath()+"/edit"), http.StatusOK, `value="lms-15"`, "checked")
	w.says(w.sends(w.cohortPath()+"/import", "name\nAna\n", nil), http.StatusConflict, "Reopen it first", `action="`+w.cohortPath()+"/import")
	typed = url.Values{"revision": {"2"}, "name": {"2015"}}
	w.goes(w.post(w.cohortPath()+"/edit", typed), w.cohortPath()+"?done=cohort-kept")
	w.says(w.get(w.cohortPath()), http.StatusOK, "planned")
}
