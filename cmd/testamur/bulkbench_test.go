package main

import (
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// BenchmarkBulkIssue issues b.N certificates by one operation while the program serves as it always does, as a process of its
// own, on SQLite with synchronous=FULL, and before that does on all cores what it cannot do without: rendering and sealing. The
// ratio of the two is what counts. Meanwhile a stranger asks over HTTP a hundred times a second for the status of codes. Memory is
// the most that the serving process held.
//
//	go test -run xxx -bench BulkIssue -benchtime 1000x -timeout 30m ./cmd/testamur
func BenchmarkBulkIssue(b *testing.B) {
	p := newPlayer(b)
	var codes []certificate.Code
	for range 8 {
		codes = append(codes, p.code(b, p.issuedAlone(b)))
	}
	var all []certificate.Certificate
	for range b.N {
		all = append(all, p.signedInPerson(b))
	}
	alone := p.aloneOnAllCores(b, all)
	m := &machine{t: b, dir: filepath.Dir(p.config.Data), vars: []string{"TESTAMUR_PUBLIC_URL=" + p.config.PublicURL}}
	m.forgetLetters()
	s := m.serve()
	admin := s.as("admin")
	planned := admin.call(http.StatusCreated, "POST", "/v1/cohorts/"+p.cohort.ID.String()+"/operations", object{"kind": "issue"})
	at := "/v1/operations/" + planned.str("id")
	stop, took := verifying(b, strings.TrimPrefix(s.url, "http://"), codes)

	b.ResetTimer()
	began := time.Now()
	admin.call(http.StatusAccepted, "POST", at+"/confirm", object{"token": planned.str("token")})
	waitForEnd(admin, at)
	bulk := time.Since(began)
	b.StopTimer()

	os.WriteFile("/tmp/gctrace.log", s.log.Bytes(), 0o600)
	st, _ := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/status")
	os.WriteFile("/tmp/bulk.status", st, 0o600)
	close(stop)
	answers := <-took
	if issued := m.count(issuedFiles) - len(codes); issued != b.N {
		b.Fatalf("%d of %d were issued", issued, b.N)
	}
	b.ReportMetric(float64(bulk)/float64(alone), "of-alone")
	b.ReportMetric(float64(b.N)/bulk.Seconds(), "certificates/s")
	b.ReportMetric(peak(b, s.cmd.Process.Pid), "peak-MB")
	b.ReportMetric(float64(len(answers))/bulk.Seconds(), "answers/s")
	b.ReportMetric(float64(answers[len(answers)*99/100].Microseconds())/1000, "p99-ms")
}

func check(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// forgetLetters takes the invitations to sign out of the outbox: they go out months before anything is issued.
func (m *machine) forgetLetters() {
	m.t.Helper()
	if _, err := m.database().ExecContext(m.t.Context(), "DELETE FROM outbox"); err != nil {
		m.t.Fatal(err)
	}
}

// newPlayer is an installation with the programme of the demonstration, and nobody in it yet.
func newPlayer(b *testing.B) *player {
	b.Helper()
	s, err := readScript()
	check(b, err)
	p := &player{house: installed(b), ctx: b.Context(), script: s, themes: map[string]uuid.UUID{}, people: map[string]access.Person{}}
	check(b, p.setUp())
	return p
}

// signedInPerson brings somebody with the texts of the model certificate as far as four signatories who approved themselves.
func (p *player) signedInPerson(b *testing.B) certificate.Certificate {
	b.Helper()
	model := p.script.Participant[0]
	person, err := p.access.CreatePerson(p.ctx, demoStaff, access.PersonFields{Name: model.Name})
	check(b, err)
	e, err := p.programmes.Enrol(p.ctx, demoStaff, person.ID, programme.EnrolmentFields{CohortID: p.cohort.ID})
	check(b, err)
	check(b, p.work(e, model))
	c, err := p.compose(e, model)
	check(b, err)
	c, err = p.certificates.SendForSigning(p.ctx, demoStaff, c.ID, record.Match(c.Revision))
	check(b, err)
	check(b, p.answer(c, len(c.Signatories), certificate.Approved))
	c, err = p.certificates.Certificate(p.ctx, demoStaff, c.ID)
	check(b, err)
	return c
}

func (p *player) version(b *testing.B, c certificate.Certificate) certificate.Version {
	b.Helper()
	v, err := p.certificates.Version(p.ctx, demoStaff, c.VersionID)
	check(b, err)
	return v
}

func (p *player) code(b *testing.B, c certificate.Certificate) certificate.Code {
	b.Helper()
	return p.version(b, c).Code
}

func (p *player) issuedAlone(b *testing.B) certificate.Certificate {
	b.Helper()
	c := p.signedInPerson(b)
	c, err := p.certificates.Issue(p.ctx, demoStaff, c.ID, record.Match(c.Revision))
	check(b, err)
	return c
}

// aloneOnAllCores renders and seals all, and nothing else.
func (p *player) aloneOnAllCores(b *testing.B, all []certificate.Certificate) time.Duration {
	b.Helper()
	var versions []certificate.Version
	for _, c := range all {
		versions = append(versions, p.version(b, c))
	}
	queue := make(chan int)
	var workers sync.WaitGroup
	began := time.Now()
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range queue {
				if err := p.renderAndSeal(all[i], versions[i]); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range all {
		queue <- i
	}
	close(queue)
	workers.Wait()
	return time.Since(began)
}

// renderAndSeal does the work of the press once more, beside the books.
func (p *player) renderAndSeal(c certificate.Certificate, v certificate.Version) error {
	sheet := certificate.Sheet{
		Layout: v.Base.Layout, Facts: v.Facts, About: v.About, Signatories: v.Signatories, Serial: v.Serial, Code: v.Code,
		URL: p.config.PublicURL + "/v/" + v.Code.String(), At: v.SentAt, FileID: v.Base.FileID,
		Content: certificate.Content{Language: "en", Title: c.Title, Name: c.Name, AwardDate: c.AwardDate.String()},
	}
	for _, s := range c.Sections {
		section := certificate.ContentSection{Heading: s.Heading}
		for _, passage := range s.Passages {
			section.Blocks = append(section.Blocks, certificate.Block{Kind: "paragraph", Items: [][]certificate.Run{{{Text: passage.Text}}}})
		}
		sheet.Content.Sections = append(sheet.Content.Sections, section)
	}
	pdf, base, err := p.press.Typeset(p.ctx, sheet)
	if err != nil {
		return err
	}
	sealing := certificate.Sealing{At: now(), Name: v.Facts.Institution}
	for i, s := range v.Signatories {
		sealing.Approvals = append(sealing.Approvals, certificate.Approval{Name: s.Name, Reason: v.TextDigest.String(), InPerson: true, Place: base.Places[i]})
	}
	_, err = p.press.Seal(p.ctx, pdf, sealing)
	return err
}

// verifying asks for the status of random codes a hundred times a second until stop is closed, and then gives how long each
// answer took, the fastest first.
func verifying(b *testing.B, address string, codes []certificate.Code) (stop chan struct{}, took chan []time.Duration) {
	b.Helper()
	const every = 10 * time.Millisecond
	stop, took = make(chan struct{}), make(chan []time.Duration, 1)
	c := dial(b, address)
	c.get("/v1/verifications/" + codes[0].String()) // whoever measures begins when the server answers
	go func() {
		var all []time.Duration
		for due := time.Now(); ; due = due.Add(every) {
			select {
			case <-stop:
				slices.Sort(all)
				took <- all
				return
			case <-time.After(time.Until(due)):
			}
			c.get("/v1/verifications/" + codes[rand.IntN(len(codes))].String())
			all = append(all, time.Since(due)) // from when it was due, so that no wait is left out
		}
	}()
	return stop, took
}

// peak gives the most memory that a process held, in MB, where the system can tell.
func peak(b *testing.B, process int) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/" + strconv.Itoa(process) + "/status")
	if err != nil {
		b.Log(err)
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			check(b, err)
			return kb / 1024
		}
	}
	return 0
}
