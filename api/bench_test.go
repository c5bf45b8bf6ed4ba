package api

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// BenchmarkContract measures what comparing a request with the contract costs: the same route with and without it.
func BenchmarkContract(b *testing.B) {
	for _, c := range []struct{ name, method, path, body string }{
		{"read", "GET", "/v1/people/0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b", ""},
		{"list", "GET", "/v1/people?limit=50&archived=false", ""},
		{"write", "POST", "/v1/people", `{"name": "Ana Lopes", "email": "ana@example.org", "organisation": "Harbour Trust", "job_title": "Pilot"}`},
	} {
		b.Run(c.name+"/without", func(b *testing.B) { measure(b, false, c.method, c.path, c.body) })
		b.Run(c.name+"/with", func(b *testing.B) { measure(b, true, c.method, c.path, c.body) })
	}
}

func measure(b *testing.B, check bool, method, path, body string) {
	b.Helper()
	contract, err := readContract()
	if err != nil {
		b.Fatal(err)
	}
	s := &server{contract: contract}
	s.NewID, s.Now, s.Log = uuid.New, time.Now, slog.New(slog.NewTextHandler(io.Discard, nil))
	engine, err := s.engine()
	if err != nil {
		b.Fatal(err)
	}
	chain := gin.HandlersChain{s.found, s.received}
	if check {
		chain = append(chain, s.validated)
	}
	chain = append(chain, func(c *gin.Context) { c.Status(http.StatusNoContent) })
	for route := range contract.operations {
		m, p, _ := strings.Cut(route, " ")
		engine.Handle(m, p, chain...)
	}
	b.ReportAllocs()
	for b.Loop() {
		request := httptest.NewRequest(method, path, strings.NewReader(body))
		if body != "" {
			request.Header.Set("Content-Type", "application/json")
		}
		answer := httptest.NewRecorder()
		if engine.ServeHTTP(answer, request); answer.Code != http.StatusNoContent {
			b.Fatal(answer.Code, answer.Body, fault.Internal)
		}
	}
}

// BenchmarkCheckJSON measures the scan that goes before the comparison, on a body of 100 kB.
func BenchmarkCheckJSON(b *testing.B) {
	body := []byte(`{"sections":[` + strings.Repeat(`{"heading":"Persistence","passages":[{"text":"She does not give up, \"ever\"."}]},`, 1250) + `{}]}`)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if err := checkJSON(body); err != nil {
			b.Fatal(err)
		}
	}
}
