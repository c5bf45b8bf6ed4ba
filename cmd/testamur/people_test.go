package main

import (
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"net/http/cookiejar"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"testamur/internal/keys"
	"testamur/internal/pades/judges"
	"testamur/internal/store/storetest"
)

// mailbox reads what the program wrote to its mail folder; a message is given out once.
type mailbox struct {
	t      *testing.T
	folder string
	read   map[string]bool
}

// mailWait is how long a message may take.
const mailWait = 20 * time.Second

// next waits for a message to the address whose text the pattern finds, and gives what its group matched.
func (m *mailbox) next(to, pattern string) string {
	m.t.Helper()
	find := regexp.MustCompile(pattern)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(mailWait); time.Now().Before(end); <-tick.C {
		paths, err := filepath.Glob(filepath.Join(m.folder, "*.eml"))
		if err != nil {
			m.t.Fatal(err)
		}
		for _, path := range paths {
			if m.read[path] {
				continue
			}
			address, text := m.open(path)
			if found := find.FindStringSubmatch(text); address == to && found != nil {
				m.read[path] = true
				return found[1]
			}
		}
	}
	m.t.Fatalf("no mail to %s with %s", to, pattern)
	return ""
}

// open gives the address and the plain text of a message.
func (m *mailbox) open(path string) (to, text string) {
	m.t.Helper()
	f, err := os.Open(path)
	if err != nil {
		m.t.Fatal(err)
	}
	defer f.Close()
	message, err := mail.ReadMessage(f)
	if err != nil {
		m.t.Fatal(err)
	}
	address, err := mail.ParseAddress(message.Header.Get("To"))
	if err != nil {
		m.t.Fatal(err)
	}
	kind, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") {
		m.t.Fatalf("%s: %s, %v", path, kind, err)
	}
	part, err := multipart.NewReader(message.Body, parameters["boundary"]).NextRawPart()
	if err != nil {
		m.t.Fatal(err)
	}
	var body io.Reader = part
	if part.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		body = quotedprintable.NewReader(part)
	}
	b, err := io.ReadAll(body)
	if err != nil {
		m.t.Fatal(err)
	}
	return address.Address, string(b)
}

const linkIn = `(testamur_l_\w+)`

// somebody is a person at a browser of their own.
type somebody struct {
	caller
	email string
}

// browser carries the cookies of one browser. The cookie is for https alone; browsers make an exception for this machine,
// Go's jar does not, so it is told that this is https.
type browser struct{ jar http.CookieJar }

func (b browser) RoundTrip(r *http.Request) (*http.Response, error) {
	secure := &url.URL{Scheme: "https", Host: r.URL.Host, Path: r.URL.Path}
	for _, c := range b.jar.Cookies(secure) {
		r.AddCookie(c)
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		b.jar.SetCookies(secure, response.Cookies())
	}
	return response, err
}

// arrives follows a link to sign in, and chooses a password.
func (s *server) arrives(email, link string) somebody {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	p := somebody{caller: caller{server: s, client: &http.Client{Transport: browser{jar}}}, email: email}
	p.call(http.StatusCreated, "POST", "/v1/sessions/link", object{"link": link})
	p.call(http.StatusNoContent, "PUT", "/v1/account/password", object{"password": "long enough for " + email})
	return p
}

// proves gives the password again.
func (p somebody) proves() {
	p.t.Helper()
	p.call(http.StatusOK, "POST", "/v1/session/proof", object{"password": "long enough for " + p.email})
}

// invites adds a person, who comes by the link that they are mailed.
func (p somebody) invites(post *mailbox, name, email string) (object, somebody) {
	p.t.Helper()
	person := p.call(http.StatusCreated, "POST", "/v1/people", object{"name": name, "email": email})
	p.call(http.StatusAccepted, "POST", "/v1/people/"+person.str("id")+"/invitation", object{})
	return person, p.arrives(email, post.next(email, linkIn))
}

