package api

import (
	"context"

	"testamur/internal/excerpt"
)

func wireExcerptRequest(v excerpt.View) ExcerptRequest {
	return ExcerptRequest{
		ID: v.ID, EditionID: v.EditionID, Handbook: v.Handbook, Edition: v.Edition, AskedAt: v.AskedAt,
		Passages: each(v.Excerpts, func(x excerpt.AskedExcerpt) ExcerptRequestPassage {
			return ExcerptRequestPassage{
				ExcerptID: x.ID, Part: ExcerptPart(x.Part), Discipline: x.Wording.Discipline, Text: x.Wording.Text, Terms: x.Wording.Terms,
				TextDigest: x.Digest.String(), Answer: ExcerptAnswer(x.Answer), AnsweredAt: x.AnsweredAt,
			}
		}),
	}
}

// ListExcerptRequests implements StrictServerInterface.
func (s *server) ListExcerptRequests(ctx context.Context, _ ListExcerptRequestsRequestObject) (ListExcerptRequestsResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Excerpts.Requests(ctx, actor)
	if err != nil {
		return nil, err
	}
	return ListExcerptRequests200JSONResponse{ExcerptRequestListedJSONResponse{Items: each(list, wireExcerptRequest)}}, nil
}

// GetExcerptRequest implements StrictServerInterface.
func (s *server) GetExcerptRequest(ctx context.Context, r GetExcerptRequestRequestObject) (GetExcerptRequestResponseObject, error) {
	ctx, actor := caller(ctx)
	v, err := s.Excerpts.Request(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetExcerptRequest200JSONResponse{ExcerptRequestShownJSONResponse(wireExcerptRequest(v))}, nil
}

// AnswerExcerptRequest implements StrictServerInterface.
func (s *server) AnswerExcerptRequest(ctx context.Context, r AnswerExcerptRequestRequestObject) (AnswerExcerptRequestResponseObject, error) {
	ctx, actor := caller(ctx)
	replies := make([]excerpt.Reply, len(r.Body.Answers))
	for i, x := range r.Body.Answers {
		digest, err := askedDigest(x.TextDigest)
		if err != nil {
			return nil, err
		}
		replies[i] = excerpt.Reply{ExcerptID: x.ExcerptID, Digest: digest, Answer: excerpt.Answer(x.Answer)}
	}
	v, err := s.Excerpts.Answer(ctx, actor, r.ID, replies)
	if err != nil {
		return nil, err
	}
	return AnswerExcerptRequest201JSONResponse{ExcerptRequestShownJSONResponse(wireExcerptRequest(v))}, nil
}
