package mail

import (
	"bytes"
	"flag"
	"net/mail"
	"os"
	"path/filepath"
	"testing"
	"time"

	"testamur/internal/access"

	"github.com/google/uuid"
)

var update = flag.Bool("update", false, "write the golden files anew, to be looked at before they are committed")

var epoch = time.Date(2026, time.March, 4, 5, 6, 7, 8000, time.UTC)

const secret = "https://testamur.example.org/s/kx2m4v7q"

// letters holds one of every kind.
var letters = map[access.LetterKind]map[string]string{
	access.LetterInvitation: {"link": secret, "institution": "Social Leadership Lab", "by": "Beverly Okafor", "until": "11 March 2026"},
	access.LetterSignIn:     {"link": secret, "minutes": "10"},
	access.LetterSigning: {
		"link": secret, "title": "Certificate in Social Leadership", "participant": "Zoë Ødegård", "institution": "Social Leadership Lab",
		"by": "Beverly Okafor", "until": "2 June 2026",
	},
	access.LetterSigningReminder: {
		"link": secret, "title": "Certificate in Social Leadership", "participant": "Zoë Ødegård", "institution": "Social Leadership Lab",
		"by": "Beverly Okafor", "until": "2 June 2026",
	},
	access.LetterSigningAnswer: {
		"signatory": "Anton Müller", "participant": "Zoë Ødegård", "title": "Certificate in Social Leadership", "decision": "change_requested",
	},
	access.LetterSignatoriesChanged: {"title": "Certificate in Social Leadership", "participant": "Zoë Ødegård"},
	access.LetterConfirming: {
		"link": secret, "participant": "Zoë Ødegård", "programme": "Leading Across Boundaries", "by": "Beverly Okafor",
	},
	access.LetterCode:           {"code": "492 817", "minutes": "10", "purpose": "sign", "title": "Certificate in Social Leadership"},
	access.LetterReadBack:       reviewLetter("participant", "Zoë Ødegård", "deadline", "14 March 2026"),
	access.LetterCheck:          reviewLetter("title", "Certificate in Social Leadership", "deadline", "14 March 2026"),
	access.LetterReviewReminder: reviewLetter("participant", "Zoë Ødegård", "deadline", "14 March 2026"),
	access.LetterReviewChanged:  reviewLetter("participant", "Zoë Ødegård", "deadline", "14 March 2026"),
	access.LetterReviewSettled:  reviewLetter("participant", "Zoë Ødegård"),
	access.LetterExcerpts:       {"link": secret, "by": "Beverly Okafor", "handbook": "Leading Across Boundaries: A handbook", "until": "13 April 2027"},
	access.LetterAccountChanged: {"what": "password", "at": "4 March 2026, 05:06 UTC"},
}

// reviewLetter is what all letters of a review say, and keys and values of one's own.
func reviewLetter(own ...string) map[string]string {
	data := map[string]string{"link": secret, "programme": "Leading Across Boundaries", "by": "Beverly Okafor", "until": "13 April 2026"}
	for i := 0; i < len(own); i += 2 {
		data[own[i]] = own[i+1]
	}
	return data
}

func letter(kind access.LetterKind) access.Letter {
	return access.Letter{
		ID: uuid.MustParse("0195600e-5a00-7000-8000-000000000001"), Kind: kind, To: "anton@example.com", Name: "Anton Müller",
		Data: letters[kind], At: epoch,
	}
}

func fresh(kind access.LetterKind) access.Letter {
	l := letter(kind)
	l.ID = uuid.Must(uuid.NewV7())
	return l
}

func testDesk(t testing.TB) desk {
	t.Helper()
	d, err := newDesk(mail.Address{Name: "Social Leadership Lab", Address: "office@lab.example.org"})
	must(t, err)
	return d
}

// golden compares with a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		must(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs:\n%s", file, got)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
