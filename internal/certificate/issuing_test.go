package certificate_test

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/pades"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/uuid"
)

var errInjected = errors.New("injected fault")

// fullDisk refuses to store, and remembers what it was given.
type fullDisk struct {
	certificate.Blobs
	full  bool
	given [][]byte
}

func (b *fullDisk) Put(ctx context.Context, file []byte) (record.Digest, error) {
	b.given = append(b.given, file)
	if b.full {
		return record.Digest{}, fault.New(fault.Unavailable, "storage", "full").Because(errInjected)
	}
	return b.Blobs.Put(ctx, file)
}

// failingCommit fails the nth outer transaction from when it is armed, either before anything is kept or after all is:
// a failed commit leaves unknown which of the two it was.
type failingCommit struct {
	certificate.Store
	in   int
	kept bool
}

type nested struct{}

func (s *failingCommit) Update(ctx context.Context, fn func(context.Context) error) error {
	return s.fail(ctx, s.Store.Update, fn)
}

func (s *failingCommit) UpdateLoosely(ctx context.Context, fn func(context.Context) error) error {
	return s.fail(ctx, s.Store.UpdateLoosely, fn)
}

type updating func(context.Context, func(context.Context) error) error

func (s *failingCommit) fail(ctx context.Context, update updating, fn func(context.Context) error) error {
	if ctx.Value(nested{}) != nil {
		return update(ctx, fn)
	}
	s.in--
	err := update(context.WithValue(ctx, nested{}, true), func(ctx context.Context) error {
		if err := fn(ctx); err != nil {
			return err
		}
		if s.in == 0 && !s.kept {
			return errInjected
		}
		return nil
	})
	if err == nil && s.in == 0 {
		return errInjected
	}
	return err
}

// authority is a time authority that does not answer while it is down.
type authority struct{ down bool }

func (a *authority) Token(context.Context, [32]byte) ([]byte, error) {
	return nil, errors.Join(pades.ErrTimestamp, errInjected)
}

func TestIssuingSealsOnceAndForGood(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		c, err := w.issue(w.signed())
		w.must(err)
		if c.State != certificate.Issued || c.Serial != "SLL-2015-0001" {
			t.Fatalf("%s %s", c.State, c.Serial)
		}
		file := w.pdf(c)
		if got := w.verdict(file); got != certificate.Genuine {
			t.Errorf("verdict %s", got)
		}
		base, err := w.blobs.Get(t.Context(), w.version(c).Base.File)
		w.must(err)
		if !bytes.HasPrefix(file, base) {
			t.Error("the issued file does not begin with the document that signatories read")
		}
		again, err := w.issue(c)
		w.must(err)
		if again.Revision != c.Revision || !bytes.Equal(w.pdf(again), file) {
			t.Error("issuing again did something")
		}
	})
}

func TestADrawnSignatureIsPlacedInTheSealedFile(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	f, err := w.Upload(t.Context(), panel, certificate.PurposeSignature, "drawn.png", stroke(t))
	w.must(err)
	c := w.sent()
	for _, s := range c.Signatories {
		_, err := w.RecordSignOff(t.Context(), panel, c.ID, certificate.Answer{
			SignatoryID: s.ID, Decision: certificate.Approved, TextDigest: w.version(c).TextDigest, SignatureFile: f.ID,
		})
		w.must(err)
	}
	c, err = w.issue(w.again(c))
	w.must(err)
	file := w.pdf(c)
	for _, s := range c.Signatories {
		if !bytes.Contains(file, []byte("Signature of "+s.Name)) {
			t.Errorf("no picture for %s", s.Name)
		}
	}
	if got := w.verdict(file); got != certificate.Genuine {
		t.Errorf("verdict %s", got)
	}
}

