package web_test

func sendSpoken(s *sender) {
	s.administers()
	s.sends("/cohorts/:id/meetings/new", s.w.cohortPath()+"/meetings", "Add the meeting", "The meeting is kept.", follows("Add a meeting"), picks("What it is for", "Panel"), types("Day", "2015-12-14"))
	s.asks(s.Path(), "Take down what was said", "What they said", follows("Take down what was said"))
	s.sends("/spoken/new", "", "Keep as a draft", "It is kept as a draft.", picks("Who said it", "Karsten Ehms"), types("What they said", "She asks."))
	s.sends("/spoken/:id/edit", "", "Keep as a draft", "The new text is kept.", follows("Change it"), types("What they said", "She asks first."))
	s.sends("/spoken/:id/submit", "", "Submit it, and mail the link", "the link to confirm it is on its way")
	s.sends("/spoken/:id/mail", "", "Mail the link again", "A new link is on its way.")
	s.sends("/spoken/:id/take-back", "", "Withdraw 1 text", "Withdrawn: nobody quotes it", follows("Withdraw it"))
}

func sendPaper(s *sender) {
	c, _ := s.w.sent()
	s.administers()
	s.sends("/certificates/:id/paper/:signatory", "/certificates/"+c.ID.String(), "Record 1 signature", "The signature is recorded.",
		follows("Record a signature on paper of "+c.Signatories[0].Name), types("When they signed, and where the sheet is", "On 12 December."), s.attaches("signature.png", stroke(s.t)))
}

func sendErasing(s *sender) {
	s.administers()
	s.sends("/people/:id/erase", "/people/"+s.w.other.ID.String(), "Erase 1 person", "Everything held on them is erased.", follows("Erase them"), types("Type their name", s.w.other.Name))
}

func sendOwnNotes(s *sender) {
	own, _ := s.w.coached()
	s.sends("/l/:secret", "/l/"+s.w.invited(s.w.assessor, false), "Sign in as Karsten Ehms", "Your account")
	s.sends("/my-meetings/:id/notes", "/my-meetings/"+own.ID.String(), "Keep the note", "yours alone", types("Add a note", "She asks first."))
}

func sendOwnSignature(s *sender) {
	c := s.w.asksToSign(1)[0]
	s.sends("/l/:secret", "/l/"+s.w.invited(s.w.assessor, false), "Sign in as Karsten Ehms", "Your account")
	s.sends("/signing/:id/picture", "/signing/"+c.ID.String(), "Show my signature first", "Your picture is kept.", chooses("Yes, I sign this certificate"), chooses("Type it"))
}
