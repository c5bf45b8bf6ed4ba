package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// coached is a coaching of the participant, and the panel of others to which they do not come.
func (w *world) coached() (own, others programme.Meeting) {
	w.t.Helper()
	ctx := w.t.Context()
	own, err := w.programmes.CreateMeeting(ctx, office, w.enrolment.CohortID, programme.MeetingFields{
		Kind: programme.Coaching, On: civil.Date{Year: 2015, Month: 11, Day: 2}, Enrolments: []uuid.UUID{w.enrolment.ID}, People: []uuid.UUID{w.assessor.ID},
	})
	w.must(err)
	others, err = w.programmes.CreateMeeting(ctx, office, w.enrolment.CohortID, programme.MeetingFields{
		Kind: programme.Panel, On: civil.Date{Year: 2015, Month: 12, Day: 14}, People: []uuid.UUID{w.other.ID},
	})
	w.must(err)
	return own, others
}

// olgaSignsIn has the participant sign in.
func (w *world) olgaSignsIn() {
	w.t.Helper()
	olga, err := w.access.ChangePerson(w.t.Context(), office, w.enrolment.PersonID, record.Any, func(p *access.PersonFields) { p.Email = "olga@example.org" })
	w.must(err)
	w.goes(w.post("/l/"+w.invited(olga, false), nil), "/account")
}

func TestEverybodySeesTheMeetingsInWhichTheyTakePart(t *testing.T) {
	w := newWorld(t)
	own, others := w.coached()
	note, err := w.programmes.AddNote(t.Context(), office, own.ID, programme.NoteFields{Text: "She asks first.", Shared: true})
	w.must(err)
	_, err = w.programmes.AddNote(t.Context(), office, own.ID, programme.NoteFields{Text: "For the office alone."})
	w.must(err)
	for name, enter := range map[string]func(){"the participant": w.olgaSignsIn, "a guest": w.signedIn} {
		w.cookie = ""
		enter()
		path := "/my-meetings/" + own.ID.String()
		r := w.get("/my-meetings")
		w.says(r, http.StatusOK, path, "Coaching, 2 November 2015")
		if strings.Contains(r.Body.String(), others.ID.String()) {
			t.Errorf("%s sees a meeting of others", name)
		}
		r = w.get(path)
		w.says(r, http.StatusOK, "She asks first.", "Somebody else · shared with all")
		if strings.Contains(r.Body.String(), "For the office alone.") || strings.Contains(r.Body.String(), "/notes/"+note.ID.String()) {
			t.Errorf("%s sees or changes a note of others", name)
		}
		w.says(w.get("/my-meetings/"+others.ID.String()), http.StatusNotFound)
		w.says(w.get("/notes/"+note.ID.String()), http.StatusNotFound)
		w.says(w.post("/my-meetings/"+others.ID.String()+"/notes", url.Values{"text": {"Mine"}}), http.StatusNotFound)
	}
}

func TestWhoTakesPartKeepsNotesOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	own, _ := w.coached()
	w.olgaSignsIn()
	path := "/my-meetings/" + own.ID.String()
	w.says(w.get("/my-year"), http.StatusOK, `href="/my-meetings"`)
	w.says(w.post(path+"/notes", url.Values{"text": {" "}}), http.StatusUnprocessableEntity, `href="#note-text"`)
	w.goes(w.post(path+"/notes", url.Values{"text": {"I will ask."}}), path+"?done=note#notes")
	w.says(w.get(path), http.StatusOK, "I will ask.", "You · yours alone")
	note := regexp.MustCompile(`/notes/[0-9a-f-]{36}`).FindString(w.get(path).Body.String())
	w.says(w.get(note), http.StatusOK, path)
	w.goes(w.post(note, url.Values{"revision": {"1"}, "text": {"I asked."}}), path+"?done=note#notes")
	w.goes(w.post(note+"/delete", url.Values{"revision": {"2"}}), path+"?done=note-gone#notes")
}

// Staff see all meetings of their programmes elsewhere; these pages show those in which they take part themselves.
func TestStaffSeeTheirOwnMeetingsApart(t *testing.T) {
	w := newWorld(t)
	own, _ := w.coached()
	w.staff()
	w.says(w.get("/my-meetings"), http.StatusOK, "None is noted that names you")
	w.says(w.get("/my-meetings/"+own.ID.String()), http.StatusNotFound)
}

func picturesOfOwnMeetings(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.olgaSignsIn()
	camera.take("own-meetings-none", "/my-meetings")
	own, _ := w.coached()
	_, err := w.programmes.AddNote(t.Context(), office, own.ID, programme.NoteFields{Text: "She asks first, and listens.", Shared: true})
	w.must(err)
	path := "/my-meetings/" + own.ID.String()
	w.post(path+"/notes", url.Values{"text": {"I will ask the others what they tried."}})
	camera.take("own-meetings", "/my-meetings")
	camera.take("own-meeting", path)
	camera.show("own-meeting-wrong", w.post(path+"/notes", url.Values{"text": {" "}}))
}