func TestAFullDiskLeavesTheCertificateInSigning(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	disk := &fullDisk{Blobs: w.blobs, full: true}
	c := w.signed()
	code := w.version(c).Code
	w.Blobs = disk
	if _, err := w.issue(c); fault.CodeOf(err) != fault.Unavailable {
		t.Fatalf("got %v", err)
	}
	if now := w.again(c); now.State != certificate.Signing || now.Revision != c.Revision {
		t.Fatalf("state %s, revision %d", now.State, now.Revision)
	}
	if got := w.verdict(disk.given[0]); got == certificate.Genuine {
		t.Error("the file that was not stored is genuine")
	}
	disk.full = false
	issued, err := w.issue(c)
	w.must(err)
	if issued.Serial != c.Serial || w.version(issued).Code != code {
		t.Error("the retry took another serial number or code")
	}
	if got := w.verdict(disk.given[0]); got == certificate.Genuine {
		t.Error("two files are genuine")
	}
}

func TestAFailedCommitNeverLosesDoublesOrHalves(t *testing.T) {
	for name, c := range map[string]struct {
		transaction int
		kept        bool
	}{
		"claim lost": {1, false}, "claim kept": {1, true}, "entry lost": {2, false}, "entry kept": {2, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, storetest.Open(t))
			disk := &fullDisk{Blobs: w.blobs}
			signed := w.signed()
			w.Blobs = disk
			w.Store = &failingCommit{Store: w.db, in: c.transaction, kept: c.kept}
			if _, err := w.issue(signed); !errors.Is(err, errInjected) {
				t.Fatalf("got %v", err)
			}
			w.Store = w.db
			w.later(time.Hour)
			issued, err := w.issue(signed)
			w.must(err)
			if issued.State != certificate.Issued || issued.Serial != signed.Serial {
				t.Fatalf("%s %s", issued.State, issued.Serial)
			}
			genuine := 0
			for _, file := range disk.given {
				if w.verdict(file) == certificate.Genuine {
					genuine++
				}
			}
			if genuine != 1 || w.verdict(w.pdf(issued)) != certificate.Genuine {
				t.Errorf("%d of %d sealed files are genuine", genuine, len(disk.given))
			}
		})
	}
}

func TestAFailedSendReservesOneSerialNumberAndLeavesNoVersion(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.proposed()
	w.Store = &failingCommit{Store: w.db, in: 2}
	if _, err := w.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision)); !errors.Is(err, errInjected) {
		t.Fatalf("got %v", err)
	}
	w.Store = w.db
	if versions, err := w.Versions(t.Context(), office, c.ID); err != nil || len(versions) != 0 {
		t.Fatalf("%d versions, %v", len(versions), err)
	}
	c, err := w.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	if c.Serial != "SLL-2015-0001" {
		t.Errorf("serial %s", c.Serial)
	}
}

func TestTwoRequestsAtOnceHaveOneEffect(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newWorld(t, db)
		c := w.signed()
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				issued, err := w.issue(c)
				if err == nil && issued.State != certificate.Issued {
					t.Errorf("state %s without an error", issued.State)
				}
				if err != nil && fault.ReasonOf(err) != "in_progress" && fault.CodeOf(err) != fault.Stale {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		issued, err := w.issue(c)
		w.must(err)
		if got := w.verdict(w.pdf(issued)); got != certificate.Genuine {
			t.Errorf("verdict %s", got)
		}
		if versions, err := w.Versions(t.Context(), office, c.ID); err != nil || len(versions) != 1 {
			t.Errorf("%d versions, %v", len(versions), err)
		}
	})
}

func TestWithoutItsTimeAuthorityACertificateStaysInSigning(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.signed()
	w.press.Authority = &authority{down: true}
	if _, err := w.issue(c); fault.ReasonOf(err) != "time_authority" {
		t.Fatalf("got %v", err)
	}
	if now := w.again(c); now.State != certificate.Signing {
		t.Fatalf("state %s", now.State)
	}
	w.press.Authority = nil
	if _, err := w.issue(c); err != nil {
		t.Fatal(err)
	}
}

