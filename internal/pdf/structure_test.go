package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"maps"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// finished is a finished file taken apart to be checked against ISO 32000-1, 14.7.
type finished struct {
	t interface {
		Helper()
		Fatalf(string, ...any)
	}
	file *rawFile
}

func (f finished) dict(number int) dict {
	f.t.Helper()
	if !f.file.has(number) || f.file.objects[number].dict == nil {
		f.t.Fatalf("object %d is no dictionary", number)
	}
	return f.file.objects[number].dict
}

func (f finished) array(value []byte) [][]byte {
	f.t.Helper()
	elements, err := array(value)
	if err != nil {
		f.t.Fatalf("%q: %v", value, err)
	}
	return elements
}

func (f finished) number(value []byte) int {
	f.t.Helper()
	n, err := strconv.Atoi(string(value))
	if err != nil {
		f.t.Fatalf("%q is no number", value)
	}
	return n
}

func refOf(value []byte) int { return dict{{"K", value}}.ref("K") }

// content is the content of a page, decompressed.
func (f finished) content(page int) []byte {
	f.t.Helper()
	o := f.file.objects[f.dict(page).ref("Contents")]
	if !o.dict.is("Filter", "FlateDecode") {
		return o.stream
	}
	r, err := zlib.NewReader(bytes.NewReader(o.stream))
	if err != nil {
		f.t.Fatalf("page content: %v", err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		f.t.Fatalf("page content: %v", err)
	}
	return content
}

// parentTree gives the owners by key.
func (f finished) parentTree() map[int][]byte {
	f.t.Helper()
	nums := f.array(f.dict(f.root().ref("ParentTree")).get("Nums"))
	owners := make(map[int][]byte)
	for i := 0; i+1 < len(nums); i += 2 {
		key := f.number(nums[i])
		if i > 0 && key <= f.number(nums[i-2]) {
			f.t.Fatalf("the parent tree is not sorted at key %d", key)
		}
		owners[key] = nums[i+1]
	}
	if next := f.number(f.root().get("ParentTreeNextKey")); next != len(owners) {
		f.t.Fatalf("the next key is %d after %d", next, len(owners))
	}
	return owners
}

func (f finished) root() dict { return f.dict(f.dict(f.file.catalog).ref("StructTreeRoot")) }

// place is where content lies: a marked-content sequence of a page, or an annotation.
type place struct{ page, mcid, annotation int }

// walk collects which element holds what, and checks elements on the way.
func (f finished) walk(number, parent int, held map[place]int) {
	f.t.Helper()
	e := f.dict(number)
	if e.ref("P") != parent {
		f.t.Fatalf("element %d says its parent is %d, not %d", number, e.ref("P"), parent)
	}
	if e.is("S", "Figure") && len(e.get("Alt")) < 3 {
		f.t.Fatalf("figure %d has no alternative text", number)
	}
	for _, kid := range f.array(e.get("K")) {
		at := place{page: e.ref("Pg")}
		if l := (lexer{data: kid}); kid[0] == '<' {
			d, err := l.dict()
			if err != nil {
				f.t.Fatalf("kid %q: %v", kid, err)
			}
			at.page, at.annotation = d.ref("Pg"), d.ref("Obj")
			if at.annotation == 0 {
				at.mcid = f.number(d.get("MCID"))
			}
		} else if child := refOf(kid); child != 0 {
			f.walk(child, number, held)
			continue
		} else {
			at.mcid = f.number(kid)
		}
		if held[at] != 0 {
			f.t.Fatalf("%+v is held twice", at)
		}
		held[at] = number
	}
}

// check makes sure that content, structure and parent tree tell the same.
func (f finished) check() {
	f.t.Helper()
	held, want := make(map[place]int), make(map[place]int)
	f.walk(f.root().ref("K"), f.dict(f.file.catalog).ref("StructTreeRoot"), held)
	owners := f.parentTree()
	for _, page := range f.file.pages {
		d := f.dict(page)
		if !d.is("Tabs", "S") {
			f.t.Fatalf("page %d does not follow the structure", page)
		}
		byMCID := f.array(owners[f.number(d.get("StructParents"))])
		for i, id := range markedIn(f.content(page)) {
			if id != i || i >= len(byMCID) {
				f.t.Fatalf("page %d: MCID %d at %d of %d", page, id, i, len(byMCID))
			}
			want[place{page: page, mcid: id}] = refOf(byMCID[id])
		}
		for _, a := range f.array(d.get("Annots")) {
			annotation := f.dict(refOf(a))
			owner := owners[f.number(annotation.get("StructParent"))]
			want[place{page: page, annotation: refOf(a)}] = refOf(owner)
			if annotation.ref("P") != page {
				f.t.Fatalf("annotation %q is on page %d, not %d", a, annotation.ref("P"), page)
			}
		}
	}
	if !maps.Equal(held, want) {
		f.t.Fatalf("the elements hold %v, by the parent tree %v", held, want)
	}
}

func markedIn(content []byte) []int {
	p := page{content: content}
	found := p.markedContent()
	slices.Sort(found)
	return found
}

func TestContentStructureAndParentTreeTellTheSame(t *testing.T) {
	file, err := readRaw(mustFinish(t, model(t)))
	if err != nil {
		t.Fatal(err)
	}
	finished{t, file}.check()
}

// Any tree over any division of content into pages comes out as it went in.
func TestAnyStructureComesOutWhole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newSheet(t)
		var parents []*Element
		for n := rapid.IntRange(1, 40).Draw(rt, "pieces"); n > 0; n-- {
			if rapid.IntRange(0, 9).Draw(rt, "turn the page") == 0 {
				s.page()
			}
			e := s.tag(rapid.SampledFrom([]string{"P", "Figure", "Span", "LI"}).Draw(rt, "role"), "said", func() {})
			if len(parents) > 0 && rapid.Bool().Draw(rt, "nest") {
				to := rapid.SampledFrom(parents).Draw(rt, "parent")
				to.Kids = append(to.Kids, s.root.Kids[len(s.root.Kids)-1])
				s.root.Kids = s.root.Kids[:len(s.root.Kids)-1]
			}
			parents = append(parents, e)
			if rapid.IntRange(0, 4).Draw(rt, "goes on overleaf") == 0 {
				s.page()
				s.more(e, func() {})
			}
		}
		d := s.draft()
		d.Fields = []Field{{Name: "Seal", Page: 1}}
		file, err := Finish(d)
		if err != nil {
			rt.Fatal(err)
		}
		read, err := readRaw(file)
		if err != nil {
			rt.Fatal(err)
		}
		finished{rt, read}.check()
	})
}

func TestALinkIsDescribedByItsElement(t *testing.T) {
	file, err := readRaw(mustFinish(t, model(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range file.objects {
		if o.dict.is("Subtype", "Link") {
			if have := string(o.dict.get("Contents")); have != "(Verify this certificate)" {
				t.Errorf("it is described as %s", have)
			}
			return
		}
	}
	t.Error("the link is gone")
}

func TestALockedFieldLocksEverything(t *testing.T) {
	file, err := readRaw(mustFinish(t, model(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range file.objects {
		locks := o.dict.ref("Lock")
		switch string(o.dict.get("T")) {
		case "(Seal)":
			lock := file.objects[locks].dict
			if !lock.is("Type", "SigFieldLock") || !lock.is("Action", "All") || string(lock.get("P")) != "1" {
				t.Errorf("the seal locks %s", lock)
			}
		case "(Witness)":
			if locks != 0 {
				t.Error("a witness locks")
			}
		}
	}
	form := file.objects[file.catalog].dict.get("AcroForm")
	if !bytes.Contains(form, []byte("/SigFlags 3")) {
		t.Errorf("the form is %s", form)
	}
}
