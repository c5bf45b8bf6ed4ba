package certificate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// SharePrefix begins the secret of every share link.
const SharePrefix = "testamur_p_"

const (
	shareLife     = 30 * 24 * time.Hour // unless its maker says otherwise
	shareYears    = 1                   // at most
	maxShareLinks = 50                  // open ones of a certificate
	openingEvery  = time.Minute
)

// ShareLink lets whoever has its secret read a certificate, or some of its sections. The participant makes it: the text is
// about them, and theirs to show.
type ShareLink struct {
	record.Meta
	ShareFields
	CertificateID uuid.UUID
	VersionID     uuid.UUID     // the version that its maker chose from
	Hash          record.Digest // of its secret, which is shown once and not kept
	WithdrawnAt   time.Time
	Opened        int       // openings, not visitors: at most one a minute is counted
	OpenedAt      time.Time // the last one that was counted
}

// ShareFields is what a share link is made with.
type ShareFields struct {
	Sections  []uuid.UUID // nil: the whole text
	WithFile  bool        // the PDF may be downloaded, which holds the whole text
	ExpiresAt time.Time   // zero asks for thirty days
}

// ShareFilter narrows a list of share links; zero fields do not.
type ShareFilter struct {
	Certificate uuid.UUID
	Person      uuid.UUID // whose certificate it is
	OpenAt      time.Time // neither withdrawn nor expired then
}

// Shared is what a share link shows to whoever opens it.
type Shared struct {
	Verdict  Verdict
	Sentence string
	Text     *SharedText // nil: the sentence is all that is shown
	Until    time.Time   // when the link ends
}

// SharedText is the text with the facts of the version in force.
type SharedText struct {
	Facts     Facts
	Code      Code
	VerifyURL string
	Sections  []ContentSection
	Whole     bool // otherwise sections that were chosen: the certificate has others
	Replaced  bool // the certificate was corrected since the link was made
	WithFile  bool // the PDF is shared, too
}

// checked gives the fields in normal form, or all that is wrong with them.
func (x ShareFields) checked(now time.Time, v Version) (ShareFields, error) {
	from, err := readProvenance(v.Provenance)
	if err != nil {
		return x, err
	}
	var f text.Form
	x.checkSections(&f, from)
	x.ExpiresAt = x.ExpiresAt.UTC().Truncate(time.Microsecond) // as it is kept
	if x.WithFile && x.Sections != nil {
		f.Refuse("/with_file", "not_allowed", "The PDF holds the whole text. Leave it out, or share the whole text.")
	}
	switch {
	case x.ExpiresAt.IsZero():
		x.ExpiresAt = now.Add(shareLife)
	case !x.ExpiresAt.After(now):
		f.Refuse("/expires_at", "past", "Give a time that is still to come.")
	case x.ExpiresAt.After(now.AddDate(shareYears, 0, 0)):
		f.Refuse("/expires_at", "too_late", "A link works for a year at most.")
	}
	return x, f.Err()
}

func (x ShareFields) checkSections(f *text.Form, from provenance) {
	if x.Sections != nil && len(x.Sections) == 0 {
		f.Refuse("/sections", "required", "Choose at least one section, or the whole text.")
	}
	for i, id := range x.Sections {
		known := slices.ContainsFunc(from.Sections, func(s provenanceSection) bool { return s.ID == id })
		switch {
		case !known:
			f.Refuse(pointer("sections", i), "unknown", "The certificate has no such section.")
		case slices.Contains(x.Sections[:i], id):
			f.Refuse(pointer("sections", i), "duplicate", "This section is named twice.")
		}
	}
}

// open says whether the link can be used.
func (l ShareLink) open(now time.Time) bool { return l.WithdrawnAt.IsZero() && now.Before(l.ExpiresAt) }

// counts says whether an opening now is one more: what is opened twice within a minute is mostly one visit.
func (l ShareLink) counts(now time.Time) bool { return now.Sub(l.OpenedAt) >= openingEvery }

// shown gives what the link shows of the version in force. made is the version that its maker chose from. A correction is
// shown, for what it replaced may not be true any more, but nobody else than the participant decides which of their text
// strangers read: of chosen sections those that still exist are shown, and none into which words of another moved.
func (l ShareLink) shown(made, inForce Version) ([]ContentSection, error) {
	chosen, _, err := l.divide(inForce)
	if err != nil || l.Sections == nil || made.ID == inForce.ID {
		return chosen, err
	}
	known, others, err := l.divide(made)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(chosen, func(s ContentSection) bool { return s.holdsAny(words(others), words(known)) }), nil
}

// holdsAny says whether one of the texts stands in the section, other than those that are known.
func (s ContentSection) holdsAny(texts, known []string) bool {
	all := strings.Join(s.Paragraphs(), "\n")
	return slices.ContainsFunc(texts, func(t string) bool { return !slices.Contains(known, t) && strings.Contains(all, t) })
}

// divide gives the sections of a version that the link names, and the others.
func (l ShareLink) divide(v Version) (chosen, others []ContentSection, err error) {
	content, err := readContent(v.Content)
	if err != nil {
		return nil, nil, err
	}
	from, err := readProvenance(v.Provenance)
	if err == nil && len(from.Sections) != len(content.Sections) {
		err = fmt.Errorf("version %s has %d sections and the provenance of %d", v.ID, len(content.Sections), len(from.Sections))
	}
	if err != nil {
		return nil, nil, err
	}
	for i, s := range content.Sections {
		if l.Sections == nil || slices.Contains(l.Sections, from.Sections[i].ID) {
			chosen = append(chosen, s)
		} else {
			others = append(others, s)
		}
	}
	return chosen, others, nil
}

func words(sections []ContentSection) []string {
	var out []string
	for _, s := range sections {
		out = append(out, s.Paragraphs()...)
	}
	return out
}
