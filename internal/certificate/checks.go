package certificate

import (
	"cmp"
	"context"
	"slices"

	"testamur/internal/access"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// Finding is something in a certificate that its editor should look at before it is sent, and where.
type Finding struct {
	Kind     FindingKind
	Severity Severity
	Pointer  string // RFC 6901, into the certificate as the API shows it
	Message  string // for the editor
	Detail   string // what was found there, such as the other spelling; or ""

	Certificate uuid.UUID // of a repeated text: where else it stands; or Nil
	Feedback    uuid.UUID // likewise
	Theme       uuid.UUID // of what several assessors wrote: on what; or Nil
}

// FindingKind says what was found.
type FindingKind string

// The kinds of findings.
const (
	NameDiffers  FindingKind = "name_differs"    // from the person's
	NameSpelling FindingKind = "name_spelling"   // in the text, of anybody who has to do with the certificate
	Placeholder  FindingKind = "placeholder"     // left in
	Repeated     FindingKind = "repeated_text"   // from another participant
	NoSource     FindingKind = "no_source"       // names whose words a passage draws on
	EmptySection FindingKind = "empty_section"   // a heading with nothing under it
	Unfinished   FindingKind = "unfinished_text" // at the end of a section

	UnsettledTheme FindingKind = "unsettled_theme" // assessors differ, and nobody says how that was settled
)

// Severity says whether a finding stands in the way of sending.
type Severity string

// A warning stands in nobody's way; sending refuses what is blocking.
const (
	SeverityWarning  Severity = "warning"
	SeverityBlocking Severity = "blocking"
)

// Surroundings is what a composition is checked against.
type Surroundings struct {
	Language    string          // BCP 47, of the programme's certificates
	Participant access.Person   // whose certificate it is
	Others      []access.Person // its assessors and signatories
	Repeats     []Repeat        // of the composition's sentences

	Writings []programme.Writing // that it can draw on, or does
}

// Repeat is a sentence of the composition that stands in the text of another participant of the programme as well.
type Repeat struct {
	Sentence    record.Digest // as SentenceDigests gives it
	Certificate uuid.UUID     // where it stands, or Nil
	Feedback    uuid.UUID     // likewise
}

// Checks gives what the editor of a certificate should look at before sending, what blocks first. Fails as NotFound.
func (s *Service) Checks(ctx context.Context, a access.Actor, id uuid.UUID) ([]Finding, error) {
	c, err := s.load(ctx, a, access.OpListChecks, id)
	if err != nil {
		return nil, err
	}
	around, err := s.Store.Surroundings(ctx, c)
	if err != nil {
		return nil, err
	}
	if around.Writings, err = s.Store.SourceWritings(ctx, c.EnrolmentID, c.sources()); err != nil {
		return nil, err
	}
	return c.Check(around), nil
}

// Check gives what the editor should look at: what blocks first, then kind by kind in the order of the text.
func (c Certificate) Check(around Surroundings) []Finding {
	findings := slices.Concat(
		c.placeholders(around.Language), c.emptySections(), c.differingName(around.Participant), c.spellings(around),
		c.repeats(around.Repeats), c.unsourced(), c.unsettled(around.Writings), c.unfinished(),
	)
	rank := map[Severity]int{SeverityBlocking: 0, SeverityWarning: 1}
	slices.SortStableFunc(findings, func(a, b Finding) int { return cmp.Compare(rank[a.Severity], rank[b.Severity]) })
	return findings
}

// spot is one text of a certificate and where it stands.
type spot struct {
	pointer string
	text    string
	of      spotKind
}

type spotKind int

const (
	inTitle spotKind = iota
	inName           // somebody's
	inHeading
	inPassage
	inFunction // what somebody is, and where
)

// spots gives all texts of the certificate in order; those that are empty are left out.
func (c Certificate) spots() []spot {
	out := []spot{{"/title", c.Title, inTitle}, {"/name", c.Name, inName}}
	for i, section := range c.Sections {
		out = append(out, spot{pointer("sections", i, "heading"), section.Heading, inHeading})
		for j, p := range section.Passages {
			out = append(out, spot{pointer("sections", i, "passages", j, "text"), p.Text, inPassage})
		}
	}
	for i, s := range c.Signatories {
		out = append(out, spot{pointer("signatories", i, "name"), s.Name, inName},
			spot{pointer("signatories", i, "title"), s.Title, inFunction}, spot{pointer("signatories", i, "organisation"), s.Organisation, inFunction})
	}
	return slices.DeleteFunc(out, func(s spot) bool { return s.text == "" })
}

// unsourced gives the warnings of the composition as findings.
func (c Certificate) unsourced() []Finding {
	var out []Finding
	for _, w := range c.Warnings() {
		out = append(out, Finding{Kind: FindingKind(w.Reason), Severity: SeverityWarning, Pointer: w.Pointer, Message: w.Message})
	}
	return out
}

// emptySections gives what sending refuses as well.
func (c Certificate) emptySections() []Finding {
	var out []Finding
	for i, s := range c.Sections {
		if len(blocks(s.Passages)) == 0 {
			out = append(out, Finding{
				Kind: EmptySection, Severity: SeverityBlocking, Pointer: pointer("sections", i),
				Message: "This section has no text: write it or take it out.",
			})
		}
	}
	return out
}