// signsByLink reads the one document that a mailed link leads to, and signs it with the code that is mailed.
func (c caller) signsByLink(post *mailbox, email string) {
	c.t.Helper()
	guest := caller{server: c.server, token: post.next(email, linkIn)}
	request := list(guest.call(http.StatusOK, "GET", "/v1/signing-requests", nil), "items")[0]
	if status, _, pdf := guest.send("GET", "/v1/versions/"+request.str("version_id")+"/document", nil, nil); status != http.StatusOK || !strings.HasPrefix(string(pdf), "%PDF-") {
		c.t.Fatalf("the document to sign: %d", status)
	}
	at := "/v1/certificates/" + request.str("certificate_id")
	guest.call(http.StatusAccepted, "POST", at+"/signing-codes", nil)
	guest.call(http.StatusCreated, "POST", at+"/sign-offs", object{
		"signatory_id": request["signatory_id"], "decision": "approved", "conflict": "none", "text_digest": request["text_digest"],
		"code": post.next(email, `\b(\d{6})\b`),
	})
}

// checksByLink says of the text that a mailed link leads to that it is right.
func (c caller) checksByLink(post *mailbox, email string) {
	c.t.Helper()
	guest := caller{server: c.server, token: post.next(email, linkIn)}
	request := list(guest.call(http.StatusOK, "GET", "/v1/review-requests", nil), "items")[0]
	at := "/v1/review-requests/" + request.str("id")
	text := guest.call(http.StatusOK, "GET", at, nil)
	guest.call(http.StatusCreated, "POST", at+"/answer", object{"text_digest": text["text_digest"], "answer": "right"})
}

// Every kind of person does their part under their own name, by the links and codes that they are mailed, through the
// program and its API alone.
func TestEveryoneDoesTheirPartUnderTheirOwnName(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { playParts(t) })
	t.Run("postgres", func(t *testing.T) {
		key := filepath.Join(t.TempDir(), "wrapping.key")
		if _, err := keys.MakeWrappingKey(key); err != nil {
			t.Fatal(err)
		}
		playParts(t, "TESTAMUR_DATABASE_URL="+storetest.Postgres(t).URL, "TESTAMUR_KEY_FILE="+key)
	})
}

