package answer

import (
	"footnote/internal/article"
	"footnote/internal/selection"
)

// toldOn returns the day of a passage as people write it, with the time where it was told
// in a piece of its own, both on the clock of its outlet.
func toldOn(p article.Passage) string {
	published := p.Article.Published
	if at := p.Chunk.At; !at.IsZero() {
		return article.Stamp(article.Date{Time: at, Offset: published.Offset}.Zoned())
	}
	return published.Day()
}

// laterPiece reports whether a candidate is of a later piece of the article that a sentence
// rests on last.
func laterPiece(c selection.Candidate, rests []quoted) bool {
	last := lastOf(rests)
	at := last.Chunk.At
	return !at.IsZero() && c.ArticleID() == last.Article.ID && c.Passage.Chunk.At.After(at)
}
