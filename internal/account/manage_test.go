package account_test

import (
	"strings"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

func (w *world) admin() access.Actor {
	w.t.Helper()
	w.account("Root", "root@example.org", goodPassword, true)
	_, actor := w.signedIn("root@example.org")
	return actor
}

func staff(name string) access.Actor {
	return access.Actor{
		Kind: access.KindAccount, ID: newID(), Name: name, Person: newID(), Powers: access.Powers{Programmes: []uuid.UUID{newID()}, Fresh: true},
	}
}

func TestSomebodyInvitedSignsInAndSetsAPassword(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.person("Ada Lovelace", "ada@example.org")
		invited, err := w.Service.Invite(t.Context(), staff("Grace"), p.ID, account.Invitation{})
		must(t, err)
		if invited.ID != p.ID || invited.Email != "ada@example.org" || invited.Admin {
			t.Errorf("invited as %+v", invited)
		}
		l := w.letter(access.LetterInvitation)
		if l.To != "ada@example.org" || l.Name != "Ada Lovelace" || l.Data["by"] != "Grace" || l.Data["institution"] != "School of Leadership" ||
			!strings.HasPrefix(l.Data["link"], "https://certificates.example.org/l/testamur_l_") {
			t.Errorf("the letter is %+v", l)
		}
		signed, err := w.SignInWithLink(t.Context(), from(1), w.link(access.LetterInvitation))
		must(t, err)
		actor := w.actor(signed)
		if !actor.Fresh {
			t.Error("an invitation is no proof")
		}
		must(t, w.SetPassword(t.Context(), actor, from(1), goodPassword, ""))
		w.signedIn("ada@example.org")
	})
}

func TestInvitingAgainEndsTheLinkBefore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.person("Ada", "ada@example.org")
		must(t, errOf(w.Service.Invite(t.Context(), staff("Grace"), p.ID, account.Invitation{})))
		before := w.link(access.LetterInvitation)
		must(t, errOf(w.Service.Invite(t.Context(), staff("Grace"), p.ID, account.Invitation{})))
		_, err := w.SignInWithLink(t.Context(), from(1), before)
		fails(t, err, fault.Unauthenticated, "link_ended")
		must(t, errOf(w.SignInWithLink(t.Context(), from(1), w.link(access.LetterInvitation))))
	})
}

func TestOnlyAdministratorsWithProofMakeAdministrators(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.person("Ada", "ada@example.org")
		admin := w.admin()
		_, err := w.Service.Invite(t.Context(), staff("Grace"), p.ID, account.Invitation{Admin: true})
		fails(t, err, fault.Forbidden, "")
		stale := admin
		stale.Fresh = false
		_, err = w.Service.Invite(t.Context(), stale, p.ID, account.Invitation{Admin: true})
		fails(t, err, fault.Forbidden, "proof_needed")
		token := access.Actor{Kind: access.KindToken, ID: newID(), Role: access.RoleAdmin}
		if _, err = w.Service.Invite(t.Context(), token, p.ID, account.Invitation{Admin: true}); fault.CodeOf(err) != fault.Forbidden {
			t.Errorf("a token: %v", err)
		}
		_, err = w.store.Accounts().Get(t.Context(), p.ID)
		fails(t, err, fault.NotFound, "")
		a, err := w.Service.Invite(t.Context(), admin, p.ID, account.Invitation{Admin: true})
		must(t, err)
		if !a.Admin {
			t.Error("not invited as administrator")
		}
	})
}

func TestWhoCannotBeInvited(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ben", "taken@example.org", "", false)
		ben, err := w.store.AccountByEmail(t.Context(), "taken@example.org")
		must(t, err)
		person, err := w.People.Get(t.Context(), ben.ID)
		must(t, err)
		person.Email = "moved@example.org" // the sign-in address stays
		must(t, w.People.Update(t.Context(), &person))
		disabled := w.account("Eve", "eve@example.org", "", false)
		disabled.DisabledAt = noon
		must(t, w.store.Accounts().Update(t.Context(), &disabled))
		for name, c := range map[string]struct {
			person uuid.UUID
			code   fault.Code
			reason string
		}{
			"nobody":              {newID(), fault.NotFound, ""},
			"without an address":  {w.person("None", "").ID, fault.Conflict, "no_email"},
			"address of another":  {w.person("Dan", "taken@example.org").ID, fault.Conflict, "duplicate_email"},
			"with a shut account": {disabled.ID, fault.Conflict, "account_disabled"},
		} {
			_, err := w.Service.Invite(t.Context(), staff("Grace"), c.person, account.Invitation{})
			if fault.CodeOf(err) != c.code || fault.ReasonOf(err) != c.reason {
				t.Errorf("%s: %v", name, err)
			}
		}
		if sent := w.letters.all(); len(sent) != 0 {
			t.Errorf("letters went out: %+v", sent)
		}
	})
}

