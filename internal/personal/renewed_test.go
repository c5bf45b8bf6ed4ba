package personal_test

import (
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/fault"
	"testamur/internal/record"
)

func TestErasingRemovesTheFilesThatRenewedAnIssuedOneToo(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := newCage(w)
		v := c.versions(c.issued)[0]
		renewed, err := w.blobs.Put(t.Context(), []byte("renewed"))
		w.must(err)
		replaced, err := w.db.ReplaceFile(t.Context(), v.ID, v.File, renewed, 7)
		w.must(err)
		w.must(w.db.InsertIssuedFile(t.Context(), certificate.IssuedFile{Digest: renewed, VersionID: v.ID, Size: 7, At: w.now()}))
		w.must(w.Erase(t.Context(), w.admin, c.ana.ID, c.ana.Name))
		if !replaced {
			t.Error("the file was not replaced")
		}
		for _, d := range []record.Digest{v.File, renewed} {
			_, err := w.blobs.Get(t.Context(), d)
			w.refused("the file", err, fault.NotFound, "")
		}
		if again, err := w.db.ReplaceFile(t.Context(), v.ID, renewed, v.File, 4); err != nil || again {
			t.Errorf("the file of what was erased was replaced: %t, %v", again, err)
		}
	})
}
