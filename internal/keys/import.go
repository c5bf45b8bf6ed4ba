package keys

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// Given is a sealing certificate that an institution brings from its own authority.
type Given struct {
	Pair Pair
	Root *x509.Certificate
}

// ParsePEM reads a sealing certificate, its private key (PKCS#8, SEC 1 or PKCS#1, unencrypted) and the certificates up to
// the root, in any order, from one text.
func ParsePEM(text []byte) (Given, error) {
	var certificates []*x509.Certificate
	var private crypto.Signer
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			break
		}
		if block.Type == "CERTIFICATE" {
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return Given{}, fmt.Errorf("read certificate: %w", err)
			}
			certificates = append(certificates, c)
			continue
		}
		key, err := parsePrivate(block.Bytes)
		if err != nil {
			return Given{}, fmt.Errorf("read %s: %w", block.Type, err)
		}
		private = key
	}
	return arrange(private, certificates)
}

// ParsePKCS12 reads the same from a PKCS#12 file.
func ParsePKCS12(b []byte, password string) (Given, error) {
	key, leaf, others, err := pkcs12.DecodeChain(b, password)
	if err != nil {
		return Given{}, fmt.Errorf("read PKCS#12: %w", err)
	}
	private, ok := key.(crypto.Signer)
	if !ok {
		return Given{}, errors.New("read PKCS#12: the key cannot sign")
	}
	return arrange(private, append(others, leaf))
}

func parsePrivate(der []byte) (crypto.Signer, error) {
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		if signer, ok := key.(crypto.Signer); ok {
			return signer, nil
		}
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	return nil, errors.New("this is no private key that can be read; remove its passphrase first")
}

// arrange finds the leaf by its key, the root by its self-signature, and the way between them.
func arrange(private crypto.Signer, certificates []*x509.Certificate) (Given, error) {
	if private == nil {
		return Given{}, errors.New("there is no private key")
	}
	if err := strongEnough(private.Public()); err != nil {
		return Given{}, err
	}
	var g Given
	g.Pair.Private = private
	for _, c := range certificates {
		switch {
		case sameKey(c.PublicKey, private.Public()):
			g.Pair.Certificate = c
		case bytes.Equal(c.RawIssuer, c.RawSubject):
			g.Root = c
		default:
			g.Pair.Chain = append(g.Pair.Chain, c)
		}
	}
	if g.Pair.Certificate == nil || g.Root == nil {
		return Given{}, errors.New("give the private key, its certificate, and all certificates up to the self-signed root")
	}
	return g, g.check()
}

func sameKey(a, b crypto.PublicKey) bool {
	k, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && k.Equal(b)
}

func strongEnough(public crypto.PublicKey) error {
	switch k := public.(type) {
	case *ecdsa.PublicKey:
		return nil
	case *rsa.PublicKey:
		if k.N.BitLen() < 3072 {
			return fmt.Errorf("an RSA key of %d bits is too weak; use 3072, or ECDSA P-256", k.N.BitLen())
		}
		return nil
	}
	return fmt.Errorf("a key of type %T cannot seal; use ECDSA P-256 or RSA", public)
}

// check verifies that the leaf chains to the root and may sign.
func (g Given) check() error {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(g.Root)
	for _, c := range g.Pair.Chain {
		between.AddCert(c)
	}
	options := x509.VerifyOptions{Roots: roots, Intermediates: between, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}, CurrentTime: g.Pair.Certificate.NotBefore.Add(time.Second)}
	if _, err := g.Pair.Certificate.Verify(options); err != nil {
		return fmt.Errorf("the certificate does not chain to the root: %w", err)
	}
	if usage := g.Pair.Certificate.KeyUsage; usage != 0 && usage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return errors.New("the certificate may not be used for signing")
	}
	return nil
}
