package main

import (
	"fmt"

	"testamur/internal/access"
)

type adminCommand struct {
	Create adminCreateCommand `cmd:"" help:"Make somebody an administrator and print the link by which they come in."`
}

type adminCreateCommand struct {
	Name  string `required:"" help:"Their name."`
	Email string `required:"" help:"Their e-mail address: sign-in links go there."`
}

// Run makes an administrator. The link is printed, not mailed, so that it works before mail does.
func (a adminCreateCommand) Run(c *console) error {
	return c.with(func(h *house) error {
		link, err := h.accounts.MakeAdmin(c.ctx, access.System("command line"), a.Name, a.Email)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(c.out, link)
		return err
	})
}
