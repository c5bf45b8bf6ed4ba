package reader

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
)

// name reads a name and decodes its #xx sequences (ISO 32000-1, 7.3.5).
func (p *parser) name() (Object, error) {
	p.pos++
	raw := p.token()
	var name []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] != '#' {
			name = append(name, raw[i])
			continue
		}
		if i+2 >= len(raw) {
			return nil, p.fail("name ends in an escape")
		}
		c, err := hex.DecodeString(raw[i+1 : i+3])
		if err != nil {
			return nil, p.fail("name with a wrong escape")
		}
		name = append(name, c[0])
		i += 2
	}
	return Name(name), nil
}

// numberOrRef tells 12 from 12 0 R.
func (p *parser) numberOrRef() (Object, error) {
	start := p.pos
	if r, ok := p.ref(); ok {
		return r, nil
	}
	p.pos = start
	return p.number()
}

func (p *parser) ref() (Ref, bool) {
	number, err := p.integer()
	if err != nil || !isSpace(p.peek()) {
		return Ref{}, false
	}
	p.skip()
	generation, err := p.integer()
	if err != nil || !isSpace(p.peek()) {
		return Ref{}, false
	}
	p.skip()
	return Ref{number, generation}, p.token() == "R"
}

func (p *parser) number() (Object, error) {
	raw := p.token()
	if i, err := strconv.Atoi(raw); err == nil {
		return i, nil
	}
	if len(raw) > 64 || strings.ContainsAny(raw, "eEpPxXnNiI_") {
		return nil, p.fail("wrong number %.20q", raw)
	}
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return nil, p.fail("wrong number %.20q", raw)
	}
	return f, nil
}

// hex reads a hexadecimal string; an odd last digit stands for its sixteenfold (ISO 32000-1, 7.3.4.3).
func (p *parser) hex() (Object, error) {
	start := p.pos
	length := bytes.IndexByte(p.data[start:], '>')
	if length < 0 {
		return nil, p.fail("string without end")
	}
	p.pos = start + length + 1
	digits := make([]byte, 0, length+1)
	for _, c := range p.data[start+1 : p.pos-1] {
		if !isSpace(c) {
			digits = append(digits, c)
		}
	}
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	value := digits[:len(digits)/2]
	if _, err := hex.Decode(value, digits); err != nil {
		return nil, p.fail("string with a wrong digit")
	}
	return String{Value: value, Start: start, End: p.pos, Hex: true}, nil
}

// literal reads a string in balanced parentheses (ISO 32000-1, 7.3.4.2).
func (p *parser) literal() (Object, error) {
	start, open := p.pos, 0
	var value []byte
	for p.pos < len(p.data) {
		c := p.data[p.pos]
		p.pos++
		switch c {
		case '\\':
			value = append(value, p.escape()...)
			continue
		case '(':
			open++
			if open == 1 {
				continue
			}
		case ')':
			open--
			if open == 0 {
				return String{Value: value, Start: start, End: p.pos}, nil
			}
		}
		value = append(value, c)
	}
	return nil, p.fail("string without end")
}

// escape reads what follows a backslash and returns what it stands for: nothing for a line that is continued.
func (p *parser) escape() []byte {
	c := p.peek()
	if c >= '0' && c <= '7' {
		return []byte{p.octal()}
	}
	p.pos = min(p.pos+1, len(p.data))
	switch c {
	case 'n', 'r', 't', 'b', 'f':
		return []byte{"\n\r\t\b\f"[bytes.IndexByte([]byte("nrtbf"), c)]}
	case '\r':
		if p.peek() == '\n' {
			p.pos++
		}
		return nil
	case '\n':
		return nil
	}
	return []byte{c}
}

func (p *parser) octal() byte {
	var value byte
	for range 3 {
		if c := p.peek(); c >= '0' && c <= '7' {
			value = value<<3 | (c - '0') // overflow is ignored, as the standard says
			p.pos++
		}
	}
	return value
}
