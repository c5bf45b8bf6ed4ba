package pdf

import (
	"encoding/hex"
	"strconv"
)

const cmapHead = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
`

const cmapTail = `endcmap
CMapName currentdict /CMap defineresource pop
end
end
`

// toUnicode is the CMap that tells which text each glyph stands for (ISO 32000-1, 9.10.3). A glyph with empty text is
// left out.
func toUnicode(used []uint16, texts map[uint16]string) []byte {
	const sectionLimit = 100 // the most that a bfchar section may hold
	b := make([]byte, 0, len(cmapHead)+len(cmapTail)+20*len(used)+64)
	b = append(b, cmapHead...)
	spoken := make([]uint16, 0, len(used))
	for _, g := range used {
		if texts[g] != "" {
			spoken = append(spoken, g)
		}
	}
	for len(spoken) > 0 {
		n := min(len(spoken), sectionLimit)
		b = append(strconv.AppendInt(b, int64(n), 10), " beginbfchar\n"...)
		for _, g := range spoken[:n] {
			b = appendHex(b, []byte{byte(g >> 8), byte(g)})
			b = append(b, ' ')
			b = appendHex(b, appendUTF16(nil, texts[g]))
			b = append(b, '\n')
		}
		b = append(b, "endbfchar\n"...)
		spoken = spoken[n:]
	}
	return append(b, cmapTail...)
}

func appendHex(b, v []byte) []byte {
	b = append(b, '<')
	return append(hex.AppendEncode(b, v), '>')
}
