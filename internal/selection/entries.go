package selection

import (
	"slices"
	"time"
)

// LastTold leaves of an article that is told in pieces, as a live blog, only what its
// newest piece on the matter says: what it said before is over. A piece is on the
// matter that says enough of what is asked, and a name in it, where any piece does.
func LastTold(cs []Candidate) []Candidate {
	last := map[string]time.Time{} // by article
	of := map[string][]Candidate{}
	for _, c := range cs {
		if !c.Passage.Chunk.At.IsZero() {
			of[c.ArticleID()] = append(of[c.ArticleID()], c)
		}
	}
	for id, pieces := range of {
		itself := slices.ContainsFunc(pieces, func(c Candidate) bool { return c.itself })
		for _, c := range OnMatter(pieces) {
			if at := c.Passage.Chunk.At; at.After(last[id]) && (c.itself || !itself) {
				last[id] = at
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(cs), func(c Candidate) bool {
		at, ok := last[c.ArticleID()]
		return ok && !c.Passage.Chunk.At.Equal(at)
	})
}