func TestTheSignInAddressIsNotTheContactAddress(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.account("Ada", "ada@example.org", goodPassword, false)
		p, err := w.People.Get(t.Context(), a.ID)
		must(t, err)
		p.Email = "attacker@example.org"
		must(t, w.People.Update(t.Context(), &p))
		must(t, w.RequestLink(t.Context(), from(1), "attacker@example.org"))
		if sent := w.letters.all(); len(sent) != 0 {
			t.Errorf("a link went to %s", sent[0].To)
		}
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		if l := w.letter(access.LetterSignIn); l.To != "ada@example.org" {
			t.Errorf("a link went to %s", l.To)
		}
	})
}

func TestDisablingShutsOutAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		a := w.account("Ada", "ada@example.org", goodPassword, false)
		signed, _ := w.signedIn("ada@example.org")
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		link := w.link(access.LetterSignIn)
		changed, err := w.ChangeAccount(t.Context(), admin, a.ID, record.Match(a.Revision), func(f *account.Fields) { f.Disabled = true })
		must(t, err)
		if !changed.Disabled() || changed.Revision != a.Revision+1 {
			t.Errorf("changed to %+v", changed)
		}
		_, err = w.Authenticate(t.Context(), signed.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
		_, err = w.SignInWithLink(t.Context(), from(1), link)
		fails(t, err, fault.Unauthenticated, "link_ended")
		_, err = w.SignInWithPassword(t.Context(), from(1), "ada@example.org", goodPassword)
		fails(t, err, fault.Unauthenticated, "sign_in_failed")
		if l := w.letter(access.LetterAccountChanged); l.Data["what"] != "disabled" || l.To != "ada@example.org" {
			t.Errorf("the letter is %+v", l)
		}
		_, err = w.ChangeAccount(t.Context(), admin, a.ID, record.Match(a.Revision), func(*account.Fields) {})
		fails(t, err, fault.Stale, "")
		must(t, errOf(w.ChangeAccount(t.Context(), admin, a.ID, record.Any, func(f *account.Fields) { f.Disabled = false })))
		_, err = w.Authenticate(t.Context(), signed.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
		w.signedIn("ada@example.org")
	})
}

func TestAnotherSignInAddressIsToldToTheOneBefore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		a := w.account("Ada", "ada@example.org", goodPassword, false)
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		link := w.link(access.LetterSignIn)
		must(t, errOf(w.ChangeAccount(t.Context(), admin, a.ID, record.Any, func(f *account.Fields) { f.Email = "new@example.org" })))
		if l := w.letter(access.LetterAccountChanged); l.Data["what"] != "sign_in_address" || l.To != "ada@example.org" {
			t.Errorf("the letter is %+v", l)
		}
		_, err := w.SignInWithLink(t.Context(), from(1), link)
		fails(t, err, fault.Unauthenticated, "link_ended")
		w.signedIn("new@example.org")
		_, err = w.ChangeAccount(t.Context(), admin, a.ID, record.Any, func(f *account.Fields) { f.Email = "root@example.org" })
		fails(t, err, fault.Conflict, "duplicate_email")
		_, err = w.ChangeAccount(t.Context(), admin, a.ID, record.Any, func(f *account.Fields) { f.Email = "" })
		fails(t, err, fault.Invalid, "")
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		for name, edit := range map[string]func(*account.Fields){
			"disable": func(f *account.Fields) { f.Disabled = true },
			"demote":  func(f *account.Fields) { f.Admin = false },
		} {
			if _, err := w.ChangeAccount(t.Context(), admin, admin.Person, record.Any, edit); fault.ReasonOf(err) != "last_admin" {
				t.Errorf("%s: %v", name, err)
			}
		}
		fails(t, w.Erase(t.Context(), admin.Person), fault.Conflict, "last_admin")
		other := w.account("Other", "other@example.org", "", true)
		must(t, errOf(w.ChangeAccount(t.Context(), admin, other.ID, record.Any, func(f *account.Fields) { f.Disabled = true })))
		_, err := w.ChangeAccount(t.Context(), admin, admin.Person, record.Any, func(f *account.Fields) { f.Disabled = true })
		fails(t, err, fault.Conflict, "last_admin")
	})
}

