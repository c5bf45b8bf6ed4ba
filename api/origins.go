package api

import (
	"context"

	"testamur/internal/certificate"
)

func wireNamedWriting(w certificate.NamedWriting) OriginWriting {
	return OriginWriting{
		WritingID: w.ID, Kind: OriginWritingKind(w.Kind), AssessorID: w.AssessorID, Assessor: w.Assessor, ThemeID: w.ThemeID, Theme: w.Theme, At: w.At,
	}
}

func wireSettledTheme(x certificate.SettledTheme) OriginSettlement {
	return OriginSettlement{
		ThemeID: x.ThemeID, Theme: x.Theme, How: SettlementWay(x.How), Note: x.Note, WritingIds: each(x.Writings, same), ByID: x.By.Person, By: x.Settler, At: x.At,
	}
}

// GetVersionOrigin implements StrictServerInterface.
func (s *server) GetVersionOrigin(ctx context.Context, r GetVersionOriginRequestObject) (GetVersionOriginResponseObject, error) {
	ctx, actor := caller(ctx)
	o, err := s.Certificates.Origin(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetVersionOrigin200JSONResponse{VersionOriginShownJSONResponse{
		VersionID: o.VersionID, Digest: o.Digest.String(), Sections: each(o.Sections, wireSection),
		Settlements: each(o.Settlements, wireSettledTheme), Writings: each(o.Writings, wireNamedWriting),
	}}, nil
}
