package personal_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/personal"
	"testamur/internal/record"
	"testamur/internal/store/storetest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestNothingOfAnErasedPersonIsLeftAnywhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		c.seen(anas, "people.name", "people.email", "people.email_key", "people.private_email", "people.organisation", "people.job_title", "people.external_id",
			"enrolments.external_id", "enrolments.scale", "projects.title", "projects.context", "projects.aims", "log_entries.text",
			"themes.heading", "themes.guidance", "meeting_notes.text", "certificates.settlements", "assignments.conflict_note", "writings.text", "feedback.text",
			"certificates.title", "certificates.name", "sections.heading", "passages.text",
			"versions.content", "versions.provenance", "versions.facts", "sign_offs.reason", "sign_offs.suggested", "files.name", "tokens.name",
			"outbox.recipient", "outbox.name", "outbox.data", "idempotency_keys.body",
			"operations.message", "operation_items.name", "operation_items.input", "operation_items.plan", "operation_items.message",
			"accounts.email", "accounts.password", "sessions.device", "passkeys.name", "passkeys.credential", "attempts.device", "origins.device")
		w.must(w.Erase(t.Context(), w.admin, c.ana.ID, c.ana.Name))
		if left := c.found(anas); len(left) > 0 {
			t.Errorf("after erasing the canary is in %v", left)
		}
		for _, trace := range []string{"192.0.2.77", hashOf("session"), hashOf("link"), hashOf(c.shared)} {
			if left := c.found(trace); len(left) > 0 {
				t.Errorf("after erasing, what signing in left is in %v", left)
			}
		}
		if kept := c.columns(bos); !slices.Contains(kept, "versions.content") || !slices.Contains(kept, "feedback.text") || !slices.Contains(kept, "outbox.data") || !slices.Contains(kept, "idempotency_keys.body") {
			t.Errorf("of somebody else there is only %v", kept)
		}
		if kept := c.columns("Osprey"); !slices.Contains(kept, "meeting_notes.text") {
			t.Errorf("of a session with others the shared note is gone: %v", kept)
		}
	})
}

func hashOf(s string) string {
	d := record.DigestOf([]byte(s))
	return string(d[:])
}

func (c *cage) erase() {
	c.t.Helper()
	c.must(c.Erase(c.t.Context(), c.admin, c.ana.ID, c.ana.Name))
}

// versions gives all versions of the certificates.
func (c *cage) versions(certificates ...certificate.Certificate) []certificate.Version {
	c.t.Helper()
	var all []certificate.Version
	for _, x := range certificates {
		versions, err := c.db.Versions(c.t.Context(), x.ID)
		c.must(err)
		all = append(all, versions...)
	}
	return all
}

func (c *cage) verdict(file []byte) certificate.Verification {
	c.t.Helper()
	v, err := c.certificates.VerifyFile(c.t.Context(), file)
	c.must(err)
	return v
}

func TestACopyOfAnErasedCertificateIsStillMatched(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		altered := append(bytes.Clone(c.document), '\n')
		if v := c.verdict(c.document); v.Verdict != certificate.Genuine || !v.Exact {
			t.Fatalf("before erasing, the file is %+v", v)
		}
		c.erase()
		for what, got := range map[string]certificate.Verification{"the file": c.verdict(c.document), "its code": c.byCode(c.issued)} {
			if got.Verdict != certificate.Erased || got.Facts != nil || got.IssuedAt.IsZero() {
				t.Errorf("after erasing, %s is %+v", what, got)
			}
		}
		if !c.verdict(c.document).Exact {
			t.Error("the file is no longer known as the one that was issued")
		}
		if v := c.verdict(altered); v.Verdict != certificate.Altered {
			t.Errorf("an altered copy is %s", v.Verdict)
		}
		if v := c.byCode(c.unsigned); v.Verdict != certificate.Unknown {
			t.Errorf("the code of what was never issued is %s", v.Verdict)
		}
		_, err := c.certificates.Document(t.Context(), office, c.issued.VersionID)
		w.refused("the document", err, fault.Gone, "erased")
	})
}

func (c *cage) byCode(x certificate.Certificate) certificate.Verification {
	c.t.Helper()
	version, err := c.db.Version(c.t.Context(), x.VersionID)
	c.must(err)
	v, err := c.certificates.Verify(c.t.Context(), version.Code.String())
	c.must(err)
	return v
}

func TestErasingEndsWhatThePersonShowedAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		c.seen(hashOf(c.shared), "share_links.hash")
		c.erase()
		_, err := c.certificates.OpenShare(t.Context(), c.shared, true)
		w.refused("the text", err, fault.NotFound, "")
		_, err = c.certificates.SharedDocument(t.Context(), c.shared, true)
		w.refused("the PDF", err, fault.NotFound, "")
		if _, err := c.certificates.OpenShare(t.Context(), c.bosShared, true); err != nil {
			t.Errorf("what another shows: %v", err)
		}
	})
}

func TestErasingKeepsNumbersDigestsAndWhatWasAnswered(t *testing.T) {
	type kept struct {
		ID                              uuid.UUID
		Serial                          string
		Code                            certificate.Code
		Number                          int
		Text, Provenance, Version, File record.Digest
		SentAt, IssuedAt                time.Time
		Institution, Programme          string
		Answers                         []certificate.Decision
	}
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		all := func() (out []kept) {
			for _, v := range c.versions(c.issued, c.unsigned) {
				k := kept{v.ID, v.Serial, v.Code, v.Number, v.TextDigest, v.ProvenanceDigest, v.VersionDigest, v.File, v.SentAt, v.IssuedAt, v.Facts.Institution, v.Facts.Programme, nil}
				answers, err := w.db.SignOffs(t.Context(), v.ID)
				w.must(err)
				for _, a := range answers {
					k.Answers = append(k.Answers, a.Decision)
				}
				out = append(out, k)
			}
			return out
		}
		before := all()
		c.erase()
		if diff := cmp.Diff(before, all()); diff != "" {
			t.Errorf("erasing changed what should stay:\n%s", diff)
		}
		var states []certificate.VersionState
		for _, v := range c.versions(c.issued, c.unsigned) {
			states = append(states, v.State)
		}
		want := []certificate.VersionState{certificate.VersionSuperseded, certificate.VersionIssued, certificate.VersionVoid}
		if diff := cmp.Diff(want, states); diff != "" {
			t.Errorf("states of versions:\n%s", diff)
		}
		for id, want := range map[uuid.UUID]certificate.State{c.issued.ID: certificate.Issued, c.unsigned.ID: certificate.Cancelled} {
			if got, err := w.db.Certificates().Get(t.Context(), id); err != nil || got.State != want || got.Name != personal.Name {
				t.Errorf("the certificate is %s of %q, want %s (%v)", got.State, got.Name, want, err)
			}
		}
	})
}

func TestWhatAnErasedPersonSignedForOthersStaysAsItIs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		before, file := c.versions(c.bosCertificate), c.pdf(c.bosCertificate)
		w.must(w.Erase(t.Context(), w.admin, c.karl.ID, c.karl.Name))
		if diff := cmp.Diff(before, c.versions(c.bosCertificate)); diff != "" {
			t.Errorf("the version of another changed:\n%s", diff)
		}
		if !bytes.Equal(file, c.pdf(c.bosCertificate)) {
			t.Error("the file of another changed")
		}
		if v := c.verdict(file); v.Verdict != certificate.Genuine || v.Facts.Signatories[0].Name != c.karl.Name {
			t.Errorf("the certificate of another is %+v", v)
		}
		answers, err := w.db.SignOffs(t.Context(), before[0].ID)
		w.must(err)
		if len(answers) == 0 || answers[0].Signatory.Name != c.karl.Name || answers[0].SignatureFile != uuid.Nil {
			t.Errorf("the answers are %+v", answers)
		}
		if p, err := w.db.People().Get(t.Context(), c.karl.ID); err != nil || p.Name != personal.Name || !p.Archived || p.JobTitle != "" {
			t.Errorf("the person is %+v (%v)", p, err)
		}
		if files, err := w.db.SignaturesOf(t.Context(), c.karl.ID); err != nil || len(files) > 0 {
			t.Errorf("pictures of the signature: %d left (%v)", len(files), err)
		}
	})
}

