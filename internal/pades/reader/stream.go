package reader

import (
	"bytes"
	"fmt"
)

// Stream gives the contents of a stream that is stored as it is. One that went through a filter is ErrUnsupported.
func (d *Document) Stream(r Ref) ([]byte, error) {
	object, err := d.Object(r)
	if err != nil {
		return nil, err
	}
	dict, ok := object.Value.(Dict)
	if !ok || !object.Stream {
		return nil, fmt.Errorf("%w: object %d is no stream", ErrMalformed, r.Number)
	}
	if dict.Get("Filter") != nil || dict.Get("F") != nil {
		return nil, fmt.Errorf("%w: object %d is not stored as it is", ErrUnsupported, r.Number)
	}
	length, err := d.Resolve(dict.Get("Length"))
	if err != nil {
		return nil, err
	}
	contents, ok := contentsAfter(d.Data[dict.End:], length)
	if !ok {
		return nil, fmt.Errorf("%w: object %d is not as long as it says", ErrMalformed, r.Number)
	}
	return contents, nil
}

// contentsAfter takes what stands between the keywords that follow a stream's dictionary (ISO 32000-1, 7.3.8.1).
func contentsAfter(data []byte, length Object) ([]byte, bool) {
	n, ok := length.(int)
	p := parser{data: data}
	p.skip()
	if !ok || n < 0 || !p.accept("stream") || !p.accept("\r\n") && !p.accept("\n") || n > len(data)-p.pos {
		return nil, false
	}
	contents := data[p.pos : p.pos+n]
	return contents, bytes.HasPrefix(bytes.TrimLeft(data[p.pos+n:], "\r\n"), []byte("endstream"))
}
