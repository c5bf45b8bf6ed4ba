package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"testamur/internal/keys"
	"testamur/internal/pades/judges"
	"testamur/internal/store/storetest"
)

// The whole way, as a new institution goes it: from an empty folder to a PDF that strangers verify, through the program
// and its API alone.
func TestFromAnEmptyFolderToAVerifiedPDF(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { walk(t) })
	t.Run("postgres", func(t *testing.T) {
		key := filepath.Join(t.TempDir(), "wrapping.key")
		if _, err := keys.MakeWrappingKey(key); err != nil {
			t.Fatal(err)
		}
		walk(t, "TESTAMUR_DATABASE_URL="+storetest.Postgres(t).URL, "TESTAMUR_KEY_FILE="+key)
	})
}

func walk(t *testing.T, vars ...string) {
	vars = append(vars, "TESTAMUR_PUBLIC_URL=https://certificates.example.org", "TESTAMUR_VERIFY_RATE=10000")
	s := newMachine(t, vars...).serve()
	j := journey{t: t, admin: s.as("admin"), office: s.as("staff"), anyone: caller{server: s}}
	j.setUp()
	j.assess()
	c := j.compose()
	c = j.sign(c)
	pdf := j.issue(c)

	t.Run("judges", func(t *testing.T) { j.judge(t, pdf) })
	t.Run("verification", func(t *testing.T) { j.verify(t, pdf) })
	t.Run("later changes", func(t *testing.T) { j.changeEverything(t, pdf) })
	t.Run("revocation", func(t *testing.T) { j.revoke(t, pdf) })
}

// journey is one walk through the API.
type journey struct {
	t                     *testing.T
	admin, office, anyone caller
	script                script
	programme, enrolment  object
	participant           object
	themes, people        map[string]object
	certificate, version  object
}

func (j *journey) setUp() {
	var err error
	if j.script, err = readScript(); err != nil {
		j.t.Fatal(err)
	}
	x := j.script
	j.programme = j.admin.call(http.StatusCreated, "POST", "/v1/programmes", object{
		"name": x.Programme.Name, "certificate_title": x.Programme.CertificateTitle, "serial_prefix": "SLL",
		"time_zone": x.Programme.TimeZone, "about": x.Programme.About, "institution": x.Institution, "participant_check_days": 0,
	})
	j.themes, j.people = map[string]object{}, map[string]object{}
	for i, theme := range x.Themes {
		j.themes[theme.Heading] = j.admin.call(http.StatusCreated, "POST", "/v1/themes", object{"programme_id": j.programme["id"], "heading": theme.Heading, "position": i})
	}
	for key, head := range x.People {
		in := object{"name": head.Name, "email": head.Email}
		if head.JobTitle != "" {
			in["job_title"], in["organisation"] = head.JobTitle, head.Organisation
		}
		j.people[key] = j.admin.call(http.StatusCreated, "POST", "/v1/people", in)
	}
	cohort := j.admin.call(http.StatusCreated, "POST", "/v1/cohorts", object{
		"programme_id": j.programme["id"], "name": x.Cohort.Name, "panel_on": x.Cohort.PanelOn, "state": "assessing",
	})
	j.participant = j.admin.call(http.StatusCreated, "POST", "/v1/people", object{"name": x.Participant[0].Name, "email": "olga@example.org"})
	j.enrolment = j.admin.call(http.StatusCreated, "POST", "/v1/enrolments", object{"cohort_id": cohort["id"], "person_id": j.participant["id"]})
}

// assess writes the project, and the feedback with a token of each assessor.
func (j *journey) assess() {
	x := j.script.Participant[0]
	at := "/v1/enrolments/" + j.enrolment.str("id")
	j.admin.call(http.StatusCreated, "PUT", at+"/project", object{"title": x.Project.Title, "context": x.Project.Context})
	for _, entry := range x.Log {
		j.admin.call(http.StatusCreated, "POST", at+"/log-entries", object{"on": entry.On, "text": entry.Text})
	}
	for _, fb := range x.Feedback {
		assessor := j.people[fb.Assessor]
		j.admin.call(http.StatusCreated, "POST", at+"/assignments", object{"assessor_id": assessor["id"], "due_on": "2015-12-14"})
		hand := j.admin.as("assessor", "--person", assessor.str("id"))
		draft := hand.call(http.StatusCreated, "POST", at+"/feedback", object{
			"assessor_id": assessor["id"], "theme_id": j.themes[fb.Theme]["id"], "text": fb.Text,
		})
		hand.call(http.StatusOK, "POST", "/v1/feedback/"+draft.str("id")+"/submit", nil, draft)
	}
}

