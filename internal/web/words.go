package web

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"testamur/internal/certificate"
	"testamur/internal/excerpt"
	"testamur/internal/programme"
)

// words are how states read; what is not here reads as it is.
var words = map[string]string{
	string(programme.NotAwarded): "not awarded", string(certificate.InReview): "in review", string(certificate.Signing): "out for signing",
	string(certificate.ChangeRequested): "asked for a change", string(certificate.Suggested): "suggested somebody else",
	string(excerpt.TakenBack): "taken back", string(excerpt.Asked): "waits for an answer", string(excerpt.Dropped): "certificate not in force",
	string(certificate.Approved): "signed", string(certificate.Declined): "declined",
}

// word gives how a state reads.
func word(state any) string {
	s := fmt.Sprint(state)
	if w, ok := words[s]; ok {
		return w
	}
	return s
}

// sentence begins with a capital letter.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// listed joins names: "Ana", "Ana and Ben", "Ana, Ben and Chidi".
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// days says how many days.
func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// partNames are what the parts of an edition are called.
var partNames = map[string]string{
	"name": "Name", "title": "Title", "introduction": "Introduction", "how_to_use": "How to use it", "question": "Question",
	"summary": "Summary", "guiding_questions": "Guiding questions", "perspectives": "Perspectives", "methods": "Methods and tools",
	"pitfalls": "Pitfalls", "quality": "Ways to assess quality", "reading": "Further reading", "see_also": "See also",
}

func partName(part string) string { return partNames[part] }
