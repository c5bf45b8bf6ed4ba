package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// office is a programme of default settings, with one member of its staff and the two assessors who sign what they assessed.
type office struct {
	*server
	t            *testing.T
	post         *mailbox
	staff        somebody
	panel        [2]somebody
	people       [2]object // the panel's
	theme        object
	cohort       object
	certificates map[string]object
}

// openOffice boots the program and lets everybody in.
func openOffice(t *testing.T) *office {
	m := newMachine(t, "TESTAMUR_PUBLIC_URL=https://certificates.example.org", "TESTAMUR_VERIFY_RATE=10000")
	o := &office{t: t, post: &mailbox{t: t, folder: filepath.Join(m.dir, "testamur-data", "mail"), read: map[string]bool{}}}
	printed := m.must("admin", "create", "--name", "Ines Amaral", "--email", "ines@example.org")
	o.server = m.serve()
	admin := o.arrives("ines@example.org", regexp.MustCompile(linkIn).FindString(printed))
	programme := admin.call(http.StatusCreated, "POST", "/v1/programmes", object{"name": "Social learning leadership"})
	o.theme = admin.call(http.StatusCreated, "POST", "/v1/themes", object{"programme_id": programme["id"], "heading": "Persistence"})
	var tomas object
	tomas, o.staff = admin.invites(o.post, "Tomáš Novák", "tomas@example.org")
	admin.call(http.StatusNoContent, "PUT", "/v1/programmes/"+programme.str("id")+"/staff/"+tomas.str("id"), nil)
	o.people[0], o.panel[0] = o.staff.invites(o.post, "Karl Assessor", "karl@example.org")
	o.people[1], o.panel[1] = o.staff.invites(o.post, "Maria Assessor", "maria@example.org")
	o.cohort = o.staff.call(http.StatusCreated, "POST", "/v1/cohorts", object{"programme_id": programme["id"], "name": "2026", "state": "assessing", "panel_on": "2026-12-14"})
	return o
}

// items gives all that a dry run names.
func (o *office) items(plan object) []object {
	o.t.Helper()
	return list(o.staff.call(http.StatusOK, "GET", "/v1/operations/"+plan.str("id")+"/items?limit=200", nil), "items")
}

func (o *office) inCohort(path string) string { return "/v1/cohorts/" + o.cohort.str("id") + path }

// imports makes a dry run of enrolling a roster.
func (o *office) imports(roster string) object {
	o.t.Helper()
	status, _, b := o.staff.send("POST", o.inCohort("/enrolment-imports"), map[string]string{"Content-Type": "text/csv"}, []byte(roster))
	var plan object
	if err := json.Unmarshal(b, &plan); err != nil || status != http.StatusCreated {
		o.t.Fatalf("%d %s: %v", status, b, err)
	}
	return plan
}

// plans makes a dry run for the whole cohort, and gives what it names.
func (o *office) plans(kind string, options object) (object, []object) {
	o.t.Helper()
	in := object{"kind": kind}
	if options != nil {
		in["options"] = options
	}
	plan := o.staff.call(http.StatusCreated, "POST", o.inCohort("/operations"), in)
	return plan, o.items(plan)
}

// confirms has a dry run done, to everybody.
func (o *office) confirms(plan object, want int) {
	o.t.Helper()
	at := "/v1/operations/" + plan.str("id")
	o.staff.proves()
	o.staff.call(http.StatusAccepted, "POST", at+"/confirm", object{"token": plan["token"]})
	waitForEnd(o.staff.caller, at)
	done := o.staff.call(http.StatusOK, "GET", at, nil)
	if n := object(done["items"].(map[string]any))["done"]; n != float64(want) {
		o.t.Fatalf("%s: %v of %d are done: %v", done["kind"], n, want, done)
	}
}

// assesses has both assessors write of everybody in the cohort.
func (o *office) assesses() {
	o.t.Helper()
	enrolments := list(o.staff.call(http.StatusOK, "GET", "/v1/enrolments?limit=200", nil), "items")
	for i, words := range []string{"asks the question that nobody else dares to ask.", "does not do it alone, and does not give up."} {
		for n, e := range enrolments {
			at := "/v1/enrolments/" + e.str("id") + "/feedback"
			draft := o.panel[i].call(http.StatusCreated, "POST", at, object{
				"assessor_id": o.people[i]["id"], "theme_id": o.theme["id"], "text": fmt.Sprintf("Number %d %s", n+1, words),
			})
			o.panel[i].call(http.StatusOK, "POST", "/v1/feedback/"+draft.str("id")+"/submit", nil, draft)
		}
	}
}

