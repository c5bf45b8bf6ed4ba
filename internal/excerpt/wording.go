package excerpt

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"testamur/internal/framework"
	"testamur/internal/record"
)

const wordingSchema = "testamur.excerpt/1"

// Terms is what everybody agrees to, as they read it beside the passage.
const Terms = "These words may be printed in this handbook, without names. Anyone may be able to read it. Consent can be taken back at any time: then the words are left out of the handbook from that moment on, and copies that were made before stay as they are."

// Wording is exactly what somebody agrees to: the words as they are printed, where they stand, and the terms. The salt keeps
// its digest, which outlives it in events, from being guessed.
type Wording struct {
	Schema     string `json:"schema"`
	Salt       string `json:"salt"`
	Language   string `json:"language"` // of the terms
	Terms      string `json:"terms"`
	Handbook   string `json:"handbook"` // its title
	Edition    int    `json:"edition"`
	Discipline string `json:"discipline"` // its name
	Text       string `json:"text"`       // in the small Markdown of package markup
}

// freeze gives the canonical bytes of what is asked about a text.
func freeze(e framework.Edition, discipline framework.Discipline, text string, random io.Reader) ([]byte, record.Digest, error) {
	var salt [16]byte
	if _, err := io.ReadFull(random, salt[:]); err != nil {
		return nil, record.Digest{}, err
	}
	return record.Canonical(Wording{
		Schema: wordingSchema, Salt: hex.EncodeToString(salt[:]), Language: "en", Terms: Terms, Handbook: e.Framework.Title,
		Edition: e.Framework.Edition, Discipline: discipline.Name, Text: text,
	})
}

// Read gives what was asked about.
func (x Excerpt) Read() (Wording, error) {
	var w Wording
	if err := json.Unmarshal(x.Wording, &w); err != nil {
		return w, fmt.Errorf("stored wording of an excerpt: %w", err)
	}
	return w, nil
}
