package tell

import (
	"slices"

	"footnote/internal/answer"
)

// A Numbering gives each article one number in several parts, in the order in which
// they cite it: IDs → numbers from 1. It may begin with those that articles have.
type Numbering map[string]int

// Of returns a part whose footnotes have these numbers.
func (n Numbering) Of(p Part) Part {
	own := map[int]int{}
	p.Citations = slices.Clone(p.Citations)
	for i := range p.Citations {
		c := &p.Citations[i]
		if n[c.ArticleID] == 0 {
			n[c.ArticleID] = n.last() + 1
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

func (n Numbering) last() (last int) {
	for _, of := range n {
		last = max(last, of)
	}
	return last
}

// numbers are those that the footnotes of a message have.
func (m Message) numbers() Numbering {
	n := Numbering{}
	for _, p := range m.Parts {
		for _, c := range p.Citations {
			if n[c.ArticleID] == 0 && c.ArticleID != "" {
				n[c.ArticleID] = c.N
			}
		}
	}
	return n
}
