package throttle

import (
	"net/netip"
	"testing"
	"time"

	"testamur/internal/fault"
)

func TestAnAddressIsSlowedDownAndNoOther(t *testing.T) {
	now := time.Unix(0, 0)
	l := NewAddresses(1, 3, func() time.Time { return now })
	for i := range 4 {
		if got := l.Allow("192.0.2.1"); got != (i < 3) {
			t.Errorf("request %d: %v", i, got)
		}
	}
	if !l.Allow("192.0.2.2") {
		t.Error("another address pays for the first")
	}
	if now = now.Add(time.Second); !l.Allow("192.0.2.1") {
		t.Error("an address stays locked out")
	}
	for range 3 {
		l.Allow("2001:db8::1")
	}
	if l.Allow("2001:db8::2") {
		t.Error("one network has many addresses, and as many turns")
	}
}

func TestItForgetsRatherThanGrows(t *testing.T) {
	l := NewAddresses(1, 1, func() time.Time { return time.Unix(0, 0) })
	for i := range 3 * maxAddresses {
		l.Allow(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}).String())
	}
	if n := len(l.young) + len(l.old); n > 2*maxAddresses || n < maxAddresses {
		t.Errorf("%d addresses are kept", n)
	}
}

func TestFilesOfManyAddressesWaitForOneAnother(t *testing.T) {
	f := NewFiles(1, 1, func() time.Time { return time.Unix(0, 0) })
	var leaves []func()
	address := func(i int) string { return netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}).String() }
	for i := range filesAtOnce {
		leave, err := f.Enter(address(i))
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leave)
	}
	if _, err := f.Enter(address(100)); fault.CodeOf(err) != fault.Limited || fault.ReasonOf(err) != "busy" {
		t.Errorf("one too many: %v", err)
	}
	leaves[0]()
	if _, err := f.Enter(address(101)); err != nil {
		t.Errorf("after one left: %v", err)
	}
	if _, err := f.Enter(address(1)); fault.CodeOf(err) != fault.Limited || fault.ReasonOf(err) != "" {
		t.Errorf("the same address again: %v", err)
	}
}
