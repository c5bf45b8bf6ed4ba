package store_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
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
