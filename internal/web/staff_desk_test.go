package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// desk is a composition that draws on two assessors who wrote on the same theme, and the path of the page on which it is composed.
func (w *world) desk() (c certificate.Certificate, theme programme.Theme, path string) {
	w.t.Helper()
	ctx := w.t.Context()
	theme, err := w.programmes.CreateTheme(ctx, office, w.enrolment.ProgrammeID, uuid.Nil, programme.ThemeFields{Heading: "Persistence"})
	w.must(err)
	for who, text := range map[access.Person]string{
		w.assessor: "She does not *give up*.\n\nWhen a colleague left in the spring, she sat down with those who stayed and found a way on.",
		w.other:    "She gives up early, and rightly so: she saw before others did that the first plan would not hold.",
	} {
		hand := access.Actor{Kind: access.KindAccount, ID: newID(), Name: who.Name, Person: who.ID}
		fb, err := w.programmes.WriteFeedback(ctx, hand, w.enrolment.ID, who.ID, programme.FeedbackFields{ThemeID: theme.ID, Text: text})
		w.must(err)
		_, err = w.programmes.SubmitFeedback(ctx, hand, fb.ID, record.Match(fb.Revision))
		w.must(err)
	}
	_, err = w.programmes.AddLogEntry(ctx, office, w.enrolment.ID, programme.LogEntryFields{On: civil.Of(w.now()), Text: "I tried to listen for a whole meeting, and said nothing."})
	w.must(err)
	c, err = w.certificates.Propose(ctx, office, w.enrolment.ID)
	w.must(err)
	return c, theme, "/certificates/" + c.ID.String() + "/text"
}

// pressed gives the form of the desk after a button was pressed on it.
func (w *world) pressed(path string, typed url.Values, do string) (url.Values, *httptest.ResponseRecorder) {
	w.t.Helper()
	typed.Set("do", do)
	r := w.post(path, typed)
	if r.Code != http.StatusOK {
		w.t.Fatalf("%s: %d\n%s", do, r.Code, r.Body)
	}
	return formOf(r.Body.String()), r
}

func (w *world) stored(c certificate.Certificate) certificate.Certificate {
	w.t.Helper()
	now, err := w.certificates.Certificate(w.t.Context(), office, c.ID)
	w.must(err)
	return now
}

func TestTheDeskShowsWhatWasWrittenBesideTheText(t *testing.T) {
	w := newWorld(t)
	w.staff()
	_, _, path := w.desk()
	w.says(w.get(path), http.StatusOK, "What was written", "Karsten Ehms", "Beverly Wenger-Trayner", "Used in", "said nothing.",
		"Several assessors wrote", "word for word", "Go to what was written", `src="/assets/compose.js"`)
}

