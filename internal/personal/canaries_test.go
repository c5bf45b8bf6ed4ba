package personal_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/idempotency"
	"testamur/internal/programme"
	"testamur/internal/record"
)

// The canaries: what is held on Ana stands beside one of these wherever it is. Quill is Bo's, of whom nothing may change.
const (
	anas = "Zanzibar"
	bos  = "Quillwort"
)

// cage is Ana, of whom everything there can be is held, and Bo beside her.
type cage struct {
	*world
	ana, bo, karl     access.Person
	issued, unsigned  certificate.Certificate // Ana's
	bosCertificate    certificate.Certificate
	document          []byte // Ana's
	enrolment, second programme.Enrolment
}

func newCage(w *world) *cage {
	c := &cage{world: w, karl: w.personOf(access.PersonFields{Name: "Karl Kundig", JobTitle: "expert"})}
	c.ana = w.personOf(access.PersonFields{
		Name: anas + " Ana", Email: "ana@" + anas + ".example.org", PrivateEmail: "private@" + anas + ".example.net",
		Organisation: anas + " works", JobTitle: anas + " lead", ExternalID: anas + "-person",
	})
	c.bo = w.personOf(access.PersonFields{Name: bos + " Bo", Email: "bo@" + bos + ".example.org"})
	c.work()
	c.awards()
	c.traces()
	return c
}

// work is projects, logs and feedback.
func (c *cage) work() {
	ctx := c.t.Context()
	c.enrolment = c.participant(c.ana, anas)
	own, err := c.programmes.CreateTheme(ctx, office, c.programme.ID, c.enrolment.ID, programme.ThemeFields{Heading: anas + " theme", Guidance: anas + " guidance"})
	c.must(err)
	c.assessed(c.enrolment, c.karl, c.theme.ID, anas+" feedback")
	c.assessed(c.enrolment, c.karl, own.ID, anas+" own theme")
	_, err = c.programmes.WriteFeedback(ctx, signedIn(c.karl), c.enrolment.ID, c.karl.ID, programme.FeedbackFields{Text: anas + " draft about her"})
	c.must(err)
	c.assessed(c.participant(c.bo, bos), c.karl, c.theme.ID, bos+" feedback")
}

// awards is a certificate that was issued, corrected, and issued again; one that is out for signing; and Bo's.
func (c *cage) awards() {
	ctx := c.t.Context()
	first := c.sent(c.enrolment)
	c.answer(first, first.Signatories[0], certificate.Declined, anas+" refusal", nil)
	first = c.world.issued(first)
	corrected, err := c.certificates.Correct(ctx, office, first.ID, record.Match(first.Revision), certificate.ReasonCorrection)
	c.must(err)
	corrected.Sections[0].Heading = anas + " heading"
	corrected.Sections[0].Passages = append(corrected.Sections[0].Passages, certificate.Passage{Text: anas + " editor's own words."})
	corrected, err = c.certificates.PutSections(ctx, office, corrected.ID, record.Match(corrected.Revision), corrected.Sections)
	c.must(err)
	corrected, err = c.certificates.Change(ctx, office, corrected.ID, record.Match(corrected.Revision), func(f *certificate.Fields) { f.Title = anas + " certificate" })
	c.must(err)
	c.issued = c.world.issued(c.send(corrected))
	c.document = c.pdf(c.issued)

	cohort, err := c.programmes.CreateCohort(ctx, office, c.programme.ID, programme.CohortFields{Name: "2016", PanelOn: c.cohort.PanelOn})
	c.must(err)
	c.cohort = cohort
	c.second = c.participant(c.ana, anas+" again")
	c.assessed(c.second, c.karl, c.theme.ID, anas+" feedback again")
	c.unsigned = c.sent(c.second)
	c.bosCertificate = c.world.issued(c.sent(c.enrolmentOf(c.bo)))
}

// traces is what other parts of the program keep beside.
func (c *cage) traces() {
	ctx := c.t.Context()
	c.must(c.db.Post(ctx, access.Letter{ID: newID(), Kind: access.LetterSignIn, To: "ana@" + anas + ".example.org", Name: c.ana.Name, Person: c.ana.ID, At: c.now(), Data: map[string]string{"link": anas + "-link"}}))
	c.must(c.db.Post(ctx, access.Letter{ID: newID(), Kind: access.LetterSignIn, To: "Private@" + anas + ".example.net", At: c.now(), Data: map[string]string{"link": anas + "-link"}}))
	c.must(c.db.Post(ctx, access.Letter{ID: newID(), Kind: access.LetterSigning, To: "karl@example.org", Person: c.karl.ID, At: c.now(), Data: map[string]string{"participant": c.ana.Name}}))
	c.must(c.db.Post(ctx, access.Letter{ID: newID(), Kind: access.LetterSigning, To: "karl@example.org", Person: c.karl.ID, At: c.now(), Data: map[string]string{"participant": c.bo.Name}}))
	for i, body := range []string{
		fmt.Sprintf(`{"person_id":%q,"name":%q}`, c.ana.ID, c.ana.Name),
		fmt.Sprintf(`{"certificate":{"id":%q,"name":%q}}`, c.issued.ID, c.ana.Name),
		fmt.Sprintf(`{"id":%q,"name":%q}`, c.bo.ID, c.bo.Name),
	} {
		c.remember("office", fmt.Sprint("key", i), body)
	}
	c.remember(c.ana.ID.String(), "hers", `{"text":"`+anas+`"}`)
	_, _, err := c.people.CreateToken(ctx, access.System("test"), access.TokenFields{Name: anas + " token", Role: access.RoleAssessor, Person: c.ana.ID})
	c.must(err)
	c.must(c.people.AddStaff(ctx, access.System("test"), c.programme.ID, c.ana.ID))
	_, err = c.certificates.Upload(ctx, signedIn(c.ana), certificate.PurposeSignature, anas+" signature", stroke(c.t, 17))
	c.must(err)
	// Ana began to write about Bo, and was asked to.
	bo := c.enrolmentOf(c.bo)
	_, err = c.programmes.Assign(ctx, office, bo.ID, c.ana.ID, programme.AssignmentFields{Conflict: programme.ConflictDeclared, ConflictNote: anas + " conflict"})
	c.must(err)
	_, err = c.programmes.WriteFeedback(ctx, signedIn(c.ana), bo.ID, c.ana.ID, programme.FeedbackFields{Text: anas + " draft about Bo"})
	c.must(err)
}

