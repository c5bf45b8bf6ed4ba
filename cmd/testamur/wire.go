package main

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/blob"
	"testamur/internal/certificate"
	"testamur/internal/excerpt"
	"testamur/internal/fault"
	"testamur/internal/handbook"
	"testamur/internal/keys"
	"testamur/internal/mail"
	"testamur/internal/operation"
	"testamur/internal/overview"
	"testamur/internal/pades"
	"testamur/internal/pades/revocation"
	"testamur/internal/personal"
	"testamur/internal/picture"
	"testamur/internal/press"
	"testamur/internal/programme"
	"testamur/internal/store"
	"testamur/internal/typeset"
	"testamur/templates"

	"github.com/google/uuid"
)

// house holds everything that runs, wired together.
type house struct {
	config       config
	log          *slog.Logger
	store        *store.Store
	blobs        *blob.Folder
	keys         *keys.Ring
	journal      access.Journal
	access       *access.Service
	accounts     *account.Service
	handbooks    *handbook.Service
	excerpts     *excerpt.Service
	overview     *overview.Service
	personal     *personal.Service
	programmes   *programme.Service
	certificates *certificate.Service
	operations   *operation.Service
	press        *press.Press
	letters      *mail.Worker   // nil for commands that do not serve
	behind       sync.WaitGroup // work that goes on after its answer
}

// laterTimeout is how long work after an answer may take.
const laterTimeout = 30 * time.Second

// now gives the time as it is stored: UTC in microseconds.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// newID gives a UUIDv7, so that ids sort by creation. Only a machine without randomness cannot make one.
func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// open opens the database, in the form that this program needs.
func open(ctx context.Context, c config) (*store.Store, error) {
	if c.DatabaseURL == "" {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return nil, fmt.Errorf("data folder: %w", err)
		}
	}
	return store.Open(ctx, store.Options{Path: c.database(), URL: c.DatabaseURL})
}

// build wires everything; close the store when done with it.
func build(ctx context.Context, c config, log *slog.Logger) (*house, error) {
	db, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	h, err := furnish(ctx, c, log, db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return h, nil
}

func furnish(ctx context.Context, c config, log *slog.Logger, db *store.Store) (*house, error) {
	h := &house{config: c, log: log, store: db, journal: access.Journal{Store: db, Now: now, NewID: newID, Unknown: &access.Tally{}}}
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	var err error
	if h.blobs, err = blob.Open(c.blobs()); err != nil {
		return nil, err
	}
	if h.keys, err = ring(c, db, h.journal); err != nil {
		return nil, err
	}
	if err := h.keys.Prepare(ctx); err != nil {
		return nil, err
	}
	setter, err := typeset.NewTypesetter(templates.Files)
	if err != nil {
		return nil, err
	}
	h.press = &press.Press{Typesetter: setter, Keys: h.keys, Log: log}
	if h.press.Specimen, err = press.NewSpecimen(templates.Files); err != nil {
		return nil, err
	}
	if err := h.ask(); err != nil {
		return nil, err
	}
	if err := h.admit(); err != nil {
		return nil, err
	}
	guests := account.Guests{Service: h.accounts}
	h.programmes = &programme.Service{Store: db, Journal: h.journal, Guests: guests, People: people{h.access, h.accounts}, Now: now, NewID: newID, Layouts: setter.Layouts()}
	if err := h.ship(ctx); err != nil {
		return nil, err
	}
	h.certificates = &certificate.Service{
		Store: db, Blobs: h.blobs, Press: h.press, Flatten: flatten, Journal: h.journal, Guests: guests, Cohorts: h.programmes,
		Now: now, NewID: newID, Random: rand.Reader, PublicURL: c.PublicURL,
	}
	h.operations = &operation.Service{
		Store: db, Kinds: slices.Concat(h.programmes.Kinds(), h.certificates.Kinds()), Cohorts: h.programmes, Tokens: h.access, Accounts: h.accounts,
		Journal: h.journal, Log: log, Now: now, NewID: newID, Random: rand.Reader, Woken: make(chan struct{}, 1), Workers: cores,
	}
	if err := h.bind(); err != nil {
		return nil, err
	}
	h.overview = &overview.Service{Store: db, Programmes: h.programmes, Now: now}
	h.personal = &personal.Service{Store: db, Blobs: h.blobs, Journal: h.journal, Now: now, Institution: c.Institution}
	return h, nil
}

// bind wires what makes handbooks of editions.
func (h *house) bind() error {
	words, err := handbook.NewWords(templates.Files)
	h.excerpts = &excerpt.Service{
		Store: h.store, Journal: h.journal, Guests: account.Guests{Service: h.accounts}, Now: now, NewID: newID,
		Random: rand.Reader, Mark: words.NameMark, Institution: h.config.Institution,
	}
	h.handbooks = &handbook.Service{Editions: h.programmes, Passages: h.excerpts, Printer: h.press, Words: words, Institution: h.config.Institution, PublicURL: h.config.address()}
	return err
}

// The framework that comes with the program, by its code.
const (
	shippedFramework = "SLL"
	shippedFile      = "frameworks/social-learning-leadership-1.yaml"
)

// ship puts the framework that comes with the program into a database that does not have it yet.
func (h *house) ship(ctx context.Context) error {
	err := h.programmes.Ship(ctx, access.System("start"), shippedFramework, func() ([]byte, error) { return templates.Files.ReadFile(shippedFile) })
	if err != nil {
		return fmt.Errorf("the framework that comes along: %w", err)
	}
	return nil
}

// people adds people and invites them.
type people struct {
	*access.Service
	accounts *account.Service
}

// InvitePerson implements programme.People.
func (p people) InvitePerson(ctx context.Context, a access.Actor, person uuid.UUID) error {
	_, err := p.accounts.Invite(ctx, a, person, account.Invitation{})
	return err
}

// admit wires what decides who comes in.
func (h *house) admit() error {
	h.access = &access.Service{Store: h.store, Journal: h.journal, Now: now, NewID: newID, Random: rand.Reader}
	passkeys, err := account.NewPasskeyParty(h.config.address(), h.config.Institution)
	if err != nil {
		return err
	}
	h.accounts = &account.Service{
		Store: h.store, People: h.store.People(), Journal: h.journal, Outbox: h.store, Now: now, NewID: newID, Random: rand.Reader,
		Hasher: account.NewArgon2(account.Argon2Memory), Passkeys: passkeys, PublicURL: h.config.address(), Institution: h.config.Institution,
		Later: h.later,
	}
	return nil
}

// cores is how many cores the program may use: as many workers do what can wait.
var cores = runtime.GOMAXPROCS(0)

// later runs work after the answer that it belongs to; stopping waits for it.
func (h *house) later(work func(context.Context) error) {
	h.behind.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), laterTimeout)
		defer cancel()
		if err := work(ctx); err != nil {
			h.log.Error("work after an answer failed; it is done by the next sweep", "error", err)
		}
		if h.letters != nil {
			h.letters.Wake()
		}
	})
}