func TestAPassageThatIsCarriedOverKeepsItsSource(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	karsten := c.Sections[1].Passages[0]
	if !strings.Contains(karsten.Text, "give up") {
		karsten = c.Sections[1].Passages[1]
	}
	writing := karsten.Sources[0].WritingID.String()

	typed, _ := w.pressed(path, w.form(path), "carry-"+writing+"-1")
	last := "sections-1-passages-2-text"
	if !strings.HasPrefix(typed.Get(last), "When a colleague left") {
		t.Fatalf("the second paragraph does not stand in the section of its theme: %q", typed.Get(last))
	}
	typed.Set("into", "new")
	typed, r := w.pressed(path, typed, "carry-"+writing)
	w.says(r, http.StatusOK, "It stands at the end of “Persistence”", "Not kept yet")
	typed.Set("part", "found a way on")
	typed.Set("into", "0")
	typed, _ = w.pressed(path, typed, "carry-"+writing)
	typed.Set("sections-1-passages-2-text", "When somebody left, she found a way on.")
	w.goes(w.post(path, typed), path+"?done=text")
	now := w.stored(c)
	if n := len(now.Sections); n != 3 {
		t.Fatalf("%d sections", n)
	}
	for name, is := range map[string]struct {
		passage  certificate.Passage
		text     string
		relation certificate.Relation
	}{
		"condensed": {now.Sections[1].Passages[2], "When somebody left, she found a way on.", certificate.Condensed},
		"whole":     {now.Sections[2].Passages[0], karsten.Text, certificate.Verbatim},
		"selected":  {now.Sections[0].Passages[1], "found a way on", certificate.Verbatim},
	} {
		if p := is.passage; p.Text != is.text || len(p.Sources) != 1 || p.Sources[0].WritingID.String() != writing || p.Sources[0].Relation != is.relation {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestAPassageIsDividedJoinedAndMovedAcrossSections(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	at := 0
	if !strings.Contains(c.Sections[1].Passages[0].Text, "give up") {
		at = 1
	}
	name := []string{"1-0", "1-1"}[at]
	field := "sections-1-passages-" + []string{"0", "1"}[at]
	typed, _ := w.pressed(path, w.form(path), "divide-"+name)
	if typed.Get(field+"-text") != "She does not *give up*." || typed.Get(field+"-sources") == "" || len(typed["sections-1-passages-2-text"]) == 0 {
		t.Fatalf("divided: %v", typed)
	}
	_, r := w.pressed(path, typed, "divide-"+name)
	w.says(r, http.StatusOK, "Put an empty line where the passage is to be divided")
	typed = formOf(r.Body.String())
	typed.Set("cursor", "8")
	typed, r = w.pressed(path, typed, "divide-"+name)
	if typed.Get(field+"-text") != "She does" {
		t.Errorf("divided at the cursor: %q", typed.Get(field+"-text"))
	}
	if !strings.Contains(r.Body.String(), `runs_on" type="checkbox" value="yes" checked`) {
		t.Error("a passage that was divided within a paragraph begins a new one")
	}
	typed.Set("sections-1-passages-"+[]string{"1", "2"}[at]+"-runs_on", "yes")
	typed, _ = w.pressed(path, typed, "join-1-"+[]string{"1", "2"}[at])
	if typed.Get(field+"-text") != "She does not *give up*." {
		t.Errorf("joined: %q", typed.Get(field+"-text"))
	}
	typed, _ = w.pressed(path, typed, "up-1-0")
	if typed.Get("sections-0-passages-1-text") == "" || typed.Get("sections-0-passages-1-sources") == "" {
		t.Errorf("the first passage of a section does not move into the one before: %v", typed)
	}
	w.goes(w.post(path, typed), path+"?done=text")
}

func TestWhatWasTakenOutCanBePutBack(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	for _, do := range []string{"out-1", "out-1-1", "out-0-0"} {
		typed, r := w.pressed(path, w.form(path), do)
		w.says(r, http.StatusOK, "was taken out", "Put it back", "Not kept yet")
		typed, _ = w.pressed(path, typed, "back")
		w.goes(w.post(path, typed), path+"?done=text")
		now := w.stored(c)
		if len(now.Sections) != 2 || len(now.Sections[1].Passages) != 2 || now.Sections[1].Passages[1].ID != c.Sections[1].Passages[1].ID {
			t.Errorf("%s, and back: %+v", do, now.Sections)
		}
	}
	typed := w.form(path)
	for _, undo := range []string{"", "{}", "nonsense", `{"Section":-4,"Passage":2}`, `{"Section":900,"Passage":900,"What":{"Heading":"X","Passages":[{"Text":"Y"}]}}`} {
		typed.Set("undo", undo)
		w.pressed(path, typed, "back")
	}
}

func TestASourceIsTakenOffAPassage(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	typed, _ := w.pressed(path, w.form(path), "forget-1-0-0")
	w.goes(w.post(path, typed), path+"?done=text")
	if now := w.stored(c); len(now.Sections[1].Passages[0].Sources) != 0 || len(now.Sections[1].Passages[1].Sources) != 1 {
		t.Errorf("%+v", now.Sections[1])
	}
}

func TestTheChecksStandAtTheirPlaceWhereverItWasMoved(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	c.Sections[1].Passages[0].Text = "She asked [name] before she answered."
	_, err := w.certificates.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
	w.must(err)
	_, r := w.pressed(path, w.form(path), "up-1")
	_, after, _ := strings.Cut(r.Body.String(), `id="checks-0-0"`)
	place, _, _ := strings.Cut(after, "</div>")
	if !strings.Contains(place, "finding") {
		t.Errorf("what the checks found does not stand at the passage: %s", place)
	}
}

func TestAScriptKeepsTheTextWhileItIsTyped(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _, path := w.desk()
	typed := w.form(path)
	typed.Set("sections-0-heading", "While typing")
	r := w.post(path+"/live", typed)
	w.says(r, http.StatusOK, "While typing", `name="revision" value="2"`)
	w.says(w.post(path+"/live", typed), http.StatusConflict, "Somebody changed the text")
	typed = formOf(r.Body.String())
	typed.Set("sections-0-heading", strings.Repeat("x", 301))
	w.says(w.post(path+"/live", typed), http.StatusUnprocessableEntity, "mistakes")
	session := w.cookie
	w.cookie = ""
	if r := w.post(path+"/live", typed); r.Code != http.StatusUnauthorized || r.Body.Len() > 0 {
		t.Errorf("signed out: %d %s", r.Code, r.Body)
	}
	w.cookie = session
	if h := w.stored(c).Sections[0].Heading; h != "While typing" {
		t.Errorf("stored: %q", h)
	}
}

func TestWhileATextIsInReviewNothingIsKeptByItself(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, _ := w.reviewed()
	path := "/certificates/" + c.ID.String() + "/text"
	r := w.get(path)
	if w.says(r, http.StatusOK, "is asked again"); strings.Contains(r.Body.String(), "data-live") {
		t.Error("a script would keep what is typed")
	}
	w.says(w.post(path+"/live", w.form(path)), http.StatusConflict, "only when you say so")
}

func TestHowDifferingAssessorsAreSettledIsKept(t *testing.T) {
	w := newWorld(t)
	w.staff()
	c, theme, path := w.desk()
	id := theme.ID.String()
	typed := w.form(path)
	typed.Set("sections-0-heading", "Typed, and not kept.")
	typed.Set("do", "settle-"+id)
	w.says(w.post(path, typed), http.StatusUnprocessableEntity, `href="#how-`+id+`"`, "Typed, and not kept.")
	typed.Set("how-"+id, "kept_both")
	typed.Set("note-"+id, "They saw different months.")
	w.says(w.post(path, typed), http.StatusOK, "How you settle it is kept.", "Both are kept, side by side", "Typed, and not kept.", "They saw different months.", `name="revision" value="2"`)
	if now := w.stored(c); len(now.Settlements) != 1 || now.Sections[0].Heading == "Typed, and not kept." {
		t.Errorf("stored: %+v", now)
	}
	w.says(w.post(path, typed), http.StatusConflict, "Somebody changed the text")

	voices := strings.TrimSuffix(path, "/text") + "/voices"
	w.says(w.get(voices), http.StatusOK, "Persistence", "She gives up early", "Settled by Stella Staff", "They saw different months.")
	sent := url.Values{"revision": {"2"}, "how-" + id: {"chose"}, "note-" + id: {"Karsten was there."}}
	w.goes(w.post(voices+"/"+id, sent), voices+"?done=settled#theme-"+id)
	w.says(w.post(voices+"/"+id, sent), http.StatusConflict, "Somebody changed this certificate", "Karsten was there.")
	w.goes(w.post(voices+"/"+id, url.Values{"revision": {"3"}, "how-" + id: {""}}), voices+"?done=settled#theme-"+id)
	w.says(w.post(voices+"/"+id, url.Values{"revision": {"4"}, "how-" + id: {""}}), http.StatusUnprocessableEntity, `href="#how-`+id+`"`)
	if now := w.stored(c); len(now.Settlements) != 0 {
		t.Errorf("it is still settled: %+v", now.Settlements)
	}
	other := newID().String()
	w.says(w.post(voices+"/"+other, url.Values{"revision": {"4"}, "how-" + other: {"chose"}}), http.StatusNotFound)
}

func picturesOfTheDesk(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.staff()
	c, theme, path := w.desk()
	camera.take("text", path)
	_, r := w.pressed(path, w.form(path), "out-1-0")
	camera.show("text-out", r)
	c.Sections[1].Passages[0].Text = "She asked [name] before she answered."
	_, err := w.certificates.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
	w.must(err)
	camera.take("text-checks", path)
	voices := strings.TrimSuffix(path, "/text") + "/voices"
	camera.take("voices", voices)
	w.post(voices+"/"+theme.ID.String(), url.Values{"revision": {"2"}, "how-" + theme.ID.String(): {"kept_both"}, "note-" + theme.ID.String(): {"They saw different months."}})
	camera.take("voices-settled", voices)
}
