package mail

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"testamur/internal/access"
)

func TestEveryKindOfLetterReadsAsItShould(t *testing.T) {
	d := testDesk(t)
	for kind := range letters {
		t.Run(string(kind), func(t *testing.T) {
			w := compose(t, d, letter(kind))
			golden(t, string(kind)+".txt", []byte("Subject: "+w.subject+"\n\n"+w.text))
			golden(t, string(kind)+".html", []byte(w.html))
		})
	}
}

// compose gives the words of a letter before they are put into an envelope.
func compose(t testing.TB, d desk, l access.Letter) written {
	t.Helper()
	values, err := d.values(l, l.Name)
	must(t, err)
	words, err := d.words.find(l.Kind, l.Language)
	must(t, err)
	w, err := words.write(values)
	must(t, err)
	return w
}

func TestEveryTemplateBelongsToAKindThatIsTested(t *testing.T) {
	for key := range testDesk(t).words {
		kind, _, _ := strings.Cut(key, ".")
		if letters[access.LetterKind(kind)] == nil {
			t.Errorf("nothing posts %s", key)
		}
	}
}

func TestTheLinkStandsOnALineOfItsOwnAndNothingIsFetchedToShowTheLetter(t *testing.T) {
	d := testDesk(t)
	for kind, data := range letters {
		w := compose(t, d, letter(kind))
		if data["link"] != "" && !strings.Contains(w.text, "\n\n"+secret+"\n\n") {
			t.Errorf("%s hides its link:\n%s", kind, w.text)
		}
		for _, fetched := range []string{"src=", "url(", "<link", "@import", "<script"} {
			if strings.Contains(w.html, fetched) {
				t.Errorf("%s has %s", kind, fetched)
			}
		}
	}
}

func TestALetterWithoutANameGreetsNevertheless(t *testing.T) {
	l := letter(access.LetterSignIn)
	l.Name = ""
	if w := compose(t, testDesk(t), l); !strings.HasPrefix(w.text, "Hello,\n\n") {
		t.Errorf("it begins %q", w.text[:20])
	}
}

func TestAnInvitationByNobodyInParticularIsTheSenders(t *testing.T) {
	for _, data := range []map[string]string{{"link": secret}, {"link": secret, "institution": "", "by": " \n"}} {
		l := letter(access.LetterInvitation)
		l.Data = data
		if got := compose(t, testDesk(t), l).subject; got != "Social Leadership Lab invites you to Social Leadership Lab" {
			t.Errorf("the subject is %q", got)
		}
	}
}

func TestALetterThatLacksAValueIsNotWritten(t *testing.T) {
	d := testDesk(t)
	optional := map[access.LetterKind][]string{
		access.LetterInvitation:      {"institution", "by", "until"},
		access.LetterSigning:         {"institution", "by", "until"},
		access.LetterSigningReminder: {"institution", "by", "until"},
		access.LetterConfirming:      {"by", "until"},
		access.LetterCode:            {"title"},
		access.LetterReadBack:        {"by", "until"}, access.LetterCheck: {"by", "until"}, access.LetterReviewReminder: {"by", "until"},
		access.LetterReviewChanged: {"by", "until"}, access.LetterReviewSettled: {"by", "until"},
		access.LetterExcerpts: {"by", "until"},
	}
	for kind, data := range letters {
		for key := range data {
			missing, empty := letter(kind), letter(kind)
			missing.Data, empty.Data = maps.Clone(data), maps.Clone(data)
			delete(missing.Data, key)
			empty.Data[key] = "\n"
			for _, l := range []access.Letter{missing, empty} {
				_, err := d.compose(l)
				f, refused := errors.AsType[*failure](err)
				if may := slices.Contains(optional[kind], key); refused == may || refused && !f.final {
					t.Errorf("%s with %q gave %v", kind, l.Data, err)
				}
			}
		}
	}
}

func TestWordsAreFoundInTheNearestLanguage(t *testing.T) {
	one := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	files := fstest.MapFS{
		"frame.html":  one(`{{define "frame"}}{{.language}}{{template "content" .}}{{end}}`),
		"code.txt":    one(`{{define "subject"}}Your code{{end}}`),
		"code.html":   one(`{{define "content"}}{{end}}`),
		"code.pt.txt": one(`{{define "subject"}}O seu código{{end}}`), "code.pt.html": one(`{{define "content"}}{{end}}`),
	}
	l := library{}
	for _, key := range []string{"code", "code.pt"} {
		w, err := parse(files, key)
		must(t, err)
		l[key] = w
	}
	for language, want := range map[string]string{"": "en", "en": "en", "da": "en", "pt": "pt", "pt-BR": "pt", "zh-Hant-TW": "en", "../x": "en"} {
		words, err := l.find(access.LetterCode, language)
		must(t, err)
		w, err := words.write(map[string]string{})
		must(t, err)
		if w.html != want {
			t.Errorf("%q is written to in %s", language, w.html)
		}
	}
	if _, err := l.find("greeting", "en"); !errors.Is(err, errUnknownKind) {
		t.Errorf("an unknown kind gave %v", err)
	}
}
