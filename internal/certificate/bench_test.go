package certificate_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store/storetest"
)

// BenchmarkIssue times the use case on SQLite with synchronous=FULL, and in the same run what it cannot do without:
// rendering, signing, sealing and waiting for the disk four times. The ratio of the two is what counts. Once staff recorded
// the answers of all four signatories, so that the seal alone signs, once each answered in person.
//
//	go test -run xxx -bench Issue -benchtime 300x ./internal/certificate
func BenchmarkIssue(b *testing.B) {
	for _, inPerson := range []bool{false, true} {
		b.Run(fmt.Sprintf("inPerson=%t", inPerson), func(b *testing.B) { issueMany(b, inPerson) })
	}
}

func issueMany(b *testing.B, inPerson bool) {
	b.Helper()
	w := newWorld(b, storetest.Open(b))
	var inevitable time.Duration
	dir := b.TempDir()
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		c := w.send(w.atLength(w.proposedFor(w.participant("Olga Vtorushina"))))
		if inPerson {
			c = w.approvedInPerson(c)
		} else {
			c = w.approved(c)
		}
		inevitable += w.renderAndSeal(c, inPerson)
		inevitable += fourSyncs(b, dir)
		b.StartTimer()
		if _, err := w.issue(c); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(inevitable.Nanoseconds())/float64(b.N), "inevitable-ns/op")
	b.ReportMetric(float64(b.Elapsed())/float64(inevitable), "of-inevitable")
}

// atLength gives a certificate the length and the signatories of the model certificate.
func (w *world) atLength(c certificate.Certificate) certificate.Certificate {
	w.t.Helper()
	paragraph := strings.Repeat("She set out to change how a department thinks, and she did not give up when a colleague left. ", 6)
	sections := c.Sections
	for _, heading := range []string{"Boundary crossing", "Intellectual curiosity and business sense", "Focusing on learning as a strategic imperative"} {
		sections = append(sections, certificate.Section{Heading: heading, Passages: []certificate.Passage{{Text: paragraph}}})
	}
	c, err := w.PutSections(w.t.Context(), office, c.ID, record.Match(c.Revision), sections)
	w.must(err)
	signatories := c.Signatories
	for _, name := range []string{"Kathleen Biseli", "Etienne Wenger-Trayner"} {
		signatories = append(signatories, certificate.Signatory{PersonID: w.person(name).ID})
	}
	c, err = w.PutSignatories(w.t.Context(), office, c.ID, record.Match(c.Revision), signatories)
	w.must(err)
	return c
}

// approvedInPerson has every signatory answer from an account of their own.
func (w *world) approvedInPerson(c certificate.Certificate) certificate.Certificate {
	w.t.Helper()
	for _, s := range c.Signatories {
		hand := access.Actor{Kind: access.KindAccount, ID: newID(), Person: s.PersonID, Powers: access.Powers{Fresh: true}}
		_, err := w.RecordSignOff(w.t.Context(), hand, c.ID, certificate.Answer{SignatoryID: s.ID, Decision: certificate.Approved, Conflict: programme.ConflictNone, TextDigest: w.version(c).TextDigest})
		w.must(err)
	}
	return w.again(c)
}

// renderAndSeal does the work of the press once more, beside the books.
func (w *world) renderAndSeal(c certificate.Certificate, inPerson bool) time.Duration {
	w.t.Helper()
	ctx := w.t.Context()
	v := w.version(c)
	sheet := certificate.Sheet{
		Layout: v.Base.Layout, Facts: v.Facts, About: v.About, Signatories: v.Signatories, Serial: v.Serial, Code: v.Code,
		URL: w.PublicURL + "/v/" + v.Code.String(), At: v.SentAt, FileID: v.Base.FileID,
		Content: certificate.Content{Language: "en", Title: c.Title, Name: c.Name, AwardDate: c.AwardDate.String()},
	}
	for _, s := range c.Sections {
		section := certificate.ContentSection{Heading: s.Heading}
		for _, p := range s.Passages {
			section.Blocks = append(section.Blocks, certificate.Block{Kind: "paragraph", Items: [][]certificate.Run{{{Text: p.Text}}}})
		}
		sheet.Content.Sections = append(sheet.Content.Sections, section)
	}
	began := time.Now()
	pdf, base, err := w.press.Typeset(ctx, sheet)
	w.must(err)
	sealing := certificate.Sealing{At: w.now(), Name: "Institute"}
	for i, s := range v.Signatories {
		sealing.Approvals = append(sealing.Approvals, certificate.Approval{Name: s.Name, Reason: v.TextDigest.String(), InPerson: inPerson, Place: base.Places[i]})
	}
	_, err = w.press.Seal(ctx, pdf, sealing)
	w.must(err)
	return time.Since(began)
}

// fourSyncs times the four times that issuing waits for the disk, without anything else: pages appended to a log, a new
// file of a certificate's size, its folder, and again pages. What they write is not timed.
func fourSyncs(b *testing.B, dir string) time.Duration {
	b.Helper()
	const page, certificate = 4096, 60_000
	return syncing(b, filepath.Join(dir, "log"), os.O_APPEND, 4*page) + syncing(b, filepath.Join(dir, newID().String()), os.O_EXCL, certificate) +
		syncFolder(b, dir) + syncing(b, filepath.Join(dir, "log"), os.O_APPEND, 16*page)
}

func syncing(b *testing.B, path string, how, size int) time.Duration {
	b.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|how, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	_, err = file.Write(make([]byte, size))
	return syncAndClose(b, file, err)
}

func syncFolder(b *testing.B, dir string) time.Duration {
	b.Helper()
	folder, err := os.Open(dir)
	return syncAndClose(b, folder, err)
}

func syncAndClose(b *testing.B, file *os.File, err error) time.Duration {
	b.Helper()
	began := time.Now()
	err = errors.Join(err, file.Sync())
	took := time.Since(began)
	if err = errors.Join(err, file.Close()); err != nil {
		b.Fatal(err)
	}
	return took
}
