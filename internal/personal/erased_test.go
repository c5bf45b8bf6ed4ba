package personal

import (
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

var erasedAt = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestOfAVersionStaysWhatMatchesACopyAndAnswersStrangers(t *testing.T) {
	signatory := certificate.Signatory{ID: uuid.New(), PersonID: uuid.New(), Name: "Karl", Title: "expert", Organisation: "Institute"}
	day := civil.Date{Year: 2030, Month: 1, Day: 2}
	full := certificate.Version{
		ID: uuid.New(), CertificateID: uuid.New(), ProgrammeID: uuid.New(), Number: 2, State: certificate.VersionRevoked, Serial: "SLL-2015-0007", Code: "CODE",
		Content: []byte("content"), TextDigest: record.DigestOf([]byte("text")), Provenance: []byte("provenance"), ProvenanceDigest: record.DigestOf([]byte("provenance")),
		Signatories: []certificate.Signatory{signatory}, Composers: []certificate.Composer{{Key: "k"}}, RequiredSignOffs: 1, About: "about",
		Facts: certificate.Facts{
			Institution: "Institute", Programme: "Leadership", Length: "a year", Requirements: "a project", Contact: "office@example.org", Language: "en", TimeZone: "UTC",
			Title: "certificate", Name: "Ana", AwardDate: "2015-12-14", Signatories: []certificate.FactSignatory{{Name: "Karl"}},
		},
		ExpiresOn: day, SentAt: erasedAt.Add(-3), IssuedAt: erasedAt.Add(-2), Sealed: []byte("sealed"), VersionDigest: record.DigestOf([]byte("version")),
		File: record.DigestOf([]byte("file")), FileSize: 4, EndedAt: erasedAt.Add(-1), EndReason: certificate.ReasonHolder, EndNote: "she asked",
		Base: certificate.Base{File: record.DigestOf([]byte("base")), Pages: 2, Places: []certificate.Place{{Page: 1}}, Layout: "classic"},
	}
	want := certificate.Version{
		ID: full.ID, CertificateID: full.CertificateID, ProgrammeID: full.ProgrammeID, Number: 2, State: certificate.VersionRevoked, Serial: "SLL-2015-0007", Code: "CODE",
		TextDigest: full.TextDigest, ProvenanceDigest: full.ProvenanceDigest, VersionDigest: full.VersionDigest, RequiredSignOffs: 1,
		Facts: certificate.Facts{
			Institution: "Institute", Programme: "Leadership", Length: "a year", Requirements: "a project", Contact: "office@example.org", Language: "en", TimeZone: "UTC",
		},
		ExpiresOn: day, SentAt: full.SentAt, IssuedAt: full.IssuedAt, File: full.File, FileSize: 4, EndedAt: full.EndedAt, EndReason: certificate.ReasonHolder,
		Base: certificate.Base{File: full.Base.File, Pages: 2, Layout: "classic"}, ErasedAt: erasedAt,
	}
	if diff := cmp.Diff(want, erasedVersion(full, erasedAt)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestOfAnAnswerStayTheDecisionAndTheDigest(t *testing.T) {
	signatory := certificate.Signatory{ID: uuid.New(), PersonID: uuid.New()}
	named := signatory
	named.Name, named.Title, named.Organisation = "Karl", "expert", "Institute"
	want := certificate.SignOff{
		ID: uuid.New(), VersionID: uuid.New(), SignatoryID: signatory.ID, Decision: certificate.Declined, Signatory: signatory,
		TextDigest: record.DigestOf([]byte("text")), Recorder: access.Actor{Kind: access.KindToken, ID: uuid.New(), Role: access.RoleStaff}, At: erasedAt,
	}
	full := want
	full.Signatory, full.Reason, full.SignatureFile, full.Signature, full.Recorder.Name = named, "she is late", uuid.New(), record.DigestOf([]byte("png")), "office"
	if diff := cmp.Diff(want, erasedSignOff(full)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestErasingSettlesWhatIsOpenAndLeavesWhatEnded(t *testing.T) {
	for before, want := range map[programme.EnrolmentState]programme.EnrolmentState{
		programme.Invited: programme.Withdrawn, programme.Active: programme.Withdrawn, programme.Deferred: programme.Withdrawn,
		programme.Completed: programme.Completed, programme.NotAwarded: programme.NotAwarded, programme.Withdrawn: programme.Withdrawn,
	} {
		e := programme.Enrolment{EnrolmentFields: programme.EnrolmentFields{State: before}}
		if got := erasedEnrolment(e, erasedAt).State; got != want {
			t.Errorf("an enrolment that is %s becomes %s, want %s", before, got, want)
		}
	}
	issued := uuid.New()
	for _, c := range []struct {
		before  certificate.State
		inForce uuid.UUID
		want    certificate.State
	}{
		{before: certificate.Composing, want: certificate.Cancelled},
		{before: certificate.Signing, want: certificate.Cancelled},
		{before: certificate.Composing, inForce: issued, want: certificate.Issued},
		{before: certificate.Signing, inForce: issued, want: certificate.Issued},
		{before: certificate.Issued, inForce: issued, want: certificate.Issued},
		{before: certificate.Revoked, inForce: issued, want: certificate.Revoked},
		{before: certificate.Cancelled, want: certificate.Cancelled},
	} {
		if got := erasedCertificate(certificate.Certificate{State: c.before, IssuedID: c.inForce}, erasedAt).State; got != c.want {
			t.Errorf("a certificate that is %s (in force: %v) becomes %s, want %s", c.before, c.inForce == issued, got, c.want)
		}
	}
}
