package account_test

import (
	"errors"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/account/accounttest"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// newDevice gives a device for the pages of this installation.
func newDevice(t testing.TB) *accounttest.Device {
	t.Helper()
	return accounttest.NewDevice(t, "https://certificates.example.org")
}

// withPasskey makes an account with a passkey, and gives the device.
func (w *world) withPasskey(name, email string) *accounttest.Device {
	w.t.Helper()
	w.account(name, email, goodPassword, false)
	_, actor := w.signedIn(email)
	device := newDevice(w.t)
	must(w.t, errOf(w.register(actor, device)))
	return device
}

func (w *world) register(a access.Actor, device *accounttest.Device) (account.Passkey, error) {
	w.t.Helper()
	options, id, err := w.BeginPasskey(w.t.Context(), a)
	must(w.t, err)
	return w.FinishPasskey(w.t.Context(), a, from(1), id, device.Create(options), "My phone")
}

func (w *world) passkeySignIn(device *accounttest.Device) (account.Signed, error) {
	w.t.Helper()
	options, id, err := w.BeginPasskeySignIn(w.t.Context(), from(1))
	must(w.t, err)
	return w.FinishPasskeySignIn(w.t.Context(), from(1), id, device.Get(options))
}

func TestAPasskeySignsIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		device := w.withPasskey("Ada", "ada@example.org")
		if l := w.letter(access.LetterAccountChanged); l.Data["what"] != "passkey" {
			t.Errorf("the letter is %+v", l)
		}
		for range 2 {
			signed, err := w.passkeySignIn(device)
			must(t, err)
			a := w.actor(signed)
			if !a.Fresh || a.Name != "Ada" || signed.Session.Method != account.ByPasskey {
				t.Errorf("signed in as %+v", a)
			}
			list, err := w.ListPasskeys(t.Context(), a)
			must(t, err)
			if len(list) != 1 || list[0].Name != "My phone" || !list[0].UsedAt.Equal(noon) {
				t.Errorf("the passkeys are %+v", list)
			}
		}
	})
}

func TestBrowsersAreAskedForAVerifiedUserAndADiscoverableKey(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		_, actor := w.signedIn("ada@example.org")
		device := newDevice(t)
		raw, _, err := w.BeginPasskey(t.Context(), actor)
		must(t, err)
		if s := device.Read(raw).PublicKey.AuthenticatorSelection; s.ResidentKey != "required" || s.UserVerification != "required" {
			t.Errorf("registering asks for %+v", s)
		}
		raw, _, err = w.BeginPasskeySignIn(t.Context(), from(1))
		must(t, err)
		if o := device.Read(raw).PublicKey; o.UserVerification != "required" || len(o.AllowCredentials) != 0 {
			t.Errorf("signing in asks for %+v", o)
		}
	})
}

// Whatever is wrong with an answer, it gets nobody in and the words do not tell.
func TestPasskeyAnswersThatAreNotWhatWasAskedForAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(w *world, d *accounttest.Device, options []byte, id *uuid.UUID) []byte{
		"another site": func(_ *world, d *accounttest.Device, o []byte, _ *uuid.UUID) []byte {
			d.Origin = "https://evil.example"
			return d.Get(o)
		},
		"another party": func(_ *world, d *accounttest.Device, o []byte, _ *uuid.UUID) []byte {
			d.Party = "evil.example"
			return d.Get(o)
		},
		"user not verified": func(_ *world, d *accounttest.Device, o []byte, _ *uuid.UUID) []byte {
			d.Unverified = true
			return d.Get(o)
		},
		"another key": func(w *world, d *accounttest.Device, o []byte, _ *uuid.UUID) []byte {
			d.Key = newDevice(w.t).Key
			return d.Get(o)
		},
		"unknown credential": func(_ *world, d *accounttest.Device, o []byte, _ *uuid.UUID) []byte {
			d.ID = []byte("unknown")
			return d.Get(o)
		},
		"unknown person": func(_ *world, d *accounttest.Device, o []byte, _ *uuid.UUID) []byte {
			d.Handle = make([]byte, 16)
			return d.Get(o)
		},
		"no person":            func(_ *world, d *accounttest.Device, o []byte, _ *uuid.UUID) []byte { d.Handle = nil; return d.Get(o) },
		"nonsense":             func(*world, *accounttest.Device, []byte, *uuid.UUID) []byte { return []byte("{}") },
		"unknown challenge id": func(_ *world, d *accounttest.Device, o []byte, id *uuid.UUID) []byte { *id = newID(); return d.Get(o) },
		"too late": func(w *world, d *accounttest.Device, o []byte, _ *uuid.UUID) []byte {
			w.clock.move(account.ChallengeLife)
			return d.Get(o)
		},
		"another's challenge": func(w *world, d *accounttest.Device, _ []byte, _ *uuid.UUID) []byte {
			other, _, err := w.BeginPasskeySignIn(w.t.Context(), from(2))
			must(w.t, err)
			return d.Get(other)
		},
		"disabled account": func(w *world, d *accounttest.Device, o []byte, _ *uuid.UUID) []byte {
			a, err := w.store.AccountByEmail(w.t.Context(), "ada@example.org")
			must(w.t, err)
			a.DisabledAt = noon
			must(w.t, w.store.Accounts().Update(w.t.Context(), &a))
			return d.Get(o)
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				device := w.withPasskey("Ada", "ada@example.org")
				options, id, err := w.BeginPasskeySignIn(t.Context(), from(1))
				must(t, err)
				response := spoil(w, device, options, &id)
				_, err = w.FinishPasskeySignIn(t.Context(), from(1), id, response)
				fails(t, err, fault.Unauthenticated, "sign_in_failed")
				if len(w.happened("signIn")) != 1 {
					t.Error("somebody got in")
				}
			})
		})
	}
}

func TestAPasskeyAnswerIsGoodOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		device := w.withPasskey("Ada", "ada@example.org")
		options, id, err := w.BeginPasskeySignIn(t.Context(), from(1))
		must(t, err)
		response := device.Get(options)
		must(t, errOf(w.FinishPasskeySignIn(t.Context(), from(1), id, response)))
		_, err = w.FinishPasskeySignIn(t.Context(), from(1), id, response)
		fails(t, err, fault.Unauthenticated, "sign_in_failed")
	})
}

func TestACopiedPasskeyIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		device := w.withPasskey("Ada", "ada@example.org")
		device.Count = 10
		must(t, errOf(w.passkeySignIn(device)))
		device.Count = 5 // the copy has not seen what the original signed
		_, err := w.passkeySignIn(device)
		fails(t, err, fault.Unauthenticated, "sign_in_failed")
		if e := w.happened("signInRefused"); len(e) != 1 || e[0].Detail["reason"] != "passkey_cloned" || e[0].Detail["method"] != "passkey" {
			t.Errorf("the events are %+v", e)
		}
	})
}

func TestAddingAPasskeyTakesProof(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		signed, _ := w.signedIn("ada@example.org")
		w.clock.move(account.ProofLife)
		_, _, err := w.BeginPasskey(t.Context(), w.actor(signed))
		fails(t, err, fault.Forbidden, "proof_needed")
	})
}

func TestARegistrationThatIsNotWhatWasAskedForIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(d *accounttest.Device){
		"another site":      func(d *accounttest.Device) { d.Origin = "https://evil.example" },
		"another party":     func(d *accounttest.Device) { d.Party = "evil.example" },
		"user not verified": func(d *accounttest.Device) { d.Unverified = true },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.account("Ada", "ada@example.org", goodPassword, false)
				_, actor := w.signedIn("ada@example.org")
				device := newDevice(t)
				spoil(device)
				_, err := w.register(actor, device)
				if violation(err) != "/response passkey_refused" {
					t.Errorf("got %v", err)
				}
				list, err := w.ListPasskeys(t.Context(), actor)
				must(t, err)
				if len(list) != 0 {
					t.Error("it was added")
				}
			})
		})
	}
}

func TestAChallengeIsOfTheSessionThatAskedForIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		device := w.withPasskey("Ada", "ada@example.org")
		w.account("Ben", "ben@example.org", goodPassword, false)
		_, ben := w.signedIn("ben@example.org")
		options, id, err := w.BeginPasskey(t.Context(), ben)
		must(t, err)
		signed, ada := w.signedIn("ada@example.org")
		_, err = w.FinishPasskey(t.Context(), ada, from(1), id, newDevice(t).Create(options), "Planted")
		if violation(err) != "/response passkey_refused" {
			t.Errorf("got %v", err)
		}
		raw, id, err := w.BeginPasskeySignIn(t.Context(), from(1))
		must(t, err)
		mine := from(1)
		mine.Secret = signed.Secret
		_, err = w.FinishPasskeyProof(t.Context(), ada, mine, id, device.Get(raw))
		fails(t, err, fault.Forbidden, "proof_failed")
	})
}

func TestAnotherSessionOfTheSamePersonCannotAnswerAChallenge(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", goodPassword, false)
		_, asking := w.signedIn("ada@example.org")
		_, answering := w.signedIn("ada@example.org")
		options, id, err := w.BeginPasskey(t.Context(), asking)
		must(t, err)
		_, err = w.FinishPasskey(t.Context(), answering, from(1), id, newDevice(t).Create(options), "Planted")
		if violation(err) != "/response passkey_refused" {
			t.Errorf("got %v", err)
		}
	})
}

