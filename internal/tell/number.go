package tell

import (
	"slices"

	"footnote/internal/answer"
)

// A Numbering gives each article one number in several parts, in the order in which
// they cite it: IDs → numbers from 1.
type Numbering map[string]int

// Of returns a part whose footnotes have these numbers.
func (n Numbering) Of(p Part) Part {
	own := map[int]int{}
	p.Citations = slices.Clone(p.Citations)
	for i := range p.Citations {
		c := &p.Citations[i]
		if n[c.ArticleID] == 0 {
			n[c.ArticleID] = len(n) + 1
		}
		own[c.N] = n[c.ArticleID]
		c.N = own[c.N]
	}
	slices.SortStableFunc(p.Citations, func(a, b answer.Citation) int { return a.N - b.N })
	p.Sentences = slices.Clone(p.Sentences)
	for i, s := range p.Sentences {
		numbers := make([]int, len(s.Citations))
		for j, cited := range s.Citations {
			numbers[j] = own[cited]
		}
		p.Sentences[i].Citations = numbers
	}
	return p
}
