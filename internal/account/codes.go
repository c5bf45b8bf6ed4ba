package account

import (
	"context"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// CodeLife is how long a mailed code is good, CodeTries how often it may be typed wrong before it is void, LinkTries how
// many wrong codes end the link: with that many of a million a guess succeeds once in 50,000 links.
const (
	CodeLife  = 10 * time.Minute
	CodeTries = 5
	LinkTries = 20
)

const (
	codeRange  = 1_000_000 // six digits
	codeDigits = 6
)

// Code is six digits that were mailed to a guest.
type Code struct {
	Link      uuid.UUID
	Object    access.Ref
	Salt      [16]byte
	Hash      record.Digest // of salt and digits
	Tries     int           // that were wrong
	CreatedAt time.Time
	ExpiresAt time.Time
}

// newCode draws a code; every one is as likely as another.
func newCode(random io.Reader) (digits string, c Code, err error) {
	const fair = (1 << 32) / codeRange * codeRange
	for {
		var raw [4]byte
		if _, err = io.ReadFull(random, raw[:]); err != nil {
			return "", c, broken(err)
		}
		if n := binary.BigEndian.Uint32(raw[:]); n < fair {
			digits = fmt.Sprintf("%0*d", codeDigits, n%codeRange)
			break
		}
	}
	if _, err = io.ReadFull(random, c.Salt[:]); err != nil {
		return "", c, broken(err)
	}
	c.Hash = c.hash(digits)
	return digits, c, nil
}

func (c Code) hash(digits string) record.Digest {
	return record.DigestOf(append(c.Salt[:], digits...))
}

func (c Code) is(digits string) bool {
	hash := c.hash(digits)
	return subtle.ConstantTimeCompare(hash[:], c.Hash[:]) == 1
}

// SendCode implements access.Guests.
func (g Guests) SendCode(ctx context.Context, a access.Actor, object access.Ref, data map[string]string) error {
	if err := guestOf(a, object); err != nil {
		return err
	}
	throttles := []Throttle{throttleOf("code", a.ID.String(), perCode), throttleOf("code a day", a.ID.String(), perCodeDay)}
	sent, err := g.Store.Take(ctx, throttles, g.Now())
	if err != nil {
		return err
	}
	if !sent {
		return fault.New(fault.Limited, "code_too_often", "Codes were sent often enough. Look into your mail, also where spam goes, or try again later.")
	}
	digits, code, err := newCode(g.Random)
	if err != nil {
		return err
	}
	code.Link, code.Object, code.CreatedAt = a.ID, object, g.Now()
	code.ExpiresAt = code.CreatedAt.Add(CodeLife)
	return g.Store.Update(ctx, func(ctx context.Context) error {
		person, err := g.People.Get(ctx, a.Person)
		if err != nil {
			return err
		}
		to, err := g.addressOf(ctx, person)
		if err != nil {
			return err
		}
		if to == "" {
			return errNoEmail()
		}
		if err := g.Store.PutCode(ctx, code); err != nil {
			return err
		}
		data = with(data, "code", digits)
		data["minutes"] = strconv.Itoa(int(CodeLife / time.Minute))
		return g.post(ctx, to, person, access.LetterCode, data)
	})
}

// CheckCode implements access.Guests. What it found is committed before it answers, or else a wrong code would not count.
func (g Guests) CheckCode(ctx context.Context, a access.Actor, object access.Ref, code string) error {
	if err := guestOf(a, object); err != nil {
		return err
	}
	var verdict error
	err := g.Store.Update(ctx, func(ctx context.Context) error {
		c, err := g.Store.CodeOf(ctx, a.ID)
		if fault.CodeOf(err) == fault.NotFound {
			verdict = errCodeVoid()
			return nil
		}
		if err != nil {
			return err
		}
		verdict, err = g.judge(ctx, a, c, object, typedCode(code))
		return err
	})
	if err != nil {
		return err
	}
	return verdict
}

// judge uses a code up, or counts that it was wrong.
func (g Guests) judge(ctx context.Context, a access.Actor, c Code, object access.Ref, digits string) (verdict, err error) {
	switch {
	case !g.Now().Before(c.ExpiresAt) || c.Object != object:
		return errCodeVoid(), g.Store.RemoveCode(ctx, c.Link)
	case c.is(digits):
		return nil, g.Store.RemoveCode(ctx, c.Link)
	}
	if verdict, err = g.miss(ctx, c); err != nil {
		return nil, err
	}
	detail := map[string]string{"reason": fault.ReasonOf(verdict)}
	return verdict, g.Journal.Note(ctx, a, opCodeRefused, object, uuid.Nil, detail)
}

// miss counts a wrong code, which ends the code at last, and the link after many.
func (g Guests) miss(ctx context.Context, c Code) (verdict, err error) {
	misses, err := g.Store.MissLink(ctx, c.Link)
	if err != nil {
		return nil, err
	}
	c.Tries++
	switch {
	case misses >= LinkTries:
		if err := g.Store.RemoveCode(ctx, c.Link); err != nil {
			return nil, err
		}
		_, err := g.Store.EndLink(ctx, c.Link, g.Now())
		return errLink(), err
	case c.Tries >= CodeTries:
		return errCodeVoid(), g.Store.RemoveCode(ctx, c.Link)
	}
	return fault.New(fault.Forbidden, "code_wrong", "This is not the code. Look at the latest message."), g.Store.PutCode(ctx, c)
}

func errCodeVoid() error {
	return fault.New(fault.Forbidden, "code_void", "This code cannot be used any more. Have a new one sent.")
}

// typedCode gives a code as people type it, with spaces or a hyphen.
func typedCode(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' {
			return -1
		}
		return r
	}, s[:min(len(s), 50)])
}

// guestOf fails unless the actor followed a link to the object.
func guestOf(a access.Actor, object access.Ref) error {
	if a.Kind == access.KindGuest && a.Guest == object {
		return nil
	}
	return fault.New(fault.Forbidden, "", "Codes are for guests, who follow a mailed link.").Because(access.ErrRefused)
}
