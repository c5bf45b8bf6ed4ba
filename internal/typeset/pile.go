package typeset

// pile is pieces that are stacked, and the white space that is owed to the last of them.
type pile struct {
	pieces []piece
	due    float64
}

// lead adds pieces that lead up to what follows.
func (p *pile) lead(pieces []piece, st *style) {
	if len(pieces) == 0 {
		return
	}
	keepTogether(pieces)
	pieces[len(pieces)-1].keep = true
	p.add(pieces, float64(st.Before), 0)
	p.due = float64(st.After)
}

// add appends pieces with white space above the first, besides what is already due there.
func (p *pile) add(pieces []piece, above, stretch float64) {
	if len(pieces) == 0 {
		return
	}
	pieces[0].above += above + p.due
	pieces[0].stretch += stretch
	p.due = 0
	p.pieces = append(p.pieces, pieces...)
}
