package personal

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// archive writes a zip file as it goes: nothing but the file that is being written is held in memory.
type archive struct {
	zip *zip.Writer
	at  time.Time // of every file
}

func newArchive(w io.Writer, at time.Time) archive {
	return archive{zip: zip.NewWriter(w), at: at.UTC().Truncate(time.Second)}
}

func (z archive) create(name string, method uint16) (io.Writer, error) {
	return z.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: z.at})
}

func (z archive) text(name, body string) error {
	w, err := z.create(name, zip.Deflate)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, body)
	return err
}

// stored writes bytes that are compressed already.
func (z archive) stored(name string, b []byte) error {
	w, err := z.create(name, zip.Store)
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

func (z archive) json(name string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return z.text(name, string(b)+"\n")
}

// list begins a file that holds a JSON array, which is written item by item.
func (z archive) list(name string) (*list, error) {
	w, err := z.create(name, zip.Deflate)
	return &list{w: w}, err
}

type list struct {
	w io.Writer
	n int
}

func (l *list) add(v any) error {
	b, err := json.MarshalIndent(v, "  ", "  ")
	if err != nil {
		return err
	}
	before := ",\n  "
	if l.n == 0 {
		before = "[\n  "
	}
	l.n++
	_, err = io.WriteString(l.w, before+string(b))
	return err
}

func (l *list) end() error {
	after := "\n]\n"
	if l.n == 0 {
		after = "[]\n"
	}
	_, err := io.WriteString(l.w, after)
	return err
}

// listed writes a file of all items that fill hands to add.
func (z archive) listed(name string, fill func(add func(any) error) error) error {
	l, err := z.list(name)
	if err != nil {
		return err
	}
	return errors.Join(fill(l.add), l.end())
}
