// Package retrieval ranks what the library holds. Articles are cut into
// chunks; each process keeps two indexes of them in memory, one of vectors
// and one of words, both pure functions of the store, and follows its log of
// changes. Search fuses the two into ranked passages. It knows no Slack and
// no chat.
package retrieval

import (
	"time"

	"footnote/internal/article"
)

// A Query is what to search for and for whom.
type Query struct {
	Text   string
	Reader article.Reader // only what this reader may see is returned
	AsOf   time.Time      // nothing published later is returned; zero for no limit
	K      int            // passages wanted, at most 200; 0 for 10
	// MaxPerArticle is how many passages one article may have; 0 for 3.
	MaxPerArticle int
}

// A Result is the answer to a Query.
type Result struct {
	Passages []article.Passage // best first
	// Evidence says how much of what the query asks for the passages hold:
	// 0 nothing, 1 all its words.
	Evidence float64
	// Terms holds the content terms of the query, as Analyze gives them, with
	// their inverse document frequency in the library, above 0.
	Terms    map[string]float64
	Articles int          // how many the reader may see, up to the as-of date
	Newest   article.Date // the newest of them; unknown where none is dated
	Sample   bool         // the passages are of the sample library
}
