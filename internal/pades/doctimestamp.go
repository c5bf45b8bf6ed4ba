package pades

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"testamur/internal/pades/cms"
	"testamur/internal/pades/reader"
)

const timestampFilter = reader.Name("ETSI.RFC3161")

// Timestamp is a document timestamp and what was found about it.
type Timestamp struct {
	Field     string
	Authority string    // common name in its certificate, whether trusted or not
	Time      time.Time // what the authority says
	Until     time.Time // when the authority's certificate ends; from then on the file is worth a newer timestamp
	Trusted   bool      // a chain of certificates for timestamping led to a root, and the file knows of no revocation
	Revoked   bool      // the file says that one of the chain was revoked, in a way that takes this timestamp's worth
	Revision  int       // the revision that it was made in and covers up to, 1-based; 0 when unknown
	Problems  []string  // every doubt, in words

	unproven []Unproven
}

// timestampDictionary is a document timestamp with an empty byte range and gap (ISO 32000-2, 12.8.5; EN 319 142-1, 5.4.3).
func timestampDictionary() signatureDictionary {
	var b bytes.Buffer
	var d signatureDictionary
	fmt.Fprintf(&b, "<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/%s/ByteRange", timestampFilter)
	d.byteRange = b.Len()
	b.WriteString(byteRangeText(0, 0, 0) + "/Contents")
	d.contents = b.Len()
	b.WriteString("<" + strings.Repeat("00", tokenRoom) + ">>>")
	d.text = b.Bytes()
	return d
}

// stamps says whether a signature dictionary is a document timestamp.
func stamps(dict reader.Dict) bool { return dict.Get("SubFilter") == timestampFilter }

// timestampOf examines one document timestamp.
func (e examiner) timestampOf(doc *reader.Document, f reader.Field, dict reader.Dict) Timestamp {
	t := Timestamp{Field: f.Name}
	if err := e.examine(&t, doc, dict); err != nil {
		t.Problems = append(t.Problems, err.Error())
	}
	return t
}

func (e examiner) examine(t *Timestamp, doc *reader.Document, dict reader.Dict) error {
	if dict.Get("Type") != reader.Name("DocTimeStamp") {
		return fmt.Errorf("the timestamp is of type %v", dict.Get("Type"))
	}
	c, err := coverageOf(doc, dict)
	if err != nil {
		return err
	}
	t.Revision = c.revision + 1
	if c.end != doc.Revisions[c.revision].End {
		return errors.New("the timestamp leaves an end of line out")
	}
	token, err := tokenIn(c.contents)
	if err != nil {
		return err
	}
	t.Authority, t.Time, t.Until = token.Signer().Subject.CommonName, token.Time, token.Signer().NotAfter
	t.Trusted, t.Revoked, t.unproven = e.token(token)
	return token.CheckImprint(c.digest)
}

// tokenIn reads the token in the gap: one DER structure, then zeros.
func tokenIn(contents []byte) (*cms.Token, error) {
	_, padding, err := cms.Parse(contents)
	if err != nil {
		return nil, err
	}
	if len(bytes.Trim(padding, "\x00")) > 0 {
		return nil, errors.New("bytes other than zero follow the timestamp in its gap")
	}
	return cms.ParseToken(contents[:len(contents)-len(padding)])
}
