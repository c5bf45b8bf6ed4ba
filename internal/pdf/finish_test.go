package pdf

import (
	"bytes"
	"errors"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestTheSameDraftGivesTheSameBytes(t *testing.T) {
	first := mustFinish(t, model(t))
	if !bytes.Equal(first, mustFinish(t, model(t))) {
		t.Error("the second file differs")
	}
}

func TestManyAtOnceGiveTheSameBytes(t *testing.T) {
	d := model(t)
	want := mustFinish(t, d)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				if file, err := Finish(d); err != nil || !bytes.Equal(file, want) {
					t.Errorf("another file, or %v", err)
				}
			}
		})
	}
	wg.Wait()
}

func TestTheDraftIsNotChanged(t *testing.T) {
	d := model(t)
	raw, kids, properties := bytes.Clone(d.Raw), len(d.Structure.Kids), slices.Clone(d.Info.Properties)
	mustFinish(t, d)
	if !bytes.Equal(d.Raw, raw) || len(d.Structure.Kids) != kids || !slices.Equal(d.Info.Properties, properties) {
		t.Error("it is changed")
	}
}

func TestNoStandInIsLeft(t *testing.T) {
	read, err := readRaw(mustFinish(t, model(t)))
	if err != nil {
		t.Fatal(err)
	}
	embedded := 0
	for number, o := range read.objects {
		switch {
		case o.dict.is("Subtype", "Type1"):
			t.Errorf("object %d is a stand-in", number)
		case o.dict.is("Type", "FontDescriptor") && o.dict.ref("FontFile2") != 0:
			embedded++
		}
	}
	if embedded != len(fontNames) {
		t.Errorf("%d fonts are embedded, want %d", embedded, len(fontNames))
	}
}

func TestAFileIsOneRevisionOfPDF17WithBinaryMark(t *testing.T) {
	file := mustFinish(t, model(t))
	if !regexp.MustCompile(`^%PDF-1\.7\n%[\x80-\xff]{4}\n`).Match([]byte(latin1(file[:20]))) {
		t.Errorf("it starts with %q", file[:20])
	}
	for _, word := range []string{"startxref", "%%EOF", "\nxref\n"} {
		if n := bytes.Count(file, []byte(word)); n != 1 {
			t.Errorf("%q is there %d times", word, n)
		}
	}
	id := regexp.MustCompile(`/ID \[<([0-9a-f]{32})><([0-9a-f]{32})>\]`).FindSubmatch(file)
	if id == nil || !bytes.Equal(id[1], id[2]) {
		t.Errorf("the identifier is %q", id)
	}
}

