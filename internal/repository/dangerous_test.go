package repository

import (
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// dangerous names packages of the standard library that the program does without, and the folders that may use one
// nevertheless: reading what others made, or judging in tests.
var dangerous = map[string][]string{
	"C":                 nil,
	"crypto/des":        nil,
	"crypto/dsa":        nil,
	"crypto/md5":        nil,
	"crypto/rc4":        nil,
	"crypto/sha1":       {"internal/pades/cms"}, // names a certificate in signatures of others, beside SHA-256
	"encoding/gob":      nil,
	"expvar":            nil,
	"math/rand":         nil,
	"math/rand/v2":      nil,
	"net/http/httputil": nil,
	"net/http/pprof":    nil,
	"net/rpc":           nil,
	"os/exec":           {"internal/browsertest", "internal/pades/judges"}, // of tests
	"plugin":            nil,
	"text/template":     {"internal/mail"}, // the plain part of letters
	"unsafe":            nil,
}

func TestTheProgramDoesWithoutDangerousPackages(t *testing.T) {
	used := map[string]bool{}
	for _, file := range sources(t) {
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			allowed, listed := dangerous[imported]
			if listed && !slices.Contains(allowed, path.Dir(file)) {
				t.Errorf("%s imports %s", file, imported)
			}
			used[imported+" "+path.Dir(file)] = true
		}
	}
	for imported, folders := range dangerous {
		for _, folder := range folders {
			if !used[imported+" "+folder] {
				t.Errorf("%s may import %s and does not", folder, imported)
			}
		}
	}
}
