package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/web"
)

// books answer with one status, or fail.
type books struct {
	certificate.Store
	status certificate.Status
	err    error
}

func (b books) Status(context.Context, certificate.Code) (certificate.Status, error) {
	return b.status, b.err
}

const code = "00000-00000-00000-00000-00000"

// issued is late on the 14th of December in Copenhagen by UTC, and the 15th there.
func issued() certificate.Status {
	return certificate.Status{
		State: certificate.VersionIssued, Serial: "SLL-2015-0007", Number: 1, IssuedAt: time.Date(2015, 12, 14, 23, 30, 0, 0, time.UTC),
		Code: certificate.Code(strings.Repeat("0", 25)), File: record.DigestOf([]byte("file")),
		Facts: certificate.Facts{
			Institution: "Institute", Programme: "Social learning leadership", Title: "Social learning leadership certificate",
			Name: "Olga Vtorushina", AwardDate: "2015-12-14", TimeZone: "Europe/Copenhagen", Contact: "office@example.org",
			Signatories: []certificate.FactSignatory{{Name: "Karsten Ehms", Title: "Researcher", Organisation: "Example Energy"}},
		},
	}
}

func pages(t *testing.T, b books) *web.Pages {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }
	p, err := web.NewPages(web.Config{
		Certificates: &certificate.Service{Store: b, Now: now}, Accounts: &account.Service{Institution: "Institute"}, Log: slog.New(slog.DiscardHandler), Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func visit(t *testing.T, b books, code string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	pages(t, b).Verification(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v/"+code, nil), code)
	return w
}

func with(change func(*certificate.Status)) books {
	s := issued()
	change(&s)
	return books{status: s}
}

func TestThePageSaysEveryVerdictAsPeopleDo(t *testing.T) {
	ended := time.Date(2020, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		books    books
		code     string
		status   int
		says     []string
		saysNone []string
	}{
		"genuine": {books{status: issued()}, code, 200,
			[]string{"Issued by Institute to Olga Vtorushina on 15 December 2015; still valid.", "verdict genuine", "SLL-2015-0007", "Karsten Ehms, Researcher, Example Energy", "office@example.org", "14 December 2015"},
			[]string{"No longer in force"}},
		"revoked": {with(func(s *certificate.Status) {
			s.State, s.EndedAt, s.EndReason = certificate.VersionRevoked, ended, certificate.ReasonError
		}), code, 200, []string{"revoked on 1 May 2020: it was issued in error.", "No longer in force since"}, []string{"still valid"}},
		"superseded": {with(func(s *certificate.Status) {
			s.State, s.EndedAt, s.EndReason = certificate.VersionSuperseded, ended, certificate.ReasonNameChange
		}), code, 200, []string{"Replaced by a newer certificate."}, []string{"still valid", "Olga"}},
		"expired": {with(func(s *certificate.Status) { s.ExpiresOn = civil.Date{Year: 2018, Month: 12, Day: 14} }), code, 200,
			[]string{"it expired on 14 December 2018."}, []string{"still valid"}},
		"erased": {with(func(s *certificate.Status) { s.ErasedAt = ended }), code, 200,
			[]string{"its text and names were erased on 1 May 2020."}, []string{"still valid", "Olga", "Karsten"}},
		"never issued": {with(func(s *certificate.Status) { s.State = certificate.VersionSigning }), code, 404,
			[]string{"No certificate was issued under this code."}, []string{"still valid", "Olga", "SLL-2015"}},
		"unknown":  {books{err: fault.Missing("version")}, code, 404, []string{"No certificate was issued under this code."}, []string{"valid"}},
		"mistyped": {books{status: issued()}, "nonsense", 404, []string{"This is not a verification code"}, []string{"valid", "Olga"}},
		"no database": {books{err: errors.New("secret cause")}, code, 503,
			[]string{"This cannot be checked just now."}, []string{"valid.", "Olga", "secret cause"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := visit(t, c.books, c.code)
			if w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
			for _, s := range c.says {
				if !strings.Contains(w.Body.String(), s) {
					t.Errorf("it does not say %q:\n%s", s, w.Body)
				}
			}
			for _, s := range c.saysNone {
				if strings.Contains(w.Body.String(), s) {
					t.Errorf("it says %q", s)
				}
			}
		})
	}
}

func TestTheDaysOfAPageAgree(t *testing.T) {
	if body := visit(t, books{status: issued()}, code).Body.String(); !strings.Contains(body, "<dt>Issued on</dt><dd>15 December 2015</dd>") {
		t.Errorf("the table says another day than the sentence:\n%s", body)
	}
}

func TestHostileNamesStayText(t *testing.T) {
	const hostile = `<script>alert(1)</script>" onload='x'`
	b := with(func(s *certificate.Status) {
		s.Facts.Name, s.Facts.Institution, s.Facts.Contact, s.Facts.Title = hostile, hostile, "javascript:alert(1)", "</title><img src=x>"
		s.Facts.Signatories[0].Name = hostile
	})
	body := visit(t, b, code).Body.String()
	for _, s := range []string{"<script", "<img", "href=\"javascript", "onload='"} {
		if strings.Contains(body, s) {
			t.Errorf("the page holds %s", s)
		}
	}
}

func TestPagesRunNoScriptsAndAreNotKept(t *testing.T) {
	h := visit(t, books{status: issued()}, code).Header()
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
		"Content-Type":            "text/html; charset=utf-8", "Cache-Control": "no-store",
	} {
		if h.Get(name) != want {
			t.Errorf("%s: %q", name, h.Get(name))
		}
	}
}

func TestThePageFitsANarrowPhone(t *testing.T) {
	page := visit(t, with(func(s *certificate.Status) { s.Facts.Name, s.Facts.Contact = longName, longName }), code)
	newWorld(t).viewer(t).fit(map[string]*httptest.ResponseRecorder{"verification": page})
}
