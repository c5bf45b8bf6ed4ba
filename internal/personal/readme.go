package personal

import (
	"fmt"
	"time"

	"testamur/internal/access"
)

// readme tells whoever opens the archive what is in it and what is not.
func readme(p access.Person, institution, maker string, at time.Time) string {
	holder := "This installation of Testamur"
	if institution != "" {
		holder = institution
	}
	return fmt.Sprintf(readmeText, p.Name, at.Format(time.RFC3339), maker, holder)
}

const readmeText = `Personal data of %s

Made at %s by %s.
%s holds what is in this archive. A file or folder that is named here and missing
means that nothing of the kind is held. Times are UTC, as in RFC 3339. JSON and text
files are UTF-8.

person.json                 name, addresses, organisation, title, language
account.json                how you sign in: address, sessions with network address
                            and device, names of passkeys. No password, no key
enrolments/<n>-<cohort>/
  enrolment.json            cohort, programme, state
  project.md                the project as it stands
  project-history/          every state of the project's text that was kept
  log/                      the learning log, one file an entry
  certificates/             each certificate that was issued: the PDF, and a JSON file
                            with its serial number, verification code, digests and
                            the text that people signed
share-links.json            the links by which you showed your certificates, and how
                            often each was opened. Not the secrets: only their hashes
                            are kept
handbook-passages.json      passages of certificates that you were asked to have printed
                            in a handbook, in the words of then, and what you said
meetings.json               the sessions, coachings and panels that you took part in
meeting-notes.json          your notes on meetings, and those that others shared with
                            you; what you shared with nobody only when you asked
                            yourself
as-assessor/
  assignments.json          whom you were asked to assess, by enrolment id, with your
                            answer on conflicts of interest
  feedback.json             what you wrote, or confirmed as taken down, with every
                            submitted revision; drafts only when you asked yourself
reviews.json                what you were asked about texts before they were signed, and
                            what you said
as-signatory/
  sign-offs.json            your answers to certificates that you were asked to sign
  readings.json             which versions you opened to read, and when last
  signature-<n>.png         pictures of your signature
operations.json             what was planned or done to you with a whole cohort at once,
                            such as enrolling, and from what, until it is done
events.json                 what you did here, and what was done to your own records:
                            ids and codes
origins.json                the network addresses and devices that you acted from

What is not in here, and whom to ask

Feedback that others wrote about you is in here only as part of the certificates that
were issued to you. Drafts, feedback that no certificate released, assessors' notes and
certificates that were not issued are the unfinished work of those who write them. Of
other people there are ids and no names. Ask the institution that holds this data, by
the contact that its programme names, about anything that you miss here.
`
