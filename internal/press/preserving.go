package press

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"testamur/internal/fault"
	"testamur/internal/pades"
	"testamur/internal/pades/revocation"
)

// Renew implements certificate.Renewer.
func (p *Press) Renew(ctx context.Context, file []byte, at time.Time) ([]byte, error) {
	if p.Authority == nil {
		return nil, fault.New(fault.Unavailable, "no_time_authority", "No time authority is configured. Set TESTAMUR_TIME_AUTHORITY and TESTAMUR_TIME_AUTHORITY_ROOTS.")
	}
	return p.preserve(ctx, file, at)
}

// preserve adds validation data and a document timestamp to a sealed file. The evidence for those who signed is kept with the
// first; what a later one adds is that of the timestamp before it, and what could not be had before.
func (p *Press) preserve(ctx context.Context, file []byte, at time.Time) ([]byte, error) {
	verifier, err := p.verifier(ctx)
	if err != nil {
		return nil, err
	}
	report, err := verifier.Verify(file)
	if err == nil {
		err = Sealed(report)
	}
	if err != nil {
		return nil, fmt.Errorf("preserve: %w", err)
	}
	kept := pades.Preservation{Authority: p.Authority}
	if len(report.Timestamps) == 0 {
		evidence, err := p.Keys.Evidence(ctx, signers(report), at)
		if err != nil {
			return nil, err
		}
		kept.Certificates, kept.CRLs = evidence.Certificates, evidence.CRLs
	}
	if err := p.prove(ctx, &kept, report.Unproven, at); err != nil {
		return nil, err
	}
	preserved, err := pades.Preserve(ctx, file, kept)
	if err != nil {
		return nil, fmt.Errorf("preserve: %w", unavailable(err))
	}
	return preserved, nil
}

// prove adds what others' authorities say today of the certificates that the file tells nothing of. What cannot be had stops
// nothing: it is logged, the file says so of itself, and it counts as due for renewal. A certificate that has ended is not asked
// for, since its issuer need not list it any more.
func (p *Press) prove(ctx context.Context, kept *pades.Preservation, unproven []pades.Unproven, at time.Time) error {
	for _, u := range unproven {
		if p.Revocations == nil || u.Certificate.NotAfter.Before(at) {
			continue
		}
		evidence, err := p.Revocations.Evidence(ctx, u.Certificate, u.Issuer)
		if errors.Is(err, revocation.ErrNone) {
			p.Log.Warn("a file lacks revocation information; it is due for renewal", "certificate", u.Certificate.Subject.CommonName, "error", err)
			continue
		}
		if err != nil {
			return fmt.Errorf("preserve: %w", err)
		}
		kept.Certificates = append(kept.Certificates, u.Certificate, u.Issuer)
		kept.CRLs, kept.OCSPs = append(kept.CRLs, evidence.CRLs...), append(kept.OCSPs, evidence.OCSPs...)
	}
	return nil
}

func signers(r pades.Report) []*x509.Certificate {
	var all []*x509.Certificate
	for _, s := range r.Signatures {
		all = append(all, s.Certificate)
	}
	return all
}

// verifier trusts every root that ever was in use.
func (p *Press) verifier(ctx context.Context) (pades.Verifier, error) {
	roots, err := p.Keys.Roots(ctx)
	return pades.Verifier{Roots: roots, TimestampRoots: p.TimestampRoots}, err
}

// unavailable says what to do when the time authority is at fault.
func unavailable(err error) error {
	if errors.Is(err, pades.ErrTimestamp) {
		return fault.New(fault.Unavailable, "time_authority", "The time authority does not answer, or not as it should. Nothing was changed; try again later.").Because(err)
	}
	return err
}

// stampedUntil is when the newest document timestamp's certificate ends, zero without one.
func stampedUntil(r pades.Report) (until time.Time) {
	newest := 0
	for _, t := range r.Timestamps {
		if t.Revision > newest {
			newest, until = t.Revision, t.Until
		}
	}
	return until
}

// unprovenUntil is when the last certificate ends that the file lacks revocation information of, zero when it lacks none.
func unprovenUntil(r pades.Report) (until time.Time) {
	for _, u := range r.Unproven {
		if u.Certificate.NotAfter.After(until) {
			until = u.Certificate.NotAfter
		}
	}
	return until
}
