package certificate_test

import (
	"context"
	"sync"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"

	"github.com/google/uuid"
)

// postbox stands for the world outside: whom links and codes were mailed to. Every code is 246810.
type postbox struct {
	lock    sync.Mutex
	invited []uuid.UUID
	ended   []uuid.UUID
	codes   int
	kinds   []access.LetterKind // of the invitations
	by      []string            // whom they name as asking
	told    []letter
}

// letter is one without a link.
type letter struct {
	kind access.LetterKind
	to   uuid.UUID
}

const mailedCode = "246810"

func (p *postbox) Invite(_ context.Context, kind access.LetterKind, person access.Person, _ access.Ref, data map[string]string, _ time.Time) error {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.invited, p.kinds, p.by = append(p.invited, person.ID), append(p.kinds, kind), append(p.by, data["by"])
	return nil
}

func (p *postbox) Tell(_ context.Context, kind access.LetterKind, person access.Person, _ map[string]string) error {
	p.lock.Lock()
	defer p.lock.Unlock()
	if person.Email != "" {
		p.told = append(p.told, letter{kind, person.ID})
	}
	return nil
}

func (p *postbox) End(_ context.Context, _ access.Ref, person uuid.UUID) error {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.ended = append(p.ended, person)
	return nil
}

func (p *postbox) SendCode(context.Context, access.Actor, access.Ref, map[string]string) error {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.codes++
	return nil
}

func (p *postbox) CheckCode(_ context.Context, _ access.Actor, _ access.Ref, code string) error {
	if code != mailedCode {
		return fault.New(fault.Forbidden, "code_wrong", "This is not the code.").Because(access.ErrRefused)
	}
	return nil
}
