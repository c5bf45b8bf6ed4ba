package pdf

import (
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
)

// writer writes a file of one revision with a classic cross-reference table. The first error stays; what is written
// after it does not matter.
type writer struct {
	buf     []byte
	offsets []int // of each object by number, 0 until it is begun
	err     error
}

// ref is written as a reference to an object.
type ref int

// hexString is written as a hexadecimal string.
type hexString []byte

// newWriter starts a file in which the numbers up to last are taken; size is how many bytes it may come to.
func newWriter(last, size int) *writer {
	w := &writer{buf: make([]byte, 0, size), offsets: make([]int, last+1, last+200)}
	w.add("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n") // four bytes above 127: ISO 32000-1, 7.5.2
	return w
}

// next takes the next free object number.
func (w *writer) next() ref {
	w.offsets = append(w.offsets, 0)
	return ref(len(w.offsets) - 1)
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// object writes an object made of parts, as add takes them.
func (w *writer) object(number ref, parts ...any) {
	w.begin(number)
	w.add(parts...)
	w.end()
}

func (w *writer) begin(number ref) {
	w.offsets[number] = len(w.buf)
	w.add(int(number), " 0 obj\n")
}

func (w *writer) end() { w.add("\nendobj\n") }

// add writes parts: strings and bytes as they are, numbers, references, text and hexadecimal strings, dictionaries.
func (w *writer) add(parts ...any) {
	for _, part := range parts {
		switch p := part.(type) {
		case string:
			w.buf = append(w.buf, p...)
		case []byte:
			w.buf = append(w.buf, p...)
		case int:
			w.buf = strconv.AppendInt(w.buf, int64(p), 10)
		case ref:
			w.buf = append(strconv.AppendInt(w.buf, int64(p), 10), " 0 R"...)
		case text:
			w.addText(p)
		case hexString:
			w.buf = append(w.buf, '<')
			w.buf = append(hex.AppendEncode(w.buf, p), '>')
		case float64:
			w.addNumber(p)
		case [4]float64:
			w.add("[", p[0], " ", p[1], " ", p[2], " ", p[3], "]")
		case dict:
			w.addEntries(p)
		default:
			w.fail(fmt.Errorf("pdf: cannot write a %T", part))
		}
	}
}

// addNumber writes a number with at most three decimals.
func (w *writer) addNumber(v float64) {
	if math.IsNaN(v) || math.Abs(v) > 1e6 {
		w.fail(fmt.Errorf("%w: %v is no length", ErrDraft, v))
		return
	}
	v = math.Round(v*1000) / 1000
	w.buf = strconv.AppendFloat(w.buf, v+0, 'f', -1, 64) // plus zero: never "-0"
}

// addEntries writes the entries of a dictionary without its brackets.
func (w *writer) addEntries(d dict) {
	for _, e := range d {
		w.add("/", e.key, " ", e.value, "\n")
	}
}

// stream writes a stream; the entries go into its dictionary beside Length.
func (w *writer) stream(number ref, data []byte, entries ...any) {
	w.begin(number)
	w.add("<<")
	w.add(entries...)
	w.add("/Length ", len(data), ">>\nstream\n", data, "\nendstream")
	w.end()
}

// finish writes the cross-reference table and the trailer (ISO 32000-1, 7.5.4 and 7.5.5) and returns the file.
func (w *writer) finish(catalog, info ref, id [16]byte) ([]byte, error) {
	at := len(w.buf)
	w.add("xref\n0 ", len(w.offsets), "\n0000000000 65535 f \n")
	for number, offset := range w.offsets[1:] {
		if offset == 0 {
			w.fail(fmt.Errorf("pdf: object %d was never written", number+1))
		}
		w.buf = fmt.Appendf(w.buf, "%010d 00000 n \n", offset)
	}
	w.add("trailer\n<</Size ", len(w.offsets), " /Root ", catalog, " /Info ", info,
		" /ID [", hexString(id[:]), hexString(id[:]), "]>>\nstartxref\n", at, "\n%%EOF\n")
	if w.err != nil {
		return nil, w.err
	}
	return w.buf, nil
}
