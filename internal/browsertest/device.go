package browsertest

import (
	"github.com/chromedp/cdproto/webauthn"
)

// Device gives whoever is before the window a device that makes passkeys and answers with them at once, as one does that was
// unlocked just now (WebAuthn Level 3, section 11: a virtual authenticator). Other windows do not have it.
func (w *Window) Device() {
	w.t.Helper()
	w.do(call(webauthn.Enable, webauthn.EnableParams{}), call(webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		},
	}))
}
