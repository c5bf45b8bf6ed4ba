package pades

import (
	"crypto"
	"crypto/sha256"
	"fmt"

	"testamur/internal/pades/cms"
)

// checkedToken reads a token and checks its signature and that it was made for the digest.
func checkedToken(der []byte, digest [sha256.Size]byte) (*cms.Token, error) {
	token, err := cms.ParseToken(der)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTimestamp, err)
	}
	made := func(h crypto.Hash) []byte {
		if h != crypto.SHA256 {
			return nil // not what was asked for
		}
		return digest[:]
	}
	if err := token.CheckImprint(made); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTimestamp, err)
	}
	return token, nil
}
