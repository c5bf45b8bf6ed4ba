package programme

import (
	"testamur/internal/framework"

	"github.com/google/uuid"
)

// Scope is whose evidence is counted: that of a programme, a cohort or an enrolment. One of them is set.
type Scope struct {
	Programme, Cohort, Enrolment uuid.UUID
	// Limited counts of the feedback only what this assessor wrote, and what is among Released.
	Limited  bool
	Assessor uuid.UUID
	Released []uuid.UUID
}

// EvidenceKind is what a piece of evidence is.
type EvidenceKind string

// The kinds: entries of learning logs that are not archived, and submitted feedback.
const (
	EvidenceLog      EvidenceKind = "log_entry"
	EvidenceFeedback EvidenceKind = "feedback"
)

// Evidence is how many texts of an enrolment name just these disciplines, themselves or through their theme.
type Evidence struct {
	Kind        EvidenceKind
	Enrolment   uuid.UUID
	Disciplines framework.Codes
	Count       int
}

// Amount is how much evidence there is.
type Amount struct {
	LogEntries   int
	Feedback     int
	Participants int // whose it is
}

// Covered is a discipline and the evidence that touches it. One text can touch several disciplines.
type Covered struct {
	framework.Named
	Group string // its name
	Amount
}

// Unplaced is evidence that names a code which does not stand for one discipline of the edition: it was split, or retired, or is
// of a later edition.
type Unplaced struct {
	Code   string
	Name   string          // as the latest edition that has it calls it; "" when none has
	Became framework.Codes // in the edition; none when it was retired
	Amount
}

// Coverage is which disciplines the evidence touches, and where it is silent.
type Coverage struct {
	Edition     framework.Edition // head; zero when there is none, and then no disciplines
	Disciplines []Covered         // all of the edition, in its order
	Unplaced    []Unplaced        // in the order of their codes
	All         Amount            // the evidence that there is, each text once
	Naming      Amount            // that names any discipline
	Enrolled    int               // participants, with evidence or without
}

// Silent gives the disciplines that no evidence touches.
func (c Coverage) Silent() []framework.Named {
	var out []framework.Named
	for _, d := range c.Disciplines {
		if d.LogEntries+d.Feedback == 0 {
			out = append(out, d.Named)
		}
	}
	return out
}

// tally adds evidence up.
type tally struct {
	Amount
	whose map[uuid.UUID]bool
}

func (t *tally) add(e Evidence) {
	if t.whose == nil {
		t.whose = map[uuid.UUID]bool{}
	}
	t.whose[e.Enrolment] = true
	t.Participants = len(t.whose)
	if e.Kind == EvidenceLog {
		t.LogEntries += e.Count
	} else {
		t.Feedback += e.Count
	}
}

// cover counts the evidence by the disciplines of an edition. A code of an earlier edition counts for what it became, where that is
// one discipline: nobody has said yet which part of a split one was meant.
func (c *Coverage) cover(evidence []Evidence, edition framework.Edition, meanings map[string]framework.Codes) {
	var all, naming tally
	placed, unplaced := map[string]*tally{}, map[string]*tally{}
	for _, e := range evidence {
		all.add(e)
		if e.Disciplines != "" {
			naming.add(e)
		}
		touched := map[*tally]bool{}
		for _, code := range e.Disciplines.List() {
			counts, key := unplaced, code
			if now := meanings[code].List(); len(now) == 1 {
				counts, key = placed, now[0]
			}
			if counts[key] == nil {
				counts[key] = &tally{}
			}
			touched[counts[key]] = true
		}
		for t := range touched {
			t.add(e)
		}
	}
	c.Edition, c.All, c.Naming = edition, all.Amount, naming.Amount
	c.list(edition, placed)
	c.listUnplaced(unplaced, meanings)
}

func (c *Coverage) list(edition framework.Edition, placed map[string]*tally) {
	for _, g := range edition.Groups {
		for _, d := range g.Disciplines {
			covered := Covered{Named: framework.Named{Code: d.Code, Name: d.Name}, Group: g.Name}
			if t := placed[d.Code]; t != nil {
				covered.Amount = t.Amount
			}
			c.Disciplines = append(c.Disciplines, covered)
		}
	}
}

func (c *Coverage) listUnplaced(unplaced map[string]*tally, meanings map[string]framework.Codes) {
	var codes framework.Codes
	for code := range unplaced {
		codes = codes.With(framework.CodesOf(code))
	}
	for _, code := range codes.List() {
		c.Unplaced = append(c.Unplaced, Unplaced{Code: code, Became: meanings[code], Amount: unplaced[code].Amount})
	}
}
