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

// toUnicode is the CMap that tells which text each code stands for (ISO 32000-1, 9.10.3). A glyph with empty text is left
// out.
func toUnicode(glyphs []Glyph) []byte {
	const sectionLimit = 100 // the most that a bfchar section may hold
	b := make([]byte, 0, len(cmapHead)+len(cmapTail)+20*len(glyphs)+64)
	b = append(b, cmapHead...)
	spoken := make([]int, 0, len(glyphs)) // codes
	for i, g := range glyphs {
		if g.Text != "" {
			spoken = append(spoken, i+1)
		}
	}
	for len(spoken) > 0 {
		n := min(len(spoken), sectionLimit)
		b = append(strconv.AppendInt(b, int64(n), 10), " beginbfchar\n"...)
		for _, code := range spoken[:n] {
			b = appendHex(b, []byte{byte(code >> 8), byte(code)})
			b = append(b, ' ')
			b = appendHex(b, appendUTF16(nil, glyphs[code-1].Text))
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
