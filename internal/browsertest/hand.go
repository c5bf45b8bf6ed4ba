package browsertest

import (
	"context"
	_ "embed" // find.js

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

//go:embed find.js
var finding string

// spot is something that find.js found, and where its middle is on the screen.
type spot struct {
	X, Y    float64
	Kind    string // such as "select" or "date"
	Checked bool
}

// find waits for what has a name, as it is read, and scrolls to it.
func (w *Window) find(what, name string) spot {
	w.t.Helper()
	call := "(" + finding + ")(" + quote(what) + "," + quote(name) + ")"
	w.await(call, "there is a "+what+" "+name)
	return Evaluate[spot](w, call)
}

// Press clicks on the button or link of that name, which leads to another page.
func (w *Window) Press(name string) {
	w.t.Helper()
	s := w.find("deed", name)
	w.lead(chromedp.MouseClickXY(s.X, s.Y))
}

// Click is Press for what does not lead away.
func (w *Window) Click(name string) {
	w.t.Helper()
	s := w.find("deed", name)
	w.do(chromedp.MouseClickXY(s.X, s.Y))
}

// DoubleClick clicks twice, as fast as it goes.
func (w *Window) DoubleClick(name string) {
	w.t.Helper()
	s := w.find("deed", name)
	w.do(chromedp.MouseClickXY(s.X, s.Y), chromedp.MouseClickXY(s.X, s.Y, chromedp.ClickCount(2)))
}

// Type puts a text into the field of that label, in place of what was there.
func (w *Window) Type(label, text string) {
	w.t.Helper()
	switch s := w.find("field", label); s.Kind {
	case "date", "datetime-local", "time", "select-one": // have pickers, which differ from machine to machine
		Evaluate[bool](w, "(found => { found.value = "+quote(text)+`; found.dispatchEvent(new Event("input", {bubbles: true}));
			found.dispatchEvent(new Event("change", {bubbles: true})); return true })(window.testamurFound)`)
	default:
		Evaluate[bool](w, "(found => { found.focus(); found.select(); return true })(window.testamurFound)")
		w.write(text)
	}
}

// write types into whatever has the focus, all at once.
func (w *Window) write(text string) {
	w.t.Helper()
	w.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}

// Choose ticks the box, or takes the choice, of that label.
func (w *Window) Choose(label string) {
	w.t.Helper()
	if s := w.find("field", label); !s.Checked {
		w.do(chromedp.MouseClickXY(s.X, s.Y))
	}
}

// Clear takes the tick out of the box of that label.
func (w *Window) Clear(label string) {
	w.t.Helper()
	if s := w.find("field", label); s.Checked {
		w.do(chromedp.MouseClickXY(s.X, s.Y))
	}
}

// Select takes the option of a list by the words it is shown with.
func (w *Window) Select(label, option string) {
	w.t.Helper()
	w.find("field", label)
	if !Evaluate[bool](w, `(found => { const o = [...found.options].find(o => o.text.includes(`+quote(option)+`));
		if (!o) return false; found.value = o.value; found.dispatchEvent(new Event("change", {bubbles: true})); return true })(window.testamurFound)`) {
		w.t.Fatalf("%q has no option %q\n%s", label, option, w.describe())
	}
}

// Draw moves the mouse, held down, over the element that a selector of CSS finds: the points are parts of its width and height.
func (w *Window) Draw(selector string, points ...[2]float64) {
	w.t.Helper()
	box := Evaluate[struct{ X, Y, Width, Height float64 }](w, `(e => { e.scrollIntoView({block: "center"}); return e.getBoundingClientRect().toJSON() })(document.querySelector(`+quote(selector)+`))`)
	at := func(p [2]float64) (x, y float64) { return box.X + p[0]*box.Width, box.Y + p[1]*box.Height }
	for i, p := range points {
		kind := input.DispatchMouseEventTypeMouseMoved
		if i == 0 {
			kind = input.DispatchMouseEventTypeMousePressed
		}
		x, y := at(p)
		w.do(chromedp.MouseEvent(kind, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	}
	x, y := at(points[len(points)-1])
	w.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

func navigate(address string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		answer, err := cdp.Call(ctx, t, page.Navigate, page.NavigateParams{URL: address})
		if err == nil && answer.ErrorText != "" {
			return &chromedp.LoadError{ErrorText: answer.ErrorText}
		}
		return err
	})
}
