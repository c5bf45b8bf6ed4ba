package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/record"

	"github.com/google/uuid"
)

var panel = access.Actor{Kind: access.KindToken, ID: uuid.New(), Name: "panel", Role: access.RoleAdmin}

const (
	chosenWords = "She does not give up. When a colleague left in the spring, she sat down with those who stayed, asked what each of them could carry, and found a way on that nobody had seen."
	hiddenWords = "Nobody outside reads of the quarrel with the board."
)

// issued is a certificate of two sections, in force.
func (w *world) issued() certificate.Certificate {
	w.t.Helper()
	ctx := w.t.Context()
	c, err := w.certificates.Propose(ctx, office, w.enrolment.ID)
	w.must(err)
	c, err = w.certificates.PutSections(ctx, office, c.ID, record.Match(c.Revision), []certificate.Section{
		{Heading: "Transforming a culture", Passages: []certificate.Passage{{Text: hiddenWords}}},
		{Heading: "Persistence", Passages: []certificate.Passage{{Text: chosenWords}, {Text: "It is <b>hers</b>."}}},
	})
	w.must(err)
	return w.put(c)
}

// put sends a composition for signing, has all sign, and issues it.
func (w *world) put(c certificate.Certificate) certificate.Certificate {
	w.t.Helper()
	ctx := w.t.Context()
	c, err := w.certificates.SendForSigning(ctx, office, c.ID, record.Match(c.Revision))
	w.must(err)
	v, err := w.certificates.Version(ctx, office, c.VersionID)
	w.must(err)
	for _, s := range c.Signatories {
		_, err := w.certificates.RecordSignOff(ctx, panel, c.ID, certificate.Answer{SignatoryID: s.ID, Decision: certificate.Approved, TextDigest: v.TextDigest})
		w.must(err)
	}
	c, err = w.certificates.Certificate(ctx, office, c.ID)
	w.must(err)
	c, err = w.certificates.Issue(ctx, office, c.ID, record.Match(c.Revision))
	w.must(err)
	return c
}

// share has the participant make a link, and gives it with the path of its page.
func (w *world) share(c certificate.Certificate, fields certificate.ShareFields) (certificate.ShareLink, string) {
	w.t.Helper()
	l, secret, err := w.certificates.CreateShareLink(w.t.Context(), w.participant(c), c.ID, fields)
	w.must(err)
	return l, "/s/" + secret
}

func (*world) participant(c certificate.Certificate) access.Actor {
	return access.Actor{Kind: access.KindAccount, ID: newID(), Person: c.PersonID}
}

func part(c certificate.Certificate) certificate.ShareFields {
	return certificate.ShareFields{Sections: []uuid.UUID{c.Sections[1].ID}}
}

func (w *world) openings(c certificate.Certificate) int {
	w.t.Helper()
	list, err := w.certificates.ListShareLinks(w.t.Context(), w.participant(c), c.ID, record.Page{Limit: 1})
	w.must(err)
	return list.Items[0].Opened
}

func TestAStrangerReadsWhatWasShared(t *testing.T) {
	w := newWorld(t)
	c := w.issued()
	_, whole := w.share(c, certificate.ShareFields{WithFile: true})
	page := w.get(whole)
	w.says(page, http.StatusOK, "<h1>Social learning leadership certificate</h1>", "<strong>Olga Vtorushina</strong> on 14 December 2015",
		"Issued by School of Leadership to Olga Vtorushina on 14 December 2015; still valid.", "<h2>Persistence</h2>", chosenWords, hiddenWords,
		"It is &lt;b&gt;hers&lt;/b&gt;.", "Researcher<br>Example Energy", `href="`+whole+`/document"`, `lang="en"`, "it works until 13 January 2016.")
	for _, r := range []*httptest.ResponseRecorder{page, w.get(whole + "/document")} {
		if h := r.Header(); h.Get("X-Robots-Tag") != "noindex, nofollow" || h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("the headers are %v", h)
		}
	}
	if r := w.get(whole + "/document"); r.Code != http.StatusOK || r.Header().Get("Content-Type") != "application/pdf" || !strings.HasSuffix(r.Body.String(), " sealed") {
		t.Errorf("the PDF: %d %s", r.Code, r.Body)
	}
	for _, s := range []string{"<script", "style=", "http://", "https://", "salt"} {
		if strings.Contains(page.Body.String(), s) {
			t.Errorf("the page holds %s", s)
		}
	}
}

func TestTheSecretOfAShareLinkStaysOutOfTheLog(t *testing.T) {
	w := newWorld(t)
	_, path := w.share(w.issued(), certificate.ShareFields{})
	w.get(path)
	w.must(w.db.Close())
	w.says(w.get(path), http.StatusInternalServerError, "Something went wrong on our side")
	if w.log.Len() == 0 || strings.Contains(w.log.String(), strings.TrimPrefix(path, "/s/")) {
		t.Errorf("the log says %s", w.log.String())
	}
}

