package api

import (
	"context"

	"testamur/internal/excerpt"

	"github.com/google/uuid"
)

func wireQuotable(q excerpt.Quotable) QuotableCertificate {
	return QuotableCertificate{
		VersionID: q.VersionID, CertificateID: q.CertificateID, ProgrammeID: q.ProgrammeID, Participant: q.Name,
		Passages: each(q.Passages, func(p excerpt.Passage) QuotablePassage {
			return QuotablePassage{
				PassageID: p.ID, Heading: p.Heading, Text: p.Text, Disciplines: p.Disciplines.List(), WriterIds: each(p.Writers, itself), ExcerptID: p.ExcerptID,
			}
		}),
	}
}

func itself(id uuid.UUID) uuid.UUID { return id }

func wireExcerpt(x excerpt.Excerpt) (Excerpt, error) {
	wording, err := x.Read()
	return Excerpt{
		ID: x.ID, EditionID: x.EditionID, Discipline: x.Discipline, ProgrammeID: x.ProgrammeID, CertificateID: x.CertificateID,
		VersionID: x.VersionID, PassageID: x.PassageID, State: ExcerptState(x.State()), Text: wording.Text, TextDigest: x.Digest.String(),
		AskedAt: x.AskedAt, TakenBackAt: x.TakenBackAt,
		Consents: each(x.Consents, func(c excerpt.Consent) ExcerptConsent {
			return ExcerptConsent{
				PersonID: c.PersonID, RequestID: c.RequestID, Part: ExcerptPart(c.Part), Answer: ExcerptAnswer(c.Answer), AnsweredAt: c.AnsweredAt,
			}
		}),
	}, err
}

func wireExcerpts(list []excerpt.Excerpt) ([]Excerpt, error) {
	out := make([]Excerpt, len(list))
	for i, x := range list {
		var err error
		if out[i], err = wireExcerpt(x); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ListQuotablePassages implements StrictServerInterface.
func (s *server) ListQuotablePassages(ctx context.Context, r ListQuotablePassagesRequestObject) (ListQuotablePassagesResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Excerpts.Quotable(ctx, actor, r.ID, r.Params.Discipline, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireQuotable, func(q excerpt.Quotable) uuid.UUID { return q.VersionID })
	return ListQuotablePassages200JSONResponse{QuotableListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// ListExcerpts implements StrictServerInterface.
func (s *server) ListExcerpts(ctx context.Context, r ListExcerptsRequestObject) (ListExcerptsResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Excerpts.List(ctx, actor, r.ID, page)
	if err != nil {
		return nil, err
	}
	_, next := listed(list, excerpt.Excerpt.State, func(x excerpt.Excerpt) uuid.UUID { return x.ID })
	items, err := wireExcerpts(list.Items)
	return ListExcerpts200JSONResponse{ExcerptListedJSONResponse{Items: items, NextCursor: next}}, err
}

// AskForExcerpts implements StrictServerInterface.
func (s *server) AskForExcerpts(ctx context.Context, r AskForExcerptsRequestObject) (AskForExcerptsResponseObject, error) {
	ctx, actor := caller(ctx)
	choices := each(r.Body.Passages, func(c ExcerptChoice) excerpt.Choice {
		return excerpt.Choice{VersionID: c.VersionID, PassageID: c.PassageID, Discipline: c.Discipline}
	})
	asked, err := s.Excerpts.Ask(ctx, actor, r.ID, choices)
	if err != nil {
		return nil, err
	}
	items, err := wireExcerpts(asked)
	return AskForExcerpts201JSONResponse{ExcerptsAskedJSONResponse{Items: items}}, err
}

// TakeBackExcerpt implements StrictServerInterface.
func (s *server) TakeBackExcerpt(ctx context.Context, r TakeBackExcerptRequestObject) (TakeBackExcerptResponseObject, error) {
	ctx, actor := caller(ctx)
	x, err := s.Excerpts.TakeBack(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	shown, err := wireExcerpt(x)
	return TakeBackExcerpt200JSONResponse{ExcerptShownJSONResponse(shown)}, err
}

// GetExcerptSetting implements StrictServerInterface.
func (s *server) GetExcerptSetting(ctx context.Context, r GetExcerptSettingRequestObject) (GetExcerptSettingResponseObject, error) {
	ctx, actor := caller(ctx)
	shown, err := s.Excerpts.Shown(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetExcerptSetting200JSONResponse{ExcerptSettingShownJSONResponse{Shown: shown}}, nil
}

// SetExcerptSetting implements StrictServerInterface.
func (s *server) SetExcerptSetting(ctx context.Context, r SetExcerptSettingRequestObject) (SetExcerptSettingResponseObject, error) {
	ctx, actor := caller(ctx)
	if err := s.Excerpts.Show(ctx, actor, r.ID, r.Body.Shown); err != nil {
		return nil, err
	}
	return SetExcerptSetting200JSONResponse{ExcerptSettingShownJSONResponse{Shown: r.Body.Shown}}, nil
}
