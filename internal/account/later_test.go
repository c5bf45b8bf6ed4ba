package account_test

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/fault"

	"pgregory.net/rapid"
)

func TestALinkThatWasAskedForBeforeACrashIsMailedByTheNextSweep(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", "", false)
		w.Later = func(func(context.Context) error) {} // the crash
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		if sent := w.letters.all(); len(sent) != 0 {
			t.Fatalf("letters before the answer: %+v", sent)
		}
		must(t, w.Sweep(t.Context()))
		must(t, w.Sweep(t.Context()))
		if sent := w.letters.all(); len(sent) != 1 {
			t.Errorf("%d letters", len(sent))
		}
	})
}

// failing is an outbox that takes no letter to one address.
type failing struct {
	*letters
	to string
}

func (f failing) Post(ctx context.Context, l access.Letter) error {
	if l.To == f.to {
		return errors.New("disk full")
	}
	return f.letters.Post(ctx, l)
}

func TestALetterThatCannotBeWrittenKeepsNoOtherWaiting(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account("Ada", "ada@example.org", "", false)
		w.account("Ben", "ben@example.org", "", false)
		w.Outbox, w.Later = failing{w.letters, "ada@example.org"}, func(func(context.Context) error) {}
		must(t, w.RequestLink(t.Context(), from(1), "ada@example.org"))
		must(t, w.RequestLink(t.Context(), from(1), "ben@example.org"))
		if err := w.Settle(t.Context()); err == nil {
			t.Error("nobody learns of it")
		}
		if sent := w.letters.all(); len(sent) != 1 || sent[0].To != "ben@example.org" {
			t.Errorf("sent: %+v", sent)
		}
		w.Outbox = w.letters
		must(t, w.Settle(t.Context()))
		if sent := w.letters.all(); len(sent) != 2 {
			t.Errorf("%d letters in the end", len(sent))
		}
	})
}

func TestFewPasswordsAreHashedAtOnceAndFewWait(t *testing.T) {
	const running, waiting = 2, 16
	h := account.NewArgon2(64)
	started, finish := make(chan struct{}, 100), make(chan struct{})
	var all sync.WaitGroup
	errs := make(chan error, 100)
	for range running + waiting {
		all.Go(func() {
			errs <- h.Turn(t.Context(), func() error { started <- struct{}{}; <-finish; return nil })
		})
	}
	for range running {
		<-started
	}
	for h.Places() < running+waiting { // until all wait
		if t.Context().Err() != nil {
			t.Fatal("they do not")
		}
	}
	fails(t, h.Turn(t.Context(), func() error { return nil }), fault.Limited, "busy")
	fails(t, errOf(h.Hash(t.Context(), goodPassword)), fault.Limited, "busy")
	fails(t, errOf(h.Matches(t.Context(), goodPassword, "")), fault.Limited, "busy") // it takes a hash where there is none too
	if len(started) != 0 {
		t.Error("more than two run")
	}
	close(finish)
	all.Wait()
	for range running + waiting {
		must(t, <-errs)
	}
	must(t, h.Turn(t.Context(), func() error { return nil }))
}

func TestWhoWaitsForAHashGivesUpWhenTheirRequestEnds(t *testing.T) {
	h := account.NewArgon2(64)
	started, finish := make(chan struct{}, 2), make(chan struct{})
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			if err := h.Turn(t.Context(), func() error { started <- struct{}{}; <-finish; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	<-started
	<-started
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	fails(t, h.Turn(gone, func() error { return nil }), fault.Unavailable, "")
	close(finish)
	all.Wait()
}

func TestADeviceIsShortPlainText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "agent")
		s = strings.Repeat(s, rapid.IntRange(1, 20).Draw(t, "times"))
		got := account.Origin{Device: s}.DeviceStored()
		if len(got) > 200 || !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("%q", got)
		}
	})
}

func TestAnAddressIsThrottledWhicheverWayItIsWritten(t *testing.T) {
	parse := netip.MustParseAddr
	for name, c := range map[string]struct {
		a, b string
		same bool
	}{
		"mapped into IPv6":     {"192.0.2.1", "::ffff:192.0.2.1", true},
		"neighbours of IPv4":   {"192.0.2.1", "192.0.2.2", false},
		"one network of IPv6":  {"2001:db8::1", "2001:db8::ffff:1", true},
		"two networks of IPv6": {"2001:db8::1", "2001:db8:0:1::1", false},
		"a zone":               {"fe80::1%eth0", "fe80::1%eth1", true},
	} {
		if same := account.OfAddress(parse(c.a)) == account.OfAddress(parse(c.b)); same != c.same {
			t.Errorf("%s: the same bucket: %v", name, same)
		}
	}
}

func TestTheGateForgetsRatherThanFillTheMemory(t *testing.T) {
	most := 0
	take := account.GateSizes(noon)
	for n := range 30_000 {
		addr := netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)})
		most = max(most, take(account.OfAddress(addr)))
	}
	if most > 20_001 {
		t.Errorf("%d buckets in memory", most)
	}
}
