package store_test

import (
	"fmt"
	"os"
	"testing"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/framework"
	"testamur/internal/programme"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func addFramework(t testing.TB, s *store.Store, code string) framework.Framework {
	t.Helper()
	f := framework.Framework{Meta: fresh(), Code: code, Name: "Social learning leadership", Language: "en"}
	must(t, s.Frameworks().Insert(t.Context(), f))
	return f
}

// addEdition stores an edition of n disciplines and publishes it.
func addEdition(t testing.TB, s *store.Store, f framework.Framework, number, n int) framework.Edition {
	t.Helper()
	g := framework.Group{Code: "G", Name: "Group"}
	for i := range n {
		g.Disciplines = append(g.Disciplines, framework.Discipline{
			Code: fmt.Sprintf("D%d", i), Name: "Discipline", GuidingQuestions: []string{"Why?"}, Methods: []framework.Entry{{Name: "Ask", Text: "Aloud."}},
		})
	}
	e := framework.Edition{Meta: fresh(), FrameworkID: f.ID, State: framework.Draft, Content: framework.Content{
		Framework: framework.Front{Code: f.Code, Name: f.Name, Language: f.Language, Edition: number, Title: f.Name}, Groups: []framework.Group{g},
	}}
	return publish(t, s, e)
}

func publish(t testing.TB, s *store.Store, e framework.Edition) framework.Edition {
	t.Helper()
	must(t, s.Editions().Insert(t.Context(), e))
	e.State, e.PublishedAt = framework.Published, epoch
	must(t, s.EditionHeads().Update(t.Context(), &e))
	return e
}

func TestEveryFieldOfAFrameworkAndItsEditionsIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		draw := func(rt *rapid.T) framework.Framework {
			f := drawn[framework.Framework](rt)
			f.Code = unrepeated(f.Code + "c")
			return f
		}
		keeps(t, "framework", s.Frameworks(), draw, again(draw))
		number := 0
		edition := func(rt *rapid.T) framework.Edition {
			e := drawn[framework.Edition](rt)
			number++
			e.FrameworkID, e.State, e.Framework.Edition = addFramework(t, s, newID().String()).ID, framework.Draft, number
			e.Groups = few(e.Groups)
			for i := range e.Groups {
				e.Groups[i].Disciplines = few(e.Groups[i].Disciplines)
				for j := range e.Groups[i].Disciplines {
					e.Groups[i].Disciplines[j].From = []string{"A", "B"}
				}
			}
			return e
		}
		keeps(t, "edition", s.Editions(), edition, func(rt *rapid.T, before framework.Edition) framework.Edition {
			after := edition(rt)
			after.FrameworkID = before.FrameworkID
			return after
		})
	})
}

func TestNothingChangesAPublishedEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		e := addEdition(t, s, addFramework(t, s, "F"), 1, 2)
		stored, err := s.Editions().Get(ctx, e.ID)
		must(t, err)

		changed := stored
		changed.Groups = nil
		retitled, back := stored, stored
		retitled.Framework.Title = "Another"
		back.State = framework.Draft
		for what, err := range map[string]error{
			"its groups":  s.Editions().Update(ctx, &changed),
			"its title":   s.EditionHeads().Update(ctx, &retitled),
			"its state":   s.EditionHeads().Update(ctx, &back),
			"deleting it": s.DeleteEdition(ctx, e.ID),
		} {
			if err == nil {
				t.Errorf("%s: not refused", what)
			}
		}
		id := "'" + e.ID.String() + "'"
		for _, statement := range []string{
			"UPDATE editions SET title = 'x' WHERE id = " + id,
			"DELETE FROM editions WHERE id = " + id,
			"UPDATE edition_groups SET name = 'x' WHERE edition_id = " + id,
			"DELETE FROM edition_groups WHERE edition_id = " + id,
			"INSERT INTO edition_groups (edition_id, position, code, name, introduction) VALUES (" + id + ", 7, 'X', 'X', '')",
			"UPDATE edition_disciplines SET name = 'x' WHERE edition_id = " + id,
			"DELETE FROM edition_disciplines WHERE edition_id = " + id,
			"INSERT INTO edition_disciplines (edition_id, position, group_position, code, name, question, origins, summary, parts) VALUES (" + id + ", 7, 0, 'X', 'X', '', '', '', '{}')",
		} {
			if _, err := s.Pool().ExecContext(ctx, statement); err == nil {
				t.Errorf("not refused: %s", statement)
			}
		}
		after, err := s.Editions().Get(ctx, e.ID)
		must(t, err)
		if d := cmp.Diff(stored, after); d != "" {
			t.Error(d)
		}
	})
}

