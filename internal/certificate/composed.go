package certificate

import (
	"encoding/json"
	"fmt"
	"time"

	"testamur/internal/record"

	"github.com/google/uuid"
)

// provenance is where the passages came from, kept beside the content under a digest of its own.
type provenance struct {
	Schema   string              `json:"schema"`
	Text     string              `json:"text_digest"`
	Sections []provenanceSection `json:"sections"`
	Settled  []provenanceSettled `json:"settled,omitempty"`
}

type provenanceSettled struct {
	Theme    uuid.UUID     `json:"theme"`
	How      SettlementWay `json:"how"`
	Note     string        `json:"note,omitempty"`
	Writings []uuid.UUID   `json:"writings"`
	ByKey    string        `json:"by_key"`
	By       uuid.UUID     `json:"by,omitzero"`
	At       time.Time     `json:"at"`
}

type provenanceSection struct {
	ID       uuid.UUID           `json:"id"`
	Theme    uuid.UUID           `json:"theme,omitzero"`
	Heading  string              `json:"heading"`
	Passages []provenancePassage `json:"passages"`
}

type provenancePassage struct {
	ID      uuid.UUID          `json:"id"`
	Text    string             `json:"text"`
	RunsOn  bool               `json:"runs_on,omitempty"`
	Sources []provenanceSource `json:"sources"`
}

type provenanceSource struct {
	WritingID uuid.UUID `json:"writing"`
	Relation  Relation  `json:"relation"`
}

func (c Certificate) provenance(textDigest record.Digest) provenance {
	out := provenance{Schema: provenanceSchema, Text: textDigest.String(), Sections: []provenanceSection{}}
	for _, s := range c.Sections {
		section := provenanceSection{ID: s.ID, Theme: s.ThemeID, Heading: s.Heading, Passages: []provenancePassage{}}
		for _, p := range s.Passages {
			passage := provenancePassage{ID: p.ID, Text: p.Text, RunsOn: p.RunsOn, Sources: []provenanceSource{}}
			for _, source := range p.Sources {
				passage.Sources = append(passage.Sources, provenanceSource(source))
			}
			section.Passages = append(section.Passages, passage)
		}
		out.Sections = append(out.Sections, section)
	}
	for _, x := range c.Settlements {
		out.Settled = append(out.Settled, provenanceSettled{x.ThemeID, x.How, x.Note, x.Writings, x.By.Key, x.By.Person, x.At})
	}
	return out
}

// settlements gives back what the provenance says of how themes were settled.
func (p provenance) settlements() []Settlement {
	var out []Settlement
	for _, x := range p.Settled {
		out = append(out, Settlement{x.Theme, x.How, x.Note, x.Writings, Composer{x.ByKey, x.By}, x.At})
	}
	return out
}

// sections gives back the composition that the provenance was taken from.
func (p provenance) sections() []Section {
	var out []Section
	for _, s := range p.Sections {
		section := Section{ID: s.ID, ThemeID: s.Theme, Heading: s.Heading}
		for _, x := range s.Passages {
			passage := Passage{ID: x.ID, Text: x.Text, RunsOn: x.RunsOn}
			for _, source := range x.Sources {
				passage.Sources = append(passage.Sources, Source(source))
			}
			section.Passages = append(section.Passages, passage)
		}
		out = append(out, section)
	}
	return out
}

// readProvenance reads stored canonical bytes.
func readProvenance(b []byte) (provenance, error) {
	var p provenance
	if err := json.Unmarshal(b, &p); err != nil {
		return p, fmt.Errorf("stored provenance: %w", err)
	}
	return p, nil
}

// asIssued gives the certificate as it was composed for v, the version in force, with nothing of a correction.
func (c Certificate) asIssued(v Version) (Certificate, error) {
	if !v.ErasedAt.IsZero() {
		c.State, c.VersionID, c.CorrectionNote = Issued, v.ID, ""
		return c, nil
	}
	content, err := readContent(v.Content)
	if err != nil {
		return c, err
	}
	from, err := readProvenance(v.Provenance)
	if err != nil {
		return c, err
	}
	c.Fields = Fields{Title: content.Title, Name: content.Name, AwardDate: content.Awarded(), ExpiresOn: content.Expires()}
	c.Sections, c.Settlements, c.Signatories, c.Composers = from.sections(), from.settlements(), v.Signatories, v.Composers
	c.State, c.VersionID, c.CorrectionNote = Issued, v.ID, ""
	return c, nil
}

// Composition gives the sections of a version with the sources of their passages, as they were frozen; none when it was erased.
func (v Version) Composition() ([]Section, error) {
	if !v.ErasedAt.IsZero() {
		return nil, nil
	}
	from, err := readProvenance(v.Provenance)
	return from.sections(), err
}
