package account_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/store/storetest"
)

func FuzzSecrets(f *testing.F) {
	session, _, err := account.NewSecret(rand.Reader, account.SessionPrefix)
	must(f, err)
	link, _, err := account.NewSecret(rand.Reader, account.LinkPrefix)
	must(f, err)
	for _, seed := range []string{session, link, "", account.SessionPrefix, strings.ToUpper(link), access.TokenPrefix + link, link + "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, isSession := account.ParseSession(s)
		_, isLink := account.ParseLink(s)
		if isSession && isLink {
			t.Errorf("%q passes for both", s)
		}
		if (isSession || isLink) && len(s) != len(session) {
			t.Errorf("%q passes", s)
		}
		if _, isToken := access.ParseSecret(s); isToken && (isSession || isLink) {
			t.Errorf("%q passes for a token too", s)
		}
	})
}

func TestSecretsAreKnownByTheirKind(t *testing.T) {
	for prefix, parse := range map[string]func(string) bool{
		account.SessionPrefix: func(s string) bool { _, ok := account.ParseSession(s); return ok },
		account.LinkPrefix:    func(s string) bool { _, ok := account.ParseLink(s); return ok },
	} {
		secret, _, err := account.NewSecret(rand.Reader, prefix)
		must(t, err)
		if !parse(secret) || !strings.HasPrefix(secret, prefix) {
			t.Errorf("%s: a secret is not known", prefix)
		}
		for i := range secret {
			if mistyped := secret[:i] + "_" + secret[i+1:]; parse(mistyped) && mistyped != secret {
				t.Errorf("%q passes", mistyped)
			}
		}
	}
	_, _, err := account.NewSecret(bytes.NewReader(make([]byte, 31)), account.LinkPrefix)
	fails(t, err, fault.Internal, "")
}

// What somebody must not read stands neither in an event nor in the words of an error, and secrets not in the database
// either: letters, which must hold links and codes, are kept elsewhere here.
func TestNothingSecretIsWrittenDown(t *testing.T) {
	o := storetest.Migrated(t)
	w := newWorld(t, storetest.OpenAt(t, o))
	secrets := map[string]string{"password": goodPassword, "wrong password": "canary of a wrong password"}
	hidden := map[string]string{"address": "ada@example.org", "network address": "192.0.2.1", "device": "Canary Browser"}
	var said []error
	note := func(err error) { said = append(said, err) }

	w.account("Ada", hidden["address"], goodPassword, true)
	origin := from(1)
	origin.Device = hidden["device"]
	signed, err := w.SignInWithPassword(t.Context(), origin, hidden["address"], goodPassword)
	must(t, err)
	secrets["session"] = signed.Secret
	origin.Secret = signed.Secret
	actor := w.actor(signed)
	note(errOf(w.SignInWithPassword(t.Context(), origin, hidden["address"], secrets["wrong password"])))
	note(errOf(w.Prove(t.Context(), actor, origin, secrets["wrong password"])))
	note(w.SetPassword(t.Context(), actor, origin, "ada ada 1234", ""))
	proven, err := w.Prove(t.Context(), actor, origin, goodPassword)
	must(t, err)
	secrets["renewed session"] = proven.Secret
	note(errOf(w.Authenticate(t.Context(), signed.Secret)))
	must(t, w.RequestLink(t.Context(), origin, hidden["address"]))
	secrets["link"] = w.link(access.LetterSignIn)
	note(errOf(w.AuthenticateGuest(t.Context(), secrets["link"])))
	grace, object := w.person("Grace", "grace@example.org"), certificate()
	must(t, w.guests.Invite(t.Context(), access.LetterSigning, grace, object, nil, noon.Add(time.Hour)))
	secrets["guest's link"] = w.link(access.LetterSigning)
	guest, err := w.AuthenticateGuest(t.Context(), secrets["guest's link"])
	must(t, err)
	code := w.code(guest, object)
	note(w.guests.CheckCode(t.Context(), guest, object, "canary"))
	for range 30 {
		note(errOf(w.SignInWithPassword(t.Context(), origin, hidden["address"], secrets["wrong password"])))
	}
	must(t, errOf(w.SignInWithLink(t.Context(), from(2), secrets["link"])))
	must(t, w.Sweep(t.Context()))

	events, err := json.Marshal(w.events())
	must(t, err)
	absent(t, "an event", events, secrets, hidden)
	for _, err := range said {
		if err == nil {
			t.Error("something succeeded that should not")
			continue
		}
		words := err.Error()
		for cause := err; cause != nil; cause = errors.Unwrap(cause) {
			words += "\n" + cause.Error()
		}
		absent(t, "an error", []byte(words), secrets, hidden, map[string]string{"code": code})
	}
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(o.Path + suffix)
		must(t, err)
		absent(t, "the database", content, secrets)
	}
}

func absent(t *testing.T, where string, content []byte, unwanted ...map[string]string) {
	t.Helper()
	for _, values := range unwanted {
		for what, value := range values {
			if bytes.Contains(content, []byte(value)) {
				t.Errorf("%s holds the %s", where, what)
			}
		}
	}
}
