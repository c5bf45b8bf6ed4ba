package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// A page that shows work under way finds out by itself that it is over, and then shows what came of it.
func TestTheProgressOfWorkIsFollowedWhileThePageIsOpen(t *testing.T) {
	browser := chromium(t)
	w := newWorld(t)
	w.staff()
	path := w.planned("propose")
	w.goes(w.post(path+"/confirm", url.Values{"mode": {"all"}}), path)
	var looks atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path && looks.Add(1) == 3 {
			w.operations.Work(t.Context())
		}
		r.AddCookie(&http.Cookie{Name: cookieName, Value: w.cookie})
		w.handler.ServeHTTP(out, r)
	}))
	defer server.Close()
	command := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu",
		"--user-data-dir="+filepath.Join(t.TempDir(), "profile"), "--virtual-time-budget=12000", "--dump-dom", server.URL+path)
	dom, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", browser, err)
	}
	if !strings.Contains(string(dom), "1 certificate is begun") || looks.Load() < 4 {
		t.Errorf("after %d looks:\n%s", looks.Load(), dom)
	}
}