// Each sees the other as the one who stays.
func TestTwoAdministratorsWhoDisableEachOtherAtOnceDoNotBothSucceed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.admin()
		second := w.account("Other", "other@example.org", goodPassword, true)
		_, actor := w.signedIn("other@example.org")
		errs := make(chan error, 2)
		for _, c := range []struct {
			actor access.Actor
			whom  uuid.UUID
		}{{first, second.ID}, {actor, first.Person}} {
			go func() {
				errs <- errOf(w.ChangeAccount(t.Context(), c.actor, c.whom, record.Any, func(f *account.Fields) { f.Disabled = true }))
			}()
		}
		a, b := <-errs, <-errs
		if (a == nil) == (b == nil) {
			t.Errorf("both had the same outcome: %v, %v", a, b)
		}
	})
}

func TestWhoSeesAndChangesAccounts(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		a := w.account("Ada", "ada@example.org", goodPassword, false)
		_, ada := w.signedIn("ada@example.org")
		w.account("Ben", "ben@example.org", goodPassword, false)
		_, ben := w.signedIn("ben@example.org")
		stale := admin
		stale.Fresh = false
		for name, c := range map[string]struct {
			actor          access.Actor
			reads, changes fault.Code
		}{
			"nobody":                {access.Anonymous(), fault.Unauthenticated, fault.Unauthenticated},
			"another person":        {ben, fault.NotFound, fault.Forbidden},
			"the person":            {ada, "", fault.Forbidden},
			"staff":                 {staff("Grace"), "", fault.Forbidden},
			"administrator":         {admin, "", ""},
			"administrator, unsure": {stale, "", fault.Forbidden},
		} {
			_, err := w.Account(t.Context(), c.actor, a.ID)
			if fault.CodeOf(err) != c.reads {
				t.Errorf("%s reads: %v", name, err)
			}
			_, err = w.ChangeAccount(t.Context(), c.actor, a.ID, record.Any, func(*account.Fields) {})
			if fault.CodeOf(err) != c.changes {
				t.Errorf("%s changes: %v", name, err)
			}
		}
	})
}

func TestTheFirstAdministratorComesByTheLinkOnTheConsole(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.PublicURL = ""
		link, needed, err := w.FirstAdmin(t.Context(), "http://localhost:8080")
		must(t, err)
		base, secret, _ := strings.Cut(link, "/l/")
		if !needed || base != "http://localhost:8080" {
			t.Fatalf("needed %v, link %q", needed, link)
		}
		again, needed, err := w.FirstAdmin(t.Context(), "http://localhost:8080")
		must(t, err)
		if !needed || again != "" {
			t.Errorf("a second link while one is open: %q", again)
		}
		signed, err := w.SignInWithLink(t.Context(), from(1), secret)
		must(t, err)
		admin := w.actor(signed)
		if admin.Role != access.RoleAdmin || !admin.Fresh {
			t.Errorf("signed in as %+v", admin)
		}
		must(t, errOf(w.ChangeAccount(t.Context(), admin, admin.Person, record.Any, func(f *account.Fields) { f.Email = "root@example.org" })))
		must(t, w.SetPassword(t.Context(), admin, from(1), goodPassword, ""))
		w.signedIn("root@example.org")
		if _, needed, err = w.FirstAdmin(t.Context(), ""); err != nil || needed {
			t.Errorf("still needed: %v, %v", needed, err)
		}
	})
}

func TestTheLinkOnTheConsoleIsWorthNothingOnceThereIsAnAdministrator(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		link, _, err := w.FirstAdmin(t.Context(), "")
		must(t, err)
		_, err = w.MakeAdmin(t.Context(), access.System("admin create"), "Root", "root@example.org")
		must(t, err)
		_, secret, _ := strings.Cut(link, "/l/")
		_, err = w.SignInWithLink(t.Context(), from(1), secret)
		fails(t, err, fault.Unauthenticated, "link_ended")
	})
}

