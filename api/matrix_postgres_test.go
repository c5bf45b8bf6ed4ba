package api_test

import (
	"strings"
	"testing"
	"time"

	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// TestTheMatrixHoldsOnPostgreSQL tries one stage: what differs between the two databases are the queries of lists and transactions.
func TestTheMatrixHoldsOnPostgreSQL(t *testing.T) {
	w := &matrixWorld{database: storetest.Postgres(t), stage: "signing", world: &world{
		t: t, press: newPress(), log: &strings.Builder{}, clock: time.Date(2015, 12, 14, 9, 0, 0, 0, time.UTC), names: firstNames(),
	}}
	w.open()
	for _, step := range []func(){w.inhabit, w.compose, w.sendToSign, w.readTags, w.arrive} {
		step()
	}
	inside := w.inside()
	for _, s := range sections() {
		for _, l := range s.lines {
			if s.stage == w.stage && l.operation != "erasePerson" { // which would need a copy
				w.tryLine(t, inside, l)
			}
		}
	}
	for _, l := range listings() {
		if l.stage == w.stage {
			w.tryList(t, l)
		}
	}
}

// open opens and migrates the world's database for as long as the test lasts.
func (w *matrixWorld) open() {
	w.t.Helper()
	var err error
	w.store, err = store.Open(w.t.Context(), w.database)
	w.must(err)
	if t, ok := w.t.(*testing.T); ok {
		t.Cleanup(func() { w.must(w.store.Close()) })
	}
	w.must(w.store.Migrate(w.t.Context()))
	w.people = w.serve()
}
