package pdf

import (
	"encoding/binary"
	"math/bits"
)

// fontTable is one table of a font file to be written. An empty one is left out.
type fontTable struct {
	tag  string
	data []byte
}

// assembleFont writes a TrueType file of tables that are sorted by tag, with their checksums and, in head, the file's
// (OpenType 1.9, "Calculating checksums"). The file's checksum in the head given must be zero.
func assembleFont(tables []fontTable) []byte {
	n, size := 0, 12
	for _, t := range tables {
		if len(t.data) > 0 {
			n++
			size += 16 + (len(t.data)+3)&^3
		}
	}
	file := appendFontHeader(make([]byte, 0, size), n)
	file = file[:12+16*n]
	head, rec, sum := 0, 12, uint32(0)
	for _, t := range tables {
		if len(t.data) == 0 {
			continue
		}
		at := len(file)
		file = append(file, t.data...)
		for len(file)%4 != 0 {
			file = append(file, 0)
		}
		tableSum := checksum(file[at:])
		sum += tableSum
		copy(file[rec:], t.tag)
		binary.BigEndian.PutUint32(file[rec+4:], tableSum)
		binary.BigEndian.PutUint32(file[rec+8:], uint32(at))
		binary.BigEndian.PutUint32(file[rec+12:], uint32(len(t.data)))
		rec += 16
		if t.tag == "head" {
			head = at
		}
	}
	binary.BigEndian.PutUint32(file[head+8:], 0xB1B0AFBA-sum-checksum(file[:12+16*n]))
	return file
}

// appendFontHeader writes the offset table for n tables.
func appendFontHeader(b []byte, n int) []byte {
	log := bits.Len(uint(n)) - 1
	search := 16 << log
	b = binary.BigEndian.AppendUint32(b, 0x00010000)
	for _, v := range []int{n, search, log, 16*n - search} {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}

// checksum adds up the big-endian words of b, whose length is a multiple of four.
func checksum(b []byte) uint32 {
	sum := uint32(0)
	for ; len(b) >= 4; b = b[4:] {
		sum += be32(b)
	}
	return sum
}
