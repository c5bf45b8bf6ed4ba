package web

import (
	"fmt"
	"strings"

	"testamur/internal/programme"
)

// coveragePicture is the coverage drawn as bars: a row a discipline, log entries filled, feedback hatched beside them, and what is
// silent as an empty dashed track with the word. Widths are per cent of the picture's, so that its words keep their size on a
// phone and on paper; heights are pixels.
type coveragePicture struct {
	Height int
	Words  []pictureWord
	Bars   []pictureBar
}

// pictureWord is a line of text; X is a length of SVG, Y its baseline.
type pictureWord struct {
	X, Class, Text string
	Y              int
}

// pictureBar is a bar; X and Width are lengths of SVG, Y its upper edge.
type pictureBar struct {
	X, Width, Class string
	Y               int
}

const (
	lineHeight   = 21
	barHeight    = 12 // that of the template too
	rowGap       = 14
	groupGap     = 18
	headingGap   = 6
	longestLine  = 36 // characters that a phone has room for
	widestBar    = 50 // per cent; the rest is for the words after it
	legendHeight = 34
)

// drawCoverage draws the disciplines in their order, group by group.
func drawCoverage(c programme.Coverage) coveragePicture {
	p := coveragePicture{Height: legendHeight}
	p.legend()
	most, group := 1, ""
	for _, d := range c.Disciplines {
		most = max(most, d.LogEntries+d.Feedback)
	}
	for _, d := range c.Disciplines {
		if d.Group != group {
			group = d.Group
			p.Height += groupGap
			p.write("group", group)
			p.Height += headingGap
		}
		p.row(d, most)
	}
	return p
}

func (p *coveragePicture) legend() {
	for i, of := range []struct{ class, text string }{{"log", "log entries"}, {"feedback", "feedback"}, {"silent", "silent"}} {
		x := i * 105
		p.Bars = append(p.Bars, pictureBar{X: fmt.Sprint(x), Width: "18", Class: of.class, Y: 4})
		p.Words = append(p.Words, pictureWord{X: fmt.Sprint(x + 24), Class: "amount", Text: of.text, Y: 15})
	}
}

// write adds lines of words below what is drawn already.
func (p *coveragePicture) write(class, text string) {
	for _, line := range wrapped(text, longestLine) {
		p.Height += lineHeight
		p.Words = append(p.Words, pictureWord{X: "0", Class: class, Text: line, Y: p.Height - 6})
	}
}

func (p *coveragePicture) row(d programme.Covered, most int) {
	p.write("discipline", d.Name)
	p.Height += 2
	log, all := percent(d.LogEntries, most), percent(d.LogEntries+d.Feedback, most)
	if d.LogEntries > 0 {
		p.Bars = append(p.Bars, pictureBar{X: "0", Width: share(log), Class: "log", Y: p.Height})
	}
	if d.Feedback > 0 {
		p.Bars = append(p.Bars, pictureBar{X: share(log), Width: share(all - log), Class: "feedback", Y: p.Height})
	}
	if d.LogEntries+d.Feedback == 0 {
		all = widestBar
		p.Bars = append(p.Bars, pictureBar{X: "0", Width: share(all), Class: "silent", Y: p.Height})
	}
	p.Words = append(p.Words, pictureWord{X: share(all + 2), Class: "amount", Text: amountOf(d.Amount), Y: p.Height + barHeight - 1})
	p.Height += barHeight + rowGap
}

// percent is how wide a bar is, in per cent of the picture.
func percent(n, most int) float64 { return widestBar * float64(n) / float64(most) }

func share(percent float64) string { return fmt.Sprintf("%.2f%%", percent) }

// amountOf is the text at the end of a bar.
func amountOf(a programme.Amount) string {
	n := a.LogEntries + a.Feedback
	switch {
	case n == 0:
		return "silent"
	case a.Participants < 2:
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d, of %d people", n, a.Participants)
}

// wrapped breaks a text into lines of at most so many characters, where it has spaces.
func wrapped(text string, most int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > most {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}
