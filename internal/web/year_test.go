package web_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// atTheYear has the world's participant sign in, and gives the path of their year.
func (w *world) atTheYear() string {
	w.t.Helper()
	w.goes(w.post("/l/"+w.invited(w.addressed(), false), nil), "/account")
	return "/my-year/" + w.enrolment.ID.String()
}

func TestAParticipantKeepsProjectAndLog(t *testing.T) {
	w := newWorld(t)
	path := w.atTheYear()
	w.says(w.get("/my-year"), http.StatusOK, "Transforming a culture", "Nothing yet.", "under way: your assessors write")
	typed := url.Values{"revision": {w.hidden(path+"/project", "revision")}, "title": {""}, "context": {"Kept words"}}
	w.says(w.post(path+"/project", typed), http.StatusUnprocessableEntity, `href="#title"`, "Kept words")
	typed.Set("title", "A title of hers")
	w.goes(w.post(path+"/project", typed), path+"?done=project")
	typed.Set("title", "From another window")
	w.says(w.post(path+"/project", typed), http.StatusConflict, "Stored now: <strong>A title of hers", `value="From another window"`)

	w.says(w.post(path+"/log/new", url.Values{"on": {"soon"}, "text": {"Kept words"}}), http.StatusUnprocessableEntity, `href="#on"`, "Kept words")
	entry := url.Values{"on": {"2015-12-01"}, "text": {"I tried\r\nto listen."}}
	for range 2 {
		w.goes(w.post(path+"/log/new", entry), path+"?done=entry#log")
	}
	page := w.get(path).Body.String()
	if n := strings.Count(page, "<h3>1 December 2015</h3>"); n != 1 {
		t.Errorf("sent twice it is there %d times", n)
	}
	m := regexp.MustCompile(`href="(/log/[^"]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the entry cannot be changed")
	}
	w.goes(w.post(m[1], url.Values{"revision": {w.hidden(m[1], "revision")}, "on": {"2015-12-02"}, "text": {"I listened."}}), path+"?done=entry#log")
	w.goes(w.post(m[1]+"/archive", url.Values{"revision": {"2"}, "archived": {"yes"}}), path+"?done=unlogged#log")
	w.goes(w.post(m[1]+"/archive", url.Values{"revision": {"2"}, "archived": {"yes"}}), path+"?done=unlogged#log")
	w.says(w.get(path), http.StatusOK, "Archived entries", "Restore the entry of 2 December 2015")
}

func TestAParticipantHasTheirCertificateAndSharesIt(t *testing.T) {
	w := newWorld(t)
	c := w.issued()
	path := w.atTheYear()
	w.says(w.get(path), http.StatusOK, "Open the PDF", c.Serial, publicURL+"/v/", "Strangers who check your certificate",
		"https://www.linkedin.com/profile/add?certId="+c.Serial, "organizationName=School&#43;of&#43;Leadership")
	if pdf := w.get(path + "/document"); pdf.Code != http.StatusOK || !strings.HasPrefix(pdf.Body.String(), "%PDF-") {
		t.Errorf("%d: no PDF", pdf.Code)
	}
	w.says(w.post(path+"/share", url.Values{"what": {"some"}, "until": {"2015-12-20"}}), http.StatusUnprocessableEntity, "Choose at least one section", `href="#what"`)
	w.says(w.post(path+"/share", url.Values{"what": {"whole"}, "until": {"2014-01-01"}}), http.StatusUnprocessableEntity, "still to come", `value="2014-01-01"`)
	until := w.now().AddDate(0, 0, 7).Format("2006-01-02")
	made := w.post(path+"/share", url.Values{"what": {"whole"}, "until": {until}})
	w.says(made, http.StatusOK, "the only time that it is shown")
	m := regexp.MustCompile(`value="` + regexp.QuoteMeta(publicURL) + `(/s/[^"]+)"`).FindStringSubmatch(made.Body.String())
	if m == nil {
		t.Fatal("there is no link to copy")
	}
	w.says(w.get(m[1]), http.StatusOK)
	w.says(w.get(path), http.StatusOK, "The whole text", "opened 1 time<")
	link := regexp.MustCompile(`href="([^"]+/unshare/[^"]+)"`).FindStringSubmatch(w.get(path).Body.String())
	if link == nil {
		t.Fatal("the link cannot be withdrawn")
	}
	w.says(w.get(link[1]), http.StatusOK, "Withdraw 1 link")
	w.goes(w.post(link[1], nil), path+"?done=unshared#share")
	w.goes(w.post(link[1], nil), path+"?done=unshared#share")
	w.says(w.get(m[1]), http.StatusNotFound)
}

