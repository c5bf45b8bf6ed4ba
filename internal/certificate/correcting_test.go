package certificate_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

// corrected is an issued certificate whose correction is being written: another name, other words.
func (w *world) corrected() (issued, c certificate.Certificate) {
	w.t.Helper()
	ctx := w.t.Context()
	issued, err := w.issue(w.signed())
	w.must(err)
	c, err = w.Correct(ctx, office, issued.ID, record.Match(issued.Revision), certificate.ReasonCorrection)
	w.must(err)
	c, err = w.Change(ctx, office, c.ID, record.Match(c.Revision), func(f *certificate.Fields) { f.Name = "Unfinished Name" })
	w.must(err)
	sections := []certificate.Section{{Heading: "Unfinished", Passages: []certificate.Passage{{Text: "Not agreed by anybody."}}}}
	c, err = w.PutSections(ctx, office, c.ID, record.Match(c.Revision), sections)
	w.must(err)
	return issued, c
}

// sameComposition fails unless both say the same to the same people.
func sameComposition(t *testing.T, got, want certificate.Certificate) {
	t.Helper()
	same := got.Fields == want.Fields && slices.Equal(got.Signatories, want.Signatories) && got.VersionID == want.IssuedID &&
		got.CorrectionNote == "" && slices.EqualFunc(got.Sections, want.Sections, sameSection)
	if !same {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func sameSection(a, b certificate.Section) bool {
	return a.ID == b.ID && a.Heading == b.Heading && a.ThemeID == b.ThemeID && slices.EqualFunc(a.Passages, b.Passages, func(a, b certificate.Passage) bool {
		return a.ID == b.ID && a.Text == b.Text && a.RunsOn == b.RunsOn && slices.Equal(a.Sources, b.Sources)
	})
}

func TestReadersNeverSeeACorrectionThatIsBeingWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		issued, c := w.corrected()
		seen, err := w.Certificate(t.Context(), reader, c.ID)
		w.must(err)
		sameComposition(t, seen, issued)
		if seen.State != certificate.Issued {
			t.Errorf("it is %s", seen.State)
		}
		list, err := w.List(t.Context(), reader, certificate.Filter{State: certificate.Issued}, record.Page{Limit: 10})
		w.must(err)
		if len(list.Items) != 1 {
			t.Fatalf("%d in the list", len(list.Items))
		}
		sameComposition(t, list.Items[0], issued)
		w.send(c)
		if seen, err = w.Certificate(t.Context(), reader, c.ID); err != nil || seen.Name != issued.Name {
			t.Errorf("while it is out for signing: %q, %v", seen.Name, err)
		}
	})
}

func TestAnAbandonedCorrectionLeavesWhatWasIssued(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		t.Run("cancelled", func(t *testing.T) {
			w := newWorld(t, db)
			issued, c := w.corrected()
			c, err := w.Cancel(t.Context(), office, c.ID, record.Match(c.Revision))
			w.must(err)
			if c.State != certificate.Issued {
				t.Errorf("it is %s", c.State)
			}
			sameComposition(t, w.again(c), issued)
		})
	})
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		t.Run("revoked", func(t *testing.T) {
			w := newWorld(t, db)
			issued, c := w.corrected()
			c, err := w.Revoke(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonError, "")
			w.must(err)
			if c.State != certificate.Revoked {
				t.Errorf("it is %s", c.State)
			}
			sameComposition(t, w.again(c), issued)
		})
	})
}

// slowPress takes longer to seal than the lease of an issue, and meanwhile something happens.
type slowPress struct {
	certificate.Press
	meanwhile func()
}

func (p slowPress) Seal(ctx context.Context, base []byte, s certificate.Sealing) ([]byte, error) {
	file, err := p.Press.Seal(ctx, base, s)
	p.meanwhile()
	return file, err
}

