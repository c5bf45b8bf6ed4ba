package typeset

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// fallbackLanguage is what the page itself speaks when a certificate's language has no words of its own.
const fallbackLanguage = "en"

// words are what the page itself says in one language; templates/words.yaml explains them.
type words struct {
	Months                                    []string
	Date, First                               string
	Serial, Page, Check, Code, Logo, QR, Seal string
	Pages, Preview, Signature                 string
	OnePage                                   string `yaml:"one-page"`
	language                                  string
}

// wordBook holds the words by language.
type wordBook map[string]*words

// parseWords reads words.yaml and refuses an entry that lacks a word.
func parseWords(data []byte) (wordBook, error) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	book := wordBook{}
	if err := d.Decode(&book); err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	if book[fallbackLanguage] == nil {
		return nil, fmt.Errorf("words: no entry for %s", fallbackLanguage)
	}
	for tag, w := range book {
		if base, _, regional := strings.Cut(tag, "-"); regional {
			w.inherit(book[base])
		}
		w.language = tag
		if err := w.check(); err != nil {
			return nil, fmt.Errorf("words: %s: %w", tag, err)
		}
	}
	return book, nil
}

// inherit takes over what a regional entry leaves out.
func (w *words) inherit(base *words) {
	if base == nil {
		return
	}
	to, from := reflect.ValueOf(w).Elem(), reflect.ValueOf(base).Elem()
	for i := range to.NumField() {
		if f := to.Field(i); f.CanSet() && f.IsZero() {
			f.Set(from.Field(i))
		}
	}
}

func (w *words) check() error {
	if len(w.Months) != 12 {
		return fmt.Errorf("%d months", len(w.Months))
	}
	if slices.Contains(slices.Concat(w.Months, []string{w.Date, w.Serial, w.Page, w.Check, w.Code, w.Logo, w.QR, w.Seal, w.Pages, w.OnePage, w.Preview, w.Signature}), "") {
		return errors.New("a word is missing")
	}
	return nil
}

// lookup finds the words for a language tag, cutting subtags from its end as RFC 4647, 3.4 does, or else English.
func (b wordBook) lookup(tag string) *words {
	for t := tag; t != ""; {
		if w := b[t]; w != nil {
			return w
		}
		t = t[:max(strings.LastIndexByte(t, '-'), 0)]
	}
	return b[fallbackLanguage]
}

// foreign returns the language of the words where it is another than the content's, for tagging, or nothing.
func (w *words) foreign(content string) string {
	own, _, _ := strings.Cut(w.language, "-")
	if base, _, _ := strings.Cut(content, "-"); base == own {
		return ""
	}
	return w.language
}

func (w *words) serial(number string) string {
	return strings.ReplaceAll(w.Serial, "{serial}", number)
}

func (w *words) page(number, of int) string {
	return strings.NewReplacer("{page}", strconv.Itoa(number), "{pages}", strconv.Itoa(of)).Replace(w.Page)
}

func (w *words) logo(institution string) string {
	return strings.ReplaceAll(w.Logo, "{institution}", institution)
}

func (w *words) qr(url string) string {
	return strings.ReplaceAll(w.QR, "{url}", url)
}

func (w *words) seal(institution string) string {
	return strings.ReplaceAll(w.Seal, "{institution}", institution)
}

func (w *words) signature(name string) string {
	return strings.ReplaceAll(w.Signature, "{name}", name)
}
