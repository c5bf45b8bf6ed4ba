package account

import (
	"encoding/json"
	"errors"
	"net/url"

	"testamur/internal/fault"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
)

// PasskeyParty is this installation as passkeys know it (WebAuthn Level 3: a relying party).
type PasskeyParty struct{ library *webauthn.WebAuthn }

// NewPasskeyParty makes the party of an address. It gives nil, which is no error, for an address where browsers allow no
// passkeys: one that is a number, or that is neither https nor localhost.
func NewPasskeyParty(publicURL, institution string) (*PasskeyParty, error) {
	at, err := url.Parse(publicURL)
	if err != nil {
		return nil, fault.New(fault.Invalid, "", "This is not the address of an installation.").Because(err)
	}
	if !allowsPasskeys(at) {
		return nil, nil //nolint:nilnil // no party, as promised
	}
	library, err := webauthn.New(&webauthn.Config{
		RPID: at.Hostname(), RPDisplayName: institution, RPOrigins: []string{at.Scheme + "://" + at.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, fault.New(fault.Internal, "", "Passkeys cannot be set up.").Because(err)
	}
	return &PasskeyParty{library}, nil
}

// allowsPasskeys says whether browsers take the address for one that is safe and has a name (WebAuthn Level 3, 5.1.3).
func allowsPasskeys(at *url.URL) bool {
	secure := at.Scheme == "https" || (at.Scheme == "http" && at.Hostname() == "localhost")
	return secure && protocol.ValidateRPID(at.Hostname()) == nil
}

// errPasskey is why an answer of a browser is worth nothing; callers turn it into what may be said.
var errPasskey = errors.New("passkey refused")

// holder is an account as the library wants it.
type holder struct {
	id          uuid.UUID
	email, name string
	credentials []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return h.id[:] }
func (h holder) WebAuthnName() string                       { return h.email }
func (h holder) WebAuthnDisplayName() string                { return h.name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.credentials }

// held gives the account with its passkeys.
func held(id uuid.UUID, email, name string, passkeys []Passkey) (holder, error) {
	h := holder{id: id, email: email, name: name}
	for _, p := range passkeys {
		var c webauthn.Credential
		if err := json.Unmarshal(p.Credential, &c); err != nil {
			return holder{}, broken(err)
		}
		h.credentials = append(h.credentials, c)
	}
	return h, nil
}

// askNew asks for a new passkey.
func (p *PasskeyParty) askNew(h holder) (options, data []byte, err error) {
	creation, session, err := p.library.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.credentials).CredentialDescriptors()))
	if err != nil {
		return nil, nil, broken(err)
	}
	return encoded(creation, session)
}

// askAny asks for any passkey that the device has for this installation.
func (p *PasskeyParty) askAny() (options, data []byte, err error) {
	assertion, session, err := p.library.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, nil, broken(err)
	}
	return encoded(assertion, session)
}

// askOne asks for a passkey of one account, which must have one.
func (p *PasskeyParty) askOne(h holder) (options, data []byte, err error) {
	assertion, session, err := p.library.BeginLogin(h, webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, nil, broken(err)
	}
	return encoded(assertion, session)
}

// added checks the answer to askNew and gives the credential.
func (p *PasskeyParty) added(h holder, data, response []byte) (webauthn.Credential, error) {
	session, err := decoded(data)
	if err != nil {
		return webauthn.Credential{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return webauthn.Credential{}, errors.Join(errPasskey, err)
	}
	c, err := p.library.CreateCredential(h, session, parsed)
	if err != nil {
		return webauthn.Credential{}, errors.Join(errPasskey, err)
	}
	return *c, nil
}

// answered checks the answer to askAny or askOne and gives the credential as it is to be stored. whose finds the account
// of a user handle. A counter that did not go up is the mark of a copied key (WebAuthn Level 3, 6.1.1): it is refused.
func (p *PasskeyParty) answered(data, response []byte, whose func(handle []byte) (holder, error)) (webauthn.Credential, error) {
	session, err := decoded(data)
	if err != nil {
		return webauthn.Credential{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return webauthn.Credential{}, errors.Join(errPasskey, err)
	}
	h, err := whose(parsed.Response.UserHandle)
	if err != nil {
		return webauthn.Credential{}, err
	}
	var c *webauthn.Credential
	if len(session.UserID) > 0 {
		c, err = p.library.ValidateLogin(h, session, parsed)
	} else {
		_, c, err = p.library.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return h, nil }, session, parsed)
	}
	if err != nil {
		return webauthn.Credential{}, errors.Join(errPasskey, err)
	}
	if c.Authenticator.CloneWarning {
		return webauthn.Credential{}, errCloned
	}
	return *c, nil
}

var errCloned = errors.New("the passkey's counter went back")

func encoded(options any, session *webauthn.SessionData) (_, _ []byte, err error) {
	o, err := json.Marshal(options)
	if err != nil {
		return nil, nil, broken(err)
	}
	d, err := json.Marshal(session)
	if err != nil {
		return nil, nil, broken(err)
	}
	return o, d, nil
}

func decoded(data []byte) (webauthn.SessionData, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(data, &session); err != nil {
		return session, broken(err)
	}
	return session, nil
}

func broken(err error) error {
	return fault.New(fault.Internal, "", "Something went wrong on our side.").Because(err)
}
