package web_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store/storetest"
)

// fill gives the cohort participants who have come differently far.
func (w *world) fill(n int) {
	w.t.Helper()
	ctx := w.t.Context()
	for i := range n {
		e, err := w.programmes.Enrol(ctx, office, w.person(fmt.Sprintf("%s %s", firstNames[i%len(firstNames)], lastNames[i/len(firstNames)%len(lastNames)]), "").ID,
			programme.EnrolmentFields{CohortID: w.enrolment.CohortID})
		w.must(err)
		if i%7 == 0 {
			continue
		}
		_, _, err = w.programmes.PutProject(ctx, office, e.ID, record.Any, programme.ProjectFields{Title: "Learning across depots", Context: "Fourteen depots repeat one another’s mistakes."})
		w.must(err)
		if i%7 == 1 {
			continue
		}
		for k, assessor := range []access.Person{w.assessor, w.other} {
			due := civil.Date{Year: 2015, Month: 12, Day: 10 + i%10}
			_, err := w.programmes.Assign(ctx, office, e.ID, assessor.ID, programme.AssignmentFields{DueOn: due})
			w.must(err)
			if i%7 > 2+k {
				fb, err := w.programmes.WriteFeedback(ctx, office, e.ID, assessor.ID, programme.FeedbackFields{Text: "She asks before she answers."})
				w.must(err)
				_, err = w.programmes.SubmitFeedback(ctx, office, fb.ID, record.Match(fb.Revision))
				w.must(err)
			}
		}
		if i%7 < 5 {
			continue
		}
		c, err := w.certificates.Propose(ctx, office, e.ID)
		w.must(err)
		if i%7 == 6 {
			w.sign(c)
		}
	}
}

// sign has a certificate go out for signing, and the first signatory sign it.
func (w *world) sign(c certificate.Certificate) {
	w.t.Helper()
	c, err := w.certificates.SendForSigning(w.t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	v, err := w.certificates.Version(w.t.Context(), office, c.VersionID)
	w.must(err)
	_, err = w.certificates.RecordSignOff(w.t.Context(), office, c.ID, certificate.Answer{SignatoryID: c.Signatories[0].ID, Decision: certificate.Approved, TextDigest: v.TextDigest})
	w.must(err)
}

var (
	firstNames = []string{"Ana", "Ben", "Chidi", "Dora", "Elif", "Femi", "Gita", "Hanna", "Ivo", "Jun", "Kaia", "Luis", "Mona", "Nils", "Olu", "Pia", "Quentin", "Rosa", "Sami", "Tove"}
	lastNames  = []string{"Reis", "Okafor", "Lindqvist", "Haddad", "Nguyen", "O’Brien", "Fernández", "Kowalska", "Yılmaz", "Abe", "van der Meer", "Silva", "Cohen", "Papadopoulou", "Singh", "Mbeki", "Larsen", "Novák", "Ito", "Costa", "Wang", "Dubois", "Rossi", "Schmidt", "Horvat"}
)

func picturesOfTheOffice(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.signIn("Ada Lovelace", true)
	programmePath, cohort := "/programmes/"+w.enrolment.ProgrammeID.String(), "/cohorts/"+w.enrolment.CohortID.String()
	for _, heading := range []string{"Persistence", "Boundary crossing", "Care for people"} {
		w.post(programmePath+"/themes", url.Values{"heading": {heading}, "guidance": {"What did you see? One example is better than three judgements."}})
	}
	w.fill(21)
	w.later(2 * 24 * time.Hour)
	_, err := w.programmes.Assign(t.Context(), office, w.enrolment.ID, w.person("Nora Late", "nora@example.org").ID, programme.AssignmentFields{DueOn: civil.Date{Year: 2015, Month: 12, Day: 1}})
	w.must(err)
	for name, path := range map[string]string{
		"home": "/", "programmes": "/programmes", "programme": programmePath, "settings": programmePath + "/settings", "themes": programmePath + "/themes",
		"board": cohort, "cohort-state": cohort + "/state", "cohort-new": programmePath + "/cohorts/new", "enrol": cohort + "/enrol",
		"enrolment": "/enrolments/" + w.enrolment.ID.String(), "people": "/people", "person": "/people/" + w.assessor.ID.String(), "events": "/events", "tokens": "/tokens",
	} {
		camera.take(name, path)
	}
	theme := "/themes/" + between(w.get(programmePath+"/themes").Body.String(), `href="/themes/`, `/`)
	camera.take("theme", theme)
	camera.take("theme-disciplines", theme+"/disciplines")
	camera.take("assignment", "/assignments/"+between(w.get("/enrolments/"+w.enrolment.ID.String()).Body.String(), `href="/assignments/`, `"`))
	camera.show("enrol-choose", w.post(cohort+"/enrol", url.Values{"who": {"Reis"}}))
	camera.show("settings-wrong", w.post(programmePath+"/settings", url.Values{"revision": {"1"}, "name": {""}, "language": {"xx-yy-zz"}, "time_zone": {"Mars"}, "serial_prefix": {"sll"}, "required_sign_offs": {"0"}, "layout": {"classic"}, "certificate_title": {"A"}}))
	camera.show("settings-stale", w.post(programmePath+"/settings", url.Values{"revision": {"7"}, "name": {"Another name"}, "language": {"en"}, "time_zone": {"UTC"}, "serial_prefix": {"SLL"}, "required_sign_offs": {"0"}, "layout": {"classic"}, "certificate_title": {"A"}}))
}

func picturesOfACertificate(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.staff()
	c, path := w.begun()
	c.Sections[0].Passages = append(c.Sections[0].Passages, certificate.Passage{Text: "She asked [name] before she answered."})
	c.Sections = append(c.Sections, certificate.Section{Heading: "Boundary crossing"})
	c, err := w.certificates.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
	w.must(err)
	camera.take("certificate-checks", path)
	camera.take("certificate-text", path+"/text")
	camera.take("certificate-signatories", path+"/signatories")
	camera.take("certificate-send-blocked", path+"/do/send")
	typed := w.form(path + "/text")
	typed.Set("revision", "1")
	typed.Set("sections-0-heading", "Typed by me")
	camera.show("certificate-stale", w.post(path+"/text", typed))
	c.Sections = c.Sections[:1]
	c.Sections[0].Passages = c.Sections[0].Passages[:1]
	c, err = w.certificates.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), c.Sections)
	w.must(err)
	camera.take("certificate-send", path+"/do/send")
	c, err = w.certificates.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	v, err := w.certificates.Version(t.Context(), office, c.VersionID)
	w.must(err)
	w.answers(c, c.Signatories[0], v, certificate.Approved)
	camera.take("certificate-signing", path)
	w.answers(c, c.Signatories[1], v, certificate.Declined)
	camera.take("certificate-paused", path)
	camera.take("certificate-revise", path+"/do/revise")
	w.answers(c, c.Signatories[1], v, certificate.Approved)
	camera.take("certificate-issue", path+"/do/issue")
	w.goes(w.post(path+"/do/issue", w.form(path+"/do/issue")), path+"?done=issued")
	camera.take("certificate-issued", path)
	camera.take("certificate-revoke", path+"/do/revoke")
}

