package record

import (
	"encoding/json"
	"fmt"

	"github.com/gowebpki/jcs"
)

// Canonical gives the bytes of v that are hashed and stored: JSON in the form of RFC 8785. They are never encoded again.
func Canonical(v any) ([]byte, Digest, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, Digest{}, fmt.Errorf("canonical JSON: %w", err)
	}
	b, err := jcs.Transform(raw)
	if err != nil {
		return nil, Digest{}, fmt.Errorf("canonical JSON: %w", err)
	}
	return b, DigestOf(b), nil
}
