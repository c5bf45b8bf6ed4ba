package certificate_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

func signedIn(person uuid.UUID) access.Actor {
	return access.Actor{Kind: access.KindAccount, ID: newID(), Person: person}
}

// given is an issued certificate.
func (w *world) given() certificate.Certificate {
	w.t.Helper()
	c, err := w.issue(w.signed())
	w.must(err)
	return c
}

// share has the participant make a link, and gives its secret.
func (w *world) share(c certificate.Certificate, fields certificate.ShareFields) (certificate.ShareLink, string) {
	w.t.Helper()
	l, secret, err := w.CreateShareLink(w.t.Context(), signedIn(c.PersonID), c.ID, fields)
	w.must(err)
	return l, secret
}

// opened opens a link without counting it.
func (w *world) opened(secret string) certificate.Shared {
	w.t.Helper()
	shared, err := w.OpenShare(w.t.Context(), secret, false)
	w.must(err)
	return shared
}

// text gives all that is shown, or what is said instead.
func text(s certificate.Shared) string {
	if s.Text == nil {
		return s.Sentence
	}
	var all []string
	for _, section := range s.Text.Sections {
		all = append(append(all, section.Heading), section.Paragraphs()...)
	}
	return strings.Join(all, "\n")
}

func (w *world) replace(c certificate.Certificate, sections []certificate.Section) certificate.Certificate {
	w.t.Helper()
	c, err := w.Correct(w.t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonCorrection)
	w.must(err)
	c, err = w.PutSections(w.t.Context(), office, c.ID, record.Match(c.Revision), sections)
	w.must(err)
	c, err = w.issue(w.approved(w.send(c)))
	w.must(err)
	return c
}

const (
	onProject     = "Transforming a culture\nShe set out to change how a department thinks."
	onPersistence = "Persistence\nShe does not give up.\nWhen a colleague left she found a way on."
)

func TestALinkShowsWhatItsMakerChose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		c := w.given()
		_, whole := w.share(c, certificate.ShareFields{WithFile: true})
		_, part := w.share(c, certificate.ShareFields{Sections: []uuid.UUID{c.Sections[1].ID}})

		got := w.opened(whole)
		v := w.version(c)
		if text(got) != onProject+"\n"+onPersistence || !got.Text.Whole || got.Text.Replaced || got.Verdict != certificate.Genuine {
			t.Errorf("the whole: %+v", got)
		}
		if got.Text.Facts.Name != "Olga Vtorushina" || got.Text.VerifyURL != "https://certificates.example.org/v/"+v.Code.String() || !got.Text.WithFile {
			t.Errorf("its facts: %+v", got.Text)
		}
		d, err := w.SharedDocument(t.Context(), whole, false)
		if err != nil || !bytes.Equal(d.PDF, w.pdf(c)) {
			t.Errorf("the PDF: %d bytes, %v", len(d.PDF), err)
		}

		got = w.opened(part)
		if text(got) != onPersistence || got.Text.Whole || got.Text.WithFile {
			t.Errorf("a section: %+v", got)
		}
		if _, err := w.SharedDocument(t.Context(), part, false); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("its PDF: %v", err)
		}
	})
}

func TestALinkFollowsACorrection(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		c := w.given()
		project, persistence := c.Sections[0], c.Sections[1]
		_, whole := w.share(c, certificate.ShareFields{WithFile: true})
		_, part := w.share(c, certificate.ShareFields{Sections: []uuid.UUID{persistence.ID}})

		persistence.Passages = []certificate.Passage{{Text: "She never gave up."}}
		c = w.replace(c, []certificate.Section{persistence, project})
		if got := w.opened(part); text(got) != "Persistence\nShe never gave up." || !got.Text.Replaced || got.Verdict != certificate.Genuine {
			t.Errorf("reworded: %+v", got)
		}
		if got := w.opened(whole); text(got) != "Persistence\nShe never gave up.\n"+onProject {
			t.Errorf("the whole: %s", text(got))
		}
		if d, err := w.SharedDocument(t.Context(), whole, false); err != nil || !bytes.Equal(d.PDF, w.pdf(c)) {
			t.Errorf("the PDF is not that of the version in force: %v", err)
		}

		c = w.replace(c, []certificate.Section{project})
		got := w.opened(part)
		if got.Text != nil || got.Verdict != certificate.Superseded || got.Sentence != "Replaced by a newer certificate." {
			t.Errorf("gone: %+v", got)
		}

		_, err := w.Correct(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonCorrection)
		w.must(err)
		if got := w.opened(whole); text(got) != onProject || got.Verdict != certificate.Genuine {
			t.Errorf("while another correction is written: %+v", got)
		}
	})
}

func TestALinkToARevokedCertificateSaysThatAlone(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.given()
	_, secret := w.share(c, certificate.ShareFields{WithFile: true})
	_, err := w.Revoke(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonError, "the note stays inside")
	w.must(err)
	got := w.opened(secret)
	if got.Text != nil || got.Verdict != certificate.VerdictRevoked || !strings.HasSuffix(got.Sentence, "it was issued in error.") {
		t.Errorf("it shows %+v", got)
	}
	if _, err := w.SharedDocument(t.Context(), secret, false); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("the PDF: %v", err)
	}
	if _, _, err := w.CreateShareLink(t.Context(), signedIn(c.PersonID), c.ID, certificate.ShareFields{}); fault.ReasonOf(err) != "certificate_state" {
		t.Errorf("another link: %v", err)
	}
}

