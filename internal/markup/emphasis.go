package markup

import (
	"unicode"
	"unicode/utf8"
)

const star = '*'

// emphasised reads the emphasis of one line of text. A star opens when what is before it is no letter, digit or star and what
// follows is neither space nor star; the next star that stands the other way round closes. A star without its other half, and
// stars in a row, are stars.
func emphasised(line string) Item {
	var item Item
	for {
		open, end := nextEmphasis(line)
		if open < 0 {
			return item.with(Run{Text: line})
		}
		item = item.with(Run{Text: line[:open]}).with(Run{Text: line[open+1 : end], Emphasis: true})
		line = line[end+1:] // which begins with neither a word nor a star
	}
}

// with appends a run, or lengthens the last one when it is in the same style.
func (i Item) with(r Run) Item {
	last := len(i) - 1
	switch {
	case r.Text == "":
		return i
	case last >= 0 && i[last].Emphasis == r.Emphasis:
		i[last].Text += r.Text
		return i
	}
	return append(i, r)
}

// nextEmphasis gives where the first emphasis of a line opens and closes, or -1.
func nextEmphasis(line string) (open, end int) {
	open = -1
	for at, r := range line {
		if r != star {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(line[:at])
		after, _ := utf8.DecodeRuneInString(line[at+1:])
		switch {
		case open >= 0 && closes(before, after, at, len(line)):
			return open, at
		case opens(before, after, at, len(line)):
			open = at
		}
	}
	return -1, -1
}

func opens(before, after rune, at, length int) bool {
	return (at == 0 || (!wordly(before) && before != star)) && at+1 < length && !unicode.IsSpace(after) && after != star
}

func closes(before, after rune, at, length int) bool {
	return at > 0 && !unicode.IsSpace(before) && before != star && (at+1 == length || (!wordly(after) && after != star))
}

// wordly says whether a star beside r is inside a word.
func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
