package certificate

import (
	"context"
	"slices"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Naming is how somebody is printed below their signature.
type Naming struct {
	Name         string
	Title        string
	Organisation string
}

// confirm takes over how the signatory is to be printed, in the limits that staff have. Another spelling of the name is theirs
// to give; another name is staff's.
func (so *SignOff) confirm(f *text.Form, n *Naming) {
	if n == nil {
		return
	}
	named := so.Signatory
	named.Name = f.Line("/confirmed/name", n.Name, 200)
	named.Title = f.OptionalLine("/confirmed/title", n.Title, 200)
	named.Organisation = f.OptionalLine("/confirmed/organisation", n.Organisation, 200)
	if named.Name != "" && !respelled(so.Signatory.Name, named.Name) {
		f.Refuse("/confirmed/name", "another_name", "This is another name. Choose to suggest somebody else, or ask those who sent this to change the name.")
	}
	so.Signatory, so.Confirmed = named, true
}

// respelled says whether two names are spellings of one: of their letters, without accents and in any case, at most two
// differ, and no more than one of four.
func respelled(a, b string) bool {
	x, y := letters(a), letters(b)
	slips := distance(x, y)
	return slips <= 2 && 4*slips <= min(len(x), len(y))
}

func letters(name string) []rune {
	var b strings.Builder
	for _, w := range wordsOf(name) {
		b.WriteString(plain(w.text))
	}
	return []rune(b.String())
}

// confirmed renders the document anew when the signatory is to be printed otherwise than it says; reprinted tells whether that
// was so. It happens outside transactions, like all rendering.
func (s *Service) confirmed(ctx context.Context, c Certificate, v Version, so SignOff) (printed Version, reprinted bool, err error) {
	if slices.Contains(v.Signatories, so.Signatory) {
		return v, false, nil
	}
	missing, err := s.Press.Uncovered(v.Base.Layout, so.Signatory.Name, so.Signatory.Title, so.Signatory.Organisation)
	if err != nil {
		return v, false, err
	}
	if len(missing) > 0 {
		return v, false, fault.At("/confirmed/name", "uncovered_characters", "%s", uncovered(missing))
	}
	printed, err = s.replaced(ctx, c, renamed(v.Signatories, so.Signatory))
	return printed, err == nil, err
}

func renamed(signatories []Signatory, as Signatory) []Signatory {
	out := slices.Clone(signatories)
	for i := range out {
		if out[i].ID == as.ID {
			out[i] = as
		}
	}
	return out
}

// reprint makes the printed document that of the version.
func (v *Version) reprint(printed Version) {
	v.Signatories, v.Facts.Signatories, v.Base = printed.Signatories, printed.Facts.Signatories, printed.Base
}

// enterConfirmed records that the document was rendered anew, for a certificate at the revision for which it was.
func (s *Service) enterConfirmed(ctx context.Context, a access.Actor, c *Certificate, v Version, prepared prepared) error {
	if record.Match(prepared.certificate.Revision).Check(c.Revision) != nil {
		return errOvertaken()
	}
	c.Signatories = prepared.version.Signatories
	v.reprint(prepared.version)
	if err := s.Store.SaveVersion(ctx, v); err != nil {
		return err
	}
	return s.tellSigned(ctx, a, *c, v)
}

// tellSigned writes to those who have signed that others who sign changed: what they signed is the same.
func (s *Service) tellSigned(ctx context.Context, a access.Actor, c Certificate, v Version) error {
	answers, err := s.Store.SignOffs(ctx, v.ID)
	if err != nil {
		return err
	}
	counted := latest(answers)
	for _, x := range v.Signatories {
		if counted[x.ID].Decision != Approved || a.Is(x.PersonID) {
			continue
		}
		if err := s.post(ctx, access.LetterSignatoriesChanged, x.PersonID, map[string]string{"title": c.Title, "participant": c.Name}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) post(ctx context.Context, kind access.LetterKind, person uuid.UUID, data map[string]string) error {
	p, err := s.Store.People().Get(ctx, person)
	if err != nil {
		return err
	}
	return s.Guests.Tell(ctx, kind, p, data)
}
