package throttle

import (
	"time"

	"testamur/internal/fault"

	"golang.org/x/time/rate"
)

// filesAtOnce is how many files of strangers are held in memory at a time.
const filesAtOnce = 16

// Files slows down whoever has files verified without an account, and keeps all of them together from filling the memory.
type Files struct {
	addresses *Addresses
	held      chan struct{}
}

// NewFiles lets each address have so many files verified a second, and burst at once.
func NewFiles(every rate.Limit, burst int, now func() time.Time) *Files {
	return &Files{addresses: NewAddresses(every, burst, now), held: make(chan struct{}, filesAtOnce)}
}

// Enter lets a file in before it is read; call leave when done with it. Fails as Limited, with the reason busy when it is not the
// address that asks too often.
func (f *Files) Enter(address string) (leave func(), err error) {
	if !f.addresses.Allow(address) {
		return nil, fault.New(fault.Limited, "", "Too many files from your address. Try again in a moment.")
	}
	select {
	case f.held <- struct{}{}:
		return func() { <-f.held }, nil
	default:
		return nil, fault.New(fault.Limited, "busy", "Many files are being verified just now. Try again in a moment.")
	}
}
