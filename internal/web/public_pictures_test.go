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
	w := newWorld(t)
	viewer := w.viewer(t)
	v, file := w.issuedFile()
	viewer.fit(map[string]*httptest.ResponseRecorder{
		"verify": w.get("/verify?code=" + longName), "genuine": w.get("/v/" + v.Code.String()), "file": w.check(file),
		"help": w.get("/help"), "privacy": w.get("/help/privacy"),
	})
}
