package account_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"
)

// authenticator is a device with one passkey: ES256, without attestation (WebAuthn Level 3, 6.5 and 8.7).
type authenticator struct {
	t      testing.TB
	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte
	count  uint32
	origin string
	party  string
	flags  byte
}

// Flags of authenticator data (WebAuthn Level 3, 6.1).
const (
	userPresent  = 0x01
	userVerified = 0x04
	hasKey       = 0x40
)

func newAuthenticator(t testing.TB) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	id := make([]byte, 32)
	if _, err := rand.Read(id); err != nil {
		t.Fatal(err)
	}
	return &authenticator{
		t: t, key: key, id: id, origin: "https://certificates.example.org", party: "certificates.example.org", flags: userPresent | userVerified,
	}
}

// options is what a browser reads of what it was asked.
type options struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		User      struct {
			ID string `json:"id"`
		} `json:"user"`
		UserVerification       string `json:"userVerification"`
		AllowCredentials       []any  `json:"allowCredentials"`
		AuthenticatorSelection struct {
			ResidentKey      string `json:"residentKey"`
			UserVerification string `json:"userVerification"`
		} `json:"authenticatorSelection"`
	} `json:"publicKey"`
}

func (a *authenticator) asked(raw []byte) options {
	a.t.Helper()
	var o options
	must(a.t, json.Unmarshal(raw, &o))
	return o
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a *authenticator) client(kind, challenge string) []byte {
	a.t.Helper()
	b, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	must(a.t, err)
	return b
}

// data gives the authenticator data: the party's hash, flags, counter, and the key when it is new.
func (a *authenticator) data(flags byte, rest []byte) []byte {
	hash := sha256.Sum256([]byte(a.party))
	b := append(hash[:], flags)
	b = binary.BigEndian.AppendUint32(b, a.count)
	return append(b, rest...)
}

// create answers navigator.credentials.create.
func (a *authenticator) create(raw []byte) []byte {
	a.t.Helper()
	o := a.asked(raw)
	handle, err := base64.RawURLEncoding.DecodeString(o.PublicKey.User.ID)
	must(a.t, err)
	a.handle = handle
	public, err := a.key.PublicKey.Bytes() // 4, x, y
	must(a.t, err)
	key := []byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20} // kty EC2, alg ES256, crv P-256, x
	key = append(append(append(key, public[1:33]...), 0x22, 0x58, 0x20), public[33:]...)
	credential := make([]byte, 16, 128) // no AAGUID
	credential = binary.BigEndian.AppendUint16(credential, uint16(len(a.id)))
	credential = append(append(credential, a.id...), key...)
	data := a.data(a.flags|hasKey, credential)
	object := []byte{0xa3, 0x63, 'f', 'm', 't', 0x64, 'n', 'o', 'n', 'e', 0x67, 'a', 't', 't', 'S', 't', 'm', 't', 0xa0}
	object = append(object, 0x68, 'a', 'u', 't', 'h', 'D', 'a', 't', 'a', 0x58, byte(len(data)))
	object = append(object, data...)
	return a.answer(map[string]any{
		"clientDataJSON": b64(a.client("webauthn.create", o.PublicKey.Challenge)), "attestationObject": b64(object), "transports": []string{"internal"},
	})
}

// get answers navigator.credentials.get.
func (a *authenticator) get(raw []byte) []byte {
	a.t.Helper()
	a.count++
	client := a.client("webauthn.get", a.asked(raw).PublicKey.Challenge)
	data, hash := a.data(a.flags, nil), sha256.Sum256(client)
	digest := sha256.Sum256(append(slices.Clip(data), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	must(a.t, err)
	return a.answer(map[string]any{
		"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(a.handle),
	})
}

func (a *authenticator) answer(response map[string]any) []byte {
	a.t.Helper()
	b, err := json.Marshal(map[string]any{
		"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
	})
	must(a.t, err)
	return b
}
