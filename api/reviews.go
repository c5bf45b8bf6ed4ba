package api

import (
	"context"

	"testamur/internal/certificate"
)

func wireRemark(m certificate.Remark) Remark {
	return Remark{
		ID: m.ID, PassageID: m.PassageID, Kind: RemarkKind(m.Kind), Passage: m.Passage, Comment: m.Comment, Wording: m.Wording,
		State: RemarkState(m.State), Reason: m.Reason, At: m.At, SettledAt: m.SettledAt,
	}
}

func wireReviewAsked(q certificate.ReviewRequest) ReviewAsked {
	return ReviewAsked{
		ID: q.ID, PersonID: q.PersonID, Stage: ReviewStage(q.Stage), Mailed: q.Mailed, AskedAt: q.AskedAt, RemindedAt: q.RemindedAt,
		Answer: ReviewAnswer(q.Answer), AnsweredAt: q.AnsweredAt, VoidedAt: q.VoidedAt, TextDigest: q.TextDigest.String(),
		Remarks: each(q.Remarks, wireRemark),
	}
}

func wireReview(r certificate.Review) Review {
	w := Review{
		ID: r.ID, Number: r.Number, Stage: ReviewStage(r.Stage), ThenSign: r.ThenSign, OpenedAt: r.OpenedAt, DeadlineOn: dateOf(r.DeadlineOn),
		Outcome: ReviewOutcome(r.Outcome), ClosedAt: r.ClosedAt, Trouble: r.Trouble, Requests: each(r.Requests, wireReviewAsked),
	}
	if r.Outcome == certificate.ReviewPassed {
		w.TextDigest = r.TextDigest.String()
	}
	return w
}

