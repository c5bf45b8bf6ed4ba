package api

import (
	"context"

	"testamur/internal/access"
)

func wireEvent(e access.Event) Event {
	return Event{
		ID: e.ID, Sequence: e.Sequence, At: e.At, Operation: string(e.Operation), ProgrammeID: e.Programme, Detail: e.Detail,
		Actor:  EventActor{Kind: EventActorKind(e.Actor.Kind), ID: e.Actor.ID, Name: e.Actor.Name, PersonID: e.Actor.Person},
		Object: EventObject{Kind: e.Object.Kind, ID: e.Object.ID},
	}
}

// ListEvents implements StrictServerInterface.
func (s *server) ListEvents(ctx context.Context, r ListEventsRequestObject) (ListEventsResponseObject, error) {
	ctx, actor := caller(ctx)
	filter := access.EventFilter{
		Programme: r.Params.ProgrammeID, Object: r.Params.ObjectID, Operation: access.Operation(r.Params.Operation),
		Actor: r.Params.ActorID, From: r.Params.From, To: r.Params.To, After: r.Params.After,
	}
	if r.Params.Cursor != "" {
		last, err := readSequenceCursor(r.Params.Cursor)
		if err != nil {
			return nil, err
		}
		filter.After = max(filter.After, last)
	}
	list, err := s.Journal.List(ctx, actor, filter, pageLimit(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	answer := EventListedJSONResponse{Items: each(list.Items, wireEvent)}
	if n := len(list.Items); list.More && n > 0 {
		answer.NextCursor = sequenceCursor(list.Items[n-1].Sequence)
	}
	return ListEvents200JSONResponse{answer}, nil
}
