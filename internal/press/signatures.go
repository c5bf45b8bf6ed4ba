package press

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"testamur/internal/certificate"
	"testamur/internal/keys"
	"testamur/internal/pades"
	"testamur/internal/typeset"
)

// approve adds a signature for each who approved in person. What it leaves to the seal are the pictures of the others, and
// of all where nobody can be certified or the document has no fields for them.
func (p *Press) approve(ctx context.Context, base []byte, s certificate.Sealing) (file []byte, stamps []pades.Stamp, err error) {
	pairs, err := p.certify(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	file = base
	for i, a := range s.Approvals {
		switch {
		case pairs[i].Private != nil:
			if file, err = sign(ctx, file, pairs[i], a, s.At); err != nil {
				return nil, nil, err
			}
		case a.PNG != nil:
			stamps = append(stamps, pades.Stamp{Page: a.Place.Page, Rect: a.Place.Rect, PNG: a.PNG, Alt: "Signature of " + a.Name})
		}
	}
	return file, stamps, nil
}

// certify makes keys and certificates, all at once, for those approvals that become signatures.
func (p *Press) certify(ctx context.Context, s certificate.Sealing) ([]keys.Pair, error) {
	pairs, errs := make([]keys.Pair, len(s.Approvals)), make([]error, len(s.Approvals))
	authority, err := p.authority(ctx, s.Approvals)
	if authority == nil {
		return pairs, err
	}
	var making sync.WaitGroup
	for i, a := range s.Approvals {
		if signs(a) {
			making.Go(func() { pairs[i], errs[i] = authority.Certify(a.Name, s.At) })
		}
	}
	making.Wait()
	return pairs, errors.Join(errs...)
}

// signs says whether an approval can become a signature.
func signs(a certificate.Approval) bool { return a.InPerson && a.Place.Field != "" }

// authority gives who certifies the signatories; nil where nobody signs, or the root's key is elsewhere.
func (p *Press) authority(ctx context.Context, approvals []certificate.Approval) (authority *keys.Authority, err error) {
	if slices.ContainsFunc(approvals, signs) {
		authority, err = p.Keys.Authority(ctx)
	}
	if errors.Is(err, keys.ErrRootElsewhere) {
		err = nil
	}
	return authority, err
}

// sign adds one signature, with a key that nobody has afterwards. Its time is that of the signature; when they approved is
// in the reason.
func sign(ctx context.Context, file []byte, pair keys.Pair, a certificate.Approval, at time.Time) ([]byte, error) {
	file, err := pades.Sign(ctx, file, pades.Signing{
		Field: a.Place.Field, Name: a.Name, Reason: a.Reason, Time: at, Key: pair.Private, Chain: pair.Path(), Picture: a.PNG,
	})
	if err != nil {
		return nil, fmt.Errorf("sign for a signatory: %w", err)
	}
	return file, nil
}

// Sealed is nil only if the institution's seal covers the whole file, every signature holds, and each was made with a
// certificate of its kind: a signatory's certificate seals nothing, and the sealing certificate signs for nobody. Otherwise
// the error is a pades.ErrNotSealed with the reason.
func Sealed(r pades.Report) error {
	if err := r.Sealed(typeset.SealField); err != nil {
		return err
	}
	for _, s := range r.Signatures {
		if keys.ForSignatory(s.Certificate) == (s.Field == typeset.SealField) {
			return fmt.Errorf("%w: the signature in field %q was made with a certificate of another kind", pades.ErrNotSealed, s.Field)
		}
	}
	return nil
}

// Signatories gives the signatures in a sealed file that are not the seal, in the order of the fields.
func Signatories(r pades.Report) []pades.Signature {
	var out []pades.Signature
	for _, s := range r.Signatures {
		if s.Field != typeset.SealField {
			out = append(out, s)
		}
	}
	return out
}
