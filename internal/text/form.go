package text

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"testamur/internal/fault"

	"golang.org/x/text/language"
)

// Form reads the fields of one request and collects everything that is wrong with them, so that a person mends it once.
type Form struct{ violations []fault.Violation }

// Err is nil, or an Invalid fault with all violations.
func (f *Form) Err() error {
	if len(f.violations) == 0 {
		return nil
	}
	return fault.Fields(f.violations)
}

// Refuse notes that the field at pointer breaks a rule.
func (f *Form) Refuse(pointer, reason, message string) {
	f.violations = append(f.violations, fault.Violation{Pointer: pointer, Reason: reason, Message: message})
}

// Line reads a required text of one line of at most limit characters.
func (f *Form) Line(pointer, s string, limit int) string {
	return f.require(pointer, f.OptionalLine(pointer, s, limit))
}

// OptionalLine reads a text of one line that may be empty.
func (f *Form) OptionalLine(pointer, s string, limit int) string {
	return f.read(pointer, s, limit, Line)
}

// Prose reads a required text of paragraphs of at most limit characters.
func (f *Form) Prose(pointer, s string, limit int) string {
	return f.require(pointer, f.OptionalProse(pointer, s, limit))
}

// OptionalProse reads a text of paragraphs that may be empty.
func (f *Form) OptionalProse(pointer, s string, limit int) string {
	return f.read(pointer, s, limit, Prose)
}

func (f *Form) read(pointer, s string, limit int, parse func(string) (string, *Problem)) string {
	out, problem := parse(s)
	if problem != nil {
		f.Refuse(pointer, problem.Reason, problem.Message)
		return ""
	}
	if n := utf8.RuneCountInString(out); n > limit {
		f.Refuse(pointer, "too_long", "Shorten this to "+strconv.Itoa(limit)+" characters.")
		return ""
	}
	return out
}

// require notes an empty field, unless something else was already said of it.
func (f *Form) require(pointer, s string) string {
	if s != "" {
		return s
	}
	for _, v := range f.violations {
		if v.Pointer == pointer {
			return s
		}
	}
	f.Refuse(pointer, "required", "Fill this in.")
	return s
}

// Email reads an address without a display name (RFC 5322 addr-spec, at most 254 characters), or none.
func (f *Form) Email(pointer, s string) string {
	s = f.OptionalLine(pointer, s, 254)
	if s == "" {
		return ""
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || !strings.Contains(s[strings.LastIndex(s, "@"):], ".") {
		f.Refuse(pointer, "email", "Write one e-mail address, like ana@example.org.")
		return ""
	}
	return s
}

// Language reads a BCP 47 tag and gives its canonical form.
func (f *Form) Language(pointer, s string) string {
	tag, err := language.Parse(s)
	if err != nil {
		f.Refuse(pointer, "language", "Write a language code, like en or pt-BR.")
		return ""
	}
	return tag.String()
}

// TimeZone reads an IANA name.
func (f *Form) TimeZone(pointer, s string) string {
	if _, err := time.LoadLocation(s); err != nil || s == "" || s == "Local" {
		f.Refuse(pointer, "time_zone", "Write a time zone by its place, like Europe/Copenhagen.")
		return ""
	}
	return s
}

// OneOf reads a value of a closed list.
func OneOf[T ~string](f *Form, pointer string, v T, allowed ...T) T {
	if slices.Contains(allowed, v) {
		return v
	}
	f.Refuse(pointer, "not_allowed", "Choose one of the values in the contract.")
	return ""
}
