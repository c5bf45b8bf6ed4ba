package account_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// guest invites somebody to sign a certificate, and gives who they are when they follow the link.
func (w *world) guest(p access.Person, object access.Ref) access.Actor {
	w.t.Helper()
	must(w.t, w.guests.Invite(w.t.Context(), access.LetterSigning, p, object, map[string]string{"title": "Diploma"}, noon.Add(30*24*time.Hour)))
	a, err := w.AuthenticateGuest(w.t.Context(), w.link(access.LetterSigning))
	must(w.t, err)
	return a
}

func certificate() access.Ref { return access.Ref{Kind: "certificate", ID: newID()} }

func (w *world) code(a access.Actor, object access.Ref) string {
	w.t.Helper()
	must(w.t, w.guests.SendCode(w.t.Context(), a, object, map[string]string{"purpose": "sign", "title": "Diploma"}))
	return w.letter(access.LetterCode).Data["code"]
}

func TestAGuestSeesTheOneObjectOfTheirLink(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p, object := w.person("Grace Hopper", "grace@example.org"), certificate()
		a := w.guest(p, object)
		if a.Kind != access.KindGuest || a.Person != p.ID || a.Guest != object || a.Name != "Grace Hopper" || a.Role != "" || a.Fresh {
			t.Errorf("the guest is %+v", a)
		}
		if l := w.letter(access.LetterSigning); l.To != "grace@example.org" || l.Data["title"] != "Diploma" {
			t.Errorf("the letter is %+v", l)
		}
		for range 3 { // it is used many times
			must(t, errOf(w.AuthenticateGuest(t.Context(), w.link(access.LetterSigning))))
		}
		_, err := w.SignInWithLink(t.Context(), from(1), w.link(access.LetterSigning))
		fails(t, err, fault.Unauthenticated, "link_ended")
		must(t, errOf(w.AuthenticateGuest(t.Context(), w.link(access.LetterSigning))))
	})
}

func TestAGuestsLinkEnds(t *testing.T) {
	for name, end := range map[string]func(w *world, p access.Person, object access.Ref) error{
		"with the request":   func(w *world, _ access.Person, o access.Ref) error { return w.guests.End(w.t.Context(), o, uuid.Nil) },
		"for the one person": func(w *world, p access.Person, o access.Ref) error { return w.guests.End(w.t.Context(), o, p.ID) },
		"with another in its place": func(w *world, p access.Person, o access.Ref) error {
			return w.guests.Invite(w.t.Context(), access.LetterSigning, p, o, nil, noon.Add(time.Hour))
		},
		"when its time is over": func(w *world, _ access.Person, _ access.Ref) error { w.clock.move(30 * 24 * time.Hour); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				p, object := w.person("Grace", "grace@example.org"), certificate()
				a := w.guest(p, object)
				secret, code := w.link(access.LetterSigning), w.code(a, object)
				must(t, end(w, p, object))
				_, err := w.AuthenticateGuest(t.Context(), secret)
				fails(t, err, fault.Unauthenticated, "link_ended")
				fails(t, w.guests.CheckCode(t.Context(), a, object, code), fault.Forbidden, "code_void")
			})
		})
	}
}

func TestLinksToOthersAndToOtherThingsStay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		grace, alan, object := w.person("Grace", "grace@example.org"), w.person("Alan", "alan@example.org"), certificate()
		w.guest(alan, object)
		alans := w.link(access.LetterSigning)
		w.guest(grace, certificate())
		elsewhere := w.link(access.LetterSigning)
		w.guest(grace, object)
		must(t, w.guests.End(t.Context(), object, grace.ID))
		must(t, errOf(w.AuthenticateGuest(t.Context(), alans)))
		must(t, errOf(w.AuthenticateGuest(t.Context(), elsewhere)))
	})
}

func TestAnInvitationThatIsUndoneNeverWas(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p, object, undone := w.person("Grace", "grace@example.org"), certificate(), errors.New("undone")
		w.guest(p, object)
		before := w.link(access.LetterSigning)
		err := w.store.Update(t.Context(), func(ctx context.Context) error {
			must(t, w.guests.Invite(ctx, access.LetterSigning, p, object, nil, noon.Add(time.Hour)))
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		must(t, errOf(w.AuthenticateGuest(t.Context(), before)))
		_, err = w.AuthenticateGuest(t.Context(), w.link(access.LetterSigning))
		fails(t, err, fault.Unauthenticated, "link_ended")
	})
}

func TestACodeIsGoodOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		object := certificate()
		a := w.guest(w.person("Grace", "grace@example.org"), object)
		code := w.code(a, object)
		if len(code) != 6 {
			t.Errorf("the code is %q", code)
		}
		must(t, w.guests.CheckCode(t.Context(), a, object, code[:3]+" "+code[3:]))
		fails(t, w.guests.CheckCode(t.Context(), a, object, code), fault.Forbidden, "code_void")
	})
}

func TestOfManyWhoUseACodeAtOnceOneSucceeds(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		object := certificate()
		a := w.guest(w.person("Grace", "grace@example.org"), object)
		code := w.code(a, object)
		var in atomic.Int64
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if w.guests.CheckCode(t.Context(), a, object, code) == nil {
					in.Add(1)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Errorf("%d succeeded", in.Load())
		}
	})
}

