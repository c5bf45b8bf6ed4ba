package pdf

import (
	"encoding/binary"
	"fmt"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// text is written as a text string (ISO 32000-1, 7.9.2.2): printable ASCII as it is, so that it can be read in a
// damaged file, anything else as UTF-16BE in hexadecimal.
type text string

func (w *writer) addText(t text) {
	if !utf8.ValidString(string(t)) {
		w.fail(fmt.Errorf("%w: %q is not UTF-8", ErrDraft, string(t)))
		return
	}
	if !isPrintableASCII(t) {
		w.add(hexString(appendUTF16([]byte{0xFE, 0xFF}, string(t))))
		return
	}
	w.buf = append(w.buf, '(')
	for i := range len(t) {
		if c := t[i]; c == '(' || c == ')' || c == '\\' {
			w.buf = append(w.buf, '\\')
		}
		w.buf = append(w.buf, t[i])
	}
	w.buf = append(w.buf, ')')
}

func isPrintableASCII(t text) bool {
	for i := range len(t) {
		if t[i] < ' ' || t[i] > '~' {
			return false
		}
	}
	return true
}

// appendUTF16 appends s in UTF-16BE, with surrogates above U+FFFF.
func appendUTF16(b []byte, s string) []byte {
	for _, r := range s {
		if r < 0x10000 {
			b = binary.BigEndian.AppendUint16(b, uint16(r))
			continue
		}
		high, low := utf16.EncodeRune(r)
		b = binary.BigEndian.AppendUint16(b, uint16(high))
		b = binary.BigEndian.AppendUint16(b, uint16(low))
	}
	return b
}

// date writes a moment in UTC (ISO 32000-1, 7.9.4).
func date(t time.Time) string { return t.UTC().Format("(D:20060102150405+00'00')") }
