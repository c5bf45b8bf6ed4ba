package certificate

import (
	"fmt"
	"slices"
	"time"

	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// sendable says what is still missing before the certificate can be sent for signing, and which of its findings stand in
// the way; language is that of the programme's certificates.
func (c Certificate) sendable(language string) error {
	if c.State != Composing && c.State != InReview {
		return c.refuseState("sent for signing")
	}
	var f text.Form
	c.checkText(&f, language)
	if len(c.Signatories) == 0 {
		f.Refuse("/signatories", "no_signatory", "Name at least one signatory.")
	}
	return f.Err()
}

// reviewable says what is still missing before people are asked about the text.
func (c Certificate) reviewable(language string) error {
	var f text.Form
	c.checkText(&f, language)
	return f.Err()
}

func (c Certificate) checkText(f *text.Form, language string) {
	if c.AwardDate.IsZero() {
		f.Refuse("/award_date", "required", "Set the award date.")
	}
	if len(c.Sections) == 0 {
		f.Refuse("/sections", "no_section", "Write at least one section.")
	}
	for i, s := range c.Sections {
		if s.Heading == "" {
			f.Refuse(pointer("sections", i, "heading"), "required", "Give this section a heading.")
		}
	}
	for _, found := range slices.Concat(c.emptySections(), c.placeholders(language)) {
		if found.Severity == SeverityBlocking {
			f.Refuse(found.Pointer, string(found.Kind), found.Message)
		}
	}
}

// awardable refuses a certificate to somebody whose enrolment is not running or came to another end.
func awardable(state programme.EnrolmentState) error {
	if state != programme.Active && state != programme.Completed {
		return fault.New(fault.Conflict, "enrolment_state", "An enrolment that is %s gets no certificate.", state)
	}
	return nil
}

func (c Certificate) refuseState(what string) error {
	return fault.New(fault.Conflict, "certificate_state", "A certificate that is %s cannot be %s.", c.State, what)
}

// checked gives the fields in normal form.
func (x Fields) checked() (Fields, error) {
	var f text.Form
	x.Title = f.Line("/title", x.Title, 200)
	x.Name = f.Line("/name", x.Name, 200)
	if !x.ExpiresOn.IsZero() && !x.ExpiresOn.After(x.AwardDate) {
		f.Refuse("/expires_on", "order", "A certificate expires after its award date.")
	}
	return x, f.Err()
}

// checkedSignatories gives the signatories in normal form.
func checkedSignatories(signatories []Signatory) ([]Signatory, error) {
	var f text.Form
	if len(signatories) > programme.MaxSignatories {
		return nil, fault.At("/signatories", "too_many", "At most %d people sign a certificate.", programme.MaxSignatories)
	}
	people := map[uuid.UUID]bool{}
	for i := range signatories {
		s := &signatories[i]
		s.Name = f.Line(pointer("signatories", i, "name"), s.Name, 200)
		s.Title = f.OptionalLine(pointer("signatories", i, "title"), s.Title, 200)
		s.Organisation = f.OptionalLine(pointer("signatories", i, "organisation"), s.Organisation, 200)
		if people[s.PersonID] {
			f.Refuse(pointer("signatories", i, "person_id"), "duplicate", "This person is named twice.")
		}
		people[s.PersonID] = true
	}
	return signatories, f.Err()
}

// latest gives the answer that counts of each signatory.
func latest(answers []SignOff) map[uuid.UUID]SignOff {
	out := map[uuid.UUID]SignOff{}
	for _, a := range answers {
		if before, ok := out[a.SignatoryID]; !ok || !a.At.Before(before.At) {
			out[a.SignatoryID] = a
		}
	}
	return out
}

// issuable says whether the answers allow the version to be issued: enough approvals of exactly this text, no refusal
// standing, and at least one approval that did not come from those who composed.
func (v Version) issuable(answers []SignOff) error {
	if p, paused := v.pause(answers); paused {
		return p.standsInTheWay()
	}
	counted, approvals, independent := latest(answers), 0, false
	for _, s := range v.Signatories {
		a, ok := counted[s.ID]
		if ok && a.TextDigest == v.TextDigest && a.Decision == Approved {
			approvals++
			independent = independent || v.independent(a)
		}
	}
	if needed := v.needed(); approvals < needed {
		return fault.New(fault.Conflict, "sign_offs_missing", "%d of %d needed signatures are there.", approvals, needed)
	}
	if !independent {
		return fault.New(fault.Conflict, "not_independent", "Everyone who composed this also recorded every signature. At least one must come from somebody else.")
	}
	return nil
}

func (so SignOff) standsInTheWay() error {
	did := "declined to sign"
	if so.Decision == ChangeRequested {
		did = "asked for a change"
	}
	return fault.New(fault.Conflict, string(so.Decision), "%s %s. Revise the text, replace the signatory or cancel.", so.Signatory.Name, did)
}

// needed is how many approvals the version needs.
func (v Version) needed() int { return Needed(v.RequiredSignOffs, len(v.Signatories)) }

// Needed is how many approvals a certificate needs whose programme asks for so many, 0 for all: never more than there are
// signatories, never none.
func Needed(required, signatories int) int {
	if required == 0 || required > signatories {
		return max(1, signatories)
	}
	return required
}

// independent says whether a sign-off came from another hand than those that composed: neither its recorder nor its
// signatory is one of them.
func (v Version) independent(a SignOff) bool {
	for _, c := range v.Composers {
		if c.Key == a.Recorder.Key() || a.Recorder.Is(c.Person) {
			return false
		}
		if c.Person != uuid.Nil && c.Person == a.Signatory.PersonID {
			return false
		}
	}
	return true
}

// issuing says whether an issue holds the version at now.
func (v Version) issuing(now time.Time) bool { return now.Before(v.IssuingUntil) }

func errIssuing() error {
	return fault.New(fault.Conflict, "in_progress", "This certificate is just being issued. Look again in a moment.")
}

// signatory finds one of the version's signatories.
func (v Version) signatory(id uuid.UUID) (Signatory, error) {
	for _, s := range v.Signatories {
		if s.ID == id {
			return s, nil
		}
	}
	return Signatory{}, fault.At("/signatory_id", "unknown", "This is not a signatory of the certificate.")
}

// SerialNumber writes "SLL-2015-0007".
func SerialNumber(prefix string, year, number int) string {
	return fmt.Sprintf("%s-%04d-%04d", prefix, year, number)
}

// PrintedSerial is the serial number as it stands on a version: with its number when it is not the first.
func PrintedSerial(serial string, version int) string {
	if version < 2 {
		return serial
	}
	return fmt.Sprintf("%s/%d", serial, version)
}
