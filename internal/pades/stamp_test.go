package pades_test

import (
	"bytes"
	"math"
	"reflect"
	"testing"

	"testamur/internal/pades"
	"testamur/internal/pades/reader"
)

// annotations reads a page's annotations of a kind from the last revision.
func annotations(t testing.TB, file []byte, page int, subtype reader.Name) []reader.Dict {
	t.Helper()
	doc, err := reader.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := doc.Pages()
	if err != nil {
		t.Fatal(err)
	}
	dict, err := doc.Dict(pages[page-1])
	if err != nil {
		t.Fatal(err)
	}
	all, err := doc.Array(dict.Get("Annots"))
	if err != nil {
		t.Fatal(err)
	}
	var found []reader.Dict
	for _, a := range all {
		d, err := doc.Dict(a)
		if err != nil {
			t.Fatal(err)
		}
		if d.Get("Subtype") == subtype {
			found = append(found, d)
		}
	}
	return found
}

func TestAStampKeepsItsProportionsInTheLowerLeftOfItsPlace(t *testing.T) {
	w := newWorld(t)
	s := w.signing("Seal")
	place := [4]float64{100, 200, 300, 260} // 200 wide, 60 high
	for name, c := range map[string]struct {
		width, height int
		want          [4]float64
	}{
		"wide":     {100, 10, [4]float64{100, 200, 300, 220}},
		"high":     {10, 100, [4]float64{100, 200, 106, 260}},
		"as given": {40, 12, place},
	} {
		t.Run(name, func(t *testing.T) {
			s.Stamps = []pades.Stamp{{Page: 1, Rect: place, PNG: picture(t, c.width, c.height), Alt: "Ångström"}}
			stamps := annotations(t, sign(t, base{fields: []string{"Seal"}}.build(t), s), 1, "Stamp")
			if len(stamps) != 1 {
				t.Fatalf("%d stamps", len(stamps))
			}
			rect, ok := stamps[0].Get("Rect").(reader.Array)
			if !ok || len(rect) != 4 {
				t.Fatalf("rectangle %v", rect)
			}
			for i, n := range rect {
				if f, ok := n.(float64); !ok || math.Abs(f-c.want[i]) > 0.001 {
					t.Errorf("rectangle %v, not %v", rect, c.want)
				}
			}
			const prints, readOnly = 1 << 2, 1 << 6
			if f, ok := stamps[0].Get("F").(int); !ok || f&prints == 0 || f&readOnly == 0 {
				t.Errorf("flags %v", stamps[0].Get("F"))
			}
			if alt := stamps[0].Text("Contents"); alt != "Ångström" {
				t.Errorf("alternative text %q", alt)
			}
		})
	}
}

func TestStampsLeaveTheAnnotationsThatAreThere(t *testing.T) {
	w := newWorld(t)
	s := w.signing("Chair")
	s.Stamps = []pades.Stamp{
		{Page: 1, Rect: [4]float64{0, 0, 9, 9}, PNG: picture(t, 2, 2)}, {Page: 1, Rect: [4]float64{9, 9, 18, 18}, PNG: picture(t, 2, 2)},
	}
	for _, indirect := range []bool{false, true} {
		file := sign(t, base{fields: []string{"Chair", "Seal"}, indirect: indirect}.build(t), s)
		if stamps, widgets := annotations(t, file, 1, "Stamp"), annotations(t, file, 1, "Widget"); len(stamps) != 2 || len(widgets) != 2 {
			t.Errorf("indirect %t: %d stamps and %d widgets", indirect, len(stamps), len(widgets))
		}
	}
}

func TestAPictureShowsInTheFieldThatIsSigned(t *testing.T) {
	w := newWorld(t)
	s := w.signing("Chair")
	s.Picture = picture(t, 100, 10)
	file := sign(t, base{fields: []string{"Chair", "Seal"}, visible: true}.build(t), s)
	doc, err := reader.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	widgets := annotations(t, file, 1, "Widget")
	shown, err := doc.Dict(widgets[0].Get("AP"))
	if err != nil {
		t.Fatal(err)
	}
	form, err := doc.Dict(shown.Get("N"))
	if err != nil {
		t.Fatal(err)
	}
	if box := form.Get("BBox"); !reflect.DeepEqual(box, reader.Array{0, 0, 200.0, 60.0}) || !bytes.Contains(file, []byte("q 200.000 0 0 20.000 0 0 cm")) {
		t.Errorf("box %v, or the picture lost its proportions", box)
	}
	if widgets[1].Get("AP") != nil || widgets[0].Get("V") == nil {
		t.Error("another field changed, or none was signed")
	}
}
