package api_test

import (
	_ "embed"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

//go:embed testdata/matrix/canaries.txt
var canariesTable string

// since says of every stage what of canaries.txt holds at it.
var since = map[string][]string{
	"before": {"now"}, "composing": {"now"}, "signing": {"now", "signing"}, "signed": {"now", "signing"}, "cancelled": {"now", "signing"},
	"reviewing": {"now", "reviewing"},
	"issued":    {"now", "signing", "issued"}, "quoting": {"now", "signing", "issued"}, "revoked": {"now", "signing", "issued", "revoked"}, "correcting": {"now", "signing", "issued", "correcting"},
}

var beginnings = []string{"now", "reviewing", "signing", "issued", "correcting", "revoked"}

// canaries reads canaries.txt: the columns that may see one, by canary and stage.
var canaries = sync.OnceValue(func() map[string]map[string][]string {
	all := map[string]map[string][]string{}
	for text := range strings.Lines(canariesTable) {
		words := strings.Fields(text)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		all[words[0]] = map[string][]string{}
		from := ""
		for _, word := range words[1:] {
			if slices.Contains(beginnings, word) {
				from = word
				continue
			}
			all[words[0]][from] = append(all[words[0]][from], word)
		}
	}
	return all
})

// mayMeet says whether a column may come across a canary at a stage.
func mayMeet(column, name, stage string) bool {
	for _, from := range since[stage] {
		if slices.Contains(canaries()[name][from], column) {
			return true
		}
	}
	return false
}

// flown are the canaries that a text holds, however its lines and words are broken.
func flown(text string) (names []string) {
	text = strings.ToLower(unbroken.Replace(text))
	if !strings.Contains(text, "kestrel") {
		return nil
	}
	for name := range maps.Keys(canaries()) {
		if strings.Contains(text, strings.ToLower(canary(name))) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// unbroken puts together what lines and hyphens break.
var unbroken = strings.NewReplacer("=\r\n", "", "=\n", "", "-\n", "", " ", "", "\n", "", "\r", "", "\t", "", "\f", "", "\v", "", "\u00ad", "")

// secrets are what nobody is ever told again, by what the world calls them.
func (w *matrixWorld) secrets() map[string]string {
	all := map[string]string{"password": matrixPassword}
	for name, value := range w.names {
		if strings.HasPrefix(value, "testamur_") {
			all[name] = value
		}
	}
	return all
}

// shown is what Ana chose to show to whoever has her link, and asks with it.
const shown = "quoted"

// watch fails when somebody comes across what they may not.
func (w *matrixWorld) watch(t *testing.T, a asker, place, text string) {
	t.Helper()
	for _, name := range flown(text) {
		w.met++
		switch {
		case mayMeet(a.column, name, w.stage):
		case name == shown && (place == "POST /v1/shares/read" || strings.HasPrefix(place, "/s/")):
		default:
			t.Errorf("%s: %s (%s) finds the canary %s in %s", w.stage, a.column, a.secret, name, place)
		}
	}
	if !strings.Contains(text, "testamur_") && !strings.Contains(text, matrixPassword) {
		return
	}
	for name, secret := range w.secrets() {
		if strings.Contains(text, secret) {
			t.Errorf("%s: %s (%s) finds the secret %s in %s", w.stage, a.column, a.secret, name, place)
		}
	}
}

func TestEveryCanaryIsInTheTable(t *testing.T) {
	held := map[string]bool{}
	for _, stage := range []string{"correcting", "reviewing"} {
		w := openStage(t, stage)
		inside := w.inside()
		for table := range w.dump(inside) {
			for _, row := range w.rows(inside, table) {
				for _, name := range flown(row) {
					held[name] = true
				}
				for _, word := range kestrels.FindAllString(row, -1) {
					if len(flown(word)) == 0 {
						t.Errorf("%s holds %s, which canaries.txt does not name", table, word)
					}
				}
			}
		}
	}
	for name := range canaries() {
		if !held[name] && name != "draft.before" && name != "revocation" { // the one is overwritten, the other not written yet
			t.Errorf("the world holds no canary %s", name)
		}
	}
}

var kestrels = regexp.MustCompile(`(?i)kestrel[a-z]*owl`)
