package main

import (
	"errors"
	"fmt"
	"log/slog"
	"text/tabwriter"
	"time"

	"testamur/internal/access"
	"testamur/internal/record"

	"github.com/google/uuid"
)

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Make a token and show its secret, once."`
	List   tokenListCommand   `cmd:"" help:"List tokens."`
	Revoke tokenRevokeCommand `cmd:"" help:"End a token at once."`
}

type tokenCreateCommand struct {
	Name   string `required:"" help:"What the token is for; it stands in the record of everything done with it."`
	Role   string `required:"" enum:"admin,staff,assessor,read" help:"admin, staff, assessor or read."`
	Person string `help:"Id of the person that the token acts as; required for an assessor."`

	Programme []string      `help:"Id of a programme that a staff or read token is for; repeat for several. Default: all."`
	Scope     []string      `help:"What the token may be used for, e.g. people:read; repeat for several. Default: all that its role may."`
	Expires   time.Duration `help:"After how long it ends, e.g. 8760h for a year. Default: never."`
}

// Run makes a token.
func (t tokenCreateCommand) Run(c *console) error {
	fields, err := t.fields()
	if err != nil {
		return exit{err, 2}
	}
	return c.with(func(h *house) error {
		_, secret, err := h.access.CreateToken(c.ctx, access.System("command line"), fields)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(c.out, secret)
		return err
	})
}

func (t tokenCreateCommand) fields() (f access.TokenFields, err error) {
	f = access.TokenFields{Name: t.Name, Role: access.Role(t.Role)}
	if t.Person != "" {
		if f.Person, err = uuid.Parse(t.Person); err != nil {
			return f, fmt.Errorf("--person is no id: %w", err)
		}
	}
	for _, text := range t.Programme {
		id, err := uuid.Parse(text)
		if err != nil {
			return f, fmt.Errorf("--programme is no id: %w", err)
		}
		f.Programmes = append(f.Programmes, id)
	}
	for _, scope := range t.Scope {
		f.Scopes = append(f.Scopes, access.Scope(scope))
	}
	if t.Expires < 0 {
		return f, errors.New("--expires is a time from now on")
	}
	if t.Expires > 0 {
		f.ExpiresAt = now().Add(t.Expires)
	}
	return f, nil
}

type tokenListCommand struct{}

// Run lists all tokens, never their secrets.
func (tokenListCommand) Run(c *console) error {
	return c.with(func(h *house) error {
		w := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tNAME\tROLE\tBEGINS\tMADE\tSTATE")
		page := record.Page{Limit: record.MaxPage}
		for {
			list, err := h.access.ListTokens(c.ctx, access.System("command line"), page)
			if err != nil {
				return err
			}
			for _, t := range list.Items {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s%s...\t%s\t%s\n", t.ID, t.Name, t.Role, access.TokenPrefix, t.Hint, t.CreatedAt.Format(time.DateOnly), state(t))
				page.After = t.ID
			}
			if !list.More {
				return w.Flush()
			}
		}
	})
}

func state(t access.Token) string {
	switch {
	case !t.RevokedAt.IsZero():
		return "revoked " + t.RevokedAt.Format(time.DateOnly)
	case !t.ExpiresAt.IsZero():
		return "until " + t.ExpiresAt.Format(time.DateOnly)
	}
	return "in use"
}

type tokenRevokeCommand struct {
	ID string `arg:"" help:"Id of the token, as list shows it."`
}

// Run revokes a token.
func (t tokenRevokeCommand) Run(c *console) error {
	id, err := uuid.Parse(t.ID)
	if err != nil {
		return exit{fmt.Errorf("this is no id: %w", err), 2}
	}
	return c.with(func(h *house) error {
		return h.access.RevokeToken(c.ctx, access.System("command line"), id)
	})
}

// with runs a command on the wired house and closes it.
func (c *console) with(do func(*house) error) (err error) {
	settings, err := c.config()
	if err != nil {
		return err
	}
	h, err := build(c.ctx, settings, slog.New(slog.NewTextHandler(c.err, nil)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.store.Close()) }()
	return do(h)
}
