package web

import (
	"cmp"
	"strings"

	"testamur/internal/civil"
)

// field is one question of a form as it is drawn.
type field struct {
	ID, Name, Label, Kind, Autocomplete, Hint string
	Value, Mistake                            string
	Stored                                    string   // what is stored now, if that is something else
	Rows                                      int      // of a text
	Options                                   []option // of a choice
}

// option is one of several answers.
type option struct{ Value, Label string }

// Field gives a question with what was typed in answer. Passwords are not sent back.
func (f form) Field(name, label, kind, autocomplete string, hint ...string) field {
	d := field{
		ID: f.FieldID(name), Name: name, Label: label, Kind: kind, Autocomplete: autocomplete,
		Hint: strings.Join(hint, " "), Mistake: f.Mistake(name),
	}
	if kind != "password" {
		d.Value = f.Value(name)
	}
	if stored := f.Stored.Get(name); f.Stored != nil && stored != d.Value {
		d.Stored = cmp.Or(stored, "nothing")
		if day, err := civil.Parse(stored); err == nil && kind == "date" {
			d.Stored = dayOf(day)
		}
	}
	return d
}

// Number is a question that is answered with a whole number.
func (f form) Number(name, label string, hint ...string) field {
	return f.Field(name, label, "number", "", hint...)
}

// Area is a question that is answered in several lines.
func (f form) Area(name, label string, rows int, hint ...string) field {
	d := f.Field(name, label, "area", "", hint...)
	d.Rows = rows
	return d
}

// Choose is a question with given answers.
func (f form) Choose(name, label string, options []option, hint ...string) field {
	d := f.Field(name, label, "choice", "", hint...)
	d.Options = options
	for _, o := range options {
		if d.Stored != "" && o.Value == f.Stored.Get(name) {
			d.Stored = o.Label
		}
	}
	return d
}

// Tick is a question that is answered with yes by ticking a box.
func (f form) Tick(name, label string, hint ...string) field {
	d := f.Field(name, label, "tick", "", hint...)
	if d.Stored != "" {
		d.Stored = map[bool]string{true: "ticked", false: "not ticked"}[f.Stored.Get(name) != ""]
	}
	return d
}
