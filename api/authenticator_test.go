package api_test

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
)

// authenticator is a device that holds one passkey (WebAuthn Level 3): as much of one as these tests need.
type authenticator struct {
	key   *ecdsa.PrivateKey
	user  string // handle of the account, as the server gave it
	count uint32
}

var deviceID = []byte("a passkey on a device")

const (
	userPresent, userVerified, keyIncluded = 0x01, 0x04, 0x40 // flags, section 6.1
)

var base64url = base64.RawURLEncoding.EncodeToString

// asked is what the server wants the browser to answer.
type asked struct {
	ID      string
	Options struct {
		PublicKey struct {
			Challenge string
			User      struct{ ID string }
		}
	}
}

func (w *world) ask(as, path string) asked {
	w.t.Helper()
	var a asked
	response := w.send(as, "POST", path, nil, "")
	w.must(json.Unmarshal(response.Body.Bytes(), &a))
	return a
}

// attest makes a passkey for Ana; <passkey.body> is what adds it.
func (w *world) attest() {
	w.t.Helper()
	a := w.ask("ana.session", "/v1/account/passkey-registrations")
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	w.must(err)
	w.device = &authenticator{key: key, user: a.Options.PublicKey.User.ID}
	// {"fmt": "none", "attStmt": {}, "authData": ...} in CBOR (RFC 8949)
	object := []byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58")
	data := w.device.data(userPresent | userVerified | keyIncluded)
	object = slices.Concat(object, []byte{byte(len(data))}, data)
	w.names["passkey.body"] = asJSON(map[string]any{
		"challenge_id": a.ID, "name": "My phone",
		"credential": credential(map[string]string{
			"clientDataJSON": base64url(client("webauthn.create", a)), "attestationObject": base64url(object),
		}),
	})
}

// enrolled is a world where Ana has a passkey.
func enrolled(w *world) {
	w.attest()
	w.make("ana.session", "passkey", "POST", "/v1/account/passkeys", "<passkey.body>")
}

// assert has Ana's device answer; <answer> is what to send.
func (w *world) assert(as, path string) {
	w.t.Helper()
	a := w.ask(as, path)
	data, said := w.device.data(userPresent|userVerified), client("webauthn.get", a)
	digest := sha256.Sum256(said)
	digest = sha256.Sum256(slices.Concat(data, digest[:]))
	signature, err := w.device.key.Sign(rand.Reader, digest[:], nil)
	w.must(err)
	w.names["answer"] = asJSON(map[string]any{"challenge_id": a.ID, "credential": credential(map[string]string{
		"clientDataJSON": base64url(said), "authenticatorData": base64url(data), "signature": base64url(signature), "userHandle": w.device.user,
	})})
}

// data is what the device says of itself (6.1), with the key in COSE when flags say so (6.5.1.1).
func (d *authenticator) data(flags byte) []byte {
	host := sha256.Sum256([]byte(strings.TrimPrefix(publicURL, "https://")))
	d.count++
	out := binary.BigEndian.AppendUint32(append(host[:], flags), d.count)
	if flags&keyIncluded == 0 {
		return out
	}
	point, err := d.key.PublicKey.Bytes() // 0x04, x, y
	if err != nil {
		panic(err)
	}
	out = append(out, make([]byte, 16)...) // of no known make
	out = append(binary.BigEndian.AppendUint16(out, uint16(len(deviceID))), deviceID...)
	// {1: 2, 3: -7, -1: 1, -2: x, -3: y}: ES256 on P-256
	return slices.Concat(out, []byte("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"), point[1:33], []byte("\x22\x58\x20"), point[33:])
}

func client(what string, a asked) []byte {
	return []byte(asJSON(map[string]any{"type": what, "challenge": a.Options.PublicKey.Challenge, "origin": publicURL, "crossOrigin": false}))
}

func credential(response map[string]string) map[string]any {
	return map[string]any{"id": base64url(deviceID), "rawId": base64url(deviceID), "type": "public-key", "response": response}
}
