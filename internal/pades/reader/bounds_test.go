package reader

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// Strangers may have any file verified. The files here are small; at 25 MB they would cost as much more as they are larger,
// or more than that.

// allocated is how many bytes f allocates, whether it keeps them or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// expectAllocated allows ten times the file's size and some megabytes.
func expectAllocated(t *testing.T, file []byte, got uint64) {
	t.Helper()
	if most := uint64(10*len(file) + 64<<20); got > most {
		t.Errorf("a file of %d KB took %d MB", len(file)>>10, got>>20)
	}
}

// A string in a trailer can hold the end of a newer revision. Were all of them read, each would be copied by the ones around it.
func TestRevisionsWithinEachOtherAreRefusedAtOnce(t *testing.T) {
	const depth = 100
	head, tail, prev, last := "%PDF-1.7\n", "", "", ""
	for range depth {
		last = fmt.Sprintf("startxref\n%d\n%%%%EOF\n", len(head))
		tail = ")>>\n" + last + tail
		next := fmt.Sprintf("/Prev %d", len(head))
		head += fmt.Sprintf("xref\n0 0\ntrailer\n<</Size 1%s/X(", prev)
		prev = next
	}
	file := []byte(head + strings.Repeat("x", 1<<20) + tail + last)
	expectAllocated(t, file, allocated(func() {
		if _, err := Open(file); !errors.Is(err, ErrMalformed) {
			t.Errorf("error %v", err)
		}
	}))
}

// A comment can hold the beginnings of more objects, so that many objects share one body.
func TestObjectsThatShareTheirBodyAreNotAllRead(t *testing.T) {
	const fields = 1000
	kids, heads := "", ""
	for i := range fields {
		kids += fmt.Sprintf("%d 0 R ", 4+i)
		heads += fmt.Sprintf("%d 0 obj%%", 4+i)
	}
	body := "<</FT/Sig/X[" + strings.Repeat("[]", 10_000) + "]>>\nendobj\n"
	plain := file("/Root 1 0 R", "<</AcroForm 2 0 R/Pages 3 0 R>>", "<</Fields["+kids+"]>>", "<</Kids[]>>")
	at := bytes.Index(plain, []byte("xref\n"))
	offsets := ""
	for i := range fields {
		offsets += fmt.Sprintf("%010d 00000 n \n", at+strings.Index(heads, fmt.Sprintf("%d 0 obj", 4+i)))
	}
	filler := "%" + strings.Repeat(" ", 5<<20) + "\n" // a longer file may have more read
	shared := string(plain[:at]) + heads + "\n" + body + filler
	table := strings.Replace(string(plain[at:]), "0 4\n", fmt.Sprintf("0 %d\n", 4+fields), 1)
	table = strings.Replace(strings.Replace(table, "trailer", offsets+"trailer", 1), "/Size 4", fmt.Sprintf("/Size %d", 4+fields), 1)
	table = strings.Replace(table, fmt.Sprintf("startxref\n%d", at), fmt.Sprintf("startxref\n%d", len(shared)), 1)
	whole := []byte(shared + table)
	expectAllocated(t, whole, allocated(func() {
		if _, err := open(t, whole).SignatureFields(); !errors.Is(err, ErrMalformed) {
			t.Errorf("error %v", err)
		}
	}))
}