func TestNothingIsIssuedThatChangedWhileItWasSealed(t *testing.T) {
	for name, change := range map[string]func(w *world, c certificate.Certificate) error{
		"other signatories": func(w *world, c certificate.Certificate) error {
			more := append(slices.Clone(c.Signatories), certificate.Signatory{PersonID: w.person("Third Signatory").ID})
			_, err := w.PutSignatories(w.t.Context(), office, c.ID, record.Match(c.Revision), more)
			return err
		},
		"revised": func(w *world, c certificate.Certificate) error {
			_, err := w.Revise(w.t.Context(), office, c.ID, record.Match(c.Revision))
			return err
		},
		"cancelled": func(w *world, c certificate.Certificate) error {
			_, err := w.Cancel(w.t.Context(), office, c.ID, record.Match(c.Revision))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, storetest.Open(t))
			c := w.signed()
			w.Press = slowPress{w.press, func() {
				w.later(3 * time.Minute)
				w.must(change(w, c))
			}}
			if _, err := w.issue(c); fault.CodeOf(err) != fault.Conflict {
				t.Fatalf("issued all the same: %v", err)
			}
			if after := w.again(c); after.IssuedID != uuid.Nil {
				t.Errorf("issued: %+v", after)
			}
		})
	}
}

func TestWhoLeftTheProgrammeGetsNoCertificate(t *testing.T) {
	withdraw := func(w *world) {
		e, err := w.programmes.Enrolment(w.t.Context(), office, w.enrolment.ID)
		w.must(err)
		_, err = w.programmes.ChangeEnrolment(w.t.Context(), office, e.ID, record.Match(e.Revision), func(f *programme.EnrolmentFields) { f.State = programme.Withdrawn })
		w.must(err)
	}
	t.Run("by sending", func(t *testing.T) {
		w := newWorld(t, storetest.Open(t))
		c := w.proposed()
		withdraw(w)
		if _, err := w.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision)); fault.ReasonOf(err) != "enrolment_state" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("by issuing", func(t *testing.T) {
		w := newWorld(t, storetest.Open(t))
		c := w.signed()
		withdraw(w)
		if _, err := w.issue(c); fault.ReasonOf(err) != "enrolment_state" {
			t.Errorf("got %v", err)
		}
	})
}

func TestSignatoriesDoNotKnowOfWhatWasNotSentToThem(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.proposed()
	assessor := access.Actor{Kind: access.KindToken, ID: newID(), Role: access.RoleAssessor, Person: w.assessors[0].ID}
	answer := certificate.Answer{SignatoryID: c.Signatories[0].ID, Decision: certificate.Approved, Conflict: programme.ConflictNone}
	_, missing := w.RecordSignOff(t.Context(), assessor, newID(), answer)
	_, unsent := w.RecordSignOff(t.Context(), assessor, c.ID, answer)
	if said(unsent) != said(missing) || fault.CodeOf(unsent) != fault.NotFound {
		t.Errorf("before it is sent: %v; that does not exist: %v", unsent, missing)
	}
}

func TestAnExpiredSealingCertificateSaysWhatToDo(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.signed()
	w.later(6 * 366 * 24 * time.Hour)
	if _, err := w.issue(c); fault.ReasonOf(err) != "sealing_certificate" {
		t.Fatalf("got %v", err)
	}
	w.must(w.press.Keys.Rotate(t.Context(), office))
	if _, err := w.issue(c); err != nil {
		t.Errorf("after rotation: %v", err)
	}
}

func TestIssuingFromAnOldReadingIsStaleInEveryState(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.proposed()
	c.Revision += 50
	if _, err := w.issue(c); fault.CodeOf(err) != fault.Stale {
		t.Errorf("while composing: %v", err)
	}
	c = w.approved(w.send(w.again(c)))
	c.Revision--
	if _, err := w.issue(c); fault.CodeOf(err) != fault.Stale {
		t.Errorf("while signing: %v", err)
	}
}

// said gives what a caller reads of a fault.
func said(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return ""
	}
	return f.Message
}
