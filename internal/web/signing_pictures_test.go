package web_test

import (
	"net/url"
	"testing"

	"testamur/internal/certificate"
)

func picturesOfSigning(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	c, secret := w.sent()
	v, err := w.certificates.Version(t.Context(), office, c.VersionID)
	w.must(err)
	w.answers(c, c.Signatories[1], v, certificate.Approved)
	camera.take("signing", "/l/"+secret)
	camera.take("signing-text", "/l/"+secret+"/text")
	w.post("/l/"+secret+"/code", nil)
	camera.take("signing-answer", "/l/"+secret+"/answer")
	for _, how := range []string{"drawn", "typed"} {
		camera.show("signing-"+how, w.post("/l/"+secret+"/picture", url.Values{"decision": {"approved"}, "how": {how}, "typed": {"Karsten Ehms"}}))
	}
	camera.show("signing-suggested", w.post("/l/"+secret+"/answer", url.Values{"decision": {"suggested"}}))
}
