package certificate_test

import (
	"strings"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/difference"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

func TestASignatoryIsShownWhatChangedSinceTheyLastRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		ctx := t.Context()
		c := w.sent()
		read, other := c.Signatories[0], c.Signatories[1]
		first := c.VersionID
		if _, err := w.Difference(ctx, provedBy(read), c.ID, uuid.Nil, uuid.Nil); fault.ReasonOf(err) != "nothing_before" {
			t.Errorf("of the first text: %v", err)
		}
		w.must(second(w.Document(ctx, provedBy(read), first)))
		w.answer(c, read, certificate.Approved)

		reword := func(words string) {
			var err error
			c, err = w.Revise(ctx, office, c.ID, record.Match(w.again(c).Revision))
			w.must(err)
			c.Sections[0].Passages[0].Text = words
			c, err = w.PutSections(ctx, office, c.ID, record.Match(c.Revision), c.Sections)
			w.must(err)
			c = w.send(c)
		}
		reword("She set out to change how departments think.")
		reword("She set out to change how a whole department thinks.")
		requests, err := w.SigningRequests(ctx, provedBy(read))
		w.must(err)
		if requests[0].Answered != "" || !requests[0].ReadAt.IsZero() || requests[0].ReadBefore != first {
			t.Errorf("they are asked %+v", requests[0])
		}
		w.must(second(w.Content(ctx, provedBy(read), c.VersionID)))
		d, err := w.Difference(ctx, provedBy(read), c.ID, uuid.Nil, uuid.Nil)
		w.must(err)
		if d.From != first || d.To != c.VersionID || !d.Differs() {
			t.Fatalf("compared %+v", d)
		}
		runs := d.Sections[0].Paragraphs[0].Runs
		if d.Sections[0].Change != certificate.SectionReworded || len(runs) != 3 || runs[1] != (difference.Run{Op: difference.Inserted, Text: " whole"}) {
			t.Errorf("the section is %+v", d.Sections[0])
		}
		if d.Sections[1].Change != certificate.SectionSame {
			t.Errorf("the other section is %+v", d.Sections[1])
		}
		d, err = w.Difference(ctx, provedBy(other), c.ID, uuid.Nil, uuid.Nil)
		w.must(err)
		if d.From == first {
			t.Error("who read nothing is shown more than the step before")
		}
	})
}

func TestADifferenceIsForWhoeverMayReadBothTexts(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	ctx := t.Context()
	issued, c := w.corrected()
	c = w.send(c)
	ana := provedBy(certificate.Signatory{PersonID: issued.PersonID})
	if _, err := w.Difference(ctx, ana, c.ID, issued.IssuedID, c.VersionID); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("the participant reads an unfinished correction: %v", err)
	}
	if _, err := w.Difference(ctx, reader, c.ID, uuid.Nil, uuid.Nil); fault.CodeOf(err) != fault.Forbidden {
		t.Errorf("a token for reading: %v", err)
	}
	stranger := provedBy(certificate.Signatory{PersonID: newID()})
	_, there := w.Difference(ctx, stranger, c.ID, uuid.Nil, uuid.Nil)
	_, nowhere := w.Difference(ctx, stranger, newID(), uuid.Nil, uuid.Nil)
	if fault.CodeOf(there) != fault.NotFound || !strings.HasPrefix(there.Error(), nowhere.Error()) {
		t.Errorf("a stranger is told %v, and of none %v", there, nowhere)
	}
	c, err := w.issue(w.approved(c))
	w.must(err)
	d, err := w.Difference(ctx, ana, c.ID, uuid.Nil, uuid.Nil)
	w.must(err)
	if d.From != issued.IssuedID || d.To != c.IssuedID || len(d.Fields) != 1 || d.Fields[0] != (certificate.FieldDifference{Field: "name", Before: issued.Name, After: "Unfinished Name"}) {
		t.Errorf("the participant reads %+v", d)
	}
}
