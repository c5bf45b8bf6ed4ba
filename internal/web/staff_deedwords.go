package web

import (
	"fmt"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// foreseeing says on the page before a deed what will happen, and to whom.
type foreseeing struct {
	*Pages
	*deedPage
	c *gin.Context
	a access.Actor
}

func (f *foreseeing) say(format string, args ...any) {
	f.Lines = append(f.Lines, fmt.Sprintf(format, args...))
}

func (f *foreseeing) affects(name, text string) {
	f.Affected = append(f.Affected, affected{name, text})
}

// mails says that somebody gets a letter, or why not.
func (f *foreseeing) mails(id uuid.UUID, name, why string) error {
	who, err := f.Access.Person(f.c.Request.Context(), f.a, id)
	switch {
	case err != nil && fault.CodeOf(err) != fault.NotFound:
		return err
	case who.Email == "":
		f.affects(name, "has no e-mail address, so no letter goes to them")
	default:
		f.affects(name, "gets a letter at "+who.Email+": "+why)
	}
	return nil
}

func (f *foreseeing) send() error {
	found, err := f.findings(f.c, f.a, f.deedPage.desk)
	if err != nil {
		return err
	}
	for _, x := range found {
		if x.Blocks() {
			f.Blocked = append(f.Blocked, x)
		}
	}
	review, err := f.Certificates.Review(f.c.Request.Context(), f.a, f.ID)
	if err != nil {
		return err
	}
	if f.isReviewed() && !review.Current {
		return f.sendForReview()
	}
	f.say("The text is frozen as it stands. Changing it afterwards voids every signature.")
	f.Button = fmt.Sprintf("Send to %d signatories", len(f.Signatories))
	if len(f.Signatories) == 1 {
		f.Button = "Send to 1 signatory"
	}
	for _, s := range f.Signatories {
		if err := f.mails(s.PersonID, s.Name, "the text, and a link to sign it"); err != nil {
			return err
		}
	}
	return nil
}

// sendForReview is what sending means for a text that has still to pass the programme's review.
func (f *foreseeing) sendForReview() error {
	f.Title, f.Button = "Send for review, then for signing?", "Send for review"
	if err := f.reviewers(); err != nil {
		return err
	}
	var names []string
	for _, s := range f.Signatories {
		names = append(names, s.Name)
	}
	f.say("When nothing stands in the way any more, it goes out for signing by itself, to %s.", listed(names))
	return nil
}

// reviewAlone is a review after which staff decide.
func (f *foreseeing) reviewAlone() error {
	f.say("When nothing stands in the way any more, you can send exactly this text for signing. Nobody is asked to sign before.")
	found, err := f.findings(f.c, f.a, f.deedPage.desk)
	if err != nil {
		return err
	}
	f.Blocked = slices.DeleteFunc(found, func(x findingRow) bool { return !x.Blocks() })
	return f.reviewers()
}

func (f *foreseeing) deadline() error {
	for _, name := range f.Standing.WaitedFor {
		f.affects(name, "has not answered yet; no letter is sent about this")
	}
	f.say("Whoever says nothing until then has no objection. Reminding them says the new day.")
	return nil
}

// reviewers names those who are asked.
func (f *foreseeing) reviewers() error {
	f.say("This programme has the text checked before it is signed. Whoever says nothing in time has no objection.")
	if n := f.Programme.ReadBackDays; n > 0 {
		if err := f.readBack(n); err != nil {
			return err
		}
	}
	if n := f.Programme.ParticipantCheckDays; n > 0 {
		when := "the text about them, to check within " + days(n)
		if len(f.Affected) > 0 {
			when += ", once the assessors have answered"
		}
		if err := f.mails(f.PersonID, f.Person, when); err != nil {
			return err
		}
	}
	return nil
}

// readBack names the assessors whose words are used.
func (f *foreseeing) readBack(within int) error {
	sources, err := f.sources(f.c, f.a, f.ID)
	if err != nil {
		return err
	}
	if f.Corrects() {
		f.say("Of the assessors only those are asked whose passages read otherwise than in the version in force.")
	}
	seen := map[uuid.UUID]bool{}
	for _, theme := range sources.Voices {
		for _, v := range theme.Voices {
			if len(v.Drawn) == 0 || seen[v.Writing.AssessorID] {
				continue
			}
			seen[v.Writing.AssessorID] = true
			if err := f.mails(v.Writing.AssessorID, v.Assessor, "how their words are used, to agree to within "+days(within)); err != nil {
				return err
			}
		}
	}
	return nil
}

// remind names those who are waited for.
func (f *foreseeing) remind() error {
	if f.State == certificate.InReview {
		f.say("They get the link again; the one that they have stops working. Whoever was reminded within a day is passed over.")
		for _, name := range f.Standing.WaitedFor {
			f.affects(name, "has not answered yet")
		}
		return nil
	}
	f.say("They get the link again. It can be done once a day.")
	rows, err := f.signing(f.c, f.a, f.deedPage.desk)
	for _, s := range rows {
		if s.Answer.Decision != "" {
			continue
		}
		if err := f.mails(s.PersonID, s.Name, "a reminder, with a new link"); err != nil {
			return err
		}
	}
	return err
}

func (f *foreseeing) issue() error {
	f.say("The PDF is sealed and entered in the books under %s. From then on, anyone who has its code is told that it is valid.", f.Serial)
	f.say("What is issued is never changed. It can be corrected by another version, or revoked.")
	if f.Corrects() {
		f.say("The version that is in force now is replaced. Its code goes on answering, and says so.")
	}
	f.say("Nobody is mailed. %s can be given the file from the certificate’s page.", f.Person)
	rows, err := f.signing(f.c, f.a, f.deedPage.desk)
	for _, s := range rows {
		f.affects(s.Name, f.answered(s))
	}
	return err
}

// answered says what a signatory answered.
func (f *foreseeing) answered(s signatoryRow) string {
	if s.Answer.Decision == "" {
		return "has not answered"
	}
	return word(s.Answer.Decision) + " on " + f.Day(s.Answer.At)
}

func (f *foreseeing) revise() error {
	f.say("The text can be changed again. The links that were mailed stop working; everybody is asked anew when it is sent again.")
	return f.voids()
}

// voids names those whose answers are void.
func (f *foreseeing) voids() error {
	if f.State == certificate.InReview {
		f.say("The review ends, and every open remark with it.")
		for _, name := range f.Standing.WaitedFor {
			f.affects(name, "is not asked any more")
		}
		return nil
	}
	if f.State != certificate.Signing {
		return nil
	}
	rows, err := f.signing(f.c, f.a, f.deedPage.desk)
	for _, s := range rows {
		if s.Answer.Decision == "" {
			f.affects(s.Name, "is not asked any more")
			continue
		}
		f.affects(s.Name, f.answered(s)+": that answer is void")
	}
	return err
}

func (f *foreseeing) cancel() error {
	if f.Corrects() {
		f.Title, f.Button = "Give up the correction?", "Give up the correction"
		f.say("The version in force stays in force. What was changed since is lost.")
		return f.voids()
	}
	f.say("There will be no certificate from this composition. It is kept, and another can be begun.")
	return f.voids()
}

func (f *foreseeing) correct() error {
	f.say("The text can be changed again and goes the same way as before. The version in force stays in force until the new one is issued; then its code says that it was replaced.")
	if days := f.Programme.ReadBackDays + f.Programme.ParticipantCheckDays; days > 0 && f.Programme.CorrectionReview {
		f.say("Those whom it concerns are asked about the new text before it is signed.")
	}
	return nil
}

func (f *foreseeing) revoke() error {
	f.say("The certificate is taken back for good. Its code goes on answering, and says that it was revoked, with the reason.")
	if f.Corrects() {
		f.say("The correction that is being written is given up.")
	}
	f.affects(f.Person, "no longer holds a valid certificate; nobody is mailed about it")
	return nil
}

func (f *foreseeing) expire() error {
	f.say("From the day after, its code says that the certificate has expired, with the reason. The text stays as it is.")
	f.affects(f.Person, "holds a certificate that is valid until then; nobody is mailed about it")
	return nil
}
