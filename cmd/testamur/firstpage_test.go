package main

import (
	"strings"
	"testing"

	"testamur/internal/browsertest"
)

// BenchmarkFirstPages measures, on a demonstration that has just started, how long somebody of each role waits from pressing “Sign in”
// until their first page has loaded, in a browser that was never here before. One round is all there is of it:
//
//	go test -run xxx -bench FirstPages -benchtime 1x ./cmd/testamur
func BenchmarkFirstPages(b *testing.B) {
	accounts, err := demoAccounts()
	if err != nil {
		b.Fatal(err)
	}
	s := newMachine(b).serve("--demo")
	address := strings.Replace(s.url, "127.0.0.1", "localhost", 1)
	browser := browsertest.Start(b)
	for line := range strings.Lines(accounts) {
		email, role, _ := strings.Cut(strings.TrimSpace(line), " ")
		b.Run(strings.TrimSpace(role), func(b *testing.B) {
			for b.Loop() {
				w := browser.Profile(b, address)
				w.Open("/sign-in")
				w.Type("With your password: E-mail address", email)
				w.Type("Password", demoPassword)
				w.Press("With your password: Sign in")
				w.Says("What there is to do")
				b.ReportMetric(browsertest.Evaluate[float64](w, `performance.getEntriesByType("navigation")[0].duration`), "ms-until-loaded")
			}
		})
	}
	for path, role := range map[string]string{"/": "anyone", "/v/00000-00000-00000-00000-00000": "anyone with a code"} {
		b.Run(role, func(b *testing.B) {
			for b.Loop() {
				w := browser.Profile(b, address)
				w.Open(path)
				b.ReportMetric(browsertest.Evaluate[float64](w, `performance.getEntriesByType("navigation")[0].duration`), "ms-until-loaded")
			}
		})
	}
}
