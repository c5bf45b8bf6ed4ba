package personal

import (
	"context"
	"fmt"

	"testamur/internal/certificate"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

func (x *export) assignments(ctx context.Context) error {
	return x.listed("as-assessor/assignments.json", func(add func(any) error) error {
		page := func(after uuid.UUID) ([]programme.Assignment, error) {
			return x.Store.AssignmentsTo(ctx, x.person.ID, after, batch)
		}
		return each(page, func(a programme.Assignment) uuid.UUID { return a.ID }, func(a programme.Assignment) error {
			return add(fileAssignment(a))
		})
	})
}

func (x *export) feedback(ctx context.Context) error {
	return x.listed("as-assessor/feedback.json", func(add func(any) error) error {
		page := func(after uuid.UUID) ([]Written, error) { return x.Store.FeedbackBy(ctx, x.person.ID, after, batch) }
		return each(page, func(w Written) uuid.UUID { return w.ID }, func(w Written) error {
			if w.State == programme.FeedbackDraft && !x.own {
				return nil
			}
			return add(fileFeedback(w))
		})
	})
}

func (x *export) reviews(ctx context.Context) error {
	return x.listed("reviews.json", func(add func(any) error) error {
		page := func(after uuid.UUID) ([]certificate.ReviewRequest, error) {
			return x.Store.ReviewAnswersBy(ctx, x.person.ID, after, batch)
		}
		return each(page, func(q certificate.ReviewRequest) uuid.UUID { return q.ID }, func(q certificate.ReviewRequest) error {
			return add(fileReview(q))
		})
	})
}

func (x *export) signOffs(ctx context.Context) error {
	return x.listed("as-signatory/sign-offs.json", func(add func(any) error) error {
		page := func(after uuid.UUID) ([]Signed, error) { return x.Store.SignOffsBy(ctx, x.person.ID, after, batch) }
		return each(page, func(s Signed) uuid.UUID { return s.ID }, func(s Signed) error { return add(fileSignOff(s)) })
	})
}

func (x *export) readings(ctx context.Context) error {
	readings, err := x.Store.ReadingsBy(ctx, x.person.ID)
	if err != nil {
		return err
	}
	return x.listed("as-signatory/readings.json", func(add func(any) error) error {
		for _, r := range readings {
			if err := add(fileReading(r)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (x *export) signatures(ctx context.Context) error {
	files, err := x.Store.SignaturesOf(ctx, x.person.ID)
	if err != nil {
		return err
	}
	for i, f := range files {
		png, err := x.Blobs.Get(ctx, f.Digest)
		if err != nil {
			return err
		}
		if err := x.stored(fmt.Sprintf("as-signatory/signature-%d.png", i+1), png); err != nil {
			return err
		}
	}
	return nil
}

func (x *export) operations(ctx context.Context) error {
	return x.listed("operations.json", func(add func(any) error) error {
		page := func(after uuid.UUID) ([]Worked, error) { return x.Store.WorkOn(ctx, x.person.ID, after, batch) }
		return each(page, func(i Worked) uuid.UUID { return i.ID }, func(i Worked) error { return add(fileWorked(i, x.person.ID)) })
	})
}

func (x *export) events(ctx context.Context) error {
	return x.listed("events.json", func(add func(any) error) error {
		for after, more := int64(0), true; more; {
			events, err := x.Store.EventsOf(ctx, x.person.ID, after, batch)
			if err != nil {
				return err
			}
			for _, e := range events {
				if err := add(fileEvent(e, x.person.ID)); err != nil {
					return err
				}
				after = e.Sequence
			}
			more = len(events) == batch
		}
		return nil
	})
}

func (x *export) origins(ctx context.Context) error {
	return x.listed("origins.json", func(add func(any) error) error {
		page := func(after uuid.UUID) ([]Origin, error) { return x.Store.OriginsOf(ctx, x.person.ID, after, batch) }
		return each(page, func(o Origin) uuid.UUID { return o.EventID }, func(o Origin) error { return add(originFile(o)) })
	})
}
