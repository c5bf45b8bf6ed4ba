package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
)

// WrappingKey encrypts private keys at rest (AES-256-GCM).
type WrappingKey struct{ aead cipher.AEAD }

const wrappingBytes = 32

// ErrWrongWrappingKey means that the wrapping key is not the one that the stored keys were encrypted with.
var ErrWrongWrappingKey = errors.New("the wrapping key does not open the stored keys: give the file that they were made with")

// NewWrappingKey makes one of 32 bytes.
func NewWrappingKey(raw []byte) (*WrappingKey, error) {
	if len(raw) != wrappingBytes {
		return nil, fmt.Errorf("a wrapping key has %d bytes, this one %d", wrappingBytes, len(raw))
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, fmt.Errorf("wrapping key: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("wrapping key: %w", err)
	}
	return &WrappingKey{aead: aead}, nil
}

// ReadWrappingKey reads the key from a file that holds it in base64. It refuses a file that others than its owner may
// read.
func ReadWrappingKey(path string) (*WrappingKey, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("wrapping key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("wrapping key: %s can be read by others; chmod 600 it", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("wrapping key: %w", err)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("wrapping key: %s must hold 32 bytes in base64: %w", path, err)
	}
	return NewWrappingKey(raw)
}

// MakeWrappingKey reads the key at path, or makes it there if there is none. After a crash there is all of it or nothing,
// and of two programs that make it at once one key stays.
func MakeWrappingKey(path string) (*WrappingKey, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		raw := make([]byte, wrappingBytes)
		if _, err := rand.Read(raw); err != nil {
			return nil, fmt.Errorf("wrapping key: %w", err)
		}
		text := base64.StdEncoding.EncodeToString(raw) + "\n"
		if err := createDurably(path, text); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("wrapping key: %w", err)
		}
	}
	return ReadWrappingKey(path)
}

// createDurably makes a file for its owner alone that is whole from the moment it can be seen, and survives a power cut:
// what is encrypted with a lost key is lost. It fails as fs.ErrExist.
func createDurably(path, text string) (err error) {
	folder := filepath.Dir(path)
	file, err := os.CreateTemp(folder, ".new-*") // mode 600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file.Name())) }()
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err = os.Link(file.Name(), path); err != nil {
		return err
	}
	dir, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// wrap encrypts a private key; the id is bound to it, so that rows cannot be exchanged.
func (w *WrappingKey) wrap(id uuid.UUID, private []byte) ([]byte, error) {
	nonce := make([]byte, w.aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, fmt.Errorf("wrap key: %w", err)
	}
	return w.aead.Seal(nonce, nonce, private, id[:]), nil
}

func (w *WrappingKey) unwrap(id uuid.UUID, wrapped []byte) ([]byte, error) {
	n := w.aead.NonceSize()
	if len(wrapped) < n {
		return nil, ErrWrongWrappingKey
	}
	private, err := w.aead.Open(nil, wrapped[:n], wrapped[n:], id[:])
	if err != nil {
		return nil, ErrWrongWrappingKey
	}
	return private, nil
}