func playParts(t *testing.T, vars ...string) {
	m := newMachine(t, append(vars, "TESTAMUR_PUBLIC_URL=https://certificates.example.org")...)
	post := &mailbox{t: t, folder: filepath.Join(m.dir, "testamur-data", "mail"), read: map[string]bool{}}
	printed := m.must("admin", "create", "--name", "Ines Amaral", "--email", "ines@example.org")
	s := m.serve()

	// The administrator makes the programme, and lets staff in.
	admin := s.arrives("ines@example.org", regexp.MustCompile(linkIn).FindString(printed))
	programme := admin.call(http.StatusCreated, "POST", "/v1/programmes", object{"name": "Social learning leadership", "serial_prefix": "SLL", "participant_check_days": 0})
	tomas, staff := admin.invites(post, "Tomáš Novák", "tomas@example.org")
	admin.call(http.StatusNoContent, "PUT", "/v1/programmes/"+programme.str("id")+"/staff/"+tomas.str("id"), nil)

	// Staff enrol a participant and assign an assessor.
	cohort := staff.call(http.StatusCreated, "POST", "/v1/cohorts", object{"programme_id": programme["id"], "name": "2026", "state": "assessing", "panel_on": "2026-12-14"})
	ana, participant := staff.invites(post, "Ana Žółć", "ana@example.org")
	karl, assessor := staff.invites(post, "Karl Assessor", "karl@example.org")
	enrolment := staff.call(http.StatusCreated, "POST", "/v1/enrolments", object{"cohort_id": cohort["id"], "person_id": ana["id"]})
	at := "/v1/enrolments/" + enrolment.str("id")
	staff.call(http.StatusCreated, "POST", at+"/assignments", object{"assessor_id": karl["id"]})

	// The participant writes of the project, the assessor of the participant.
	participant.call(http.StatusCreated, "PUT", at+"/project", object{"title": "Changing how a department learns", "context": "Ana lets colleagues learn from their own questions."})
	participant.call(http.StatusCreated, "POST", at+"/log-entries", object{"on": "2026-03-02", "text": "The first evening: nine came."})
	draft := assessor.call(http.StatusCreated, "POST", at+"/feedback", object{"assessor_id": karl["id"], "text": "She does not give up, and she does not do it alone."})
	participant.call(http.StatusNotFound, "GET", "/v1/feedback/"+draft.str("id"), nil)
	staff.call(http.StatusNotFound, "GET", "/v1/feedback/"+draft.str("id"), nil)
	assessor.call(http.StatusOK, "POST", "/v1/feedback/"+draft.str("id")+"/submit", nil, draft)

	// Staff compose and send; the signatory, who has no account, gets a link.
	maria := staff.call(http.StatusCreated, "POST", "/v1/people", object{"name": "Maria Panel", "email": "maria@example.org"})
	c := staff.call(http.StatusCreated, "POST", at+"/certificate", nil)
	path := "/v1/certificates/" + c.str("id")
	participant.call(http.StatusNotFound, "GET", path, nil)
	c = staff.call(http.StatusOK, "PUT", path+"/signatories", object{"signatories": []object{{"person_id": maria["id"]}}}, c)
	c = staff.call(http.StatusOK, "POST", path+"/send-for-signing", nil, c)
	signatory := caller{server: s, token: post.next("maria@example.org", linkIn)}
	request := list(signatory.call(http.StatusOK, "GET", "/v1/signing-requests", nil), "items")[0]
	if request["certificate_id"] != c["id"] {
		t.Fatalf("asked to sign %v", request)
	}
	signatory.call(http.StatusNotFound, "GET", at, nil)
	if status, _, pdf := signatory.send("GET", "/v1/versions/"+request.str("version_id")+"/document", nil, nil); status != http.StatusOK || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Fatalf("the document to sign: %d", status)
	}
	answer := object{"signatory_id": request["signatory_id"], "decision": "approved", "conflict": "none", "text_digest": request["text_digest"]}
	signatory.call(http.StatusForbidden, "POST", path+"/sign-offs", answer)
	signatory.call(http.StatusAccepted, "POST", path+"/signing-codes", nil)
	answer["code"] = post.next("maria@example.org", `\b(\d{6})\b`)
	signatory.call(http.StatusCreated, "POST", path+"/sign-offs", answer)

	// Staff prove who they are and issue; the participant downloads; anyone checks.
	c = staff.call(http.StatusOK, "GET", path, nil)
	staff.proves()
	c = staff.call(http.StatusOK, "POST", path+"/issue", nil, c)
	status, _, pdf := participant.send("GET", "/v1/versions/"+c.str("issued_version_id")+"/document", nil, nil)
	if status != http.StatusOK {
		t.Fatalf("the participant's certificate: %d", status)
	}
	status, _, verdict := caller{server: s}.send("POST", "/v1/verifications", map[string]string{"Content-Type": "application/pdf"}, pdf)
	if status != http.StatusOK || !strings.Contains(string(verdict), `"genuine"`) {
		t.Errorf("%d %s", status, verdict)
	}
	root := []byte(m.must("keys", "root"))
	out := m.must("verify", m.write("certificate.pdf", pdf), "--root", m.write("root.pem", root))
	if !strings.Contains(out, "Signature of Maria Panel: Approved this text on ") {
		t.Errorf("offline: %s", out)
	}
	for _, judge := range judges.All {
		t.Run(judge.Name, func(t *testing.T) { judge.Accepts(t, pdf, root, 2) })
	}
	for who, wants := range map[*somebody][]string{
		&staff: {"proposeCertificate", "sendForSigning", "recordSignOff", "issueCertificate"},
		&admin: {"refuse"}, // belongs to no programme: only an administrator sees whose doors were tried
	} {
		events := list(who.call(http.StatusOK, "GET", "/v1/events?object_id="+c.str("id"), nil), "items")
		var operations []string
		for _, e := range events {
			operations = append(operations, e.str("operation"))
		}
		for _, want := range wants {
			if !slices.Contains(operations, want) {
				t.Errorf("%s: no event %s among %v", who.email, want, operations)
			}
		}
	}
}
