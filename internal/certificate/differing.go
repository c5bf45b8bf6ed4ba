package certificate

import (
	"slices"
	"strings"

	"testamur/internal/difference"
)

// difference compares the contents of two versions.
func (v Version) difference(after Version) (Difference, error) {
	a, err := readContent(v.Content)
	if err != nil {
		return Difference{}, err
	}
	b, err := readContent(after.Content)
	if err != nil {
		return Difference{}, err
	}
	return Difference{From: v.ID, To: after.ID, Fields: fieldDifferences(a, b), Sections: sectionDifferences(a.Sections, b.Sections)}, nil
}

func fieldDifferences(a, b Content) []FieldDifference {
	var out []FieldDifference
	for _, f := range []FieldDifference{
		{"title", a.Title, b.Title}, {"name", a.Name, b.Name}, {"award_date", a.AwardDate, b.AwardDate}, {"expires_on", a.ExpiresOn, b.ExpiresOn},
	} {
		if f.Before != f.After {
			out = append(out, f)
		}
	}
	return out
}

// sectionDifferences follows the later text; what was removed stands before what stood after it.
func sectionDifferences(before, after []ContentSection) []SectionDifference {
	of := pairs(before, after)
	stays := unmoved(of)
	var out []SectionDifference
	removed := 0
	upTo := func(n int) {
		for ; removed < n; removed++ {
			if !slices.Contains(of, removed) {
				out = append(out, removedSection(before[removed]))
			}
		}
	}
	for i, s := range after {
		if of[i] < 0 {
			out = append(out, addedSection(s))
			continue
		}
		if stays[i] {
			upTo(of[i])
		}
		out = append(out, keptSection(before[of[i]], s, !stays[i]))
	}
	upTo(len(before))
	return out
}

func addedSection(s ContentSection) SectionDifference {
	return SectionDifference{SectionAdded, difference.Words("", s.Heading), difference.Paragraphs(nil, s.styled())}
}

func removedSection(s ContentSection) SectionDifference {
	return SectionDifference{SectionRemoved, difference.Words(s.Heading, ""), difference.Paragraphs(s.styled(), nil)}
}

func keptSection(a, b ContentSection, moved bool) SectionDifference {
	d := SectionDifference{SectionSame, difference.Words(a.Heading, b.Heading), difference.Paragraphs(a.styled(), b.styled())}
	switch {
	case moved:
		d.Change = SectionMoved
	case a.Heading != b.Heading || !slices.Equal(a.styled(), b.styled()):
		d.Change = SectionReworded
	}
	return d
}

// styled gives the words under the heading, a text for each paragraph and each item of a list, with what style and lists add as
// people type it: a change of that alone is a change.
func (s ContentSection) styled() []string {
	var out []string
	for _, block := range s.Blocks {
		for _, item := range block.Items {
			var b strings.Builder
			if block.Kind != "paragraph" {
				b.WriteString("- ")
			}
			for _, run := range item {
				if run.Emphasis {
					b.WriteString("*" + run.Text + "*")
				} else {
					b.WriteString(run.Text)
				}
			}
			out = append(out, b.String())
		}
	}
	return out
}

// pairs gives, for each section after, which section before it was, or -1: one of the same heading, or else one that shares at
// least half of its text.
func pairs(before, after []ContentSection) []int {
	of, taken := make([]int, len(after)), make([]bool, len(before))
	pair := func(alike func(a, b ContentSection) bool) {
		for i, b := range after {
			for j, a := range before {
				if of[i] < 0 && !taken[j] && alike(a, b) {
					of[i], taken[j] = j, true
				}
			}
		}
	}
	for i := range of {
		of[i] = -1
	}
	pair(func(a, b ContentSection) bool { return a.Heading == b.Heading && slices.Equal(a.styled(), b.styled()) })
	pair(func(a, b ContentSection) bool { return a.Heading == b.Heading })
	pair(func(a, b ContentSection) bool { return 2*shared(a.styled(), b.styled()) >= 1 })
	return of
}

// shared gives the share of words that two texts have in common, from 0 to 1, wherever they stand.
func shared(a, b []string) float64 {
	count, all, same := map[string]int{}, 0, 0
	for word := range strings.FieldsSeq(strings.Join(a, " ")) {
		count[word]++
		all++
	}
	for word := range strings.FieldsSeq(strings.Join(b, " ")) {
		all++
		if count[word] > 0 {
			count[word]--
			same++
		}
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(same) / float64(all)
}

// unmoved says which sections kept their order: as many as can.
func unmoved(of []int) []bool {
	length, before := make([]int, len(of)), make([]int, len(of))
	best := -1
	for i := range of {
		before[i] = -1
		if of[i] < 0 {
			continue
		}
		length[i] = 1
		for j := range i {
			if of[j] >= 0 && of[j] < of[i] && length[j] >= length[i] {
				length[i], before[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	out := make([]bool, len(of))
	for i := best; i >= 0; i = before[i] {
		out[i] = true
	}
	return out
}
