package pades

import (
	"fmt"

	"testamur/internal/pades/reader"
)

const maxCoordinate = 14_400 // points

// drawing is a picture in the update, and the size in points at which it fits its rectangle.
type drawing struct {
	image         reader.Ref
	width, height float64
}

// draw writes a picture into the update.
func (u *update) draw(png []byte, rect [4]float64) (drawing, error) {
	picture, err := readPicture(png)
	if err != nil {
		return drawing{}, err
	}
	if !(within(rect[0], rect[2]) && within(rect[1], rect[3])) {
		return drawing{}, fmt.Errorf("no rectangle on a page: %v", rect)
	}
	pixels, err := deflate(rgb(picture))
	if err != nil {
		return drawing{}, err
	}
	var d drawing
	d.width, d.height = fit(picture.Rect, rect[2]-rect[0], rect[3]-rect[1])
	d.image = u.add(stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB"+
		"/BitsPerComponent 8/Filter/FlateDecode", picture.Rect.Dx(), picture.Rect.Dy()), pixels))
	return d, nil
}

// within says whether two coordinates are in order and no further out than a page can be (ISO 32000-1, C.2).
func within(from, to float64) bool { return from >= -maxCoordinate && from < to && to <= maxCoordinate }

// form writes an appearance of the given size with the drawing in its lower left corner.
func (u *update) form(d drawing, width, height float64) reader.Ref {
	show := fmt.Sprintf("q %.3f 0 0 %.3f 0 0 cm /Im Do Q", d.width, d.height)
	return u.add(stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 %.3f %.3f]/Resources<</XObject<</Im %s>>>>",
		width, height, reference(d.image)), []byte(show)))
}

func stream(entries string, data []byte) []byte {
	return fmt.Appendf(nil, "<<%s/Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

// appearance gives the entry that shows the picture in the rectangle of a field that is its own widget.
func (u *update) appearance(field reader.Field, png []byte) (string, error) {
	rect, err := rectangle(u.doc, field.Dict)
	if err != nil {
		return "", err
	}
	d, err := u.draw(png, rect)
	if err != nil {
		return "", err
	}
	return entry("AP", "<</N "+reference(u.form(d, rect[2]-rect[0], rect[3]-rect[1]))+">>"), nil
}

// rectangle reads where an annotation stands: lower left x, y, upper right x, y, as all are written here.
func rectangle(doc *reader.Document, annotation reader.Dict) (rect [4]float64, err error) {
	array, err := doc.Array(annotation.Get("Rect"))
	if err != nil {
		return rect, err
	}
	if len(array) != len(rect) {
		return rect, fmt.Errorf("a rectangle of %d numbers", len(array))
	}
	for i, o := range array {
		switch n := o.(type) {
		case int:
			rect[i] = float64(n)
		case float64:
			rect[i] = n
		default:
			return rect, fmt.Errorf("a rectangle with %v", o)
		}
	}
	return rect, nil
}
