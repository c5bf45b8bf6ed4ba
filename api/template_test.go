package api_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/store"

	"github.com/google/uuid"
)

// begun is a world as a file, so that not every scenario begins by making it.
type begun struct {
	database []byte
	names    map[string]string
	clock    time.Time
}

var template = sync.OnceValue(func() begun {
	dir, err := os.MkdirTemp("", "testamur-api")
	fatal(err)
	defer func() { fatal(os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "world.db")
	w := &world{t: loud{}, press: newPress(), log: &strings.Builder{}, names: map[string]string{}}
	w.clock = time.Date(2015, 12, 14, 9, 0, 0, 0, time.UTC)
	w.store, err = store.Open(context.Background(), store.Options{Path: path})
	fatal(err)
	fatal(w.store.Migrate(context.Background()))
	w.populate(w.serve())
	fatal(w.store.Close())
	database, err := os.ReadFile(path)
	fatal(err)
	return begun{database: database, names: w.names, clock: w.clock}
})

func fatal(err error) {
	if err != nil {
		panic(err)
	}
}

// loud is a test that is not there yet: what fails while the template is made stops everything.
type loud struct{ testing.TB }

func (loud) Helper()                           {}
func (loud) Context() context.Context          { return context.Background() }
func (loud) Error(args ...any)                 { panic(fmt.Sprint(args...)) }
func (loud) Errorf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (loud) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }
func (loud) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func (w *world) populate(people *access.Service) {
	w.token(people, "admin", access.TokenFields{Role: access.RoleAdmin})
	w.token(people, "staff", access.TokenFields{Role: access.RoleStaff})
	w.token(people, "panel", access.TokenFields{Role: access.RoleStaff})
	w.token(people, "read", access.TokenFields{Role: access.RoleRead})
	w.make("admin", "programme", "POST", "/v1/programmes", `{"name": "Social learning", "institution": "Institute", "serial_prefix": "SLL", "time_zone": "Europe/Lisbon", "participant_check_days": 0}`)
	w.make("staff", "theme", "POST", "/v1/themes", `{"programme_id": "<programme>", "heading": "Persistence"}`)
	w.make("staff", "cohort", "POST", "/v1/cohorts", `{"programme_id": "<programme>", "name": "2015", "panel_on": "2015-12-14", "external_id": "run-1"}`)
	for _, name := range []string{"ana", "etta", "luis", "rosa"} {
		w.make("staff", name, "POST", "/v1/people", fmt.Sprintf(`{"name": %q, "email": "%s@example.org", "external_id": "lms-%s"}`, strings.ToTitle(name[:1])+name[1:]+" Reis", name, name))
	}
	for _, name := range []string{"etta", "luis"} {
		w.token(people, name+".token", access.TokenFields{Role: access.RoleAssessor, Person: uuid.MustParse(w.names[name])})
	}
	w.make("staff", "enrolment", "POST", "/v1/enrolments", `{"cohort_id": "<cohort>", "person_id": "<ana>", "external_id": "seat/1"}`)
	w.make("staff", "project", "PUT", "/v1/enrolments/<enrolment>/project", `{"title": "Harbour pilots", "context": "Pilots learn from near misses."}`)
	w.make("staff", "entry", "POST", "/v1/enrolments/<enrolment>/log-entries", `{"on": "2015-03-02", "text": "Twelve came."}`)
	w.make("staff", "assignment", "POST", "/v1/enrolments/<enrolment>/assignments", `{"assessor_id": "<etta>", "due_on": "2015-11-30"}`)
	w.make("etta.token", "feedback", "POST", "/v1/enrolments/<enrolment>/feedback", `{"assessor_id": "<etta>", "theme_id": "<theme>", "text": "She does not give up."}`)
	w.enter("ana")
	w.enter("etta")
	w.makeAdmin("rosa")
}
