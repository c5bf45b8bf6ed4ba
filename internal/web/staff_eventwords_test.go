package web_test

import (
	"net/http"
	"testing"
)

func TestWhatWasDoneReadsAsPeopleSayIt(t *testing.T) {
	w := newWorld(t)
	_, path := w.begun()
	w.signIn("Ada Admin", true)
	w.says(w.get(path), http.StatusOK, ": began the certificate")
	w.says(w.get("/events"), http.StatusOK, "added person", "set project", "submitted feedback", "signed in")
}
