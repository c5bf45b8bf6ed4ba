package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"testamur/internal/record"
)

func TestAFrameworkIsRenamedArchivedAndTakenOutAgain(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.signIn("Ada Admin", true)
	path := "/frameworks/" + e.FrameworkID.String()
	w.says(w.get("/frameworks"), http.StatusOK, path+"/edit", path+"/archive")
	typed := w.asIs(path + "/edit")
	stale := w.asIs(path + "/edit")
	typed.Set("name", " ")
	w.says(w.post(path+"/edit", typed), http.StatusUnprocessableEntity, `href="#name"`)
	typed.Set("name", "Convening")
	w.goes(w.post(path+"/edit", typed), "/frameworks?done=framework-named")
	w.says(w.get("/frameworks?done=framework-named"), http.StatusOK, ">Convening</h2>", "The framework has its new name.")
	stale.Set("name", "Another window")
	w.says(w.post(path+"/edit", stale), http.StatusConflict, "Stored now: <strong>Convening", `value="Another window"`)

	programme, err := w.programmes.Programme(t.Context(), office, w.enrolment.ProgrammeID)
	w.must(err)
	w.says(w.get(path+"/archive"), http.StatusOK, "The programme "+programme.Name+" keeps it, with all its cohorts.")
	typed = w.asIs(path + "/archive")
	w.goes(w.post(path+"/archive", typed), "/frameworks?done=framework-away")
	w.goes(w.post(path+"/archive", typed), "/frameworks?done=framework-away") // sent twice
	w.goes(w.get(path+"/archive"), "/frameworks?done=framework-away")         // there is nothing to ask: it says so
	w.says(w.get("/frameworks"), http.StatusOK, ">Archived</h2>", "/editions/"+e.ID.String(), path+"/restore")
	if strings.Contains(w.get("/frameworks").Body.String(), path+"/editions") {
		t.Error("an edition of an archived framework can be begun")
	}
	w.goes(w.post(path+"/restore", url.Values{"revision": {w.hidden("/frameworks", "revision")}}), "/frameworks?done=framework-back")
	w.says(w.get("/frameworks"), http.StatusOK, path+"/archive")
}

func TestStaffReadFrameworksAndAdministratorsChangeThem(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.staff()
	path := "/frameworks/" + e.FrameworkID.String()
	if strings.Contains(w.get("/frameworks").Body.String(), path+`/edit"`) {
		t.Error("staff are offered what they may not do")
	}
	for _, below := range []string{"/edit", "/archive"} {
		w.says(w.get(path+below), http.StatusNotFound)
		w.says(w.post(path+below, url.Values{"name": {"Mine"}, "revision": {"1"}}), http.StatusNotFound)
	}
	w.says(w.post(path+"/restore", url.Values{"revision": {"1"}}), http.StatusNotFound)
}

func TestADisciplineThatGetsAnotherCodeComesOfWhatItWas(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.staff()
	path := w.drafted(e)
	form := path + "/disciplines/VOICES"
	w.says(w.get(form), http.StatusOK, "It comes from Voices of edition 1, which has its code.", `name="from-POWER" type="checkbox" value="yes">`)
	typed := w.asIs(form)
	typed.Set("code", "POWER")
	w.says(w.post(form, typed), http.StatusUnprocessableEntity, "This code is used already.")
	typed.Set("code", "VOICE")
	w.goes(w.post(form, typed), path+"?done=edition-kept")
	draft := w.editionAt(path)
	if d, ok := draft.Discipline("VOICE"); !ok || len(d.From) != 1 || d.From[0] != "VOICES" {
		t.Errorf("it is %v, of %v", ok, d.From)
	}
	for _, d := range draft.Disciplines() {
		for _, r := range d.SeeAlso {
			if r.Code == "VOICES" {
				t.Errorf("%s leads to a code that is gone", d.Name)
			}
		}
	}
	w.says(w.get(path+"/changes"), http.StatusOK, "Voices now has the code VOICE instead of VOICES.")
	w.says(w.get(path+"/disciplines/VOICE"), http.StatusOK, "No discipline of edition 1 has its code", `name="from-VOICES" type="checkbox" value="yes" checked`)
	back := w.asIs(path + "/disciplines/VOICE")
	back.Set("code", "VOICES")
	w.goes(w.post(path+"/disciplines/VOICE", back), path+"?done=edition-kept")
	d, _ := w.editionAt(path).Discipline("VOICES")
	if was, _ := e.Discipline("VOICES"); len(d.From) != 0 || len(was.From) != 0 {
		t.Errorf("back again, it comes of %v", d.From)
	}
}

func TestSplittingAndMergingIsStatedByTicks(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.staff()
	path := w.drafted(e)
	merged := w.asIs(path + "/disciplines/VOICES")
	merged.Set("from-POWER", "yes")
	w.goes(w.post(path+"/disciplines/VOICES", merged), path+"?done=edition-kept")
	w.goes(w.post(path+"/disciplines/POWER/remove", w.asIs(path+"/disciplines/POWER/remove")), path+"?done=edition-kept")
	split := w.asIs(path + "/new-discipline")
	split.Set("name", "Crossing")
	split.Set("code", "CROSSING")
	split.Set("from-BOUNDARIES", "yes")
	w.goes(w.post(path+"/new-discipline", split), path+"?done=edition-kept")
	w.says(w.get(path+"/changes"), http.StatusOK, "Voices and Power were merged into Voices.", "Boundaries was split into Boundaries and Crossing.")
}

// A draft that came as a file may name what the edition before does not have: the page shows it, and it can be taken off.
func TestAnOriginThatNeverWasCanBeTakenOff(t *testing.T) {
	w := newWorld(t)
	e := w.framed()
	w.staff()
	path := w.drafted(e)
	draft := w.editionAt(path)
	draft.Groups[0].Disciplines[0].From = []string{"NEVER"}
	_, err := w.programmes.PutEdition(t.Context(), office, draft.ID, record.Match(draft.Revision), draft.Content)
	w.must(err)
	form := path + "/disciplines/" + draft.Groups[0].Disciplines[0].Code
	w.says(w.get(form), http.StatusOK, "NEVER (the edition before has none of this code)")
	typed := w.asIs(form)
	typed.Del("from-NEVER")
	w.goes(w.post(form, typed), path+"?done=edition-kept")
	if from := w.editionAt(path).Groups[0].Disciplines[0].From; len(from) != 0 {
		t.Errorf("it still comes of %v", from)
	}
}
