package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"testing"

	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/uuid"
)

func TestAnInterruptedDemonstrationBeginsAnew(t *testing.T) {
	settings := config{Data: t.TempDir(), PublicURL: "http://127.0.0.1:8080", Institution: demoInstitution, VerifyRate: 1}
	h, err := build(t.Context(), settings, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.store.Close(); err != nil {
			t.Error(err)
		}
	})
	ctx, interrupt := context.WithCancel(t.Context())
	made := 0
	h.programmes.NewID = func() uuid.UUID {
		if made++; made == 40 {
			interrupt()
		}
		return newID()
	}
	if err := h.demonstrate(&console{ctx: ctx, out: io.Discard}); err == nil {
		t.Fatal("it was not interrupted")
	}
	h.programmes.NewID = newID
	if err := h.demonstrate(&console{ctx: t.Context(), out: io.Discard}); err != nil {
		t.Fatalf("the next start: %v", err)
	}
	list, err := h.programmes.ListEnrolments(t.Context(), demoStaff, programme.EnrolmentFilter{}, record.Page{Limit: record.MaxPage})
	if err != nil || len(list.Items) != 15 {
		t.Errorf("%d participants, %v; want fifteen", len(list.Items), err)
	}
}

func TestTheDemonstrationStaysOutOfTheRealFolder(t *testing.T) {
	for _, data := range []string{"testamur-data", "testamur-data/", "/srv/testamur//"} {
		c := config{Data: data, DatabaseURL: "postgres://real", KeyFile: "real.key"}
		c.demo(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080})
		if c.Data != filepath.Clean(data)+"-demo" || c.DatabaseURL != "" || c.KeyFile != "" {
			t.Errorf("%s: %+v", data, c)
		}
	}
}
