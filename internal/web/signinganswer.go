package web

import (
	"errors"
	"net/http"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// askAgain shows the form of the answer, with what was typed.
func (s signing) askAgain(c *gin.Context, status int, page signingPage) error {
	page.Form.propose(map[string]string{
		"typed": page.Me.Name, "confirmed-name": page.Me.Name, "confirmed-title": page.Me.Title, "confirmed-organisation": page.Me.Organisation,
	})
	page.Title = "Your answer on the certificate of " + page.Request.Participant
	page.Script = "signing.js"
	return s.render(c, status, "signing_answer", page)
}

// take implements errand. Whoever sends the form twice is shown what was recorded, not that the code is used up.
func (s signing) take(c *gin.Context, l link) error {
	page, err := s.asked(c.Request.Context(), l)
	if settled(page, err) {
		return s.see(c, l.path(""))
	}
	if err != nil {
		return err
	}
	if err := s.readAnswer(c, l.guest, &page.Form); err != nil {
		return err
	}
	if s.incomplete(&page.Form); page.Mistaken() {
		return s.askAgain(c, http.StatusUnprocessableEntity, page)
	}
	_, err = s.Certificates.RecordSignOff(c.Request.Context(), l.guest, l.Object.ID, answerOf(page))
	if err == nil {
		return s.see(c, l.path(""))
	}
	now, failed := s.asked(c.Request.Context(), l)
	if settled(now, failed) || (failed == nil && now.Request.Answered != page.Request.Answered) {
		return s.see(c, l.path(""))
	}
	if !page.Form.blame(err, answerFields) {
		return err
	}
	if fault.ReasonOf(err) == textChanged {
		page.Form.Typed.Del("text") // from here on the form is about the text as it is now
		page.Form.Typed.Del("code")
		page.Form.refuse("code", "The code is used up. When you have read the document again, have a new one sent.")
	}
	s.note(c, err)
	return s.askAgain(c, statusAfter(err), page)
}

// answerFields says which field a refusal is about.
var answerFields = map[string]string{
	"code_wrong": "code", "code_void": "code", textChanged: "", "in_progress": "", "certificate_state": "", "paused": "",
}

const textChanged = "text_changed"

// incomplete notes what is missing before the code is used up by an answer that cannot be recorded.
func (s signing) incomplete(f *form) {
	if f.Value("decision") == "" {
		f.refuse("decision", "Choose what you answer.")
	}
	approves := f.Value("decision") == string(certificate.Approved)
	if approves && f.Value("conflict") == "" {
		f.refuse("conflict", "Say whether you have a conflict of interest.")
	}
	if f.Value("reason") == "" && (!approves || f.Value("conflict") == string(programme.ConflictDeclared)) && f.Value("decision") != "" {
		f.refuse("reason", whyMissing(f.Value("decision")))
	}
	if f.Value("code") == "" {
		f.refuse("code", "Type the code that was mailed to you.")
	}
}

func answerOf(page signingPage) certificate.Answer {
	answer := certificate.Answer{
		SignatoryID: page.Request.SignatoryID, Decision: certificate.Decision(page.Form.Value("decision")),
		Code: page.Form.Value("code"), TextDigest: digestOf(page.Form.Value("text")),
	}
	if answer.Decision == certificate.Suggested {
		answer.Suggested = certificate.Suggestion{Name: page.Form.Value("suggested-name"), Email: page.Form.Value("suggested-email")}
	}
	if answer.Decision == certificate.Approved {
		answer.Conflict = programme.Conflict(page.Form.Value("conflict"))
		answer.SignatureFile = idOf(page.Form.Value("picture"))
		answer.Confirmed = confirmedOn(page.Form)
	}
	if answer.Decision != certificate.Approved || answer.Conflict == programme.ConflictDeclared {
		answer.Reason = page.Form.Value("reason")
	}
	return answer
}

// confirmedOn gives how the signatory says that they are printed; nil when the form did not ask.
func confirmedOn(f form) *certificate.Naming {
	if !f.Typed.Has("confirmed-name") {
		return nil
	}
	return &certificate.Naming{Name: f.Value("confirmed-name"), Title: f.Value("confirmed-title"), Organisation: f.Value("confirmed-organisation")}
}

func whyMissing(decision string) string {
	switch certificate.Decision(decision) {
	case certificate.Approved:
		return "Say what your conflict of interest is."
	case certificate.ChangeRequested:
		return "Say what should change."
	case certificate.Suggested:
		return "Say why somebody else should sign."
	case certificate.Declined:
	}
	return "Say why, so that the text can be mended."
}

// digestOf gives the digest of the text that stood before the signatory. What is none belongs to no text.
func digestOf(s string) record.Digest {
	d, ok := record.ParseDigest(s)
	if !ok {
		return record.Digest{}
	}
	return d
}

func idOf(s string) uuid.UUID {
	id, err := uuid.Parse(s)
	if err != nil {
		return uuid.Nil
	}
	return id
}

// whatIsWrong gives the words for what a use case found wrong with one thing.
func whatIsWrong(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && len(e.Violations) > 0 {
		return e.Violations[0].Message
	}
	return messageOf(err)
}
