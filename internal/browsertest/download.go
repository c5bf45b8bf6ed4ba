package browsertest

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Download gives what lies below a path, as this profile is given it: with its cookies.
func (w *Window) Download(path string) []byte {
	w.t.Helper()
	ctx, end := context.WithTimeout(w.ctx, patience)
	defer end()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.address+path, http.NoBody)
	if err != nil {
		w.t.Fatal(err)
	}
	held, err := chromedp.Call(ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{w.address + path}})
	if err != nil {
		w.t.Fatalf("cookies: %v", err)
	}
	for _, c := range held.Cookies {
		request.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	b, err := io.ReadAll(answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil || answer.StatusCode != http.StatusOK {
		w.t.Fatalf("%s: status %d, %v", path, answer.StatusCode, err)
	}
	return b
}
