package reader

import "footnote/internal/worddiff"

// A change is a piece of what changed between two revisions.
type change struct {
	Text           string
	Added, Removed bool
}

func changes(before, after string) []change {
	var out []change
	for _, e := range worddiff.Diff(before, after) {
		out = append(out, change{Text: e.Text, Added: e.Op == worddiff.Added, Removed: e.Op == worddiff.Removed})
	}
	return out
}
