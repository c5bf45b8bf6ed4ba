package web_test

import (
	"time"

	"testamur/internal/programme"
	"testamur/internal/record"
)

func sendComposing(s *sender) {
	c, _, _ := s.w.desk()
	s.administers()
	path := "/certificates/" + c.ID.String()
	s.sends("/certificates/:id/facts", path, "Keep title, name and dates", "Title, name and dates are kept.", follows("Change title, name and dates"), types("Title", "Certificate of leadership"))
	s.sends("/certificates/:id/text", "", "Keep the text", "The text is kept.", follows("Change the text"), types("Heading", "A culture that learns"))
	s.sends("/certificates/:id/text", "", "Add a section", "Not kept yet.")
	s.sends("/certificates/:id/text", "", "Take the section out: 3", "Put it back")
	s.sends("/certificates/:id/voices/:theme", "", "Keep how it is settled: Persistence", "How you settle it is kept.",
		follows("See side by side where assessors differ"), picks("How do you settle it?", "Keep both"), types("Why", "Both are right."))
	s.sends("/certificates/:id/signatories", path, "Add 1 signatory", "It is not kept yet", follows("Change who signs"), chooses("They are not known here yet"), types("Or somebody new: Name", "Nora New"))
	s.sends("/certificates/:id/signatories", "", "Keep who signs", "Who signs is kept.")
}

// deed sends the form of what is done to a certificate as a whole, by the link of its page.
func (s *sender) deed(path, link, button, says string, steps ...step) {
	s.t.Helper()
	s.sends("/certificates/:id/do/:deed", path, button, says, append([]step{follows(link)}, steps...)...)
}

func sendDeeds(s *sender) {
	_, path := s.w.begun()
	s.administers()
	s.sends("/account/password", "", "Set password", "Your password is set.", types("New password", goodPassword))
	s.deed(path, "Send for signing", "Send to 2 signatories", "It is sent.")
	s.w.later(25 * time.Hour)
	s.deed(path, "Remind those who have not answered", "Remind them", "are reminded.")
	s.deed(path, "Take it back to revise the text", "Take it back", "The text can be changed again.")
	s.deed(path, "Send for signing", "Send to 2 signatories", "It is sent.")
	s.asks(path+"/changes", "Compare", "What changed", picks("From", "taken back before it was issued"), picks("To", "out for signing"))
	s.w.approves(path)
	s.sends("/account/proof", path, "Prove that it is me", "Issue the certificate?", follows("Issue the certificate"), follows("Prove that it is you"), types("Password", goodPassword))
	s.sends("/certificates/:id/do/:deed", "", "Issue 1 certificate", "The certificate is issued.")
	s.deed(path, "Correct the certificate", "Begin the correction", "The correction is begun.", picks("Why it is corrected", "name changed"))
	s.deed(path, "Give up the correction", "Give up the correction", "It is cancelled.")
	s.deed(path, "Set its last day", "Set the last day", "Its last day is set.", types("Last day on which it is valid", "2016-12-01"), picks("Reason", "Another reason"), types("What happened", "A year is enough."))
	s.deed(path, "Revoke the certificate", "Revoke 1 certificate", "The certificate is revoked.", picks("Reason", "issued in error"), types("What happened", "Another person was meant."))
}

func sendReviews(s *sender) {
	_, err := s.w.programmes.ChangeProgramme(s.t.Context(), office, s.w.enrolment.ProgrammeID, record.Any, func(f *programme.Fields) { f.ReadBackDays = 7 })
	s.w.must(err)
	_, path := s.w.begun()
	s.administers()
	s.deed(path, "Send for review, and decide afterwards", "Send for review", "It is sent for review.")
	s.deed(path, "Wait for answers until another day", "Move the last day", "The last day for answers is moved.", types("Last day for answers", "2015-12-30"))
	s.w.later(25 * time.Hour)
	s.deed(path, "Remind those who have not answered", "Remind them", "are reminded.")
	s.sends("/l/:secret", "/l/"+s.w.invited(s.w.assessor, false), "Sign in as Karsten Ehms", "Your account")
	s.sends("/reviews/:id/answer", "/", "Send my answer", "Your answer was recorded.", follows("See how your words on Olga Vtorushina are used"), unfolds("Remark on this passage"),
		chooses("Put it like this"), types("Your wording, for the whole passage", "She never gives up."), chooses("Something should be otherwise"))
	s.comes("Stella Staff", "stella@office.example", true)
	s.sends("/certificates/:id/remarks/:remark", path, "Take this wording", "The remark is settled.")
}

func sendAssessing(s *sender) {
	s.w.takenDown()
	s.sends("/l/:secret", "/l/"+s.w.invited(s.w.assessor, false), "Sign in as Karsten Ehms", "Your account")
	s.sends("/assessing/:id/conflict", "/assessing", "Answer, and go on to write", "Write as you would speak.", follows("Olga Vtorushina"), chooses("There is none"))
	s.sends("/assessing/:id/confirm", "", "These are my words", "You have confirmed these words.")
	s.sends("/assessing/:id/texts", "", "Change what was submitted", "Staff see it as it reads now.", unfolds("Change or withdraw it"), types("Your text", "She does not give up, ever."))
	s.sends("/assessing/:id/withdraw/:feedback", "", "Withdraw 1 text", "It is withdrawn.", follows("Withdraw it"))
	s.sends("/assessing/:id/texts", "", "Keep as a draft", "Your text is kept.", types("Anything else", "She asks before she answers."))
	s.sends("/assessing/:id/texts", "", "Keep as a draft", "Your draft is gone", types("Anything else", ""))
	s.sends("/assessing/:id/texts", "", "Keep as a draft", "Your text is kept.", types("Anything else", "She asks before she answers."))
	s.sends("/assessing/:id/submit", "", "Submit 1 text", "Submitted. Thank you", follows("Go on to submit"))
}

func sendYear(s *sender) {
	s.w.issued()
	s.sends("/l/:secret", "/l/"+s.w.invited(s.w.addressed(), false), "Sign in as Olga Vtorushina", "Your account")
	s.sends("/my-year/:id/project", "/my-year", "Keep your project", "Your project is kept.", follows("Change your project"), types("Title", "A title of hers"))
	s.sends("/my-year/:id/log/new", "", "Keep the entry", "It is in your learning log.", follows("Write an entry"), types("Day", "2015-12-01"), types("What happened", "I tried to listen."))
	s.sends("/log/:id", "", "Keep the entry", "I listened.", follows("Change the entry of 1 December 2015"), types("What happened", "I listened."))
	s.sends("/log/:id/archive", "", "Archive the entry of 1 December 2015", "The entry is archived.")
	s.sends("/log/:id/archive", "", "Restore the entry of 1 December 2015", "The entry is back in your learning log.", unfolds("Archived entries"))
	s.sends("/my-year/:id/share", "", "Make 1 link", "Copy the link now", follows("Make a link"), chooses("Only these sections:"), chooses("Persistence"), types("It works until the end of", "2016-01-31"))
	s.sends("/my-year/:id/unshare/:link", "", "Withdraw 1 link", "That link works no longer.", follows("I have copied it"), follows("Withdraw the link made"))
	s.sends("/my-data", "", "Keep the private address", "Your private address is kept.", follows("Your data, and a private address"), types("Private e-mail address", "olga@home.example"))
}
