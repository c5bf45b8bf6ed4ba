package certificate

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"testamur/internal/civil"
	"testamur/internal/markup"
)

// The schemas that canonical JSON names itself by. A change of form gets a new number; old ones stay readable.
const (
	contentSchema    = "testamur.certificate/1"
	sealedSchema     = "testamur.version/1"
	provenanceSchema = "testamur.provenance/1"
)

// Content is exactly what people agree to: their answers are bound to its digest.
type Content struct {
	Schema    string           `json:"schema"`
	Salt      string           `json:"salt"` // 128 bits in hexadecimal, so that the digest of a guessed text proves nothing
	Language  string           `json:"language"`
	Title     string           `json:"title"`
	Name      string           `json:"name"`
	AwardDate string           `json:"award_date"`
	ExpiresOn string           `json:"expires_on,omitempty"`
	Sections  []ContentSection `json:"sections"`
}

// ContentSection is a heading and the blocks under it.
type ContentSection struct {
	Heading string  `json:"heading"`
	Blocks  []Block `json:"blocks"`
}

// Block is a paragraph or a list.
type Block struct {
	Kind  string  `json:"kind"` // "paragraph" or "list"
	Items [][]Run `json:"items"`
}

// Run is a stretch of text in one style.
type Run struct {
	Text     string `json:"text"`
	Emphasis bool   `json:"emphasis,omitempty"`
}

// freeze gives the content of the composition as it stands.
func (c Certificate) freeze(language string, salt [16]byte) Content {
	content := Content{
		Schema: contentSchema, Salt: hex.EncodeToString(salt[:]), Language: language,
		Title: c.Title, Name: c.Name, AwardDate: c.AwardDate.String(), ExpiresOn: c.ExpiresOn.String(),
	}
	for _, s := range c.Sections {
		content.Sections = append(content.Sections, ContentSection{Heading: s.Heading, Blocks: blocks(s.Passages)})
	}
	return content
}

// salt gives the salt with which the content was frozen.
func (c Content) salt() (salt [16]byte, err error) {
	b, err := hex.DecodeString(c.Salt)
	if err == nil && len(b) != len(salt) {
		err = fmt.Errorf("a salt of %d bytes", len(b))
	}
	copy(salt[:], b)
	return salt, err
}

// blocks turns passages into paragraphs and lists: each passage begins one, unless it runs on from the passage before.
func blocks(passages []Passage) []Block {
	var all []markup.Block
	for _, p := range passages {
		read := markup.Parse(p.Text)
		if len(all) > 0 && len(read) > 0 && p.RunsOn && !read[0].List {
			items := all[len(all)-1].Items
			items[len(items)-1] = items[len(items)-1].Join(read[0].Items[0])
			read = read[1:]
		}
		all = append(all, read...)
	}
	out := make([]Block, len(all))
	for i, b := range all {
		out[i] = blockOf(b)
	}
	return out
}

// blockOf gives a block in the form of the schema.
func blockOf(b markup.Block) Block {
	out := Block{Kind: "paragraph"}
	if b.List {
		out.Kind = "list"
	}
	for _, item := range b.Items {
		runs := make([]Run, len(item))
		for i, r := range item {
			runs[i] = Run(r)
		}
		out.Items = append(out.Items, runs)
	}
	return out
}

// readContent reads stored canonical bytes; a schema of a newer program is refused.
func readContent(b []byte) (Content, error) {
	var c Content
	if err := json.Unmarshal(b, &c); err != nil {
		return c, fmt.Errorf("stored content: %w", err)
	}
	if c.Schema != contentSchema {
		return c, fmt.Errorf("stored content has the unknown schema %q", c.Schema)
	}
	return c, nil
}

// Text gives all words of the content, for checks.
func (c Content) Text() string {
	var b strings.Builder
	for _, s := range append([]string{c.Title, c.Name}, c.words()...) {
		b.WriteString(s)
		b.WriteByte('\n')
	}
	return b.String()
}

func (c Content) words() []string {
	var out []string
	for _, s := range c.Sections {
		out = append(out, s.Heading)
		for _, block := range s.Blocks {
			for _, item := range block.Items {
				for _, run := range item {
					out = append(out, run.Text)
				}
			}
		}
	}
	return out
}

// Paragraphs gives the words under the heading without their style, a text for each paragraph and each item of a list.
func (s ContentSection) Paragraphs() []string {
	out := []string{}
	for _, block := range s.Blocks {
		for _, item := range block.Items {
			var b strings.Builder
			for _, run := range item {
				b.WriteString(run.Text)
			}
			out = append(out, b.String())
		}
	}
	return out
}

// Expires gives the last day of validity that is printed, or none.
func (c Content) Expires() civil.Date {
	d, err := civil.Parse(c.ExpiresOn)
	if err != nil {
		return civil.Date{}
	}
	return d
}

// Awarded gives the award date.
func (c Content) Awarded() civil.Date {
	d, err := civil.Parse(c.AwardDate)
	if err != nil {
		return civil.Date{}
	}
	return d
}
