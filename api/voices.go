package api

import (
	"context"

	"testamur/internal/certificate"
)

func wireVoice(v certificate.Voice) Voice {
	return Voice{
		FeedbackID: v.Writing.OwnerID, WritingID: v.Writing.ID, Number: v.Writing.Number, AssessorID: v.Writing.AssessorID,
		Assessor: v.Assessor, Text: v.Writing.Text, At: v.Writing.At, Passages: each(v.Drawn, wireDrawing),
	}
}

func wireDrawing(d certificate.Drawing) Drawing {
	return Drawing{Pointer: d.Pointer, PassageID: d.Passage, WritingID: d.WritingID, Relation: DrawingRelation(d.Relation)}
}

func wireThemeVoices(t certificate.ThemeVoices) ThemeVoices {
	w := ThemeVoices{ThemeID: t.Theme.ID, Heading: t.Theme.Heading, Several: t.Several, Voices: each(t.Voices, wireVoice)}
	if x := t.Settlement; x != nil {
		w.Settlement = Settlement{
			How: SettlementWay(x.How), Note: x.Note, WritingIds: each(x.Writings, same), ByID: x.By.Person, By: t.Settler, At: x.At, Standing: t.Standing,
		}
	}
	return w
}

// ListVoices implements StrictServerInterface.
func (s *server) ListVoices(ctx context.Context, r ListVoicesRequestObject) (ListVoicesResponseObject, error) {
	ctx, actor := caller(ctx)
	voices, err := s.Certificates.Voices(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return ListVoices200JSONResponse{VoiceListedJSONResponse{Items: each(voices, wireThemeVoices)}}, nil
}

// PutSettlement implements StrictServerInterface.
func (s *server) PutSettlement(ctx context.Context, r PutSettlementRequestObject) (PutSettlementResponseObject, error) {
	ctx, actor := caller(ctx)
	x := certificate.Settlement{ThemeID: r.ThemeID, How: certificate.SettlementWay(r.Body.How), Note: r.Body.Note, Writings: r.Body.WritingIds}
	c, err := s.Certificates.Settle(ctx, actor, r.ID, matching(r.Params.IfMatch), x)
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return PutSettlement200JSONResponse{shown}, err
}

// DeleteSettlement implements StrictServerInterface.
func (s *server) DeleteSettlement(ctx context.Context, r DeleteSettlementRequestObject) (DeleteSettlementResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.Unsettle(ctx, actor, r.ID, matching(r.Params.IfMatch), r.ThemeID)
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return DeleteSettlement200JSONResponse{shown}, err
}
