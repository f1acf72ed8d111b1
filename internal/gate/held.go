package gate

import (
	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/prose"
)

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
