package typeset

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// ErrUnknownLayout says that no layout of the name is shipped.
var ErrUnknownLayout = errors.New("typeset: unknown layout")

// Typesetter holds the parsed fonts, the fixed words and the shipped layouts. It is immutable and may be used by any
// number of goroutines.
type Typesetter struct {
	faces   []*face // by name
	words   wordBook
	layouts map[string]*Layout
	sums    strings.Builder // lines of sha256sum for everything but the layout that pages depend on
	shapers sync.Pool       // of *shaper
}

// NewTypesetter reads fonts/*.ttf, words.yaml, layouts/*.yaml and layouts.yaml. It takes a while (fonts are parsed) and is meant to be
// done once.
func NewTypesetter(files fs.FS) (*Typesetter, error) {
	t := &Typesetter{layouts: map[string]*Layout{}}
	for _, load := range []func(fs.FS) error{t.loadFaces, t.loadWords, t.loadLayouts, t.describe} {
		if err := load(files); err != nil {
			return nil, fmt.Errorf("set up typesetter: %w", err)
		}
	}
	t.shapers.New = func() any { return newShaper(t.faces) }
	return t, nil
}

func (t *Typesetter) loadFaces(files fs.FS) error {
	names, err := fs.Glob(files, "fonts/*.ttf")
	if err != nil {
		return err
	}
	for i, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		f, err := newFace(strings.TrimSuffix(path.Base(name), ".ttf"), data)
		if err != nil {
			return err
		}
		f.index = i
		t.faces = append(t.faces, f)
		fmt.Fprintf(&t.sums, "%x  %s\n", f.file.SHA256(), name)
	}
	linkFallbacks(t.faces)
	return nil
}

func (t *Typesetter) loadWords(files fs.FS) error {
	data, err := fs.ReadFile(files, "words.yaml")
	if err != nil {
		return err
	}
	fmt.Fprintf(&t.sums, "%x  words.yaml\n", sha256.Sum256(data))
	t.words, err = parseWords(data)
	return err
}

func (t *Typesetter) loadLayouts(files fs.FS) error {
	names, err := fs.Glob(files, "layouts/*.yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		l, err := ParseLayout(data)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if l.Name+".yaml" != path.Base(name) {
			return fmt.Errorf("%s: %w: its name is %s", name, ErrLayout, l.Name)
		}
		if _, err := t.resolve(&l.spec); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		t.layouts[l.Name] = l
	}
	return nil
}

// Layout returns a shipped layout; the error wraps ErrUnknownLayout.
func (t *Typesetter) Layout(name string) (*Layout, error) {
	if l := t.layouts[name]; l != nil {
		return l, nil
	}
	return nil, fmt.Errorf("%w: %q", ErrUnknownLayout, name)
}

// Layouts returns the names of the shipped layouts in alphabetical order.
func (t *Typesetter) Layouts() []string { return slices.Sorted(maps.Keys(t.layouts)) }

// AllLayouts returns the shipped layouts in alphabetical order.
func (t *Typesetter) AllLayouts() []*Layout {
	var all []*Layout
	for _, name := range t.Layouts() {
		all = append(all, t.layouts[name])
	}
	return all
}

// MaterialHash returns the SHA-256, in lower-case hexadecimal, over the list of fonts and fixed words with their own SHA-256
// sums, in the form that sha256sum prints: with the layout's hash and the content it settles what the pages look like.
func (t *Typesetter) MaterialHash() string {
	sum := sha256.Sum256([]byte(t.sums.String()))
	return hex.EncodeToString(sum[:])
}

func (t *Typesetter) face(name string) *face {
	i := slices.IndexFunc(t.faces, func(f *face) bool { return f.name == name })
	if i < 0 {
		return nil
	}
	return t.faces[i]
}
