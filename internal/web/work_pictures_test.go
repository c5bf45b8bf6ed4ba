package web_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"
)

func picturesOfWork(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	w.staff()
	camera.take("import", w.cohortPath()+"/import")
	camera.show("import-wrong", w.sends(w.cohortPath()+"/import", "", url.Values{"text": {"naming,email\nAna,ana@example.org"}}))
	file := "name;email;organisation;language;leader_kind\nAna Reis;ana@example.org;Hospital del Río;pt;sponsor\nBen Okafor;ben@;Example Energy;;\n;nobody@example.org;;;\nOlga Vtorushina;;;;\nKarsten Ehms;KARSTEN@example.org;Siemens;en;\nGita Haddad;gita@example.org;;en;chief\n"
	roster := w.ahead(w.sends(w.cohortPath()+"/import", file, url.Values{"invite": {"yes"}}))
	camera.take("import-plan", roster)
	camera.take("cancel-plan", roster+"/cancel")
	w.confirmed(roster)
	camera.take("import-done", roster)
	w.fill(21)
	camera.take("work", w.cohortPath()+"/work")
	camera.take("board-issue", w.cohortPath()+"?step=send")
	typed := url.Values{"assessor": {w.assessor.ID.String(), w.other.ID.String()}, "per_participant": {"2"}, "due_on": {"2016-01-31"}}
	typed.Set("do", "add")
	typed.Set("who", "Reis")
	camera.take("assign", w.cohortPath()+"/assign")
	camera.show("assign-choose", w.post(w.cohortPath()+"/assign", typed))
	typed.Del("do")
	camera.take("assign-plan", w.ahead(w.post(w.cohortPath()+"/assign", typed)))
	w.confirmed(w.planned("propose"))
	list, err := w.certificates.List(t.Context(), office, certificate.Filter{Cohort: w.enrolment.CohortID, State: certificate.Composing}, record.Page{Limit: 10})
	w.must(err)
	for _, c := range list.Items[:2] {
		_, err = w.certificates.PutSignatories(t.Context(), office, c.ID, record.Match(c.Revision), nil)
		w.must(err)
	}
	send := w.planned("send_for_signing")
	camera.take("send-plan", send)
	w.goes(w.post(send+"/confirm", url.Values{"mode": {"good_only"}}), send)
	camera.take("send-running", send)
	camera.take("send-cancel", send+"/cancel")
	_, err = w.programmes.ChangeEnrolment(t.Context(), office, list.Items[4].EnrolmentID, record.Any, func(f *programme.EnrolmentFields) { f.State = programme.Withdrawn })
	w.must(err)
	w.operations.Work(t.Context())
	camera.take("send-done", send)
	camera.take("work-after", w.cohortPath()+"/work")
	issue := w.planned("issue")
	camera.take("issue-nothing", issue)
	for _, c := range list.Items {
		c, err := w.certificates.Certificate(t.Context(), office, c.ID)
		w.must(err)
		if c.State != certificate.Signing {
			continue
		}
		v, err := w.certificates.Version(t.Context(), office, c.VersionID)
		w.must(err)
		answers, err := w.certificates.SignOffs(t.Context(), office, c.ID)
		w.must(err)
		for _, s := range c.Signatories[len(answers):] {
			w.answers(c, s, v, certificate.Approved)
		}
	}
	camera.take("issue-plan", w.planned("issue"))
}

func picturesOfMeetings(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	stella := w.staff()
	camera.take("meetings-empty", w.cohortPath()+"/meetings")
	w.fill(14)
	meeting := w.meets(w.assessor)
	for day := range 3 {
		w.post(w.cohortPath()+"/meetings/new", url.Values{"kind": {"coaching"}, "on": {fmt.Sprintf("2015-10-%02d", 12+day)}, "enrolment": {w.enrolment.ID.String()}, "present": {stella.ID.String()}})
	}
	camera.take("meetings", w.cohortPath()+"/meetings")
	camera.take("meeting-new", w.cohortPath()+"/meetings/new")
	camera.take("meeting-edit", meeting+"/edit")
	camera.show("meeting-stale", w.post(meeting+"/edit", url.Values{"revision": {"9"}, "kind": {"session"}, "on": {""}, "present": {w.other.ID.String()}}))
	w.post(meeting+"/notes", url.Values{"text": {"Her account of the spring convinced the guests.\n\nAsk Karsten for the example with the turbines."}})
	w.post(meeting+"/notes", url.Values{"text": {"Begin with the question that she asked the department."}, "shared": {"yes"}})
	camera.take("meeting", meeting)
	camera.take("enrolment-offers", "/enrolments/"+w.enrolment.ID.String())
	_, note, _ := strings.Cut(w.get(meeting).Body.String(), `href="/notes/`)
	note, _, _ = strings.Cut(note, `"`)
	camera.take("note", "/notes/"+note)
	camera.take("note-delete", "/notes/"+note+"/delete")
	seat := "/enrolments/" + w.enrolment.ID.String()
	w.post(seat+"/themes", url.Values{"heading": {"Building bridges"}, "guidance": {"Where did she bring people together?"}})
	camera.take("own-themes", seat+"/themes")
	camera.take("enrolment-edit", seat+"/edit")
}

func TestWorkPagesOfLongNamesFitANarrowPhone(t *testing.T) {
	w := newWorld(t)
	viewer := w.viewer(t)
	w.staff()
	_, err := w.programmes.ChangeProgramme(t.Context(), office, w.enrolment.ProgrammeID, record.Any, func(f *programme.Fields) { f.Name = longName })
	w.must(err)
	who := w.person(longName, "")
	_, err = w.programmes.Enrol(t.Context(), office, who.ID, programme.EnrolmentFields{CohortID: w.enrolment.CohortID})
	w.must(err)
	roster := w.ahead(w.sends(w.cohortPath()+"/import", "name,email,organisation\n"+longName+","+longName+","+longName+"\n", nil))
	plan := w.planned("propose")
	pages := map[string]*httptest.ResponseRecorder{}
	meeting := w.meets(who)
	for name, path := range map[string]string{
		"work": w.cohortPath() + "/work", "import": w.cohortPath() + "/import", "assign": w.cohortPath() + "/assign", "roster": roster, "plan": plan, "stop": plan + "/cancel",
		"meetings": w.cohortPath() + "/meetings", "meeting": meeting, "change": meeting + "/edit", "board": w.cohortPath(),
	} {
		pages[name] = w.get(path)
	}
	w.confirmed(plan)
	pages["done"] = w.get(plan)
	viewer.fit(pages)
}