func TestAFirstLinkThatExpiredIsReplaced(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		must(t, func() error { _, _, err := w.FirstAdmin(t.Context(), ""); return err }())
		w.clock.move(account.FirstAdminLinkLife + time.Second)
		link, needed, err := w.FirstAdmin(t.Context(), "")
		must(t, err)
		if link == "" || !needed {
			t.Error("nobody can get in any more")
		}
	})
}

func TestTheCommandLineMakesAdministrators(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.MakeAdmin(t.Context(), w.admin(), "Eve", "eve@example.org")
		fails(t, err, fault.Forbidden, "")
		link, err := w.MakeAdmin(t.Context(), access.System("admin create"), "Ada", "ada@example.org")
		must(t, err)
		_, secret, _ := strings.Cut(link, "/l/")
		signed, err := w.SignInWithLink(t.Context(), from(1), secret)
		must(t, err)
		if a := w.actor(signed); a.Role != access.RoleAdmin || a.Name != "Ada" {
			t.Errorf("signed in as %+v", a)
		}
		known := w.person("Ben", "ben@example.org")
		must(t, errOf(w.MakeAdmin(t.Context(), access.System("admin create"), "Benjamin", "BEN@example.org")))
		must(t, errOf(w.store.Accounts().Get(t.Context(), known.ID)))

		shut, err := w.store.AccountByEmail(t.Context(), "ada@example.org")
		must(t, err)
		shut.DisabledAt, shut.Admin = noon, false
		must(t, w.store.Accounts().Update(t.Context(), &shut))
		_, err = w.MakeAdmin(t.Context(), access.System("admin create"), "", "ada@example.org")
		must(t, err)
		opened, err := w.store.Accounts().Get(t.Context(), shut.ID)
		must(t, err)
		if opened.Disabled() || !opened.Admin {
			t.Errorf("the account is %+v", opened)
		}
	})
}

func TestErasingLeavesNothingOfTheAccount(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.account("Ada", "ada@example.org", goodPassword, false)
		signed, _ := w.signedIn("ada@example.org")
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		must(t, w.guests.Invite(t.Context(), access.LetterSigning, access.Person{Meta: a.Meta, PersonFields: access.PersonFields{Name: "Ada", Email: "ada@example.org"}},
			access.Ref{Kind: "certificate", ID: newID()}, nil, noon.Add(time.Hour)))
		must(t, w.Erase(t.Context(), a.ID))
		must(t, w.Erase(t.Context(), a.ID))
		_, err := w.store.Accounts().Get(t.Context(), a.ID)
		fails(t, err, fault.NotFound, "")
		_, err = w.Authenticate(t.Context(), signed.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
		_, err = w.AuthenticateGuest(t.Context(), w.link(access.LetterSigning))
		fails(t, err, fault.Unauthenticated, "link_ended")
		if len(w.happened("signIn")) != 1 {
			t.Error("an event was erased")
		}
	})
}

// Whoever lost password and passkeys comes in by link and can prove nothing: an administrator clears the way.
func TestWhoLostEverythingChoosesAnewAfterAnInvitation(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		lost := w.account("Karl", "karl@example.org", goodPassword, false)
		before, _ := w.signedIn("karl@example.org")
		if _, err := w.ChangeAccount(t.Context(), admin, lost.ID, record.Any, func(f *account.Fields) { f.Forget = true }); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Authenticate(t.Context(), before.Secret); fault.CodeOf(err) != fault.Unauthenticated {
			t.Errorf("a session of before: %v", err)
		}
		if _, err := w.SignInWithPassword(t.Context(), account.Origin{}, "karl@example.org", goodPassword); fault.ReasonOf(err) != "sign_in_failed" {
			t.Errorf("the password of before: %v", err)
		}
		if what := w.letter(access.LetterAccountChanged).Data["what"]; what != "password" {
			t.Errorf("told of %q", what)
		}
		if _, err := w.Service.Invite(t.Context(), admin, lost.ID, account.Invitation{}); err != nil {
			t.Fatal(err)
		}
		signed, err := w.SignInWithLink(t.Context(), account.Origin{}, w.link(access.LetterInvitation))
		if err != nil {
			t.Fatal(err)
		}
		actor := w.actor(signed)
		if !actor.Fresh {
			t.Error("the invitation proves nothing")
		}
		if err := w.SetPassword(t.Context(), actor, account.Origin{Secret: signed.Secret}, "another good phrase of words", ""); err != nil {
			t.Error(err)
		}
	})
}
