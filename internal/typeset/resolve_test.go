package typeset

import (
	"testing"

	"github.com/go-text/typesetting/language"
)

func TestSmallCapitalsStandForEveryLetterInEveryLanguage(t *testing.T) {
	ts, l := newTypesetter(t)
	found, err := ts.resolve(&l.spec)
	if err != nil {
		t.Fatal(err)
	}
	title := found[&l.spec.Styles.Title]
	typed := *title
	typed.features = nil
	shaper := newShaper(ts.faces)
	for _, tag := range []string{"en", "de", "da", "fr", "es", "pl", "vi", "tr", "nl", "ro", "ca"} {
		lang := language.NewLanguage(tag)
		for r := 'a'; r <= 'z'; r++ {
			small := shaper.shape([]rune{r}, title.plain, title, lang)[0].glyphs[0].id
			if small == shaper.shape([]rune{r}, title.plain, &typed, lang)[0].glyphs[0].id {
				t.Errorf("%s: %c is set as it was typed", tag, r)
			}
		}
	}
}
