package press_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"testamur/internal/pades"
	"testamur/internal/typeset"
	"testamur/templates"

	"go.yaml.in/yaml/v3"
)

// model is the demonstration's first participant: the model certificate.
type model struct {
	Programme struct {
		CertificateTitle string `yaml:"certificate_title"`
		About            string `yaml:"about"`
	} `yaml:"programme"`
	People map[string]struct {
		Name         string `yaml:"name"`
		JobTitle     string `yaml:"job_title"`
		Organisation string `yaml:"organisation"`
	} `yaml:"people"`
	Participants []struct {
		Name        string   `yaml:"name"`
		Signatories []string `yaml:"signatories"`
		Project     struct {
			Title   string `yaml:"title"`
			Context string `yaml:"context"`
		} `yaml:"project"`
		Feedback []struct {
			Theme string `yaml:"theme"`
			Text  string `yaml:"text"`
		} `yaml:"feedback"`
	} `yaml:"participants"`
}

func modelCertificate(b *testing.B) typeset.Certificate {
	b.Helper()
	text, err := templates.Files.ReadFile("demo/programme.yaml")
	if err != nil {
		b.Fatal(err)
	}
	var m model
	if err := yaml.Unmarshal(text, &m); err != nil {
		b.Fatal(err)
	}
	p := m.Participants[0]
	c := typeset.Certificate{
		Language: "en", Title: m.Programme.CertificateTitle, About: m.Programme.About, Name: p.Name,
		AwardDate: typeset.Date{Year: 2015, Month: 12, Day: 14}, Serial: "SLL-2015-0007", Code: "7KQ2M-9XW4T-VB3HN-P6RDC-8ABCD",
		VerifyURL: "https://certificates.example.org/v/7KQ2M-9XW4T-VB3HN-P6RDC-8ABCD", Created: time.Date(2015, 12, 14, 12, 0, 0, 0, time.UTC),
		Sections: []typeset.Section{section(p.Project.Title, p.Project.Context)},
	}
	for _, fb := range p.Feedback {
		c.Sections = append(c.Sections, section(fb.Theme, fb.Text))
	}
	for _, key := range p.Signatories {
		s := m.People[key]
		c.Signatories = append(c.Signatories, typeset.Signatory{Name: s.Name, Title: s.JobTitle, Organisation: s.Organisation})
	}
	return c
}

func section(heading, text string) typeset.Section {
	return typeset.Section{Heading: heading, Blocks: []typeset.Block{{Items: []typeset.Item{{{Text: text}}}}}}
}

func signer(b testing.TB) (*ecdsa.PrivateKey, []*x509.Certificate) {
	b.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Institute"}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		b.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		b.Fatal(err)
	}
	return key, []*x509.Certificate{certificate}
}

// BenchmarkRenderAndSign makes the model certificate from nothing: two pages, set, finished and sealed.
func BenchmarkRenderAndSign(b *testing.B) {
	t, err := typeset.NewTypesetter(templates.Files)
	if err != nil {
		b.Fatal(err)
	}
	layout, err := t.Layout("classic")
	if err != nil {
		b.Fatal(err)
	}
	key, chain := signer(b)
	c := modelCertificate(b)
	var size int
	b.ReportAllocs()
	for b.Loop() {
		r, err := t.Render(layout, c)
		if err != nil {
			b.Fatal(err)
		}
		if r.Pages != 2 {
			b.Fatalf("%d pages", r.Pages)
		}
		file, err := pades.Sign(b.Context(), r.PDF, pades.Signing{Field: typeset.SealField, Name: "Institute", Time: time.Now(), Key: key, Chain: chain})
		if err != nil {
			b.Fatal(err)
		}
		size = len(file)
	}
	b.ReportMetric(float64(size), "bytes/file")
}
