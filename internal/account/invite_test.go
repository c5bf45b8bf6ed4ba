package account_test

import (
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// A mailbox must not stand in for what somebody has to prove who they are with.
func TestAnInvitationProvesOnlyWhoHasNothingElse(t *testing.T) {
	for name, c := range map[string]struct {
		arm   func(w *world)
		fresh bool
	}{
		"nothing yet": {func(w *world) { w.account("Ada", "ada@example.org", "", false) }, true},
		"a password":  {func(w *world) { w.account("Ada", "ada@example.org", goodPassword, false) }, false},
		"a passkey":   {func(w *world) { w.withPasskeyAlone("Ada", "ada@example.org") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				c.arm(w)
				ada, err := w.store.AccountByEmail(t.Context(), "ada@example.org")
				must(t, err)
				must(t, errOf(w.Service.Invite(t.Context(), staff("Grace"), ada.ID, account.Invitation{})))
				signed, err := w.SignInWithLink(t.Context(), from(1), w.link(access.LetterInvitation))
				must(t, err)
				actor := w.actor(signed)
				if actor.Fresh != c.fresh {
					t.Errorf("fresh: %v", actor.Fresh)
				}
				err = w.SetPassword(t.Context(), actor, from(1), "copper lantern seventeen", "")
				if c.fresh {
					must(t, err)
				} else {
					fails(t, err, fault.Forbidden, "proof_needed")
				}
			})
		})
	}
}

// withPasskeyAlone makes an account with a passkey and no password.
func (w *world) withPasskeyAlone(name, email string) {
	w.t.Helper()
	w.withPasskey(name, email)
	a, err := w.store.AccountByEmail(w.t.Context(), email)
	must(w.t, err)
	a.Password = ""
	must(w.t, w.store.Accounts().Update(w.t.Context(), &a))
}

func TestStaffInviteOnlyWhoIsAllTheirs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		_, err := w.Service.Invite(t.Context(), staff("Grace"), admin.Person, account.Invitation{})
		fails(t, err, fault.Forbidden, "tied_elsewhere")
		if sent := w.letters.all(); len(sent) != 0 {
			t.Errorf("letters went out: %+v", sent)
		}
		must(t, errOf(w.Service.Invite(t.Context(), admin, admin.Person, account.Invitation{})))
	})
}

func TestAMistypedAddressIsMendedByInvitingAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		p := w.person("Ada", "ada@exmaple.org")
		must(t, errOf(w.Service.Invite(t.Context(), admin, p.ID, account.Invitation{})))
		must(t, w.RequestLink(t.Context(), from(1), "ada@exmaple.org"))
		stray := w.link(access.LetterSignIn)
		w.moves(p.ID, "ada@example.org")
		a, err := w.Service.Invite(t.Context(), admin, p.ID, account.Invitation{})
		must(t, err)
		if l := w.letter(access.LetterInvitation); a.Email != "ada@example.org" || l.To != "ada@example.org" {
			t.Errorf("invited at %s, as %+v", l.To, a)
		}
		_, err = w.SignInWithLink(t.Context(), from(1), stray)
		fails(t, err, fault.Unauthenticated, "link_ended")
		must(t, errOf(w.SignInWithLink(t.Context(), from(1), w.link(access.LetterInvitation))))

		w.moves(p.ID, "elsewhere@example.org") // now it is known whose account it is
		must(t, errOf(w.Service.Invite(t.Context(), admin, p.ID, account.Invitation{})))
		if l := w.letter(access.LetterInvitation); l.To != "ada@example.org" {
			t.Errorf("invited at %s", l.To)
		}
	})
}

func TestAnAccountWithAPasswordKeepsItsAddressWhoeverInvites(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.account("Ada", "ada@example.org", goodPassword, false)
		w.moves(a.ID, "elsewhere@example.org")
		must(t, errOf(w.Service.Invite(t.Context(), w.admin(), a.ID, account.Invitation{})))
		if l := w.letter(access.LetterInvitation); l.To != "ada@example.org" {
			t.Errorf("invited at %s", l.To)
		}
	})
}

// moves gives a person another contact address.
func (w *world) moves(person uuid.UUID, email string) {
	w.t.Helper()
	p, err := w.People.Get(w.t.Context(), person)
	must(w.t, err)
	p.Email = email
	must(w.t, w.People.Update(w.t.Context(), &p))
}

// Nobody else can, when the only administrator has lost password and passkeys.
func TestTheCommandLineHelpsAnAdministratorWhoLostTheirPassword(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, true)
		link, err := w.MakeAdmin(t.Context(), access.System("admin create"), "", "ada@example.org")
		must(t, err)
		_, secret, _ := strings.Cut(link, "/l/")
		if l, err := w.PeekLink(t.Context(), secret); err != nil || l.Purpose != account.PurposeInvitation || l.Name != "Ada" {
			t.Errorf("the link is %+v: %v", l, err)
		}
		signed, err := w.SignInWithLink(t.Context(), from(1), secret)
		must(t, err)
		must(t, w.SetPassword(t.Context(), w.actor(signed), from(1), "copper lantern seventeen", ""))
		must(t, errOf(w.SignInWithPassword(t.Context(), from(1), "ada@example.org", "copper lantern seventeen")))
	})
}
