package api

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

var errDisk = errors.New("the disk is gone")

// exported serves an archive that is written by write, as ExportPerson would. It gives the head of the answer, and what came of
// reading the rest.
func exported(t *testing.T, write func(io.Writer) error) (status int, media string, broken error) {
	t.Helper()
	s := &server{}
	s.NewID, s.Now, s.Log = uuid.New, time.Now, slog.New(slog.NewTextHandler(io.Discard, nil))
	engine, err := s.engine()
	if err != nil {
		t.Fatal(err)
	}
	engine.GET("/", func(c *gin.Context) {
		if err := (archive{name: "x.zip", write: write}).VisitExportPersonResponse(c.Writer); err != nil {
			s.failWriting(c, err)
		}
	})
	program := httptest.NewServer(engine)
	t.Cleanup(program.Close)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, program.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := program.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_, broken = io.Copy(io.Discard, answer.Body)
	if err := answer.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Content-Type"), broken
}

func TestAnArchiveThatBreaksOffIsNotTakenForAWholeOne(t *testing.T) {
	status, media, broken := exported(t, func(w io.Writer) error {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			return err
		}
		return errDisk
	})
	if status != http.StatusOK || media != "application/zip" || broken == nil {
		t.Errorf("%d %s, and the client is told: %v", status, media, broken)
	}
}

func TestAnArchiveThatCannotBeBegunIsAProblem(t *testing.T) {
	status, media, broken := exported(t, func(io.Writer) error { return errDisk })
	if status != http.StatusInternalServerError || media != problemType || broken != nil {
		t.Errorf("%d %s %v", status, media, broken)
	}
}
