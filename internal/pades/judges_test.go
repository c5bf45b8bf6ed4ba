package pades_test

import (
	"bytes"
	"testing"

	"testamur/internal/pades/judges"
)

func TestEveryKindOfSignedFileIsSoundToEveryJudge(t *testing.T) {
	w := newWorld(t)
	for name, kind := range kinds(t, w) {
		t.Run(name, func(t *testing.T) {
			for _, j := range judges.All {
				t.Run(j.Name, func(t *testing.T) { j.Accepts(t, kind.file, w.root.pem(), kind.signatures) })
			}
		})
	}
}

func TestEveryJudgeOfSignaturesRefusesATamperedTwin(t *testing.T) {
	w := newWorld(t)
	file := sign(t, base{fields: []string{"Seal"}}.build(t), w.signing("Seal"))
	tampered := bytes.Replace(file, []byte("0.9 g"), []byte("0.8 g"), 1)
	for _, j := range judges.All {
		if j.Signature {
			t.Run(j.Name, func(t *testing.T) { j.Refuses(t, tampered, w.root.pem(), 1) })
		}
	}
}
