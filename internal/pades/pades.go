// Package pades signs PDF files with PAdES baseline signatures (ETSI EN 319 142-1, levels B-B and B-T), preserves them with
// validation data and document timestamps (B-LTA), each as an incremental update that leaves the bytes before it alone, and
// verifies such files. Package reader reads the file, package
// cms the signature inside; this package joins the two. It knows nothing of what the documents mean, of how they are drawn
// or of where they are kept.
package pades

import (
	"errors"

	"testamur/internal/pades/cms"
	"testamur/internal/pades/reader"
)

// Reasons why a file cannot be read; compare with errors.Is.
var (
	ErrNotPDF      = reader.ErrNotPDF
	ErrTruncated   = reader.ErrTruncated
	ErrTooLarge    = reader.ErrTooLarge
	ErrUnsupported = reader.ErrUnsupported // cross-reference streams, encryption, hybrid and linearised files
	ErrMalformed   = reader.ErrMalformed
)

// Reasons why Sign refuses.
var (
	ErrField       = errors.New("no such empty signature field")
	ErrKey         = cms.ErrKey // of a kind or size that is not allowed, or not the certificate's
	ErrCertificate = errors.New("the signing certificate cannot be used")
	ErrStamp       = errors.New("the stamp cannot be placed")
	ErrText        = errors.New("a text is not valid UTF-8")
	ErrTimestamp   = errors.New("no timestamp")
	ErrRoom        = errors.New("the signature is larger than the room reserved for it")
)

// ErrNotSealed means that a file is not sealed; the reason is in the text.
var ErrNotSealed = errors.New("not sealed")

const subFilter = reader.Name("ETSI.CAdES.detached")
