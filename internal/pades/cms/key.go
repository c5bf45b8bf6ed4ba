package cms

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
)

// ErrKey means that the key is of a kind that is not allowed or does not belong to the certificate.
var ErrKey = errors.New("unsuitable signing key")

// checkKey checks that the key is the one of the first certificate.
func checkKey(key crypto.Signer, chain []*x509.Certificate) error {
	if key == nil || len(chain) == 0 {
		return fmt.Errorf("%w: no key or no certificate", ErrKey)
	}
	if err := checkPublicKey(chain[0].PublicKey); err != nil {
		return err
	}
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(chain[0].PublicKey) {
		return fmt.Errorf("%w: it is not the certificate's", ErrKey)
	}
	return nil
}

// The upper bound keeps a stranger's certificate from costing minutes: the work grows with the cube of the length.
const minRSABits, maxRSABits = 2048, 8192

// checkPublicKey allows ECDSA on the NIST curves from P-256 on and RSA from 2048 to 8192 bits.
func checkPublicKey(key crypto.PublicKey) error {
	switch k := key.(type) {
	case *ecdsa.PublicKey:
		if bits := k.Curve.Params().BitSize; bits >= 256 {
			return nil
		}
	case *rsa.PublicKey:
		if bits := k.N.BitLen(); bits >= minRSABits && bits <= maxRSABits {
			return nil
		}
	}
	return fmt.Errorf("%w: %T of this kind or size is not allowed", ErrKey, key)
}
