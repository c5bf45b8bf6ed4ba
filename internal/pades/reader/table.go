package reader

import (
	"fmt"
	"strconv"
)

// entryLength is the fixed length of a table entry with its end of line (ISO 32000-1, 7.5.4).
const entryLength = 20

// table reads "xref", the sections and the word "trailer".
func (p *parser) table(entries map[int]entry) error {
	if !p.accept("xref") {
		if isDigit(p.peek()) {
			return fmt.Errorf("%w: cross-reference stream", ErrUnsupported)
		}
		return p.fail("no cross-reference table")
	}
	for p.space(); !p.accept("trailer"); p.space() {
		if err := p.section(entries); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) section(entries map[int]entry) error {
	first, err := p.integer()
	if err != nil || !p.accept(" ") {
		return p.fail("wrong section of the cross-reference table")
	}
	count, err := p.integer()
	if err != nil {
		return err
	}
	p.space()
	if first+count > maxObjects || count*entryLength > len(p.data)-p.pos {
		return p.fail("section of %d objects from %d on", count, first)
	}
	for number := first; number < first+count; number++ {
		if _, twice := entries[number]; twice {
			return p.fail("object %d twice in a table", number)
		}
		if entries[number], err = p.entryLine(); err != nil {
			return err
		}
	}
	return nil
}

// entryLine reads "nnnnnnnnnn ggggg n" and the two bytes of its end of line.
func (p *parser) entryLine() (entry, error) {
	line := string(p.data[p.pos : p.pos+entryLength])
	offset, err1 := strconv.ParseUint(line[:10], 10, 64)
	generation, err2 := strconv.ParseUint(line[11:16], 10, 16)
	kind, eol := line[17], line[18:]
	if err1 != nil || err2 != nil || line[10] != ' ' || line[16] != ' ' || kind != 'n' && kind != 'f' ||
		eol != " \n" && eol != " \r" && eol != "\r\n" {
		return entry{}, p.fail("wrong entry %q in the cross-reference table", line)
	}
	p.pos += entryLength
	return entry{offset: int(offset), generation: int(generation), used: kind == 'n'}, nil
}
