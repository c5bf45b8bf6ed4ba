package press_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"testamur/internal/access"
	"testamur/internal/keys"
	"testamur/internal/pades"
	"testamur/internal/pades/judges"
	"testamur/internal/press"
	"testamur/internal/typeset"
)

var signatories = []string{
	"Olga Vtorushina", "Ольга Вторушина", "Nguyễn Thị Ánh", "Θάλεια Παπαδοπούλου",
	"Karl (Ehms)", "Zażółć Gęślą", "Beverly Wenger-Trayner", strings.Repeat("Long ", 20) + "Name",
}

func TestEverySignatoryHasASignatureOfTheirOwnAndTheSealIsLast(t *testing.T) {
	o := newOffice(t)
	for _, n := range []int{1, 4, 8} {
		t.Run(fmt.Sprint(n, " signatories"), func(t *testing.T) {
			base, sealing := o.typeset(signatories[:n])
			file := o.seal(base, sealing)
			report := o.report(file)
			o.must(press.Sealed(report))
			signed := press.Signatories(report)
			if len(signed) != n || len(report.Signatures) != n+1 {
				t.Fatalf("%d of signatories among %d signatures", len(signed), len(report.Signatures))
			}
			for i, s := range signed {
				if s.Name != signatories[i] || !strings.HasPrefix(signatories[i], s.Signer) || s.Revision != i+2 || s.Reason != "Approved this text" || !s.Time.Equal(o.at) {
					t.Errorf("signature %d: %+v", i, s)
				}
			}
			if seal := report.Signatures[n]; !seal.CoversWholeFile || seal.Revision != n+2 {
				t.Errorf("the seal: %+v", seal)
			}
			o.judged(t, file, n+1)
		})
	}
}