// GetReview implements StrictServerInterface.
func (s *server) GetReview(ctx context.Context, r GetReviewRequestObject) (GetReviewResponseObject, error) {
	ctx, actor := caller(ctx)
	standing, err := s.Certificates.Review(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	items := each(standing.Reviews, wireReview)
	if standing.Current {
		items[len(items)-1].Current = true
	}
	return GetReview200JSONResponse{ReviewShownJSONResponse{Items: items}}, nil
}

// SendForReview implements StrictServerInterface.
func (s *server) SendForReview(ctx context.Context, r SendForReviewRequestObject) (SendForReviewResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.SendForReview(ctx, actor, r.ID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return SendForReview200JSONResponse{shown}, err
}

// UpdateReview implements StrictServerInterface.
func (s *server) UpdateReview(ctx context.Context, r UpdateReviewRequestObject) (UpdateReviewResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.SetReviewDeadline(ctx, actor, r.ID, matching(r.Params.IfMatch), day(r.Body.DeadlineOn))
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return UpdateReview200JSONResponse{shown}, err
}

// RemindReviewers implements StrictServerInterface.
func (s *server) RemindReviewers(ctx context.Context, r RemindReviewersRequestObject) (RemindReviewersResponseObject, error) {
	ctx, actor := caller(ctx)
	done, err := s.Certificates.RemindReviewers(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return RemindReviewers202JSONResponse{wireReminded(done)}, nil
}

// TakeWording implements StrictServerInterface.
func (s *server) TakeWording(ctx context.Context, r TakeWordingRequestObject) (TakeWordingResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.TakeWording(ctx, actor, r.ID, r.RemarkID, matching(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return TakeWording200JSONResponse{shown}, err
}

// RefuseRemark implements StrictServerInterface.
func (s *server) RefuseRemark(ctx context.Context, r RefuseRemarkRequestObject) (RefuseRemarkResponseObject, error) {
	ctx, actor := caller(ctx)
	c, err := s.Certificates.RefuseRemark(ctx, actor, r.ID, r.RemarkID, matching(r.Params.IfMatch), r.Body.Reason)
	if err != nil {
		return nil, err
	}
	shown, err := s.shownCertificate(ctx, c)
	return RefuseRemark200JSONResponse{shown}, err
}

func wireAsked(q certificate.Asked) ReviewAskedSummary {
	return ReviewAskedSummary{
		ID: q.ID, CertificateID: q.CertificateID, Stage: ReviewStage(q.Stage), Programme: q.Programme, Title: q.Title, Participant: q.Participant,
		AskedAt: q.AskedAt, DeadlineOn: dateOf(q.DeadlineOn), Answer: ReviewAnswer(q.Answer),
	}
}

// ListReviewRequests implements StrictServerInterface.
func (s *server) ListReviewRequests(ctx context.Context, _ ListReviewRequestsRequestObject) (ListReviewRequestsResponseObject, error) {
	ctx, actor := caller(ctx)
	list, err := s.Certificates.ReviewRequests(ctx, actor)
	if err != nil {
		return nil, err
	}
	return ListReviewRequests200JSONResponse{ReviewRequestListedJSONResponse{Items: each(list, wireAsked)}}, nil
}

func wireReviewRequest(v certificate.ReviewView) ReviewRequest {
	return ReviewRequest{
		ID: v.ID, CertificateID: v.CertificateID, Stage: ReviewStage(v.Stage), Open: v.Open, Programme: v.Programme, Title: v.CertificateTitle,
		Participant: v.Name, AwardDate: dateOf(v.AwardDate()), ExpiresOn: dateOf(v.ExpiresOn()), TextDigest: v.TextDigest.String(),
		AskedAt: v.AskedAt, DeadlineOn: dateOf(v.DeadlineOn), Answer: ReviewAnswer(v.Answer), AnsweredAt: v.AnsweredAt,
		Sections: each(v.Text.Sections, func(s certificate.ReviewSection) ReviewRequestSection { return wireReviewSection(v, s) }),
		Removed:  v.Removed(), Remarks: each(v.Remarks, wireRemark), EarlierRemarks: each(v.Earlier, wireRemark),
	}
}

func wireReviewSection(v certificate.ReviewView, s certificate.ReviewSection) ReviewRequestSection {
	return ReviewRequestSection{Heading: s.Heading, Passages: each(s.Passages, func(p certificate.ReviewPassage) ReviewRequestPassage {
		w := ReviewRequestPassage{ID: p.ID, Text: p.Text, Changed: v.Changed(p), Own: v.Own(p)}
		if w.Changed {
			w.Before = v.Was(p)
		}
		return w
	})}
}

// GetReviewRequest implements StrictServerInterface.
func (s *server) GetReviewRequest(ctx context.Context, r GetReviewRequestRequestObject) (GetReviewRequestResponseObject, error) {
	ctx, actor := caller(ctx)
	v, err := s.Certificates.ReviewRequest(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetReviewRequest200JSONResponse{ReviewRequestShownJSONResponse(wireReviewRequest(v))}, nil
}

func (b ReviewReply) reply() (certificate.ReviewReply, error) {
	digest, err := askedDigest(b.TextDigest)
	return certificate.ReviewReply{
		TextDigest: digest, Answer: certificate.ReviewAnswer(b.Answer), Remarks: each(b.Remarks, func(m ReplyRemark) certificate.ReplyRemark {
			return certificate.ReplyRemark{PassageID: m.PassageID, Kind: certificate.RemarkKind(m.Kind), Comment: m.Comment, Wording: m.Wording}
		}),
	}, err
}

// AnswerReviewRequest implements StrictServerInterface.
func (s *server) AnswerReviewRequest(ctx context.Context, r AnswerReviewRequestRequestObject) (AnswerReviewRequestResponseObject, error) {
	ctx, actor := caller(ctx)
	reply, err := r.Body.reply()
	if err != nil {
		return nil, err
	}
	v, err := s.Certificates.AnswerReview(ctx, actor, r.ID, reply)
	if err != nil {
		return nil, err
	}
	return AnswerReviewRequest201JSONResponse{ReviewRequestShownJSONResponse(wireReviewRequest(v))}, nil
}
