package pdf

import (
	"bytes"
	"math"
	"testing"
)

type matrix [3][3]float64

func (m matrix) times(o matrix) (p matrix) {
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				p[i][j] += m[i][k] * o[k][j]
			}
		}
	}
	return p
}

func (m matrix) apply(v [3]float64) (p [3]float64) {
	for i := range 3 {
		p[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
	}
	return p
}

func (m matrix) inverse() (inv matrix) {
	minor := func(i, j int) float64 {
		a, b, c, d := (i+1)%3, (i+2)%3, (j+1)%3, (j+2)%3
		return m[a][c]*m[b][d] - m[a][d]*m[b][c]
	}
	det := m[0][0]*minor(0, 0) + m[0][1]*minor(0, 1) + m[0][2]*minor(0, 2)
	for i := range 3 {
		for j := range 3 {
			inv[j][i] = minor(i, j) / det
		}
	}
	return inv
}

func diagonal(v [3]float64) matrix { return matrix{{v[0]}, {0, v[1]}, {0, 0, v[2]}} }

func fromChromaticity(x, y float64) [3]float64 { return [3]float64{x / y, 1, (1 - x - y) / y} }

// adaptedSRGB derives the colours of sRGB from IEC 61966-2-1 (primaries and white) and the Bradford cone responses.
func adaptedSRGB() (adaptation, primaries matrix) {
	bradford := matrix{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}
	white := fromChromaticity(0.3127, 0.3290)
	from, to := bradford.apply(white), bradford.apply(whiteD50)
	ratio := [3]float64{to[0] / from[0], to[1] / from[1], to[2] / from[2]}
	adaptation = bradford.inverse().times(diagonal(ratio)).times(bradford)
	for j, xy := range [3][2]float64{{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}} {
		for i, v := range fromChromaticity(xy[0], xy[1]) {
			primaries[i][j] = v
		}
	}
	scale := primaries.inverse().apply(white)
	return adaptation, adaptation.times(primaries.times(diagonal(scale)))
}

func TestTheProfileHoldsTheColoursOfSRGB(t *testing.T) {
	const step = 1e-6 // the numbers of a profile have steps of 1/65536
	adaptation, primaries := adaptedSRGB()
	for j, have := range [][3]float64{redXYZ, greenXYZ, blueXYZ} {
		for i := range 3 {
			if want := primaries[i][j]; math.Abs(have[i]-want) > step {
				t.Errorf("primary %d, coordinate %d is %.6f, want %.6f", j, i, have[i], want)
			}
		}
	}
	for i, have := range fromD65 {
		if want := adaptation[i/3][i%3]; math.Abs(have-want) > step {
			t.Errorf("number %d of the adaptation is %.6f, want %.6f", i, have, want)
		}
	}
}

func TestTheToneCurveOfTheProfileIsContinuous(t *testing.T) {
	g, a, b, c, d := toneCurve[0], toneCurve[1], toneCurve[2], toneCurve[3], toneCurve[4]
	if jump := math.Abs(math.Pow(a*d+b, g) - c*d); jump > 1e-5 {
		t.Errorf("at %v it jumps by %v", d, jump)
	}
	if end := math.Pow(a+b, g); math.Abs(end-1) > 1e-9 {
		t.Errorf("it ends at %v, want 1", end)
	}
}

// A viewer's colour management must find that a colour under the profile is that colour in sRGB. That it does not when
// two primaries change places shows that the viewer reads the profile at all.
func TestAViewerReadsTheProfileAsSRGB(t *testing.T) {
	plain, managed := paint(t, sRGB())
	if furthest(plain, managed) > 1 {
		t.Errorf("drawn plainly the colour is %v, under the profile %v", plain, managed)
	}
	swapped := bytes.Clone(sRGB())
	copy(swapped[bytes.Index(swapped, []byte("rXYZ")):], "gXYZ")
	copy(swapped[bytes.LastIndex(swapped, []byte("gXYZ")):], "rXYZ")
	plain, managed = paint(t, swapped)
	if furthest(plain, managed) < 10 {
		t.Errorf("the viewer does not read the profile: %v", managed)
	}
}

// paint lets Ghostscript draw one colour twice, first plainly, then under the profile.
func paint(t *testing.T, profile []byte) (plain, managed []byte) {
	w := newWriter(0, 4096)
	catalog, info, node, leaf, content, space := w.next(), w.next(), w.next(), w.next(), w.next(), w.next()
	w.object(catalog, "<</Type /Catalog /Pages ", node, ">>")
	w.object(info, "<<>>")
	w.object(node, "<</Type /Pages /Count 1 /Kids [", leaf, "] /MediaBox [0 0 20 10]>>")
	w.object(leaf, "<</Type /Page /Parent ", node, " /Contents ", content,
		" /Resources <</ColorSpace <</Ours [/ICCBased ", space, "]>>>>>>")
	w.stream(content, []byte("0.8 0.3 0.1 rg 0 0 10 10 re f /Ours cs 0.8 0.3 0.1 sc 10 0 10 10 re f"))
	w.stream(space, profile, "/N 3 ")
	file, err := w.finish(catalog, info, [16]byte{})
	if err != nil {
		t.Fatal(err)
	}
	picture := judge(t, file, "gs", "-q", "-dSAFER", "-sDEVICE=ppmraw", "-r72", "-o", "-", "FILE")
	pixels := []byte(picture[len(picture)-20*10*3:])
	return pixels[:3], pixels[19*3 : 20*3]
}

func furthest(a, b []byte) (most int) {
	for i := range a {
		most = max(most, int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return most
}
