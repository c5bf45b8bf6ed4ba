package pades

import (
	"bytes"
	"encoding/xml"
	"maps"
	"strings"

	"testamur/internal/pades/reader"
)

// Bounds of Properties. What goes beyond them is passed over.
const (
	maxProperties    = 256
	maxPropertyName  = 64
	maxPropertyValue = 4 << 10
	maxMetadata      = 1 << 20 // bytes of one XMP packet
)

// Properties finds text properties in any bytes, however damaged or however re-saved by another tool: pairs of a name and a
// string as in an information dictionary (/Title (...) is found as "Title"), and simple properties of XMP metadata in plain
// text (<dc:source>...</dc:source> is found as "dc:source"). Of a name found twice the later value counts, as with an
// incremental update. Nothing that it finds is proven: use it to say what a file claims to be, never that it is genuine.
// Files of more than 25 MB are not searched.
func Properties(file []byte) map[string]string {
	found := map[string]string{}
	if len(file) > reader.MaxFile {
		return found
	}
	scanStrings(file, found)
	maps.Copy(found, scanMetadata(file))
	return found
}

// scanStrings looks behind every slash for a name and a string. A string can hold others, so that bytes are read again and
// again; only so many are read in all.
func scanStrings(file []byte, found map[string]string) {
	const most = reader.MaxFile
	for read := 0; read <= most; {
		slash := bytes.IndexByte(file, '/')
		if slash < 0 {
			return
		}
		file = file[slash+1:]
		name, rest := cutName(file[:min(len(file), maxPropertyName+maxPropertyValue)])
		if name == "" || len(rest) == 0 || rest[0] != '(' && rest[0] != '<' {
			continue
		}
		value, length, ok := reader.ReadText(rest)
		read += length
		if ok {
			keep(found, name, value)
		}
	}
}

// cutName cuts a plain ASCII name and a little white space after it.
func cutName(b []byte) (name string, rest []byte) {
	const maxSpace = 8
	n := 0
	for n < len(b) && n <= maxPropertyName && isNameByte(b[n]) {
		n++
	}
	if n > maxPropertyName {
		return "", nil
	}
	name, rest = string(b[:n]), b[n:]
	for i := 0; i < maxSpace && len(rest) > 0 && bytes.IndexByte([]byte(" \t\r\n"), rest[0]) >= 0; i++ {
		rest = rest[1:]
	}
	return name, rest
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.'
}

func keep(found map[string]string, name, value string) {
	if _, known := found[name]; (known || len(found) < maxProperties) && len(value) <= maxPropertyValue {
		found[name] = value
	}
}

// scanMetadata reads every RDF element that stands in plain text, as far as it is well-formed.
func scanMetadata(file []byte) map[string]string {
	found := map[string]string{}
	begin, end := []byte("<rdf:RDF"), []byte("</rdf:RDF>")
	for {
		at := bytes.Index(file, begin)
		if at < 0 {
			return found
		}
		packet := file[at:min(len(file), at+maxMetadata)]
		if stop := bytes.Index(packet, end); stop >= 0 {
			packet = packet[:stop+len(end)]
		}
		readPacket(packet, found)
		file = file[at+len(packet):]
	}
}

// readPacket takes elements that hold text alone, and attributes, by their prefixed names.
func readPacket(packet []byte, found map[string]string) {
	d := xml.NewDecoder(bytes.NewReader(packet))
	d.Strict = false
	open, text := "", strings.Builder{}
	for {
		token, err := d.RawToken()
		if err != nil {
			return // the packet's end, or damage: what was found until here stays
		}
		switch t := token.(type) {
		case xml.StartElement:
			open = prefixed(t.Name)
			text.Reset()
			for _, a := range t.Attr {
				keep(found, prefixed(a.Name), a.Value)
			}
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			if open != "" && prefixed(t.Name) == open {
				keep(found, open, text.String())
			}
			open = ""
		}
	}
}

func prefixed(n xml.Name) string { return n.Space + ":" + n.Local }
