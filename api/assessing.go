package api

import (
	"context"

	"testamur/internal/programme"

	"github.com/google/uuid"
)

func wireProgress(p programme.Progress) Progress {
	return Progress{
		State: AssessingState(p.State()), Drafts: p.Drafts, Submitted: p.Submitted, ToConfirm: p.ToConfirm, ActiveAt: p.ActiveAt,
	}
}

func wireDuty(d programme.Duty) Assessing {
	return Assessing{
		AssignmentID: d.ID, EnrolmentID: d.EnrolmentID, Participant: d.Participant, AssessorID: d.AssessorID, Assessor: d.Assessor,
		DueOn: dateOf(d.DueOn), Late: d.Late, Progress: wireProgress(d.Progress),
	}
}

// ListAssessing implements StrictServerInterface.
func (s *server) ListAssessing(ctx context.Context, r ListAssessingRequestObject) (ListAssessingResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Programmes.ListAssessing(ctx, actor, r.ID, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireDuty, func(d programme.Duty) uuid.UUID { return d.ID })
	return ListAssessing200JSONResponse{AssessingListedJSONResponse{Items: items, NextCursor: next}}, nil
}

func wireOffer(o programme.Offer) Offer {
	w := Offer{
		PersonID: o.Person.ID, Name: o.Person.Name, JobTitle: o.Person.JobTitle, Organisation: o.Person.Organisation,
		MeetingID: o.Panel, On: dateOf(o.On), As: []OfferAs{},
	}
	if !o.Assessor {
		w.As = append(w.As, OfferAsAssessor)
	}
	if !o.Signatory {
		w.As = append(w.As, OfferAsSignatory)
	}
	return w
}

// ListOffers implements StrictServerInterface.
func (s *server) ListOffers(ctx context.Context, r ListOffersRequestObject) (ListOffersResponseObject, error) {
	ctx, actor := caller(ctx)
	offers, err := s.Programmes.Offers(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return ListOffers200JSONResponse{OfferListedJSONResponse{Items: each(offers, wireOffer)}}, nil
}
