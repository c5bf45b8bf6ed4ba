package personal_test

import (
	"encoding/json"
	"fmt"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/idempotency"
	"testamur/internal/operation"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// The canaries: what is held on Ana stands beside one of these wherever it is. Quill is Bo's, of whom nothing may change.
const (
	anas = "Zanzibar"
	bos  = "Quillwort"
)

// cage is Ana, of whom everything there can be is held, and Bo beside her.
type cage struct {
	*world
	ana, bo, karl     access.Person
	issued, unsigned  certificate.Certificate // Ana's
	bosCertificate    certificate.Certificate
	document          []byte // Ana's
	shared, bosShared string // secrets of the links to their certificates
	enrolment, second programme.Enrolment
}

func newCage(w *world) *cage {
	c := &cage{world: w, karl: w.personOf(access.PersonFields{Name: "Karl Kundig", JobTitle: "expert"})}
	c.ana = w.personOf(access.PersonFields{
		Name: anas + " Ana", Email: "ana@" + anas + ".example.org", PrivateEmail: "private@" + anas + ".example.net",
		Organisation: anas + " works", JobTitle: anas + " lead", ExternalID: anas + "-person",
	})
	c.bo = w.personOf(access.PersonFields{Name: bos + " Bo", Email: "bo@" + bos + ".example.org"})
	c.work()
	c.meets()
	c.awards()
	c.traces()
	c.signsIn()
	return c
}

// work is projects, logs and feedback.
func (c *cage) work() {
	ctx := c.t.Context()
	c.enrolment = c.participant(c.ana, anas)
	own, err := c.programmes.CreateTheme(ctx, office, c.programme.ID, c.enrolment.ID, programme.ThemeFields{Heading: anas + " theme", Guidance: anas + " guidance"})
	c.must(err)
	c.assessed(c.enrolment, c.karl, c.theme.ID, anas+" feedback")
	c.assessed(c.enrolment, c.karl, own.ID, anas+" own theme")
	_, err = c.programmes.WriteFeedback(ctx, signedIn(c.karl), c.enrolment.ID, c.karl.ID, programme.FeedbackFields{Text: anas + " draft about her"})
	c.must(err)
	c.assessed(c.participant(c.bo, bos), c.karl, c.theme.ID, bos+" feedback")
}

// meets is a coaching of Ana, on which Karl notes something for himself and something for her, and a session with Bo.
func (c *cage) meets() {
	coaching := c.meeting(programme.Coaching, c.enrolment.ID)
	c.note(c.karl, coaching, anas+" note about her", false)
	c.note(c.karl, coaching, anas+" shared note", true)
	session := c.meeting(programme.Session, c.enrolment.ID, c.enrolmentOf(c.bo).ID)
	c.note(c.ana, session, anas+" private note", false)
	c.note(c.karl, session, "Osprey note for all", true)
}

func (c *cage) meeting(kind programme.MeetingKind, enrolments ...uuid.UUID) programme.Meeting {
	c.t.Helper()
	m, err := c.programmes.CreateMeeting(c.t.Context(), office, c.cohort.ID, programme.MeetingFields{
		Kind: kind, On: civil.Date{Year: 2015, Month: 5, Day: 4}, Enrolments: enrolments, People: []uuid.UUID{c.karl.ID},
	})
	c.must(err)
	return m
}

func (c *cage) note(by access.Person, m programme.Meeting, text string, shared bool) {
	c.t.Helper()
	_, err := c.programmes.AddNote(c.t.Context(), signedIn(by), m.ID, programme.NoteFields{Text: text, Shared: shared})
	c.must(err)
}

// awards is a certificate that was issued, corrected, and issued again; one that is out for signing; and Bo's.
func (c *cage) awards() {
	ctx := c.t.Context()
	first := c.sent(c.enrolment)
	c.answer(first, first.Signatories[0], certificate.Declined, anas+" refusal", nil)
	first = c.world.issued(first)
	corrected, err := c.certificates.Correct(ctx, office, first.ID, record.Match(first.Revision), certificate.ReasonCorrection)
	c.must(err)
	corrected.Sections[0].Heading = anas + " heading"
	corrected.Sections[0].Passages = append(corrected.Sections[0].Passages, certificate.Passage{Text: anas + " editor's own words."})
	corrected, err = c.certificates.PutSections(ctx, office, corrected.ID, record.Match(corrected.Revision), corrected.Sections)
	c.must(err)
	corrected, err = c.certificates.Change(ctx, office, corrected.ID, record.Match(corrected.Revision), func(f *certificate.Fields) { f.Title = anas + " certificate" })
	c.must(err)
	c.issued = c.world.issued(c.send(corrected))
	c.document = c.pdf(c.issued)
	_, c.shared, err = c.certificates.CreateShareLink(ctx, signedIn(c.ana), c.issued.ID, certificate.ShareFields{WithFile: true})
	c.must(err)
	_, err = c.certificates.OpenShare(ctx, c.shared, true)
	c.must(err)

	cohort, err := c.programmes.CreateCohort(ctx, office, c.programme.ID, programme.CohortFields{Name: "2016", PanelOn: c.cohort.PanelOn})
	c.must(err)
	c.cohort = cohort
	c.second = c.participant(c.ana, anas+" again")
	c.assessed(c.second, c.karl, c.theme.ID, anas+" feedback again")
	c.unsigned = c.sent(c.second)
	c.unsigned.Settlements = []certificate.Settlement{{ThemeID: c.theme.ID, How: certificate.Chose, Note: anas + " reason", At: c.now()}}
	c.must(c.db.Certificates().Update(ctx, &c.unsigned))
	c.bosCertificate = c.sent(c.enrolmentOf(c.bo))
	_, err = c.certificates.Document(ctx, signedIn(c.karl), c.bosCertificate.VersionID)
	c.must(err)
	c.answer(c.bosCertificate, c.bosCertificate.Signatories[0], certificate.Suggested, "She knows him better.", nil)
	c.bosCertificate = c.world.issued(c.bosCertificate)
	_, c.bosShared, err = c.certificates.CreateShareLink(ctx, signedIn(c.bo), c.bosCertificate.ID, certificate.ShareFields{})
	c.must(err)
}

// traces is what other parts of the program keep beside.
func (c *cage) traces() {
	ctx := c.t.Context()
	c.operations()
	c.must(c.db.Post(ctx, access.Letter{ID: newID(), Kind: access.LetterSignIn, To: "ana@" + anas + ".example.org", Name: c.ana.Name, Person: c.ana.ID, At: c.now(), Data: map[string]string{"link": anas + "-link"}}))
	c.must(c.db.Post(ctx, access.Letter{ID: newID(), Kind: access.LetterSignIn, To: "Private@" + anas + ".example.net", At: c.now(), Data: map[string]string{"link": anas + "-link"}}))
	c.must(c.db.Post(ctx, access.Letter{ID: newID(), Kind: access.LetterSigning, To: "karl@example.org", Person: c.karl.ID, At: c.now(), Data: map[string]string{"participant": c.ana.Name}}))
	c.must(c.db.Post(ctx, access.Letter{ID: newID(), Kind: access.LetterSigning, To: "karl@example.org", Person: c.karl.ID, At: c.now(), Data: map[string]string{"participant": c.bo.Name}}))
	for i, body := range []string{
		fmt.Sprintf(`{"person_id":%q,"name":%q}`, c.ana.ID, c.ana.Name),
		fmt.Sprintf(`{"certificate":{"id":%q,"name":%q}}`, c.issued.ID, c.ana.Name),
		fmt.Sprintf(`{"id":%q,"name":%q}`, c.bo.ID, c.bo.Name),
	} {
		c.remember("office", fmt.Sprint("key", i), body)
	}
	c.remember(c.ana.ID.String(), "hers", `{"text":"`+anas+`"}`)
	_, _, err := c.people.CreateToken(ctx, access.System("test"), access.TokenFields{Name: anas + " token", Role: access.RoleAssessor, Person: c.ana.ID})
	c.must(err)
	c.must(c.people.AddStaff(ctx, access.System("test"), c.programme.ID, c.ana.ID))
	_, err = c.certificates.Upload(ctx, signedIn(c.ana), certificate.PurposeSignature, anas+" signature", stroke(c.t, 17))
	c.must(err)
	// Ana began to write about Bo, and was asked to.
	bo := c.enrolmentOf(c.bo)
	_, err = c.programmes.Assign(ctx, office, bo.ID, c.ana.ID, programme.AssignmentFields{Conflict: programme.ConflictDeclared, ConflictNote: anas + " conflict"})
	c.must(err)
	_, err = c.programmes.WriteFeedback(ctx, signedIn(c.ana), bo.ID, c.ana.ID, programme.FeedbackFields{Text: anas + " draft about Bo"})
	c.must(err)
}

// signsIn is an account with all that hangs on one.
func (c *cage) signsIn() {
	ctx, now, later := c.t.Context(), c.now(), c.now().Add(time.Hour)
	c.must(c.db.Accounts().Insert(ctx, account.Account{
		Meta:  record.Meta{ID: c.ana.ID, Revision: 1, CreatedAt: now, ChangedAt: now},
		Email: "sign-in@" + anas + ".example.org", Password: "$argon2id$" + anas,
	}))
	c.must(c.db.InsertSession(ctx, account.Session{
		ID: newID(), Account: c.ana.ID, Method: account.ByLink, Hash: record.DigestOf([]byte("session")), CreatedAt: now, SeenAt: now,
		ExpiresAt: later, Address: "192.0.2.77", Device: anas + " browser",
	}))
	c.must(c.db.InsertPasskey(ctx, account.Passkey{
		ID: newID(), Account: c.ana.ID, Name: anas + " phone", CredentialID: []byte(anas), Credential: []byte(`{"` + anas + `":1}`), CreatedAt: now,
	}))
	link := account.Link{ID: newID(), Purpose: account.PurposeSigning, Person: c.ana.ID, Object: access.Ref{Kind: "certificate", ID: c.bosCertificate.ID}, Hash: record.DigestOf([]byte("link")), CreatedAt: now, ExpiresAt: later}
	c.must(c.db.InsertLink(ctx, link))
	c.must(c.db.PutCode(ctx, account.Code{Link: link.ID, Object: link.Object, Hash: record.DigestOf([]byte("code")), CreatedAt: now, ExpiresAt: later}))
	c.must(c.db.InsertAttempt(ctx, account.Attempt{ID: newID(), What: "requestSignInLink", Account: c.ana.ID, At: now, Address: "192.0.2.77", Device: anas + " browser"}))
	c.must(c.db.KeepOrigin(ctx, newID(), c.ana.ID, now, "192.0.2.77", anas+" origin"))
	c.must(c.db.Post(ctx, access.Letter{ID: newID(), Kind: access.LetterSignIn, To: "sign-in@" + anas + ".example.org", At: now}))
}

func (c *cage) remember(actor, key, body string) {
	c.t.Helper()
	claim := claimOf(actor, key, c.now())
	_, _, err := c.db.ClaimIdempotencyKey(c.t.Context(), claim, c.now())
	c.must(err)
	c.must(c.db.FinishIdempotencyKey(c.t.Context(), claim.Key, idempotency.Answer{Status: 201, Header: map[string]string{"Location": "/v1/x"}, Body: []byte(body)}))
}

func (c *cage) enrolmentOf(p access.Person) programme.Enrolment {
	c.t.Helper()
	enrolled, err := c.db.EnrolmentsOf(c.t.Context(), p.ID)
	c.must(err)
	return enrolled[0].Enrolment
}

func claimOf(actor, key string, now time.Time) idempotency.Claim {
	return idempotency.Claim{
		Key: idempotency.Key{Actor: actor, Operation: "test", Value: key}, Request: record.DigestOf([]byte(key)),
		RunningUntil: now.Add(time.Minute), ExpiresAt: now.Add(time.Hour),
	}
}

// operations holds dry runs in which Ana stands: as a row of a file, and in words of what stood in the way.
func (c *cage) operations() {
	ctx := c.t.Context()
	o := operation.Operation{
		Meta: record.Meta{ID: newID(), Revision: 1, CreatedAt: c.now(), ChangedAt: c.now()}, Kind: "enrol", Programme: c.programme.ID, Cohort: c.enrolment.CohortID,
		State: operation.Running, ExpiresAt: c.now(), Message: c.ana.Name + " may not do it.", Plan: record.DigestOf(nil),
	}
	c.must(c.db.Operations().Insert(ctx, o))
	c.must(c.db.InsertItems(ctx, []operation.Item{
		{ID: newID(), Operation: o.ID, Position: 1, Name: c.ana.Name, Input: json.RawMessage(`{"name":"` + c.ana.Name + `"}`), State: operation.ItemWaiting},
		{ID: newID(), Operation: o.ID, Position: 2, Input: json.RawMessage(`{"email":"` + c.ana.Email + `"}`), State: operation.ItemWaiting},
		{ID: newID(), Operation: o.ID, Position: 3, Failure: operation.Failure{Message: c.ana.Name + " declined."}, State: operation.ItemFailed,
			Problems: []operation.Problem{{Reason: "declined", Message: c.ana.Name + " declined."}}},
		{ID: newID(), Operation: o.ID, Position: 4, Person: c.ana.ID, Input: json.RawMessage(`{"scale":"` + anas + `"}`), State: operation.ItemWaiting},
	}))
}
