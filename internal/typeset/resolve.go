package typeset

import (
	"fmt"

	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
)

// style is a styleSpec with its faces and features found.
type style struct {
	*styleSpec
	plain, emphasised *face
	features          []harfbuzz.Feature
	featureKey        string
}

// styles are the resolved styles of a layout.
type styles struct {
	title, name, date, heading, text                     *style
	signatoryName, signatoryTitle, signatoryOrganisation *style
	about, check, code, foot                             *style
}

// resolve finds the faces of a layout's styles among the fonts there are.
func (t *Typesetter) resolve(l *Layout) (*styles, error) {
	byName := map[string]*style{}
	for _, n := range l.spec.Styles.named() {
		s, err := t.resolveStyle(n)
		if err != nil {
			return nil, fmt.Errorf("%w: styles: %s: %w", ErrLayout, n.name, err)
		}
		byName[n.name] = s
	}
	return &styles{
		title: byName["title"], name: byName["name"], date: byName["date"],
		heading: byName["heading"], text: byName["text"],
		signatoryName: byName["signatory-name"], signatoryTitle: byName["signatory-title"],
		signatoryOrganisation: byName["signatory-organisation"],
		about:                 byName["about"], check: byName["check"], code: byName["code"], foot: byName["foot"],
	}, nil
}

func (t *Typesetter) resolveStyle(n namedStyle) (*style, error) {
	s := &style{styleSpec: n.styleSpec, plain: t.face(n.Face)}
	if s.plain == nil {
		return nil, fmt.Errorf("no font is called %q", n.Face)
	}
	s.emphasised = s.plain
	if n.Emphasis != "" {
		if s.emphasised = t.face(n.Emphasis); s.emphasised == nil {
			return nil, fmt.Errorf("no font is called %q", n.Emphasis)
		}
	}
	for _, f := range n.Features {
		s.addFeature(string(f), 1)
	}
	if n.Tracking > 0 {
		s.addFeature("liga", 0) // a ligature among spaced letters would look like a mistake
	}
	return s, nil
}

func (s *style) addFeature(tag string, value uint32) {
	s.features = append(s.features, harfbuzz.Feature{
		Tag: opentype.MustNewTag(tag), Value: value,
		Start: harfbuzz.FeatureGlobalStart, End: harfbuzz.FeatureGlobalEnd,
	})
	s.featureKey += fmt.Sprintf("%s=%d ", tag, value)
}

// face returns the face for plain or for emphasised text.
func (s *style) face(emphasis bool) *face {
	if emphasis {
		return s.emphasised
	}
	return s.plain
}

// aligned is the style with another alignment.
func (s *style) aligned(a align) *style {
	spec, out := *s.styleSpec, *s
	spec.Align = a
	out.styleSpec = &spec
	return &out
}
