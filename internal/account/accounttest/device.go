// Package accounttest holds, for tests, what people prove with who they are: a device with a passkey. Nothing else imports it.
package accounttest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// Device is an authenticator with one passkey: ES256, without attestation (WebAuthn Level 3, 6.5 and 8.7). It answers as the browser
// would that it works with. A test changes its fields to have it answer otherwise.
type Device struct {
	Origin     string // of the page on which it answers
	Party      string // for whom it holds the passkey
	ID         []byte // of the passkey
	Handle     []byte // of the account; the server gives it to Create
	Key        *ecdsa.PrivateKey
	Count      uint32 // how often it has signed
	Unverified bool   // it does not look who uses it

	t testing.TB
}

// Flags of authenticator data (WebAuthn Level 3, 6.1).
const (
	userPresent  = 0x01
	userVerified = 0x04
	keyIncluded  = 0x40
)

// NewDevice gives a device for the pages of an origin, such as https://certificates.example.org.
func NewDevice(t testing.TB, origin string) *Device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &Device{t: t, Origin: origin, Party: strings.TrimPrefix(origin, "https://"), ID: []byte(rand.Text()), Key: key}
}

// Options is what a browser reads of what it is asked.
type Options struct {
	PublicKey struct {
		Challenge              string
		User                   struct{ ID string }
		UserVerification       string
		AllowCredentials       []any
		AuthenticatorSelection struct{ ResidentKey, UserVerification string }
	}
}

// Read gives what a server asks of a browser.
func (d *Device) Read(options []byte) Options {
	d.t.Helper()
	var o Options
	if err := json.Unmarshal(options, &o); err != nil {
		d.t.Fatal(err)
	}
	return o
}

// Create answers navigator.credentials.create.
func (d *Device) Create(options []byte) []byte {
	d.t.Helper()
	asked := d.Read(options).PublicKey
	handle, err := base64.RawURLEncoding.DecodeString(asked.User.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	d.Handle = handle
	data := d.data(keyIncluded, d.credential())
	// {"fmt": "none", "attStmt": {}, "authData": ...} in CBOR (RFC 8949)
	object := slices.Concat([]byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"), []byte{byte(len(data))}, data)
	return d.answer(map[string][]byte{"clientDataJSON": d.client("webauthn.create", asked.Challenge), "attestationObject": object})
}

// Get answers navigator.credentials.get.
func (d *Device) Get(options []byte) []byte {
	d.t.Helper()
	d.Count++
	data, client := d.data(0, nil), d.client("webauthn.get", d.Read(options).PublicKey.Challenge)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(slices.Concat(data, hash[:]))
	signature, err := ecdsa.SignASN1(rand.Reader, d.Key, digest[:])
	if err != nil {
		d.t.Fatal(err)
	}
	return d.answer(map[string][]byte{"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": d.Handle})
}

// client is what the browser adds (5.8.1).
func (d *Device) client(kind, challenge string) []byte {
	return d.json(map[string]any{"type": kind, "challenge": challenge, "origin": d.Origin, "crossOrigin": false})
}

// data is what the device says (6.1): for whom, with what flags, how often, and the rest.
func (d *Device) data(flags byte, rest []byte) []byte {
	flags |= userPresent
	if !d.Unverified {
		flags |= userVerified
	}
	party := sha256.Sum256([]byte(d.Party))
	return append(binary.BigEndian.AppendUint32(append(party[:], flags), d.Count), rest...)
}

// credential is the passkey as a server keeps it, with the key in COSE (6.5.1.1).
func (d *Device) credential() []byte {
	d.t.Helper()
	point, err := d.Key.PublicKey.Bytes() // 0x04, x, y
	if err != nil {
		d.t.Fatal(err)
	}
	b := make([]byte, 16, 128) // of no known make
	b = append(binary.BigEndian.AppendUint16(b, uint16(len(d.ID))), d.ID...)
	// {1: 2, 3: -7, -1: 1, -2: x, -3: y}: ES256 on P-256
	return slices.Concat(b, []byte("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"), point[1:33], []byte("\x22\x58\x20"), point[33:])
}

func (d *Device) answer(response map[string][]byte) []byte {
	d.t.Helper()
	encoded, id := map[string]string{}, base64.RawURLEncoding.EncodeToString(d.ID)
	for name, value := range response {
		encoded[name] = base64.RawURLEncoding.EncodeToString(value)
	}
	return d.json(map[string]any{"id": id, "rawId": id, "type": "public-key", "response": encoded, "clientExtensionResults": map[string]any{}})
}

func (d *Device) json(v any) []byte {
	d.t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		d.t.Fatal(err)
	}
	return b
}
