package account_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"testamur/internal/account"
	"testamur/internal/fault"
	"testamur/internal/store/storetest"
)

// BenchmarkRefusals measures how long answers take where there is an account and where there is none, in turns, so that
// what else the machine does falls on both. known/unknown must be near one.
func BenchmarkRefusals(b *testing.B) {
	w := newWorld(b, storetest.Open(b))
	w.Hasher = account.NewArgon2(account.Argon2Memory)
	w.Later = func(func(context.Context) error) {}
	w.account("Ada", "ada@example.org", goodPassword, false)
	for name, try := range map[string]func(email string){
		"password": func(email string) {
			_, err := w.SignInWithPassword(b.Context(), from(1), email, "a guess at the password")
			fails(b, err, fault.Unauthenticated, "sign_in_failed")
		},
		"link": func(email string) { must(b, w.RequestLink(b.Context(), from(1), email)) },
	} {
		b.Run(name, func(b *testing.B) {
			took := map[string][]time.Duration{}
			for b.Loop() {
				for _, email := range []string{"ada@example.org", "nobody@example.org"} {
					w.clock.move(30 * time.Minute) // so that nothing is throttled
					start := time.Now()
					try(email)
					took[email] = append(took[email], time.Since(start))
				}
			}
			known, unknown := median(took["ada@example.org"]), median(took["nobody@example.org"])
			b.ReportMetric(float64(known.Microseconds()), "known-µs")
			b.ReportMetric(float64(unknown.Microseconds()), "unknown-µs")
			b.ReportMetric(float64(known)/float64(unknown), "known/unknown")
		})
	}
}

func median(of []time.Duration) time.Duration {
	slices.Sort(of)
	return of[len(of)/2]
}
