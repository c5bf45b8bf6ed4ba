package web_test

import (
	"net/url"
	"testing"
)

// A page that shows work under way finds out by itself that it is over, and then shows what came of it.
func TestTheProgressOfWorkIsFollowedWhileThePageIsOpen(t *testing.T) {
	w := newWorld(t)
	window := w.viewer(t).window
	w.staff()
	path := w.planned("propose")
	w.goes(w.post(path+"/confirm", url.Values{"mode": {"all"}}), path)
	window.Open(path)
	window.Wait(`document.querySelector("#progress[data-running]")`)
	w.operations.Work(t.Context())
	window.WaitFor("1 certificate is begun")
}
