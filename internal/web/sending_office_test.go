package web_test

import (
	"strings"
	"time"
)

// administers has an administrator sign in.
func (s *sender) administers() { s.t.Helper(); s.comes("Ada Lovelace", "ada@office.example", true) }

func sendProgrammes(s *sender) {
	s.administers()
	s.sends("/programmes/new", "/programmes", "Add the programme", "The programme is there.", follows("Add a programme"), types("Name of the programme", "Coaching"))
	s.sends("/programmes/:id/cohorts/new", "", "Add the cohort", "The cohort is there.", follows("Add a cohort"), types("Name of the cohort", "2016"), types("First day", "2016-01-11"))
	path := "/programmes/" + s.w.enrolment.ProgrammeID.String()
	s.sends("/programmes/:id/settings", path, "Keep the settings", "“Certificate of leadership”", follows("Settings"),
		types("Title", "Certificate of leadership"), picks("Before a certificate is issued", "2"), s.attaches("logo.png", stroke(s.t)))
	s.sends("/programmes/:id/staff", path, "Add to the staff", "They are staff of this programme now.", types("Add somebody to the staff", "karsten@example.org"))
	s.sends("/programmes/:id/staff/:person/remove", "", "Remove Karsten Ehms from the staff", "They are no longer staff of this programme.")
	s.sends("/programmes/:id/archive", "", "Archive this programme", "The programme is archived.")
	s.sends("/programmes/:id/archive", "", "Restore this programme", "The programme is taken out of the archive.")
	s.w.later(6 * time.Minute)
	s.Open("/tokens")
	s.Press("Prove that it is you")
	s.Says("You have neither password nor passkey.")
	s.comes("Bela Administrator", "bela@office.example", true)
	s.sends("/account/password", "", "Set password", "Your password is set.", types("New password", goodPassword))
	s.w.later(6 * time.Minute)
	s.sends("/account/proof", "/tokens", "Prove that it is me", "Make a token", follows("Prove that it is you"), types("Password", goodPassword))
	s.sends("/tokens", "", "Make 1 token", "only time", types("Name", "LMS"), picks("What it may do", "Does what staff do"), types("Last day", "2016-01-31"))
	s.w.later(6 * time.Minute)
	s.sends("/account/proof", "/tokens", "Prove that it is me", "stops working at once", follows("Revoke LMS"), follows("Prove that it is you"), types("Password", goodPassword))
	s.sends("/tokens/:id/revoke", "", "Revoke this token", "That token works no longer.")
}

func sendThemes(s *sender) {
	s.administers()
	path := "/programmes/" + s.w.enrolment.ProgrammeID.String()
	s.sends("/programmes/:id/themes", path, "Add the theme", "The theme is in the catalogue.", follows("Themes"), types("Heading", "Persistence"), types("What to look at", "Where did she go on?"))
	s.sends("/programmes/:id/themes", "", "Add the theme", "Boundary crossing", types("Heading", "Boundary crossing"))
	s.sends("/themes/:id/move", "", "Move Boundary crossing up", "The catalogue is changed.")
	s.sends("/themes/:id", "", "Keep the theme", "Crossing boundaries", follows("Change Boundary crossing"), types("Heading", "Crossing boundaries"))
	s.sends("/themes/:id/archive", "", "Archive Persistence", "The catalogue is changed.")
	s.sends("/themes/:id/archive", "", "Restore Persistence", "Persistence")
	s.sends("/enrolments/:id/themes", "/enrolments/"+s.w.enrolment.ID.String(), "Add the theme", "Her harbour", follows("Themes of their own"), types("Heading", "Her harbour"))
	s.w.framed()
	s.sends("/themes/:id/disciplines", path+"/themes", "Keep the disciplines", "1 discipline", follows("Choose disciplines of Persistence"), chooses("Boundaries"))
}

func sendPeople(s *sender) {
	s.administers()
	s.sends("/account/password", "", "Set password", "Your password is set.", types("New password", goodPassword))
	s.asks("/people", "Find", "Nobody’s name or address contains “Nemo”.", types("Find somebody", "Nemo"))
	s.asks("/events", "Show these", "Nothing was done that fits.", types("To", "2015-12-13"))
	s.sends("/people/new", "/people", "Add the person", "The person is kept.", follows("Add a person"), types("Name", "Zoë Ng"), types("E-mail address", "zoe@example.org"))
	s.sends("/people/:id", "", "Keep the person", "Zoë Ngo", types("Name", "Zoë Ngo"))
	s.sends("/people/:id/invite", "", "Invite Zoë Ngo", "An invitation is on its way.")
	person, _, _ := strings.Cut(s.Path(), "?")
	s.w.later(6 * time.Minute)
	s.sends("/account/proof", person, "Prove that it is me", "has not signed in yet", follows("Prove that it is you"), types("Password", goodPassword))
	s.sends("/people/:id/account", "", "Disable the account", "Disabled since")
	s.sends("/people/:id/account", "", "Enable the account", "Invited, and has not signed in yet.")
}

