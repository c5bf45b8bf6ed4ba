package mail

import (
	"bytes"
	"errors"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
)

// over sends one letter to the fake server and gives what was logged at every level.
func over(t *testing.T, f *fakeServer, s SMTP) (logged string, err error) {
	t.Helper()
	if s.Host == "" {
		s.Host = "127.0.0.1"
	}
	s.Port = f.port
	var log bytes.Buffer
	sender, err := newServer(s, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	must(t, err)
	m, err := testDesk(t).compose(letter(access.LetterSigning))
	must(t, err)
	err = sender.send(t.Context(), m)
	return log.String(), err
}

func TestALetterIsHandedOverAsItWasComposed(t *testing.T) {
	f := (&fakeServer{}).start(t)
	_, err := over(t, f, SMTP{TLS: TLSNone})
	must(t, err)
	said, letters := f.heard()
	m, err := testDesk(t).compose(letter(access.LetterSigning))
	must(t, err)
	want := strings.ReplaceAll(string(raw(t, m)), "\r\n", "\n")
	if len(letters) != 1 || strings.TrimSuffix(letters[0], "\n") != strings.TrimSuffix(want, "\n") {
		t.Errorf("it took %q", letters)
	}
	for _, command := range []string{"MAIL FROM:<office@lab.example.org> BODY=8BITMIME", "RCPT TO:<anton@example.com>", "QUIT"} {
		if !slices.Contains(said, command) {
			t.Errorf("it was never told %q, but %q", command, said)
		}
	}
}

func TestALetterIsSentOverTLSAndSignedIn(t *testing.T) {
	offered, roots := certificate(t)
	for _, policy := range []TLSPolicy{"", TLSStart, TLSImplicit} {
		f := (&fakeServer{TLS: offered, Now: policy == TLSImplicit, Sign: true}).start(t)
		_, err := over(t, f, SMTP{Host: "localhost", TLS: policy, Roots: roots, User: "lab", Password: "pass"})
		must(t, err)
		said, letters := f.heard()
		if len(letters) != 1 || !slices.Contains(said, "AUTH PLAIN AGxhYgBwYXNz") {
			t.Errorf("%q: it was told %q", policy, said)
		}
	}
}

func TestNothingIsSentWithoutTheProtectionThatIsSet(t *testing.T) {
	offered, _ := certificate(t)
	_, others := certificate(t)
	tests := map[string]struct {
		server   *fakeServer
		settings SMTP
		class    string
	}{
		"STARTTLS is not offered":     {&fakeServer{Sign: true}, SMTP{TLS: TLSStart}, "session"},
		"the certificate is unknown":  {&fakeServer{TLS: offered, Sign: true}, SMTP{TLS: TLSStart, Roots: others}, "certificate"},
		"it is so from the beginning": {&fakeServer{TLS: offered, Now: true, Sign: true}, SMTP{TLS: TLSImplicit, Roots: others}, "certificate"},
		"a password in the clear":     {&fakeServer{Sign: true}, SMTP{TLS: TLSNone}, "session"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := test.server.start(t)
			test.settings.User, test.settings.Password = "lab", "pass"
			_, err := over(t, f, test.settings)
			expect(t, err, failure{class: test.class})
			said, letters := f.heard()
			if len(letters) > 0 || strings.Contains(strings.Join(said, "\n"), "AUTH") {
				t.Errorf("it was told %q", said)
			}
		})
	}
}

// expect compares without the cause.
func expect(t *testing.T, err error, want failure) {
	t.Helper()
	f, ok := errors.AsType[*failure](err)
	if !ok || f.class != want.class || f.final != want.final {
		t.Errorf("it gave %+v, not %+v", err, want)
	}
}

