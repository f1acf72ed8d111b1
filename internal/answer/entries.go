package answer

import "footnote/internal/article"

// toldOn returns the day of a passage as people write it, with the time where it was told
// in a piece of its own.
func toldOn(p article.Passage) string {
	if at := p.Chunk.At; !at.IsZero() {
		return article.Stamp(at)
	}
	return p.Article.Published.Day()
}
