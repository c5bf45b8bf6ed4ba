package main

import (
	"fmt"
	"strings"

	"testamur/internal/account"
	"testamur/internal/record"
)

// demoPassword opens every account of the demonstration, which is for one machine only.
const demoPassword = "learning together since 2015"

// openAccounts lets one person of each role sign in, and one with three.
func (p *player) openAccounts() error {
	hash, err := p.accounts.Hasher.Hash(p.ctx, demoPassword)
	if err != nil {
		return err
	}
	for _, x := range p.script.Accounts {
		person, ok := p.people[x.Person]
		if !ok {
			return fmt.Errorf("account of %q: there is no such person", x.Person)
		}
		a := account.Account{
			Meta:  record.Meta{ID: person.ID, Revision: 1, CreatedAt: now(), ChangedAt: now()},
			Email: person.Email, Password: hash, Admin: x.Admin,
		}
		if err := p.store.Accounts().Insert(p.ctx, a); err != nil {
			return err
		}
		if !x.Staff {
			continue
		}
		if err := p.access.AddStaff(p.ctx, demoStaff, p.programme.ID, person.ID); err != nil {
			return err
		}
	}
	return nil
}

// demoAccounts lists the accounts for people to read.
func demoAccounts() (string, error) {
	s, err := readScript()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, x := range s.Accounts {
		email := s.People[x.Person].Email
		for n, participant := range s.Participant {
			if participant.Name == x.Person {
				email = mailName(x.Person, n)
			}
		}
		fmt.Fprintf(&b, "    %-22s %s\n", email, x.As)
	}
	return b.String(), nil
}

// mailName makes an address of a made-up participant from the letters of the name.
func mailName(name string, n int) string {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	for _, r := range first {
		if r > 'z' {
			return fmt.Sprintf("participant%d@example.org", n+1)
		}
	}
	return first + "@example.org"
}
