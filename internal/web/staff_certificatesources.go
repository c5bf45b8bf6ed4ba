package web

import (
	"testamur/internal/access"
	"testamur/internal/certificate"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// sources says in words where the passages of a certificate came from, and what else it can draw on.
type sources struct {
	words  map[uuid.UUID]string // by writing
	Voices []certificate.ThemeVoices
}

func (p *Pages) sources(c *gin.Context, a access.Actor, id uuid.UUID) (sources, error) {
	s := sources{words: map[uuid.UUID]string{}}
	var err error
	if s.Voices, err = p.Certificates.Voices(c.Request.Context(), a, id); err != nil {
		return s, err
	}
	for _, theme := range s.Voices {
		for _, v := range theme.Voices {
			s.words[v.Writing.ID] = spokenBy(theme, v)
			for _, d := range v.Drawn {
				s.words[d.WritingID] = spokenBy(theme, v)
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
		words, ok := s.words[source.WritingID]
		if !ok {
			words = "The participant’s project"
		}
		if how := relationWords[source.Relation]; how != "" {
			words += ", " + how
		}
		out = append(out, words)
	}
	return out
}
