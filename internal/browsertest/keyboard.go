package browsertest

import (
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Keys that do what a mouse would.
const (
	Enter = kb.Enter
	Space = " "
	Down  = kb.ArrowDown
	Up    = kb.ArrowUp
)

// Keys is a window before which somebody has a keyboard and no mouse.
type Keys struct{ *Window }

// Press is that of Window, by keys alone.
func (k Keys) Press(name string) {
	k.t.Helper()
	k.Tab(name)
	k.Send(Enter)
}

// Type is that of Window, by keys alone.
func (k Keys) Type(label, text string) {
	k.t.Helper()
	k.Tab(label)
	k.Hold(text)
}

// Choose is that of Window, by keys alone; of a question it takes the choice to which Tab leads.
func (k Keys) Choose(label string) {
	k.t.Helper()
	k.Tab(label)
	k.Hold(Space)
}

// Hold presses keys, one after the other, wherever the focus is.
func (w *Window) Hold(keys string) {
	w.t.Helper()
	w.do(chromedp.KeyEvent(keys))
}

// Send is Hold for keys that lead to another page.
func (w *Window) Send(keys string) {
	w.t.Helper()
	w.lead(chromedp.KeyEvent(keys))
}

// focus is what has the focus.
type focus struct {
	Name    string
	Visible bool // it is seen to have it
}

// named says whether people would call it so: by the beginning of its name, or by its end.
func (f focus) named(name string) bool {
	full, part := strings.ToLower(f.Name), strings.ToLower(name)
	return strings.HasPrefix(full, part) || strings.HasSuffix(full, part)
}

// Tab goes on with the Tab key until what has that name has the focus. Everything on the way must show that it has it.
func (w *Window) Tab(name string) {
	w.t.Helper()
	var way []string
	for range 200 {
		w.do(chromedp.KeyEvent(kb.Tab))
		f := Evaluate[focus](w, focused)
		if f.Name == "" { // past the end of the page
			continue
		}
		if !f.Visible {
			w.t.Errorf("%s: nobody sees that %q has the focus", w.Path(), f.Name)
		}
		if f.named(name) {
			return
		}
		way = append(way, f.Name)
	}
	w.t.Fatalf("Tab does not lead to %q, but to %q\n%s", name, way, w.describe())
}

// focused describes the element that has the focus, as focus does.
const focused = `(e => {
	if (!e || e === document.body) return {Name: "", Visible: true};
	const plain = s => (s || "").replace(/\s+/g, " ").trim();
	const drawn = e => { const s = getComputedStyle(e); return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none" };
	const label = [...(e.labels || [])][0];
	const box = e.getBoundingClientRect();
	return {
		Name: plain(e.getAttribute("aria-label") || (label && label.innerText) || e.innerText || e.value || e.tagName),
		Visible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && (drawn(e) || (label ? drawn(label) : false)),
	};
})(document.activeElement)`