func picturesOfAReview(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.staff()
	c, secret := w.reviewed()
	typed, passage := w.asked(secret)
	typed.Set("answer", "remarks")
	typed.Set("kind-"+passage, "leave_out")
	typed.Set("comment-"+passage, "My employer’s affair.")
	w.goes(w.post("/l/"+secret+"/answer", typed), "/l/"+secret)
	camera.take("certificate-review", "/certificates/"+c.ID.String())
}

// BenchmarkBoard shows a cohort of 500 participants.
func BenchmarkBoard(b *testing.B) {
	asked := storetest.Counted(b)
	w := newWorld(b)
	w.staff()
	w.fill(499)
	path := "/cohorts/" + w.enrolment.CohortID.String()
	size := 0
	for b.Loop() {
		size = w.get(path).Body.Len()
	}
	b.ReportMetric(float64(size), "bytes")
	b.ReportMetric(float64(asked.Of(func() { w.get(path) })), "statements")
}

func TestOfficePagesOfLongNamesFitANarrowPhone(t *testing.T) {
	w := newWorld(t)
	viewer := w.viewer(t)
	w.signIn("Ada Lovelace", true)
	programmePath, cohort, seat := "/programmes/"+w.enrolment.ProgrammeID.String(), "/cohorts/"+w.enrolment.CohortID.String(), "/enrolments/"+w.enrolment.ID.String()
	_, err := w.programmes.ChangeProgramme(t.Context(), office, w.enrolment.ProgrammeID, record.Any, func(f *programme.Fields) { f.Name, f.Institution = longName, longName })
	w.must(err)
	_, err = w.access.ChangePerson(t.Context(), office, w.enrolment.PersonID, record.Any, func(p *access.PersonFields) { p.Name, p.Organisation = longName, longName })
	w.must(err)
	_, err = w.access.ChangePerson(t.Context(), office, w.assessor.ID, record.Any, func(p *access.PersonFields) { p.Name = longName })
	w.must(err)
	w.post(programmePath+"/themes", url.Values{"heading": {longName}})
	w.fill(7)
	w.later(30 * 24 * time.Hour)
	pages := map[string]*httptest.ResponseRecorder{}
	for name, path := range map[string]string{
		"home": "/", "programmes": "/programmes", "programme": programmePath, "settings": programmePath + "/settings", "themes": programmePath + "/themes",
		"board": cohort, "state": cohort + "/state", "enrol": cohort + "/enrol", "enrolment": seat, "people": "/people", "events": "/events", "tokens": "/tokens",
		"person": "/people/" + w.enrolment.PersonID.String(),
	} {
		pages[name] = w.get(path)
	}
	_, made := w.begun()
	for name, below := range map[string]string{"certificate": "", "text": "/text", "signatories": "/signatories", "facts": "/facts", "send": "/do/send", "cancel": "/do/cancel"} {
		pages[name] = w.get(made + below)
	}
	pages["stale"] = w.post(programmePath+"/settings", url.Values{"revision": {"7"}, "name": {"Another"}})
	viewer.fit(pages)
}