func TestAPasskeyProves(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		device := w.withPasskey("Ada", "ada@example.org")
		bens := w.withPasskey("Ben", "ben@example.org")
		signed, _ := w.signedIn("ada@example.org")
		w.clock.move(time.Hour)
		actor, mine := w.actor(signed), from(1)
		mine.Secret = signed.Secret
		options, id, err := w.BeginPasskeyProof(t.Context(), actor)
		must(t, err)
		_, err = w.FinishPasskeyProof(t.Context(), actor, mine, id, bens.Get(options))
		fails(t, err, fault.Forbidden, "proof_failed")
		options, id, err = w.BeginPasskeyProof(t.Context(), actor)
		must(t, err)
		proven, err := w.FinishPasskeyProof(t.Context(), actor, mine, id, device.Get(options))
		must(t, err)
		if !w.actor(proven).Fresh {
			t.Error("not fresh after the proof")
		}
		_, err = w.Authenticate(t.Context(), signed.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
	})
}

func TestARemovedPasskeySignsNobodyIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		device := w.withPasskey("Ada", "ada@example.org")
		w.account("Ben", "ben@example.org", goodPassword, false)
		_, ben := w.signedIn("ben@example.org")
		signed, ada := w.signedIn("ada@example.org")
		list, err := w.ListPasskeys(t.Context(), ada)
		must(t, err)
		fails(t, w.RemovePasskey(t.Context(), ben, from(1), list[0].ID), fault.NotFound, "")
		w.clock.move(account.ProofLife)
		fails(t, w.RemovePasskey(t.Context(), w.actor(signed), from(1), list[0].ID), fault.Forbidden, "proof_needed")
		w.clock.move(-account.ProofLife)
		must(t, w.RemovePasskey(t.Context(), ada, from(1), list[0].ID))
		_, err = w.passkeySignIn(device)
		fails(t, err, fault.Unauthenticated, "sign_in_failed")
	})
}

func TestRemovingAPasskeyEndsAllOtherSessions(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		device := w.withPasskey("Ada", "ada@example.org")
		thief, err := w.passkeySignIn(device)
		must(t, err)
		stolen := w.actor(thief)
		mine, actor := w.signedIn("ada@example.org")
		must(t, w.RequestLink(t.Context(), from(9), "ada@example.org"))
		link := w.link(access.LetterSignIn)
		list, err := w.ListPasskeys(t.Context(), actor)
		must(t, err)
		options, id, err := w.BeginPasskey(t.Context(), stolen)
		must(t, err)
		must(t, w.RemovePasskey(t.Context(), actor, from(1), list[0].ID))
		_, err = w.Authenticate(t.Context(), thief.Secret)
		fails(t, err, fault.Unauthenticated, "session_ended")
		_, err = w.SignInWithLink(t.Context(), from(9), link)
		fails(t, err, fault.Unauthenticated, "link_ended")
		w.actor(mine)
		_, err = w.FinishPasskey(t.Context(), stolen, from(9), id, newDevice(t).Create(options), "Planted") // begun before
		fails(t, err, fault.Unauthenticated, "session_ended")
		fails(t, w.RemovePasskey(t.Context(), stolen, from(9), list[0].ID), fault.Unauthenticated, "session_ended")
	})
}

func TestOneDeviceIsAddedOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		device := w.withPasskey("Ada", "ada@example.org")
		w.account("Ben", "ben@example.org", goodPassword, false)
		_, ben := w.signedIn("ben@example.org")
		_, err := w.register(ben, device)
		fails(t, err, fault.Conflict, "passkey_exists")
	})
}

func TestWherePasskeysWork(t *testing.T) {
	for address, works := range map[string]bool{
		"https://certificates.example.org": true,
		"https://example.org:8443":         true,
		"http://localhost:8080":            true,
		"http://certificates.example.org":  false,
		"http://127.0.0.1:8080":            false,
		"https://192.0.2.1":                false,
		"":                                 false,
	} {
		party, err := account.NewPasskeyParty(address, "School")
		must(t, err)
		if (party != nil) != works {
			t.Errorf("%s: %v", address, party != nil)
		}
	}
	w := &account.Service{}
	_, _, err := w.BeginPasskeySignIn(t.Context(), from(1))
	fails(t, err, fault.Conflict, "passkeys_off")
}

func FuzzPasskeyAnswer(f *testing.F) {
	device := newDevice(f)
	asked := []byte(`{"publicKey":{"challenge":"AAAAAAAAAAAAAAAAAAAAAA","user":{"id":"AAAAAAAAAAAAAAAAAAAAAA"}}}`)
	f.Add(device.Create(asked))
	f.Add(device.Get(asked))
	f.Add([]byte("{}"))
	party, err := account.NewPasskeyParty("https://certificates.example.org", "School")
	must(f, err)
	f.Fuzz(func(t *testing.T, response []byte) {
		signIn, added := party.Judge([16]byte{}, response)
		if !errors.Is(signIn, account.ErrPasskey) || !errors.Is(added, account.ErrPasskey) {
			t.Errorf("an answer to another challenge: %v, %v", signIn, added)
		}
	})
}
