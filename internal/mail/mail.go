// Package mail sends the letters of the outbox: over SMTP or, where none is set up, into a folder. Here live their form,
// what is done to keep a header what it is, and when a letter is tried again. Who is written to, and why, is decided by
// the use cases that post letters; their words lie in templates/mail.
package mail

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/mail"
	"time"
)

// Config says how letters are sent.
type Config struct {
	From   string        // the sender, with or without a name: "Social Leadership Lab <office@example.org>"
	SMTP   SMTP          // when it has no Host, letters are written to Folder
	Folder string        // made when it is missing
	Every  time.Duration // between two looks at the outbox; 0 is five seconds
}

// SMTP is the server that takes letters for delivery.
type SMTP struct {
	Host     string
	Port     int    // 0 is the usual one: 587, 465 with TLSImplicit, 25 with TLSNone
	User     string // empty: the server asks for none
	Password string
	TLS      TLSPolicy      // empty is TLSStart
	Timeout  time.Duration  // for one delivery from connecting to the server's answer; 0 is 30 seconds
	Roots    *x509.CertPool // that the server's certificate must lead to; nil: those of the system
}

// TLSPolicy is how the connection to an SMTP server is protected.
type TLSPolicy string

// The policies. Nothing is sent when the one that is set cannot be had.
const (
	TLSStart    TLSPolicy = "starttls"
	TLSImplicit TLSPolicy = "tls"
	TLSNone     TLSPolicy = "none" // for a server on the same machine only
)

const defaultEvery = 5 * time.Second

// New gives the worker that sends what lies in the outbox. It fails on a setting that could never work; it does not
// connect to anything.
func New(c Config, outbox Outbox, now func() time.Time, log *slog.Logger) (*Worker, error) {
	from, err := mail.ParseAddress(c.From)
	if err != nil {
		return nil, fmt.Errorf("sender of mail: %w", err)
	}
	d, err := newDesk(*from)
	if err != nil {
		return nil, err
	}
	s, timeout, err := newSender(c, log)
	if err != nil {
		return nil, err
	}
	return &Worker{
		outbox: outbox, desk: d, sender: s, every: cmp.Or(c.Every, defaultEvery), lease: batch*timeout + time.Minute, now: now, log: log,
		wake: make(chan struct{}, 1),
	}, nil
}

// newSender gives what sends, and how long one letter may take.
func newSender(c Config, log *slog.Logger) (sender, time.Duration, error) {
	if c.SMTP.Host == "" {
		f, err := newFolder(c.Folder, log)
		return f, 0, err
	}
	s, err := newServer(c.SMTP, log)
	if err != nil {
		return nil, 0, err
	}
	return s, s.Timeout, nil
}

// failure is why a letter did not go out. Its class names nobody, so it may be logged and stored; the cause may hold an
// address that a server repeated, so it is neither.
type failure struct {
	class string
	final bool // trying again will not help
	cause error
}

func (f *failure) Error() string { return "letter not sent: " + f.class }
func (f *failure) Unwrap() error { return f.cause }

// unsendable is the failure of a letter that is wrong in itself.
func unsendable(class string, cause error) *failure {
	return &failure{class: class, final: true, cause: cause}
}
