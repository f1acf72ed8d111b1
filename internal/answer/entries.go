package answer

import (
	"footnote/internal/article"
	"footnote/internal/selection"
)

// toldOn returns the day of a passage as people write it, with the time where it was told
// in a piece of its own.
func toldOn(p article.Passage) string {
	if at := p.Chunk.At; !at.IsZero() {
		return article.Stamp(at)
	}
	return p.Article.Published.Day()
}

// laterPiece reports whether a candidate is of a later piece of the article that a sentence
// rests on last.
func laterPiece(c selection.Candidate, rests []quoted) bool {
	last := lastOf(rests)
	at := last.Chunk.At
	return !at.IsZero() && c.ArticleID() == last.Article.ID && c.Passage.Chunk.At.After(at)
}
