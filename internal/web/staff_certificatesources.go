package web

import (
	"testamur/internal/access"
	"testamur/internal/certificate"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// sources says in words where the passages of a certificate came from, and what else it can draw on.
type sources struct {
	words  map[sourceKey]string
	Voices []certificate.ThemeVoices
}

type sourceKey struct{ passage, writing uuid.UUID }

func (p *Pages) sources(c *gin.Context, a access.Actor, id uuid.UUID) (sources, error) {
	s := sources{words: map[sourceKey]string{}}
	var err error
	if s.Voices, err = p.Certificates.Voices(c.Request.Context(), a, id); err != nil {
		return s, err
	}
	for _, theme := range s.Voices {
		for _, v := range theme.Voices {
			for _, d := range v.Drawn {
				s.words[sourceKey{d.Passage, d.WritingID}] = spokenBy(theme, v)
			}
		}
	}
	return s, nil
}

func spokenBy(theme certificate.ThemeVoices, v certificate.Voice) string {
	if theme.Theme.Heading == "" {
		return v.Assessor
	}
	return v.Assessor + " on “" + theme.Theme.Heading + "”"
}

// relationWords say how near a passage is to its source.
var relationWords = map[certificate.Relation]string{certificate.Verbatim: "word for word", certificate.Condensed: "condensed"}

// of gives the sources of a passage: none is the editor's own text. What is nobody's feedback is the project.
func (s sources) of(x certificate.Passage) []string {
	var out []string
	for _, source := range x.Sources {
		words, ok := s.words[sourceKey{x.ID, source.WritingID}]
		if !ok {
			words = s.writing(source.WritingID)
		}
		if how := relationWords[source.Relation]; how != "" {
			words += ", " + how
		}
		out = append(out, words)
	}
	return out
}

// writing names what is not in the stored text yet, or is no feedback.
func (s sources) writing(id uuid.UUID) string {
	for _, theme := range s.Voices {
		for _, v := range theme.Voices {
			if v.Writing.ID == id {
				return spokenBy(theme, v)
			}
		}
	}
	return "The participant’s project"
}

// offered are the texts that a new passage can begin with.
func (s sources) offered() []option {
	options := []option{{"", "Nothing: I write it"}}
	for _, theme := range s.Voices {
		for _, v := range theme.Voices {
			label := spokenBy(theme, v)
			if len(v.Drawn) > 0 {
				label += " (used already)"
			}
			options = append(options, option{v.Writing.ID.String(), label})
		}
	}
	return options
}

// text gives what was written.
func (s sources) text(id uuid.UUID) (string, bool) {
	for _, theme := range s.Voices {
		for _, v := range theme.Voices {
			if v.Writing.ID == id {
				return v.Writing.Text, true
			}
		}
	}
	return "", false
}
