package personal_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// unzipped gives the names of an archive in order, and its files.
func (w *world) unzipped(b []byte) ([]string, map[string]string) {
	w.t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	w.must(err)
	var names []string
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		w.must(err)
		body, err := io.ReadAll(r)
		w.must(err)
		names, files[f.Name] = append(names, f.Name), string(body)
	}
	return names, files
}

func TestAnArchiveHoldsEverythingThatIsThePersonsOwn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		names, files := w.unzipped(w.exported(signedIn(c.ana), c.ana.ID))
		const first, second = "enrolments/1-2015-autumn/", "enrolments/2-2016/"
		serial := c.versions(c.issued)[0].Serial
		want := []string{
			"README.txt", "person.json", "account.json", first + "enrolment.json", second + "enrolment.json", first + "project.md", second + "project.md",
			first + "project-history/0001-2026-11-21.md", first + "project-history/0002-2026-11-21.md",
			second + "project-history/0001-2026-11-21.md", second + "project-history/0002-2026-11-21.md",
			first + "log/0001-2015-03-02.md", second + "log/0001-2015-03-02.md",
			first + "certificates/" + serial + ".json", first + "certificates/" + serial + ".pdf",
			first + "certificates/" + serial + "-2.json", first + "certificates/" + serial + "-2.pdf",
			"share-links.json", "handbook-passages.json", "meetings.json", "meeting-notes.json",
			"as-assessor/assignments.json", "as-assessor/feedback.json", "reviews.json", "as-signatory/sign-offs.json", "as-signatory/readings.json", "as-signatory/signature-1.png",
			"operations.json", "events.json", "origins.json",
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("the files:\n%s", diff)
		}
		for name, holds := range map[string]string{
			"person.json": "private@" + anas + ".example.net", "account.json": anas + " browser", first + "enrolment.json": anas + " scale",
			first + "project.md": anas + " aims", first + "project-history/0001-2026-11-21.md": anas + " first context",
			first + "log/0001-2015-03-02.md": anas + " log", first + "certificates/" + serial + "-2.json": anas + " editor's own words.",
			"as-assessor/assignments.json": anas + " conflict", "as-assessor/feedback.json": anas + " draft about Bo",
			"origins.json": anas + " origin", "events.json": "createFeedback", "share-links.json": `"opened": 1,`,
			"operations.json": `"scale": "` + anas, "meetings.json": `"kind": "coaching"`, "meeting-notes.json": anas + " private note", "README.txt": "Made at 2026-11-21T12:00:0",
		} {
			if !strings.Contains(files[name], holds) {
				t.Errorf("%s does not hold %q:\n%s", name, holds, files[name])
			}
		}
		if files[first+"certificates/"+serial+"-2.pdf"] != string(c.document) {
			t.Error("the certificate is not the file that was issued")
		}
	})
}

func TestAnArchiveHoldsNothingOfOthersAndNothingUnreleased(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		_, files := w.unzipped(w.exported(w.admin, c.ana.ID))
		if !strings.Contains(files["meeting-notes.json"], anas+" shared note") {
			t.Error("the notes that were shared with her are not there")
		}
		for name, body := range files {
			for _, secret := range []string{
				anas + " private note", anas + " note about her", anas + " reason",
				bos, "draft about her", "own theme first", anas + " guidance", anas + " feedback again", anas + " refusal",
				"$argon2id$", `{"` + anas + `":1}`, hashOf("session"), c.shared, hashOf(c.shared), "sendForSigning", "proposeCertificate", "recordSignOff",
			} {
				if strings.Contains(body, secret) {
					t.Errorf("%s holds %q", name, secret)
				}
			}
		}
		for _, name := range []string{"person.json", "account.json", "events.json", "origins.json", "as-assessor/assignments.json", "as-assessor/feedback.json"} {
			if strings.Contains(files[name], c.karl.Name) || strings.Contains(files[name], w.admin.Name) {
				t.Errorf("%s names others", name)
			}
		}
		if !strings.Contains(files["README.txt"], "not in here") || !strings.Contains(files["README.txt"], w.admin.Name+", an administrator") {
			t.Error("README.txt does not say what is left out and who made the archive")
		}
	})
}

