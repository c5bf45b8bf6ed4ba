package pdf

import (
	"encoding/binary"
	"fmt"
)

// fontTables are the tables of an sfnt file (OpenType 1.9, "Organization of an OpenType font") by their tags.
type fontTables map[string][]byte

// leastLengths are the tables that a font must have and the bytes of each that are read without a further check.
var leastLengths = map[string]int{
	"head": 54, "hhea": 36, "maxp": 32, "OS/2": 78, "post": 32, "name": 6, "cmap": 4, "hmtx": 4, "loca": 2, "glyf": 0,
}

// readTables slices data into its tables. Every slice lies within data.
func readTables(data []byte) (fontTables, error) {
	if len(data) < 12 {
		return nil, fmt.Errorf("%w: %d bytes are too few", ErrFont, len(data))
	}
	if v := be32(data); v != 0x00010000 && v != 0x74727565 { // "true"
		return nil, fmt.Errorf("%w: version %08x is not TrueType", ErrFont, v)
	}
	n := int(be16(data[4:]))
	if len(data) < 12+16*n {
		return nil, fmt.Errorf("%w: the table directory is cut short", ErrFont)
	}
	tables := make(fontTables, n)
	for i := range n {
		rec := data[12+16*i:]
		from, length := uint64(be32(rec[8:])), uint64(be32(rec[12:]))
		if from+length > uint64(len(data)) {
			return nil, fmt.Errorf("%w: table %q leaves the file", ErrFont, rec[:4])
		}
		tables[string(rec[:4])] = data[from : from+length : from+length]
	}
	return tables, tables.checkLengths()
}

func (t fontTables) checkLengths() error {
	for tag, least := range leastLengths {
		if b, ok := t[tag]; !ok || len(b) < least {
			return fmt.Errorf("%w: table %q is missing or too short", ErrFont, tag)
		}
	}
	return nil
}

func be16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }
func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }

// signed16 reads a two's complement number (FWORD).
func signed16(b []byte) int { return int(int16(be16(b))) }
