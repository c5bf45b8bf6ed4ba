package api

import (
	"context"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"
)

func wireSigned(x certificate.Signed) SignedResult {
	if e := x.Refusal; e != nil {
		return SignedResult{CertificateID: x.CertificateID, Code: string(e.Code), Reason: e.Reason, Message: e.Message}
	}
	return SignedResult{CertificateID: x.CertificateID, Signed: true, SignOff: wireSignOff(x.SignOff)}
}

func (b SignTogetherRequest) items() ([]certificate.ToSign, error) {
	var f []fault.Violation
	items := make([]certificate.ToSign, len(b.Certificates))
	for i, x := range b.Certificates {
		digest, ok := record.ParseDigest(x.TextDigest)
		if !ok {
			f = append(f, fault.Violation{Pointer: "/certificates", Reason: "pattern", Message: "Send the text_digest of each certificate."})
		}
		items[i] = certificate.ToSign{CertificateID: x.CertificateID, TextDigest: digest}
	}
	if len(f) > 0 {
		return nil, fault.Fields(f)
	}
	return items, nil
}

// SignTogether implements StrictServerInterface.
func (s *server) SignTogether(ctx context.Context, r SignTogetherRequestObject) (SignTogetherResponseObject, error) {
	ctx, actor := caller(ctx)
	items, err := r.Body.items()
	if err != nil {
		return nil, err
	}
	signed, err := s.Certificates.SignTogether(ctx, actor, items, programme.Conflict(r.Body.Conflict))
	if err != nil {
		return nil, err
	}
	return SignTogether200JSONResponse{TogetherSignedJSONResponse{Items: each(signed, wireSigned)}}, nil
}
