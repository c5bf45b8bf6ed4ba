package certificate_test

import (
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/record"

	"pgregory.net/rapid"
)

// read has somebody look at everything, and those who are asked in reviews at what they are asked: nobody sees more than product.md
// allows them.
func (m *machine) read(t *rapid.T) {
	by := m.someone(t)
	m.readVersions(t, by)
	reviewers := []player{by, m.player(m.life.participant), m.player(m.life.assessors[0]), m.player(m.life.assessors[1])}
	for _, p := range reviewers {
		m.readCertificate(t, p)
		m.readReviews(t, p)
	}
}

func (m *machine) readCertificate(t *rapid.T, by player) {
	inForce := m.life.force != nil
	reads := by.staff || (inForce && (by.Role == access.RoleRead || by.Is(m.enrolment.PersonID)))
	c, err := m.Certificate(m.t.Context(), by.Actor, m.now.ID)
	if (err == nil) != reads {
		t.Fatalf("%+v reads the certificate: %v, the model says %t", by.Actor, err, reads)
	}
	if err == nil && !by.staff && m.textsOf(c) != m.life.force.texts {
		t.Fatalf("%+v reads %v where %v is in force", by.Actor, m.textsOf(c), m.life.force.texts)
	}
}

func (m *machine) readVersions(t *rapid.T, by player) {
	named := []certificate.Verdict{certificate.Genuine, certificate.Expired, certificate.VerdictRevoked}
	for _, e := range m.life.editions {
		_, err := m.Version(m.t.Context(), by.Actor, e.version)
		finished := e.state == certificate.VersionIssued || e.state == certificate.VersionSuperseded || e.state == certificate.VersionRevoked
		asked := by.Kind == access.KindAccount && slices.ContainsFunc(e.signatories, by.Is)
		if may := by.staff || asked || finished && (by.Role == access.RoleRead || by.Is(m.enrolment.PersonID)); may != (err == nil) {
			t.Fatalf("%+v reads version %+v: %v, the model says %t", by.Actor, e, err, may)
		}
		answer, err := m.Verify(m.t.Context(), e.code.String())
		passes(t, err)
		if answer.Verdict != e.verdict(m.life.today) || (!slices.Contains(named, answer.Verdict) && answer.Facts != nil && answer.Facts.Name != "") {
			t.Fatalf("strangers are told %+v of a version that is %s", answer, e.state)
		}
	}
}

// compareFiles runs at the end of a life: every text and file that ever was agreed to is there, unchanged.
func (m *machine) compareFiles(t *rapid.T) {
	for _, e := range m.life.editions {
		v, err := m.Version(m.t.Context(), office, e.version)
		passes(t, err)
		if record.DigestOf(v.Content).String() != e.digest || v.TextDigest.String() != e.digest || v.State != e.state {
			t.Fatalf("version %s is %s %s, the model says %+v", v.ID, v.State, v.TextDigest, e)
		}
		if e.file == "" {
			continue
		}
		d, err := m.Document(m.t.Context(), office, e.version)
		passes(t, err)
		answer, err := m.VerifyFile(m.t.Context(), d.PDF)
		passes(t, err)
		if record.DigestOf(d.PDF).String() != e.file || answer.Verdict != e.verdict(m.life.today) || !answer.Exact {
			t.Fatalf("the file of %+v is not the one that was issued: %+v", e, answer)
		}
	}
}