func TestWhatTheServerSaysDecidesWhetherALetterIsTriedAgain(t *testing.T) {
	tests := map[string]struct {
		server *fakeServer
		want   failure
	}{
		"greylisted":                    {&fakeServer{Answers: map[string]string{"RCPT": "451 4.7.1 try later, anton@example.com"}}, failure{class: "smtp_451"}},
		"no such mailbox":               {&fakeServer{Answers: map[string]string{"RCPT": "550 5.1.1 no anton@example.com here"}}, failure{class: "smtp_550", final: true}},
		"full for now":                  {&fakeServer{Answers: map[string]string{".": "452 4.2.2 full"}}, failure{class: "smtp_452"}},
		"refused as unwanted":           {&fakeServer{Answers: map[string]string{".": "554 5.7.1 unwanted"}}, failure{class: "smtp_554", final: true}},
		"DATA refused":                  {&fakeServer{Answers: map[string]string{"DATA": "503 not now"}}, failure{class: "smtp_503", final: true}},
		"the sender is refused":         {&fakeServer{Answers: map[string]string{"MAIL": "550 5.7.1 sign in first"}}, failure{class: "smtp_550"}},
		"busy":                          {&fakeServer{Answers: map[string]string{"EHLO": "421 busy", "HELO": "421 busy"}}, failure{class: "smtp_421"}},
		"hung up on the recipient":      {&fakeServer{Drop: "RCPT"}, failure{class: "session"}},
		"hung up after the message":     {&fakeServer{Drop: "."}, failure{class: "session"}},
		"hung up when asked for a name": {&fakeServer{Drop: "EHLO"}, failure{class: "session"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			log, err := over(t, test.server.start(t), SMTP{TLS: TLSNone})
			expect(t, err, test.want)
			if strings.Contains(err.Error()+log, "example.com") {
				t.Errorf("the address shows in %q or %q", err, log)
			}
		})
	}
}

func TestWhatTheServerSaysAfterItTookALetterChangesNothing(t *testing.T) {
	for name, f := range map[string]*fakeServer{
		"hung up": {Drop: "QUIT"},
		"refused": {Answers: map[string]string{"QUIT": "500 what?"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := over(t, f.start(t), SMTP{TLS: TLSNone})
			must(t, err)
		})
	}
}

func TestAServerThatDoesNotAnswerIsGivenUpInTime(t *testing.T) {
	for _, command := range []string{"EHLO", "MAIL", "DATA"} {
		f := (&fakeServer{Mute: command}).start(t)
		began := time.Now()
		_, err := over(t, f, SMTP{TLS: TLSNone, Timeout: 50 * time.Millisecond})
		if f, ok := errors.AsType[*failure](err); !ok || f.final {
			t.Errorf("%s gave %v", command, err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s took %v", command, took)
		}
	}
}

func TestNoStepOfADeliveryPutsOffItsEnd(t *testing.T) {
	near, far := net.Pipe()
	defer far.Close()
	defer near.Close()
	must(t, near.SetDeadline(epoch)) // long ago
	must(t, bounded{near}.SetDeadline(time.Time{}))
	if _, err := near.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("reading gave %v", err)
	}
}

func TestNobodyListening(t *testing.T) {
	f := (&fakeServer{}).start(t)
	f.port = 1
	_, err := over(t, f, SMTP{TLS: TLSNone})
	expect(t, err, failure{class: "connection"})
}

func TestNeitherAddressNorLinkReachTheLog(t *testing.T) {
	log, err := over(t, (&fakeServer{}).start(t), SMTP{TLS: TLSNone})
	must(t, err)
	if !strings.Contains(log, "mail sent") || strings.Contains(log, "example") || strings.Contains(log, "Anton") {
		t.Errorf("logged %s", log)
	}
}

func TestSettingsThatCouldNeverWorkAreRefused(t *testing.T) {
	folder := t.TempDir()
	for name, test := range map[string]struct {
		config Config
		good   bool
	}{
		"a folder":                 {Config{From: "a@example.org", Folder: folder}, true},
		"a server":                 {Config{From: "Lab <a@example.org>", SMTP: SMTP{Host: "mail.example.org"}}, true},
		"no TLS on this machine":   {Config{From: "a@example.org", SMTP: SMTP{Host: "localhost", TLS: TLSNone}}, true},
		"no TLS elsewhere":         {Config{From: "a@example.org", SMTP: SMTP{Host: "mail.example.org", TLS: TLSNone}}, false},
		"an unknown policy":        {Config{From: "a@example.org", SMTP: SMTP{Host: "localhost", TLS: "ssl"}}, false},
		"no sender":                {Config{Folder: folder}, false},
		"a sender with line ends":  {Config{From: "a@example.org\r\nBcc: b@example.org", Folder: folder}, false},
		"no place for the folder":  {Config{From: "a@example.org", Folder: "/dev/null/mail"}, false},
		"a sender not of ASCII":    {Config{From: "zoë@example.org", Folder: folder}, false},
		"neither server nor place": {Config{From: "a@example.org"}, false},
	} {
		if _, err := New(test.config, nil, time.Now, slog.New(slog.DiscardHandler)); (err == nil) != test.good {
			t.Errorf("%s gave %v", name, err)
		}
	}
}
