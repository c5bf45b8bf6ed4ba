package mail

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeServer speaks as much SMTP as a delivery needs.
type fakeServer struct {
	TLS     *tls.Config       // offered with STARTTLS, or spoken from the beginning
	Now     bool              // speak TLS from the beginning
	Sign    bool              // offer to sign in with AUTH PLAIN
	Answers map[string]string // by command, instead of yes; "." is the end of the message
	Drop    string            // the command at which it hangs up without a word
	Mute    string            // the command that it never answers

	port    int
	lock    sync.Mutex
	said    []string // the commands that it was given
	letters []string // what it took, as it came
}

// start listens until the test ends.
func (f *fakeServer) start(t *testing.T) *fakeServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	f.port = l.Addr().(*net.TCPAddr).Port
	var talks sync.WaitGroup
	talks.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			if f.Now {
				conn = tls.Server(conn, f.TLS)
			}
			talks.Go(func() {
				defer conn.Close()
				f.talk(conn)
			})
		}
	})
	t.Cleanup(func() {
		must(t, l.Close())
		talks.Wait()
	})
	return f
}

func (f *fakeServer) talk(conn net.Conn) {
	in := textproto.NewReader(bufio.NewReader(conn))
	say := func(s string) { io.WriteString(conn, s+"\r\n") }
	say("220 fake")
	for {
		spoken, err := in.ReadLine()
		if err != nil {
			return
		}
		command := strings.ToUpper(strings.Fields(spoken + " ?")[0])
		f.note(&f.said, spoken)
		switch answer := f.Answers[command]; {
		case command == f.Drop:
			return
		case command == f.Mute:
			continue
		case answer != "":
			say(answer)
		case command == "EHLO":
			say(f.extensions(conn))
		case command == "STARTTLS":
			say("220 go on")
			secure := tls.Server(conn, f.TLS)
			conn, in = secure, textproto.NewReader(bufio.NewReader(secure))
		case command == "AUTH":
			say("235 welcome")
		case command == "DATA":
			say("354 go on")
			if !f.take(in, say) {
				return
			}
		case command == "QUIT":
			say("221 bye")
			return
		default:
			say("250 yes")
		}
	}
}

// take reads a message; it is kept when the answer is yes.
func (f *fakeServer) take(in *textproto.Reader, say func(string)) bool {
	message, err := in.ReadDotBytes()
	if err != nil {
		return false
	}
	if answer := f.Answers["."]; answer != "" {
		say(answer)
		return true
	}
	f.note(&f.letters, string(message))
	if f.Drop == "." {
		return false
	}
	say("250 taken")
	return true
}

func (f *fakeServer) extensions(conn net.Conn) string {
	lines := []string{"fake", "8BITMIME", "SMTPUTF8"}
	if _, secure := conn.(*tls.Conn); f.TLS != nil && !secure {
		lines = append(lines, "STARTTLS")
	}
	if f.Sign {
		lines = append(lines, "AUTH PLAIN")
	}
	return "250-" + strings.Join(lines[:len(lines)-1], "\r\n250-") + "\r\n250 " + lines[len(lines)-1]
}

func (f *fakeServer) note(to *[]string, s string) {
	f.lock.Lock()
	defer f.lock.Unlock()
	*to = append(*to, s)
}

func (f *fakeServer) heard() (said, letters []string) {
	f.lock.Lock()
	defer f.lock.Unlock()
	return f.said, f.letters
}

// certificate makes one for localhost and 127.0.0.1, and the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	must(t, err)
	parsed, err := x509.ParseCertificate(der)
	must(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, roots
}
