package web_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/url"
	"testing"
	"time"

	"testamur/internal/programme"
)

// olgas is the page of the participant among people.
func (w *world) olgas() string { return "/people/" + w.enrolment.PersonID.String() }

func TestAnAdministratorHandsOutAllThatIsHeldOnSomebody(t *testing.T) {
	w := newWorld(t)
	w.signIn("Ada Lovelace", true)
	w.says(w.get(w.olgas()), http.StatusOK, w.olgas()+"/copy", w.olgas()+"/erase")
	r := w.get(w.olgas() + "/copy")
	if _, err := zip.NewReader(bytes.NewReader(r.Body.Bytes()), int64(r.Body.Len())); err != nil || r.Header().Get("Content-Type") != "application/zip" {
		t.Errorf("%d %v: %v", r.Code, r.Header(), err)
	}
	w.says(w.get("/people/"+newID().String()+"/copy"), http.StatusNotFound)
}

func TestErasingSaysFirstWhatGoesAndWhatStays(t *testing.T) {
	w := newWorld(t)
	serial := w.issued().Serial
	w.signIn("Ada Lovelace", true)
	path := w.olgas() + "/erase"
	w.says(w.get(path), http.StatusOK, "Erase Olga Vtorushina?", "Social learning leadership, 2015", "“Transforming a culture”", "Of certificate "+serial, "Serial number, code, digest and status", "Erase 1 person")
	w.says(w.post(path, url.Values{"confirm": {"Olga"}}), http.StatusUnprocessableEntity, `href="#confirm"`, `value="Olga"`)
	w.later(10 * time.Minute)
	w.says(w.get(path), http.StatusOK, "/account?to="+path+"#prove", "Prove that it is you")
	w.says(w.post(path, url.Values{"confirm": {"Olga Vtorushina"}}), http.StatusUnprocessableEntity, "Prove that it is you", `value="Olga Vtorushina"`)
	w.post("/account/password", url.Values{"password": {goodPassword}})
	w.goes(w.post("/account/proof", url.Values{"to": {path}, "password": {goodPassword}}), path)
	w.goes(w.post(path, url.Values{"confirm": {"Olga Vtorushina"}}), "/people?done=erased")
	w.goes(w.post(path, url.Values{"confirm": {"Olga Vtorushina"}}), "/people?done=erased")
	w.says(w.get("/people?done=erased"), http.StatusOK, "Everything held on them is erased.")
	w.says(w.get(w.olgas()+"/copy"), http.StatusGone, "was erased")
	who, err := w.access.Person(t.Context(), office, w.enrolment.PersonID)
	w.must(err)
	if who.Name == "Olga Vtorushina" {
		t.Error("the name is still there")
	}
}

func TestErasingAnAssessorNamesWhatTheyAssess(t *testing.T) {
	w := newWorld(t)
	w.signIn("Ada Lovelace", true)
	w.says(w.get("/people/"+w.assessor.ID.String()+"/erase"), http.StatusOK, "1 assignment as assessor: it ends")
	e, err := w.programmes.Enrol(t.Context(), office, w.person("Ana Reis", "").ID, programme.EnrolmentFields{CohortID: w.enrolment.CohortID})
	w.must(err)
	_, err = w.certificates.Propose(t.Context(), office, e.ID)
	w.must(err)
	w.says(w.get("/people/"+e.PersonID.String()+"/erase"), http.StatusOK, "is cancelled, and the links to sign or check it stop")
}

func TestErasingAndCopiesAreForAdministrators(t *testing.T) {
	w := newWorld(t)
	for name, enter := range map[string]func(){"staff": func() { w.staff() }, "an assessor": w.signedIn, "a stranger": func() { w.signIn("Otto Other", false) }} {
		w.cookie = ""
		enter()
		for _, path := range []string{"/copy", "/erase"} {
			if r := w.get(w.olgas() + path); r.Code != http.StatusNotFound {
				t.Errorf("%s gets %s: %d", name, path, r.Code)
			}
		}
		if r := w.post(w.olgas()+"/erase", url.Values{"confirm": {"Olga Vtorushina"}}); r.Code != http.StatusNotFound {
			t.Errorf("%s erases: %d", name, r.Code)
		}
	}
}

func picturesOfErasing(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.issued()
	w.signIn("Ada Lovelace", true)
	path := w.olgas() + "/erase"
	camera.take("erase-person", w.olgas())
	camera.take("erase", path)
	camera.show("erase-wrong", w.post(path, url.Values{"confirm": {"Olga"}}))
	w.later(10 * time.Minute)
	camera.take("erase-proof", path)
}