// compose proposes, and rewords one heading as an editor would.
func (j *journey) compose() object {
	c := j.admin.call(http.StatusCreated, "POST", "/v1/enrolments/"+j.enrolment.str("id")+"/certificate", nil)
	var sections []object
	for _, s := range list(c, "sections") {
		section := object{"id": s["id"], "heading": s["heading"]}
		if s["theme_id"] != nil {
			section["theme_id"] = s["theme_id"]
		}
		var passages []object
		for _, p := range list(s, "passages") {
			var sources []any
			for _, source := range list(p, "sources") {
				if source["relation"] != "verbatim" {
					j.t.Errorf("a proposed passage is %v", source["relation"])
				}
				sources = append(sources, source["writing_id"])
			}
			passages = append(passages, object{"id": p["id"], "text": p["text"], "sources": sources})
		}
		section["passages"] = passages
		sections = append(sections, section)
	}
	if len(sections) != 5 {
		j.t.Fatalf("%d sections were proposed, want the project and four themes", len(sections))
	}
	at := "/v1/certificates/" + c.str("id")
	c = j.admin.call(http.StatusOK, "PUT", at+"/sections", object{"sections": sections}, c)
	var signatories []object
	for _, key := range j.script.Participant[0].Signatories {
		signatories = append(signatories, object{"person_id": j.people[key]["id"]})
	}
	return j.admin.call(http.StatusOK, "PUT", at+"/signatories", object{"signatories": signatories}, c)
}

// list gives the objects of a list.
func list(o object, name string) []object {
	var out []object
	items, _ := o[name].([]any)
	for _, item := range items {
		m, _ := item.(map[string]any)
		out = append(out, m)
	}
	return out
}

