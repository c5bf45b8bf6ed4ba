package pades_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"testamur/internal/pades"
)

const packet = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:testamur="urn:testamur" testamur:Serial="2026-7">
<testamur:Code>ABC-DEF &amp; GHI</testamur:Code></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

func identified(t testing.TB) []byte {
	t.Helper()
	w := newWorld(t)
	b := base{fields: []string{"Seal"}, info: "/TestamurCode (ABC-DEF & GHI)/TestamurName <FEFF00C400620063>", metadata: packet}
	return sign(t, b.build(t), w.signing("Seal"))
}

func expectProperty(t *testing.T, file []byte, name, want string) {
	t.Helper()
	if got := pades.Properties(file)[name]; got != want {
		t.Errorf("%s is %q, not %q", name, got, want)
	}
}

func TestPropertiesAreFoundInAWholeFile(t *testing.T) {
	file := identified(t)
	expectProperty(t, file, "TestamurCode", "ABC-DEF & GHI")
	expectProperty(t, file, "TestamurName", "Äbc")
	expectProperty(t, file, "testamur:Code", "ABC-DEF & GHI")
	expectProperty(t, file, "testamur:Serial", "2026-7")
}

func TestPropertiesAreFoundInADamagedFile(t *testing.T) {
	file := identified(t)
	at := bytes.Index(file, []byte("/TestamurCode"))
	for name, damaged := range map[string][]byte{
		"cut off at both ends":       file[at : at+40],
		"tables gone":                bytes.ReplaceAll(file, []byte("xref"), []byte("xxxx")),
		"something before and after": append(append([]byte("junk /TestamurCode ("), file...), "/TestamurCode (unfinished"...),
		"lines turned":               bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n")),
	} {
		t.Run(name, func(t *testing.T) { expectProperty(t, damaged, "TestamurCode", "ABC-DEF & GHI") })
	}
}

func TestTheLaterOfTwoValuesCounts(t *testing.T) {
	expectProperty(t, []byte("/Code (first) ... /Code (second)"), "Code", "second")
}

func TestMetadataIsFoundInAFileThatAnotherToolSavedWithCompressedObjects(t *testing.T) {
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		t.Skip("qpdf is not installed")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, identified(t), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := exec.CommandContext(t.Context(), qpdf, "--object-streams=generate", in, out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	saved, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	expectProperty(t, saved, "testamur:Code", "ABC-DEF & GHI")
}

func TestPropertiesAreBounded(t *testing.T) {
	for name, data := range map[string]string{
		"strings without end":  strings.Repeat("/A(", 8<<20),
		"names without end":    "/" + strings.Repeat("a", 24<<20),
		"slashes":              strings.Repeat("/", 24<<20),
		"metadata without end": strings.Repeat("<rdf:RDF ", 2<<20),
		"too large":            "/Code (x)" + strings.Repeat(" ", 26<<20),
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			if found := pades.Properties([]byte(data)); len(found) > 0 {
				t.Errorf("found %.100v", found)
			}
			if took := time.Since(begin); took > 30*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
	nested := strings.Repeat(strings.Repeat("/A(", 900)+strings.Repeat(")", 900), 6<<10)
	begin := time.Now()
	pades.Properties([]byte(nested))
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("strings in strings took %v", took)
	}
	many := strings.Builder{}
	for i := range 1000 {
		many.WriteString("/N" + strings.Repeat("x", i%60) + string(rune('a'+i/60)) + " (v)")
	}
	if n := len(pades.Properties([]byte(many.String()))); n != 256 {
		t.Errorf("%d properties", n)
	}
}
