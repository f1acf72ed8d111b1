package config

import (
	"slices"
	"strings"
)

// A Stray is a variable that looks like one of ours and that nobody reads.
type Stray struct {
	Name string
	Near string // the name that was meant, where it is a slip of the pen; else empty
}

// Strays returns those among the names of all that is set. What is no slip of the
// pen has a prefix of ours, and may well be another program's: Kubernetes sets
// FOOTNOTE_SERVICE_HOST for a service of that name.
func Strays(set []string) (found []Stray) {
	ours := names()
	for _, name := range set {
		if slices.Contains(ours, name) {
			continue
		}
		near := nearest(name, ours, set)
		if near != "" || slices.ContainsFunc(ours, func(o string) bool { return strings.HasPrefix(name, prefix(o)) }) {
			found = append(found, Stray{name, near})
		}
	}
	return found
}

// names returns the names of all variables, in the order in which they are read.
func names() (out []string) {
	_, _ = FromEnv(func(name string) string { // nothing set is valid
		out = append(out, name)
		return ""
	})
	return out
}

// prefix returns a name up to its first underscore.
func prefix(name string) string { return name[:strings.Index(name, "_")+1] }

// slip is how many letters may be wrong, missing or too many in a name that
// was meant to be another; two that are swapped are both wrong.
const slip = 2

// nearest returns which of ours a name was meant to be, or "". One that is set
// under its own name is not missed.
func nearest(name string, ours, set []string) (near string) {
	return Nearest(strings.ToUpper(name), slices.DeleteFunc(slices.Clone(ours), func(o string) bool { return slices.Contains(set, o) }))
}

// Nearest returns which of the known names a name was meant to be, the first of
// those that are as near, or "" where more letters are wrong than slip.
func Nearest(name string, known []string) (near string) {
	least := min(slip+1, len(name))
	for _, k := range known {
		if d := distance(name, k); d < least {
			near, least = k, d
		}
	}
	return near
}

// distance is how many bytes must be replaced, put in or left out to make b of a
// (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1) // from the part of a that is read to each beginning of b
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := corner
			if a[i] != b[j] {
				replaced++
			}
			corner = row[j+1]
			row[j+1] = min(replaced, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}
