package certificate

import (
	"strconv"
	"strings"

	"testamur/internal/fault"
	"testamur/internal/markup"
	"testamur/internal/programme"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// relate finds out how a passage stands to a writing: verbatim when it stands there word for word (white space and the marks
// of emphasis and lists aside).
func relate(passage string, w programme.Writing) Relation {
	if strings.Contains(text.Folded(markup.Words(w.Text)), text.Folded(markup.Words(passage))) {
		return Verbatim
	}
	return Condensed
}

// resolve sets the relation of every source, and refuses sources that the composition cannot draw on.
func resolve(sections []Section, writings []programme.Writing) error {
	known := make(map[uuid.UUID]programme.Writing, len(writings))
	for _, w := range writings {
		known[w.ID] = w
	}
	var f text.Form
	for i, section := range sections {
		for j := range section.Passages {
			p := &section.Passages[j]
			for k := range p.Sources {
				w, ok := known[p.Sources[k].WritingID]
				if !ok {
					f.Refuse(pointer("sections", i, "passages", j, "sources", k), "unknown", "Only the project and quotable feedback of this participant can be a source.")
					continue
				}
				p.Sources[k].Relation = relate(p.Text, w)
			}
		}
	}
	return f.Err()
}

// Warning points at something in a composition that its editor should look at; it does not stand in the way.
type Warning struct {
	Pointer string // RFC 6901, into the certificate
	Reason  string
	Message string
}

// Warnings gives what an editor should look at before sending.
func (c Certificate) Warnings() []Warning {
	var out []Warning
	for i, section := range c.Sections {
		for j, p := range section.Passages {
			if len(p.Sources) == 0 {
				out = append(out, Warning{
					pointer("sections", i, "passages", j), "no_source", "This passage names no source: say whose words it draws on, or leave it as the editor’s own.",
				})
			}
		}
	}
	return out
}

// pointer writes an RFC 6901 JSON pointer; none of our names needs escaping.
func pointer(parts ...any) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteByte('/')
		switch p := p.(type) {
		case string:
			b.WriteString(p)
		case int:
			b.WriteString(strconv.Itoa(p))
		}
	}
	return b.String()
}

const (
	maxSections = 40
	maxPassages = 60
	maxSources  = 20
)

// checkedSections gives the sections in normal form, or all that is wrong with their form. What is empty may stay so
// while composing; sending refuses it.
func checkedSections(sections []Section) ([]Section, error) {
	var f text.Form
	if len(sections) > maxSections {
		return nil, fault.At("/sections", "too_many", "A certificate has at most %d sections.", maxSections)
	}
	for i := range sections {
		s := &sections[i]
		s.Heading = f.OptionalLine(pointer("sections", i, "heading"), s.Heading, 300)
		if len(s.Passages) > maxPassages {
			f.Refuse(pointer("sections", i, "passages"), "too_many", "Divide this section: it has too many passages.")
			continue
		}
		for j := range s.Passages {
			p := &s.Passages[j]
			p.Text = f.OptionalProse(pointer("sections", i, "passages", j, "text"), p.Text, 20_000)
			if len(p.Sources) > maxSources {
				f.Refuse(pointer("sections", i, "passages", j, "sources"), "too_many", "Name fewer sources.")
			}
		}
	}
	return sections, f.Err()
}
