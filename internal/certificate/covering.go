package certificate

import (
	"fmt"
	"strings"

	"testamur/internal/fault"
	"testamur/internal/programme"
)

// covered refuses what no font of the layout can print, each at its place.
func (s *Service) covered(c Certificate, p programme.Programme) error {
	var violations []fault.Violation
	check := func(at string, texts ...string) error {
		missing, err := s.Press.Uncovered(p.Layout, texts...)
		if err == nil && len(missing) > 0 {
			violations = append(violations, fault.Violation{Pointer: at, Reason: "uncovered_characters", Message: uncovered(missing)})
		}
		return err
	}
	var errs []error
	errs = append(errs, check("/title", c.Title), check("/name", c.Name))
	for i, section := range c.Sections {
		errs = append(errs, check(pointer("sections", i, "heading"), section.Heading))
		for j, passage := range section.Passages {
			errs = append(errs, check(pointer("sections", i, "passages", j, "text"), passage.Text))
		}
	}
	for i, signatory := range c.Signatories {
		errs = append(errs, check(pointer("signatories", i), signatory.Name, signatory.Title, signatory.Organisation))
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	if len(violations) > 0 {
		return fault.Fields(violations)
	}
	return nil
}

func uncovered(missing []rune) string {
	var names []string
	for _, r := range missing {
		names = append(names, fmt.Sprintf("%c (U+%04X)", r, r))
	}
	return "The certificate's fonts have no " + strings.Join(names, ", ") + ". Write this otherwise."
}
