package account

import "testamur/internal/record"

// ParseSession and ParseLink read the secrets of each kind.
func ParseSession(s string) (record.Digest, bool) { return parseSecret(s, SessionPrefix) }
func ParseLink(s string) (record.Digest, bool)    { return parseSecret(s, LinkPrefix) }

// NewSecret makes one.
var NewSecret = newSecret

// Judge asks for a passkey and for a new one of an account without any, and says what an answer to each is worth.
func (p *PasskeyParty) Judge(id [16]byte, response []byte) (signIn, added error) {
	_, asked, err := p.askAny()
	if err != nil {
		return err, err
	}
	h := holder{id: id, email: "ada@example.org", name: "Ada"}
	_, signIn = p.answered(asked, response, func([]byte) (holder, error) { return h, nil })
	_, asked, err = p.askNew(h)
	if err != nil {
		return err, err
	}
	_, added = p.added(h, asked, response)
	return signIn, added
}

// ErrPasskey is why an answer is worth nothing.
var ErrPasskey = errPasskey
