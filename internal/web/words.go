package web

import (
	"fmt"

	"testamur/internal/programme"
)

// words are how states read; what is not here reads as it is.
var words = map[string]string{string(programme.NotAwarded): "not awarded"}

// word gives how a state reads.
func word(state any) string {
	s := fmt.Sprint(state)
	if w, ok := words[s]; ok {
		return w
	}
	return s
}
