package framework

import (
	"slices"
	"strings"
)

// Codes is a set of disciplines, by their codes: sorted, each once, with a space between. Two sets are equal when == says so.
type Codes string

// CodesOf gives the set of the codes, whatever their order.
func CodesOf(codes ...string) Codes {
	sorted := slices.Sorted(slices.Values(codes))
	return Codes(strings.Join(slices.Compact(sorted), " "))
}

// List gives the codes in their order.
func (c Codes) List() []string { return strings.Fields(string(c)) }

// Has says whether the code is among them.
func (c Codes) Has(code string) bool { return slices.Contains(c.List(), code) }

// With gives both sets as one.
func (c Codes) With(other Codes) Codes { return CodesOf(append(c.List(), other.List()...)...) }

// Missing gives those that are not among others.
func (c Codes) Missing(others Codes) []string {
	return slices.DeleteFunc(c.List(), others.Has)
}
