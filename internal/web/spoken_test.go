package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"
)

// atPanel is where something can be taken down that was said on the participant at a panel.
func (w *world) atPanel(guest access.Person) (meeting, form string) {
	w.t.Helper()
	meeting = w.meets(guest)
	return meeting, "/spoken/new?enrolment=" + w.enrolment.ID.String() + "&meeting=" + strings.TrimPrefix(meeting, "/meetings/")
}

func TestWhatAnExpertSaysAtAPanelIsTakenDownAndConfirmedByLink(t *testing.T) {
	w := newWorld(t)
	w.staff()
	meeting, path := w.atPanel(w.assessor)
	w.says(w.get(meeting), http.StatusOK, meeting+"/spoken", "Take down what was said")
	w.says(w.get(meeting+"/spoken"), http.StatusOK, "Nothing is taken down yet", "Olga Vtorushina")
	w.says(w.get(path), http.StatusOK, "Karsten Ehms", "Beverly Wenger-Trayner", "What did you see?", "*stars*", "selected>Panel, 14 December 2015")
	typed := url.Values{"text": {"She does not *give up*."}, "meeting": {strings.TrimPrefix(meeting, "/meetings/")}}
	w.says(w.post(path, typed), http.StatusUnprocessableEntity, `href="#assessor"`, "She does not *give up*.")
	typed.Set("assessor", w.assessor.ID.String())
	typed.Set("text", " ")
	w.says(w.post(path, typed), http.StatusUnprocessableEntity, `href="#text"`)
	typed.Set("text", "She does not *give up*.")
	spoken := w.made(w.post(path, typed), "spoken")
	if again := w.made(w.post(path, typed), "spoken"); again != spoken {
		t.Errorf("sent twice there are two drafts: %s and %s", spoken, again)
	}
	w.says(w.get(spoken), http.StatusOK, "<em>give up</em>", "A draft", "Submit it, and mail the link", meeting+"/spoken")
	w.goes(w.post(spoken+"/submit", url.Values{"revision": {"1"}}), spoken+"?done=spoken-sent")
	w.goes(w.post(spoken+"/submit", url.Values{"revision": {"1"}}), spoken)
	w.says(w.get(spoken), http.StatusOK, "Waits for Karsten Ehms", "Mail the link again", "karsten@example.org")
	w.says(w.get(meeting+"/spoken"), http.StatusOK, spoken, "Karsten Ehms on Olga Vtorushina", "waits to be confirmed")
	w.says(w.get("/enrolments/"+w.enrolment.ID.String()), http.StatusOK, spoken, "What Karsten Ehms said")

	secret := w.link(access.LetterConfirming)
	w.post("/l/"+secret+"/code", nil)
	w.post("/l/"+secret+"/answer", w.filled(secret, map[string]string{"code": w.code()}))
	w.says(w.get(spoken), http.StatusOK, "Karsten Ehms confirmed it on 14 December 2015")
}

func TestALinkIsMailedAgainOncePerPressOfAButtonThatWasSeen(t *testing.T) {
	w := newWorld(t)
	w.staff()
	fb, _ := w.takenDown()
	path := "/spoken/" + fb.ID.String()
	seen := url.Values{"mailed": {w.hidden(path, "mailed")}}
	before := len(w.letters)
	w.later(1e9)
	w.goes(w.post(path+"/mail", seen), path+"?done=spoken-mailed")
	w.goes(w.post(path+"/mail", seen), path+"?done=spoken-mailed")
	if n := len(w.letters) - before; n != 1 {
		t.Errorf("two clicks mail %d letters", n)
	}
}

func TestWhatWasTakenDownIsChangedAndTakenBack(t *testing.T) {
	w := newWorld(t)
	w.staff()
	_, path := w.atPanel(w.other)
	typed := url.Values{"text": {"She asks."}, "assessor": {w.other.ID.String()}}
	spoken := w.made(w.post(path, typed), "spoken")
	w.says(w.get(spoken), http.StatusOK, "no e-mail address", "no meeting that is noted")
	w.goes(w.post(spoken+"/edit", url.Values{"revision": {"1"}, "text": {"She asks first."}}), spoken+"?done=spoken-kept")
	w.says(w.post(spoken+"/edit", url.Values{"revision": {"1"}, "text": {"Typed meanwhile"}}), http.StatusConflict, "She asks first.", "Typed meanwhile")
	w.says(w.post(spoken+"/submit", url.Values{"revision": {"1"}}), http.StatusConflict, "This is how it reads now")
	w.goes(w.post(spoken+"/submit", url.Values{"revision": {"2"}}), spoken+"?done=spoken-unmailed")
	w.says(w.post(spoken+"/mail", url.Values{"mailed": {"00010101000000.000000"}}), http.StatusConflict, "no e-mail address")
	w.says(w.get(spoken+"/take-back"), http.StatusOK, "Withdraw what Beverly Wenger-Trayner said?")
	w.goes(w.post(spoken+"/take-back", url.Values{"revision": {"3"}}), spoken+"?done=taken")
	w.goes(w.post(spoken+"/take-back", url.Values{"revision": {"3"}}), spoken)
	w.goes(w.get(spoken+"/take-back"), spoken)
	w.says(w.get(spoken), http.StatusOK, "Withdrawn: nobody quotes it")
	w.says(w.get(spoken+"/edit"), http.StatusConflict, "withdrawn")

	draft := w.made(w.post(path, typed), "spoken")
	w.says(w.get(draft+"/take-back"), http.StatusOK, "Delete the draft?", "She asks.")
	w.goes(w.post(draft+"/take-back", url.Values{"revision": {"1"}}), "/enrolments/"+w.enrolment.ID.String()+"?done=spoken-gone#assessors")
	w.says(w.get(draft), http.StatusNotFound)
}