func TestACodeIsVoidAfterFiveWrongTries(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		object := certificate()
		a := w.guest(w.person("Grace", "grace@example.org"), object)
		code := w.code(a, object)
		wrong := "000000"
		if code == wrong {
			wrong = "000001"
		}
		for range account.CodeTries - 1 {
			fails(t, w.guests.CheckCode(t.Context(), a, object, wrong), fault.Forbidden, "code_wrong")
		}
		fails(t, w.guests.CheckCode(t.Context(), a, object, wrong), fault.Forbidden, "code_void")
		fails(t, w.guests.CheckCode(t.Context(), a, object, code), fault.Forbidden, "code_void")
	})
}

func TestACodeIsGoodForTenMinutesAndNoSecondTime(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		object := certificate()
		a := w.guest(w.person("Grace", "grace@example.org"), object)
		code := w.code(a, object)
		w.clock.move(account.CodeLife)
		fails(t, w.guests.CheckCode(t.Context(), a, object, code), fault.Forbidden, "code_void")
		w.clock.move(-account.CodeLife)
		fails(t, w.guests.CheckCode(t.Context(), a, object, code), fault.Forbidden, "code_void")
	})
}

func TestTwentyWrongCodesEndTheLinkForGood(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		object := certificate()
		a := w.guest(w.person("Grace", "grace@example.org"), object)
		secret := w.link(access.LetterSigning)
		var code string
		for n := range account.LinkTries {
			if n%account.CodeTries == 0 {
				w.clock.move(3 * time.Hour)
				code = w.code(a, object)
			}
			wrong := "000000"
			if code == wrong {
				wrong = "000001"
			}
			err := w.guests.CheckCode(t.Context(), a, object, wrong)
			if n < account.LinkTries-1 {
				must(t, errOf(w.AuthenticateGuest(t.Context(), secret)))
			} else {
				fails(t, err, fault.Unauthenticated, "link_ended")
			}
		}
		_, err := w.AuthenticateGuest(t.Context(), secret)
		fails(t, err, fault.Unauthenticated, "link_ended")
		fails(t, w.guests.CheckCode(t.Context(), a, object, code), fault.Forbidden, "code_void")
		events := w.happened("codeRefused")
		if len(events) != account.LinkTries {
			t.Fatalf("%d events", len(events))
		}
		for _, e := range events {
			if e.Object != object || e.Actor.ID != a.ID || len(e.Detail) != 1 || e.Detail["reason"] == "" {
				t.Errorf("the event is %+v", e)
			}
		}
		again := w.guest(access.Person{Meta: record.Meta{ID: a.Person}, PersonFields: access.PersonFields{Name: "Grace", Email: "grace@example.org"}}, object)
		must(t, w.guests.CheckCode(t.Context(), again, object, w.code(again, object)))
	})
}

func TestAtMostFifteenCodesAreSentWithinADay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		object := certificate()
		a := w.guest(w.person("Grace", "grace@example.org"), object)
		sent := 0
		for range 24 * 4 {
			err := w.guests.SendCode(t.Context(), a, object, nil)
			if err == nil {
				sent++
			} else {
				fails(t, err, fault.Limited, "code_too_often")
			}
			w.clock.move(15 * time.Minute)
		}
		if sent < 10 || sent > 15 {
			t.Errorf("%d codes were sent", sent)
		}
	})
}

func TestANewCodeVoidsTheOneBefore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		object := certificate()
		a := w.guest(w.person("Grace", "grace@example.org"), object)
		before := w.code(a, object)
		after := w.code(a, object)
		for before == after {
			t.Skip("the same code was drawn twice, once in a million")
		}
		fails(t, w.guests.CheckCode(t.Context(), a, object, before), fault.Forbidden, "code_wrong")
		must(t, w.guests.CheckCode(t.Context(), a, object, after))
	})
}

func TestAtMostFiveCodesAreSentWithinAnHour(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		object := certificate()
		a := w.guest(w.person("Grace", "grace@example.org"), object)
		sent := 0
		for range 60 {
			err := w.guests.SendCode(t.Context(), a, object, nil)
			if err == nil {
				sent++
			} else {
				fails(t, err, fault.Limited, "code_too_often")
			}
			w.clock.move(time.Minute)
		}
		if sent < 3 || sent > 5 {
			t.Errorf("%d codes were sent", sent)
		}
	})
}

func TestCodesAreForTheGuestOfTheObject(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		object := certificate()
		grace := w.guest(w.person("Grace", "grace@example.org"), object)
		alan := w.guest(w.person("Alan", "alan@example.org"), object)
		code := w.code(grace, object)
		fails(t, w.guests.CheckCode(t.Context(), alan, object, code), fault.Forbidden, "code_void")
		fails(t, w.guests.CheckCode(t.Context(), grace, certificate(), code), fault.Forbidden, "")
		fails(t, w.guests.SendCode(t.Context(), grace, certificate(), nil), fault.Forbidden, "")
		fails(t, w.guests.SendCode(t.Context(), staff("Eve"), object, nil), fault.Forbidden, "")
		must(t, w.guests.CheckCode(t.Context(), grace, object, code))
	})
}
