package browsertest

import (
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Attach chooses a file of this machine, in the field that a selector of CSS finds.
func (w *Window) Attach(selector, path string) {
	w.t.Helper()
	w.do(chromedp.SetUploadFiles(chromedp.CSS(selector), []string{path}))
}

// Drop drags a file of this machine into the middle of the window and lets go of it, which leads to another page.
func (w *Window) Drop(path string) {
	w.t.Helper()
	drag := func(kind input.DispatchDragEventType) chromedp.Action[chromedp.Void] {
		return call(input.DispatchDragEvent, input.DispatchDragEventParams{
			Type: kind, X: Wide / 2, Y: tall / 2,
			Data: &input.DragData{Items: []*input.DragDataItem{}, Files: []string{path}, DragOperationsMask: copied},
		})
	}
	w.lead(drag(input.DispatchDragEventTypeDragEnter), drag(input.DispatchDragEventTypeDragOver), drag(input.DispatchDragEventTypeDrop))
}

// copied says that what is dropped stays where it was, too.
const copied = 1
