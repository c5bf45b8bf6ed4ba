package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"testamur/internal/programme"
	"testamur/internal/record"
)

func TestAPanelIsNotedAndItsGuestsAreOffered(t *testing.T) {
	w := newWorld(t)
	w.staff()
	path := w.cohortPath() + "/meetings"
	w.says(w.get(path), http.StatusOK, "None is noted yet", path+"/new")
	w.says(w.get(path+"/new"), http.StatusOK, "Olga Vtorushina", "Nobody is named")
	typed := url.Values{"kind": {"panel"}, "on": {"14.12.2015"}, "who": {"Nora"}, "do": {"add"}}
	w.says(w.post(path+"/new", typed), http.StatusUnprocessableEntity, "Nobody of that name", `value="14.12.2015"`)
	typed.Set("new", "yes")
	typed.Set("name", "Nora Guest")
	r := w.post(path+"/new", typed)
	w.says(r, http.StatusOK, "Nora Guest")
	guest := regexp.MustCompile(`name="present" value="([^"]+)"`).FindStringSubmatch(r.Body.String())[1]
	typed = url.Values{"kind": {"panel"}, "on": {"14.12.2015"}, "present": {guest}}
	w.says(w.post(path+"/new", typed), http.StatusUnprocessableEntity, `href="#on"`, "Nora Guest")
	typed.Set("on", "2015-12-14")
	meeting := w.made(w.post(path+"/new", typed), "meetings")
	w.says(w.get(meeting), http.StatusOK, "Panel, 14 December 2015", "The whole cohort", "Nora Guest", "Make them assessors of everybody")
	w.says(w.get(path), http.StatusOK, "The whole cohort, and 1 other")
	w.says(w.get(w.cohortPath()+"/assign?meeting="+strings.TrimPrefix(meeting, "/meetings/")), http.StatusOK, "Nora Guest")
	seat := "/enrolments/" + w.enrolment.ID.String()
	w.says(w.get(seat), http.StatusOK, "Took part in the panel", "Nora Guest")
	w.goes(w.post(seat+"/assessors", url.Values{"person": {guest}}), seat+"?done=assigned#assessors")
	c, _ := w.sent()
	if c.Signatories[0].Name != "Nora Guest" && c.Signatories[len(c.Signatories)-1].Name != "Nora Guest" {
		t.Errorf("%+v", c.Signatories)
	}
}

func TestTwoWhoChangeAMeetingSeeEachOther(t *testing.T) {
	w := newWorld(t)
	meeting := w.meets(w.staff())
	w.goes(w.post(meeting+"/edit", url.Values{"revision": {"1"}, "kind": {"session"}, "on": {"2015-11-02"}, "enrolment": {w.enrolment.ID.String()}}), meeting+"?done=meeting")
	w.says(w.get(meeting), http.StatusOK, "Session of the cohort, 2 November 2015", "Olga Vtorushina", "Nobody is named")
	typed := url.Values{"revision": {"1"}, "kind": {"coaching"}, "on": {"2015-11-03"}}
	w.says(w.post(meeting+"/edit", typed), http.StatusConflict, "Somebody changed this meeting", "Session of the cohort, 2 November 2015; 1 participant", `name="revision" value="2"`, `value="2015-11-03"`)
	typed.Set("revision", "2")
	w.goes(w.post(meeting+"/edit", typed), meeting+"?done=meeting")
	w.goes(w.post(meeting+"/archive", url.Values{"revision": {"2"}, "archived": {"yes"}}), meeting+"?done=meeting-stale")
	w.goes(w.post(meeting+"/archive", url.Values{"revision": {"3"}, "archived": {"yes"}}), meeting+"?done=meeting-yes")
	w.says(w.get(w.cohortPath()+"/meetings"), http.StatusOK, "Archived", "Coaching, 3 November 2015")
}

func TestANoteIsItsAuthorsAloneUntilItIsShared(t *testing.T) {
	w := newWorld(t)
	stella := w.staff()
	meeting, first := w.meets(stella), w.cookie
	w.says(w.post(meeting+"/notes", url.Values{"text": {" "}}), http.StatusUnprocessableEntity, `href="#note-text"`)
	w.goes(w.post(meeting+"/notes", url.Values{"text": {"She asks first."}}), meeting+"?done=note#notes")
	w.says(w.get(meeting), http.StatusOK, "She asks first.", "yours alone", "Stella Staff")
	note := regexp.MustCompile(`/notes/[0-9a-f-]{36}`).FindString(w.get(meeting).Body.String())

	w.cookie = "" // another browser
	second := w.signIn("Sina Second", false)
	w.must(w.access.AddStaff(t.Context(), office, w.enrolment.ProgrammeID, second.ID))
	theirs := w.cookie
	if strings.Contains(w.get(meeting).Body.String(), "She asks first.") {
		t.Error("another reads it before it is shared")
	}
	w.says(w.get(note), http.StatusNotFound)

	w.cookie = first
	w.goes(w.post(note, url.Values{"revision": {"1"}, "text": {"She asks first."}, "shared": {"yes"}}), meeting+"?done=note#notes")
	w.says(w.post(note+"/delete", url.Values{"revision": {"2"}}), http.StatusConflict, "Take it back first")
	w.cookie = theirs
	w.says(w.get(meeting), http.StatusOK, "She asks first.", "Stella Staff", "shared with all")
	w.says(w.post(note, url.Values{"revision": {"2"}, "text": {"Mine now"}}), http.StatusNotFound)

	w.cookie = first
	w.goes(w.post(note, url.Values{"revision": {"2"}, "text": {"She asks first."}}), meeting+"?done=note#notes")
	w.says(w.get(note+"/delete"), http.StatusOK, "Delete your note?", "“She asks first.”", "Delete 1 note")
	w.goes(w.post(note+"/delete", url.Values{"revision": {"3"}}), meeting+"?done=note-gone#notes")
	w.says(w.get(meeting), http.StatusOK, "None that you can read")
}

func TestWhoMovedToAnotherCohortStaysInTheMeetingsOfTheirs(t *testing.T) {
	w := newWorld(t)
	w.staff()
	meeting := w.made(w.post(w.cohortPath()+"/meetings/new", url.Values{"kind": {"coaching"}, "on": {"2015-12-14"}, "enrolment": {w.enrolment.ID.String()}}), "meetings")
	next, err := w.programmes.CreateCohort(t.Context(), office, w.enrolment.ProgrammeID, programme.CohortFields{Name: "2016"})
	w.must(err)
	_, err = w.programmes.ChangeEnrolment(t.Context(), office, w.enrolment.ID, record.Any, func(f *programme.EnrolmentFields) { f.CohortID = next.ID })
	w.must(err)
	w.says(w.get(meeting+"/edit"), http.StatusOK, `value="`+w.enrolment.ID.String()+`" checked`, "Olga Vtorushina")
	w.goes(w.post(meeting+"/edit", url.Values{"revision": {"1"}, "kind": {"coaching"}, "on": {"2015-12-15"}, "enrolment": {w.enrolment.ID.String()}}), meeting+"?done=meeting")
	w.says(w.get(meeting), http.StatusOK, "Olga Vtorushina", "15 December 2015")
}
