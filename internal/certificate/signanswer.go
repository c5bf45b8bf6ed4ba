package certificate

import (
	"context"
	"regexp"
	"slices"
	"strconv"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Answer is what a signatory says of the text that is out for signing.
type Answer struct {
	SignatoryID   uuid.UUID
	Decision      Decision
	Reason        string // required but for an approval without a conflict of interest
	Pointer       string // of a change that is asked for: what it is about, in the content; may be empty
	Suggested     Suggestion
	Conflict      programme.Conflict // required of who approves in person; a declared one makes the answer a refusal
	Confirmed     *Naming            // how the signatory is to be printed; nil: as it stands
	TextDigest    record.Digest
	SignatureFile uuid.UUID // picture to stand in the signature's place, or Nil
	Code          string    // that was mailed to a guest at the moment of signing
}

// answered makes an answer what is recorded, or says why it cannot be. An approval is refused while the answer of somebody
// else pauses signing.
func (s *Service) answered(ctx context.Context, a access.Actor, v Version, answer Answer) (SignOff, error) {
	signatory, err := v.signatory(answer.SignatoryID)
	if err != nil {
		return SignOff{}, err
	}
	if err := s.maySign(a, v, signatory); err != nil {
		return SignOff{}, err
	}
	if answer.TextDigest != v.TextDigest {
		return SignOff{}, fault.New(fault.Conflict, "text_changed", "This answer is for another text than the one that is out for signing. Read it again.")
	}
	before, err := s.Store.SignOffs(ctx, v.ID)
	if err != nil {
		return SignOff{}, err
	}
	if last, ok := latest(before)[signatory.ID]; ok && last.Decision == Approved {
		return SignOff{}, fault.New(fault.Conflict, "already_signed", "%s has signed this text already.", signatory.Name)
	}
	so := SignOff{
		ID: s.NewID(), VersionID: v.ID, SignatoryID: signatory.ID, Signatory: signatory, TextDigest: v.TextDigest,
		SignatureFile: answer.SignatureFile, Recorder: a.Recorded(), At: s.Now(),
	}
	if err := so.fill(v, answer, a.Is(signatory.PersonID)); err != nil {
		return SignOff{}, err
	}
	others := slices.DeleteFunc(before, func(o SignOff) bool { return o.SignatoryID == signatory.ID })
	if _, paused := v.pause(others); paused && so.Decision == Approved {
		return SignOff{}, errPaused()
	}
	so.Signature, err = s.signature(ctx, a, answer.SignatureFile)
	return so, err
}

// fill takes over what the answer says, checked; inPerson says that the signatory gives it.
func (so *SignOff) fill(v Version, answer Answer, inPerson bool) error {
	var f text.Form
	so.Decision = text.OneOf(&f, "/decision", answer.Decision, Approved, Declined, ChangeRequested, Suggested)
	so.Reason = f.OptionalProse("/reason", answer.Reason, 2000)
	so.conflict(&f, answer, inPerson)
	if so.Decision != Approved && so.Reason == "" {
		f.Refuse("/reason", "required", whyMissing[so.Decision])
	}
	switch so.Decision {
	case Approved:
		so.confirm(&f, answer.Confirmed)
	case ChangeRequested:
		if so.Pointer = answer.Pointer; so.Pointer != "" && !v.has(so.Pointer) {
			f.Refuse("/pointer", "unknown", "The text has no such place.")
		}
	case Suggested:
		so.Suggested = answer.Suggested.checked(&f)
	case Declined:
	}
	return f.Err()
}

var whyMissing = map[Decision]string{
	Declined:        "Say why, so that the text can be mended.",
	ChangeRequested: "Say what should change.",
	Suggested:       "Say why somebody else should sign.",
}

// conflict takes over what the signatory says of conflicts of interest. One that is declared makes any answer a refusal.
func (so *SignOff) conflict(f *text.Form, answer Answer, inPerson bool) {
	if answer.Conflict == "" {
		if inPerson && so.Decision == Approved {
			f.Refuse("/conflict", "required", "Say whether you have a conflict of interest.")
		}
		return
	}
	so.Conflict = text.OneOf(f, "/conflict", answer.Conflict, programme.ConflictNone, programme.ConflictDeclared)
	if so.Conflict == programme.ConflictDeclared {
		so.Decision = Declined
	}
}

// checked gives a suggestion in normal form: it names somebody, or gives an address.
func (x Suggestion) checked(f *text.Form) Suggestion {
	x.Name = f.OptionalLine("/suggested/name", x.Name, 200)
	x.Email = f.Email("/suggested/email", x.Email)
	if x == (Suggestion{}) {
		f.Refuse("/suggested/name", "required", "Say who should sign instead.")
	}
	return x
}

var contentPlace = regexp.MustCompile(`^/(?:title|name|award_date|sections/(\d{1,4})(?:/(?:heading|blocks/(\d{1,6})))?)$`)

// has says whether the content of the version has the place.
func (v Version) has(place string) bool {
	m := contentPlace.FindStringSubmatch(place)
	if m == nil {
		return false
	}
	content, err := readContent(v.Content)
	if err != nil || m[1] == "" {
		return err == nil
	}
	section, err := strconv.Atoi(m[1])
	if err != nil || section >= len(content.Sections) || m[2] == "" {
		return err == nil && section < len(content.Sections)
	}
	block, err := strconv.Atoi(m[2])
	return err == nil && block < len(content.Sections[section].Blocks)
}
