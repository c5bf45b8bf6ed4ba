package store_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"testamur/internal/certificate"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"
)

// BenchmarkStatus measures the answer to a scanned code among many versions, each with 4 KB of text:
//
//	go test -run '^$' -bench Status ./internal/store
func BenchmarkStatus(b *testing.B) {
	for _, versions := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprint(versions), func(b *testing.B) {
			s := storetest.Open(b)
			fill(b, s, versions)
			b.Run("one", func(b *testing.B) {
				for i := range b.N {
					askStatus(b, s, i, versions)
				}
			})
			b.Run("many at once", func(b *testing.B) {
				var asked atomic.Int64
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						askStatus(b, s, int(asked.Add(1)), versions)
					}
				})
			})
		})
	}
}

func askStatus(b *testing.B, s *store.Store, i, versions int) {
	b.Helper()
	const prime = 7_368_787 // strides over the codes without order
	code := benchCode(i * prime % versions)
	st, err := s.Status(b.Context(), code)
	if err != nil || st.Facts.Name == "" {
		b.Error(code, err)
	}
}

func benchCode(i int) certificate.Code { return certificate.Code(fmt.Sprintf("%025d", i)) }

// fill copies one version many times over, with codes of their own.
func fill(b *testing.B, s *store.Store, versions int) {
	b.Helper()
	w := newWorld(b, s)
	v := w.version
	v.Code, v.State, v.Serial, v.IssuedAt, v.File = benchCode(0), certificate.VersionIssued, "SLL-2026-0001", epoch, record.DigestOf([]byte("pdf"))
	v.Content = []byte(strings.Repeat("narrative ", 400))
	v.Facts = certificate.Facts{
		Institution: "Social Learning Lab", Programme: "Social learning leadership", Length: "One year", Language: "en",
		Requirements: strings.Repeat("Carried a project through a year. ", 6), TimeZone: "Europe/Berlin", Contact: "office@example.org",
		Title: "Social learning leadership certificate", Name: "Ada Example", AwardDate: "2026-03-04",
		Signatories: []certificate.FactSignatory{{Name: "Ben Example", Title: "Director", Organisation: "Network"}, {Name: "Eve Example"}},
	}
	must(b, s.SaveVersion(b.Context(), v))
	_, err := s.Pool().ExecContext(b.Context(), `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
		INSERT INTO versions SELECT printf('%036d', i), printf('%025d', i), `+columnsAfterCode(b, s)+` FROM n, versions v WHERE v.id = ?`, versions, v.ID.String())
	must(b, err)
}

func columnsAfterCode(b *testing.B, s *store.Store) string {
	b.Helper()
	var columns string
	must(b, s.Pool().QueryRowContext(b.Context(),
		`SELECT group_concat('v.' || name, ', ') FROM (SELECT name FROM pragma_table_info('versions') WHERE cid > 1 ORDER BY cid)`).Scan(&columns))
	return columns
}
