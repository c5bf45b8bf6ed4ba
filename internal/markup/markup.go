// Package markup reads the small Markdown in which feedback and passages are written: paragraphs separated by blank lines,
// *emphasis*, and lists of lines that begin with a hyphen and a space. It is strict and total: every text has exactly one
// reading, what is not markup stands as it was typed, and no word is ever lost. There is no HTML in it. How the blocks look
// is the business of whoever shows them.
package markup

import (
	"strconv"
	"strings"

	"testamur/internal/text"
)

// Block is a paragraph or a list.
type Block struct {
	List  bool
	Items []Item // of a list; a paragraph has one
}

// Item is a text of runs that follow each other without a break. White space is folded to single spaces.
type Item []Run

// Run is a stretch of text in one style.
type Run struct {
	Text     string
	Emphasis bool
}

// bullet begins an item of a list.
const bullet = "- "

// Parse reads prose, as package text gives it. An item of a list goes on over lines that begin otherwise, up to a blank line;
// items that only blank lines part are of one list. Lines that count from 1 ("1. ", "2. ") begin paragraphs of their own: the
// content of certificates knows no numbered lists, and so the number stands as it was typed.
func Parse(prose string) []Block {
	var out []Block
	for _, chunk := range text.Paragraphs(prose) {
		for _, b := range divide(strings.Split(chunk, "\n")) {
			if last := len(out) - 1; b.list && last >= 0 && out[last].List {
				out[last].Items = append(out[last].Items, b.items()...)
				continue
			}
			out = append(out, Block{List: b.list, Items: b.items()})
		}
	}
	return out
}

// raw is a block whose emphasis is not read yet.
type raw struct {
	list  bool
	texts []string
}

func (r raw) items() []Item {
	items := make([]Item, len(r.texts))
	for i, t := range r.texts {
		items[i] = emphasised(text.Folded(t))
	}
	return items
}

// divide reads the lines between two blank ones.
func divide(lines []string) []raw {
	var out []raw
	number := 0
	for i, line := range lines {
		line = strings.TrimSpace(line)
		item, listed := strings.CutPrefix(line, bullet)
		last := len(out) - 1
		switch {
		case listed && last >= 0 && out[last].list:
			out[last].texts = append(out[last].texts, item)
		case listed:
			out = append(out, raw{true, []string{item}})
		case (i == 0 || number > 0) && strings.HasPrefix(line, strconv.Itoa(number+1)+". "):
			number++
			out = append(out, raw{texts: []string{line}})
		case last < 0:
			out = append(out, raw{texts: []string{line}})
		default:
			texts := out[last].texts
			texts[len(texts)-1] += " " + line
		}
	}
	return out
}

// Words gives the text without its marks, a line for each paragraph and each item: what two texts are compared by.
func Words(prose string) string {
	var lines []string
	for _, b := range Parse(prose) {
		for _, item := range b.Items {
			lines = append(lines, item.String())
		}
	}
	return strings.Join(lines, "\n")
}

// Join gives two items as one, with a space between them.
func (i Item) Join(next Item) Item {
	joined := append(Item{}, i...).with(Run{Text: " ", Emphasis: i[len(i)-1].Emphasis && next[0].Emphasis})
	for _, r := range next {
		joined = joined.with(r)
	}
	return joined
}

// String gives the words of the item without their style.
func (i Item) String() string {
	var b strings.Builder
	for _, run := range i {
		b.WriteString(run.Text)
	}
	return b.String()
}
