package mail

import (
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"path"
	"strings"
	texttemplate "text/template"

	"testamur/internal/access"
	"testamur/templates"
)

var errUnknownKind = errors.New("there are no words for this kind of letter")

// words are the templates of one kind of letter in one language.
type words struct {
	language string
	text     *texttemplate.Template // with "subject" defined in it
	html     *htmltemplate.Template
}

// written is what words make of a letter.
type written struct{ subject, text, html string }

// library holds all words: those of "signing.txt" and "signing.html" under "signing", which is English; "signing.pt-BR.txt"
// would be Brazil's.
type library map[string]words

const english = "en"

// loadLibrary reads the templates; it fails when one of them cannot be parsed or lacks its other half.
func loadLibrary() (library, error) {
	files, err := fs.Sub(templates.Files, "mail")
	if err != nil {
		return nil, fmt.Errorf("words of mail: %w", err)
	}
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		return nil, fmt.Errorf("words of mail: %w", err)
	}
	l := library{}
	for _, name := range names {
		key := strings.TrimSuffix(name, path.Ext(name))
		if l[key], err = parse(files, key); err != nil {
			return nil, fmt.Errorf("words of mail: %w", err)
		}
	}
	return l, nil
}

func parse(files fs.FS, key string) (words, error) {
	w := words{language: english}
	if _, language, named := strings.Cut(key, "."); named {
		w.language = language
	}
	var err error
	if w.text, err = texttemplate.New(key+".txt").Option("missingkey=error").ParseFS(files, key+".txt"); err != nil {
		return w, err
	}
	w.html, err = htmltemplate.New(key+".html").Option("missingkey=error").ParseFS(files, "frame.html", key+".html")
	return w, err
}

// find gives the words of a kind in a language, in the language without its region ("pt" for "pt-BR"), or in English.
func (l library) find(kind access.LetterKind, language string) (words, error) {
	for language != "" {
		if w, ok := l[string(kind)+"."+language]; ok {
			return w, nil
		}
		language = language[:max(0, strings.LastIndex(language, "-"))]
	}
	w, ok := l[string(kind)]
	if !ok {
		return words{}, errUnknownKind
	}
	return w, nil
}

// write fills the words with values, to which it adds the subject and the language. It fails when a template names a
// value that is not there.
func (w words) write(values map[string]string) (written, error) {
	var subject, plain, page strings.Builder
	if err := w.text.ExecuteTemplate(&subject, "subject", values); err != nil {
		return written{}, err
	}
	if err := w.text.Execute(&plain, values); err != nil {
		return written{}, err
	}
	values["subject"], values["language"] = line(subject.String(), maxSubject), w.language
	if err := w.html.ExecuteTemplate(&page, "frame", values); err != nil {
		return written{}, err
	}
	return written{subject: values["subject"], text: plain.String(), html: page.String()}, nil
}
