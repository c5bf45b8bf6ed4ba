package store_test

import (
	"fmt"
	"strings"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

const repeated = "What she wanted to preserve was the trust between people."

// says makes a certificate's only passage be the text.
func (w *world) says(c *certificate.Certificate, text string) {
	w.t.Helper()
	c.Sections[0].Passages[0].Text = text
	must(w.t, w.Certificates().Update(w.t.Context(), c))
}

// repeats gives where the certificate's sentences stand as well.
func (w *world) repeats(c certificate.Certificate) []certificate.Repeat {
	w.t.Helper()
	around, err := w.Surroundings(w.t.Context(), c)
	must(w.t, err)
	return around.Repeats
}

func (w *world) expect(what string, c certificate.Certificate, certificates, feedback uuid.UUID) {
	w.t.Helper()
	want := []certificate.Repeat{}
	if certificates != uuid.Nil || feedback != uuid.Nil {
		want = []certificate.Repeat{{Sentence: certificate.SentenceDigests(repeated)[0], Certificate: certificates, Feedback: feedback}}
	}
	if diff := cmp.Diff(want, w.repeats(c)); diff != "" {
		w.t.Errorf("%s:\n%s", what, diff)
	}
}

func TestARepeatedSentenceIsFoundAsLongAsItStandsElsewhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		mine, theirs := w.addCertificate(), w.addCertificate()
		w.says(&mine, "Hers alone. "+repeated)
		w.expect("nowhere else", mine, uuid.Nil, uuid.Nil)

		w.addWriting(programme.WritingFeedback, w.feedback.ID, 2, "Once more. "+repeated)
		w.expect("in a feedback", mine, uuid.Nil, w.feedback.ID)
		w.says(&theirs, "What SHE wanted to preserve, was: the trust between people!")
		w.expect("in a certificate", mine, theirs.ID, uuid.Nil)
		w.expect("the other way round", theirs, mine.ID, uuid.Nil)

		theirs.State = certificate.Cancelled
		must(t, s.Certificates().Update(t.Context(), &theirs))
		w.expect("the certificate is cancelled", mine, uuid.Nil, w.feedback.ID)
		w.addWriting(programme.WritingFeedback, w.feedback.ID, 3, "She persists.")
		w.expect("the feedback says something else now", mine, uuid.Nil, uuid.Nil)
	})
}

func TestWhatIsTheSamePersonsOrAnotherProgrammesIsNoRepeat(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		mine := w.addCertificate()
		w.says(&mine, repeated)

		w.cohort = programme.Cohort{Meta: fresh(), ProgrammeID: w.programme.ID, CohortFields: programme.CohortFields{Name: "2027"}}
		must(t, s.Cohorts().Insert(t.Context(), w.cohort))
		self, err := s.People().Get(t.Context(), mine.PersonID)
		must(t, err)
		w.enrolment = w.enrol(self)
		w.addWriting(programme.WritingFeedback, w.feedback.ID, 2, repeated)
		w.expect("of herself in another cohort", mine, uuid.Nil, uuid.Nil)

		w.programme = w.addProgramme("OTHER")
		w.cohort = programme.Cohort{Meta: fresh(), ProgrammeID: w.programme.ID, CohortFields: programme.CohortFields{Name: "other"}}
		must(t, s.Cohorts().Insert(t.Context(), w.cohort))
		theirs := w.addCertificate()
		w.says(&theirs, repeated)
		w.expect("of another programme", mine, uuid.Nil, uuid.Nil)
	})
}

func TestCheckingTakesAsManyQueriesWhateverTheLength(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		mine, theirs := w.addCertificate(), w.addCertificate()
		sent := s.Statements(t)
		queries := func(text string) (repeats, queries int) {
			w.says(&theirs, text)
			w.says(&mine, text)
			*sent = nil
			return len(w.repeats(mine)), len(*sent)
		}
		var many strings.Builder
		for i := range 300 {
			fmt.Fprintf(&many, "Setback number %d did not make her drop what she had begun. ", i)
		}
		_, one := queries(repeated)
		if repeats, n := queries(many.String()); repeats != 300 || n != one || n > 4 {
			t.Errorf("%d repeats with %d queries, one with %d", repeats, n, one)
		}
	})
}

func TestErasingRemovesTheSentencesOfAPerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.addWriting(programme.WritingFeedback, w.feedback.ID, 2, repeated)
		theirs := w.addCertificate()
		w.says(&theirs, repeated)
		must(t, s.RemoveWork(t.Context(), theirs.PersonID))
		if left := w.sentences(); left != 1 {
			t.Errorf("%d sentences are left of one person's certificate and another's feedback", left)
		}
		theirs.Sections = nil
		must(t, s.Certificates().Update(t.Context(), &theirs))
		_, err := s.Pool().ExecContext(t.Context(), "DELETE FROM passage_sources")
		must(t, err)
		_, err = s.Pool().ExecContext(t.Context(), "UPDATE feedback SET writing_id = NULL")
		must(t, err)
		must(t, s.RemoveWork(t.Context(), w.person.ID))
		if left := w.sentences(); left != 0 {
			t.Errorf("%d sentences are left", left)
		}
	})
}

func (w *world) sentences() (n int) {
	w.t.Helper()
	must(w.t, w.Pool().QueryRowContext(w.t.Context(), "SELECT COUNT(*) FROM sentences").Scan(&n))
	return n
}

// As it is when a program without the table wrote the texts.
func TestMigratingReadsTheTextsThatAreThere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		mine := w.addCertificate()
		w.says(&mine, repeated)
		w.feedback.WritingID = w.addWriting(programme.WritingFeedback, w.feedback.ID, 2, repeated).ID
		must(t, s.Feedback().Update(t.Context(), &w.feedback))
		for _, statement := range []string{
			"DELETE FROM sentences", "INSERT INTO unread_texts (owner_id, kind) SELECT id, 'certificate' FROM certificates",
			"INSERT INTO unread_texts (owner_id, kind) SELECT id, 'feedback' FROM feedback WHERE writing_id IS NOT NULL",
		} {
			_, err := s.Pool().ExecContext(t.Context(), statement)
			must(t, err)
		}
		w.expect("before", mine, uuid.Nil, uuid.Nil)
		must(t, s.Migrate(t.Context()))
		w.expect("after", mine, uuid.Nil, w.feedback.ID)
		var unread int
		must(t, s.Pool().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM unread_texts").Scan(&unread))
		if unread != 0 {
			t.Errorf("%d texts are still unread", unread)
		}
	})
}
