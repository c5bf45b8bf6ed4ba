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

// styles are the styles of a layout, resolved.
type styles map[*styleSpec]*style

// resolve finds the faces of a layout's styles among the fonts there are.
func (t *Typesetter) resolve(spec *layoutSpec) (styles, error) {
	found := styles{}
	for _, n := range spec.Styles.named() {
		if !spec.uses(n) {
			continue
		}
		s, err := t.resolveStyle(n.styleSpec)
		if err != nil {
			return nil, fmt.Errorf("%w: styles: %s: %w", ErrLayout, n.name, err)
		}
		found[n.styleSpec] = s
	}
	return found, nil
}

func (t *Typesetter) resolveStyle(spec *styleSpec) (*style, error) {
	s := &style{styleSpec: spec, plain: t.face(spec.Face)}
	if s.plain == nil {
		return nil, fmt.Errorf("no font is called %q", spec.Face)
	}
	s.emphasised = s.plain
	if spec.Emphasis != "" {
		if s.emphasised = t.face(spec.Emphasis); s.emphasised == nil {
			return nil, fmt.Errorf("no font is called %q", spec.Emphasis)
		}
	}
	for _, f := range spec.Features {
		s.addFeature(string(f), 1)
		if f == "smcp" {
			s.addFeature("locl", 0) // EB Garamond has German and Turkish forms that have no small capital
		}
	}
	if spec.Tracking > 0 {
		s.addFeature("liga", 0) // a ligature among spaced letters would look like a mistake
	}
	return s, nil
}

func (s *style) addFeature(tag string, value uint32) {
	s.features = append(s.features, harfbuzz.Feature{
		Tag: opentype.MustNewTag(tag), Value: value,
		Start: harfbuzz.FeatureGlobalStart, End: harfbuzz.FeatureGlobalEnd,
	})
	s.featureKey += tag + string(rune('0'+value))
}

// face returns the face for plain or for emphasised text.
func (s *style) face(emphasis bool) *face {
	if emphasis {
		return s.emphasised
	}
	return s.plain
}