func signaturePicture(t *testing.T) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 300, 90))
	for x := 20; x < 280; x++ {
		for y := range 6 {
			img.SetNRGBA(x, 40+y+(x*x/97)%23, color.NRGBA{R: 20, G: 30, B: 120, A: 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sign sends for signing; the office records what the signatories answered, one of them with a drawn signature.
func (j *journey) sign(c object) object {
	at := "/v1/certificates/" + c.str("id")
	c = j.admin.call(http.StatusOK, "POST", at+"/send-for-signing", nil, c)
	status, _, b := j.office.send("POST", "/v1/files?purpose=signature&name=karsten.png", map[string]string{"Content-Type": "image/png"}, signaturePicture(j.t))
	if status != http.StatusCreated {
		j.t.Fatalf("upload: %d %s", status, b)
	}
	var file object
	if err := json.Unmarshal(b, &file); err != nil {
		j.t.Fatal(err)
	}
	for i, s := range list(c, "signatories") {
		answer := object{"signatory_id": s["id"], "decision": "approved", "conflict": "none", "text_digest": c["text_digest"]}
		if i == 1 {
			answer["signature_file_id"] = file["id"]
		}
		j.office.call(http.StatusCreated, "POST", at+"/sign-offs", answer)
	}
	return j.admin.call(http.StatusOK, "GET", at, nil)
}

func (j *journey) issue(c object) []byte {
	at := "/v1/certificates/" + c.str("id")
	j.certificate = j.admin.call(http.StatusOK, "POST", at+"/issue", nil, c)
	if j.certificate["state"] != "issued" || j.certificate["serial"] != "SLL-2015-0001" {
		j.t.Fatalf("state %v, serial %v", j.certificate["state"], j.certificate["serial"])
	}
	again := j.admin.call(http.StatusOK, "POST", at+"/issue", nil, c)
	if again["issued_version_id"] != j.certificate["issued_version_id"] {
		j.t.Error("issuing again issued another version")
	}
	j.version = j.admin.call(http.StatusOK, "GET", "/v1/versions/"+j.certificate.str("issued_version_id"), nil)
	return j.download()
}

func (j *journey) download() []byte {
	status, header, pdf := j.admin.send("GET", "/v1/versions/"+j.version.str("id")+"/document", nil, nil)
	if status != http.StatusOK || header.Get("Content-Type") != "application/pdf" {
		j.t.Fatalf("download: %d %s %s", status, header.Get("Content-Type"), pdf)
	}
	return pdf
}

// judge asks everybody who can tell, and shows that each of them also says no.
func (j *journey) judge(t *testing.T, pdf []byte) {
	root := []byte(j.admin.must("keys", "root"))
	for _, judge := range judges.All {
		t.Run(judge.Name, func(t *testing.T) {
			judge.Accepts(t, pdf, root, 1)
			if judge.Signature {
				judge.Refuses(t, tampered(pdf), root, 1)
			}
		})
	}
	t.Run("our own, offline", func(t *testing.T) {
		rootFile, file := j.admin.write("root.pem", root), j.admin.write("certificate.pdf", pdf)
		out := j.admin.must("verify", file, "--root", rootFile)
		if !strings.HasPrefix(out, "genuine") || !strings.Contains(out, j.version.str("code")) {
			t.Errorf("%s", out)
		}
		if _, errors, code := j.admin.run("verify", j.admin.write("tampered.pdf", tampered(pdf)), "--root", rootFile); code != exitAltered {
			t.Errorf("the tampered twin: code %d, %s", code, errors)
		}
		other := newMachine(t).must("keys", "root")
		if _, errors, code := j.admin.run("verify", file, "--root", j.admin.write("other.pem", []byte(other))); code != exitAltered {
			t.Errorf("another institution's root: code %d, %s", code, errors)
		}
		if _, errors, code := j.admin.run("verify", rootFile, "--root", rootFile); code != exitUnknown {
			t.Errorf("a file that is no certificate: code %d, %s", code, errors)
		}
	})
}

// tampered changes one byte in the middle of the first page's content.
func tampered(pdf []byte) []byte {
	twin := bytes.Clone(pdf)
	at := bytes.Index(twin, []byte("stream")) + 40
	twin[at] ^= 1
	return twin
}

func (j *journey) ask(t *testing.T, file []byte) object {
	t.Helper()
	status, _, b := j.anyone.send("POST", "/v1/verifications", map[string]string{"Content-Type": "application/pdf"}, file)
	var out object
	if err := json.Unmarshal(b, &out); err != nil || status != http.StatusOK {
		t.Fatalf("%d %s: %v", status, b, err)
	}
	return out
}

// verify asks as strangers do: by code, by file, with a changed byte anywhere, with half a file.
func (j *journey) verify(t *testing.T, pdf []byte) {
	code := j.version.str("code")
	found := j.anyone.call(http.StatusOK, "GET", "/v1/verifications/"+strings.ToLower(code), nil)
	if found["verdict"] != "genuine" || found["serial"] != "SLL-2015-0001" {
		t.Errorf("by code: %v", found)
	}
	if found := j.ask(t, pdf); found["verdict"] != "genuine" || found["exact"] != true {
		t.Errorf("by file: %v", found)
	}
	const samples = 200
	for i := range samples {
		twin := bytes.Clone(pdf)
		twin[i*len(pdf)/samples] ^= 0x20
		if v := j.ask(t, twin)["verdict"]; v == "genuine" {
			t.Fatalf("byte %d changed, and the verdict is %v", i*len(pdf)/samples, v)
		}
	}
	if v := j.ask(t, tampered(pdf))["verdict"]; v != "altered" {
		t.Errorf("the tampered twin is %v", v)
	}
	if v := j.ask(t, pdf[:len(pdf)-100])["verdict"]; v != "altered" {
		t.Errorf("without its end it is %v", v)
	}
	status, _, page := j.anyone.send("GET", "/v/"+code, nil, nil)
	if status != http.StatusOK || !bytes.Contains(page, []byte(j.participant.str("name"))) {
		t.Errorf("the page: %d %s", status, page)
	}
	for _, secret := range []string{"Siberia", "department"} {
		if bytes.Contains(page, []byte(secret)) {
			t.Errorf("the page tells the narrative: %s", secret)
		}
	}
	if v := j.anyone.call(http.StatusOK, "GET", "/v1/verifications/00000-00000-00000-00000-00000", nil)["verdict"]; v != "unknown" {
		t.Errorf("a made-up code is %v", v)
	}
}

// changeEverything edits what the certificate was made of; the PDF stays as it is, byte for byte.
func (j *journey) changeEverything(t *testing.T, pdf []byte) {
	j.admin.call(http.StatusOK, "PATCH", "/v1/people/"+j.participant.str("id"), object{"name": "Olga Andersen"}, j.participant)
	theme := j.themes["Persistence"]
	j.admin.call(http.StatusOK, "PATCH", "/v1/themes/"+theme.str("id"), object{"heading": "Stamina"}, theme)
	j.admin.call(http.StatusOK, "PATCH", "/v1/programmes/"+j.programme.str("id"), object{"certificate_title": "Diploma", "about": "Something else."}, j.programme)
	j.admin.must("keys", "rotate")
	if !bytes.Equal(j.download(), pdf) {
		t.Error("the issued PDF changed")
	}
	if v := j.ask(t, pdf)["verdict"]; v != "genuine" {
		t.Errorf("it is %v now", v)
	}
}

func (j *journey) revoke(t *testing.T, pdf []byte) {
	at := "/v1/certificates/" + j.certificate.str("id")
	j.admin.call(http.StatusOK, "POST", at+"/revoke", object{"reason_class": "issued_in_error", "note": "a note that stays inside"}, j.admin.call(http.StatusOK, "GET", at, nil))
	for name, found := range map[string]object{
		"code": j.anyone.call(http.StatusOK, "GET", "/v1/verifications/"+j.version.str("code"), nil), "file": j.ask(t, pdf),
	} {
		if found["verdict"] != "revoked" || found["reason_class"] != "issued_in_error" {
			t.Errorf("by %s: %v", name, found)
		}
		if strings.Contains(fmt.Sprint(found), "stays inside") {
			t.Errorf("by %s: the private note came out", name)
		}
	}
	if !bytes.Equal(j.download(), pdf) {
		t.Error("revoking changed the PDF")
	}
}

func TestWithoutAPublicAddressNothingIsSentForSigning(t *testing.T) {
	s := newMachine(t).serve()
	j := journey{t: t, admin: s.as("admin"), office: s.as("staff"), anyone: caller{server: s}}
	j.setUp()
	j.assess()
	c := j.compose()
	refused := j.admin.call(http.StatusConflict, "POST", "/v1/certificates/"+c.str("id")+"/send-for-signing", nil, c)
	if refused["reason"] != "no_public_url" {
		t.Errorf("%v", refused)
	}
}

func TestTheDemonstrationShowsEveryStateAndSurvivesARestart(t *testing.T) {
	m := newMachine(t)
	first := m.serve("--demo")
	states := func(s *server) string {
		admin := caller{server: s, token: strings.TrimSpace(strings.SplitN(demoToken(t, s), "\n", 2)[0])}
		count := map[string]int{}
		for _, c := range list(admin.call(http.StatusOK, "GET", "/v1/certificates?limit=200", nil), "items") {
			count["certificate "+c.str("state")]++
		}
		for _, e := range list(admin.call(http.StatusOK, "GET", "/v1/enrolments?limit=200", nil), "items") {
			count["enrolment "+e.str("state")]++
		}
		return fmt.Sprint(count)
	}
	want := "map[certificate cancelled:1 certificate composing:1 certificate in_review:2 certificate issued:3 certificate revoked:1 certificate signing:3 " +
		"enrolment active:7 enrolment completed:4 enrolment deferred:1 enrolment invited:1 enrolment not_awarded:1 enrolment withdrawn:1]"
	if got := states(first); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	t.Run("everybody's own signature", func(t *testing.T) {
		admin := caller{server: first, token: strings.TrimSpace(strings.SplitN(demoToken(t, first), "\n", 2)[0])}
		for _, c := range list(admin.call(http.StatusOK, "GET", "/v1/certificates?limit=200", nil), "items") {
			if c.str("name") != "Olga Vtorushina" {
				continue
			}
			_, _, file := admin.send("GET", "/v1/versions/"+c.str("version_id")+"/document", nil, nil)
			want := "[Kathleen Biseli Karsten Ehms Beverly Wenger-Trayner Etienne Wenger-Trayner Social learning leadership programme certificates]"
			if got := fmt.Sprint(judges.Signers(t, file)); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			return
		}
		t.Error("the certificate that the demonstration leads to is not there")
	})
	first.stop()
	if got := states(m.serve("--demo")); got != want {
		t.Errorf("after a restart: got  %s\nwant %s", got, want)
	}
}

// demoToken makes a token on the demonstration's own folder.
func demoToken(t *testing.T, s *server) string {
	t.Helper()
	m := &machine{t: t, dir: s.dir, vars: append([]string{"TESTAMUR_DATA=testamur-data-demo"}, s.vars...)}
	return m.must("token", "create", "--name", "test", "--role", "admin")
}
