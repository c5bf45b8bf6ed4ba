package reader

import (
	"bytes"
	"strings"
	"unicode/utf16"
)

// DecodeText reads a text string: UTF-16BE or UTF-8 when it begins with the byte order mark, PDFDocEncoding otherwise
// (ISO 32000-2, 7.9.2.2).
func DecodeText(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return decodeUTF16(b[2:])
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return strings.ToValidUTF8(string(b[3:]), "\uFFFD")
	}
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(docEncoding(c))
	}
	return s.String()
}

func decodeUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}

// The codes where PDFDocEncoding differs from Latin-1 (ISO 32000-1, D.3): 0x18 to 0x1F, and 0x80 to 0xA0.
var (
	docAccents = []rune("\u02D8\u02C7\u02C6\u02D9\u02DD\u02DB\u02DA\u02DC")
	docSigns   = []rune("\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203A\u2212\u2030\u201E\u201C\u201D\u2018" +
		"\u2019\u201A\u2122\uFB01\uFB02\u0141\u0152\u0160\u0178\u017D\u0131\u0142\u0153\u0161\u017E\uFFFD\u20AC")
)

func docEncoding(c byte) rune {
	switch {
	case c >= 0x18 && c <= 0x1F:
		return docAccents[c-0x18]
	case c >= 0x80 && c <= 0xA0:
		return docSigns[c-0x80]
	}
	return rune(c)
}

// ReadText reads the literal or hexadecimal string that the bytes begin with, without a look at the file around it. It
// also says how many bytes it looked at.
func ReadText(b []byte) (text string, length int, ok bool) {
	p := parser{data: b}
	var o Object
	var err error
	switch {
	case bytes.HasPrefix(b, []byte("(")):
		o, err = p.literal()
	case bytes.HasPrefix(b, []byte("<")):
		o, err = p.hex()
	}
	s, ok := o.(String)
	if !ok || err != nil {
		return "", len(b), false
	}
	return DecodeText(s.Value), p.pos, true
}
