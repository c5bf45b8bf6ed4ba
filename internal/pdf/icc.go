package pdf

import (
	"encoding/binary"
	"math"
	"sync"
)

// An ICC profile of sRGB (IEC 61966-2-1), so that the colours of a page mean something on any device. It is of version
// 4.2, the newest that ISO 32000-1 names (table 67), and holds only the required tags of ICC.1:2004-10, 8.3 and 8.4.

// whiteD50 is the white of the profile connection space.
var whiteD50 = [3]float64{0.9642, 1, 0.8249}

// fromD65 is the Bradford adaptation of the white of sRGB, x 0.3127 y 0.3290, to whiteD50.
var fromD65 = [9]float64{1.047886, 0.022919, -0.050216, 0.029582, 0.990484, -0.017079, -0.009252, 0.015073, 0.751678}

// The primaries of sRGB, so adapted. The tests derive both from the chromaticities that the standard gives.
var (
	redXYZ   = [3]float64{0.436041, 0.222485, 0.013920}
	greenXYZ = [3]float64{0.385113, 0.716905, 0.097067}
	blueXYZ  = [3]float64{0.143046, 0.060610, 0.713913}
)

// toneCurve is the transfer function of sRGB: (a x + b)^g from d on, c x below.
var toneCurve = [5]float64{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045} // g a b c d

// iccTag is a tag of a profile with its data, a multiple of four bytes.
type iccTag struct {
	signature string
	data      []byte
}

// sRGB is the profile; it is the same for every document.
var sRGB = sync.OnceValue(func() []byte {
	const parametric = "para\x00\x00\x00\x00\x00\x03\x00\x00" // function type 3
	curve := fixedNumbers(parametric, toneCurve[:])
	xyz := func(v [3]float64) []byte { return fixedNumbers("XYZ \x00\x00\x00\x00", v[:]) }
	return iccProfile([]iccTag{
		{"desc", iccText("sRGB")},
		{"cprt", iccText("No copyright, use freely")},
		{"wtpt", xyz(whiteD50)},
		{"chad", fixedNumbers("sf32\x00\x00\x00\x00", fromD65[:])},
		{"rXYZ", xyz(redXYZ)},
		{"gXYZ", xyz(greenXYZ)},
		{"bXYZ", xyz(blueXYZ)},
		{"rTRC", curve},
		{"gTRC", curve},
		{"bTRC", curve},
	})
})

func iccProfile(tags []iccTag) []byte {
	const header = 128
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	for _, t := range tags {
		at := header + 4 + 12*len(tags) + len(data)
		table = append(table, t.signature...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
		data = append(data, t.data...)
	}
	profile := append(iccHeader(header+len(table)+len(data)), table...)
	return append(profile, data...)
}

// iccHeader is the header of a display profile from RGB to XYZ (ICC.1:2004-10, 7.2).
func iccHeader(size int) []byte {
	h := make([]byte, 128)
	binary.BigEndian.PutUint32(h, uint32(size))
	copy(h[8:], "\x04\x20\x00\x00mntrRGB XYZ ")
	copy(h[24:], "\x07\xEA\x00\x01\x00\x01") // made on 1 January 2026
	copy(h[36:], "acsp")
	copy(h[68:], fixedNumbers("", whiteD50[:]))
	return h
}

// fixedNumbers appends s15Fixed16 numbers to the start of a tag's data.
func fixedNumbers(start string, numbers []float64) []byte {
	b := []byte(start)
	for _, v := range numbers {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

// iccText is an ASCII text of an even number of letters (multiLocalizedUnicodeType).
func iccText(s string) []byte {
	b := []byte("mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0CenUS")
	b = binary.BigEndian.AppendUint32(b, uint32(2*len(s)))
	b = binary.BigEndian.AppendUint32(b, 28)
	return appendUTF16(b, s)
}
