package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Finding is something that axe-core found, or could not decide.
type Finding struct {
	Rule     string // such as "color-contrast"
	Help     string
	Decided  bool   // false: a person must look
	Selector string // of the element
	Why      string
}

// String implements fmt.Stringer.
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s\n    %s\n    %s", f.Rule, f.Help, f.Selector, strings.ReplaceAll(f.Why, "\n", "\n    "))
}

// axeFile is where `npm ci --prefix .ci/tools` puts axe-core, seen from the root of the module.
const axeFile = ".ci/tools/node_modules/axe-core/axe.min.js"

// Axe gives the source of axe-core: the file that TESTAMUR_TEST_AXE names, or that of .ci/tools. Without either it skips the test.
func Axe(t testing.TB) string {
	t.Helper()
	path := os.Getenv("TESTAMUR_TEST_AXE")
	if path == "" {
		path = filepath.Join(root(), axeFile)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("axe-core is not there, neither in .ci/tools (npm ci --prefix .ci/tools) nor where TESTAMUR_TEST_AXE says: %v", err)
	}
	return string(b)
}

// root gives the folder of the module that is tested, or "".
var root = sync.OnceValue(func() string {
	folder, err := os.Getwd()
	for ; err == nil && folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		if _, missing := os.Stat(filepath.Join(folder, "go.mod")); missing == nil {
			return folder
		}
	}
	return ""
})

// Standard is what pages are held against: WCAG 2.2 AA, and what axe-core calls good practice.
var Standard = []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"}

// Examine has axe-core look at the page. What it runs by comes in beside the page, where its Content-Security-Policy does not reach.
func (w *Window) Examine(axe string, tags []string) []Finding {
	w.t.Helper()
	w.bring(axe)
	return Evaluate[[]Finding](w, `axe.run(document, {preload: false, resultTypes: ["violations", "incomplete"], runOnly: {type: "tag", values: `+list(tags)+`}}).then(`+findings+`)`)
}

// ExamineRule is Examine for one rule alone.
func (w *Window) ExamineRule(axe, rule string) []Finding {
	w.t.Helper()
	w.bring(axe)
	return Evaluate[[]Finding](w, `axe.run(document, {preload: false, runOnly: {type: "rule", values: `+list([]string{rule})+`}}).then(`+findings+`)`)
}

// bring has axe-core in the page; its half a megabyte is sent once a page.
func (w *Window) bring(axe string) {
	w.t.Helper()
	if !Evaluate[bool](w, "!!window.axe") {
		Evaluate[bool](w, axe+"; true")
	}
}

// findings makes a list of what axe-core says.
const findings = `r => [[r.violations, true], [r.incomplete, false]].flatMap(([rules, decided]) => rules.flatMap(rule => rule.nodes.map(n =>
	({Rule: rule.id, Help: rule.help, Decided: decided, Selector: n.target.join(" "), Why: n.failureSummary + "\n" + n.html.slice(0, 300)}))))`

func list(all []string) string {
	quoted := make([]string, len(all))
	for i, s := range all {
		quoted[i] = quote(s)
	}
	return "[" + strings.Join(quoted, ",") + "]"
}
