package personal_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/excerpt"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

const oneDiscipline = `framework: {code: FEW, name: Few, language: en, edition: 1, title: Few}
groups: [{code: ALL, name: All, disciplines: [{code: ASKING, name: Asking, question: "Who asks?", summary: Aloud., guiding_questions: ["Who asked first?"]}]}]
`

// quoting gives what asks for passages, in the handbook of an edition that the world's cohort pins and its theme links to.
func (w *world) quoting() (*excerpt.Service, uuid.UUID) {
	w.t.Helper()
	ctx := w.t.Context()
	f, err := w.programmes.CreateFramework(ctx, office, "FEW", "en", programme.FrameworkFields{Name: "Few"})
	w.must(err)
	e, err := w.programmes.CreateEdition(ctx, office, f.ID)
	w.must(err)
	e, err = w.programmes.PutEditionFile(ctx, office, e.ID, record.Match(e.Revision), []byte(oneDiscipline))
	w.must(err)
	for _, move := range []func(context.Context, access.Actor, uuid.UUID, record.Match) (framework.Edition, error){w.programmes.SubmitEdition, w.programmes.PublishEdition} {
		e, err = move(ctx, office, e.ID, record.Match(e.Revision))
		w.must(err)
	}
	p, err := w.programmes.ChangeProgramme(ctx, office, w.programme.ID, record.Match(w.programme.Revision), func(x *programme.Fields) { x.FrameworkID = f.ID })
	w.must(err)
	w.programme = p
	_, err = w.programmes.ChangeTheme(ctx, office, w.theme.ID, record.Match(w.theme.Revision), func(x *programme.ThemeFields) { x.Disciplines = "ASKING" })
	w.must(err)
	_, err = w.programmes.PutCohortEdition(ctx, office, w.cohort.ID, record.Match(w.cohort.Revision), e.ID)
	w.must(err)
	return &excerpt.Service{
		Store: w.db, Journal: w.Journal, Guests: nobody{}, Now: w.now, NewID: newID, Random: rand.Reader, Mark: func(string) string { return "[name]" },
	}, e.ID
}

// quoted has everybody agree to have a passage of an issued certificate printed.
func (w *world) quoted(s *excerpt.Service, edition uuid.UUID, all ...access.Person) {
	w.t.Helper()
	ctx := w.t.Context()
	list, err := s.Quotable(ctx, office, edition, "ASKING", record.Page{Limit: 10})
	w.must(err)
	x, err := s.Ask(ctx, office, edition, []excerpt.Choice{{VersionID: list.Items[0].VersionID, PassageID: list.Items[0].Passages[0].ID, Discipline: "ASKING"}})
	w.must(err)
	for _, p := range all {
		requests, err := s.Requests(ctx, signedIn(p))
		w.must(err)
		_, err = s.Answer(ctx, signedIn(p), requests[0].ID, []excerpt.Reply{{ExcerptID: x[0].ID, Digest: x[0].Digest, Answer: excerpt.Agrees}})
		w.must(err)
	}
	w.must(s.Show(ctx, office, edition, true))
}

func TestWhatAHandbookQuotesIsExportedAndErased(t *testing.T) {
	for name, erased := range map[string]func(participant, assessor access.Person) access.Person{
		"of the participant": func(p, _ access.Person) access.Person { return p },
		"of the assessor":    func(_, a access.Person) access.Person { return a },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				ana, karl := w.person("Ana Lopes"), w.person("Karl Kundig")
				s, edition := w.quoting()
				e := w.participant(ana, "plain")
				w.assessed(e, karl, w.theme.ID, anas)
				c := w.issued(w.sent(e))
				w.quoted(s, edition, ana, karl)
				if printed, err := s.Printed(t.Context(), edition); err != nil || len(printed) != 1 {
					t.Fatalf("printed are %v, %v", printed, err)
				}
				who := erased(ana, karl)
				_, files := w.unzipped(w.exported(signedIn(who), who.ID))
				if got := files["handbook-passages.json"]; !strings.Contains(got, anas+" second") || !strings.Contains(got, `"answer": "agree"`) {
					t.Errorf("the archive holds %s", got)
				}
				cage := &cage{world: w}
				cage.seen(anas, "excerpts.wording")
				w.must(w.Erase(t.Context(), w.admin, who.ID, who.Name))
				if printed, err := s.Printed(t.Context(), edition); err != nil || len(printed) != 0 {
					t.Errorf("after erasing, printed are %v, %v", printed, err)
				}
				if left := cage.columns(anas); name == "of the participant" && len(left) > 0 {
					t.Errorf("after erasing, what was quoted of certificate %s is in %v", c.Serial, left)
				}
			})
		})
	}
}
