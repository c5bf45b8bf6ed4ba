package keys

import (
	"context"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"time"

	"testamur/internal/access"
)

// ErrRootElsewhere means that nothing can be certified here, because the root came without its private key.
var ErrRootElsewhere = errors.New("the root's private key is not here; ask your authority for a new sealing certificate and import it")

// Authority certifies signatories' keys.
type Authority struct{ pair Pair }

// Authority gives the authority over signatories that is in use; the first who asks has it made under the root. It fails
// as ErrRootElsewhere when the root cannot certify any.
func (r *Ring) Authority(ctx context.Context) (*Authority, error) {
	pair, err := r.using(ctx, Signatories)
	if errors.Is(err, ErrNoKeys) {
		pair, err = r.makeAuthority(ctx)
	}
	if err != nil {
		return nil, err
	}
	return &Authority{pair}, nil
}

// makeAuthority makes an authority, unless another server was first.
func (r *Ring) makeAuthority(ctx context.Context) (pair Pair, err error) {
	if _, err := r.root(ctx); err != nil { // without it every issue would come here, and need not wait for others to write
		return Pair{}, err
	}
	err = r.Store.Update(ctx, func(ctx context.Context) error {
		if pair, err = r.using(ctx, Signatories); !errors.Is(err, ErrNoKeys) {
			return err
		}
		root, err := r.root(ctx)
		if err != nil {
			return err
		}
		if pair, err = newAuthority(root, r.Institution, r.Now()); err != nil {
			return err
		}
		id, err := r.insert(ctx, Signatories, pair)
		if err != nil {
			return err
		}
		return r.note(ctx, access.System("signing"), opMakeKeys, id)
	})
	return pair, err
}

// newAuthority makes an authority that may certify, but make no further authorities. It lasts as long as its root.
func newAuthority(root Pair, institution string, now time.Time) (Pair, error) {
	template, err := template(institution+" signatories", institution, now, rootYears)
	if err != nil {
		return Pair{}, err
	}
	template.NotAfter = root.Certificate.NotAfter
	template.IsCA, template.BasicConstraintsValid, template.MaxPathLenZero = true, true, true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	return sign(template, &root)
}

// Certify makes a key for one signature of the person named, and its certificate. The key is kept nowhere: the caller signs
// with it and lets it go. So the certificate can last as long as its authority. It has no organisation, since it vouches
// for none.
func (a *Authority) Certify(name string, at time.Time) (Pair, error) {
	template, err := template("", "", at, rootYears)
	if err != nil {
		return Pair{}, err
	}
	policy, err := policyExtension()
	if err != nil {
		return Pair{}, err
	}
	template.Subject = pkix.Name{CommonName: commonName(name)}
	template.NotAfter = a.pair.Certificate.NotAfter
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	template.UnknownExtKeyUsage = []asn1.ObjectIdentifier{documentSigning}
	template.ExtraExtensions = []pkix.Extension{policy}
	pair, err := sign(template, &a.pair)
	pair.Chain = []*x509.Certificate{a.pair.Certificate}
	return pair, err
}

// commonName cuts a name to the 64 characters that a certificate has room for (RFC 5280, A.1, ub-common-name).
func commonName(name string) string {
	const most = 64
	runes := []rune(name)
	return string(runes[:min(len(runes), most)])
}
