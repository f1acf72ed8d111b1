package gate

import (
	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/prose"
)

// leastNear is the share of a sentence's words that a sentence of the passage it
// cites must have to be quoted in its place.
const leastNear = .5

// leastOf is how many words a sentence must have for its nearest to be told.
const leastOf = 3

// Nearest returns the sentence of the passages that a sentence cites that has
// most of its words, of those that have enough and may be shown.
func (g Gate) Nearest(raw string) (near Rest, ok bool) {
	cited, _ := g.markers(g.rounded(raw))
	most := 0.0
	for _, i := range cited {
		src := &g.sources[i]
		said := src.lexer.claim(prose.Plain(raw))
		for _, have := range src.statements {
			if have.instructs || prose.Forbidden(have.text) != "" {
				continue
			}
			if has := have.shareOf(said); has >= leastNear && has > most {
				most, near = has, Rest{Source: i, Quote: have.text}
			}
		}
	}
	return near, most > 0
}

// shareOf returns which part of the words of another claim a claim has; 0 of too few
// to tell. Who reports it is no part of what is told.
func (c *claim) shareOf(other *claim) float64 {
	has, all := c.holding(other, func(t token) bool { return (t.kind == content || t.kind == name) && !reports[t.stem] })
	if all < leastOf {
		return 0
	}
	return float64(has) / float64(all)
}

// holding returns how many words of another claim a claim has, of those that count and
// say something.
func (c *claim) holding(other *claim, counts func(token) bool) (has, all int) {
	for _, t := range other.tokens {
		if lightWords[t.low] || !counts(t) {
			continue
		}
		all++
		if c.find(t) != nil {
			has++
		}
	}
	return has, all
}

// MostHeld returns which part of the words of a question, but for names, the sentence
// of a passage has that has most of them, by themselves or another of the lexicon, in
// [0, 1]. A question of names alone is held by anything.
func MostHeld(p article.Passage, question string) float64 {
	l := newLexer(analysis.Language(p.Article.Lang, p.Chunk.Text))
	asked, most := l.claim(question), 0.0
	for _, text := range prose.Sentences(p) {
		most = max(most, l.claim(text).held(asked))
	}
	return most
}

// held returns which part of the words of a question, but for names, a claim has.
func (c *claim) held(asked *claim) float64 {
	has, all := c.holding(asked, func(t token) bool { return t.kind == content })
	if all == 0 {
		return 1
	}
	return float64(has) / float64(all)
}
