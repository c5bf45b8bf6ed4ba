package certificate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"testamur/internal/fault"
	"testamur/internal/record"
)

// seal makes the issued file. Nothing here is in the books yet.
func (s *Service) seal(ctx context.Context, held *claimed) (Version, IssuedFile, error) {
	v := held.version
	v.IssuedAt = s.Now()
	sealing := Sealing{At: v.IssuedAt, Name: cmp.Or(v.Facts.Institution, v.Facts.Programme), Reason: "Issued as " + PrintedSerial(v.Serial, v.Number)}
	base, err := s.Blobs.Get(ctx, v.Base.File)
	if err != nil {
		return v, IssuedFile{}, err
	}
	if sealing.Approvals, err = s.approvals(ctx, v, held.answers); err != nil {
		return v, IssuedFile{}, err
	}
	if v.Sealed, v.VersionDigest, err = record.Canonical(v.sealed(held.answers)); err != nil {
		return v, IssuedFile{}, err
	}
	pdf, err := s.Press.Seal(ctx, base, sealing)
	if err != nil {
		return v, IssuedFile{}, err
	}
	file, err := s.keep(ctx, held, v, pdf)
	v.File, v.FileSize = file.Digest, file.Size
	return v, file, err
}

// keep stores the sealed file. While the disk is waited for it checks the file as a stranger would, before anything says
// that it was issued (one that fails is never entered, and swept), and reads the certificate whole for the answer.
func (s *Service) keep(ctx context.Context, held *claimed, v Version, pdf []byte) (IssuedFile, error) {
	file := IssuedFile{VersionID: v.ID, Size: int64(len(pdf)), At: v.IssuedAt}
	var proof error
	var meanwhile sync.WaitGroup
	meanwhile.Go(func() {
		var found Inspection
		if found, proof = proven(ctx, s.Press, v.Code, pdf); proof == nil {
			file.StampedUntil = found.reliedOnUntil(v.IssuedAt)
			proof = s.Store.Complement(ctx, &held.certificate)
		}
	})
	digest, err := s.Blobs.Put(ctx, pdf)
	meanwhile.Wait()
	file.Digest = digest
	return file, errors.Join(proof, err)
}

// inspector reads a file that claims to be ours.
type inspector interface {
	Inspect(ctx context.Context, file []byte) (Inspection, error)
}

// proven fails unless the sealed file is whole, ours and the version's whose code it is.
func proven(ctx context.Context, press inspector, code Code, file []byte) (Inspection, error) {
	found, err := press.Inspect(ctx, file)
	if err == nil && (!found.Sealed || found.Code != code) {
		err = fault.New(fault.Internal, "", "The sealed file did not verify; nothing was entered.").Because(fmt.Errorf("code %q, doubt: %s", found.Code, found.Doubt))
	}
	return found, err
}

// approvals are those of exactly this text, in the order of the signatories.
func (s *Service) approvals(ctx context.Context, v Version, answers []SignOff) ([]Approval, error) {
	counted := latest(answers)
	var out []Approval
	for i, signatory := range v.Signatories {
		a, ok := counted[signatory.ID]
		if !ok || a.Decision != Approved || a.TextDigest != v.TextDigest {
			continue
		}
		approval := Approval{Name: signatory.Name, Reason: a.statement(), InPerson: a.inPerson(), Place: v.Base.Places[i]}
		if a.Signature != (record.Digest{}) {
			var err error
			if approval.PNG, err = s.Blobs.Get(ctx, a.Signature); err != nil {
				return nil, err
			}
		}
		out = append(out, approval)
	}
	return out, nil
}