// latin1 makes each byte a character, as regular expressions match characters.
func latin1(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

func TestAnUntaggedDraftClaimsNoTags(t *testing.T) {
	d := model(t)
	d.Structure = nil
	file := mustFinish(t, d)
	for _, word := range []string{"/MarkInfo", "/StructTreeRoot", "/StructParent"} {
		if bytes.Contains(file, []byte(word)) {
			t.Errorf("it has %s", word)
		}
	}
	if !strings.Contains(judge(t, file, "pdfinfo", "FILE"), "Tagged:          no") {
		t.Error("pdfinfo finds it tagged")
	}
}

func TestADraftThatContradictsItselfIsRefused(t *testing.T) {
	figure := func(d *Draft) *Element { return d.Structure.Kids[16].Element }
	for name, c := range map[string]struct {
		want  error
		spoil func(*Draft)
	}{
		"a face is missing":          {ErrStandIn, func(d *Draft) { d.Faces = d.Faces[1:] }},
		"a face stands for nothing":  {ErrStandIn, func(d *Draft) { d.Faces[0].StandIn = "Helvetica" }},
		"two faces for one stand-in": {ErrStandIn, func(d *Draft) { d.Faces[0].StandIn = d.Faces[1].StandIn }},
		"a face has no font":         {ErrStandIn, func(d *Draft) { d.Faces[0].Font = nil }},
		"the missing glyph is used":  {ErrDraft, func(d *Draft) { d.Faces[0].Glyphs[0].ID = 0 }},
		"a glyph beyond the font":    {ErrDraft, func(d *Draft) { d.Faces[0].Glyphs[0].ID = 65535 }},
		"a glyph there twice":        {ErrDraft, func(d *Draft) { d.Faces[0].Glyphs[1].ID = d.Faces[0].Glyphs[0].ID }},
		"a glyph that is not UTF-8":  {ErrDraft, func(d *Draft) { d.Faces[0].Glyphs[0].Text = "\xff" }},
		"a figure says nothing":      {ErrDraft, func(d *Draft) { figure(d).Alt = "" }},
		"an unknown role":            {ErrDraft, func(d *Draft) { figure(d).Role = "Figure /X" }},
		"an alternative not UTF-8":   {ErrDraft, func(d *Draft) { figure(d).Alt = "\xff" }},
		"content is not tagged":      {ErrDraft, func(d *Draft) { figure(d).Kids = nil }},
		"content is tagged twice":    {ErrDraft, func(d *Draft) { figure(d).Kids[0].MCID = 0 }},
		"tagged content is not there": {ErrDraft, func(d *Draft) {
			d.Structure.Kids[0].Element.Kids = append(d.Structure.Kids[0].Element.Kids, Kid{Page: 1, MCID: 99})
		}},
		"a negative MCID":            {ErrDraft, func(d *Draft) { figure(d).Kids[0].MCID = -1 }},
		"a page too many":            {ErrDraft, func(d *Draft) { figure(d).Kids[0].Page = 3 }},
		"an element in a circle":     {ErrDraft, func(d *Draft) { figure(d).Kids = append(figure(d).Kids, Kid{Element: d.Structure.Kids[0].Element}) }},
		"a link is not tagged":       {ErrDraft, func(d *Draft) { last(d).Kids = last(d).Kids[:1] }},
		"a link is tagged twice":     {ErrDraft, func(d *Draft) { last(d).Kids = append(last(d).Kids, last(d).Kids[1]) }},
		"a link in a paragraph":      {ErrDraft, func(d *Draft) { last(d).Role = "P" }},
		"a link that is not there":   {ErrDraft, func(d *Draft) { last(d).Kids[1].Link = 2 }},
		"a link on another page":     {ErrDraft, func(d *Draft) { last(d).Kids[1].Page = 1 }},
		"a field without name":       {ErrDraft, func(d *Draft) { d.Fields[0].Name = "" }},
		"a field of two levels":      {ErrDraft, func(d *Draft) { d.Fields[0].Name = "a.b" }},
		"two fields of one name":     {ErrDraft, func(d *Draft) { d.Fields[0].Name = d.Fields[1].Name }},
		"a field on no page":         {ErrDraft, func(d *Draft) { d.Fields[0].Page = 0 }},
		"a field upside down":        {ErrDraft, func(d *Draft) { d.Fields[0].Rect = [4]float64{0, 10, 5, 0} }},
		"a field without bounds":     {ErrDraft, func(d *Draft) { d.Fields[0].Rect[2] = math.Inf(1) }},
		"a field that is nowhere":    {ErrDraft, func(d *Draft) { d.Fields[0].Rect[0] = math.NaN() }},
		"a property named Title":     {ErrDraft, func(d *Draft) { d.Info.Properties[0].Name = "Title" }},
		"a property with a space":    {ErrDraft, func(d *Draft) { d.Info.Properties[0].Name = "a b" }},
		"a property without name":    {ErrDraft, func(d *Draft) { d.Info.Properties[0].Name = "" }},
		"two properties of a name":   {ErrDraft, func(d *Draft) { d.Info.Properties[0].Name = d.Info.Properties[1].Name }},
		"a title that is not UTF-8":  {ErrDraft, func(d *Draft) { d.Info.Title = "\xff" }},
		"an encrypted document":      {ErrRaw, replaced("/Root", "/Encrypt 1 0 R /Root")},
		"a second revision":          {ErrRaw, func(d *Draft) { d.Raw = append(d.Raw, d.Raw...) }},
		"a document cut short":       {ErrRaw, func(d *Draft) { d.Raw = d.Raw[:len(d.Raw)/2] }},
		"a document without end":     {ErrRaw, func(d *Draft) { d.Raw = d.Raw[:len(d.Raw)-20] }},
		"no document":                {ErrRaw, func(d *Draft) { d.Raw = nil }},
		"a stream of another length": {ErrRaw, replaced("/Length 1", "/Length 2")},
		"the pages are the Info":     {ErrRaw, replaced("/Pages 1 0 R", "/Pages 11 0 R")},
		"no root of pages":           {ErrRaw, replaced("/Pages 1 0 R", "/Pages 999 0 R")},
		"a page there twice":         {ErrRaw, replaced("/Kids [3 0 R 5 0 R", "/Kids [3 0 R 3 0 R")},
		"a page that is a font":      {ErrRaw, replaced("/Kids [3 0 R 5 0 R", "/Kids [3 0 R 8 0 R")},
		"an object there twice":      {ErrRaw, replaced("\n2 0 obj", "\n1 0 obj")},
		"a gap in the numbers":       {ErrRaw, replaced("\n2 0 obj", "\n99 0 obj")},
		"an annotation of no kind":   {ErrRaw, replaced("/Subtype /Link", "/Subtype /Stamp")},
	} {
		t.Run(name, func(t *testing.T) {
			d := model(t)
			c.spoil(&d)
			if file, err := Finish(d); !errors.Is(err, c.want) || file != nil {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
}

// last is the link of the model document.
func last(d *Draft) *Element { return d.Structure.Kids[len(d.Structure.Kids)-1].Element }

// replaced spoils the drawn document once.
func replaced(drawn, spoilt string) func(*Draft) {
	return func(d *Draft) { d.Raw = bytes.Replace(d.Raw, []byte(drawn), []byte(spoilt), 1) }
}

func FuzzFinish(f *testing.F) {
	full := model(f)
	bare := Draft{Info: full.Info}
	f.Add(full.Raw)
	f.Add([]byte("%PDF-1.3\n1 0 obj\n<</Type /Pages /Kids [3 0 R]>>\nendobj\n2 0 obj\n<</Type /Catalog /Pages 1 0 R>>\nendobj\n" +
		"3 0 obj\n<</Type /Page /Contents 4 0 R /Annots [<</Subtype /Link>>]>>\nendobj\n" +
		"4 0 obj\n<</Length 3>>\nstream\nq Q\nendstream\nendobj\n5 0 obj\n<</CreationDate ()>>\nendobj\n" +
		"xref\n0 6\ntrailer\n<</Root 2 0 R /Info 5 0 R>>\nstartxref\n0\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		full.Raw, bare.Raw = raw, raw
		finishAnything(t, full)
		finishAnything(t, bare)
	})
}

// finishAnything finishes a draft whose Raw may be anything: the error is one that Finish promises, or the file is whole.
func finishAnything(t *testing.T, d Draft) {
	file, err := Finish(d)
	if err != nil {
		if !errors.Is(err, ErrRaw) && !errors.Is(err, ErrStandIn) && !errors.Is(err, ErrDraft) {
			t.Fatalf("error %v is none of the package's", err)
		}
		return
	}
	read, err := readRaw(file)
	if err != nil {
		t.Fatalf("the finished file cannot be read: %v", err)
	}
	if left, err := standIns(read); err != nil || len(left) > 0 {
		t.Fatalf("stand-ins are left: %v, %v", left, err)
	}
}
