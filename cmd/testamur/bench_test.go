package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"testamur/internal/certificate"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// BenchmarkVerification asks for the status of random certificates over loopback, 16 connections at once, through the whole
// middleware: with a thousand and with a million certificates stored, beside a bare gin that answers the same JSON from
// memory in the same run. Nothing caches the status.
//
//	go test -run xxx -bench Verification -benchtime 3s ./cmd/testamur
func BenchmarkVerification(b *testing.B) {
	var bare float64
	for _, stored := range []int{1_000, 1_000_000} {
		h, codes := stocked(b, stored)
		handler, err := h.handler()
		if err != nil {
			b.Fatal(err)
		}
		if bare == 0 {
			b.Run("bare gin", func(b *testing.B) { bare = load(b, bareGin(b, handler, codes[0]), codes) })
		}
		b.Run(fmt.Sprintf("%d stored", stored), func(b *testing.B) {
			b.ReportMetric(100*load(b, handler, codes)/bare, "%-of-bare-gin")
		})
	}
}

// load gives requests a second.
func load(b *testing.B, handler http.Handler, codes []certificate.Code) float64 {
	b.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	address := server.Listener.Addr().String()
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		c := dial(b, address)
		for pb.Next() {
			c.get("/v1/verifications/" + codes[mathrand.IntN(len(codes))].String())
		}
	})
	rate := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "requests/s")
	return rate
}

// client is as little of an HTTP client as will do: what it costs would be taken from the server.
type client struct {
	b    *testing.B
	conn net.Conn
	r    *bufio.Reader
}

func dial(b *testing.B, address string) *client {
	conn, err := (&net.Dialer{}).DialContext(b.Context(), "tcp", address)
	if err != nil {
		b.Error(err)
		return nil
	}
	b.Cleanup(func() {
		if err := conn.Close(); err != nil {
			b.Error(err)
		}
	})
	return &client{b: b, conn: conn, r: bufio.NewReader(conn)}
}

func (c *client) get(path string) {
	if _, err := io.WriteString(c.conn, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		c.b.Error(err)
	}
	status, err := c.r.ReadSlice('\n')
	if err != nil || !bytes.HasPrefix(status, []byte("HTTP/1.1 200")) {
		c.b.Errorf("%s: %s %v", path, status, err)
	}
	length := 0
	for {
		line, err := c.r.ReadSlice('\n')
		if err != nil || len(line) <= 2 {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				c.b.Error(err)
			}
		}
	}
	if _, err := c.r.Discard(length); err != nil || length == 0 {
		c.b.Errorf("%s: %d bytes, %v", path, length, err)
	}
}

// bareGin answers what the handler answers for one code, encoded anew each time and with nothing around it.
func bareGin(b *testing.B, handler http.Handler, code certificate.Code) http.Handler {
	b.Helper()
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/v1/verifications/"+code.String(), nil))
	v := certificate.Verification{Verdict: certificate.Genuine, Doubt: strings.Repeat("x", answer.Body.Len()-400), Facts: &certificate.Facts{}}
	engine := gin.New()
	engine.GET("/v1/verifications/:code", func(c *gin.Context) { c.JSON(http.StatusOK, v) })
	return engine
}

// stocked is an installation with so many certificates; it gives the codes of up to ten thousand of them.
func stocked(b *testing.B, n int) (*house, []certificate.Code) {
	b.Helper()
	h := installed(b)
	c := &console{ctx: b.Context(), out: io.Discard, err: io.Discard}
	if err := h.playScript(c.ctx); err != nil {
		b.Fatal(err)
	}
	model, err := h.modelVersion(c)
	if err != nil {
		b.Fatal(err)
	}
	return h, copies(b, h.config.database(), model.ID, n)
}

// installed is an empty installation on SQLite, wired as always.
func installed(b *testing.B) *house {
	b.Helper()
	settings, err := readConfig([]string{"TESTAMUR_DATA=" + filepath.Join(b.TempDir(), "testamur-data"), "TESTAMUR_PUBLIC_URL=https://certificates.example.org", "TESTAMUR_INSTITUTION=" + demoInstitution})
	if err != nil {
		b.Fatal(err)
	}
	h, err := build(b.Context(), settings, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := h.store.Close(); err != nil {
			b.Error(err)
		}
	})
	return h
}

// copies writes the version n times under other codes, past the program: a million through it would take an hour.
func copies(b *testing.B, path string, model uuid.UUID, n int) []certificate.Code {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=OFF&_busy_timeout=5000")
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	}()
	tx, err := db.BeginTx(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	insert, err := tx.PrepareContext(b.Context(), copyStatement(b, tx)) //nolint:sqlclosecheck // it ends with its transaction
	if err != nil {
		b.Fatal(err)
	}
	codes := make([]certificate.Code, 0, 10_000)
	for i := range n {
		code, err := certificate.NewCode(rand.Reader)
		if err == nil {
			_, err = insert.ExecContext(b.Context(), newID().String(), string(code), model.String())
		}
		if err != nil {
			b.Fatal(err)
		}
		if i%max(1, n/cap(codes)) == 0 && len(codes) < cap(codes) {
			codes = append(codes, code)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return codes
}

// copyStatement copies everything of a version but its id, its code and its long texts.
func copyStatement(b *testing.B, tx *sql.Tx) string {
	b.Helper()
	rows, err := tx.QueryContext(b.Context(), "SELECT name FROM pragma_table_info('versions')")
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := rows.Close(); err != nil {
			b.Error(err)
		}
	}()
	var names, values []string
	replaced := map[string]string{"id": "?1", "code": "?2", "content": "NULL", "provenance": "NULL", "sealed": "NULL"}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			b.Fatal(err)
		}
		value, ok := replaced[name]
		if !ok {
			value = name
		}
		names, values = append(names, name), append(values, value)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return "INSERT INTO versions (" + strings.Join(names, ", ") + ") SELECT " + strings.Join(values, ", ") + " FROM versions WHERE id = ?3"
}
