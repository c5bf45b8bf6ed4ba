package repository

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const root = "../.."

// sources lists the files that git keeps or would keep, relative to the root.
func sources(t *testing.T) []string {
	t.Helper()
	list, err := exec.Command("git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Skipf("needs a checkout and git: %v", err)
	}
	files := strings.Split(strings.TrimSuffix(string(list), "\x00"), "\x00")
	return slices.DeleteFunc(files, func(file string) bool {
		_, err := os.Stat(filepath.Join(root, file))
		return os.IsNotExist(err)
	})
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// packages lists the folders that hold Go code.
func packages(t *testing.T) []string {
	t.Helper()
	var folders []string
	for _, file := range sources(t) {
		if strings.HasSuffix(file, ".go") && !slices.Contains(folders, path.Dir(file)) {
			folders = append(folders, path.Dir(file))
		}
	}
	return folders
}

func TestTheTopLevelHoldsOnlyWhatAReaderExpects(t *testing.T) {
	expected := []string{
		"api", "cmd", "internal", "templates", "openapi.yaml", "go.mod", "go.sum", "Dockerfile", "README.md", "CONTRIBUTING.md",
		"LICENSE", ".ci", ".gitignore", ".golangci.yml",
	}
	for _, file := range sources(t) {
		if top, _, _ := strings.Cut(file, "/"); !slices.Contains(expected, top) {
			t.Errorf("%s has no place at the top level", top)
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	form := regexp.MustCompile(`^(Package|Command) [a-z]+ `)
	for _, folder := range packages(t) {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		var docs []string
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if parsed.Doc != nil && !ast.IsGenerated(parsed) {
				docs = append(docs, parsed.Doc.Text())
			}
		}
		if len(docs) != 1 || !form.MatchString(docs[0]) {
			t.Errorf("%s has %d package comments; want one like \"Package x ...\": %q", folder, len(docs), docs)
		}
	}
}

// A long file is perhaps two ideas.
func TestNoFileIsLongerThanAReaderCanHold(t *testing.T) {
	const limit = 400
	for _, file := range sources(t) {
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, ".gen.go") {
			continue
		}
		if lines := bytes.Count(read(t, file), []byte("\n")); lines > limit {
			t.Errorf("%s has %d lines; the limit is %d", file, lines, limit)
		}
	}
}

func TestNothingStandsInAFileThatShouldNot(t *testing.T) {
	// A character in brackets keeps this file from finding itself.
	unwanted := map[string]*regexp.Regexp{
		"an unfinished word":                  regexp.MustCompile(`\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b`),
		"a path of one machine":               regexp.MustCompile(`(^|[\s"'=(])/(wor[k]|roo[t]|far[m]|hom[e]|User[s])/`),
		"the address of a package registry":   regexp.MustCompile(`registr[y]\.npmjs|prox[y]\.golang`),
		"a row that is a JSON object as well": regexp.MustCompile("`.*gor[m]:\".*json:\"|`.*jso[n]:\".*gorm:\""),
	}
	// What finds such words in certificates names them.
	finders := []string{"internal/certificate/checksplaceholders.go", "internal/certificate/checks_test.go"}
	for _, file := range sources(t) {
		content := read(t, file)
		if bytes.IndexByte(content, 0) >= 0 {
			continue // not text
		}
		for number, line := range strings.Split(string(content), "\n") {
			for what, pattern := range unwanted {
				if pattern.MatchString(line) && (what != "an unfinished word" || !slices.Contains(finders, filepath.ToSlash(file))) {
					t.Errorf("%s:%d has %s: %s", file, number+1, what, pattern.FindString(line))
				}
			}
		}
	}
}

func TestEveryFontHasItsLicenceBesideIt(t *testing.T) {
	fonts := 0
	files := sources(t)
	for _, file := range files {
		if path.Ext(file) != ".ttf" && path.Ext(file) != ".woff2" {
			continue
		}
		fonts++
		family, _, _ := strings.Cut(path.Base(file), "-")
		if licence := path.Join(path.Dir(file), family+"-OFL.txt"); !slices.Contains(files, licence) {
			t.Errorf("%s is without %s", file, licence)
		}
	}
	if fonts == 0 {
		t.Error("no fonts found")
	}
}

// Who may import whom is stated in .golangci.yml: a package that it does not name would be free to import anything.
func TestTheLinterKnowsWhatEveryPackageMayImport(t *testing.T) {
	ruled := ruledFolders(t)
	inside := func(folder, rule string) bool { return strings.HasPrefix(folder+"/", rule+"/") }
	folders := packages(t)
	for _, folder := range folders {
		if strings.HasPrefix(folder, "cmd/") || folder == "internal/repository" {
			continue
		}
		if !slices.ContainsFunc(ruled, func(rule string) bool { return inside(folder, rule) }) {
			t.Errorf("no rule of depguard says what %s may import", folder)
		}
	}
	for _, rule := range ruled {
		if !slices.ContainsFunc(folders, func(folder string) bool { return inside(folder, rule) }) {
			t.Errorf("a rule of depguard names %s, which is not there", rule)
		}
	}
}

// ruledFolders lists the folders whose imports of this module are limited by a rule.
func ruledFolders(t *testing.T) []string {
	t.Helper()
	var config struct {
		Linters struct {
			Settings struct {
				Depguard struct {
					Rules map[string]struct {
						Files []string
						Deny  []struct{ Pkg string }
					}
				}
			}
		}
	}
	if err := yaml.Unmarshal(read(t, ".golangci.yml"), &config); err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, rule := range config.Linters.Settings.Depguard.Rules {
		if len(rule.Deny) == 0 || rule.Deny[0].Pkg != "testamur" {
			continue
		}
		for _, pattern := range rule.Files {
			if folder, found := strings.CutPrefix(pattern, "**/"); found {
				folders = append(folders, alternatives(strings.TrimSuffix(folder, "/**"))...)
			}
		}
	}
	return folders
}

// alternatives spells out a{b,c} as ab and ac.
func alternatives(pattern string) []string {
	before, rest, found := strings.Cut(pattern, "{")
	if !found {
		return []string{pattern}
	}
	choices, after, _ := strings.Cut(rest, "}")
	var all []string
	for choice := range strings.SplitSeq(choices, ",") {
		all = append(all, before+choice+after)
	}
	return all
}
