package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"
)

// tied is a theme that stands for the discipline of boundaries, under which the world's assessor writes.
func (w *world) tied() string {
	w.t.Helper()
	w.framed()
	path := w.writing()
	list, err := w.programmes.ListThemes(w.t.Context(), office, programme.ThemeFilter{Programme: w.enrolment.ProgrammeID, Enrolment: w.enrolment.ID}, record.Page{Limit: 9})
	w.must(err)
	for _, theme := range list.Items {
		_, err = w.programmes.ChangeTheme(w.t.Context(), office, theme.ID, record.Any, func(x *programme.ThemeFields) { x.Disciplines = framework.CodesOf("BOUNDARIES") })
		w.must(err)
	}
	return path
}

// only is the assessor's only text.
func (w *world) only() programme.Feedback {
	w.t.Helper()
	assessor := access.Actor{Kind: access.KindAccount, ID: newID(), Name: w.assessor.Name, Person: w.assessor.ID}
	list, err := w.programmes.ListFeedback(w.t.Context(), assessor, programme.FeedbackFilter{Enrolment: w.enrolment.ID}, record.Page{Limit: 9})
	w.must(err)
	if len(list.Items) != 1 {
		w.t.Fatalf("there are %d texts", len(list.Items))
	}
	return list.Items[0]
}

func TestATextNamesDisciplinesBesideThoseOfItsHeading(t *testing.T) {
	w := newWorld(t)
	path := w.tied()
	box := `id="text-1-discipline-BOUNDARIES" name="discipline-BOUNDARIES" type="checkbox" value="yes"`
	w.says(w.get(path), http.StatusOK, box+" checked disabled", "Disciplines<span data-named>: Boundaries</span>")
	sent := w.text(path, "She asked whoever had said nothing.")
	sent.Set("discipline-VOICES", "yes")
	w.goes(w.post(path+"/texts", sent), path+"?done=draft#text-1-text")
	w.goes(w.post(path+"/texts", sent), path+"?done=draft#text-1-text") // sent twice
	if got := w.only().Disciplines; got != "VOICES" {
		t.Errorf("it names %q: what stands behind the heading is not its own", got)
	}
	w.says(w.get(path), http.StatusOK, `name="discipline-VOICES" type="checkbox" value="yes" checked>`, ": Voices and Boundaries</span>")
	w.says(w.get(path+"/submit"), http.StatusOK, "Speaks of Voices.")

	sent = w.text(path, "She asked whoever had said nothing.")
	sent.Set("discipline-GONE", "yes")
	w.says(w.post(path+"/texts", sent), http.StatusUnprocessableEntity, `href="#text-1-disciplines"`, `id="text-1-disciplines"`, "GONE")
	w.says(w.save(path, sent), http.StatusUnprocessableEntity, `"about":"VOICES"`, "GONE")
	sent.Del("discipline-GONE")
	sent.Set("revision", "7")
	sent.Set("discipline-POWER", "yes")
	w.says(w.post(path+"/texts", sent), http.StatusConflict, "Power <small>stored now: not ticked", "Voices <small>stored now: ticked")
}

func TestNamingOtherDisciplinesOfASubmittedTextLeavesWhatIsQuoted(t *testing.T) {
	w := newWorld(t)
	path := w.tied()
	w.post(path+"/texts", w.text(path, "She listens."))
	w.goes(w.post(path+"/submit", url.Values{"draft": {w.hidden(path+"/submit", "draft")}}), path+"?done=submitted")
	quoted := w.only().WritingID
	sent := w.text(path, "She listens.")
	sent.Set("discipline-POWER", "yes")
	w.goes(w.post(path+"/texts", sent), path+"?done=rewritten#text-1-text")
	if now := w.only(); now.Disciplines != "POWER" || now.WritingID != quoted {
		t.Errorf("it names %q, and quoted is %s instead of %s", now.Disciplines, now.WritingID, quoted)
	}
	w.says(w.get(path), http.StatusOK, "Speaks of Power.")
	w.staff()
	c, err := w.certificates.Propose(t.Context(), office, w.enrolment.ID)
	w.must(err)
	w.says(w.get("/certificates/"+c.ID.String()+"/text"), http.StatusOK, "Speaks of Power.")
}

func TestALogSaysWhatItsEntriesAreAbout(t *testing.T) {
	w := newWorld(t)
	path := w.tied()
	_, err := w.programmes.AddLogEntry(t.Context(), office, w.enrolment.ID, programme.LogEntryFields{Text: "I asked.", On: civil.Date{Year: 2015, Month: 6, Day: 2}, Disciplines: framework.CodesOf("POWER", "VOICES")})
	w.must(err)
	w.says(w.get(path), http.StatusOK, "Speaks of Voices and Power.")
	w.says(w.get(w.atTheYear()), http.StatusOK, "Speaks of Voices and Power.")
}

func TestWithoutAnEditionThereIsNothingToTick(t *testing.T) {
	w := newWorld(t)
	if page := w.get(w.writing()).Body.String(); strings.Contains(page, "discipline-") {
		t.Error("the desk asks for disciplines")
	}
}
