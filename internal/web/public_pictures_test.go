package web_test

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"testing"
)

func picturesForAnyone(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	v, file := w.issuedFile()
	camera.take("verify", "/verify")
	camera.take("verify-mistyped", "/verify?code=ABC")
	camera.take("genuine", "/v/"+v.Code.String())
	camera.take("unknown", "/v/nonsense")
	camera.show("altered", w.check(append(bytes.Clone(file), ' ')))
	camera.show("genuine-file", w.check(file))
	for _, name := range []string{"", "staff", "assessors", "participants", "signing", "verifying", "privacy"} {
		camera.take("help-"+name, strings.TrimSuffix("/help/"+name, "/"))
	}
	camera.take("lost", "/l/none")
}

func TestPagesForAnyoneFitANarrowPhone(t *testing.T) {
	chromium(t)
	w := newWorld(t)
	v, file := w.issuedFile()
	show := func(r *httptest.ResponseRecorder) string { return r.Body.String() }
	fitPhones(t, show(w.get("/assets/pages.css")), map[string]string{
		"verify": show(w.get("/verify?code=" + longName)), "genuine": show(w.get("/v/" + v.Code.String())), "file": show(w.check(file)),
		"help": show(w.get("/help")), "privacy": show(w.get("/help/privacy")),
	})
}