func ring(c config, db *store.Store, journal access.Journal) (*keys.Ring, error) {
	read := keys.MakeWrappingKey
	if c.KeyFile != "" {
		read = keys.ReadWrappingKey
	}
	wrapping, err := read(c.keyFile())
	if err != nil {
		return nil, err
	}
	return &keys.Ring{Store: db, Wrapping: wrapping, Journal: journal, Institution: c.Institution, Now: now, NewID: newID}, nil
}

// authorityTimeout is how long a time authority may take; it is well below the lease of an issue.
const authorityTimeout = 20 * time.Second

// ask gives the press its time authority, if one is set.
func (h *house) ask() error {
	if h.config.TimeAuthority == "" {
		return nil
	}
	roots, err := certificates(h.config.TimeAuthorityRoots)
	if err != nil {
		return err
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client := &http.Client{Timeout: authorityTimeout, CheckRedirect: stay}
	revocations := &revocation.Client{HTTP: client, Now: now}
	authority := pades.NewHTTPAuthority(h.config.TimeAuthority, client, roots, rand.Reader)
	authority.Revocations = revocations
	h.press.Authority, h.press.TimestampRoots, h.press.Revocations = authority, roots, revocations
	return nil
}

// certificates reads a PEM file of certificates.
func certificates(path string) (*x509.CertPool, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", path)
	}
	return pool, nil
}

// Sizes in pixels to which uploads are scaled down: 300 dots an inch of the place that the layout has for them.
const (
	signatureWidth, signatureHeight = 900, 300
	logoSide                        = 640
)

func flatten(purpose certificate.FilePurpose, b []byte) (certificate.Picturing, error) {
	width, height := logoSide, logoSide
	if purpose == certificate.PurposeSignature {
		width, height = signatureWidth, signatureHeight
	}
	flat, err := picture.Flatten(b, width, height, purpose == certificate.PurposeSignature)
	return certificate.Picturing{PNG: flat.PNG, Width: flat.Width, Height: flat.Height}, err
}

// message gives what a person at the machine may read: everything, for it is their machine.
func message(err error) string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	text := e.Message
	for _, v := range e.Violations {
		text += "\n  " + v.Pointer + ": " + v.Message
	}
	if cause := errors.Unwrap(e); cause != nil {
		text += " (" + cause.Error() + ")"
	}
	return text
}
