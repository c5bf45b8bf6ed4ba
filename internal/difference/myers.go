package difference

import "slices"

// maxEdits is after how many insertions and deletions two sequences count as having nothing in common between their common
// ends: it bounds the memory by the square of it, and nobody reads a difference of more.
const maxEdits = 600

// hunk is a stretch that stayed, a[same:from], and after it a[from:to] that became b[into:end].
type hunk struct{ same, from, to, into, end int }

// hunks compares two sequences; the hunks follow one another and cover both.
func hunks[T comparable](a, b []T) []hunk {
	var out []hunk
	same, i, j := 0, 0, 0
	for _, m := range matches(a, b) {
		if m[0] != i || m[1] != j {
			out = append(out, hunk{same, i, m[0], j, m[1]})
			same = m[0]
		}
		i, j = m[0]+1, m[1]+1
	}
	return append(out, hunk{same, i, len(a), j, len(b)})
}

// matches gives the pairs of positions that stayed, in order.
func matches[T comparable](a, b []T) [][2]int {
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out [][2]int
	for i := range head {
		out = append(out, [2]int{i, i})
	}
	for _, m := range common(a[head:len(a)-tail], b[head:len(b)-tail]) {
		out = append(out, [2]int{m[0] + head, m[1] + head})
	}
	for i := tail; i > 0; i-- {
		out = append(out, [2]int{len(a) - i, len(b) - i})
	}
	return out
}

// common gives the pairs of a longest common subsequence: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986),
// section 4, the greedy algorithm. None when more than maxEdits lie between the two.
func common[T comparable](a, b []T) [][2]int {
	limit := min(len(a)+len(b), maxEdits)
	furthest := make([]int, 2*limit+3) // x by diagonal k = x-y, at k+limit+1
	var trace [][]int                  // of every d, diagonals -d to d
	for d := 0; d <= limit; d++ {
		for k := -d; k <= d; k += 2 {
			x := 0
			if d > 0 {
				x = begin(trace[d-1], d, k)
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			furthest[k+limit+1] = x
			if x >= len(a) && x-k >= len(b) {
				return walk(trace, len(a), len(b))
			}
		}
		trace = append(trace, slices.Clone(furthest[limit+1-d:limit+2+d]))
	}
	return nil
}

// from gives the diagonal from which the d-th edit leads onto diagonal k, and how far that was reached.
func from(before []int, d, k int) (diagonal, x int) {
	at := func(k int) int { return before[k+d-1] }
	if k == -d || (k != d && at(k-1) < at(k+1)) {
		return k + 1, at(k + 1)
	}
	return k - 1, at(k - 1)
}

// begin gives x after the d-th edit, on diagonal k.
func begin(before []int, d, k int) int {
	diagonal, x := from(before, d, k)
	if diagonal < k {
		x++ // one of a was deleted
	}
	return x
}

// walk goes back from the end, over the edits that led there.
func walk(trace [][]int, x, y int) [][2]int {
	var out [][2]int
	for d := len(trace); d >= 0; d-- {
		px, py := 0, 0
		if d > 0 {
			diagonal, reached := from(trace[d-1], d, x-y)
			px, py = reached, reached-diagonal
		}
		for x > px && y > py {
			x, y = x-1, y-1
			out = append(out, [2]int{x, y})
		}
		x, y = px, py
	}
	slices.Reverse(out)
	return out
}