func TestAllDeadLinksAreTheSame(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.given()
	withdrawn, gone := w.share(c, certificate.ShareFields{WithFile: true})
	_, expired := w.share(c, certificate.ShareFields{ExpiresAt: w.now().Add(time.Hour), WithFile: true})
	w.must(w.WithdrawShareLink(t.Context(), signedIn(c.PersonID), withdrawn.ID))
	w.later(time.Hour)
	_, unknown := w.OpenShare(t.Context(), "testamur_p_nothing", true)
	for name, secret := range map[string]string{
		"withdrawn": gone, "expired": expired, "cut off": gone[:len(gone)-1], "a token": "testamur_" + gone[len(certificate.SharePrefix):],
	} {
		if _, err := w.OpenShare(t.Context(), secret, true); err == nil || err.Error() != unknown.Error() {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := w.SharedDocument(t.Context(), secret, true); err == nil || err.Error() != unknown.Error() {
			t.Errorf("the PDF of one %s: %v", name, err)
		}
	}
	if list := w.links(c); list[0].Opened+list[1].Opened != 0 {
		t.Error("they were counted")
	}
}

func (w *world) links(c certificate.Certificate) []certificate.ShareLink {
	w.t.Helper()
	list, err := w.ListShareLinks(w.t.Context(), signedIn(c.PersonID), c.ID, record.Page{Limit: record.MaxPage})
	w.must(err)
	return list.Items
}

func TestOpeningsAreCountedOnceAMinuteAndNotTheirOwners(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		c := w.given()
		_, secret := w.share(c, certificate.ShareFields{WithFile: true})
		atOnce := func() {
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					_, err := w.OpenShare(t.Context(), secret, true)
					if err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
		}
		check := func(what string, want int) {
			t.Helper()
			if l := w.links(c)[0]; l.Opened != want || (want > 0) != l.OpenedAt.After(l.CreatedAt) || l.Revision != 1 {
				t.Errorf("%s: opened %d times, last at %s", what, l.Opened, l.OpenedAt)
			}
		}
		w.opened(secret)
		check("looked at ahead", 0)
		atOnce()
		check("by eight at once", 1)
		w.later(time.Minute)
		atOnce()
		check("a minute later", 2)
		_, err := w.SharedDocument(t.Context(), secret, true)
		w.must(err)
		check("and the PDF with it", 2)
		w.later(time.Minute)
		_, err = w.SharedDocument(t.Context(), secret, true)
		w.must(err)
		check("the PDF by itself", 3)
	})
}

func TestOnlyTheParticipantHasToDoWithShareLinks(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.given()
	l, _ := w.share(c, certificate.ShareFields{})
	admin := access.Actor{Kind: access.KindAccount, Role: access.RoleAdmin, Person: newID()}
	staff := access.Actor{Kind: access.KindAccount, Person: newID(), Powers: access.Powers{Programmes: []uuid.UUID{w.programme.ID}}}
	token := access.Actor{Kind: access.KindToken, ID: newID(), Role: access.RoleAssessor, Person: c.PersonID}
	for name, a := range map[string]access.Actor{
		"administrator": admin, "staff": staff, "assessor": signedIn(w.assessors[0].ID), "a token of the participant": token,
		"the office": office, "a reader": reader, "nobody": access.Anonymous(),
	} {
		_, _, making := w.CreateShareLink(t.Context(), a, c.ID, certificate.ShareFields{})
		_, listing := w.ListShareLinks(t.Context(), a, c.ID, record.Page{Limit: 1})
		for what, err := range map[string]error{"makes": making, "lists": listing, "withdraws": w.WithdrawShareLink(t.Context(), a, l.ID)} {
			if code := fault.CodeOf(err); code != fault.Forbidden && code != fault.NotFound && code != fault.Unauthenticated {
				t.Errorf("%s %s: %v", name, what, err)
			}
		}
	}
	events, err := w.db.Events(t.Context(), access.EventFilter{Object: l.ID, Sight: access.Sight{Programmes: []uuid.UUID{w.programme.ID}}}, 10)
	if err != nil || len(events.Items) > 0 {
		t.Errorf("the staff of the programme find the events %v, %v", events.Items, err)
	}
	w.must(w.WithdrawShareLink(t.Context(), signedIn(c.PersonID), l.ID))
	first := w.links(c)[0].WithdrawnAt
	w.must(w.WithdrawShareLink(t.Context(), signedIn(c.PersonID), l.ID))
	if again := w.links(c)[0].WithdrawnAt; first.IsZero() || !again.Equal(first) {
		t.Errorf("withdrawn at %s, then at %s", first, again)
	}
}

func TestThereIsNoLinkToWhatWasNotIssued(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.signed()
	_, _, err := w.CreateShareLink(t.Context(), signedIn(c.PersonID), c.ID, certificate.ShareFields{})
	if fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestAtMostFiftyLinksAreOpen(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.given()
	first, _ := w.share(c, certificate.ShareFields{})
	for range 49 {
		w.share(c, certificate.ShareFields{})
	}
	if _, _, err := w.CreateShareLink(t.Context(), signedIn(c.PersonID), c.ID, certificate.ShareFields{}); fault.ReasonOf(err) != "too_many_links" {
		t.Fatalf("one more: %v", err)
	}
	w.must(w.WithdrawShareLink(t.Context(), signedIn(c.PersonID), first.ID))
	w.share(c, certificate.ShareFields{})
}

func TestTheSecretOfALinkIsNotKept(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.given()
	l, secret := w.share(c, certificate.ShareFields{})
	if l.Hash != record.DigestOf([]byte(secret)) || !strings.HasPrefix(secret, "testamur_p_") || len(secret) != len("testamur_p_")+39 {
		t.Errorf("%q is kept as %s", secret, l.Hash)
	}
	if w.ShareURL(secret) != "https://certificates.example.org/s/"+secret {
		t.Errorf("its address is %s", w.ShareURL(secret))
	}
}
