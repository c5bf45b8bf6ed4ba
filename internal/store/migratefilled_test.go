package store_test

import (
	"os"
	"regexp"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// filled migrates a database of the first schema, filled by plain SQL, to the newest.
func filled(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	must(t, err)
	must(t, s.MigrateTo(t.Context(), 1))
	b, err := os.ReadFile("testdata/filled_001.sql")
	must(t, err)
	script := string(b)
	if o.URL != "" {
		script = regexp.MustCompile(`\bx'`).ReplaceAllString(script, `'\x`)
	}
	_, err = s.Pool().ExecContext(t.Context(), script)
	must(t, err)
	must(t, s.Close())
	return storetest.OpenAt(t, o)
}

// row gives the id that ends in n in the script.
func row(n byte) uuid.UUID {
	id := uuid.MustParse("00000000-0000-7000-8000-000000000000")
	id[15] = n
	return id
}

func get[T, F any](t *testing.T, table record.Table[T, F], id uuid.UUID) T {
	t.Helper()
	x, err := table.Get(t.Context(), id)
	must(t, err)
	return x
}

func TestADatabaseOfTheFirstReleaseIsReadAfterMigrating(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		s := filled(t, o)
		ana := get(t, s.People(), row(1))
		equal(t, ana.PersonFields, access.PersonFields{Name: "Ana Réis", Email: "Ana@example.org", Organisation: "Harbour", JobTitle: "Pilot", Language: "pt", ExternalID: "lms-ana"})
		equal(t, ana.Revision, 3)
		equal(t, get(t, s.People(), row(2)).Archived, true)
		token := get(t, s.Tokens(), row(0x10))
		equal(t, token.Name, "LMS")
		equal(t, len(token.Programmes)+len(token.Scopes), 0)
		equal(t, get(t, s.Files(), row(0x20)).Name, "logo.png")
		equal(t, get(t, s.Cohorts(), row(0x40)).PanelOn, civil.Date{Year: 2015, Month: 12, Day: 14})
		equal(t, get(t, s.Enrolments(), row(0x50)).Scale, "a port")
		equal(t, get(t, s.Themes(), row(0x60)).Heading, "Persistence")
		equal(t, get(t, s.Projects(), row(0x70)).Title, "Harbour pilots")
		equal(t, get(t, s.LogEntries(), row(0x71)).Text, "We met.")
		equal(t, get(t, s.Assignments(), row(0x80)).DueOn, civil.Date{Year: 2015, Month: 11, Day: 30})
		feedback := get(t, s.Feedback(), row(0x91))
		equal(t, feedback.State, programme.FeedbackSubmitted)
		equal(t, feedback.MeetingID, uuid.Nil)
	})
}

func TestWhatCameLaterHasItsDefaultsInAMigratedDatabase(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		s := filled(t, o)
		p := get(t, s.Programmes(), row(0x30))
		equal(t, p.Reviews, programme.Reviews{ReviewReminderDays: 2, CorrectionReview: true})
		equal(t, p.SigningReminderDays, 7)
		c := get(t, s.Certificates(), row(0xa0))
		equal(t, c.Settlements, nil)
		equal(t, c.Sections[0].Passages[0].Sources, []certificate.Source{{WritingID: row(0x90), Relation: certificate.Verbatim}})
		equal(t, c.Signatories[0].Title, "Captain")

		v, err := s.Version(t.Context(), row(0xe0))
		must(t, err)
		equal(t, v.State, certificate.VersionIssued)
		equal(t, v.RemindAt.IsZero() && v.RemindedAt.IsZero() && v.SentBy == uuid.Nil && v.Reminders == 0, true)
		answers, err := s.SignOffs(t.Context(), v.ID)
		must(t, err)
		equal(t, len(answers), 1)
		equal(t, answers[0].Signatory.Title, "Captain")
		equal(t, answers[0].Suggested, certificate.Suggestion{})
		equal(t, answers[0].Confirmed || answers[0].Pointer != "" || answers[0].Conflict != "", false)
		files, err := s.IssuedFiles(t.Context(), v.ID)
		must(t, err)
		equal(t, files, []record.Digest{v.File})
		reviews, err := s.Reviews(t.Context(), c.ID)
		must(t, err)
		equal(t, reviews, nil)

		var sentences, unread int
		must(t, s.Pool().QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM sentences), (SELECT count(*) FROM unread_texts)").Scan(&sentences, &unread))
		equal(t, sentences, 2) // of the composition and of the feedback
		equal(t, unread, 0)
	})
}

// Work goes on in a migrated database: what is written again passes every constraint.
func TestAMigratedDatabaseIsWrittenTo(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		s, ctx := filled(t, o), t.Context()
		c := get(t, s.Certificates(), row(0xa0))
		c.Settlements = []certificate.Settlement{{ThemeID: row(0x60), How: certificate.Chose, At: epoch}}
		must(t, s.Certificates().Update(ctx, &c))
		equal(t, get(t, s.Certificates(), c.ID).Settlements, c.Settlements)
		v, err := s.Version(ctx, row(0xe0))
		must(t, err)
		v.Reminders, v.RemindedAt = 1, epoch
		must(t, s.SaveVersion(ctx, v))
		again, err := s.Version(ctx, v.ID)
		must(t, err)
		equal(t, again, v)
		must(t, s.AppendEvent(ctx, event("written")))
		events, err := s.Events(ctx, access.EventFilter{Sight: access.Everything()}, 10)
		must(t, err)
		equal(t, len(events.Items), 2)
	})
}
