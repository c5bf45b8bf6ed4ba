package access_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestASecretIsRecognisedAndNeverKept(t *testing.T) {
	token, secret, err := access.NewToken(rand.Reader, uuid.New(), noon, access.TokenFields{Name: "LMS", Role: access.RoleStaff})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(secret, access.TokenPrefix) {
		t.Errorf("%q does not begin with %q", secret, access.TokenPrefix)
	}
	hash, ok := access.ParseSecret(secret)
	if !ok || hash != token.Hash {
		t.Fatal("the secret does not lead to its token")
	}
	if strings.Contains(secret[:len(access.TokenPrefix)+6], token.Hint) && len(token.Hint) > 6 {
		t.Error("the hint tells too much")
	}
}

func TestEveryMistypedSecretIsRefusedWithoutALookUp(t *testing.T) {
	_, secret, err := access.NewToken(rand.Reader, uuid.New(), noon, access.TokenFields{Name: "LMS", Role: access.RoleStaff})
	if err != nil {
		t.Fatal(err)
	}
	for i := range secret {
		for _, c := range "a7_Z" {
			mistyped := secret[:i] + string(c) + secret[i+1:]
			if _, ok := access.ParseSecret(mistyped); ok && mistyped != secret {
				t.Fatalf("%q passes for %q", mistyped, secret)
			}
		}
	}
}

func TestAnAssessorTokenNamesItsPerson(t *testing.T) {
	_, _, err := access.NewToken(rand.Reader, uuid.New(), noon, access.TokenFields{Name: "panel", Role: access.RoleAssessor})
	if fault.CodeOf(err) != fault.Invalid {
		t.Fatalf("got %v", err)
	}
}

func TestAnEndedTokenActsForNobody(t *testing.T) {
	for name, c := range map[string]struct {
		token access.Token
		ok    bool
	}{
		"in use":        {access.Token{}, true},
		"before expiry": {access.Token{TokenFields: access.TokenFields{ExpiresAt: noon.Add(time.Second)}}, true},
		"at expiry":     {access.Token{TokenFields: access.TokenFields{ExpiresAt: noon}}, false},
		"revoked":       {access.Token{RevokedAt: noon.Add(-time.Hour)}, false},
	} {
		_, err := c.token.Actor(noon)
		if (err == nil) != c.ok || (err != nil && fault.CodeOf(err) != fault.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseSecret(f *testing.F) {
	_, secret, err := access.NewToken(rand.Reader, uuid.New(), noon, access.TokenFields{Name: "LMS", Role: access.RoleStaff})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(secret)
	f.Add("")
	f.Add(access.TokenPrefix)
	f.Add(strings.ToUpper(secret))
	f.Fuzz(func(t *testing.T, s string) {
		if _, ok := access.ParseSecret(s); ok && (len(s) != len(secret) || !strings.HasPrefix(s, access.TokenPrefix)) {
			t.Fatalf("%q passes for a token", s)
		}
	})
}
