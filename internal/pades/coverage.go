package pades

import (
	"crypto"
	"errors"
	"fmt"

	"testamur/internal/pades/reader"
)

// coverage is what a signature's ByteRange spans, after all checks of its form.
type coverage struct {
	before, after []byte // the two signed parts
	contents      []byte // the decoded string between them
	end           int    // where the second part ends
	revision      int    // index of the revision that it ends with
}

// maxContents is more than a signature with its certificates and timestamp takes, in bytes.
const maxContents = 512 << 10

// digest hashes what the signature covers.
func (c coverage) digest(h crypto.Hash) []byte {
	sum := h.New()
	sum.Write(c.before)
	sum.Write(c.after)
	return sum.Sum(nil)
}

// coverageOf checks the ByteRange against the file (ISO 32000-1, 12.8.1): it begins with the file, leaves out exactly the
// hexadecimal string Contents of this very dictionary, and ends where the revision ends that the dictionary stands in. So
// nothing can be hidden in the gap, moved out of the signed parts or signed around.
func coverageOf(doc *reader.Document, dict reader.Dict) (coverage, error) {
	from, to, end, err := byteRange(dict, len(doc.Data))
	if err != nil {
		return coverage{}, err
	}
	contents, ok := dict.Get("Contents").(reader.String)
	if !ok || contents.Start != from || contents.End != to {
		return coverage{}, errors.New("the gap in ByteRange is not the string Contents of the signature")
	}
	if len(contents.Value) > maxContents {
		return coverage{}, fmt.Errorf("a signature of %d bytes", len(contents.Value))
	}
	if err := checkGap(doc.Data[from:to]); err != nil {
		return coverage{}, err
	}
	revision := doc.RevisionAt(from)
	if r := doc.Revisions[max(revision, 0)]; revision < 0 || end < r.EOF || end > r.End {
		return coverage{}, errors.New("ByteRange does not end where the revision of the signature ends")
	}
	return coverage{doc.Data[:from], doc.Data[to:end], contents.Value, end, revision}, nil
}

// byteRange reads the four numbers [0 from to length] and checks that they lie in the file in this order.
func byteRange(dict reader.Dict, size int) (from, to, end int, err error) {
	array, ok := dict.Get("ByteRange").(reader.Array)
	if !ok || len(array) != 4 {
		return 0, 0, 0, errors.New("ByteRange is missing or has not four numbers")
	}
	var n [4]int
	for i, o := range array {
		if n[i], ok = o.(int); !ok || n[i] < 0 || n[i] > size {
			return 0, 0, 0, fmt.Errorf("ByteRange with the number %v", o)
		}
	}
	from, to, end = n[1], n[2], n[2]+n[3]
	if n[0] != 0 || from == 0 || from >= to || n[3] == 0 || end > size {
		return 0, 0, 0, fmt.Errorf("ByteRange %v does not fit the file", n)
	}
	return from, to, end, nil
}

// checkGap allows angle brackets around an even number of hexadecimal digits without white space, whose letters are all
// small or all capital: so no byte of the gap can be changed unnoticed.
func checkGap(gap []byte) error {
	if len(gap) < 4 || len(gap)%2 != 0 || gap[0] != '<' || gap[len(gap)-1] != '>' {
		return errors.New("the gap is no hexadecimal string")
	}
	var small, capital bool
	for _, c := range gap[1 : len(gap)-1] {
		switch {
		case c >= '0' && c <= '9':
		case c >= 'a' && c <= 'f':
			small = true
		case c >= 'A' && c <= 'F':
			capital = true
		default:
			return errors.New("the gap holds something else than hexadecimal digits")
		}
	}
	if small && capital {
		return errors.New("the gap mixes small and capital letters")
	}
	return nil
}
