package pades

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"testamur/internal/pades/reader"
)

// update is an incremental update in the making (ISO 32000-1, 7.5.6).
type update struct {
	doc     *reader.Document
	size    int // the next free object number
	objects map[int]updated
}

type updated struct {
	generation int
	text       []byte
}

func newUpdate(doc *reader.Document) (*update, error) {
	size, ok := doc.Trailer.Get("Size").(int)
	if !ok {
		return nil, fmt.Errorf("%w: no Size", ErrMalformed)
	}
	return &update{doc: doc, size: size, objects: map[int]updated{}}, nil
}

// add takes a new object into the update.
func (u *update) add(text []byte) reader.Ref {
	r := reader.Ref{Number: u.size}
	u.objects[r.Number] = updated{text: text}
	u.size++
	return r
}

// replace takes a new text of an object of the base into the update, at most once an object.
func (u *update) replace(r reader.Ref, text []byte) error {
	if _, twice := u.objects[r.Number]; twice {
		return fmt.Errorf("%w: object %d serves two purposes", ErrMalformed, r.Number)
	}
	u.objects[r.Number] = updated{r.Generation, text}
	return nil
}

// set gives a dictionary of the base, which must be an object of its own, more or other entries.
func (u *update) set(r reader.Ref, entries ...string) error {
	object, err := u.doc.Object(r)
	if err != nil {
		return err
	}
	dict, ok := object.Value.(reader.Dict)
	if !ok || object.Stream {
		return fmt.Errorf("%w: object %d is no plain dictionary", ErrMalformed, r.Number)
	}
	return u.replace(r, withEntries(u.doc, dict, entries...))
}

// withEntries is the dictionary's text with entries at its end, in the place of those with the same keys.
func withEntries(doc *reader.Document, dict reader.Dict, entries ...string) []byte {
	text := []byte("<<")
	for _, old := range dict.Entries {
		replaced := func(e string) bool { return strings.HasPrefix(e, "/"+string(old.Key)+" ") }
		if !slices.ContainsFunc(entries, replaced) {
			text = append(text, doc.Data[old.Start:old.End]...)
		}
	}
	return append(append(text, strings.Join(entries, "")...), ">>"...)
}

// raiseSignatureFlags says in the form that there are signatures and that the file may only be appended to
// (ISO 32000-1, 12.7.2), unless it says so already.
func (u *update) raiseSignatureFlags() error {
	const flags = 3
	form, holder, _, err := u.doc.Form()
	if err != nil {
		return err
	}
	if form.Get("SigFlags") == flags {
		return nil
	}
	text := withEntries(u.doc, form, entry("SigFlags", fmt.Sprint(flags)))
	dict, ok := holder.Value.(reader.Dict)
	if !ok || form.Start < dict.Start || form.End > dict.End {
		return fmt.Errorf("%w: the form is not where its reference says", ErrMalformed)
	}
	return u.replace(holder.Ref, slices.Concat(u.doc.Data[dict.Start:form.Start], text, u.doc.Data[form.End:dict.End]))
}

// write appends the update to the base and says where each of its objects' text begins.
func (u *update) write() ([]byte, map[int]int) {
	var b bytes.Buffer
	b.Grow(len(u.doc.Data) + u.length())
	b.Write(u.doc.Data)
	if !bytes.HasSuffix(u.doc.Data, []byte("\n")) {
		b.WriteByte('\n')
	}
	numbers := slices.Sorted(maps.Keys(u.objects))
	headers, texts := map[int]int{}, map[int]int{}
	for _, n := range numbers {
		headers[n] = b.Len()
		fmt.Fprintf(&b, "%d %d obj\n", n, u.objects[n].generation)
		texts[n] = b.Len()
		b.Write(u.objects[n].text)
		b.WriteString("\nendobj\n")
	}
	xref := b.Len()
	u.writeTable(&b, numbers, headers)
	u.writeTrailer(&b)
	fmt.Fprintf(&b, "startxref\n%d\n%%%%EOF\n", xref)
	return b.Bytes(), texts
}

// length is about what the update will add to the file.
func (u *update) length() int {
	const each, rest = 100, 1000
	length := rest
	for _, o := range u.objects {
		length += len(o.text) + each
	}
	return length
}

// writeTable writes one section for each run of numbers.
func (u *update) writeTable(b *bytes.Buffer, numbers []int, offsets map[int]int) {
	b.WriteString("xref\n")
	for i := 0; i < len(numbers); {
		end := i + 1
		for end < len(numbers) && numbers[end] == numbers[end-1]+1 {
			end++
		}
		fmt.Fprintf(b, "%d %d\n", numbers[i], end-i)
		for _, n := range numbers[i:end] {
			fmt.Fprintf(b, "%010d %05d n \n", offsets[n], u.objects[n].generation)
		}
		i = end
	}
}

// writeTrailer keeps the last trailer's entries. The second half of ID changes with every update (ISO 32000-1, 14.4); it
// is derived from the table and trailer before it, so that no randomness is needed.
func (u *update) writeTrailer(b *bytes.Buffer) {
	previous := u.doc.Revisions[len(u.doc.Revisions)-1].XRef
	fmt.Fprintf(b, "trailer\n<</Size %d/Prev %d", u.size, previous)
	for _, e := range u.doc.Trailer.Entries {
		switch id, _ := e.Value.(reader.Array); {
		case e.Key == "Size" || e.Key == "Prev":
		case e.Key == "ID" && len(id) == 2:
			first, _ := id[0].(reader.String)
			sum := sha256.Sum256(u.doc.Data[previous:])
			fmt.Fprintf(b, "/ID[%s<%X>]", u.doc.Data[first.Start:first.End], sum[:16])
		default:
			b.Write(u.doc.Data[e.Start:e.End])
		}
	}
	b.WriteString(">>\n")
}