func TestAnArchiveOfAnAssessorHoldsWhatTheyWroteAndSigned(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		names, files := w.unzipped(w.exported(signedIn(c.karl), c.karl.ID))
		var written []struct {
			Text      string
			Revisions []struct{ Text string }
		}
		w.must(json.Unmarshal([]byte(files["as-assessor/feedback.json"]), &written))
		if len(written) != 5 || len(written[0].Revisions) != 2 || written[0].Revisions[0].Text != anas+" feedback first" {
			t.Errorf("the feedback is %+v", written)
		}
		var signed []struct {
			Serial, Decision, Reason, Conflict string
			Suggested                          struct{ Name string }
		}
		w.must(json.Unmarshal([]byte(files["as-signatory/sign-offs.json"]), &signed))
		if len(signed) != 5 || signed[0].Reason != anas+" refusal" || signed[4].Decision != "approved" || signed[4].Conflict != "none" {
			t.Errorf("the answers are %+v", signed)
		}
		if signed[3].Suggested.Name != c.ana.Name {
			t.Errorf("they suggested %+v", signed[3])
		}
		if !strings.Contains(files["as-signatory/readings.json"], c.bosCertificate.VersionID.String()) {
			t.Errorf("they read %s", files["as-signatory/readings.json"])
		}
		if !slices.Contains(names, "as-signatory/signature-3.png") || slices.Contains(names, "account.json") {
			t.Errorf("the files are %q", names)
		}
	})
}

func TestExportsOfTheSameDataAreTheSameButForTheTime(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		first, a := w.unzipped(w.exported(w.admin, c.karl.ID))
		second, b := w.unzipped(w.exported(w.admin, c.karl.ID))
		for _, grows := range []string{"README.txt", "events.json"} { // the first export is an event
			delete(a, grows)
			delete(b, grows)
		}
		if diff := cmp.Diff(first, second) + cmp.Diff(a, b); diff != "" {
			t.Errorf("they differ:\n%s", diff)
		}
	})
}

func TestLongHoldingsAreExportedWhole(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.person("Ana")
		e := w.participant(p, "a")
		const entries = 250
		for i := range entries {
			_, err := w.programmes.AddLogEntry(t.Context(), office, e.ID, programme.LogEntryFields{On: civil.Date{Year: 2016, Month: 1, Day: 2}, Text: fmt.Sprint("entry ", i)})
			w.must(err)
		}
		names, files := w.unzipped(w.exported(w.admin, p.ID))
		var events []any
		w.must(json.Unmarshal([]byte(files["events.json"]), &events))
		if n := len(slices.DeleteFunc(names, func(s string) bool { return path.Base(path.Dir(s)) != "log" })); n != entries+1 || len(events) < entries {
			t.Errorf("%d of %d log entries and %d events are there", n, entries+1, len(events))
		}
	})
}

var safe = regexp.MustCompile(`^[\pL\pM\pN./-]+$`)

