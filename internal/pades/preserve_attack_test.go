package pades_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"testamur/internal/pades"
)

// revision takes the last update of a file apart, and puts it together again under a timestamp that is right.
type revision struct {
	before  []byte
	objects map[int]string
	trailer string
}

var object = regexp.MustCompile(`(?s)(\d+) 0 obj\n(.*?)\nendobj\n`)

func (a archive) last(before, file []byte) revision {
	a.t.Helper()
	tail := file[len(before):]
	r := revision{before: before, objects: map[int]string{}}
	for _, m := range object.FindAllSubmatch(tail, -1) {
		n, err := strconv.Atoi(string(m[1]))
		if err != nil {
			a.t.Fatal(err)
		}
		r.objects[n] = string(m[2])
	}
	trailer := tail[bytes.LastIndex(tail, []byte("trailer\n")):]
	r.trailer = string(trailer[:bytes.Index(trailer, []byte("startxref"))])
	return r
}

// find gives the number of the one object of the update that holds the text.
func (r revision) find(text string) int {
	for n, o := range r.objects {
		if strings.Contains(o, text) {
			return n
		}
	}
	panic("no object with " + text)
}

func (r revision) replace(old, replacement string) {
	n := r.find(old)
	r.objects[n] = strings.Replace(r.objects[n], old, replacement, 1)
}

// add takes a new object into the update and gives its number.
func (r *revision) add(text string) int {
	n := slices.Max(slices.Collect(maps.Keys(r.objects))) + 1
	r.objects[n] = text
	r.trailer = regexp.MustCompile(`/Size \d+`).ReplaceAllString(r.trailer, fmt.Sprintf("/Size %d", n+1))
	return n
}

func (a archive) stamp(r revision) []byte {
	a.t.Helper()
	b := bytes.NewBuffer(bytes.Clone(r.before))
	table := ""
	for _, n := range slices.Sorted(maps.Keys(r.objects)) {
		table += fmt.Sprintf("%d 1\n%010d 00000 n \n", n, b.Len())
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", n, r.objects[n])
	}
	xref := b.Len()
	fmt.Fprintf(b, "xref\n%s%sstartxref\n%d\n%%%%EOF\n", table, r.trailer, xref)
	file := b.Bytes()
	numbers := bytes.LastIndex(file, []byte("/ByteRange[")) + len("/ByteRange")
	from := bytes.LastIndex(file, []byte("/Contents<")) + len("/Contents")
	to := from + bytes.IndexByte(file[from:], '>') + 1
	copy(file[numbers:], fmt.Sprintf("[0 %-9d %-9d %-9d]", from, to, len(file)-to))
	token, err := a.with().Authority.Token(a.t.Context(), sha256.Sum256(slices.Concat(file[:from], file[to:])))
	if err != nil {
		a.t.Fatal(err)
	}
	for i := from + 1; i < to-1; i++ {
		file[i] = '0'
	}
	hex.Encode(file[from+1:], token)
	return file
}

// Anyone can have anything timestamped. A timestamp over more than validation data does not keep the seal.
func TestATimestampOverAnythingElseIsRefused(t *testing.T) {
	a := newArchive(t)
	preserved := a.preserve(a.file)
	const evil = "<</Length 4>>\nstream\nq Q \nendstream"
	for name, change := range map[string]func(r *revision){
		"nothing else": func(*revision) {},
		"new page content": func(r *revision) {
			r.objects[content] = evil
		},
		"an object of the old file freed": func(r *revision) {
			r.trailer = strings.Replace(r.trailer, "trailer", "6 1\n0000000000 65535 f \ntrailer", 1)
		},
		"another field's value":   func(r *revision) { r.objects[sealField] = fmt.Sprintf("<</FT/Sig/T (Seal)/V %d 0 R>>", sealValue) },
		"another Info":            func(r *revision) { r.objects[3] = "<</Title (Other)>>" },
		"Info from elsewhere":     func(r *revision) { r.trailer = strings.Replace(r.trailer, "/Info 3 0 R", "/Info 1 0 R", 1) },
		"an action when it opens": func(r *revision) { r.replace("/Type/Catalog", "/Type/Catalog/OpenAction<</S/JavaScript/JS (evil)>>") },
		"a page's content by reference": func(r *revision) {
			r.replace(fmt.Sprintf("/Contents %d 0 R", content), fmt.Sprintf("/Contents %d 0 R", r.add(evil)))
		},
		"a visible timestamp":        func(r *revision) { r.replace("/Rect[-1 -1 -1 -1]", "/Rect[9 9 99 99]") },
		"a timestamp with a picture": func(r *revision) { r.replace("/FT/Sig", fmt.Sprintf("/FT/Sig/AP<</N %d 0 R>>", r.add(evil))) },
		"a timestamp with an action": func(r *revision) { r.replace("/FT/Sig", "/FT/Sig/AA<</E<</S/JavaScript/JS (evil)>>>>") },
		"one more annotation":        func(r *revision) { r.replace("/Annots [", "/Annots [3 0 R ") },
		"one more field":             func(r *revision) { r.replace("/Fields [", "/Fields [2 0 R ") },
		"the form's flags":           func(r *revision) { r.replace("/SigFlags 3", "/SigFlags 1") },
		"a default appearance":       func(r *revision) { r.replace("/SigFlags 3", "/SigFlags 3/NeedAppearances true") },
	} {
		t.Run(name, func(t *testing.T) {
			r := a.last(a.file, preserved)
			change(&r)
			report, err := pades.Verifier{Roots: a.root.pool()}.Verify(a.stamp(r))
			if err == nil {
				err = report.Sealed("Seal")
			}
			if accepted := err == nil; accepted != (name == "nothing else") {
				t.Errorf("got %v", err)
			} else {
				t.Log(err)
			}
		})
	}
}

func TestWhatFollowsOrPrecedesATimestampIsJudgedToo(t *testing.T) {
	a := newArchive(t)
	v := victim{world: a.world, file: a.file, prev: lastNumber(t, a.file, `startxref\n(\d+)\n%%EOF`)}
	edited := v.append(a.file, map[int]string{content: "<</Length 4>>\nstream\nq Q \nendstream"})
	preserved := a.preserve(a.file)
	from, _ := gapOf(t, preserved)
	flipped := bytes.Clone(preserved)
	flipped[bytes.LastIndex(flipped, []byte("/Contents<"))+200] ^= 1
	later := victim{world: a.world, file: preserved, prev: lastNumber(t, preserved, `startxref\n(\d+)\n%%EOF`)}
	for name, file := range map[string][]byte{
		"an edit, then a timestamp":       a.preserve(edited),
		"a timestamp, then an edit":       later.append(preserved, map[int]string{content: "<</Length 4>>\nstream\nq Q \nendstream"}),
		"a timestamp, then an empty edit": later.append(preserved, nil),
		"one more end of line":            append(bytes.Clone(preserved), '\n'),
		"a broken token":                  flipped,
		"a broken seal":                   slices.Concat(preserved[:from+500], []byte{preserved[from+500] ^ 1}, preserved[from+501:]),
	} {
		t.Run(name, func(t *testing.T) {
			report, err := pades.Verifier{Roots: a.root.pool()}.Verify(file)
			if err == nil {
				err = report.Sealed("Seal")
			}
			if err == nil {
				t.Error("the file counts as sealed")
			}
			t.Log(err)
		})
	}
}
