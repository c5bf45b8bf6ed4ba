package personal

import (
	"fmt"

	"testamur/internal/text"
)

// numbered gives a name that is unique by its number, whatever the words are.
func numbered(n int, words string) string {
	if s := text.Slug(words); s != "" {
		return fmt.Sprintf("%d-%s", n, s)
	}
	return fmt.Sprint(n)
}
