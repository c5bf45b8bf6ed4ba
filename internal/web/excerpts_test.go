package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/excerpt"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// quotable has Olga's certificate issued, of which a passage by Karsten stands under a theme that links to VOICES. It gives the
// page for the handbook of her cohort's edition.
func (w *world) quotable() string {
	w.t.Helper()
	ctx := w.t.Context()
	e := w.framed()
	theme, err := w.programmes.CreateTheme(ctx, office, w.enrolment.ProgrammeID, uuid.Nil, programme.ThemeFields{Heading: "Hearing others", Disciplines: "VOICES"})
	w.must(err)
	karsten := access.Actor{Kind: access.KindAccount, ID: newID(), Name: w.assessor.Name, Person: w.assessor.ID, Powers: access.Powers{Fresh: true}}
	fb, err := w.programmes.WriteFeedback(ctx, karsten, w.enrolment.ID, w.assessor.ID, programme.FeedbackFields{
		ThemeID: theme.ID, Text: "When *Olga* fell silent, the others began to speak. Karsten Ehms and the office had not expected that.",
	})
	w.must(err)
	_, err = w.programmes.SubmitFeedback(ctx, karsten, fb.ID, record.Match(fb.Revision))
	w.must(err)
	c, err := w.certificates.Propose(ctx, office, w.enrolment.ID)
	w.must(err)
	w.put(c)
	return "/editions/" + e.ID.String() + "/excerpts"
}

// chosen gives the query that asks for everything on a page.
func (w *world) chosen(path string) string {
	w.t.Helper()
	q := url.Values{"discipline": {"VOICES"}}
	for _, m := range regexp.MustCompile(`name="passage" value="([^"]+)"`).FindAllStringSubmatch(w.get(path+"?discipline=VOICES").Body.String(), -1) {
		q.Add("passage", m[1])
	}
	if len(q["passage"]) == 0 {
		w.t.Fatal("there is nothing to choose")
	}
	return q.Encode()
}

// answers gives the form of what somebody is asked, filled in with one answer for all.
func (w *world) quoteAnswers(path, answer string) url.Values {
	w.t.Helper()
	typed := url.Values{}
	for _, m := range regexp.MustCompile(`name="text-([^"]+)" value="([^"]+)"`).FindAllStringSubmatch(w.get(path).Body.String(), -1) {
		typed.Set("text-"+m[1], m[2])
		typed.Set("answer-"+m[1], answer)
	}
	return typed
}

