package pdf

import (
	"bytes"
	"fmt"
)

// lexer walks over PDF syntax (ISO 32000-1, 7.2 and 7.3). It tells where values begin and end and leaves them as bytes;
// nothing it is given makes it panic or read past the end.
type lexer struct {
	data []byte
	pos  int
}

// maxNesting bounds how deep values may nest; gofpdf stays below ten.
const maxNesting = 50

func (l *lexer) errorf(format string, args ...any) error {
	return fmt.Errorf("%w: at byte %d: %s", ErrRaw, l.pos, fmt.Sprintf(format, args...))
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// peek is the byte at the position plus n, 0 past the end.
func (l *lexer) peek(n int) byte {
	if l.pos+n >= len(l.data) {
		return 0
	}
	return l.data[l.pos+n]
}

// space passes over white space and comments.
func (l *lexer) space() {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			l.line()
		default:
			return
		}
	}
}

// line passes over the rest of the line, its end not included.
func (l *lexer) line() {
	for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
		l.pos++
	}
}

// word passes over white space and takes a run of regular characters, empty when there is none.
func (l *lexer) word() []byte {
	l.space()
	return l.regular()
}

func (l *lexer) regular() []byte {
	from := l.pos
	for l.pos < len(l.data) && !isSpace(l.data[l.pos]) && !isDelimiter(l.data[l.pos]) {
		l.pos++
	}
	return l.data[from:l.pos]
}

// keyword passes over a certain word, or stays where it is and tells false.
func (l *lexer) keyword(want string) bool {
	from := l.pos
	if string(l.word()) == want {
		return true
	}
	l.pos = from
	return false
}

// integer takes a number without sign, of nine digits at most, or stays where it is and tells false.
func (l *lexer) integer() (int, bool) {
	from := l.pos
	n, ok := parseInteger(l.word())
	if !ok {
		l.pos = from
	}
	return n, ok
}

func parseInteger(word []byte) (int, bool) {
	if len(word) == 0 || len(word) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range word {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// reference takes "12 0 R", or stays where it is and tells false.
func (l *lexer) reference() (int, bool) {
	from := l.pos
	n, ok := l.integer()
	if ok {
		_, ok = l.integer()
	}
	if !ok || !l.keyword("R") {
		l.pos = from
		return 0, false
	}
	return n, true
}

// value takes one value of any type, a reference included, and returns its bytes.
func (l *lexer) value() ([]byte, error) {
	l.space()
	from := l.pos
	if err := l.skip(0); err != nil {
		return nil, err
	}
	return l.data[from:l.pos], nil
}

func (l *lexer) skip(depth int) error {
	l.space()
	if depth > maxNesting {
		return l.errorf("values nest too deep")
	}
	switch c := l.peek(0); {
	case c == '<' && l.peek(1) == '<':
		return l.skipContainer("<<", ">>", depth)
	case c == '[':
		return l.skipContainer("[", "]", depth)
	case c == '(':
		return l.skipString()
	case c == '<':
		return l.skipHex()
	case c == '/':
		l.pos++
		l.regular()
		return nil
	}
	if _, ok := l.reference(); ok {
		return nil
	}
	if len(l.word()) == 0 {
		return l.errorf("a value is missing")
	}
	return nil
}

func (l *lexer) skipContainer(open, end string, depth int) error {
	l.pos += len(open)
	for {
		l.space()
		if bytes.HasPrefix(l.data[l.pos:], []byte(end)) {
			l.pos += len(end)
			return nil
		}
		if err := l.skip(depth + 1); err != nil {
			return err
		}
	}
}

func (l *lexer) skipString() error {
	open := 0
	for ; l.pos < len(l.data); l.pos++ {
		switch l.data[l.pos] {
		case '\\':
			l.pos++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.pos++
				return nil
			}
		}
	}
	l.pos = len(l.data)
	return l.errorf("a string has no end")
}

func (l *lexer) skipHex() error {
	n := bytes.IndexByte(l.data[l.pos:], '>')
	if n < 0 {
		return l.errorf("a hexadecimal string has no end")
	}
	l.pos += n + 1
	return nil
}
