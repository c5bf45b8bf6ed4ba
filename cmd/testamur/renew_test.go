package main

import (
	"bufio"
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"testamur/internal/pades/judges"

	"github.com/google/uuid"
)

// archivist is a machine with a time authority and certificates that were issued with it.
type archivist struct {
	*machine
	authority *judges.Authority
	ids       []uuid.UUID
}

func newArchivist(t *testing.T, certificates int) archivist {
	t.Helper()
	authority := judges.NewAuthority(t)
	m := newMachine(t, "TESTAMUR_PUBLIC_URL=https://certificates.example.org", "TESTAMUR_VERIFY_RATE=10000", "TESTAMUR_TIME_AUTHORITY="+authority.URL)
	m.vars = append(m.vars, "TESTAMUR_TIME_AUTHORITY_ROOTS="+m.write("times.pem", authority.RootPEM()))
	a := archivist{m, authority, signedCertificates(t, m, certificates)}
	s := m.serve()
	admin := s.as("admin")
	for _, id := range a.ids {
		at := "/v1/certificates/" + id.String()
		admin.call(http.StatusOK, "POST", at+"/issue", nil, admin.call(http.StatusOK, "GET", at, nil))
	}
	s.end(syscall.SIGTERM)
	return a
}

// renewUntil kills a renewal when it says that so many are done.
func (a archivist) renewUntil(done int) {
	a.t.Helper()
	cmd := a.command("renew")
	out, err := cmd.StdoutPipe()
	if err != nil {
		a.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		a.t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), fmt.Sprint(done, " of ")) {
			if err := cmd.Process.Kill(); err != nil {
				a.t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil {
		a.t.Error("the renewal was not killed")
	}
}

func TestRenewingGoesOnAfterAKillAndRenewsEachFileOnce(t *testing.T) {
	const certificates = 5
	a := newArchivist(t, certificates)
	if out := a.must("renew", "--before", time.Now().AddDate(0, 0, 2).Format(time.DateOnly), "--dry-run"); !strings.Contains(out, fmt.Sprint(certificates, " would be renewed")) {
		t.Errorf("would be renewed: %s", out)
	}
	if out, errors, code := a.run("renew"); code != 1 || !strings.Contains(out, "Stopped after 0 of 5") || !strings.Contains(errors, "no later than") {
		t.Errorf("the same authority again: %d %s %s", code, out, errors)
	}
	a.authority.Certify(t, time.Now().AddDate(5, 0, 0))
	a.renewUntil(2)
	if out := a.must("renew"); !strings.Contains(out, "is stamped until") {
		t.Errorf("the rest: %s", out)
	}
	if out := a.must("renew"); out != "" {
		t.Errorf("nothing is due, but: %s", out)
	}
	if files, events := a.count("SELECT count(*) FROM issued_files"), a.count("SELECT count(*) FROM events WHERE operation = 'renewFile'"); files != 2*certificates || events != certificates {
		t.Errorf("%d files and %d events", files, events)
	}
	s := a.serve()
	admin := s.as("admin")
	for _, id := range a.ids {
		c := admin.call(http.StatusOK, "GET", "/v1/certificates/"+id.String(), nil)
		status, _, pdf := admin.send("GET", "/v1/versions/"+c.str("issued_version_id")+"/document", nil, nil)
		j := journey{anyone: caller{server: s}}
		if found := j.ask(t, pdf); status != http.StatusOK || found["verdict"] != "genuine" || found["exact"] != true {
			t.Errorf("%s: %d %v", c.str("serial"), status, found)
		}
		out := a.must("verify", a.write("renewed.pdf", pdf), "--root", a.write("root.pem", []byte(a.must("keys", "root"))))
		if strings.Count(out, "over the whole file") != 2 {
			t.Errorf("offline: %s", out)
		}
	}
}
