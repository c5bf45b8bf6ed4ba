package pades

import (
	"crypto/x509"
	"errors"
	"fmt"
	"sync"

	"testamur/internal/pades/cms"
	"testamur/internal/pades/reader"
	"testamur/internal/pades/revocation"
)

// Bounds on the work: each signature and timestamp hashes the file once. Eight signatories and a seal leave room for more, and
// a file that is renewed every five years lasts.
const (
	maxSignatures = 16
	maxTimestamps = 32
)

// Verifier holds what is trusted.
type Verifier struct {
	Roots *x509.CertPool // for those who sign; nil trusts nobody

	// TimestampRoots are for timestamp authorities. They are separate because a public authority's root also stands above
	// certificates that have no say here. With nil no timestamp is trusted, and the claimed time counts.
	TimestampRoots *x509.CertPool
}

// examiner judges the signatures of one file.
type examiner struct {
	Verifier
	book revocation.Book // what the file's store says
}

// Verify checks a file with the same roots for signatures and timestamps. See Verifier.Verify.
func Verify(file []byte, roots *x509.CertPool) (Report, error) {
	return Verifier{Roots: roots, TimestampRoots: roots}.Verify(file)
}

// Verify examines every signature of the form of the file's last revision. It fails only when the file cannot be read:
// ErrNotPDF, ErrTruncated, ErrTooLarge, ErrUnsupported or ErrMalformed. Every doubt about a signature is in the report.
// Certificates are judged as of the signing time, not as of now, and by the revocations that the file's own store holds: nobody
// is asked.
func (v Verifier) Verify(file []byte) (Report, error) {
	doc, err := reader.Open(file)
	if err != nil {
		return Report{}, err
	}
	r, fields, err := survey(doc)
	if err != nil {
		return Report{}, err
	}
	e := examiner{v, revocation.Read(evidenceIn(doc))}
	var all []found
	for _, f := range fields {
		if f.Value == nil {
			continue
		}
		dict, err := signatureDict(doc, f)
		if err == nil && stamps(dict) {
			r.Timestamps = append(r.Timestamps, e.timestampOf(doc, f, dict))
		} else {
			all = append(all, find(doc, f, dict, err))
		}
		if len(all) > maxSignatures || len(r.Timestamps) > maxTimestamps {
			return Report{}, fmt.Errorf("%w: more than %d signatures or %d document timestamps", ErrTooLarge, maxSignatures, maxTimestamps)
		}
	}
	r.Signatures = e.judge(all)
	r.additions = additions(doc, r.Timestamps)
	r.Unproven = r.unproven()
	return r, nil
}

// survey reads all of a file that matters but the signatures. Sign does so too, so that it signs nothing that Verify could
// not read.
func survey(doc *reader.Document) (Report, []reader.Field, error) {
	r := Report{Revisions: len(doc.Revisions), Trailing: doc.Trailing()}
	pages, err := doc.Pages()
	if err != nil {
		return Report{}, nil, err
	}
	r.Pages = len(pages)
	if r.Properties, err = doc.Properties(); err != nil {
		return Report{}, nil, err
	}
	fields, err := doc.SignatureFields()
	return r, fields, err
}

// found is a signature as it stands in the file. Its parts are nil when it could not be read.
type found struct {
	signature Signature
	coverage  coverage
	signed    *cms.Signed
}

// find reads one signature, whose dictionary may not have been readable, in the order in which each step leans on the one
// before.
func find(doc *reader.Document, f reader.Field, dict reader.Dict, err error) found {
	found := found{signature: Signature{Field: f.Name}}
	s := &found.signature
	if err != nil {
		s.doubt(err)
		return found
	}
	if err := s.describe(dict); err != nil {
		s.doubt(err)
	}
	if found.coverage, err = coverageOf(doc, dict); err != nil {
		s.doubt(err)
		return found
	}
	s.Revision, s.CoversWholeFile = found.coverage.revision+1, found.coverage.end == len(doc.Data)
	if found.signed, err = readContents(found.coverage.contents); err != nil {
		s.doubt(err)
		return found
	}
	s.Certificate, s.Signer = found.signed.Signer, found.signed.Signer.Subject.CommonName
	return found
}

// judge does what takes time, hashing and checking signature values, for all signatures at once.
func (e examiner) judge(all []found) []Signature {
	var judging sync.WaitGroup
	for i := range all {
		if all[i].signed != nil {
			judging.Go(func() { e.judgeOne(&all[i]) })
		}
	}
	judging.Wait()
	var judged []Signature
	for _, f := range all {
		judged = append(judged, f.signature)
	}
	return judged
}

func (e examiner) judgeOne(f *found) {
	s := &f.signature
	if err := f.signed.CheckDetached(f.coverage.digest); err != nil {
		s.doubt(err)
	}
	e.timestamp(s, f.signed)
	s.Intact = len(s.Problems) == 0
	e.trust(s, f.signed)
}

// timestamp settles the level. A timestamp that is there and wrong is a problem; one by an authority that is not trusted, or
// not any more, is none: it only proves nothing, as if it were not there.
func (e examiner) timestamp(s *Signature, signed *cms.Signed) {
	token, err := signed.Token()
	if err != nil {
		s.doubt(fmt.Errorf("timestamp: %w", err))
		return
	}
	if len(s.Problems) > 0 {
		return
	}
	s.Level = "B-B"
	if token != nil {
		s.Level, s.TimestampTime = "B-T", &token.Time
		s.TimestampTrusted, s.TimestampRevoked, s.unproven = e.token(token)
	}
}

// token says whether a timestamp's authority was to be trusted when it made it, and what the file lacks to tell.
func (e examiner) token(t *cms.Token) (trusted, revoked bool, unproven []Unproven) {
	chain, err := t.CheckTrust(e.TimestampRoots)
	if err != nil {
		return false, false, nil
	}
	revoked, unproven = look(e.book, chain, t.Time)
	return !revoked, revoked, unproven
}

func (e examiner) trust(s *Signature, signed *cms.Signed) {
	chain, err := signed.CheckSigner(e.Roots, s.SigningTime())
	if err != nil {
		s.doubt(err)
		return
	}
	revoked, unproven := look(e.book, chain, s.SigningTime())
	if revoked {
		s.doubt(errors.New("the certificate that it was made with, or one above, was revoked"))
	}
	s.unproven = append(s.unproven, unproven...)
	s.Trusted = s.Intact && !revoked // a broken signature says nothing of who made it
}