func TestACertificateThatAnErasedPersonSignedCanStillBeIssued(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		c.answer(c.unsigned, c.unsigned.Signatories[0], certificate.Approved, "", stroke(t, 5))
		w.must(w.Erase(t.Context(), w.admin, c.karl.ID, c.karl.Name))
		x, err := w.certificates.Certificate(t.Context(), office, c.unsigned.ID)
		w.must(err)
		x, err = w.certificates.Issue(t.Context(), office, x.ID, record.Match(x.Revision))
		w.must(err)
		if v := c.verdict(c.pdf(x)); v.Verdict != certificate.Genuine || v.Facts.Signatories[0].Name != c.karl.Name {
			t.Errorf("it is %+v", v)
		}
	})
}

func TestACorrectionUnderWayIsGivenUpByErasing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		x, err := w.certificates.Correct(t.Context(), office, c.issued.ID, record.Match(c.issued.Revision), certificate.ReasonCorrection)
		w.must(err)
		c.send(x)
		c.erase()
		got, err := w.db.Certificates().Get(t.Context(), x.ID)
		w.must(err)
		if got.State != certificate.Issued || got.VersionID != got.IssuedID || got.IssuedID != c.issued.IssuedID {
			t.Errorf("the certificate is %s at version %s, in force %s", got.State, got.VersionID, got.IssuedID)
		}
		if v := c.verdict(c.document); v.Verdict != certificate.Erased {
			t.Errorf("the file is %s", v.Verdict)
		}
	})
}

func TestFilesAreRemovedEvenWhenTheProcessDiesAfterTheCommit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		w.blobs.broken = errors.New("the power failed")
		w.refused("erasing", w.Erase(t.Context(), w.admin, c.ana.ID, c.ana.Name), fault.Unavailable, "erasure_unfinished")
		if _, err := w.blobs.Get(t.Context(), record.DigestOf(c.document)); err != nil {
			t.Fatalf("the file was removed all the same: %v", err)
		}
		w.blobs.broken = nil
		// The process that starts next.
		db := storetest.OpenAt(t, w.options)
		next := &personal.Service{Store: db, Blobs: w.blobs, Journal: access.Journal{Store: db, Now: w.now, NewID: newID}, Now: w.now}
		for range 2 {
			w.must(next.Sweep(t.Context()))
		}
		_, err := w.blobs.Get(t.Context(), record.DigestOf(c.document))
		w.refused("the file", err, fault.NotFound, "")
		if left := c.found(anas); len(left) > 0 {
			t.Errorf("after sweeping the canary is in %v", left)
		}
		if people, err := db.UnfinishedErasures(t.Context()); err != nil || len(people) > 0 {
			t.Errorf("%d erasures are not finished (%v)", len(people), err)
		}
		c.pdf(c.bosCertificate)
	})
}

func TestAFileThatSomebodyElseHasTooIsSpared(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		same := stroke(t, 17) // as Ana uploaded
		f, err := w.certificates.Upload(t.Context(), signedIn(c.bo), certificate.PurposeSignature, "mine", same)
		w.must(err)
		c.erase()
		if _, err := w.blobs.Get(t.Context(), f.Digest); err != nil {
			t.Errorf("the picture of another: %v", err)
		}
	})
}

func TestOfTwoErasuresAtOnceOneHappens(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		done := make(chan error)
		for range 2 {
			go func() { done <- w.Erase(t.Context(), w.admin, c.ana.ID, c.ana.Name) }()
		}
		outcomes := []fault.Code{fault.CodeOf(<-done), fault.CodeOf(<-done)}
		slices.Sort(outcomes)
		if want := []fault.Code{"", fault.Gone}; !slices.Equal(outcomes, want) {
			t.Errorf("the outcomes are %q", outcomes)
		}
		events, err := w.db.Events(t.Context(), access.EventFilter{Object: c.ana.ID, Operation: access.OpErasePerson, Sight: access.Everything()}, 10)
		w.must(err)
		if len(events.Items) != 1 || len(events.Items[0].Detail) > 0 {
			t.Errorf("the events are %+v", events.Items)
		}
	})
}

func TestAnErasureIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c, ctx := newCage(w), t.Context()
		stale := w.admin
		stale.Fresh = false
		for _, refusal := range []struct {
			what    string
			actor   access.Actor
			person  uuid.UUID
			confirm string
			code    fault.Code
			reason  string
		}{
			{"without a fresh proof", stale, c.ana.ID, c.ana.Name, fault.Forbidden, "proof_needed"},
			{"by oneself", signedIn(c.ana), c.ana.ID, c.ana.Name, fault.Forbidden, ""},
			{"by nobody", access.Anonymous(), c.ana.ID, c.ana.Name, fault.Unauthenticated, ""},
			{"by a token", office, c.ana.ID, c.ana.Name, fault.Forbidden, "scope"},
			{"of nobody", w.admin, newID(), c.ana.Name, fault.NotFound, ""},
			{"without the name", w.admin, c.ana.ID, "", fault.Invalid, ""},
			{"with another name", w.admin, c.ana.ID, c.bo.Name, fault.Invalid, ""},
		} {
			w.refused(refusal.what, w.Erase(ctx, refusal.actor, refusal.person, refusal.confirm), refusal.code, refusal.reason)
		}
		e, ok := errors.AsType[*fault.Error](w.Erase(ctx, w.admin, c.ana.ID, "Ana"))
		if !ok || len(e.Violations) != 1 || e.Violations[0].Pointer != "/confirm" {
			t.Errorf("a wrong name: %+v", e)
		}
		if len(c.columns(anas)) < 30 {
			t.Error("a refused erasure removed something")
		}
		c.erase()
		w.refused("twice", w.Erase(ctx, w.admin, c.ana.ID, c.ana.Name), fault.Gone, "erased")
		w.refused("export of somebody erased", w.Export(ctx, w.admin, c.ana.ID, &bytes.Buffer{}), fault.Gone, "erased")
	})
}

func TestNobodyIsErasedWhileACertificateIsBeingIssuedToThem(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c, ctx := newCage(w), t.Context()
		w.must(w.db.LeaseVersion(ctx, c.unsigned.VersionID, w.now().Add(time.Minute)))
		w.refused("while issuing", w.Erase(ctx, w.admin, c.ana.ID, c.ana.Name), fault.Conflict, "in_progress")
		if len(c.columns(anas)) < 30 {
			t.Error("a refused erasure removed something")
		}
		w.must(w.db.LeaseVersion(ctx, c.unsigned.VersionID, w.now().Add(-time.Minute)))
		c.erase()
	})
}

func TestTheLastAdministratorIsNotErased(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		admin := func(p uuid.UUID) {
			w.must(w.db.Accounts().Insert(ctx, account.Account{Meta: record.Meta{ID: p, Revision: 1, CreatedAt: w.now(), ChangedAt: w.now()}, Admin: true}))
		}
		admin(w.admin.Person)
		w.refused("the only administrator", w.Erase(ctx, w.admin, w.admin.Person, "Ada Admin"), fault.Conflict, "last_admin")
		admin(w.person("Another").ID)
		w.must(w.Erase(ctx, w.admin, w.admin.Person, "Ada Admin"))
	})
}

func TestARequestThatNamesAnErasedPersonIsNotCarriedOutAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		c.erase()
		for value, want := range map[string]int{"key0": 410, "key1": 410, "key2": 201} {
			claim := claimOf("office", value, w.now())
			stored, free, err := w.db.ClaimIdempotencyKey(t.Context(), claim, w.now())
			if err != nil || free || stored.Answer.Status != want {
				t.Errorf("%s: free %v, answered %d (%v)", value, free, stored.Answer.Status, err)
			}
		}
	})
}

func TestNobodyFollowsALinkToWhatWasErased(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c, ctx, secret := newCage(w), t.Context(), record.DigestOf([]byte("Karl's link"))
		w.must(w.db.InsertLink(ctx, account.Link{
			ID: newID(), Purpose: account.PurposeSigning, Person: c.karl.ID, Object: access.Ref{Kind: "certificate", ID: c.unsigned.ID}, Hash: secret,
			CreatedAt: w.now(), ExpiresAt: w.now().Add(time.Hour),
		}))
		c.erase()
		link, err := w.db.LinkOf(ctx, secret)
		if err != nil || link.EndedAt.IsZero() {
			t.Errorf("the link of a signatory is %+v (%v)", link, err)
		}
	})
}
