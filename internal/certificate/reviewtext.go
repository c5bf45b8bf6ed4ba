package certificate

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"

	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

const reviewSchema = "testamur.review/1"

// ReviewText is what somebody is asked about: the whole text, or the passages that draw on an assessor's words.
type ReviewText struct {
	Schema    string          `json:"schema"`
	Salt      string          `json:"salt"`
	Language  string          `json:"language"`
	Title     string          `json:"title,omitempty"` // of the whole text, as all before the sections
	Name      string          `json:"name,omitempty"`
	AwardDate string          `json:"award_date,omitempty"`
	ExpiresOn string          `json:"expires_on,omitempty"`
	Sections  []ReviewSection `json:"sections"`
}

// ReviewSection is a heading and the passages under it.
type ReviewSection struct {
	Heading  string          `json:"heading"`
	Passages []ReviewPassage `json:"passages"`
}

// ReviewPassage is a passage that somebody is asked about.
type ReviewPassage struct {
	ID      uuid.UUID   `json:"id"`
	Text    string      `json:"text"`
	Sources []uuid.UUID `json:"sources,omitempty"` // the assessor's own writings that it draws on
}

// whole gives the text as the participant checks it.
func (c Certificate) whole(language string) ReviewText {
	t := ReviewText{
		Schema: reviewSchema, Language: language, Title: c.Title, Name: c.Name,
		AwardDate: c.AwardDate.String(), ExpiresOn: c.ExpiresOn.String(), Sections: []ReviewSection{},
	}
	for _, s := range c.Sections {
		section := ReviewSection{Heading: s.Heading, Passages: []ReviewPassage{}}
		for _, p := range s.Passages {
			section.Passages = append(section.Passages, ReviewPassage{ID: p.ID, Text: p.Text})
		}
		t.Sections = append(t.Sections, section)
	}
	return t
}

// drawingOn gives the passages that draw on what the assessor wrote.
func drawingOn(sections []Section, writings []programme.Writing, assessor uuid.UUID, language string) ReviewText {
	theirs := map[uuid.UUID]bool{}
	for _, w := range writings {
		theirs[w.ID] = w.AssessorID == assessor
	}
	t := ReviewText{Schema: reviewSchema, Language: language, Sections: []ReviewSection{}}
	for _, s := range sections {
		section := ReviewSection{Heading: s.Heading}
		for _, p := range s.Passages {
			own := ReviewPassage{ID: p.ID, Text: p.Text}
			for _, source := range p.Sources {
				if theirs[source.WritingID] {
					own.Sources = append(own.Sources, source.WritingID)
				}
			}
			if len(own.Sources) > 0 {
				section.Passages = append(section.Passages, own)
			}
		}
		if len(section.Passages) > 0 {
			t.Sections = append(t.Sections, section)
		}
	}
	return t
}

// quoted gives the assessors on whose words the text draws, in the order in which they come.
func quoted(sections []Section, writings []programme.Writing) []uuid.UUID {
	author := map[uuid.UUID]uuid.UUID{}
	for _, w := range writings {
		author[w.ID] = w.AssessorID
	}
	var people []uuid.UUID
	for _, s := range sections {
		for _, p := range s.Passages {
			for _, source := range p.Sources {
				if who := author[source.WritingID]; who != uuid.Nil && !slices.Contains(people, who) {
					people = append(people, who)
				}
			}
		}
	}
	return people
}

// toReadBack gives the assessors who are to see how their words are used: all who are quoted, or of a correction those whose
// passages read otherwise than before, in the version in force. No text of a writing is looked at.
func toReadBack(sections, before []Section, writings []programme.Writing) []uuid.UUID {
	if before == nil {
		return quoted(sections, writings)
	}
	return slices.DeleteFunc(quoted(sections, writings), func(assessor uuid.UUID) bool {
		return drawingOn(sections, writings, assessor, "").same(drawingOn(before, writings, assessor, ""))
	})
}

// freeze gives the bytes that an answer is bound to, with a salt of their own.
func (t ReviewText) freeze(random io.Reader) ([]byte, record.Digest, error) {
	var salt [16]byte
	if _, err := io.ReadFull(random, salt[:]); err != nil {
		return nil, record.Digest{}, fmt.Errorf("salt: %w", err)
	}
	t.Salt = hex.EncodeToString(salt[:])
	return record.Canonical(t)
}

// readReviewText reads stored bytes; none are the empty text. A schema of a newer program is refused.
func readReviewText(b []byte) (ReviewText, error) {
	var t ReviewText
	if len(b) == 0 {
		return t, nil
	}
	if err := json.Unmarshal(b, &t); err != nil {
		return t, fmt.Errorf("stored text of a review: %w", err)
	}
	if t.Schema != reviewSchema {
		return t, fmt.Errorf("stored text of a review has the unknown schema %q", t.Schema)
	}
	return t, nil
}

// same says whether two texts read alike.
func (t ReviewText) same(o ReviewText) bool {
	t.Salt, o.Salt = "", ""
	return reflect.DeepEqual(t, o)
}

// passages gives the texts of all passages by their ids.
func (t ReviewText) passages() map[uuid.UUID]string {
	all := map[uuid.UUID]string{}
	for _, s := range t.Sections {
		for _, p := range s.Passages {
			all[p.ID] = p.Text
		}
	}
	return all
}

// passage finds a passage of a composition.
func (c *Certificate) passage(id uuid.UUID) *Passage {
	for i := range c.Sections {
		for j := range c.Sections[i].Passages {
			if p := &c.Sections[i].Passages[j]; p.ID == id {
				return p
			}
		}
	}
	return nil
}
