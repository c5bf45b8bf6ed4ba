package certificate

import (
	"context"
	"errors"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

// MaxSignTogether is how many certificates can be signed with one confirmation.
const MaxSignTogether = 100

// ToSign is one certificate that somebody signs together with others.
type ToSign struct {
	CertificateID uuid.UUID
	TextDigest    record.Digest
}

// Signed is what became of one of them: its answer, or why there is none.
type Signed struct {
	CertificateID uuid.UUID
	SignOff       SignOff
	Refusal       *fault.Error
}

// SignTogether approves, in the actor's own name and under one proof of identity, several texts that they have opened. Each
// stands alone: one that was not opened (not_opened), was changed (text_changed), is paused or is not theirs is refused and the
// others are signed. Everybody is printed as the documents say. Fails as Forbidden without the proof, or as Invalid.
func (s *Service) SignTogether(ctx context.Context, a access.Actor, items []ToSign, conflict programme.Conflict) ([]Signed, error) {
	if err := a.Permit(access.OpSignTogether); err != nil {
		return nil, err
	}
	if conflict != programme.ConflictNone {
		return nil, fault.At("/conflict", "not_allowed", "Say that you have no conflict of interest with any of them. Answer on its own where you have one.")
	}
	if len(items) == 0 || len(items) > MaxSignTogether {
		return nil, fault.At("/certificates", "range", "Sign 1 to %d certificates at once.", MaxSignTogether)
	}
	requests, err := s.SigningRequests(ctx, a)
	if err != nil {
		return nil, err
	}
	asked := map[uuid.UUID]SigningRequest{}
	for _, r := range requests {
		asked[r.CertificateID] = r
	}
	out := make([]Signed, len(items))
	for i, item := range items {
		if out[i], err = s.signOne(ctx, a, item, asked[item.CertificateID], conflict); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// signOne fails only when something went wrong on our side: what was signed before stays signed, and says so when asked again.
func (s *Service) signOne(ctx context.Context, a access.Actor, item ToSign, asked SigningRequest, conflict programme.Conflict) (Signed, error) {
	result := Signed{CertificateID: item.CertificateID}
	err := asked.signable()
	if err == nil {
		result.SignOff, err = s.RecordSignOff(ctx, a, item.CertificateID, Answer{
			SignatoryID: asked.SignatoryID, Decision: Approved, Conflict: conflict, TextDigest: item.TextDigest,
		})
	}
	if code := fault.CodeOf(err); err != nil && code != fault.Internal && code != fault.Unavailable {
		errors.As(err, &result.Refusal)
		err = nil
	}
	return result, err
}

// signable says whether somebody was asked and has opened the text.
func (r SigningRequest) signable() error {
	switch {
	case r.CertificateID == uuid.Nil:
		return fault.Missing(kind)
	case r.ReadAt.IsZero():
		return fault.New(fault.Conflict, "not_opened", "Open it first: only what was opened can be signed together.")
	}
	return nil
}