// look reads all certificates anew, and fails unless so many are in the state.
func (o *office) look(state string, want int) {
	o.t.Helper()
	o.certificates = map[string]object{}
	count := 0
	for _, c := range list(o.staff.call(http.StatusOK, "GET", "/v1/certificates?limit=200", nil), "items") {
		o.certificates[c.str("name")] = c
		if c.str("state") == state {
			count++
		}
	}
	if count != want {
		o.t.Fatalf("%d certificates are %s, not %d", count, state, want)
	}
}

// path gives where somebody's certificate is, and the certificate as it is now.
func (o *office) path(name string) (string, object) {
	o.t.Helper()
	at := "/v1/certificates/" + o.certificates[name].str("id")
	return at, o.staff.call(http.StatusOK, "GET", at, nil)
}

// signs has one of the panel open whatever they are asked to sign and have not answered, and sign all of it together. It gives
// the reasons of what was refused, by certificate.
func (o *office) signs(p somebody, want int) map[string]string {
	o.t.Helper()
	var open []object
	for _, r := range list(p.call(http.StatusOK, "GET", "/v1/signing-requests", nil), "items") {
		if r["answered"] != nil {
			continue
		}
		if status, _, b := p.send("GET", "/v1/versions/"+r.str("version_id")+"/document", nil, nil); status != http.StatusOK {
			o.t.Fatalf("%s cannot read it: %d %s", p.email, status, b)
		}
		open = append(open, object{"certificate_id": r["certificate_id"], "text_digest": r["text_digest"]})
	}
	p.proves()
	refused := map[string]string{}
	answered := p.call(http.StatusOK, "POST", "/v1/sign-offs", object{"certificates": open, "conflict": "none"})
	for _, result := range list(answered, "items") {
		if result["signed"] != true {
			refused[result.str("certificate_id")] = result.str("reason")
		}
	}
	if n := len(open) - len(refused); n != want {
		o.t.Fatalf("%s signed %d, not %d: %v", p.email, n, want, refused)
	}
	return refused
}

// rewords writes another text over the first passage.
func (o *office) rewords(name, text string) {
	o.t.Helper()
	at, c := o.path(name)
	var sections []object
	for i, s := range list(c, "sections") {
		var passages []object
		for j, p := range list(s, "passages") {
			passage := object{"id": p["id"], "text": p["text"]}
			if i+j == 0 {
				passage["text"] = text
			}
			passages = append(passages, passage)
		}
		sections = append(sections, object{"id": s["id"], "heading": s["heading"], "passages": passages})
	}
	o.staff.call(http.StatusOK, "PUT", at+"/sections", object{"sections": sections}, c)
}

// sends sends one certificate for signing, and has its participant check it first.
func (o *office) sends(name, email string) {
	o.t.Helper()
	at, c := o.path(name)
	o.staff.call(http.StatusOK, "POST", at+"/send-for-signing", nil, c)
	o.checksByLink(email)
	if _, c = o.path(name); c["state"] != "signing" {
		o.t.Fatalf("%s is %v", name, c["state"])
	}
}

func (o *office) checksByLink(email string) {
	caller{server: o.server}.checksByLink(o.post, email)
}

// issues issues one certificate, and gives its version.
func (o *office) issues(name string) object {
	o.t.Helper()
	at, c := o.path(name)
	o.staff.proves()
	return o.version(o.staff.call(http.StatusOK, "POST", at+"/issue", nil, c))
}

func (o *office) version(c object) object {
	o.t.Helper()
	return o.staff.call(http.StatusOK, "GET", "/v1/versions/"+c.str("issued_version_id"), nil)
}

// archive gives all files of the cohort by name.
func (o *office) archive() map[string][]byte {
	o.t.Helper()
	_, _, b := o.staff.send("GET", o.inCohort("/certificates.zip"), nil, nil)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		o.t.Fatalf("an archive of %d bytes: %v", len(b), err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			o.t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			o.t.Fatal(err)
		}
	}
	return files
}

// tells compares what is recorded of a certificate, in its order, with what happened.
func (o *office) tells(name string, happened ...string) {
	o.t.Helper()
	at := "/v1/events?limit=200&object_id=" + o.certificates[name].str("id")
	var recorded []string
	for _, e := range list(o.staff.call(http.StatusOK, "GET", at, nil), "items") {
		recorded = append(recorded, e.str("operation"))
	}
	if !slices.Equal(recorded, happened) {
		o.t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(recorded, " "), strings.Join(happened, " "))
	}
}
