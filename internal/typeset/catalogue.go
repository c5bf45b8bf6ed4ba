package typeset

import (
	"fmt"
	"io/fs"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// describe gives the layouts the words of layouts.yaml, which names each of them and no other.
func (t *Typesetter) describe(files fs.FS) error {
	data, err := fs.ReadFile(files, "layouts.yaml")
	if err != nil {
		return err
	}
	var described map[string]string
	if err := yaml.Unmarshal(data, &described); err != nil {
		return fmt.Errorf("layouts.yaml: %w", err)
	}
	for name, l := range t.layouts {
		if l.Description = described[name]; l.Description == "" {
			return fmt.Errorf("layouts.yaml: %w: %s is not described", ErrLayout, name)
		}
	}
	if len(described) > len(t.layouts) {
		return fmt.Errorf("layouts.yaml: %w: there are %d layouts and %d descriptions", ErrLayout, len(t.layouts), len(described))
	}
	return nil
}

var layoutVersion = regexp.MustCompile(`-([1-9][0-9]{0,4})$`)

// Version is the number at the end of the name, 1 where there is none: "classic-2" is the second version of classic.
func (l *Layout) Version() int {
	m := layoutVersion.FindStringSubmatch(l.Name)
	if m == nil {
		return 1
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 1
	}
	return n
}
