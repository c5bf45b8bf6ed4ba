package pades_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// base describes a small unsigned document: what package pdf will write, in little. The file is made anew in each test.
type base struct {
	pages     int
	fields    []string // signature fields; the one called Seal gets a lock
	info      string   // further entries of the information dictionary
	metadata  string   // XMP, as a plain stream
	visible   bool     // the fields have room for a picture, 200 by 60 points
	padding   int      // bytes of page content, to measure files of a given size
	indirect  bool     // the form and each page's Annots are objects of their own
	noEOL     bool     // no end of line after %%EOF
	signFlags bool     // SigFlags 3 is already there
}

// build writes the file: object 1 the catalogue, 2 the page tree, 3 Info, then the rest.
func (b base) build(t testing.TB) []byte {
	t.Helper()
	w := &objectWriter{}
	w.buf.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	pages, fields := b.number(w)
	annots := strings.Join(fields, " ")
	if b.indirect {
		annots = w.add("[" + annots + "]")
	} else {
		annots = "[" + annots + "]"
	}
	for i, page := range pages {
		content := fmt.Sprintf("q 0.9 g 72 72 200 %d re f Q\n", 100+i) + strings.Repeat("% padding\n", b.padding/10)
		stream := w.add(fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content))
		extra := ""
		if i == 0 && len(fields) > 0 {
			extra = "/Annots " + annots
		}
		w.put(page, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents %s%s>>", stream, extra))
	}
	form := fmt.Sprintf("<</Fields[%s]>>", strings.Join(fields, " "))
	if b.signFlags {
		form = strings.Replace(form, ">>", "/SigFlags 3>>", 1)
	}
	if b.indirect {
		form = w.add(form)
	}
	catalog := "<</Type/Catalog/Pages 2 0 R/AcroForm " + form
	if b.metadata != "" {
		catalog += "/Metadata " + w.add(fmt.Sprintf("<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream", len(b.metadata), b.metadata))
	}
	w.put("1 0 R", catalog+">>")
	w.put("2 0 R", fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), strings.Join(pages, " ")))
	w.put("3 0 R", "<</Title (Test \\(base\\))/Producer <FEFF00E9>"+b.info+">>")
	file := w.finish()
	if b.noEOL {
		file = bytes.TrimRight(file, "\n")
	}
	return file
}

// number gives out the pages' numbers and writes the fields, which point back at the first page.
func (b base) number(w *objectWriter) (pages, fields []string) {
	rect := "0 0 0 0"
	if b.visible {
		rect = "100 200 300 260"
	}
	w.reserve(3)
	for range max(b.pages, 1) {
		pages = append(pages, w.reserve(1))
	}
	for _, name := range b.fields {
		lock := ""
		if name == "Seal" {
			lock = "/Lock <</Type/SigFieldLock/Action/All/P 1>>"
		}
		fields = append(fields, w.add(fmt.Sprintf(
			"<</Type/Annot/Subtype/Widget/FT/Sig/T (%s)/TU (Signature)/F 132/Rect[%s]/P %s%s>>", name, rect, pages[0], lock)))
	}
	return pages, fields
}

// objectWriter collects objects and writes the table and trailer.
type objectWriter struct {
	buf     bytes.Buffer
	offsets []int
}

func (w *objectWriter) reserve(n int) string {
	for range n {
		w.offsets = append(w.offsets, 0)
	}
	return fmt.Sprintf("%d 0 R", len(w.offsets))
}

func (w *objectWriter) add(text string) string {
	r := w.reserve(1)
	w.put(r, text)
	return r
}

func (w *objectWriter) put(ref, text string) {
	var n int
	if _, err := fmt.Sscanf(ref, "%d", &n); err != nil {
		panic(err)
	}
	w.offsets[n-1] = w.buf.Len()
	fmt.Fprintf(&w.buf, "%d 0 obj\n%s\nendobj\n", n, text)
}

func (w *objectWriter) finish() []byte {
	xref := w.buf.Len()
	fmt.Fprintf(&w.buf, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, at := range w.offsets {
		fmt.Fprintf(&w.buf, "%010d 00000 n \n", at)
	}
	const id = "<00112233445566778899AABBCCDDEEFF>"
	fmt.Fprintf(&w.buf, "trailer\n<</Size %d/Root 1 0 R/Info 3 0 R/ID[%s%s]>>\nstartxref\n%d\n%%%%EOF\n",
		len(w.offsets)+1, id, id, xref)
	return w.buf.Bytes()
}
