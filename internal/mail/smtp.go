package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/textproto"
	"time"

	gomail "github.com/wneessen/go-mail"
)

const defaultTimeout = 30 * time.Second

var (
	errPolicy = errors.New("TLS of the mail server is starttls, tls or none")
	errPlain  = errors.New("mail goes without TLS only to a server on this machine")
)

// server hands messages to an SMTP server (RFC 5321), each over a connection of its own.
type server struct {
	SMTP
	log *slog.Logger
}

// newServer fills in what is usual, and refuses to send passwords and links over a network in the clear.
func newServer(s SMTP, log *slog.Logger) (*server, error) {
	s.Timeout = cmp.Or(s.Timeout, defaultTimeout)
	s.TLS = cmp.Or(s.TLS, TLSStart)
	usual := map[TLSPolicy]int{TLSStart: 587, TLSImplicit: 465, TLSNone: 25}
	port, known := usual[s.TLS]
	if !known {
		return nil, errPolicy
	}
	if s.TLS == TLSNone && !loopback(s.Host) {
		return nil, errPlain
	}
	s.Port = cmp.Or(s.Port, port)
	return &server{SMTP: s, log: log}, nil
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// send returns nil once the server has taken responsibility for the message.
func (s *server) send(ctx context.Context, m message) error {
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	var wire net.Conn
	client, err := s.client(func(ctx context.Context, network, address string) (_ net.Conn, err error) {
		wire, err = s.dial(ctx, network, address)
		return wire, err
	})
	if err != nil {
		return &failure{class: "setting", cause: err}
	}
	defer func() { s.hangUp(ctx, wire) }()
	session, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return unreached(err)
	}
	if err := client.SendWithSMTPClient(session, m.Msg); err != nil {
		return refused(err)
	}
	s.log.InfoContext(ctx, "mail sent", "kind", m.letter.Kind, "letter", m.letter.ID)
	if err := client.CloseWithSMTPClient(session); err != nil { // it has the message: how it takes leave changes nothing
		s.log.DebugContext(ctx, "mail server took no leave", "class", class(err))
	}
	return nil
}

// client makes one that asks for no more than the delivery: its RSET and NOOP could only fail what has succeeded.
func (s *server) client(dial gomail.DialContextFunc) (*gomail.Client, error) {
	policy := map[TLSPolicy]gomail.TLSPolicy{
		TLSStart:    gomail.TLSMandatory,
		TLSImplicit: gomail.TLSOpportunistic, // dial has begun TLS; this makes the client look and see it
		TLSNone:     gomail.NoTLS,
	}
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(s.Timeout), gomail.WithTLSPolicy(policy[s.TLS]), gomail.WithTLSConfig(s.config()),
		gomail.WithDialContextFunc(dial), gomail.WithoutNoop(), gomail.WithoutRset(), gomail.WithoutSMTPUTF8(),
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	return gomail.NewClient(s.Host, options...)
}

func (s *server) config() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}

// dial connects, with TLS from the first byte where that is the policy.
func (s *server) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if until, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(until); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	if s.TLS == TLSImplicit {
		return tls.Client(bounded{conn}, s.config()), nil
	}
	return bounded{conn}, nil
}

func (s *server) hangUp(ctx context.Context, wire net.Conn) {
	if wire == nil {
		return
	}
	if err := wire.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		s.log.DebugContext(ctx, "mail server was not hung up on", "class", class(err))
	}
}

// bounded is a connection whose deadline stands from the beginning: the client would begin the time anew at every step,
// and a lease that covers one delivery could run out during it.
type bounded struct{ net.Conn }

// SetDeadline implements net.Conn by leaving the deadline as it is.
func (bounded) SetDeadline(time.Time) error { return nil }

// unreached is the failure before the letter came into it: connecting, TLS, signing in. However firmly the server refuses,
// it is a matter of settings, and the letter is tried again when somebody has mended them.
func unreached(err error) error { return &failure{class: class(err), cause: err} }

// refused is the failure of the delivery itself. It is final when the server refuses the recipient or the message with a
// code of 5xx (RFC 5321, 4.2.1); when it refuses the sender, that is a matter of settings again.
func refused(err error) error {
	f := &failure{class: class(err), cause: err}
	if e, ok := errors.AsType[*gomail.SendError](err); ok && e.ErrorCode() > 0 {
		f.class = fmt.Sprintf("smtp_%d", e.ErrorCode())
		f.final = e.ErrorCode() >= 500 && e.Reason != gomail.ErrSMTPMailFrom
	}
	return f
}

// class names the kind of an error without repeating its words.
func class(err error) string {
	if e, ok := errors.AsType[*textproto.Error](err); ok {
		return fmt.Sprintf("smtp_%d", e.Code)
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "certificate"
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return "timeout"
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return "connection"
	}
	return "session" // the server hung up, or offers no TLS or no way to sign in
}