func sendParticipants(s *sender) {
	s.administers()
	cohort := s.w.cohortPath()
	s.sends("/cohorts/:id/enrol", cohort, "Enrol 1 participant", "They are enrolled.", follows("Enrol a participant"), chooses("They are not known here yet"), types("Name", "Ana Reis"))
	s.sends("/enrolments/:id/assessors", "", "Add 1 assessor", "They are assessor of this participant now.", follows("Ana Reis"), types("Name or e-mail address", "karsten@example.org"))
	s.sends("/assignments/:id", "", "Keep the day", "14 December 2015", follows("Change the day on which the feedback of Karsten Ehms is due"), types("Feedback is due on", "2015-12-14"))
	s.sends("/assignments/:id/end", "", "End the assignment of Karsten Ehms", "That assignment has ended.")
	s.sends("/enrolments/:id/edit", "", "Keep the enrolment", "It is kept.", follows("Cohort, kind of leader, scale"), picks("Kind of leader", "systems convener"), types("At what scale they work", "a region"))
	s.sends("/enrolments/:id/certificate", "", "Begin the certificate", "A first composition is there")
	s.sends("/enrolments/:id/state", cohort, "Keep where they stand", "Where they stand is kept.", follows("Olga Vtorushina"), picks("Enrolment", "Gets no certificate"))
}

func sendMeetings(s *sender) {
	s.administers()
	s.sends("/cohorts/:id/meetings/new", s.w.cohortPath(), "Add 1 person", "Nora Guest", follows("Meetings"), follows("Add a meeting"),
		picks("What it is for", "Panel"), types("Day", "2015-12-14"), chooses("They are not known here yet"), types("Name", "Nora Guest"))
	s.sends("/cohorts/:id/meetings/new", "", "Add the meeting", "The meeting is kept.")
	s.sends("/meetings/:id/edit", "", "Keep the meeting", "13 December 2015", follows("Change the meeting"), types("Day", "2015-12-13"), chooses("Olga Vtorushina"))
	s.sends("/meetings/:id/notes", "", "Keep the note", "yours alone", types("Add a note", "She asks first."))
	s.sends("/notes/:id", "", "Keep the note", "shared with all who see this meeting", follows("Change it, or share it"), chooses("Share it with all who see this meeting"))
	s.sends("/notes/:id", "", "Keep the note", "yours alone", follows("Change it, or take it back"), clears("Share it with all who see this meeting"))
	s.sends("/notes/:id/delete", "", "Delete 1 note", "Your note is deleted.", follows("Delete it"))
	s.sends("/meetings/:id/archive", "", "Archive it", "The meeting is archived.")
	s.sends("/meetings/:id/archive", "", "Take it out of the archive", "The meeting is taken out of the archive.")
}

func sendCohorts(s *sender) {
	s.w.fill(1)
	s.administers()
	cohort := s.w.cohortPath()
	s.sends("/cohorts/:id/edit", cohort, "Keep the cohort", "The cohort is kept.", follows("Change name and days"), types("Last day", "2015-12-20"))
	s.sends("/cohorts/:id/state", "", "Move the cohort", "The cohort has moved on.", follows("Move the cohort on"), picks("State", "Assessing"))
	s.sends("/cohorts/:id/assign", cohort+"/work", "Add 1 assessor", "Take off", follows("Choose assessors"), types("Name or e-mail address", "Beverly"),
		follows("Add 1 assessor"), chooses("Beverly Wenger-Trayner"))
	s.sends("/cohorts/:id/assign", "", "Take off Beverly Wenger-Trayner", "Nobody is named yet.")
	s.sends("/cohorts/:id/assign", "", "Add 1 assessor", "Nora New", chooses("They are not known here yet"), types("Name", "Nora New"))
	s.sends("/cohorts/:id/assign", "", "See who gets whom", "nothing has happened yet")
	s.sends("/operations/:id/cancel", "", "Drop the look ahead", "That look ahead is dropped.", follows("Drop this look ahead"))
	s.sends("/cohorts/:id/import", cohort, "See what would happen", "Ana Reis", follows("Enrol people from a file"), s.attaches("people.csv", []byte("name,email\nAna Reis,ana@example.org\n")))
	s.sends("/operations/:id/confirm", "", "Enrol 1 participant", "Look again")
	s.w.operations.Work(s.t.Context())
	s.Press("Look again")
	s.Says("1 participant is enrolled")
}

func sendWork(s *sender) {
	s.w.composed(1)
	s.administers()
	cohort := s.w.cohortPath()
	s.sends("/cohorts/:id/work", cohort, "See what would happen: Begin certificates", "Begin 2 certificates?", follows("Work on all participants"))
	s.sends("/operations/:id/confirm", "", "Begin 2 certificates", "Look again")
	s.sends("/operations/:id/cancel", "", "Stop the work", "It was stopped before it was over.", follows("Stop the work"))
	s.sends("/operations/:id/again", "", "See what is left to do", "nothing has happened yet")
	s.sends("/operations/:id/confirm", "", "Begin 2 certificates", "Look again")
	s.w.operations.Work(s.t.Context())
	s.Press("Look again")
	s.Says("2 certificates are begun")
	s.sends("/cohorts/:id/work", cohort+"?step=send", "Send all for signing", "Send 2 certificates for signing?")
}
