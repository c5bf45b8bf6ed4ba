// Package browsertest lets tests look at pages as people do: in Chromium, with a mouse, a keyboard and a screen. It knows nothing of
// what the pages are about. Tests that need a browser are skipped where there is none, and with -short.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a page may take for whatever is waited for.
const patience = 30 * time.Second

// Browser is a running Chromium.
type Browser struct {
	t   testing.TB
	ctx context.Context //nolint:containedctx // chromedp's contexts are the browser and its windows
}

// Start starts Chromium with a folder of its own, and ends it with the test.
func Start(t testing.TB) *Browser {
	t.Helper()
	allocator, end := chromedp.NewExecAllocator(context.Background(), flags(Chromium(t), t.TempDir())...)
	t.Cleanup(end)
	ctx, end := chromedp.NewContext(allocator, chromedp.WithLogf(discard), chromedp.WithErrorf(discard))
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting the browser: %v", err)
	}
	return &Browser{t, ctx}
}

// Chromium gives the path of the browser, or skips the test.
func Chromium(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no chromium is installed")
	return ""
}

// flags keep the browser from asking anything of the network by itself.
func flags(path, folder string) []chromedp.ExecAllocatorOption {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(filepath.Join(folder, "profile")),
		chromedp.Env("HOME="+folder), chromedp.Flag("disable-features", "Translate,BackForwardCache"), chromedp.WindowSize(Wide, tall))
	for _, name := range []string{"disable-quic", "disable-component-update", "disable-domain-reliability", "hide-scrollbars", "no-pings"} {
		options = append(options, chromedp.Flag(name, true))
	}
	return options
}

func discard(string, ...any) {}

// write puts what was made into a folder, for people to look at.
func write(folder, name string, b []byte) error {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, name), b, 0o600)
}
