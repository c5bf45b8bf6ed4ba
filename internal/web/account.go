package web

import (
	"cmp"
	"net/http"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// accountPage is what people see of their own account.
type accountPage struct {
	view
	Name        string
	Account     account.Account
	Current     uuid.UUID // the session in use
	Sessions    []account.Session
	ProvenUntil time.Time
	Password    form
	Proof       form
	Address     form
	Passkey     form
	Passkeys    []account.Passkey
	MayPasskey  bool   // browsers allow them at our address
	To          string // where to go on once it is proved that it is them; "" when they came for the account itself
}

func (p *Pages) accountPage(c *gin.Context, a access.Actor) (accountPage, error) {
	ctx := c.Request.Context()
	page := accountPage{
		view: p.inside(c, a, "Your account"), Name: a.Name, Current: a.ID,
		Password: form{ID: "password"}, Proof: form{ID: "proof"}, Address: form{ID: "address"}, Passkey: form{ID: "passkey"},
	}
	var err error
	if page.Account, err = p.Accounts.Account(ctx, a, a.Person); err != nil {
		return page, err
	}
	if page.Sessions, err = p.Accounts.Sessions(ctx, a); err != nil {
		return page, err
	}
	if page.Passkeys, err = p.Accounts.ListPasskeys(ctx, a); err != nil {
		return page, err
	}
	if page.MayPasskey = p.Accounts.Passkeys != nil; page.MayPasskey {
		page.Script = "passkey.js"
	}
	for _, s := range page.Sessions {
		if s.ID == a.ID {
			page.ProvenUntil = s.FreshUntil(p.Now())
		}
	}
	return page, nil
}

// CanProve says whether they have something to prove with that they are who they are.
func (a accountPage) CanProve() bool { return a.Account.Password != "" || len(a.Passkeys) > 0 }

func (p *Pages) account(c *gin.Context) error {
	a, err := p.actor(c)
	if err != nil {
		return err
	}
	page, err := p.accountPage(c, a)
	if err != nil {
		return err
	}
	page.To = goesOnTo(c.Query("to"))
	return p.render(c, http.StatusOK, "account", page)
}

// again shows the page once more with what is to be mended in one of its forms.
func (p *Pages) again(c *gin.Context, a access.Actor, cause error, set func(*accountPage)) error {
	p.note(c, cause)
	page, err := p.accountPage(c, a)
	if err != nil {
		return err
	}
	set(&page)
	return p.render(c, statusAfter(cause), "account", page)
}

func (p *Pages) signOut(c *gin.Context) error {
	a, err := p.actor(c)
	if err == nil {
		err = p.Accounts.SignOut(c.Request.Context(), a)
	}
	if err != nil {
		return err
	}
	p.forget(c)
	return p.see(c, "/sign-in")
}

// endSession ends one session of the person's. One that has ended already is no matter.
func (p *Pages) endSession(c *gin.Context) error {
	a, err := p.actor(c)
	if err != nil {
		return err
	}
	err = p.Accounts.EndSession(c.Request.Context(), a, idOf(c.Param("id")))
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	return p.see(c, "/account?done=session")
}

func (p *Pages) setPassword(c *gin.Context) error {
	a, err := p.actor(c)
	if err != nil {
		return err
	}
	f, err := read(c, "password")
	if err != nil {
		return err
	}
	err = p.Accounts.SetPassword(c.Request.Context(), a, p.origin(c), f.Value("password"), f.Value("current"))
	if err == nil {
		return p.see(c, "/account?done=password")
	}
	if !f.blame(err, map[string]string{"proof_failed": "current", "proof_needed": "current"}) {
		return err
	}
	return p.again(c, a, err, func(page *accountPage) {
		if page.Account.Password == "" && fault.ReasonOf(err) == "proof_needed" {
			f.Mistakes = []mistake{{Text: "It is too long since you came in by your link. Sign out, have a new link mailed to you, and set the password then."}}
		}
		page.Password, page.Form = f, f
	})
}

// prove renews the proof that it is the person who is signed in.
func (p *Pages) prove(c *gin.Context) error {
	a, err := p.actor(c)
	if err != nil {
		return err
	}
	f, err := read(c, "proof")
	if err != nil {
		return err
	}
	signed, err := p.Accounts.Prove(c.Request.Context(), a, p.origin(c), f.Value("password"))
	if err != nil {
		return p.mendProof(c, a, err, f, "password")
	}
	return p.proved(c, signed, f)
}

// proved leads on from a proof to what asked for it.
func (p *Pages) proved(c *gin.Context, signed account.Signed, f form) error {
	p.remember(c, signed)
	return p.see(c, cmp.Or(goesOnTo(f.Value("to")), "/account?done=proof"))
}

// mendProof asks for a proof that failed once more.
func (p *Pages) mendProof(c *gin.Context, a access.Actor, err error, f form, field string) error {
	if !f.blame(err, map[string]string{"proof_failed": field}) {
		return err
	}
	return p.again(c, a, err, func(page *accountPage) { page.Proof, page.Form, page.To = f, f, goesOnTo(f.Value("to")) })
}

// setAddress gives the first administrator, who came with neither, a name and the address that links are mailed to.
func (p *Pages) setAddress(c *gin.Context) error {
	a, err := p.actor(c)
	if err != nil {
		return err
	}
	f, err := read(c, "address")
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	_, err = p.Access.ChangePerson(ctx, a, a.Person, record.Any, func(fields *access.PersonFields) {
		fields.Name, fields.Email = f.Value("name"), f.Value("email")
	})
	if err == nil {
		_, err = p.Accounts.ChangeAccount(ctx, a, a.Person, record.Any, func(fields *account.Fields) { fields.Email = f.Value("email") })
	}
	if err == nil {
		return p.see(c, "/account?done=address")
	}
	if !f.blame(err, map[string]string{"proof_needed": "", "duplicate_email": "email"}) {
		return err
	}
	return p.again(c, a, err, func(page *accountPage) { page.Address, page.Form = f, f })
}
