package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// The program is killed in the middle of issuing, started again, and killed again, until all is issued. Nothing may be
// lost, nothing issued twice, no serial number used twice, and every file must be genuine.
func TestKillsInTheMiddleOfIssuingLoseAndDoubleNothing(t *testing.T) {
	const certificates, kills = 24, 6
	m := newMachine(t, "TESTAMUR_PUBLIC_URL=https://certificates.example.org", "TESTAMUR_VERIFY_RATE=10000")
	ids := signedCertificates(t, m, certificates)
	for i := range kills {
		s := m.serve()
		killWhileIssuing(s.as("admin"), ids)
		t.Logf("kill %d: %d issued, %d held by the dead", i+1, m.count("SELECT count(*) FROM issued_files"), m.forgetClaims())
	}
	s := m.serve()
	admin := s.as("admin")
	serials := map[string]bool{}
	for _, id := range ids {
		at := "/v1/certificates/" + id.String()
		c := admin.call(http.StatusOK, "GET", at, nil)
		c = admin.call(http.StatusOK, "POST", at+"/issue", nil, c)
		serials[c.str("serial")] = true
		status, _, pdf := admin.send("GET", "/v1/versions/"+c.str("issued_version_id")+"/document", nil, nil)
		j := journey{anyone: caller{server: s}}
		if found := j.ask(t, pdf); status != http.StatusOK || found["verdict"] != "genuine" || found["exact"] != true {
			t.Errorf("%s: %d %v", c.str("serial"), status, found)
		}
	}
	if len(serials) != certificates {
		t.Errorf("%d serial numbers for %d certificates", len(serials), certificates)
	}
	if n := m.count("SELECT count(*) FROM issued_files"); n != certificates {
		t.Errorf("%d files were issued for %d certificates", n, certificates)
	}
	if n := m.count("SELECT count(*) FROM events WHERE operation = 'issueCertificate'"); n != certificates {
		t.Errorf("%d events say issued", n)
	}
}

// killWhileIssuing asks for all certificates at once and kills the program after a random moment.
func killWhileIssuing(admin caller, ids []uuid.UUID) {
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() { issueIfAlive(admin, id) })
	}
	timer := time.NewTimer(time.Duration(10+rand.IntN(140)) * time.Millisecond)
	<-timer.C
	admin.end(syscall.SIGKILL)
	wg.Wait()
}

// issueIfAlive asks once; that the program dies meanwhile is what the test is about, so no answer is looked at.
func issueIfAlive(admin caller, id uuid.UUID) {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, admin.url+"/v1/certificates/"+id.String()+"/issue", nil)
	if err != nil {
		admin.t.Error(err)
		return
	}
	request.Header.Set("Authorization", "Bearer "+admin.token)
	request.Header.Set("If-Match", signedRevision)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return
	}
	if err := response.Body.Close(); err != nil {
		admin.t.Log(err)
	}
}

// signedRevision is the ETag of a certificate that was proposed, given signatories, sent, and signed by two.
const signedRevision = `"5"`

// signedCertificates prepares certificates that everyone has signed, through the use cases themselves.
func signedCertificates(t *testing.T, m *machine, n int) []uuid.UUID {
	t.Helper()
	settings := config{Data: filepath.Join(m.dir, "testamur-data"), PublicURL: "https://certificates.example.org", Institution: "Institute"}
	h, err := build(t.Context(), settings, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := h.store.Close(); err != nil {
			t.Error(err)
		}
	}()
	s, err := readScript()
	if err != nil {
		t.Fatal(err)
	}
	p := &player{house: h, ctx: t.Context(), script: s, themes: map[string]uuid.UUID{}, people: map[string]access.Person{}}
	if err := p.setUp(); err != nil {
		t.Fatal(err)
	}
	x := s.Participant[0]
	x.Signatories = []string{"kathleen", "karsten"}
	var ids []uuid.UUID
	for i := range n {
		id, err := p.signed(fmt.Sprintf("Participant %d", i), x)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

func (p *player) signed(name string, x scriptParticipant) (uuid.UUID, error) {
	person, err := p.access.CreatePerson(p.ctx, demoStaff, access.PersonFields{Name: name})
	if err != nil {
		return uuid.Nil, err
	}
	e, err := p.programmes.Enrol(p.ctx, demoStaff, person.ID, programme.EnrolmentFields{CohortID: p.cohort.ID})
	if err == nil {
		err = p.work(e, x)
	}
	if err != nil {
		return uuid.Nil, err
	}
	c, err := p.compose(e, x)
	if err == nil {
		c, err = p.certificates.SendForSigning(p.ctx, demoStaff, c.ID, record.Match(c.Revision))
	}
	if err != nil {
		return uuid.Nil, err
	}
	return c.ID, p.answer(c, len(c.Signatories), certificate.Approved)
}

// database opens the machine's database past the program.
func (m *machine) database() *sql.DB {
	m.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(m.dir, "testamur-data", "testamur.db")+"?_busy_timeout=5000")
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() {
		if err := db.Close(); err != nil {
			m.t.Error(err)
		}
	})
	return db
}

// forgetClaims stands for the time after which the claims of a program that died run out.
func (m *machine) forgetClaims() (held int64) {
	m.t.Helper()
	db := m.database()
	done, err := db.ExecContext(m.t.Context(), "UPDATE versions SET issuing_until = NULL WHERE issuing_until IS NOT NULL")
	if err == nil {
		held, err = done.RowsAffected()
	}
	if err == nil {
		_, err = db.ExecContext(m.t.Context(), "UPDATE operation_items SET not_before = NULL WHERE not_before IS NOT NULL")
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		m.t.Fatal(err)
	}
	return held
}

func (m *machine) count(query string) int {
	m.t.Helper()
	var n int
	if err := m.database().QueryRowContext(m.t.Context(), query).Scan(&n); err != nil {
		m.t.Fatal(err)
	}
	return n
}
