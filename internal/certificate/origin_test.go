package certificate_test

import (
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

func TestAVersionSaysWhereItCameFromAlsoAfterItsSourcesChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		w := newReviewWorld(t, db, 0, 0)
		c := w.send(w.proposed())
		from, err := w.Origin(t.Context(), office, c.VersionID)
		w.must(err)
		if len(from.Sections) != len(c.Sections) || len(from.Writings) == 0 || from.Digest == (record.Digest{}) {
			t.Fatalf("the origin is %+v", from)
		}
		for _, x := range from.Writings {
			if x.Text != "" || (x.Kind == "feedback" && x.Assessor == "") {
				t.Errorf("a writing is %+v", x)
			}
		}
		if p := from.Sections[0].Passages[0]; len(p.Sources) != 1 || p.Sources[0].Relation != certificate.Verbatim {
			t.Errorf("the first passage is %+v", p)
		}
		_, err = w.Origin(t.Context(), as(w.assessors[0]), c.VersionID)
		wantCode(t, err, fault.Forbidden)
		_, err = w.Origin(t.Context(), access.System("test"), c.ID)
		wantCode(t, err, fault.NotFound)
	})
}
