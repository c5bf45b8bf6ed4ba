package pades

import (
	"errors"
	"fmt"

	"testamur/internal/pades/cms"
	"testamur/internal/pades/reader"
)

// signatureDict is the dictionary that the field's value refers to.
func signatureDict(doc *reader.Document, f reader.Field) (reader.Dict, error) {
	r, ok := f.Value.(reader.Ref)
	if !ok {
		return reader.Dict{}, errors.New("the field's value is no reference to a signature")
	}
	object, err := doc.Object(r)
	if err != nil {
		return reader.Dict{}, err
	}
	dict, ok := object.Value.(reader.Dict)
	if !ok || object.Stream {
		return reader.Dict{}, errors.New("the field's value is no signature dictionary")
	}
	return dict, nil
}

// describe takes over what the signature says of itself and checks its kind (EN 319 142-1, 6.3).
func (s *Signature) describe(dict reader.Dict) error {
	s.Name, s.Reason = dict.Text("Name"), dict.Text("Reason")
	s.Location, s.Contact = dict.Text("Location"), dict.Text("ContactInfo")
	if kind := dict.Get("Type"); kind != nil && kind != reader.Name("Sig") {
		return fmt.Errorf("the signature is of type %v", kind)
	}
	if dict.Get("SubFilter") != subFilter || dict.Get("Cert") != nil {
		return fmt.Errorf("the signature is of kind %v, not %s", dict.Get("SubFilter"), subFilter)
	}
	t, err := parseDate(dict.Text("M"))
	if err != nil {
		return errors.New("the signature does not say when it was made")
	}
	s.Time = t
	return nil
}

// readContents reads the signature in the gap: one DER structure, then zeros.
func readContents(contents []byte) (*cms.Signed, error) {
	signed, padding, err := cms.Parse(contents)
	if err != nil {
		return nil, err
	}
	for _, b := range padding {
		if b != 0 {
			return nil, errors.New("bytes other than zero follow the signature in its gap")
		}
	}
	return signed, nil
}
