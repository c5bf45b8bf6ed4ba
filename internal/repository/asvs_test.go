package repository

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// levels holds the level of every requirement of OWASP ASVS 5.0.0: of each chapter its sections, of each section one digit
// a requirement.
var levels = []string{
	"V1 1:22 2:1111122223 3:112222222223 4:222 5:123",
	"V2 1:122 2:112 3:12223 4:23",
	"V3 1:3 2:113 3:12223 4:11222233 5:11122333 6:3 7:22333",
	"V4 1:12233 2:23333 3:22 4:1222",
	"V5 1:2 2:112333 3:113 4:222",
	"V6 1:122 2:111111112222 3:11223333 4:112233 5:22222333 6:2223 7:33 8:2222",
	"V7 1:222 2:1111 3:22 4:11222 5:223 6:22",
	"V8 1:1233 2:1123 3:133 4:23",
	"V9 1:111 2:1222",
	"V10 1:22 2:223 3:22223 4:1111122222233333 5:22222 6:22 7:222",
	"V11 1:2233 2:22233 3:11233 4:1222 5:23 6:23 7:33",
	"V12 1:12233 2:11 3:22223",
	"V13 1:2333 2:222223 3:2233 4:1222233",
	"V14 1:22 2:12223333 3:122",
	"V15 1:12233 2:12233 3:1222222 4:3333",
	"V16 1:2 2:22222 3:2222 4:222 5:2223",
	"V17 1:23 2:22223333 3:22",
}

// requirements gives those of levels 1 and 2 with their level.
func requirements() map[string]string {
	all := map[string]string{}
	for _, chapter := range levels {
		sections := strings.Fields(chapter)
		for _, section := range sections[1:] {
			number, digits, _ := strings.Cut(section, ":")
			for i, level := range digits {
				if level < '3' {
					all[fmt.Sprintf("%s.%s.%d", sections[0], number, i+1)] = string(level)
				}
			}
		}
	}
	return all
}

const asvs = "internal/access/ASVS.md"

// rule is one row of the table.
type rule struct{ id, level, asks, status, where string }

func rules(t *testing.T) []rule {
	t.Helper()
	var all []rule
	for line := range strings.Lines(string(read(t, asvs))) {
		if !strings.HasPrefix(line, "| V") {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 5 {
			t.Errorf("not five cells: %s", line)
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		all = append(all, rule{cells[0], cells[1], cells[2], cells[3], cells[4]})
	}
	return all
}

func TestTheTableOfASVSHasEveryRequirementOnce(t *testing.T) {
	missing := requirements()
	if len(missing) != 253 {
		t.Errorf("%d requirements of levels 1 and 2, not 253", len(missing))
	}
	for _, r := range rules(t) {
		level, wanted := missing[r.id]
		switch {
		case !wanted:
			t.Errorf("%s stands here twice, or is none of levels 1 and 2", r.id)
		case level != r.level:
			t.Errorf("%s is of level %s", r.id, level)
		}
		if words := len(strings.Fields(r.asks)); words < 3 || words > 14 {
			t.Errorf("%s is told in %d words", r.id, words)
		}
		delete(missing, r.id)
	}
	for id := range missing {
		t.Errorf("%s is missing", id)
	}
}

// Whatever is said to be so is shown: by tests, by code, or where the operator is told.
func TestEveryRowOfTheTableOfASVSShowsWhatItClaims(t *testing.T) {
	shows := map[string]func(where string) bool{
		"met":       func(where string) bool { return namedTest.MatchString(where) },
		"by design": func(where string) bool { return namedFile.MatchString(where) },
		"operator":  func(where string) bool { return strings.Contains(where, "`README.md`") },
		"n/a":       func(where string) bool { return where != "" },
		"gap":       func(where string) bool { return len(strings.Fields(where)) >= 5 },
	}
	for _, r := range rules(t) {
		if shown, known := shows[r.status]; !known || !shown(r.where) {
			t.Errorf("%s: %q does not follow from %q", r.id, r.status, r.where)
		}
	}
}

var (
	namedTest = regexp.MustCompile("`([a-z/]+) ((?:Test|Fuzz)\\w+)`")
	namedFile = regexp.MustCompile("`((?:[\\w.-]+/)*[\\w.-]+\\.(?:go|yaml|yml|md|txt|sql|html|css|sh|mod|sum)|Dockerfile|\\.ci/run)`")
)

func TestTheTableOfASVSNamesWhatIsThere(t *testing.T) {
	text := string(read(t, asvs))
	tests := map[string][]string{}
	for _, match := range namedTest.FindAllStringSubmatch(text, -1) {
		folder, name := match[1], match[2]
		if _, known := tests[folder]; !known {
			tests[folder] = testsIn(t, folder)
		}
		if !slices.Contains(tests[folder], name) {
			t.Errorf("there is no %s in %s", name, folder)
		}
	}
	for _, match := range namedFile.FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join(root, match[1])); err != nil {
			t.Error(err)
		}
	}
	if len(tests) == 0 {
		t.Error("no tests are named")
	}
}

// testsIn lists the tests of a package: of a folder below internal, unless it names one at the top.
func testsIn(t *testing.T, folder string) []string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(root, folder)); err != nil {
		folder = "internal/" + folder
	}
	files, err := filepath.Glob(filepath.Join(root, folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range parsed.Decls {
			if f, ok := declared.(*ast.FuncDecl); ok && f.Recv == nil {
				names = append(names, f.Name.Name)
			}
		}
	}
	return names
}
