package browsertest

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Widths of windows, in CSS pixels.
const (
	Wide   = 1280
	Zoomed = 640 // a wide window at 200 %
	Phone  = 320
	tall   = 900
)

// Size makes the window so wide.
func (w *Window) Size(width int) {
	w.t.Helper()
	w.size(width, tall)
}

// Whole makes the window wide and as tall as its page, so that nothing that stays in view as the page scrolls lies over anything else.
func (w *Window) Whole() {
	w.t.Helper()
	w.size(Wide, Evaluate[int](w, `document.documentElement.scrollHeight`))
	w.size(Wide, Evaluate[int](w, `document.documentElement.scrollHeight`)) // what was as tall as the window has grown with it
}

func (w *Window) size(width, height int) {
	w.t.Helper()
	w.do(call(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: int64(width), Height: int64(height), DeviceScaleFactor: 1}))
}

// Overflow gives how many pixels the page is wider than its window.
func (w *Window) Overflow() int {
	w.t.Helper()
	return Evaluate[int](w, `document.documentElement.scrollWidth - document.documentElement.clientWidth`)
}

// Dark says which colours the person prefers.
func (w *Window) Dark(dark bool) {
	w.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	w.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}))
}

// Scripts lets pages run theirs, or not.
func (w *Window) Scripts(run bool) {
	w.t.Helper()
	w.do(call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !run}))
}

// Offline takes the connection away, or gives it back.
func (w *Window) Offline(offline bool) {
	w.t.Helper()
	w.lock.Lock()
	w.offline = offline
	w.lock.Unlock()
	conditions := []*network.Conditions{}
	if offline {
		conditions = append(conditions, &network.Conditions{Offline: true, DownloadThroughput: -1, UploadThroughput: -1})
	}
	w.do(call(network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: conditions}),
		call(network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: offline, DownloadThroughput: -1, UploadThroughput: -1}))
}

// Picture takes the page from its top to its end, as PNG into a folder.
func (w *Window) Picture(folder, name string) {
	w.t.Helper()
	ctx, end := context.WithTimeout(w.ctx, patience)
	defer end()
	whole, fast := true, true
	answer, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &whole, OptimizeForSpeed: &fast})
	if err == nil {
		err = write(folder, name+".png", answer.Data)
	}
	if err != nil {
		w.t.Errorf("picture %s: %v", name, err)
	}
}

// call makes an action of a command that answers nothing that matters.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}
