package certificate_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/store/storetest"
)

// BenchmarkIssue times the use case on SQLite with synchronous=FULL, and in the same run what it cannot do without:
// rendering, sealing and waiting for the disk four times. The ratio of the two is what counts.
//
//	go test -run xxx -bench Issue -benchtime 300x ./internal/certificate
func BenchmarkIssue(b *testing.B) {
	w := newWorld(b, storetest.Open(b))
	var inevitable time.Duration
	dir := b.TempDir()
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		c := w.approved(w.send(w.proposedFor(w.participant("Olga Vtorushina"))))
		inevitable += w.renderAndSeal(c)
		inevitable += fourSyncs(b, dir)
		b.StartTimer()
		if _, err := w.issue(c); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(inevitable.Nanoseconds())/float64(b.N), "inevitable-ns/op")
	b.ReportMetric(float64(b.Elapsed())/float64(inevitable), "of-inevitable")
}

// renderAndSeal does the work of the press once more, beside the books.
func (w *world) renderAndSeal(c certificate.Certificate) time.Duration {
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
	pdf, _, err := w.press.Typeset(ctx, sheet)
	w.must(err)
	_, err = w.press.Seal(ctx, pdf, certificate.Sealing{At: began, Name: "Institute"})
	w.must(err)
	return time.Since(began)
}

// fourSyncs times the four times that issuing waits for the disk, without anything else: a page appended to a log, a
// new file, its folder, and again a page. What they write is not timed.
func fourSyncs(b *testing.B, dir string) time.Duration {
	b.Helper()
	return syncing(b, filepath.Join(dir, "log"), os.O_APPEND) + syncing(b, filepath.Join(dir, newID().String()), os.O_EXCL) +
		syncFolder(b, dir) + syncing(b, filepath.Join(dir, "log"), os.O_APPEND)
}

func syncing(b *testing.B, path string, how int) time.Duration {
	b.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|how, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	_, err = file.Write(make([]byte, 4096))
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