func TestAHandbookQuotesByConsent(t *testing.T) {
	w := newWorld(t)
	path := w.quotable()
	w.signIn("Ada Admin", true)
	w.says(w.get(path), http.StatusOK, "Nobody was asked yet.", "The handbook shows no passages")
	w.says(w.get(path+"?discipline=VOICES"), http.StatusOK, "When <em>[name]</em> fell silent", "[name] and the office", "From the certificate of Olga")
	w.says(w.get(path+"/ask?discipline=VOICES"), http.StatusUnprocessableEntity, "Choose one passage at least")
	query := w.chosen(path)
	w.says(w.get(path+"/ask?"+query), http.StatusOK, "Olga Vtorushina, who has no address", "Karsten Ehms, who gets one letter")
	typed, err := url.ParseQuery(query)
	w.must(err)
	w.goes(w.post(path+"/ask", typed), path+"?done=quoting")
	w.says(w.post(path+"/ask", typed), http.StatusUnprocessableEntity)
	w.says(w.get(path), http.StatusOK, "waits for an answer", "No answer yet from")
	w.goes(w.post(path, url.Values{"shown": {"yes"}}), path+"?done=excerpts-yes")

	link := "/l/" + w.link(access.LetterExcerpts)
	w.says(w.get(link), http.StatusOK, "Karsten Ehms, may this be quoted", "It draws on what you wrote", excerpt.Terms)
	w.says(w.post(link+"/answer", nil), http.StatusUnprocessableEntity, "Say yes or no")
	w.goes(w.post(link+"/answer", w.quoteAnswers(link, "agree")), link+"?done=quoted")
	chapter := strings.TrimSuffix(path, "/excerpts") + "/read/VOICES"
	if strings.Contains(w.get(chapter).Body.String(), "fell silent") {
		t.Error("it is printed before Olga agreed")
	}

	w.atTheYear()
	home := w.get("/").Body.String()
	own := regexp.MustCompile(`/excerpts/[0-9a-f-]{36}`).FindString(home)
	if own == "" || !strings.Contains(home, "Say whether passages may be quoted in a handbook") {
		t.Fatalf("it is no duty: %s", home)
	}
	w.says(w.get("/excerpts"), http.StatusOK, own)
	w.goes(w.post(own, w.quoteAnswers(own, "agree")), own+"?done=quoted")
	w.says(w.get(own), http.StatusOK, "You said yes on")
	w.says(w.get(chapter), http.StatusOK, "From certificates", "When <em>[name]</em> fell silent")
	before := w.get(strings.TrimSuffix(path, "/excerpts") + "/read/handbook.pdf").Header()
	if before.Get("Last-Modified") != "" {
		t.Error("a copy from before could pass for the handbook as it is")
	}
	w.goes(w.post(own, w.quoteAnswers(own, "decline")), own+"?done=quoted")
	if strings.Contains(w.get(chapter).Body.String(), "fell silent") {
		t.Error("it is printed though Olga took her consent back")
	}
	w.says(w.get(path), http.StatusNotFound)
}

func TestStaffTakeAPassageBack(t *testing.T) {
	w := newWorld(t)
	path := w.quotable()
	w.signIn("Ada Admin", true)
	typed, err := url.ParseQuery(w.chosen(path))
	w.must(err)
	w.goes(w.post(path+"/ask", typed), path+"?done=quoting")
	back := regexp.MustCompile(`/editions/[^"]+/take-back`).FindString(w.get(path).Body.String())
	w.says(w.get(back), http.StatusOK, "Take it back for good")
	w.goes(w.post(back, nil), path+"?done=unquoted")
	w.says(w.get(path), http.StatusOK, "taken back")
	w.says(w.get("/l/"+w.link(access.LetterExcerpts)), http.StatusOK, "There is nothing to say just now")
}

func picturesOfExcerpts(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	path := w.quotable()
	w.signIn("Ada Admin", true)
	camera.take("excerpts-empty", path)
	camera.take("excerpts-choosing", path+"?discipline=VOICES")
	query := w.chosen(path)
	camera.take("excerpts-asking", path+"/ask?"+query)
	typed, err := url.ParseQuery(query)
	w.must(err)
	w.goes(w.post(path+"/ask", typed), path+"?done=quoting")
	w.goes(w.post(path, url.Values{"shown": {"yes"}}), path+"?done=excerpts-yes")
	camera.take("excerpts-asked", path)
	camera.take("excerpts-take-back", regexp.MustCompile(`/editions/[^"]+/take-back`).FindString(w.get(path).Body.String()))
	link := "/l/" + w.link(access.LetterExcerpts)
	camera.take("excerpts-guest", link)
	w.goes(w.post(link+"/answer", w.quoteAnswers(link, "agree")), link+"?done=quoted")
	w.atTheYear()
	camera.take("excerpts-home", "/")
	camera.take("excerpts-mine", "/excerpts")
	own := regexp.MustCompile(`/excerpts/[0-9a-f-]{36}`).FindString(w.get("/excerpts").Body.String())
	camera.press("excerpts-silent", own, "Keep my answers")
	w.goes(w.post(own, w.quoteAnswers(own, "agree")), own+"?done=quoted")
	camera.take("excerpts-answered", own+"?done=quoted")
	camera.take("excerpts-printed", strings.TrimSuffix(path, "/excerpts")+"/read/VOICES")
}
