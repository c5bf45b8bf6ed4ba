package typeset

// note records which glyphs the line uses and what they stand for, and reports whether reading them back one by one would
// give another text than was typed: the line shows capitals for small letters, one glyph stands for two texts (a small
// capital a for "a" here, for "A" elsewhere), one text has two glyphs, or a mark is a glyph of its own, which readers take
// for the end of a word.
func (p *painter) note(l *textLine) (misread bool) {
	for _, w := range l.words {
		for _, f := range w.fragments {
			p.touch(f.face)
			if p.used[f.face.index].note(f.glyphs) || f.replaced {
				misread = true
			}
		}
	}
	return misread
}
