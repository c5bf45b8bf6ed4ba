package api

import (
	"context"

	"testamur/internal/certificate"
	"testamur/internal/difference"
)

func wireDifference(d certificate.Difference) Difference {
	return Difference{
		FromVersionID: d.From, ToVersionID: d.To, Sections: each(d.Sections, wireSectionDifference),
		Fields: each(d.Fields, func(f certificate.FieldDifference) FieldDifference {
			return FieldDifference{Field: FieldDifferenceField(f.Field), Before: f.Before, After: f.After}
		}),
	}
}

func wireSectionDifference(s certificate.SectionDifference) SectionDifference {
	return SectionDifference{
		Change: SectionDifferenceChange(s.Change), Heading: each(s.Heading, wireRun),
		Paragraphs: each(s.Paragraphs, wireParagraphDifference),
	}
}

func wireParagraphDifference(p difference.Paragraph) ParagraphDifference {
	return ParagraphDifference{Op: ParagraphDifferenceOp(p.Op), Runs: each(p.Runs, wireRun)}
}

func wireRun(r difference.Run) DifferenceRun {
	return DifferenceRun{Op: DifferenceRunOp(r.Op), Text: r.Text}
}

// GetDifference implements StrictServerInterface.
func (s *server) GetDifference(ctx context.Context, r GetDifferenceRequestObject) (GetDifferenceResponseObject, error) {
	ctx, actor := caller(ctx)
	d, err := s.Certificates.Difference(ctx, actor, r.ID, r.Params.From, r.Params.To)
	if err != nil {
		return nil, err
	}
	return GetDifference200JSONResponse{DifferenceShownJSONResponse(wireDifference(d))}, nil
}
