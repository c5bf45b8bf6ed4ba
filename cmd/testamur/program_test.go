package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/uuid"
)

// asProgram makes the test binary be the program: tests start it as a process of its own, with signals and all.
const asProgram = "RUN_AS_TESTAMUR"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// machine is a folder on which the program runs.
type machine struct {
	t    testing.TB
	dir  string
	vars []string
}

func newMachine(t testing.TB, vars ...string) *machine {
	return &machine{t: t, dir: t.TempDir(), vars: vars}
}

func (m *machine) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), os.Args[0], args...) // it outlives the test's context: it is asked to stop
	cmd.Dir = m.dir
	cmd.Env = append([]string{asProgram + "=1", "PATH=" + os.Getenv("PATH"), "HOME=" + m.dir}, m.vars...)
	return cmd
}

// run carries out one command; it gives what was printed and the exit code.
func (m *machine) run(args ...string) (out, errors string, code int) {
	m.t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := m.command(args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		m.t.Fatal(err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// must is run for commands that must succeed.
func (m *machine) must(args ...string) string {
	m.t.Helper()
	out, errors, code := m.run(args...)
	if code != 0 {
		m.t.Fatalf("testamur %s: exit code %d\n%s%s", strings.Join(args, " "), code, out, errors)
	}
	return out
}

func (m *machine) write(name string, b []byte) string {
	m.t.Helper()
	path := filepath.Join(m.dir, name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		m.t.Fatal(err)
	}
	return path
}

// server is the program serving.
type server struct {
	*machine
	url   string
	cmd   *exec.Cmd
	log   *bytes.Buffer
	ended chan struct{}
}

// serve starts the program and waits until it says that it listens.
func (m *machine) serve(args ...string) *server {
	m.t.Helper()
	cmd := m.command(append([]string{"serve"}, args...)...)
	cmd.Env = append(cmd.Env, "TESTAMUR_ADDRESS=127.0.0.1:0")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	if err := cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	s := &server{machine: m, cmd: cmd, log: &bytes.Buffer{}, ended: make(chan struct{})}
	address := make(chan string, 1)
	go func() {
		defer close(s.ended)
		s.watch(stderr, address)
	}()
	select {
	case a := <-address:
		s.url = "http://" + a
	case <-s.ended:
		m.t.Fatalf("serve ended before it listened:\n%s%s", stdout.String(), s.log)
	}
	m.t.Cleanup(s.stop)
	return s
}

// watch collects the log and passes on the address in it.
func (s *server) watch(stderr io.Reader, address chan<- string) {
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		s.log.WriteString(lines.Text() + "\n")
		if _, rest, ok := strings.Cut(lines.Text(), "msg=listening address="); ok {
			a, _, _ := strings.Cut(rest, " ")
			address <- a
		}
	}
}

// stop asks the program to end and waits for it; it must end by itself and with code 0.
func (s *server) stop() { s.end(syscall.SIGTERM) }

func (s *server) end(signal syscall.Signal) {
	if s.cmd.ProcessState != nil {
		return
	}
	if err := s.cmd.Process.Signal(signal); err != nil {
		s.t.Error(err)
	}
	<-s.ended
	err := s.cmd.Wait()
	if signal == syscall.SIGTERM && err != nil {
		s.t.Errorf("serve ended with %v:\n%s", err, s.log)
	}
}

// caller calls the API with one token, or with the cookies of a client.
type caller struct {
	*server
	token  string
	client *http.Client // nil: without cookies
}

func (s *server) as(role string, args ...string) caller {
	s.t.Helper()
	out := s.must(append([]string{"token", "create", "--name", role, "--role", role}, args...)...)
	return caller{server: s, token: strings.TrimSpace(out)}
}

// object is what the API gave, with its ETag.
type object map[string]any

func (o object) str(name string) string { s, _ := o[name].(string); return s }

// send calls the API once; it gives status, header and body.
func (c caller) send(method, path string, header map[string]string, body []byte) (int, http.Header, []byte) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, c.url+path, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := cmp.Or(c.client, http.DefaultClient).Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	b, err := io.ReadAll(response.Body)
	if err == nil {
		err = response.Body.Close()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return response.StatusCode, response.Header, b
}

// call sends JSON and demands the status; every POST is sent with a key of its own. A change names the object's ETag.
func (c caller) call(want int, method, path string, in any, on ...object) object {
	c.t.Helper()
	header := map[string]string{}
	var body []byte
	if in != nil {
		header["Content-Type"] = "application/json"
		var err error
		if body, err = json.Marshal(in); err != nil {
			c.t.Fatal(err)
		}
	}
	if method == http.MethodPost {
		header["Idempotency-Key"] = uuid.NewString()
	}
	if len(on) > 0 {
		header["If-Match"] = on[0].str("ETag")
	}
	status, answered, b := c.send(method, path, header, body)
	if status != want {
		c.t.Fatalf("%s %s: %d, want %d\n%s\n%s", method, path, status, want, b, c.log)
	}
	out := object{}
	if len(b) > 0 {
		if err := json.Unmarshal(b, &out); err != nil {
			c.t.Fatalf("%s %s: %v\n%s", method, path, err, b)
		}
	}
	out["ETag"] = answered.Get("ETag")
	return out
}
