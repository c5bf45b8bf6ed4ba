package web_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// device holds one passkey (WebAuthn Level 3): as much of an authenticator, and of the page's script, as these tests need.
type device struct {
	w     *world
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

func (d *device) ask(path string) asked {
	d.w.t.Helper()
	var a asked
	answer := d.w.post(path, nil)
	d.w.says(answer, http.StatusOK)
	d.w.must(json.Unmarshal(answer.Body.Bytes(), &a))
	return a
}

// makes has the device make a passkey, and gives the form that adds it.
func (d *device) makes(options string) url.Values {
	d.w.t.Helper()
	a := d.ask(options)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	d.w.must(err)
	d.key, d.user = key, a.Options.PublicKey.User.ID
	// {"fmt": "none", "attStmt": {}, "authData": ...} in CBOR (RFC 8949)
	object := []byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58")
	data := d.data(userPresent | userVerified | keyIncluded)
	object = slices.Concat(object, []byte{byte(len(data))}, data)
	return d.form(a, map[string]string{"clientDataJSON": base64url(d.client("webauthn.create", a)), "attestationObject": base64url(object)})
}

// answers has the device answer with its passkey, and gives the form that sends it.
func (d *device) answers(options string) url.Values {
	d.w.t.Helper()
	a := d.ask(options)
	data, said := d.data(userPresent|userVerified), d.client("webauthn.get", a)
	digest := sha256.Sum256(said)
	digest = sha256.Sum256(slices.Concat(data, digest[:]))
	signature, err := d.key.Sign(rand.Reader, digest[:], nil)
	d.w.must(err)
	return d.form(a, map[string]string{
		"clientDataJSON": base64url(said), "authenticatorData": base64url(data), "signature": base64url(signature), "userHandle": d.user,
	})
}

func (d *device) form(a asked, response map[string]string) url.Values {
	b, err := json.Marshal(map[string]any{"id": base64url(deviceID), "rawId": base64url(deviceID), "type": "public-key", "response": response})
	d.w.must(err)
	return url.Values{"challenge": {a.ID}, "credential": {string(b)}}
}

func (d *device) client(what string, a asked) []byte {
	b, err := json.Marshal(map[string]any{"type": what, "challenge": a.Options.PublicKey.Challenge, "origin": publicURL, "crossOrigin": false})
	d.w.must(err)
	return b
}

// data is what the device says of itself (6.1), with the key in COSE when flags say so (6.5.1.1).
func (d *device) data(flags byte) []byte {
	host := sha256.Sum256([]byte(strings.TrimPrefix(publicURL, "https://")))
	d.count++
	out := binary.BigEndian.AppendUint32(append(host[:], flags), d.count)
	if flags&keyIncluded == 0 {
		return out
	}
	point, err := d.key.PublicKey.Bytes() // 0x04, x, y
	d.w.must(err)
	out = append(out, make([]byte, 16)...) // of no known make
	out = append(binary.BigEndian.AppendUint16(out, uint16(len(deviceID))), deviceID...)
	// {1: 2, 3: -7, -1: 1, -2: x, -3: y}: ES256 on P-256
	return slices.Concat(out, []byte("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"), point[1:33], []byte("\x22\x58\x20"), point[33:])
}
