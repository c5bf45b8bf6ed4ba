package web_test

// sendExcerpts asks for a passage and shows it; Karsten agrees; then it is taken back.
func sendExcerpts(s *sender) {
	path := s.w.quotable()
	s.administers()
	s.asks(path, "Show passages", "Hearing others", picks("Discipline", "Voices"))
	s.asks(path+"?discipline=VOICES", "Go on with the chosen ones", "Who is asked", chooses("Hearing others"))
	s.sends("/editions/:id/excerpts/ask", "", "Ask them", "They are asked.")
	s.sends("/editions/:id/excerpts", path, "Show passages in the handbook", "The handbook shows the passages")
	s.sends("/l/:secret", "/l/"+s.w.invited(s.w.assessor, false), "Sign in as Karsten Ehms", "Your account")
	s.sends("/excerpts/:id", "/", "Keep my answers", "Your answers are kept.", follows("Say whether passages may be quoted in a handbook"), chooses("Yes, in these words"))
	s.comes("Stella Staff", "stella@office.example", true)
	s.sends("/editions/:id/excerpts/:excerpt/take-back", path, "Take it back for good", "The passage is taken back.", follows("Take back the passage under Voices"))
}
