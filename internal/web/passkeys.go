package web

import (
	"context"
	"encoding/json"
	"net/http"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// mountPasskeys registers what lets people add, remove and use passkeys. Browsers know them by a script alone: it asks for what
// the device is to answer, and the answer comes by a form.
func (p *Pages) mountPasskeys(to routes) {
	to.write("/sign-in/passkey/options", p.askAnyPasskey)
	to.write("/sign-in/passkey", p.signInWithPasskey)
	to.write("/account/passkeys/options", p.forScript(p.Accounts.BeginPasskey))
	to.take("/account/passkeys", p.addPasskey)
	to.form("/account/passkeys/:id/remove", p.removal)
	to.write("/account/proof/options", p.forScript(p.Accounts.BeginPasskeyProof))
	to.take("/account/proof/passkey", p.provePasskey)
}

// maxCredential is how many bytes a form with a device's answer may have.
const maxCredential = 64 << 10

// passkeyAsked is what a script gets: what the device is asked, or why it is not.
type passkeyAsked struct {
	ID      uuid.UUID       `json:"id"`
	Options json.RawMessage `json:"options,omitempty"`
	Message string          `json:"message,omitempty"`
}

func (p *Pages) askAnyPasskey(c *gin.Context) error {
	options, id, err := p.Accounts.BeginPasskeySignIn(c.Request.Context(), p.origin(c))
	return p.tellAsked(c, passkeyAsked{ID: id, Options: options}, err)
}

// begin gives what somebody's device is asked.
type begin func(ctx context.Context, a access.Actor) (options []byte, id uuid.UUID, err error)

// forScript has a script know what to ask the device of whoever is signed in.
func (p *Pages) forScript(ask begin) handler {
	return func(c *gin.Context) error {
		a, err := p.actor(c)
		var asked passkeyAsked
		if err == nil {
			asked.Options, asked.ID, err = ask(c.Request.Context(), a)
		}
		return p.tellAsked(c, asked, err)
	}
}

func (p *Pages) tellAsked(c *gin.Context, asked passkeyAsked, err error) error {
	if err == nil {
		return answerScript(c, http.StatusOK, asked)
	}
	status, known := statuses[fault.CodeOf(err)]
	if !known {
		return err
	}
	p.note(c, err)
	return answerScript(c, status, passkeyAsked{Message: messageOf(err)})
}

// signInWithPasskey signs in with what the device answered.
func (p *Pages) signInWithPasskey(c *gin.Context) error {
	f, err := readUpTo(c, "passkey", maxCredential)
	if err != nil {
		return err
	}
	signed, err := p.Accounts.FinishPasskeySignIn(c.Request.Context(), p.origin(c), idOf(f.Value("challenge")), []byte(f.Value("credential")))
	if err == nil {
		p.remember(c, signed)
		return p.see(c, own(f.Value("to")))
	}
	if !f.blame(err, map[string]string{"sign_in_failed": "passkey"}) {
		return err
	}
	page := p.signInPage()
	page.Passkey, page.Form, page.To = f, f, own(f.Value("to"))
	return p.render(c, statusAfter(err), "sign_in", page)
}

func (p *Pages) addPasskey(c *gin.Context, a access.Actor) error {
	f, err := readUpTo(c, "passkey", maxCredential)
	if err != nil {
		return err
	}
	_, err = p.Accounts.FinishPasskey(c.Request.Context(), a, p.origin(c), idOf(f.Value("challenge")), []byte(f.Value("credential")), f.Value("name"))
	if err == nil {
		return p.see(c, "/account?done=passkey#passkeys")
	}
	if !f.blame(err, map[string]string{"response": "name"}) {
		return err
	}
	return p.again(c, a, err, func(page *accountPage) { page.Passkey, page.Form = f, f })
}

// provePasskey renews the proof that it is the person who is signed in.
func (p *Pages) provePasskey(c *gin.Context, a access.Actor) error {
	f, err := readUpTo(c, "proof", maxCredential)
	if err != nil {
		return err
	}
	signed, err := p.Accounts.FinishPasskeyProof(c.Request.Context(), a, p.origin(c), idOf(f.Value("challenge")), []byte(f.Value("credential")))
	if err != nil {
		return p.mendProof(c, a, err, f, "passkey")
	}
	return p.proved(c, signed, f)
}

// removal asks before a passkey is removed. One that is gone already is no matter.
func (p *Pages) removal(c *gin.Context, a access.Actor) (formPage, error) {
	if !a.Fresh {
		return formPage{Instead: "/account?to=" + c.Request.URL.EscapedPath() + "#prove"}, nil
	}
	list, err := p.Accounts.ListPasskeys(c.Request.Context(), a)
	if err != nil {
		return formPage{}, err
	}
	const done = "/account?done=no-passkey#passkeys"
	key := found(list, func(k account.Passkey) bool { return k.ID == idOf(c.Param("id")) })
	if key.ID == uuid.Nil {
		return formPage{Instead: done}, nil
	}
	return formPage{
		view:   p.inside(c, a, "Remove the passkey “"+key.Name+"”", crumb{"Your account", "/account"}),
		Button: "Remove 1 passkey", Back: crumb{"Keep it", "/account#passkeys"},
		Lead: "It signs you in no more, and you are signed out everywhere else. On the device or in the password manager that keeps it, remove it yourself.",
		Do: func(*form) (string, error) {
			return done, p.Accounts.RemovePasskey(c.Request.Context(), a, p.origin(c), key.ID)
		},
	}, nil
}
