package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"
)

// producer names the program in the metadata.
const producer = "Testamur"

// addInfo writes the information dictionary (ISO 32000-1, 14.3.3).
func (w *writer) addInfo(number ref, info Info) {
	w.begin(number)
	w.add("<</Producer ", text(producer), " /CreationDate ", date(info.Created), " /ModDate ", date(info.Created))
	for _, p := range append(info.described(), info.Properties...) {
		w.add("\n/", p.Name, " ", text(p.Value))
	}
	w.add(">>")
	w.end()
}

// described gives the entries that have names of their own in ISO 32000, where they are not empty.
func (i Info) described() []Property {
	var described []Property
	for _, p := range []Property{{"Title", i.Title}, {"Author", i.Author}, {"Subject", i.Subject}} {
		if p.Value != "" {
			described = append(described, p)
		}
	}
	return described
}

// check makes sure that every property has one name that PDF and XML both take.
func (i Info) check() error {
	seen := map[string]bool{"Title": true, "Author": true, "Subject": true, "Keywords": true, "Creator": true,
		"Producer": true, "CreationDate": true, "ModDate": true, "Trapped": true}
	for _, p := range i.Properties {
		if seen[p.Name] || !isIdentifier(p.Name) {
			return fmt.Errorf("%w: a property cannot be named %q", ErrDraft, p.Name)
		}
		seen[p.Name] = true
	}
	return nil
}

func isIdentifier(s string) bool {
	for i, r := range s {
		letter := r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '_'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// addXMP writes the metadata stream (ISO 32000-1, 14.3.2), uncompressed so that programs that know no PDF find it.
func (w *writer) addXMP(number ref, info Info) {
	packet, err := info.packet()
	if err != nil {
		w.fail(err)
	}
	w.stream(number, packet, "/Type /Metadata /Subtype /XML ")
}

const xmpHead = "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" + `
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:testamur="https://testamur.org/ns/certificate/1/">
<dc:format>application/pdf</dc:format>
`

const xmpTail = `</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`

// packet is the XMP packet, which says what the information dictionary says.
func (i Info) packet() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xmpHead)
	for _, p := range i.xmpProperties() {
		if p.value == "" {
			continue
		}
		b.WriteString("<" + p.name + ">" + p.before)
		if err := xml.EscapeText(&b, []byte(p.value)); err != nil {
			return nil, err
		}
		b.WriteString(p.after + "</" + p.name + ">\n")
	}
	b.WriteString(xmpTail)
	return b.Bytes(), nil
}

// xmpProperty is a property with the elements around its value.
type xmpProperty struct{ name, before, value, after string }

func (i Info) xmpProperties() []xmpProperty {
	const inLanguages, endLanguages = `<rdf:Alt><rdf:li xml:lang="x-default">`, "</rdf:li></rdf:Alt>"
	created := i.Created.UTC().Format(time.RFC3339)
	properties := []xmpProperty{
		{"dc:title", inLanguages, i.Title, endLanguages},
		{"dc:creator", "<rdf:Seq><rdf:li>", i.Author, "</rdf:li></rdf:Seq>"},
		{"dc:description", inLanguages, i.Subject, endLanguages},
		{"dc:language", "<rdf:Bag><rdf:li>", i.Language, "</rdf:li></rdf:Bag>"},
		{"pdf:Producer", "", producer, ""},
		{"xmp:CreateDate", "", created, ""},
		{"xmp:ModifyDate", "", created, ""},
		{"xmp:MetadataDate", "", created, ""},
	}
	for _, p := range i.Properties {
		properties = append(properties, xmpProperty{"testamur:" + p.Name, "", p.Value, ""})
	}
	return properties
}
