// Package retrieval ranks what the library holds. An Indexer cuts articles
// into chunks, analyses and embeds them, and saves all that in the store. An
// Index, of which each process keeps one in memory, is a pure function of the
// store and follows its log of changes; Index.Search is where questions go.
// It knows no Slack and no chat. An Index holds:
//
//	article ID → record: the article without its body, and its slots
//	slot       → chunk: text, and how long each field is
//	term       → postings by slot: how often in body, title and byline
//	scope      → vectors by "article ID:chunk number"
//
// # The files
//
// retrieval.go has the query and the result, search.go the way of a search.
//
// Articles become entries of the store:
//   - indexer.go: an article is added; backfill.go: what another version or embedder left is made anew
//   - chunk.go: its chunks; terms.go: their terms as they are stored
//   - embed.go: vectors; hash.go: the built-in embedder
//
// The index follows the store:
//   - index.go: opened; follow.go: kept up to date
//   - library.go: articles, chunks in slots, and what is removed; view.go: the part that one query may use
//   - words.go: postings; bm25.go: their ranking; frequent.go: terms that many chunks have
//   - vectors.go: vectors by scope; nearest.go: their ranking; rabitq.go, rabitq_probe.go, rabitq_rotation.go:
//     sketches of them
//   - signatures.go: outlets and authors by name; copies.go: near-copies
//
// A query is read:
//   - query.go: its terms; narrow.go: outlets, authors, times and the present
//   - spell.go: misspelt words; same.go: other names and forms of a word; truecase.go: names in lower case
//   - unheld.go: names that stand nowhere
//
// Chunks are ranked:
//   - fuse.go: two rankings made one; best.go: the n best
//   - match.go: the best read word by word; begin.go: which words are looked at; kind.go: words of a kind asked for
//   - recency.go: newer first where that is asked; matter.go, speech.go, meant.go: what is of one matter,
//     and tells of what is asked, by its words and by the vectors of a model
//   - rerank.go: read again by a model; pick.go: what is shown; evidence.go: whether that may answer
//
// fallback.go searches the samples while the library is empty; split.go divides work among processors.
package retrieval