func TestASectionThatWasNotChosenNeverAppears(t *testing.T) {
	w := newWorld(t)
	c := w.issued()
	_, path := w.share(c, part(c))
	page := w.get(path)
	w.says(page, http.StatusOK, "<h2>Persistence</h2>", chosenWords, "Olga Vtorushina chose to show you a part of the certificate.")
	for _, s := range []string{hiddenWords, "Transforming a culture", "/document"} {
		if strings.Contains(page.Body.String(), s) {
			t.Errorf("the page holds %q", s)
		}
	}
	w.says(w.get(path+"/document"), http.StatusNotFound, "There is nothing to read here")
	if strings.Contains(w.get(path+"/document").Body.String(), hiddenWords) {
		t.Error("the document is told")
	}
}

func TestEveryDeadShareLinkShowsTheSamePage(t *testing.T) {
	w := newWorld(t)
	c := w.issued()
	withdrawn, gone := w.share(c, certificate.ShareFields{WithFile: true})
	_, expired := w.share(c, certificate.ShareFields{WithFile: true, ExpiresAt: w.now().Add(time.Hour)})
	w.must(w.certificates.WithdrawShareLink(t.Context(), w.participant(c), withdrawn.ID))
	w.later(time.Hour)
	unknown := w.get("/s/none")
	w.says(unknown, http.StatusNotFound, "There is nothing to read here", "ask them for a new link")
	for _, path := range []string{gone, expired, gone + "/document", expired + "/document", gone + "x", "/s/none/document"} {
		r := w.get(path)
		if r.Code != unknown.Code || r.Body.String() != unknown.Body.String() || r.Header().Get("X-Robots-Tag") == "" {
			t.Errorf("%s: %d\n%s", path, r.Code, r.Body)
		}
	}
}

func TestAShareLinkAfterACorrectionAndARevocation(t *testing.T) {
	w := newWorld(t)
	c := w.issued()
	_, whole := w.share(c, certificate.ShareFields{WithFile: true})
	_, some := w.share(c, part(c))
	c, err := w.certificates.Correct(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonCorrection)
	w.must(err)
	c, err = w.certificates.PutSections(t.Context(), office, c.ID, record.Match(c.Revision), []certificate.Section{{Heading: "Courage", Passages: []certificate.Passage{{Text: "She dares."}}}})
	w.must(err)
	w.says(w.get(some), http.StatusOK, chosenWords)
	c = w.put(c)
	w.says(w.get(whole), http.StatusOK, "She dares.", "The certificate was corrected since you were given this link.")
	w.says(w.get(some), http.StatusOK, "<h1>Replaced by a newer certificate.</h1>", "It is not shown any more.")
	if strings.Contains(w.get(some).Body.String(), "She dares.") {
		t.Error("a section is shown that was not chosen")
	}
	_, err = w.certificates.Revoke(t.Context(), office, c.ID, record.Match(c.Revision), certificate.ReasonError, "")
	w.must(err)
	revoked := w.get(whole)
	w.says(revoked, http.StatusOK, "revoked on 14 December 2015: it was issued in error.", "It is not shown any more.")
	if strings.Contains(revoked.Body.String(), "She dares.") {
		t.Error("the text is shown")
	}
	w.says(w.get(whole+"/document"), http.StatusNotFound, "There is nothing to read here")
}

// What looks ahead for people is not a reader.
func TestOpeningAPageChangesItsCounterAndNothingElse(t *testing.T) {
	w := newWorld(t)
	c := w.issued()
	_, path := w.share(c, certificate.ShareFields{WithFile: true})
	ask := func(method string, header ...string) {
		t.Helper()
		for _, p := range []string{path, path + "/document"} {
			r := httptest.NewRequestWithContext(t.Context(), method, p, nil)
			if len(header) > 0 {
				r.Header.Set(header[0], header[1])
			}
			if got := w.send(r); got.Code != http.StatusOK {
				t.Errorf("%s %s: %d", method, p, got.Code)
			}
		}
	}
	before := w.dump()
	ask(http.MethodHead)
	ask(http.MethodGet, "Sec-Purpose", "prefetch")
	ask(http.MethodGet, "Sec-Purpose", "prefetch;prerender")
	ask(http.MethodGet, "Purpose", "prefetch")
	if after := w.dump(); after != before {
		t.Fatalf("looking ahead changed the database:\n%s", difference(before, after))
	}
	ask(http.MethodGet)
	ask(http.MethodGet)
	if n := w.openings(c); n != 1 {
		t.Errorf("opened %d times within a minute", n)
	}
	w.later(time.Minute)
	ask(http.MethodGet)
	if n := w.openings(c); n != 2 {
		t.Errorf("opened %d times within two minutes", n)
	}
	changed := strings.Split(strings.TrimSpace(difference(before, w.dump())), "\n")
	if len(changed) != 1 || !strings.HasPrefix(changed[0], "share_links ") {
		t.Errorf("opening changed %q", changed)
	}
}

func TestSharedPagesFitANarrowPhone(t *testing.T) {
	w := newWorld(t)
	viewer := w.viewer(t)
	_, err := w.access.ChangePerson(t.Context(), office, w.assessor.ID, record.Match(w.assessor.Revision), func(p *access.PersonFields) {
		p.Name, p.JobTitle, p.Organisation = longName, longName, longName
	})
	w.must(err)
	_, path := w.share(w.issued(), certificate.ShareFields{WithFile: true})
	viewer.fit(map[string]*httptest.ResponseRecorder{"share": w.get(path), "dead": w.get("/s/none")})
}
