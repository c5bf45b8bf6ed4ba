package api

import (
	"context"
	"net/http"

	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// verificationRoute may be asked by web pages of any origin.
const verificationRoute = "/v1/verifications/:code"

// preflight answers a browser that asks whether a page of another origin may ask.
func preflight(c *gin.Context) {
	c.Header("Access-Control-Allow-Origin", "*")
	c.Header("Access-Control-Allow-Methods", "GET")
	c.Header("Access-Control-Max-Age", "86400")
	c.Status(http.StatusNoContent)
}

func wireVerification(v certificate.Verification) Verification {
	w := Verification{
		Verdict: Verdict(v.Verdict), Message: v.Sentence(), Code: v.Code.String(), Serial: v.Serial,
		IssuedAt: v.IssuedAt, ExpiresOn: dateOf(v.ExpiresOn), EndedAt: v.EndedAt, ReasonClass: ReasonClass(v.Reason),
		DocumentDigest: v.FileName.String(), Exact: v.Exact,
	}
	if v.Facts != nil {
		w.Facts = wireFacts(*v.Facts)
	}
	return w
}

func wireFacts(f certificate.Facts) Facts {
	return Facts{
		Institution: f.Institution, Programme: f.Programme, Length: f.Length, Requirements: f.Requirements, Contact: f.Contact,
		Language: f.Language, TimeZone: f.TimeZone, Title: f.Title, Name: f.Name, AwardDate: storedDate(f.AwardDate),
		Signatories: each(f.Signatories, func(s certificate.FactSignatory) FactSignatory {
			return FactSignatory{Name: s.Name, Title: s.Title, Organisation: s.Organisation}
		}),
	}
}

// storedDate reads a day that stands in frozen facts.
func storedDate(s string) Date {
	d, err := civil.Parse(s)
	if err != nil {
		return Date{}
	}
	return dateOf(d)
}

// told turns what a verification came to into an answer. Whatever could not be checked is neither valid nor invalid.
func told(v certificate.Verification, err error) (Verification, error) {
	switch code := fault.CodeOf(err); {
	case code == fault.Unavailable || code == fault.Internal:
		return Verification{}, cannotTell{err}
	case err != nil:
		return Verification{}, err
	case v.Verdict == certificate.CannotTell:
		return Verification{}, cannotTell{fault.New(fault.Internal, "", "The version has no state that can be told.")}
	}
	return wireVerification(v), nil
}

// GetVerification implements StrictServerInterface.
func (s *server) GetVerification(ctx context.Context, r GetVerificationRequestObject) (GetVerificationResponseObject, error) {
	ctx.(*gin.Context).Header("Access-Control-Allow-Origin", "*")
	ctx, _ = caller(ctx)
	v, err := told(s.Certificates.Verify(ctx, r.Code))
	if err != nil {
		return nil, err
	}
	return GetVerification200JSONResponse{PublicVerificationJSONResponse(v)}, nil
}

// VerifyFile implements StrictServerInterface.
func (s *server) VerifyFile(ctx context.Context, _ VerifyFileRequestObject) (VerifyFileResponseObject, error) {
	body := upload(ctx)
	ctx, _ = caller(ctx)
	v, err := told(s.Certificates.VerifyFile(ctx, body))
	if err != nil {
		return nil, err
	}
	return VerifyFile200JSONResponse{VerificationShownJSONResponse(v)}, nil
}