func TestOthersReadTheSignatoriesNames(t *testing.T) {
	o := newOffice(t)
	file := o.seal(o.typeset(signatories))
	want := append(slices.Clone(signatories), "Institute of Example certificates")
	want[7] = want[7][:64] // as much as a certificate has room for
	if got := judges.Signers(t, file); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// Only what somebody did themselves is signed for them: what staff recorded on paper stays a picture.
func TestWhoDidNotApproveInPersonGetsNoSignature(t *testing.T) {
	o := newOffice(t)
	base, sealing := o.typeset(signatories[:4])
	for i := range sealing.Approvals {
		sealing.Approvals[i].InPerson = i == 1
	}
	file := o.seal(base, sealing)
	signed := press.Signatories(o.report(file))
	if len(signed) != 1 || signed[0].Signer != signatories[1] {
		t.Errorf("%d signatures", len(signed))
	}
	if n := bytes.Count(file, []byte("/Subtype/Stamp")); n != 2 {
		t.Errorf("%d pictures, not those of the first and third", n)
	}
	if !o.genuine(file) {
		t.Error("not genuine")
	}
	o.judged(t, file, 2)
}

// Such documents were out for signing when signatures of signatories came.
func TestADocumentWithoutFieldsForSignatoriesIsStillSealed(t *testing.T) {
	o := newOffice(t)
	base, sealing := o.typeset(signatories[:4])
	for i := range sealing.Approvals {
		sealing.Approvals[i].Place.Field = ""
	}
	file := o.seal(base, sealing)
	if n := len(press.Signatories(o.report(file))); n != 0 || !o.genuine(file) {
		t.Errorf("%d signatures, or not genuine", n)
	}
}

func TestUnderARootWhoseKeyIsElsewhereTheSealAloneSigns(t *testing.T) {
	o, elsewhere := newOffice(t), newOffice(t)
	early := o.seal(o.typeset(signatories[:2]))
	pair, err := elsewhere.ring.Sealing(t.Context())
	o.must(err)
	root, err := elsewhere.ring.Root(t.Context())
	o.must(err)
	o.must(o.ring.Import(t.Context(), access.System("test"), keys.Given{Pair: pair, Root: root}))
	file := o.seal(o.typeset(signatories[:4]))
	if n := len(press.Signatories(o.report(file))); n != 0 || !o.genuine(file) {
		t.Errorf("%d signatures, or not genuine", n)
	}
	if n := bytes.Count(file, []byte("/Subtype/Stamp")); n != 2 {
		t.Errorf("%d pictures", n)
	}
	if !o.genuine(early) {
		t.Error("what was signed before is not genuine any more")
	}
	o.judged(t, file, 1)
}

func TestTheSealAloneCarriesTheTimestamp(t *testing.T) {
	o := newOffice(t)
	o.stamping(t)
	file := o.seal(o.typeset(signatories[:4]))
	report := o.report(file)
	o.must(press.Sealed(report))
	for _, s := range press.Signatories(report) {
		if s.Level != "B-B" {
			t.Errorf("%s: %s", s.Field, s.Level)
		}
	}
	if seal := report.Signatures[4]; seal.Level != "B-T" || !seal.TimestampTrusted {
		t.Errorf("the seal: %+v", seal)
	}
}

// forged lets somebody change how a signature was made, and seals the result.
func (o *office) forged(change func(*pades.Signing)) error {
	o.t.Helper()
	base, sealing := o.typeset(signatories[:1])
	authority, err := o.ring.Authority(o.t.Context())
	o.must(err)
	own, err := authority.Certify(signatories[0], o.at)
	o.must(err)
	signing := pades.Signing{Field: sealing.Approvals[0].Place.Field, Time: o.at, Key: own.Private, Chain: own.Path()}
	change(&signing)
	file, err := pades.Sign(o.t.Context(), base, signing)
	o.must(err)
	if signing.Field != typeset.SealField {
		sealing.Approvals = nil
		file = o.seal(file, sealing)
	}
	return press.Sealed(o.report(file))
}

func TestASignatureOfAnotherKindIsRefused(t *testing.T) {
	o := newOffice(t)
	o.must(o.forged(func(*pades.Signing) {}))
	stranger, chain := signer(t)
	sealing, err := o.ring.Sealing(t.Context())
	o.must(err)
	for name, change := range map[string]func(*pades.Signing){
		"a signatory's certificate seals":        func(s *pades.Signing) { s.Field = typeset.SealField },
		"the sealing certificate signs for one":  func(s *pades.Signing) { s.Key, s.Chain = sealing.Private, sealing.Path() },
		"a stranger's certificate signs for one": func(s *pades.Signing) { s.Key, s.Chain = stranger, chain },
		"the authority is left out":              func(s *pades.Signing) { s.Chain = s.Chain[:1] },
	} {
		t.Run(name, func(t *testing.T) {
			if err := o.forged(change); err == nil {
				t.Error("it counts as sealed")
			} else {
				t.Log(err)
			}
		})
	}
}

// Package pades flips every byte of smaller files; here a step of a prime number meets every part of a whole one.
func TestAFlippedByteIsNoticed(t *testing.T) {
	o := newOffice(t)
	file := o.seal(o.typeset(signatories[:4]))
	step := 101
	if testing.Short() {
		step = 997
	}
	for at := 0; at < len(file); at += step {
		twin := bytes.Clone(file)
		twin[at] ^= 1
		if found, err := o.Inspect(t.Context(), twin); err == nil && found.Sealed {
			t.Errorf("a flip at byte %d (%q) goes unnoticed", at, file[at])
		}
	}
}

func TestJudgesRefuseATamperedTwin(t *testing.T) {
	o := newOffice(t)
	file := o.seal(o.typeset(signatories[:4]))
	tampered := bytes.Replace(file, []byte("SLL-2026-0001"), []byte("SLL-2026-0002"), 1)
	for _, judge := range judges.All {
		if judge.Signature {
			t.Run(judge.Name, func(t *testing.T) { judge.Refuses(t, tampered, o.root(), 5) })
		}
	}
}
