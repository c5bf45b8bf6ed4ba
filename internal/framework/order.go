package framework

import "slices"

// displaced gives those that are in both lists and passed a neighbour, as few as possible: all but the longest run of what kept
// its order.
func displaced(before, after []string) map[string]bool {
	var common []string
	var places []int
	for _, code := range after {
		if i := slices.Index(before, code); i >= 0 {
			common, places = append(common, code), append(places, i)
		}
	}
	kept := rising(places)
	moved := map[string]bool{}
	for i, code := range common {
		if !kept[i] {
			moved[code] = true
		}
	}
	return moved
}

// rising marks the members of a longest rising subsequence, of several the one that ends first. It takes time with the square of
// the length, which is a few hundred at most.
func rising(places []int) map[int]bool {
	length, prior := make([]int, len(places)), make([]int, len(places))
	best := -1
	for i, p := range places {
		length[i], prior[i] = 1, -1
		for j := range i {
			if places[j] < p && length[j]+1 > length[i] {
				length[i], prior[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	kept := map[int]bool{}
	for ; best >= 0; best = prior[best] {
		kept[best] = true
	}
	return kept
}
