package retrieval

import (
	"time"

	"footnote/internal/article"
	"footnote/internal/question"
)

// A Query is what to search for and for whom.
type Query struct {
	Text   string
	Reader article.Reader // only what this reader may see is returned
	AsOf   time.Time      // nothing published later is returned; zero for no limit
	Since  time.Time      // nothing published before is returned, and nothing undated; zero for no limit
	K      int            // passages wanted, at most 200; 0 for 10
	// MaxPerArticle is how many passages one article may have; 0 for 3.
	MaxPerArticle int
	Indexes       Indexes // which are asked
	// Now is what "last week" leans on where AsOf is zero; zero for no reading
	// of such times.
	Now time.Time
	// After holds the earlier questions that Text leans on, oldest first.
	After []string
	// Verbatim searches for the words of Text and reads nothing in them.
	Verbatim bool
	// StrictDates leaves undated articles out where there is an AsOf.
	StrictDates bool
	// NoRerank asks no Reranker: for searches of which a question needs many, and
	// those for which nobody waits.
	NoRerank bool
}

// Indexes says which of the two indexes a query asks; the zero value is both.
// One alone shows what the other adds.
type Indexes int

// The choices of Indexes.
const (
	BothIndexes Indexes = iota
	WordsOnly
	VectorsOnly
)

// A Result is the answer to a Query.
type Result struct {
	Passages []article.Passage // best first
	// Evidence says how much of what the query asks for one article holds, in
	// [0, 1]: 0 nothing, 1 all its words.
	Evidence float64
	// Terms holds the content terms of the query, as analysis.Terms gives them, with
	// their inverse document frequency in the library, above 0.
	Terms    map[string]float64
	Unheld   []Unheld         // names in the query that nothing it may use has, in order
	Articles int              // how many the reader may see, up to the as-of date
	Newest   article.Date     // the last day of one of them; unknown where none is dated
	Sample   bool             // the passages are of the sample library
	Reading  question.Reading // what the query was understood to ask
	// Dropped is what of Reading.Only was not kept to, because too little was
	// found by it; the zero Filter if all was.
	Dropped question.Filter
	// Seq is the last change of the store that the search saw. It counts what
	// the reader may not see, and is not for their eyes.
	Seq int64
}
