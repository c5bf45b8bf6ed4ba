package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
)

// zipped compresses what pages load, once; nil when that saves less than a tenth. The pages themselves are never compressed:
// they hold what is private beside what an address or a form made them say, and the length of a compressed answer tells whoever
// listens how alike the two are (BREACH, 2013).
func zipped(b []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil { // the level is none
		return nil
	}
	if _, err := w.Write(b); err != nil {
		return nil
	}
	if err := w.Close(); err != nil || out.Len() > len(b)*9/10 {
		return nil
	}
	return out.Bytes()
}

// takesZip says whether the client names gzip among the encodings that it takes (RFC 9110, 12.5.3).
func takesZip(r *http.Request) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, quality, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(quality), "q="), 64)
		return err != nil || q > 0
	}
	return false
}
