package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"testamur/api"
	"testamur/internal/throttle"
	"testamur/internal/web"

	"golang.org/x/time/rate"
)

type serveCommand struct {
	Demo bool `help:"Bring up a demonstration programme, in a data folder of its own."`
}

// Limits of the server: a slow client must not hold what others need.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 60 * time.Second
	writeTimeout      = 120 * time.Second
	idleTimeout       = 120 * time.Second
	stopTimeout       = 20 * time.Second
	verifyBurst       = 20
)

// Run serves until it is told to stop; requests that are under way are finished.
func (s serveCommand) Run(c *console) (err error) {
	settings, err := c.config()
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(c.ctx, "tcp", settings.Address)
	if err != nil {
		return err
	}
	if s.Demo {
		settings.demo(listener.Addr())
	}
	log, err := logger(c, settings)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	h, err := build(c.ctx, settings, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, h.store.Close()) }()
	if s.Demo {
		if err := h.demonstrate(c); err != nil {
			return errors.Join(err, listener.Close())
		}
	}
	if err := h.letInFirst(c); err != nil {
		return errors.Join(err, listener.Close())
	}
	return h.serve(c, listener)
}

// letInFirst prints the link by which the first administrator comes in, on an installation that has none.
func (h *house) letInFirst(c *console) error {
	link, _, err := h.accounts.FirstAdmin(c.ctx, h.config.address())
	if err != nil || link == "" {
		return err
	}
	_, err = fmt.Fprintf(c.out, "\nThis installation has no administrator yet. Open this link within a day, once, to become the first:\n\n    %s\n\n", link)
	return err
}

// demo gives the demonstration a folder of its own, and an address that is good for this machine only.
func (c *config) demo(address net.Addr) {
	c.Data = filepath.Clean(c.Data) + "-demo"
	c.DatabaseURL, c.KeyFile = "", ""
	c.Institution = demoInstitution
	if c.PublicURL == "" {
		c.Address = address.String()
		c.PublicURL = c.address()
	}
}

func logger(c *console, settings config) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(settings.LogLevel)); err != nil {
		return nil, exit{fmt.Errorf("TESTAMUR_LOG_LEVEL: %w", err), 2}
	}
	options := &slog.HandlerOptions{Level: level}
	if settings.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(c.err, options)), nil
	}
	return slog.New(slog.NewTextHandler(c.err, options)), nil
}

func (h *house) serve(c *console, listener net.Listener) error {
	handler, err := h.handler()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelWarn),
	}
	// Workers keep every core busy for minutes. Requests must not queue behind them: with more threads than cores the system, which
	// prefers who has waited, shares the cores out instead of Go's scheduler, which lets each worker go on for 10 ms.
	runtime.GOMAXPROCS(2 * cores)
	if h.letters, err = h.post(); err != nil {
		return errors.Join(err, listener.Close())
	}
	ctx, stopKeeping := context.WithCancel(c.ctx)
	var kept sync.WaitGroup
	kept.Go(func() { h.keepHouse(ctx) })
	kept.Go(func() { h.tend(ctx) })
	kept.Go(func() { h.letters.Run(ctx) })
	kept.Go(func() { h.operations.Run(ctx) })
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	h.log.Info("listening", "address", listener.Addr().String(), "version", version)

	select {
	case err = <-failed: // never http.ErrServerClosed: nobody closed it
	case <-c.ctx.Done():
		h.log.Info("stopping", "grace", stopTimeout)
		grace, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), stopTimeout)
		err = server.Shutdown(grace)
		cancel()
	}
	stopKeeping()
	kept.Wait()
	h.behind.Wait()
	err = errors.Join(err, h.journal.NoteUnknown(context.WithoutCancel(c.ctx)))
	return err
}

func (h *house) handler() (http.Handler, error) {
	hand, err := handwriting()
	if err != nil {
		return nil, err
	}
	files := throttle.NewFiles(rate.Limit(h.config.VerifyRate), max(verifyBurst, int(h.config.VerifyRate)), now)
	pages, err := web.NewPages(web.Config{
		Files: files, Handwriting: hand.Write,
		Accounts: h.accounts, Access: h.access, Programmes: h.programmes, Certificates: h.certificates, Operations: h.operations, Overview: h.overview, Personal: h.personal,
		Handbooks: h.handbooks, Excerpts: h.excerpts, Log: h.log, Now: now, PublicURL: h.config.address(), Cookie: api.SessionCookie,
	})
	if err != nil {
		return nil, err
	}
	handler, err := api.New(api.Config{
		Access: h.access, Accounts: h.accounts, Programmes: h.programmes, Certificates: h.certificates, Operations: h.operations, Overview: h.overview, Personal: h.personal,
		Handbooks: h.handbooks, Excerpts: h.excerpts, Journal: h.journal, PublicURL: h.config.address(),
		Idempotency: h.store, Ready: h.ready, Log: h.log, Now: now, NewID: newID, TrustedProxies: h.config.TrustedProxies,
		Files: files, Pages: pages.Mount, Lost: pages.Lost,
	})
	return h.waking(handler), err
}

// waking looks at the outbox, and at what is to be done to cohorts, after every request that may have added to it.
func (h *house) waking(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		if r.Method != http.MethodGet && h.letters != nil {
			h.letters.Wake()
			h.operations.Wake()
		}
	})
}

// ready says whether the service can do its work: the database answers and the folder takes files.
func (h *house) ready(ctx context.Context) error {
	return errors.Join(h.store.Ready(ctx), h.blobs.Ready())
}
