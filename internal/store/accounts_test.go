package store_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"pgregory.net/rapid"
)

// strangers gives a service whose work after the answer is left undone, with an account in each state.
func strangers(t *testing.T, s *store.Store) *account.Service {
	t.Helper()
	hasher := account.NewArgon2(64)
	hash, err := hasher.Hash(t.Context(), "violet harbour tin whistle")
	must(t, err)
	for email, a := range map[string]account.Account{
		"with@example.org":     {Password: hash},
		"without@example.org":  {},
		"disabled@example.org": {Password: hash, DisabledAt: epoch},
	} {
		p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Name: "Ada", Email: email}}
		must(t, s.People().Insert(t.Context(), p))
		a.Meta, a.Email = p.Meta, email
		must(t, s.Accounts().Insert(t.Context(), a))
	}
	return &account.Service{
		Store: s, People: s.People(), Outbox: s, Now: func() time.Time { return epoch }, NewID: newID, Random: rand.Reader, Hasher: hasher,
		Journal: access.Journal{Store: s, Now: func() time.Time { return epoch }, NewID: newID},
		Later:   func(func(context.Context) error) {},
	}
}

// The time of an answer must not tell who has an account, so the database is asked the very same for all.
func TestTheDatabaseIsAskedTheSameWhetherThereIsAnAccountOrNot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		service, sent := strangers(t, s), s.Statements(t)
		for name, try := range map[string]func(email string) error{
			"password": func(email string) error {
				_, err := service.SignInWithPassword(t.Context(), account.Origin{}, email, "something else")
				if fault.ReasonOf(err) == "sign_in_failed" {
					return nil
				}
				return err
			},
			"link": func(email string) error { return service.RequestLink(t.Context(), account.Origin{}, email) },
		} {
			var first []string
			for _, email := range []string{"unknown@example.org", "with@example.org", "without@example.org", "disabled@example.org"} {
				*sent = nil
				must(t, try(email))
				if first == nil {
					first = *sent
				}
				if len(*sent) == 0 {
					t.Errorf("%s: nothing was asked", name)
				}
				equal(t, *sent, first)
			}
		}
	})
}

func TestEveryFieldOfWhatProvesPeopleIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		owner := func(t *rapid.T) account.Account {
			p := access.Person{Meta: fresh(), PersonFields: access.PersonFields{Name: anyText.Draw(t, "name")}}
			noError(t, s.People().Insert(t.Context(), p))
			a := drawn[account.Account](t)
			a.Meta, a.Email = p.Meta, unrepeated(a.Email)
			return a
		}
		keeps(t, "account", s.Accounts(), owner, func(t *rapid.T, before account.Account) account.Account {
			a := drawn[account.Account](t)
			a.Meta, a.Email = before.Meta, unrepeated(a.Email)
			return a
		})
		t.Run("session", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				a, want := owner(t), drawn[account.Session](t)
				noError(t, s.Accounts().Insert(t.Context(), a))
				want.ID, want.Account = newID(), a.ID
				want.Hash = record.DigestOf(want.ID[:])
				want.CreatedAt, want.SeenAt, want.ExpiresAt = epoch, someDay.Draw(t, "seen"), someDay.Draw(t, "expires")
				noError(t, s.InsertSession(t.Context(), want))
				got, err := s.Presence(t.Context(), want.Hash)
				same(t, got.Session, want, err)
				same(t, got.Admin, a.Admin, nil)
				same(t, got.Disabled, a.Disabled(), nil)
				list, err := s.Sessions(t.Context(), a.ID)
				same(t, list, []account.Session{want}, err)
			})
		})
		t.Run("link and code", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				a, want := owner(t), drawn[account.Link](t)
				want.ID, want.Person = newID(), either(t, a.ID)
				want.Hash = record.DigestOf(want.ID[:])
				want.CreatedAt, want.ExpiresAt = epoch, someDay.Draw(t, "expires")
				noError(t, s.InsertLink(t.Context(), want))
				got, err := s.LinkOf(t.Context(), want.Hash)
				same(t, got.Link, want, err)
				code := drawn[account.Code](t)
				code.Link, code.CreatedAt, code.ExpiresAt = want.ID, epoch, someDay.Draw(t, "code expires")
				noError(t, s.PutCode(t.Context(), code))
				kept, err := s.CodeOf(t.Context(), want.ID)
				same(t, kept, code, err)
			})
		})
		t.Run("passkey and challenge", func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				a, want, asked := owner(t), drawn[account.Passkey](t), drawn[account.Challenge](t)
				noError(t, s.Accounts().Insert(t.Context(), a))
				want.ID, want.Account, want.CreatedAt = newID(), a.ID, epoch
				want.CredentialID, want.Credential = want.ID[:], append([]byte("{}"), want.Credential...)
				noError(t, s.InsertPasskey(t.Context(), want))
				list, err := s.PasskeysOf(t.Context(), a.ID)
				same(t, list, []account.Passkey{want}, err)
				asked.ID, asked.CreatedAt, asked.ExpiresAt, asked.Data = newID(), epoch, someDay.Draw(t, "expires"), append([]byte("{}"), asked.Data...)
				noError(t, s.InsertChallenge(t.Context(), asked))
				taken, err := s.TakeChallenge(t.Context(), asked.ID)
				same(t, taken, asked, err)
				if _, err := s.TakeChallenge(t.Context(), asked.ID); fault.CodeOf(err) != fault.NotFound {
					t.Fatalf("taken twice: %v", err)
				}
			})
		})
	})
}

func noError(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
