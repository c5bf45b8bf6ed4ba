package certificate_test

import (
	"slices"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/pades"
	"testamur/internal/press"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// guestOf is somebody who followed the link to a certificate.
func guestOf(c certificate.Certificate, person uuid.UUID) access.Actor {
	return access.Actor{
		Kind: access.KindGuest, ID: newID(), Person: person, Powers: access.Powers{Guest: access.Ref{Kind: "certificate", ID: c.ID}},
	}
}

// withAddress gives both assessors, who are proposed as signatories, an address.
func (w *world) withAddress() {
	w.t.Helper()
	for i, p := range w.assessors {
		var err error
		w.assessors[i], err = w.people.ChangePerson(w.t.Context(), office, p.ID, record.Match(p.Revision), func(f *access.PersonFields) { f.Email = p.ID.String() + "@example.org" })
		w.must(err)
	}
}

func TestSendingForSigningMailsEverySignatoryWhoHasAnAddress(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.sent()
	if len(w.post.invited) != 0 {
		t.Errorf("%d letters to people without an address", len(w.post.invited))
	}
	if err := w.InviteSignatory(t.Context(), office, c.ID, c.Signatories[0].ID); fault.ReasonOf(err) != "no_address" {
		t.Errorf("inviting one of them: %v", err)
	}

	w = newWorld(t, storetest.Open(t))
	w.withAddress()
	c = w.sent()
	if !slices.Equal(w.post.invited, []uuid.UUID{c.Signatories[0].PersonID, c.Signatories[1].PersonID}) {
		t.Errorf("mailed %v", w.post.invited)
	}
	w.must(w.InviteSignatory(t.Context(), office, c.ID, c.Signatories[0].ID))
	if len(w.post.invited) != 3 {
		t.Error("inviting again mailed nothing")
	}
}

func TestWhoIsTakenOffLosesTheLinkAndOnlyWhoComesIsMailed(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	w.withAddress()
	c := w.sent()
	w.post.invited = nil
	newcomer := w.person("Etienne Wenger-Trayner")
	newcomer, err := w.people.ChangePerson(t.Context(), office, newcomer.ID, record.Match(newcomer.Revision), func(f *access.PersonFields) { f.Email = "etienne@example.org" })
	w.must(err)
	off := c.Signatories[1].PersonID
	c, err = w.PutSignatories(t.Context(), office, c.ID, record.Match(c.Revision), []certificate.Signatory{c.Signatories[0], {PersonID: newcomer.ID}})
	w.must(err)
	if !slices.Equal(w.post.ended, []uuid.UUID{off}) || !slices.Equal(w.post.invited, []uuid.UUID{newcomer.ID}) {
		t.Errorf("ended %v, mailed %v", w.post.ended, w.post.invited)
	}
	w.post.ended = nil
	_, err = w.Revise(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	if !slices.Equal(w.post.ended, []uuid.UUID{uuid.Nil}) {
		t.Errorf("taken back, and the links that ended are %v", w.post.ended)
	}
}

func TestAGuestSignsWithTheCodeThatWasMailedAndSeesNothingElse(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	w.withAddress()
	c, other := w.sent(), w.send(w.proposedFor(w.participant("Łukasz Żółć")))
	who := c.Signatories[0]
	guest := guestOf(c, who.PersonID)
	requests, err := w.SigningRequests(t.Context(), guest)
	w.must(err)
	if len(requests) != 1 || requests[0].CertificateID != c.ID || requests[0].SignatoryID != who.ID {
		t.Fatalf("asked to sign %+v", requests)
	}
	if _, err := w.Version(t.Context(), guest, other.VersionID); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("another certificate that names them: %v", err)
	}
	if _, err := w.Certificate(t.Context(), guest, c.ID); fault.CodeOf(err) != fault.Forbidden && fault.CodeOf(err) != fault.NotFound {
		t.Errorf("the composition: %v", err)
	}
	answer := certificate.Answer{SignatoryID: who.ID, Decision: certificate.Approved, Conflict: programme.ConflictNone, TextDigest: requests[0].TextDigest}
	for _, code := range []string{"", "000000"} {
		answer.Code = code
		if _, err := w.RecordSignOff(t.Context(), guest, c.ID, answer); fault.ReasonOf(err) != "code_wrong" {
			t.Errorf("with the code %q: %v", code, err)
		}
	}
	w.must(w.SendSigningCode(t.Context(), guest, c.ID))
	answer.Code, answer.SignatoryID = mailedCode, c.Signatories[1].ID
	if _, err := w.RecordSignOff(t.Context(), guest, c.ID, answer); fault.CodeOf(err) != fault.Forbidden {
		t.Errorf("signing as another: %v", err)
	}
	answer.SignatoryID = who.ID
	so, err := w.RecordSignOff(t.Context(), guest, c.ID, answer)
	w.must(err)
	if !so.Recorder.Is(who.PersonID) || so.Recorder.Name != "" {
		t.Errorf("recorded by %+v", so.Recorder)
	}
	if w.post.codes != 1 {
		t.Errorf("%d codes mailed", w.post.codes)
	}
}

func TestASignatoryWithAnAccountProvesThatItIsThey(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.sent()
	who := c.Signatories[0]
	signatory := access.Actor{Kind: access.KindAccount, ID: newID(), Person: who.PersonID}
	answer := certificate.Answer{SignatoryID: who.ID, Decision: certificate.Approved, Conflict: programme.ConflictNone, TextDigest: w.version(c).TextDigest}
	if _, err := w.RecordSignOff(t.Context(), signatory, c.ID, answer); fault.ReasonOf(err) != "proof_needed" {
		t.Errorf("without a fresh proof: %v", err)
	}
	signatory.Fresh = true
	if _, err := w.RecordSignOff(t.Context(), signatory, c.ID, answer); err != nil {
		t.Errorf("with one: %v", err)
	}
}

// What is in the file claims no more than happened: who answered themselves signs, what staff recorded is a picture.
func TestWhoApprovesInPersonSignsTheFileThemselves(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	w.withAddress()
	proposed := w.proposed()
	signatories := proposed.Signatories
	for _, name := range []string{"Ольга Вторушина", "Nguyễn Thị Ánh"} {
		signatories = append(signatories, certificate.Signatory{PersonID: w.person(name).ID})
	}
	c, err := w.PutSignatories(t.Context(), office, proposed.ID, record.Match(proposed.Revision), signatories)
	w.must(err)
	c = w.send(c)
	digest := w.version(c).TextDigest
	person := func(i int) uuid.UUID { return c.Signatories[i].PersonID }
	hands := []access.Actor{
		guestOf(c, person(0)),
		{Kind: access.KindToken, ID: newID(), Role: access.RoleStaff, Person: person(1)}, // staff's own token, for what they signed on paper
		{Kind: access.KindAccount, ID: newID(), Person: person(2), Powers: access.Powers{Fresh: true}},
		panel,
	}
	for i, hand := range hands {
		answer := certificate.Answer{SignatoryID: c.Signatories[i].ID, Decision: certificate.Approved, Conflict: programme.ConflictNone, TextDigest: digest}
		if hand.Kind == access.KindGuest {
			w.must(w.SendSigningCode(t.Context(), hand, c.ID))
			answer.Code = mailedCode
		}
		_, err := w.RecordSignOff(t.Context(), hand, c.ID, answer)
		w.must(err)
	}
	c, err = w.issue(w.again(c))
	w.must(err)
	roots, err := w.press.Keys.Roots(t.Context())
	w.must(err)
	report, err := pades.Verify(w.pdf(c), roots)
	w.must(err)
	w.must(press.Sealed(report))
	var signed []string
	for _, s := range press.Signatories(report) {
		signed = append(signed, s.Signer)
		if !strings.Contains(s.Reason, "Approved this text on 21 November 2026 at 12:0") || !strings.HasSuffix(s.Reason, digest.String()) {
			t.Errorf("reason %q", s.Reason)
		}
	}
	if want := []string{c.Signatories[0].Name, "Ольга Вторушина"}; !slices.Equal(signed, want) {
		t.Errorf("signed by %q, not %q", signed, want)
	}
}

// Nobody uses a drawn signature that another uploaded.
func TestADrawnSignatureIsTheirsWhoUploadedIt(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	f, err := w.Upload(t.Context(), panel, certificate.PurposeSignature, "drawn.png", stroke(t))
	w.must(err)
	c := w.sent()
	guest := guestOf(c, c.Signatories[0].PersonID)
	for name, a := range map[string]access.Actor{"other staff": {Kind: access.KindToken, ID: newID(), Role: access.RoleStaff}, "a guest": guest} {
		if _, err := w.File(t.Context(), a, f.ID); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s reads it: %v", name, err)
		}
		list, err := w.ListFiles(t.Context(), a, certificate.FileFilter{}, record.Page{Limit: 10})
		if err != nil || len(list.Items) != 0 {
			t.Errorf("%s lists %d, %v", name, len(list.Items), err)
		}
	}
	answer := certificate.Answer{
		SignatoryID: c.Signatories[0].ID, Decision: certificate.Approved, Conflict: programme.ConflictNone, TextDigest: w.version(c).TextDigest, SignatureFile: f.ID, Code: mailedCode,
	}
	if _, err := w.RecordSignOff(t.Context(), guest, c.ID, answer); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("a guest signs with it: %v", err)
	}
}
