package certificate

import (
	"context"
	"time"

	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/record"
)

// Verdict is the answer to the question whether a certificate is genuine and in force.
type Verdict string

// The verdicts. None is "valid by default": what could not be checked is CannotTell.
const (
	Genuine    Verdict = "genuine"
	Superseded Verdict = "superseded"
	Expired    Verdict = "expired"
	Erased     Verdict = "erased"
	Altered    Verdict = "altered" // it bears our identifier and differs from what was issued
	Unknown    Verdict = "unknown"
	CannotTell Verdict = "cannot_tell"
	// VerdictRevoked has a longer name because Revoked is a state.
	VerdictRevoked Verdict = "revoked"
)

// Status is what a public answer needs of a version.
type Status struct {
	Code      Code
	State     VersionState
	Serial    string
	Number    int
	Facts     Facts
	File      record.Digest
	IssuedAt  time.Time
	ExpiresOn civil.Date
	EndedAt   time.Time
	EndReason ReasonClass
	ErasedAt  time.Time
}

// status gives what a public answer needs.
func (v Version) status() Status {
	return Status{
		Code: v.Code, State: v.State, Serial: v.Serial, Number: v.Number, Facts: v.Facts, File: v.File, IssuedAt: v.IssuedAt,
		ExpiresOn: v.ExpiresOn, EndedAt: v.EndedAt, EndReason: v.EndReason, ErasedAt: v.ErasedAt,
	}
}

// Verification is the public answer.
type Verification struct {
	Verdict   Verdict
	Code      Code
	Serial    string
	Facts     *Facts // only where they may be told
	IssuedAt  time.Time
	ExpiresOn civil.Date
	EndedAt   time.Time
	Reason    ReasonClass
	FileName  record.Digest // SHA-256 of the file that was issued
	Exact     bool          // the file that was asked about is that file, byte for byte
	Doubt     string        // what is wrong with the file, in words for people
}

// Verify answers anyone who has a code. A code of a version that was never issued is unknown.
func (s *Service) Verify(ctx context.Context, code string) (Verification, error) {
	parsed, ok := ParseCode(code)
	if !ok {
		return Verification{Verdict: Unknown, Doubt: "This is not a verification code. A code has 25 letters and digits; at least one is mistyped or missing here."}, nil
	}
	status, err := s.Store.Status(ctx, parsed)
	if fault.CodeOf(err) == fault.NotFound {
		return Verification{Verdict: Unknown}, nil
	}
	if err != nil {
		return Verification{Verdict: CannotTell}, err
	}
	return status.answer(s.Now()), nil
}

// answer judges a version on a day; after a replacement the old name is never told, for it may have changed.
func (st Status) answer(now time.Time) Verification {
	if !st.State.WasIssued() {
		return Verification{Verdict: Unknown}
	}
	v := Verification{
		Code: st.Code, Serial: PrintedSerial(st.Serial, st.Number), Facts: &st.Facts, IssuedAt: st.IssuedAt, ExpiresOn: st.ExpiresOn,
		EndedAt: st.EndedAt, Reason: st.EndReason, FileName: st.File,
	}
	switch {
	case !st.ErasedAt.IsZero():
		return Verification{Verdict: Erased, Code: st.Code, IssuedAt: st.IssuedAt, EndedAt: st.ErasedAt, FileName: st.File}
	case st.State == VersionRevoked:
		v.Verdict = VerdictRevoked
	case st.State == VersionSuperseded:
		v.Verdict, v.Facts = Superseded, st.Facts.nameless()
	case st.expired(now):
		v.Verdict, v.EndedAt = Expired, time.Time{}
	case st.State == VersionIssued:
		v.Verdict, v.Reason = Genuine, "" // why it will expire is told when it has
	default:
		return Verification{Verdict: CannotTell}
	}
	return v
}

// nameless leaves out whom the certificate was issued to.
func (f Facts) nameless() *Facts {
	f.Name = ""
	return &f
}

// expired compares civil days in the programme's zone: a certificate is good through its last day.
func (st Status) expired(now time.Time) bool {
	if st.ExpiresOn.IsZero() {
		return false
	}
	return civil.Of(now.In(zoneOf(st.Facts))).After(st.ExpiresOn)
}

// VerifyFile answers anyone who has a file: is it exactly one that was issued, and if so, what is its status. A file that
// bears the code of an issued certificate and differs from it is altered, whatever else it says. Fails as Invalid when
// the file is no PDF.
func (s *Service) VerifyFile(ctx context.Context, file []byte) (Verification, error) {
	_, code, err := s.Store.IssuedVersion(ctx, record.DigestOf(file))
	if err == nil {
		v, err := s.Verify(ctx, string(code))
		v.Exact = err == nil
		return v, err
	}
	if fault.CodeOf(err) != fault.NotFound {
		return Verification{Verdict: CannotTell}, err
	}
	found, err := s.Press.Inspect(ctx, file)
	if err != nil {
		return Verification{Verdict: CannotTell}, err
	}
	return s.judgeForeign(ctx, found)
}

// judgeForeign answers for a file that is none that was issued.
func (s *Service) judgeForeign(ctx context.Context, found Inspection) (Verification, error) {
	if found.Code == "" {
		return Verification{Verdict: Unknown, Doubt: "This file bears no identifier of ours."}, nil
	}
	v, err := s.Verify(ctx, string(found.Code))
	if err != nil || v.Verdict == Unknown || v.Verdict == CannotTell {
		return v, err
	}
	v.Verdict, v.Facts = Altered, nil
	v.Doubt = "This file differs from the one that was issued; it may only have been saved again."
	if !found.Sealed && found.Doubt != "" {
		v.Doubt += " " + found.Doubt
	}
	return v, nil
}
