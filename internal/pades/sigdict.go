package pades

import (
	"bytes"
	"fmt"
	"strings"

	"testamur/internal/pades/reader"
)

// signatureDictionary is the text of a signature dictionary with the places that are filled in later, counted from its start.
type signatureDictionary struct {
	text      []byte
	byteRange int
	contents  int
}

// dictionary writes the signature dictionary (ISO 32000-1, 12.8.1; EN 319 142-1, 6.3) with an empty byte range and gap.
func (s Signing) dictionary(doc *reader.Document, field reader.Field) (signatureDictionary, error) {
	var b bytes.Buffer
	var d signatureDictionary
	fmt.Fprintf(&b, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/%s", subFilter)
	b.WriteString("/ByteRange")
	d.byteRange = b.Len()
	b.WriteString(byteRangeText(0, 0, 0))
	b.WriteString("/Contents")
	d.contents = b.Len()
	fmt.Fprintf(&b, "<%s>", strings.Repeat("00", s.room()))
	b.WriteString(entry("M", date(s.Time)))
	for _, e := range []struct{ key, value string }{
		{"Name", s.Name}, {"Reason", s.Reason}, {"Location", s.Location}, {"ContactInfo", s.Contact},
	} {
		if e.value != "" {
			b.WriteString(entry(e.key, textString(e.value)))
		}
	}
	lock, err := fieldLock(doc, field)
	if err != nil {
		return d, err
	}
	b.WriteString(lock)
	b.WriteString(">>")
	d.text = b.Bytes()
	return d, nil
}

// byteRangeText has the same length for all numbers, so that it can be filled in late.
func byteRangeText(before, from, length int) string {
	return fmt.Sprintf("[0 %-9d %-9d %-9d]", before, from, length)
}

// fieldLock writes the transform that makes the field's lock take effect (ISO 32000-1, 12.8.2.4): the same action and
// fields as the lock's.
func fieldLock(doc *reader.Document, field reader.Field) (string, error) {
	if field.Dict.Get("Lock") == nil {
		return "", nil
	}
	lock, err := doc.Dict(field.Dict.Get("Lock"))
	if err != nil {
		return "", err
	}
	catalog, _, err := doc.Catalog()
	if err != nil {
		return "", err
	}
	parameters := "<</Type/TransformParams/V/1.2"
	for _, e := range lock.Entries {
		if e.Key == "Action" || e.Key == "Fields" {
			parameters += string(doc.Data[e.Start:e.End])
		}
	}
	return fmt.Sprintf("/Reference[<</Type/SigRef/TransformMethod/FieldMDP/TransformParams%s>>/Data %s>>]",
		parameters, reference(catalog.Ref)), nil
}