func TestAFrameworkHasOneEditionInTheMaking(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		f := addFramework(t, s, "F")
		addEdition(t, s, f, 1, 1)
		draft := func(number int) framework.Edition {
			return framework.Edition{Meta: fresh(), FrameworkID: f.ID, State: framework.Draft, Content: framework.Content{Framework: framework.Front{Edition: number}}}
		}
		must(t, s.Editions().Insert(t.Context(), draft(2)))
		if err := s.Editions().Insert(t.Context(), draft(3)); err == nil {
			t.Error("a second draft was stored")
		}
	})
}

func TestReadingAnEditionAsksTheSameHoweverLargeTheFrameworkIs(t *testing.T) {
	const disciplines, editions = 200, 20
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		file, err := os.ReadFile("../../templates/frameworks/social-learning-leadership-1.yaml")
		must(t, err)
		content, err := framework.Parse(file)
		must(t, err)
		small := publish(t, s, framework.Edition{
			Meta: fresh(), FrameworkID: addFramework(t, s, "SLL").ID, State: framework.Draft, Content: content,
		})
		f := addFramework(t, s, "LARGE")
		var large framework.Edition
		for number := range editions {
			large = addEdition(t, s, f, number+1, disciplines)
		}
		sent := s.Statements(t)
		asked := func(id uuid.UUID) (framework.Edition, int) {
			*sent = nil
			e, err := s.Editions().Get(t.Context(), id)
			must(t, err)
			return e, len(*sent)
		}
		read, forSmall := asked(small.ID)
		if d := cmp.Diff(content, read.Content); d != "" {
			t.Errorf("the shipped edition came back otherwise: %s", d)
		}
		read, forLarge := asked(large.ID)
		if len(read.Disciplines()) != disciplines {
			t.Errorf("%d disciplines", len(read.Disciplines()))
		}
		if forSmall != forLarge || forSmall == 0 {
			t.Errorf("%d statements for the shipped edition, %d for the large one", forSmall, forLarge)
		}
		*sent = nil
		lineage, err := s.Lineage(t.Context(), f.ID)
		must(t, err)
		if len(lineage) != editions || len(lineage[editions-1].Stems) != disciplines || len(*sent) != 1 {
			t.Errorf("%d outlines with %d statements", len(lineage), len(*sent))
		}
	})
}

func TestCoverageAsksTheSameHoweverMuchEvidenceThereIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		w := newWorld(t, s)
		f := addFramework(t, s, "F")
		w.programme.FrameworkID = f.ID
		must(t, s.Programmes().Update(ctx, &w.programme))
		w.cohort.EditionID = addEdition(t, s, f, 1, 3).ID
		must(t, s.Cohorts().Update(ctx, &w.cohort))
		w.theme.Disciplines = "D0 D1"
		must(t, s.Themes().Update(ctx, &w.theme))
		service := programme.Service{Store: s, Journal: access.Journal{Store: s, NewID: newID}, NewID: newID}
		office := access.System("test")
		sent := s.Statements(t)
		asked := func() (n int, c programme.Coverage) {
			*sent = nil
			_, err := service.ProgrammeCoverage(ctx, office, w.programme.ID)
			must(t, err)
			_, err = service.EnrolmentCoverage(ctx, office, w.enrolment.ID)
			must(t, err)
			c, err = service.CohortCoverage(ctx, office, w.cohort.ID)
			must(t, err)
			return len(*sent), c
		}
		before, c := asked()
		if c.Disciplines[0].Feedback != 1 || c.Disciplines[2].Feedback != 0 {
			t.Errorf("got %+v", c.Disciplines)
		}
		for range 20 {
			e := w.enrol(w.addPerson("P"))
			entry := programme.LogEntry{Meta: fresh(), EnrolmentID: e.ID, ProgrammeID: w.programme.ID}
			entry.LogEntryFields = programme.LogEntryFields{On: civil.Date{Year: 2015, Month: 1, Day: 2}, Text: "T", Disciplines: "D2"}
			must(t, s.LogEntries().Insert(ctx, entry))
		}
		after, c := asked()
		if after != before || before == 0 {
			t.Errorf("%d statements, with more evidence %d", before, after)
		}
		if want := (programme.Amount{LogEntries: 20, Participants: 20}); c.Disciplines[2].Amount != want || c.Enrolled < 21 {
			t.Errorf("got %+v of %d", c.Disciplines[2], c.Enrolled)
		}
	})
}
