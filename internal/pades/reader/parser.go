package reader

import (
	"bytes"
	"fmt"
	"strconv"
)

// parser reads objects (ISO 32000-1, 7.3) from a place in the file.
type parser struct {
	data     []byte
	pos      int
	elements int // array and dictionary elements that may still be read
}

func (p *parser) fail(format string, args ...any) error {
	return fmt.Errorf("%w: byte %d: %s", ErrMalformed, p.pos, fmt.Sprintf(format, args...))
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// peek returns the byte at the parser's place, a delimiter that no object begins with at the end of the file.
func (p *parser) peek() byte {
	if p.pos < len(p.data) {
		return p.data[p.pos]
	}
	return '}'
}

// skip passes over white space and comments.
func (p *parser) skip() {
	for p.pos < len(p.data) {
		switch c := p.data[p.pos]; {
		case isSpace(c):
			p.pos++
		case c == '%':
			end := bytes.IndexAny(p.data[p.pos:], "\r\n")
			if end < 0 {
				end = len(p.data) - p.pos
			}
			p.pos += end
		default:
			return
		}
	}
}

// space passes over white space alone: before %%EOF, which would otherwise be a comment.
func (p *parser) space() {
	for p.pos < len(p.data) && isSpace(p.data[p.pos]) {
		p.pos++
	}
}

// accept passes over a keyword that stands here, whatever follows it.
func (p *parser) accept(keyword string) bool {
	if !bytes.HasPrefix(p.data[p.pos:], []byte(keyword)) {
		return false
	}
	p.pos += len(keyword)
	return true
}

// token reads the regular characters that stand here.
func (p *parser) token() string {
	start := p.pos
	for p.pos < len(p.data) && !isSpace(p.data[p.pos]) && !isDelimiter(p.data[p.pos]) {
		p.pos++
	}
	return string(p.data[start:p.pos])
}

// integer reads a non-negative integer of at most ten digits.
func (p *parser) integer() (int, error) {
	start := p.pos
	for p.pos < len(p.data) && isDigit(p.data[p.pos]) {
		p.pos++
	}
	if p.pos == start || p.pos-start > 10 {
		return 0, p.fail("no integer")
	}
	return strconv.Atoi(string(p.data[start:p.pos]))
}

// object reads the object that begins here, after white space.
func (p *parser) object(depth int) (Object, error) {
	p.skip()
	if depth > maxDepth {
		return nil, p.fail("nested deeper than %d", maxDepth)
	}
	switch c := p.peek(); {
	case c == '/':
		return p.name()
	case c == '(':
		return p.literal()
	case c == '[':
		return p.array(depth)
	case bytes.HasPrefix(p.data[p.pos:], []byte("<<")):
		return p.dict(depth)
	case c == '<':
		return p.hex()
	case isDigit(c):
		return p.numberOrRef()
	case c == '+' || c == '-' || c == '.':
		return p.number()
	}
	return p.keyword()
}

func (p *parser) keyword() (Object, error) {
	start := p.pos
	switch word := p.token(); word {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil //nolint:nilnil // null is an object
	default:
		p.pos = start
		return nil, p.fail("unexpected %.20q", word)
	}
}

// indirect reads "n g obj ... endobj", or as far as the keyword stream.
func (p *parser) indirect(r Ref) (Indirect, error) {
	if !p.accept(fmt.Sprintf("%d %d obj", r.Number, r.Generation)) {
		return Indirect{}, p.fail("object %d %d is not where the table says", r.Number, r.Generation)
	}
	value, err := p.object(0)
	if err != nil {
		return Indirect{}, err
	}
	p.skip()
	switch word := p.token(); word {
	case "endobj":
		return Indirect{Ref: r, Value: value}, nil
	case "stream":
		return Indirect{Ref: r, Value: value, Stream: true}, nil
	default:
		return Indirect{}, p.fail("%.20q where endobj was expected", word)
	}
}
