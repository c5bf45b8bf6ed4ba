package mail

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"testamur/internal/access"

	"pgregory.net/rapid"
)

func raw(t testing.TB, m message) []byte {
	t.Helper()
	var b bytes.Buffer
	_, err := m.WriteTo(&b)
	must(t, err)
	return b.Bytes()
}

func TestAMessageLooksAsItShould(t *testing.T) {
	m, err := testDesk(t).compose(letter(access.LetterSigning))
	must(t, err)
	golden(t, "signing.eml", raw(t, m))
}

// A letter that is sent twice must be recognised as one.
func TestALetterIsTheSameMessageEveryTime(t *testing.T) {
	d := testDesk(t)
	first, err := d.compose(letter(access.LetterSigning))
	must(t, err)
	second, err := d.compose(letter(access.LetterSigning))
	must(t, err)
	if !bytes.Equal(raw(t, first), raw(t, second)) {
		t.Error("the second differs")
	}
}

// headers are all that a message may have.
var headers = []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}

// hostile draws text that would like to be more than text.
var hostile = rapid.OneOf(rapid.String(), rapid.Custom(func(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
		"\r\n", "\n", "\r", "\x00", "\x1b", "\u0085", "\u2028", "\u202e", "\x80", " ", ",", ";", "<", ">", "\"", "\\", "@", ":", "=?utf-8?q?=0D=0A?=",
		"Bcc: eve@example.org", "\r\n\r\n", "--letter-", "Ana", "Ødegård", "日本", strings.Repeat("x", 200), strings.Repeat("é", 200), ".\r\n",
	}), 0, 12).Draw(t, "pieces"), "")
}))

func TestNothingInALetterBecomesAHeaderOrAnotherRecipient(t *testing.T) {
	d := testDesk(t)
	rapid.Check(t, func(t *rapid.T) {
		l := letter(rapid.SampledFrom(slices.Sorted(maps.Keys(letters))).Draw(t, "kind"))
		l.Name, l.Language = hostile.Draw(t, "name"), hostile.Draw(t, "language")
		if rapid.Bool().Draw(t, "change the address") {
			l.To = hostile.Draw(t, "to") + rapid.SampledFrom([]string{"", "a@example.org", "<a@example.org>"}).Draw(t, "address")
		}
		l.Data = maps.Clone(l.Data)
		for _, key := range slices.Sorted(maps.Keys(l.Data)) {
			if key != "link" || rapid.Bool().Draw(t, "change the link") {
				l.Data[key] = hostile.Draw(t, key)
			}
		}
		m, err := d.compose(l)
		if err != nil {
			if f, ok := errors.AsType[*failure](err); !ok || !f.final {
				t.Fatalf("not refused for good: %v", err)
			}
			return
		}
		var b bytes.Buffer
		if _, err := m.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		checkMessage(t, b.Bytes(), l)
	})
}

// checkMessage reads a message as a mail program does.
func checkMessage(t *rapid.T, b []byte, l access.Letter) {
	for header := range strings.SplitSeq(string(b[:bytes.Index(b, []byte("\r\n\r\n"))]), "\r\n") {
		if len(header) > 998 || strings.ContainsFunc(header, func(r rune) bool { return unicode.IsControl(r) || r > '~' }) {
			t.Fatalf("a line of the header is %q", header)
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(m.Header)); !slices.Equal(got, headers) {
		t.Fatalf("the headers are %q", got)
	}
	for name, values := range m.Header {
		if len(values) != 1 {
			t.Fatalf("%s stands %d times", name, len(values))
		}
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != l.To {
		t.Fatalf("it goes to %v, %v", to, err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || strings.ContainsFunc(subject, unicode.IsControl) {
		t.Fatalf("the subject is %q, %v", subject, err)
	}
	checkParts(t, m)
}

func checkParts(t *rapid.T, m *mail.Message) {
	kind, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("it is %s, %v", kind, err)
	}
	var kinds []string
	parts := multipart.NewReader(m.Body, parameters["boundary"])
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, part.Header.Get("Content-Type"))
	}
	if want := []string{"text/plain; charset=UTF-8", "text/html; charset=UTF-8"}; !slices.Equal(kinds, want) {
		t.Fatalf("its parts are %q", kinds)
	}
}

func TestALineIsOneLine(t *testing.T) {
	for s, want := range map[string]string{
		"Ana\r\nBcc: eve@example.org": "Ana Bcc: eve@example.org",
		" a\tb\u2028c\x00d ":          "a b c d",
		"live\u202eevil":              "liveevil",
		"a\xffb\ufffdc":               "abc",
		"نام\u200cها":                 "نام\u200cها", // a joiner that Persian needs
		strings.Repeat("é", 71):       strings.Repeat("é", 69) + "…",
		"=?utf-8?q?=0D=0A?=":          "= ?utf-8?q?=0D=0A?=",
		"\r\n":                        "",
	} {
		if got := line(s, 70); got != want {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestAnAddressIsOneAddressAndNothingMore(t *testing.T) {
	for s, good := range map[string]bool{
		"ana@example.org":                              true,
		"ana+office.x@mail.example.org":                true,
		"":                                             false,
		"ana":                                          false,
		"Ana <ana@example.org>":                        false,
		"ana@example.org, eve@example.org":             false,
		"ana@example.org\r\nBcc: e@example.org":        false,
		"ana@example.org\n":                            false,
		"\"a b\"@example.org":                          false,
		"zoë@example.org":                              false,
		"ana@ødegård.example":                          false,
		"ana@example.org> SIZE=1":                      false,
		strings.Repeat("a", 250) + "@example.org":      false,
		"ana@example.org (a comment)":                  false,
		"group: ana@example.org, eve@example.org;":     false,
		"=?utf-8?q?ana?= <ana@example.org>":            false,
		"ana@[127.0.0.1]":                              true,
		"<ana@example.org>\r\nRCPT TO:<e@example.org>": false,
	} {
		if _, err := address(s); (err == nil) != good {
			t.Errorf("%q gave %v", s, err)
		}
	}
}

func TestALinkLeadsToAPage(t *testing.T) {
	for s, good := range map[string]bool{
		"https://example.org/s/abc?x=1#y": true,
		"http://localhost:8080/s/abc":     true,
		"":                                false,
		"/s/abc":                          false,
		"https:///s":                      false,
		"javascript:alert(1)":             false,
		"https://example.org/a b":         false,
		"https://example.org/\r\nx":       false,
		"https://exämple.org/":            false,
		"https://e.org/" + strings.Repeat("a", 2000): false,
	} {
		if _, err := link(s); (err == nil) != good {
			t.Errorf("%q gave %v", s, err)
		}
	}
}

func TestALetterIsTooLateWhenWhatItHoldsHasEnded(t *testing.T) {
	for after, late := range map[time.Duration]bool{0: false, 10 * time.Minute: false, 10*time.Minute + 1: true} {
		if tooLate(letter(access.LetterSignIn), epoch.Add(after)) != late {
			t.Errorf("after %v", after)
		}
	}
	if tooLate(letter(access.LetterSigning), epoch.AddDate(1, 0, 0)) {
		t.Error("a letter without an end")
	}
}
