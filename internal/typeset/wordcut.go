package typeset

import (
	"slices"
	"unicode"
)

// words cuts a text where lines may be broken (Unicode Standard Annex 14) and shapes what is between. A word wider than em,
// in thousandths, is cut further, so that it never runs out of the line.
func (s *setter) words(text Item, st *style, em float64) []word {
	runes, emphasis := join(text)
	s.segmenter.Init(runes)
	words := make([]word, 0, len(runes)/5+1)
	for it := s.segmenter.LineIterator(); it.Next(); {
		l := it.Line()
		letters := trimSpace(l.Text)
		words = s.cut(words, letters, emphasis[l.Offset:], st, em)
		words[len(words)-1].space = len(letters) < len(l.Text)
	}
	return words
}

// join strings the runs together with each breaking white space as one U+0020 and none at either end; emphasis says which
// characters are emphasised.
func join(text Item) (runes []rune, emphasis []bool) {
	size := 0
	for _, run := range text {
		size += len(run.Text)
	}
	runes, emphasis = make([]rune, 0, size), make([]bool, 0, size)
	pending := false
	for _, run := range text {
		for _, r := range clean(run.Text) {
			if isBreakingSpace(r) {
				pending = len(runes) > 0
				continue
			}
			if pending {
				runes, emphasis = append(runes, ' '), append(emphasis, run.Emphasis)
				pending = false
			}
			runes, emphasis = append(runes, r), append(emphasis, run.Emphasis)
		}
	}
	return runes, emphasis
}

func trimSpace(text []rune) []rune {
	for len(text) > 0 && text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	return text
}

// cut adds letters as one word, or as several of at most em thousandths, never parting a mark from its base.
func (s *setter) cut(words []word, letters []rune, emphasis []bool, st *style, em float64) []word {
	const most = 400 // letters looked at together, so that the work grows with the length and not with its square
	for len(letters) > 0 {
		n := min(len(letters), most)
		w := s.word(letters[:n], emphasis, st)
		for n > 1 && float64(w.width) > em {
			n = baseBefore(letters, min(n-1, int(float64(n)*em/float64(w.width))))
			w = s.word(letters[:n], emphasis, st)
		}
		words = append(words, w)
		letters, emphasis = letters[n:], emphasis[n:]
	}
	return words
}

// baseBefore is the last place at or before n, but after the first letter, that no mark follows.
func baseBefore(letters []rune, n int) int {
	for n > 1 && unicode.Is(unicode.M, letters[n]) {
		n--
	}
	return max(n, 1)
}

// word shapes letters; a change of emphasis within them is a change of face.
func (s *setter) word(letters []rune, emphasis []bool, st *style) word {
	var w word
	for start := 0; start < len(letters); {
		end := start + 1
		for end < len(letters) && emphasis[end] == emphasis[start] {
			end++
		}
		fragments := s.piece(letters[start:end], emphasis[start], st)
		if w.fragments == nil {
			w.fragments = slices.Clip(fragments) // what is remembered is not written to
		} else {
			w.fragments = append(w.fragments, fragments...)
		}
		for _, f := range fragments {
			w.width += f.width
		}
		if emphasis[start] {
			w.emphasis |= (1<<len(fragments) - 1) << (len(w.fragments) - len(fragments))
		}
		start = end
	}
	return w
}

// piece shapes letters of one emphasis, or remembers how it did.
func (s *setter) piece(letters []rune, emphasis bool, st *style) []fragment {
	f := st.face(emphasis)
	where := shelf{f, st.featureKey, st.Tracking, st.Case == caseUpper, s.language}
	return s.shelves.fetch(where, letters, func() []fragment {
		if st.Case == caseUpper {
			return s.capitals(letters, f, st)
		}
		return s.shape(letters, f, st, s.language)
	})
}

// capitals shapes letters as capitals and keeps what was typed.
func (s *setter) capitals(letters []rune, f *face, st *style) []fragment {
	typed := string(letters)
	shown := clean(s.upper.String(typed))
	for _, r := range shown {
		if f.forRune(r) == nil {
			shown = typed // a font may have a letter and lack its capital
		}
	}
	fragments := s.shape([]rune(shown), f, st, s.language)
	if shown != typed && len(fragments) > 0 {
		fragments[0].typed = typed
		for i := range fragments {
			fragments[i].replaced = true
		}
	}
	return fragments
}