func (c *cage) remember(actor, key, body string) {
	c.t.Helper()
	claim := idempotency.Claim{
		Key: idempotency.Key{Actor: actor, Operation: "test", Value: key}, Request: record.DigestOf([]byte(key)),
		RunningUntil: c.now().Add(time.Minute), ExpiresAt: c.now().Add(time.Hour),
	}
	_, _, err := c.db.ClaimIdempotencyKey(c.t.Context(), claim, c.now())
	c.must(err)
	c.must(c.db.FinishIdempotencyKey(c.t.Context(), claim.Key, idempotency.Answer{Status: 201, Header: map[string]string{"Location": "/v1/x"}, Body: []byte(body)}))
}

func (c *cage) enrolmentOf(p access.Person) programme.Enrolment {
	c.t.Helper()
	enrolled, err := c.db.EnrolmentsOf(c.t.Context(), p.ID)
	c.must(err)
	return enrolled[0].Enrolment
}

// found gives every column of every table that holds the canary, and every file.
func (c *cage) found(canary string) []string {
	c.t.Helper()
	places := c.columns(canary)
	for _, path := range c.files() {
		b, err := os.ReadFile(path)
		c.must(err)
		if bytes.Contains(bytes.ToLower(b), []byte(strings.ToLower(canary))) {
			places = append(places, path)
		}
	}
	return places
}

// files are the blobs and, of SQLite, the database's own.
func (c *cage) files() []string {
	var paths []string
	c.must(filepath.WalkDir(c.blobs.path, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			paths = append(paths, path)
		}
		return err
	}))
	if c.options.Path != "" {
		own, err := filepath.Glob(c.options.Path + "*")
		c.must(err)
		paths = append(paths, own...)
	}
	return paths
}

// columns reads all that the database holds, whichever tables there are.
func (c *cage) columns(canary string) []string {
	c.t.Helper()
	db := c.open()
	tables := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if c.options.URL != "" {
		tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
	}
	rows, err := db.QueryContext(c.t.Context(), tables)
	c.must(err)
	var names []string
	for rows.Next() {
		var name string
		c.must(rows.Scan(&name))
		names = append(names, name)
	}
	c.must(rows.Err())
	if len(names) < 20 {
		c.t.Fatalf("only %d tables were found", len(names))
	}
	places := map[string]bool{}
	for _, table := range names {
		for column, value := range c.values(table) {
			if strings.Contains(strings.ToLower(value), strings.ToLower(canary)) {
				places[table+"."+column] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(places))
}

// values gives all values of a table by column.
func (c *cage) values(table string) func(yield func(column, value string) bool) {
	return func(yield func(column, value string) bool) {
		db := c.open()
		rows, err := db.QueryContext(context.Background(), "SELECT * FROM "+table)
		c.must(err)
		defer rows.Close()
		columns, err := rows.Columns()
		c.must(err)
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			c.must(rows.Scan(values...))
			for i, v := range values {
				text := fmt.Sprint(*v.(*any))
				if b, ok := (*v.(*any)).([]byte); ok {
					text = string(b)
				}
				if !yield(columns[i], text) {
					return
				}
			}
		}
		c.must(rows.Err())
	}
}

// seen names the places in which the canary must have been before, for else the test proves nothing.
func (c *cage) seen(canary string, places ...string) {
	c.t.Helper()
	found := c.columns(canary)
	for _, p := range places {
		if !slices.Contains(found, p) {
			c.t.Errorf("the canary is not in %s, so the test does not see it go; it is in %v", p, found)
		}
	}
}

func TestNothingOfAnErasedPersonIsLeftAnywhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		c.seen(anas, "people.name", "people.email", "people.email_key", "people.private_email", "people.organisation", "people.job_title", "people.external_id",
			"enrolments.external_id", "enrolments.scale", "projects.title", "projects.context", "projects.aims", "log_entries.text",
			"themes.heading", "themes.guidance", "assignments.conflict_note", "writings.text", "feedback.text",
			"certificates.title", "certificates.name", "sections.heading", "passages.text",
			"versions.content", "versions.provenance", "versions.facts", "sign_offs.reason", "files.name", "tokens.name",
			"outbox.recipient", "outbox.name", "outbox.data", "idempotency_keys.body")
		w.must(w.Erase(t.Context(), w.admin, c.ana.ID, c.ana.Name))
		if left := c.found(anas); len(left) > 0 {
			t.Errorf("after erasing the canary is in %v", left)
		}
		if kept := c.columns(bos); !slices.Contains(kept, "versions.content") || !slices.Contains(kept, "feedback.text") || !slices.Contains(kept, "outbox.data") || !slices.Contains(kept, "idempotency_keys.body") {
			t.Errorf("of somebody else there is only %v", kept)
		}
	})
}
