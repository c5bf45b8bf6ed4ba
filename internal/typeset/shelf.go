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
	words  map[shelf]map[string][]fragment
	count  int
	where  shelf // that was used last
	latest map[string][]fragment
	key    []byte // kept for its memory
}

// open finds a shelf, which most often is the one used last.
func (s *shelves) open(where shelf) map[string][]fragment {
	if s.latest != nil && s.where == where {
		return s.latest
	}
	if s.words == nil {
		s.words = map[shelf]map[string][]fragment{}
	}
	if s.words[where] == nil {
		s.words[where] = map[string][]fragment{}
	}
	s.where, s.latest = where, s.words[where]
	return s.latest
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
	if known, ok := s.open(where)[string(s.key)]; ok {
		return known
	}
	if s.count >= maxShelved {
		*s = shelves{key: s.key}
	}
	word := string(s.key)
	fragments := shape()
	s.open(where)[word] = fragments
	s.count++
	return fragments
}
