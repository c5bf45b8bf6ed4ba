package typeset

import (
	"unicode/utf8"

	"github.com/go-text/typesetting/language"
)

// A shaper remembers so many words, of so many letters: a few thousand cover what the certificates of a programme share.
const (
	maxShelved = 8192
	maxLetters = 40
)

// shelf names what decides, besides the letters, how a word is shaped.
type shelf struct {
	face     *face
	features string
	tracking tracking
	upper    bool
	language language.Language
}

// shelves remember shaped words. Remembered fragments are shared and must not be changed.
type shelves struct {
	words map[shelf]map[string][]fragment
	count int
	key   []byte // kept for its memory
}

// fetch returns the word as it was shaped before, or as shape makes it.
func (s *shelves) fetch(where shelf, letters []rune, shape func() []fragment) []fragment {
	if len(letters) > maxLetters {
		return shape()
	}
	s.key = s.key[:0]
	for _, r := range letters {
		s.key = utf8.AppendRune(s.key, r)
	}
	if known, ok := s.words[where][string(s.key)]; ok {
		return known
	}
	if s.count >= maxShelved || s.words == nil {
		s.words, s.count = map[shelf]map[string][]fragment{}, 0
	}
	if s.words[where] == nil {
		s.words[where] = map[string][]fragment{}
	}
	word := string(s.key)
	fragments := shape()
	s.words[where][word] = fragments
	s.count++
	return fragments
}