func TestRevisingVoidsEveryAnswer(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.signed()
	stale := w.version(c).TextDigest
	c, err := w.Revise(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	c, err = w.SendForSigning(t.Context(), office, c.ID, record.Match(c.Revision))
	w.must(err)
	if _, err := w.issue(c); fault.ReasonOf(err) != "sign_offs_missing" {
		t.Errorf("issuing on old answers: %v", err)
	}
	answer := certificate.Answer{SignatoryID: c.Signatories[0].ID, Decision: certificate.Approved, TextDigest: stale}
	if _, err := w.RecordSignOff(t.Context(), panel, c.ID, answer); fault.ReasonOf(err) != "text_changed" {
		t.Errorf("an answer to the old text: %v", err)
	}
}

func TestReplacingASignatoryKeepsTheAnswersOfTheOthers(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.sent()
	before := w.version(c)
	w.answer(c, c.Signatories[0], certificate.Approved)
	w.answer(c, c.Signatories[1], certificate.Declined)
	c = w.again(c)
	swapped := []certificate.Signatory{{PersonID: w.person("Somebody Else").ID}, c.Signatories[1]}
	if _, err := w.PutSignatories(t.Context(), office, c.ID, record.Match(c.Revision), swapped); fault.ReasonOf(err) != "already_signed" {
		t.Fatalf("taking out who has signed: %v", err)
	}
	c, err := w.PutSignatories(t.Context(), office, c.ID, record.Match(c.Revision), []certificate.Signatory{c.Signatories[0], {PersonID: w.person("Somebody New").ID}})
	w.must(err)
	if v := w.version(c); v.TextDigest != before.TextDigest || v.Base.File == before.Base.File {
		t.Error("the text changed, or the document does not name the new signatory")
	}
	w.answer(c, c.Signatories[1], certificate.Approved)
	if _, err := w.issue(w.again(c)); err != nil {
		t.Fatal(err)
	}
}

func TestWhoReadsOnlyWhatIsFinishedSeesNothingElse(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.signed()
	for name, err := range map[string]error{
		"certificate": second(w.Certificate(t.Context(), reader, c.ID)), "version": second(w.Version(t.Context(), reader, c.VersionID)),
		"document": second(w.Document(t.Context(), reader, c.VersionID)), "versions": second(w.Versions(t.Context(), reader, c.ID)),
	} {
		if fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if list, err := w.List(t.Context(), reader, certificate.Filter{}, record.Page{Limit: 10}); err != nil || len(list.Items) != 0 {
		t.Errorf("list: %d, %v", len(list.Items), err)
	}
	issued, err := w.issue(c)
	w.must(err)
	if _, err := w.Document(t.Context(), reader, issued.VersionID); err != nil {
		t.Errorf("the issued document: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestACodeThatWasNeverIssuedIsUnknown(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.signed()
	v, err := w.Verify(t.Context(), w.version(c).Code.String())
	w.must(err)
	if v.Verdict != certificate.Unknown || v.Facts != nil {
		t.Errorf("%s, facts %v", v.Verdict, v.Facts)
	}
	base := w.pdf(c)
	if got := w.verdict(base); got != certificate.Unknown {
		t.Errorf("the document to be signed is %s", got)
	}
	if _, err := w.issue(c); err != nil {
		t.Fatal(err)
	}
	if got := w.verdict(base); got != certificate.Altered {
		t.Errorf("the unsealed document is %s", got)
	}
}

func TestAnExtraPassageIsFoundToBeTheEditorsOwn(t *testing.T) {
	w := newWorld(t, storetest.Open(t))
	c := w.proposed()
	sections := c.Sections
	source := sections[1].Passages[0].Sources[0].WritingID
	sections[1].Passages[0].Text = "She never gave up."
	sections[1].Passages = append(sections[1].Passages, certificate.Passage{Text: "We were glad to see it."})
	c, err := w.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), sections)
	w.must(err)
	stored := w.again(c).Sections[1].Passages
	if stored[0].Sources[0] != (certificate.Source{WritingID: source, Relation: certificate.Condensed}) || stored[0].ID == uuid.Nil {
		t.Errorf("%+v", stored[0])
	}
	last := len(stored) - 1
	if len(stored[last].Sources) != 0 || stored[last].ID == uuid.Nil {
		t.Errorf("%+v", stored[last])
	}
	if warnings := c.Warnings(); len(warnings) != 1 || warnings[0].Pointer != "/sections/1/passages/2" {
		t.Errorf("%+v", warnings)
	}
}
