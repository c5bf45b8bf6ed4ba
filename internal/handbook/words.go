package handbook

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// fallback is the language of a book whose own has no words.
const fallback = "en"

// Words are what handbooks say besides their frameworks, by language. They are immutable.
type Words map[string]*words

// words are those of one language; templates/handbook.yaml explains them.
type words struct {
	Contents, Page, Edition, Draft           string
	Introduction                             string
	HowToUse                                 string `yaml:"how-to-use"`
	Changes                                  string
	GuidingQuestions                         string `yaml:"guiding-questions"`
	Perspectives, Methods, Pitfalls, Quality string
	Reading                                  string
	SeeAlso                                  string `yaml:"see-also"`
	Passages, Consent, Name, Article         string
	ImprintPublished                         string `yaml:"imprint-published"`
	ImprintDraft                             string `yaml:"imprint-draft"`
	ImprintAddress                           string `yaml:"imprint-address"`
	Became                                   becameWords
}

// becameWords say what became of a group or a discipline.
type becameWords struct {
	Added, Renamed, Recoded, Split string
	CameOf                         string `yaml:"came-of"`
	Merged, Moved, Reordered       string
	Reworded, Retired, And         string
	Title, Question, Summary       string
}

// NewWords reads handbook.yaml and refuses an entry that lacks a word.
func NewWords(files fs.FS) (Words, error) {
	data, err := fs.ReadFile(files, "handbook.yaml")
	if err != nil {
		return nil, fmt.Errorf("words of handbooks: %w", err)
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	book := Words{}
	if err := d.Decode(&book); err != nil {
		return nil, fmt.Errorf("words of handbooks: %w", err)
	}
	if book[fallback] == nil {
		return nil, fmt.Errorf("words of handbooks: no entry for %s", fallback)
	}
	for tag, w := range book {
		if err := w.check(); err != nil {
			return nil, fmt.Errorf("words of handbooks: %s: %w", tag, err)
		}
	}
	return book, nil
}

func (w *words) check() error {
	if w == nil {
		return errors.New("no words")
	}
	return errors.Join(complete(reflect.ValueOf(*w)), complete(reflect.ValueOf(w.Became)))
}

// complete finds a field of a struct that is empty.
func complete(v reflect.Value) error {
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			return errors.New("a word is missing: " + v.Type().Field(i).Name)
		}
	}
	return nil
}

// lookup finds the words for a language tag, cutting subtags from its end as RFC 4647, 3.4 does, or else English.
func (b Words) lookup(tag string) *words {
	for t := tag; t != ""; {
		if w := b[t]; w != nil {
			return w
		}
		t = t[:max(strings.LastIndexByte(t, '-'), 0)]
	}
	return b[fallback]
}

// NameMark gives what stands in a passage where a name was, in a language.
func (b Words) NameMark(language string) string { return b.lookup(language).Name }

// fill puts values, by turns a name and its value, into a pattern.
func fill(pattern string, values ...string) string {
	named := make([]string, len(values))
	for i, v := range values {
		named[i] = v
		if i%2 == 0 {
			named[i] = "{" + v + "}"
		}
	}
	return strings.NewReplacer(named...).Replace(pattern)
}

// sentenceCase begins a text with a capital.
func sentenceCase(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[n:]
}
