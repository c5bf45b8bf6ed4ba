package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// looks takes pictures of pages, for people to look at: run the tests with TESTAMUR_SCREENS=folder.
type looks struct {
	w       *world
	folder  string
	browser string
}

// camera is ready to take pictures, or the test is skipped.
func (w *world) camera(t *testing.T) looks {
	t.Helper()
	folder := os.Getenv("TESTAMUR_SCREENS")
	if folder == "" {
		t.Skip("TESTAMUR_SCREENS names no folder for pictures")
	}
	w.must(os.MkdirAll(folder, 0o750))
	return looks{w, folder, chromium(t)}
}

// take takes a page as it is on a wide screen and on a phone, light and dark: a phone's in a frame, for a browser's own
// window has a least width.
func (l looks) take(name, path string) {
	l.w.t.Helper()
	l.show(name, l.w.get(path))
}

// show takes a page that was answered with already.
func (l looks) show(name string, page *httptest.ResponseRecorder) {
	l.w.t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/picture":
			out.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, err := out.Write(page.Body.Bytes())
			l.w.must(err)
		case "/phone":
			out.Header().Set("Content-Type", "text/html")
			fmt.Fprint(out, `<body style="margin:0;background:#888"><iframe src="/picture" style="width:320px;height:2400px;border:0;background:#fff"></iframe>`)
		default:
			l.w.handler.ServeHTTP(out, r)
		}
	}))
	defer server.Close()
	for scheme, value := range map[string]string{"dark": "0", "light": "1"} {
		l.shoot(server.URL+"/picture", name+"-"+scheme, "1280,1500", value)
	}
	l.shoot(server.URL+"/phone", name+"-phone", "320,2400", "1")
}

func (l looks) shoot(address, name, size, scheme string) {
	l.w.t.Helper()
	command := exec.CommandContext(l.w.t.Context(), l.browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
		"--user-data-dir="+filepath.Join(l.w.t.TempDir(), "profile"), "--virtual-time-budget=3000", "--window-size="+size,
		"--blink-settings=preferredColorScheme="+scheme, "--screenshot="+filepath.Join(l.folder, name+".png"), address)
	if out, err := command.CombinedOutput(); err != nil {
		l.w.t.Fatalf("%s: %v\n%s", l.browser, err, out)
	}
}

func TestPicturesOfTheFrame(t *testing.T) {
	w := newWorld(t)
	camera := w.camera(t)
	camera.take("welcome", "/")
	camera.take("sign-in", "/sign-in")
	w.signIn("Ada Lovelace", true)
	camera.take("account", "/account")
	camera.take("home-empty", "/")
}
