package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
)

// sender brings one message on its way. Its errors are failures.
type sender interface {
	send(ctx context.Context, m message) error
}

// folder writes messages to files, so that Testamur works before a server is set up. The link of a letter goes to the
// log: this is how the first administrator gets in.
type folder struct {
	path string
	log  *slog.Logger
}

func newFolder(path string, log *slog.Logger) (*folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("folder for mail: %w", err)
	}
	return &folder{path: path, log: log}, nil
}

// send writes the message as it would go over SMTP. A message that is sent again replaces its own file.
func (f *folder) send(ctx context.Context, m message) error {
	file := filepath.Join(f.path, m.letter.At.UTC().Format("20060102T150405Z")+"-"+m.letter.ID.String()+".eml")
	if err := write(file, m); err != nil {
		return &failure{class: "folder", cause: err}
	}
	attributes := []any{"kind", m.letter.Kind, "file", file}
	if link := m.letter.Data["link"]; link != "" {
		attributes = append(attributes, "link", link)
	}
	f.log.InfoContext(ctx, "mail written", attributes...)
	return nil
}

// write makes the file readable by its owner alone; after a crash all of it is there, or nothing.
func write(path string, m message) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	_, err = m.WriteTo(tmp)
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