func TestWhatIsUnderWayIsNotToldToTheParticipant(t *testing.T) {
	w := newWorld(t)
	w.takenDown()
	w.sent()
	path := w.atTheYear()
	if page := w.get(path).Body.String(); strings.Contains(page, "She does not give up") || strings.Contains(page, "Open the PDF") {
		t.Error("the participant reads what is not issued")
	}
	w.says(w.get(path+"/document"), http.StatusNotFound)
	w.says(w.get(path+"/share"), http.StatusNotFound)
}

func TestAYearIsTheParticipantsAlone(t *testing.T) {
	w := newWorld(t)
	path := "/my-year/" + w.enrolment.ID.String()
	for _, who := range []func(){func() { w.signIn("Sina Stranger", false) }, func() { w.signIn("Ada Admin", true) }, func() { w.staff() }, func() { w.signedIn() }} {
		who()
		for _, page := range []string{"", "/project", "/log/new", "/document", "/share"} {
			w.says(w.get(path+page), http.StatusNotFound, "There is nothing for you here")
		}
		w.says(w.post(path+"/project", url.Values{"title": {"Mine"}}), http.StatusNotFound)
		w.says(w.get("/my-year"), http.StatusOK, "You take part in no programme yet")
	}
}

func TestPeopleGetTheirDataAndKeepAPrivateAddress(t *testing.T) {
	w := newWorld(t)
	w.atTheYear()
	w.says(w.get("/my-data"), http.StatusOK, "What is held", "erase your texts")
	typed := url.Values{"revision": {w.hidden("/my-data", "revision")}, "private_email": {"nowhere"}}
	w.says(w.post("/my-data", typed), http.StatusUnprocessableEntity, `href="#private_email"`, `value="nowhere"`)
	typed.Set("private_email", "olga@home.example")
	w.goes(w.post("/my-data", typed), "/my-data?done=private")
	w.says(w.get("/my-data"), http.StatusOK, `value="olga@home.example"`)
	file := w.get("/my-data/copy").Body.Bytes()
	if _, err := zip.NewReader(bytes.NewReader(file), int64(len(file))); err != nil {
		t.Errorf("the copy: %v", err)
	}
}

func picturesOfAYear(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	path := w.atTheYear()
	camera.take("year", "/my-year")
	camera.take("project", path+"/project")
	camera.take("entry", path+"/log/new")
	w.issued()
	w.post(path+"/log/new", url.Values{"on": {"2015-12-01"}, "text": {"I tried to listen for a whole meeting.\n\n- I said nothing\n- Somebody else spoke up"}})
	camera.show("shared", w.post(path+"/share", url.Values{"what": {"whole"}, "until": {w.now().AddDate(0, 0, 7).Format("2006-01-02")}}))
	camera.take("year-issued", "/my-year")
	camera.take("share", path+"/share")
	camera.take("data", "/my-data")
}

func TestALinkShowsWhatWasChosenAndNothingElse(t *testing.T) {
	w := newWorld(t)
	path := w.atTheYear()
	w.issued()
	w.says(w.post(path+"/share", url.Values{"what": {"everything"}}), http.StatusUnprocessableEntity, `href="#what"`, "Choose what the link shows.")
	w.says(w.post(path+"/share", url.Values{}), http.StatusUnprocessableEntity, "Choose what the link shows.")
}
