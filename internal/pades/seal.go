package pades

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"testamur/internal/pades/cms"
)

// gap is a file with the place that the signature will fill: the hexadecimal string with its angle brackets, which is all
// of the file that is not signed.
type gap struct {
	file      []byte
	byteRange int // where the numbers of ByteRange stand
	start     int // where the string's < stands
	room      int // bytes, two digits each
}

func (g gap) end() int { return g.start + 1 + 2*g.room + 1 }

// seal signs what is outside the gap and fills it.
func (g gap) seal(ctx context.Context, s Signing) ([]byte, error) {
	signed, err := cms.Sign(g.digest(), s.Key, s.Chain)
	if err != nil {
		return nil, err
	}
	if s.Timestamp != nil {
		if signed.Token, err = stampOf(ctx, s.Timestamp, sha256.Sum256(signed.Signature)); err != nil {
			return nil, err
		}
	}
	der, err := signed.DER()
	if err != nil {
		return nil, err
	}
	return g.fill(der)
}

// digest fills in the byte range and hashes what it covers.
func (g gap) digest() (sum [sha256.Size]byte) {
	copy(g.file[g.byteRange:], byteRangeText(g.start, g.end(), len(g.file)-g.end()))
	h := sha256.New()
	h.Write(g.file[:g.start])
	h.Write(g.file[g.end():])
	h.Sum(sum[:0])
	return sum
}

func (g gap) fill(der []byte) ([]byte, error) {
	if len(der) > g.room {
		return nil, fmt.Errorf("%w: %d bytes of %d", ErrRoom, len(der), g.room)
	}
	hex.Encode(g.file[g.start+1:], der)
	return g.file, nil
}

// stampOf asks for a timestamp over a digest and looks at it before it is embedded.
func stampOf(ctx context.Context, a Authority, digest [sha256.Size]byte) ([]byte, error) {
	der, err := a.Token(ctx, digest)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTimestamp, err)
	}
	if _, err := checkedToken(der, digest); err != nil {
		return nil, err
	}
	return der, nil
}
