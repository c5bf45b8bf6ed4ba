package web_test

func sendFrameworks(s *sender) {
	s.administers()
	s.sends("/frameworks/new", "/frameworks", "Add the framework", "The framework is there.", follows("Add a framework"), types("Name", "Coaching"), types("Code", "COACH"), types("Language", "en"))
	s.sends("/frameworks/:id/editions", "", "Begin its first edition", "The draft is begun.")
	edition := s.Path()[:len("/editions/")+36]
	s.sends("/editions/:id/front", "", "Keep title and introduction", "A handbook of coaching", follows("Change title and introduction"), types("Title of the handbook", "A handbook of coaching"))
	s.sends("/editions/:id/new-group", "", "Add the group", "Listening", follows("Add a group"), types("Name", "Listening"), types("Code", "LISTENING"))
	s.sends("/editions/:id/groups/:code", "", "Keep the group", "Listening well", follows("Change the group Listening"), types("Name", "Listening well"))
	s.sends("/editions/:id/new-discipline", "", "Add the discipline", "Silence", follows("Add a discipline to Listening well"), types("Name", "Silence"), types("Code", "SILENCE"))
	s.sends("/editions/:id/disciplines/:code", "", "Keep the discipline", "When is it kind?", follows("Change Silence"), types("Its question", "When is it kind?"))
	s.sends("/editions/:id/import", edition, "Replace the draft", "The draft says what the file says.", follows("Read it from a file"), s.attaches("draft.yaml", s.Download(edition+"/file")))
	s.sends("/editions/:id/disciplines/:code/remove", "", "Remove the discipline", "No discipline yet.", follows("Change Silence"), follows("Remove this discipline"))
	s.sends("/editions/:id/groups/:code/remove", "", "Remove the group", "It has no groups of disciplines yet.", follows("Change the group Listening well"), follows("Remove this group"))
	s.sends("/editions/:id/delete", "", "Delete this draft", "The draft is deleted.", follows("Delete this draft"))
	s.sends("/frameworks/:id/edit", "/frameworks", "Rename the framework", "The framework has its new name.", follows("Rename Coaching"), types("Name", "Coaching well"))
	s.sends("/frameworks/:id/archive", "/frameworks", "Archive the framework", "The framework is archived.", follows("Archive Coaching well"))
	s.sends("/frameworks/:id/restore", "/frameworks", "Take it out of the archive: Coaching well", "The framework is taken out of the archive.")
}

func sendEditions(s *sender) {
	first := s.w.framed()
	s.w.linked("BOUNDARIES", "VOICES")
	s.w.secondEdition(first)
	s.administers()
	s.sends("/cohorts/:id/edition", s.w.cohortPath(), "Move 2015 to edition 2", "The cohort has this edition now.", follows("Edition of the framework"), follows("See what changes with edition 2"))
	s.sends("/programmes/:id/framework", "/programmes/"+s.w.enrolment.ProgrammeID.String(), "Keep the choice", "The framework of the programme is kept.",
		follows("Framework of disciplines"), chooses("Anyone may read the published editions as a handbook"))
	s.sends("/frameworks/:id/editions", "/frameworks", "Begin the next edition from the latest", "The draft is begun.")
	s.sends("/editions/:id/disciplines/:code", "", "Keep the discipline", "Hearing voices", follows("Change Voices"), types("Name", "Hearing voices"), chooses("Power"))
	s.sends("/editions/:id/submit", "", "Submit it for review", "It is in review")
	s.sends("/editions/:id/return", "", "Return it as a draft", "It is a draft again.")
	s.sends("/editions/:id/submit", "", "Submit it for review", "It is in review")
	s.sends("/editions/:id/publish", "", "Publish edition 3 for good", "The edition is published.", follows("Go on to publish"))
}