func TestWhatACertificateQuotesIsNotWithdrawn(t *testing.T) {
	w := newWorld(t)
	w.staff()
	fb, secret := w.takenDown()
	w.post("/l/"+secret+"/code", nil)
	w.post("/l/"+secret+"/answer", w.filled(secret, map[string]string{"code": w.code()}))
	_, err := w.certificates.Propose(t.Context(), office, w.enrolment.ID)
	w.must(err)
	path := "/spoken/" + fb.ID.String() + "/take-back"
	w.says(w.post(path, w.form(path)), http.StatusConflict, "Olga Vtorushina (certificate")
}

func TestOnesOwnWordsAreNotTakenDown(t *testing.T) {
	w := newWorld(t)
	stella := w.staff()
	lone, err := w.programmes.Enrol(t.Context(), office, w.person("Ana Reis", "").ID, programme.EnrolmentFields{CohortID: w.enrolment.CohortID})
	w.must(err)
	path := "/spoken/new?enrolment=" + lone.ID.String()
	w.says(w.get(path), http.StatusOK, "Name an assessor first", "/enrolments/"+lone.ID.String()+"#assessors")
	_, err = w.programmes.Assign(t.Context(), office, lone.ID, stella.ID, programme.AssignmentFields{})
	w.must(err)
	w.says(w.get(path), http.StatusOK, "Name an assessor first")
	_, err = w.programmes.Assign(t.Context(), office, lone.ID, w.assessor.ID, programme.AssignmentFields{})
	w.must(err)
	w.says(w.post(path, url.Values{"assessor": {stella.ID.String()}, "text": {"I say."}}), http.StatusUnprocessableEntity, "On whom you write")
	w.says(w.post(path, url.Values{"assessor": {w.other.ID.String()}, "text": {"I say."}}), http.StatusConflict, `href="#assessor"`)
	own, err := w.programmes.WriteFeedback(t.Context(), access.Actor{Kind: access.KindAccount, Person: w.assessor.ID}, lone.ID, w.assessor.ID, programme.FeedbackFields{Text: "Mine."})
	w.must(err)
	_, err = w.programmes.SubmitFeedback(t.Context(), access.Actor{Kind: access.KindAccount, Person: w.assessor.ID}, own.ID, record.Match(own.Revision))
	w.must(err)
	w.says(w.get("/spoken/"+own.ID.String()), http.StatusNotFound)
}

func TestWhatIsTakenDownIsForStaffOfTheProgramme(t *testing.T) {
	w := newWorld(t)
	w.staff()
	meeting, form := w.atPanel(w.assessor)
	draft := w.made(w.post(form, url.Values{"assessor": {w.assessor.ID.String()}, "text": {"A draft."}}), "spoken")
	fb, _ := w.takenDown()
	taken := "/spoken/" + fb.ID.String()
	w.cookie = ""
	second := w.signIn("Sina Second", false)
	w.must(w.access.AddStaff(t.Context(), office, w.enrolment.ProgrammeID, second.ID))
	w.says(w.get(draft), http.StatusNotFound)
	w.says(w.get(taken), http.StatusOK, "another system")
	w.says(w.get(taken+"/edit"), http.StatusNotFound)
	if strings.Contains(w.get(meeting+"/spoken").Body.String(), draft) {
		t.Error("a draft of others is listed")
	}
	for name, enter := range map[string]func(){"an assessor": w.signedIn, "a stranger": func() { w.signIn("Otto Other", false) }} {
		w.cookie = ""
		enter()
		for _, path := range []string{form, draft, taken, taken + "/edit", taken + "/take-back", meeting + "/spoken"} {
			if r := w.get(path); r.Code != http.StatusNotFound {
				t.Errorf("%s gets %s: %d", name, path, r.Code)
			}
		}
		for _, path := range []string{form, taken + "/edit", taken + "/submit", taken + "/mail", taken + "/take-back"} {
			if r := w.post(path, url.Values{"revision": {"2"}, "assessor": {w.assessor.ID.String()}, "text": {"Mine"}}); r.Code != http.StatusNotFound {
				t.Errorf("%s posts %s: %d", name, path, r.Code)
			}
		}
	}
}

func picturesOfWhatWasSaid(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.staff()
	meeting, form := w.atPanel(w.assessor)
	camera.take("spoken-at-none", meeting+"/spoken")
	camera.take("spoken-new", form)
	camera.show("spoken-wrong", w.post(form, url.Values{"text": {"She does not give up."}}))
	draft := w.made(w.post(form, url.Values{
		"assessor": {w.assessor.ID.String()}, "meeting": {strings.TrimPrefix(meeting, "/meetings/")},
		"text": {"She does not *give up*.\n\nWhen a colleague left in the spring, she sat down with those who stayed and found a way on."},
	}), "spoken")
	camera.take("spoken-draft", draft)
	camera.take("spoken-edit", draft+"/edit")
	camera.take("spoken-delete", draft+"/take-back")
	w.post(draft+"/submit", url.Values{"revision": {"1"}})
	camera.take("spoken-waits", draft)
	camera.take("spoken-withdraw", draft+"/take-back")
	camera.take("spoken-at", meeting+"/spoken")
	camera.take("spoken-of", "/enrolments/"+w.enrolment.ID.String())
}