func TestNamesOfFilesAreSafeAndUniqueWhateverPeopleCallThings(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.person("Ana")
		for _, name := range []string{
			"../../etc/passwd", "..", "CON", "con", "C:\\Windows", strings.Repeat("ü", 200), strings.Repeat("e\u0301x", 60), "2015", "2015.", " / ", "社会的学習",
		} {
			cohort, err := w.programmes.CreateCohort(t.Context(), office, w.programme.ID, programme.CohortFields{Name: name})
			w.must(err)
			_, err = w.programmes.Enrol(t.Context(), office, p.ID, programme.EnrolmentFields{CohortID: cohort.ID})
			w.must(err)
		}
		names, _ := w.unzipped(w.exported(w.admin, p.ID))
		seen := map[string]bool{}
		for _, name := range names {
			folded := strings.ToLower(name)
			if seen[folded] || !safe.MatchString(name) || path.Clean(name) != name || path.IsAbs(name) || strings.HasPrefix(name, ".") {
				t.Errorf("%q is not safe or not unique", name)
			}
			seen[folded] = true
			for part := range strings.SplitSeq(name, "/") {
				if len(part) > 255 || strings.HasSuffix(part, ".") || strings.EqualFold(strings.TrimSuffix(part, path.Ext(part)), "con") {
					t.Errorf("%q is no name for a file everywhere", part)
				}
			}
		}
		if len(names) < 11 {
			t.Errorf("there are only %d files", len(names))
		}
	})
}

func TestAnExportIsForThePersonAndAdministratorsAndIsNoted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ana, bo := w.person("Ana"), w.person("Bo")
		for _, refusal := range []struct {
			what   string
			actor  access.Actor
			person uuid.UUID
			code   fault.Code
		}{
			{"by another", signedIn(bo), ana.ID, fault.NotFound},
			{"by nobody", access.Anonymous(), ana.ID, fault.Unauthenticated},
			{"of nobody", w.admin, newID(), fault.NotFound},
		} {
			var b bytes.Buffer
			w.refused(refusal.what, w.Export(t.Context(), refusal.actor, refusal.person, &b), refusal.code, "")
			if b.Len() > 0 {
				t.Errorf("%s: something was written", refusal.what)
			}
		}
		w.exported(w.admin, ana.ID)
		w.exported(signedIn(ana), ana.ID)
		events, err := w.db.Events(t.Context(), access.EventFilter{Operation: access.OpExportPerson, Sight: access.Everything()}, 10)
		w.must(err)
		if len(events.Items) != 2 || events.Items[0].Object.ID != ana.ID || !events.Items[0].Actor.Is(w.admin.Person) {
			t.Errorf("the events are %+v", events.Items)
		}
	})
}

// short is a connection that is cut off.
type short struct{ left int }

func (s *short) Write(b []byte) (int, error) {
	if s.left -= len(b); s.left < 0 {
		return 0, errors.New("cut off")
	}
	return len(b), nil
}

func TestAnArchiveThatCouldNotBeFinishedIsAnError(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		whole := len(w.exported(w.admin, c.ana.ID))
		for _, n := range []int{0, whole / 2, whole - 1} {
			if err := w.Export(t.Context(), w.admin, c.ana.ID, &short{left: n}); err == nil {
				t.Errorf("cut off after %d of %d bytes: no error", n, whole)
			}
		}
		w.must(w.blobs.Remove(t.Context(), record.DigestOf(c.document)))
		w.refused("a file that is lost", w.Export(t.Context(), w.admin, c.ana.ID, io.Discard), fault.NotFound, "")
	})
}

// A draft is its author's alone: an administrator who passes on an archive does not read it.
func TestDraftsAreExportedToTheirAuthorAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		karl := w.person("Karl")
		e := w.participant(w.person("Ana"), "Her project.")
		_, err := w.programmes.Assign(t.Context(), office, e.ID, karl.ID, programme.AssignmentFields{})
		w.must(err)
		_, err = w.programmes.WriteFeedback(t.Context(), signedIn(karl), e.ID, karl.ID, programme.FeedbackFields{Text: "half a thought"})
		w.must(err)
		for name, a := range map[string]access.Actor{"the author": signedIn(karl), "an administrator": w.admin} {
			_, files := w.unzipped(w.exported(a, karl.ID))
			holds := strings.Contains(files["as-assessor/feedback.json"], "half a thought")
			if holds != (name == "the author") {
				t.Errorf("the archive for %s holds the draft: %v", name, holds)
			}
		}
	})
}
