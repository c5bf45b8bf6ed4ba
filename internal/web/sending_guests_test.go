package web_test

import (
	"net/url"
	"strings"

	"testamur/internal/access"
)

func sendLinks(s *sender) {
	_, words := s.w.takenDown()
	s.sends("/l/:secret/code", "/l/"+words, "Send me a code", "Yes, these are my words")
	s.sends("/l/:secret/answer", "", "Yes, these are my words", "Thank you", types("Code", s.w.code()))
	_, check := s.w.reviewed()
	s.sends("/l/:secret/answer", "/l/"+check, "Send my answer", "Your answer was recorded.", unfolds("Remark on this passage"), chooses("This is wrong"),
		types("What is wrong, or why", "I led nobody."), chooses("Something should be otherwise"))
}

func sendSigning(s *sender) {
	all := s.w.asksToSign(3)
	secret := s.w.link(access.LetterSigning)
	s.sends("/l/:secret/code", "/l/"+secret, "I have read it: send me a code", "What is your answer?")
	s.sends("/l/:secret/picture", "", "Show my signature first", "Your picture is kept.", chooses("Yes, I sign this certificate"), chooses("Type it"), types("Type your name as you sign", "Karsten Ehms"))
	s.sends("/l/:secret/code", "", "Send me a new code", "A new code is on its way.", chooses("Upload a picture of it"), s.attaches("me.png", stroke(s.t)))
	s.sends("/l/:secret/answer", "", "Send my answer", "Thank you. You have signed.", types("Code", s.w.code()), chooses("No, I have none"))

	s.sends("/l/:secret", "/l/"+s.w.invited(s.w.assessor, false), "Sign in as Karsten Ehms", "Your account")
	for _, c := range all[:2] {
		s.Open("/signing")
		s.Press("Read it (PDF): the certificate of " + c.Name)
	}
	s.sends("/signing/:id", "/signing", "Send my answer", "Thank you", follows("Answer on its own: the certificate of "+all[0].Name), chooses("Yes, I sign this certificate"), chooses("No, I have none"))
	s.sends("/signing", "/signing", "Sign 1 certificate", "Thank you. You have signed.", chooses("The certificate of "+all[1].Name), chooses("I have no conflict of interest with any of them"))
	for i, c := range all {
		if n := s.w.signedBy(c); n != 1 {
			s.t.Errorf("certificate %d bears %d signatures", i+1, n)
		}
	}
}

func sendAccount(s *sender) {
	link, needed, err := s.w.accounts.FirstAdmin(s.t.Context(), "")
	s.w.must(err)
	if !needed {
		s.t.Fatal("there is an administrator already")
	}
	s.sends("/l/:secret", strings.TrimPrefix(link, publicURL), "Become the administrator", "Say who you are")
	s.sends("/account/address", "", "Keep name and address", "Your name and address are kept.", types("Name", "Ines Amaral"), types("E-mail address", "ines@example.org"))
	s.sends("/account/password", "", "Set password", "Your password is set.", types("New password", goodPassword))
	s.sends("/account/sign-out", "", "Sign out", "With your password")
	s.sends("/sign-in/password", "", "With your password: Sign in", "Ines Amaral", types("With your password: E-mail address", "ines@example.org"), types("Password", goodPassword))
	s.w.post("/sign-in/password", url.Values{"email": {"ines@example.org"}, "password": {goodPassword}}) // on another device
	s.sends("/account/sessions/:id/end", "/account", "End the session since", "That session has ended.")
	s.sends("/account/sign-out", "/account", "Sign out", "With a link in your mail")
	s.sends("/sign-in/link", "", "Mail me a link", "If there is an account for that address", types("With a link in your mail: E-mail address", "ines@example.org"))
	elsewhere := s.w.link(access.LetterSignIn)
	s.sends("/l/:secret", "/l/"+elsewhere, "Sign in as Ines Amaral", "Ines Amaral")
}

func sendStrangers(s *sender) {
	v, file := s.w.issuedFile()
	code := types("Verification code", v.Code.String())
	s.asks("/", "Verify the certificate", "still valid.", code)
	s.asks("/verify", "Check the code", "still valid.", code)
	s.asks("/v/00000-00000-00000-00000-00000", "Check the code", "still valid.", code)
	s.sends("/verify", "/verify", "Check the file", "still valid.", s.attaches("certificate.pdf", file))
	s.sends("/verify", "/verify", "Check the file", "This file differs from the one that was issued", s.attaches("altered.pdf", append(file, ' ')))
}
