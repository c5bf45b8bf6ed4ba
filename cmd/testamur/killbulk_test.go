package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"testamur/internal/pades/judges"
)

// killsVariable names the environment variable that says how often the program is killed; `.ci/run --long` sets it to 100.
const killsVariable = "TESTAMUR_TEST_KILLS"

// The program is killed at random moments while an operation issues a cohort, and started again each time. Nothing may be lost,
// nothing issued twice, no serial number used twice, and every file must be genuine.
func TestKillsInTheMiddleOfABulkIssueLoseAndDoubleNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("the processes that are killed are not watched by the race detector")
	}
	const certificates = 500
	kills, err := strconv.Atoi(cmp.Or(os.Getenv(killsVariable), "10"))
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	t.Logf("%d kills, seed %d", kills, seed)
	random := rand.New(rand.NewPCG(seed, 0))
	m := newMachine(t, "TESTAMUR_PUBLIC_URL=https://certificates.example.org", "TESTAMUR_VERIFY_RATE=10000")
	signedCertificates(t, m, certificates)
	at := confirmIssue(m.serve())
	for i := range kills {
		s := m.serve()
		done := m.count(issuedFiles)
		m.waitForIssued(done + random.IntN(2*(certificates-done)/(kills-i+1)+1)) // at most all, at the last kill
		<-time.After(time.Duration(random.Int64N(int64(20 * time.Millisecond))))
		s.end(syscall.SIGKILL)
		m.forgetClaims()
	}
	t.Logf("%d were issued before the last kill", m.count(issuedFiles))
	s := m.serve()
	admin := s.as("admin")
	waitForEnd(admin, at)
	for query, want := range map[string]int{
		issuedFiles: certificates,
		"SELECT count(*) FROM certificates WHERE state = 'issued'":                   certificates,
		"SELECT count(DISTINCT serial) FROM versions WHERE state = 'issued'":         certificates,
		"SELECT count(*) FROM versions WHERE state <> 'issued'":                      0,
		"SELECT count(*) FROM events WHERE operation = 'issueCertificate'":           certificates,
		"SELECT count(*) FROM operation_items WHERE state = 'done'":                  certificates,
		"SELECT count(DISTINCT result_id) FROM operation_items WHERE state = 'done'": certificates,
	} {
		if n := m.count(query); n != want {
			t.Errorf("%s: %d, not %d", query, n, want)
		}
	}
	judgeAll(t, admin, certificates)
}

// patience is how long a program that works is waited for before it counts as stuck.
const patience = 2 * time.Minute

const issuedFiles = "SELECT count(*) FROM issued_files"

// waitForIssued waits until so many are issued, so that the kills are spread over the whole of the work, however fast it is.
func (m *machine) waitForIssued(n int) {
	m.t.Helper()
	db := m.database()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	issued := 0
	for end := time.Now().Add(patience); issued < n; <-tick.C {
		if err := db.QueryRowContext(m.t.Context(), issuedFiles).Scan(&issued); err != nil {
			m.t.Fatal(err)
		}
		if time.Now().After(end) {
			m.t.Fatalf("after %s %d are issued, not %d", patience, issued, n)
		}
	}
	if err := db.Close(); err != nil {
		m.t.Fatal(err)
	}
}

// confirmIssue plans and confirms the issue of the only cohort, and kills the program at once; it gives where the operation is.
func confirmIssue(s *server) string {
	admin := s.as("admin")
	cohort := list(admin.call(http.StatusOK, "GET", "/v1/cohorts", nil), "items")[0]
	planned := admin.call(http.StatusCreated, "POST", "/v1/cohorts/"+cohort.str("id")+"/operations", object{"kind": "issue"})
	at := "/v1/operations/" + planned.str("id")
	admin.call(http.StatusAccepted, "POST", at+"/confirm", object{"token": planned.str("token")})
	s.end(syscall.SIGKILL)
	s.forgetClaims()
	return at
}

func waitForEnd(c caller, at string) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); ; <-tick.C {
		o := c.call(http.StatusOK, "GET", at, nil)
		if o.str("state") == "done" {
			return
		}
		if time.Now().After(end) {
			c.t.Fatalf("after %s: %v", patience, o)
		}
	}
}

// judgeAll downloads all files and has each judged by us, and a few by others.
func judgeAll(t *testing.T, admin caller, want int) {
	cohort := list(admin.call(http.StatusOK, "GET", "/v1/cohorts", nil), "items")[0]
	_, _, b := admin.send("GET", "/v1/cohorts/"+cohort.str("id")+"/certificates.zip", nil, nil)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil || len(z.File) != want {
		t.Fatalf("an archive of %d bytes: %v", len(b), err)
	}
	j := journey{anyone: caller{server: admin.server}}
	root := []byte(admin.must("keys", "root"))
	for i, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		pdf, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if found := j.ask(t, pdf); found["verdict"] != "genuine" || found["exact"] != true {
			t.Errorf("%s: %v", f.Name, found)
		}
		if i%(want/3) > 0 {
			continue
		}
		for _, judge := range judges.All {
			t.Run(judge.Name, func(t *testing.T) { judge.Accepts(t, pdf, root, 3) }) // two signatories and the seal
		}
	}
}
