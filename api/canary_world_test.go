package api_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"testamur/api"
	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/excerpt"
	"testamur/internal/keys"
	"testamur/internal/mail"
	"testamur/internal/operation"
	"testamur/internal/overview"
	"testamur/internal/personal"
	sealing "testamur/internal/press"
	"testamur/internal/programme"
	"testamur/internal/store"
	"testamur/internal/typeset"
	"testamur/internal/web"
	"testamur/templates"
)

// canaryWorld is a matrix's world in which files are typeset and sealed, letters written to a folder, and everything is logged.
type canaryWorld struct {
	*matrixWorld
	letters string // the folder
	worker  *mail.Worker
	answers int // that were looked at
}

// newCanaryWorld lives through all that the matrix knows, up to a correction that is out for signing.
func newCanaryWorld(t *testing.T) *canaryWorld {
	t.Helper()
	dir := t.TempDir()
	w := &canaryWorld{letters: filepath.Join(dir, "mail"), matrixWorld: &matrixWorld{
		database: store.Options{Path: filepath.Join(dir, "world.db")}, stage: "correcting",
		world: &world{
			t: t, press: newPress(), log: &strings.Builder{}, clock: time.Date(2015, 12, 14, 9, 0, 0, 0, time.UTC),
			names: firstNames(),
		},
	}}
	w.open()
	w.serveWhole()
	for _, step := range []func(){w.inhabit, w.compose, w.sendToSign, w.signAll, w.issueOne, w.correctOne} {
		step()
		w.readTags()
	}
	w.deliver()
	return w
}

// serveWhole builds the program over the world's database.
func (w *canaryWorld) serveWhole() {
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	journal := access.Journal{Store: w.store, Now: w.now, NewID: newID, Unknown: &w.unknown}
	w.people = &access.Service{Store: w.store, Journal: journal, Now: w.now, NewID: w.id, Random: rand.Reader}
	w.sessions = w.accounts(journal)
	w.sessions.Outbox = w
	guests := account.Guests{Service: w.sessions}
	programmes := &programme.Service{Store: w.store, Journal: journal, Guests: guests, Now: w.now, NewID: w.id, Layouts: []string{"classic"}}
	printing := w.realPress(journal)
	books, excerpts := handbooks(w.t, programmes, excerpt.Service{Store: w.store, Journal: journal, Guests: guests, Now: w.now, NewID: w.id}, printing)
	certificates := &certificate.Service{
		Store: w.store, Blobs: w.press, Press: printing, Flatten: flatten, Journal: journal, Guests: guests, Now: w.now, NewID: w.id,
		Random: rand.Reader, PublicURL: publicURL, Cohorts: programmes,
	}
	w.operations = &operation.Service{
		Store: w.store, Kinds: slices.Concat(programmes.Kinds(), certificates.Kinds()), Cohorts: programmes, Tokens: w.people, Accounts: w.sessions,
		Journal: journal, Log: log, Now: w.now, NewID: newID, Random: rand.Reader,
	}
	seen := &overview.Service{Store: w.store, Programmes: programmes, Now: w.now}
	pages, err := web.NewPages(web.Config{
		Accounts: w.sessions, Access: w.people, Programmes: programmes, Certificates: certificates, Operations: w.operations, Overview: seen,
		Handbooks: books, Excerpts: excerpts, Log: log, Now: w.now, PublicURL: publicURL, Cookie: api.SessionCookie,
	})
	w.must(err)
	w.handler, err = api.New(api.Config{
		Access: w.people, Accounts: w.sessions, PublicURL: publicURL, Programmes: programmes, Certificates: certificates, Operations: w.operations, Overview: seen,
		Personal:  &personal.Service{Store: w.store, Blobs: w.press, Journal: journal, Now: w.now, Institution: "Institute"},
		Handbooks: books, Excerpts: excerpts, Journal: journal, Idempotency: w.store, Ready: w.store.Ready, Now: w.now, NewID: newID, Log: log, Pages: pages.Mount, Lost: pages.Lost,
		PreviewBurst: unlimited,
	})
	w.must(err)
	w.worker, err = mail.New(mail.Config{From: "office@example.org", Folder: w.letters}, w.store, w.now, slog.New(slog.DiscardHandler))
	w.must(err) // the folder's log tells links, for want of a server
}

func (w *canaryWorld) realPress(journal access.Journal) *sealing.Press {
	setter, err := typeset.NewTypesetter(templates.Files)
	w.must(err)
	wrapping, err := keys.NewWrappingKey(make([]byte, 32))
	w.must(err)
	ring := &keys.Ring{Store: w.store, Wrapping: wrapping, Journal: journal, Institution: "Institute", Now: w.now, NewID: newID}
	w.must(ring.Prepare(w.t.Context()))
	specimen, err := sealing.NewSpecimen(templates.Files)
	w.must(err)
	return &sealing.Press{Typesetter: setter, Keys: ring, Specimen: specimen}
}

// Post implements access.Outbox: letters are kept, and sent.
func (w *canaryWorld) Post(ctx context.Context, l access.Letter) error {
	if err := w.world.Post(ctx, l); err != nil {
		return err
	}
	return w.store.Post(ctx, l)
}

// deliver writes all letters to the folder.
func (w *canaryWorld) deliver() {
	for {
		sent, err := w.worker.Pass(w.t.Context())
		w.must(err)
		if sent == 0 {
			return
		}
	}
}
