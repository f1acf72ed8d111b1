package retrieval

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"footnote/internal/article"
	"footnote/internal/store"
)

// A library is what an Index holds of the store: articles, their chunks in
// slots, and the two indexes over them. A removed article's slots stay empty
// until compact.
type library struct {
	space      string          // of the vectors; "" before there is one
	scopes     []article.Scope // of all articles, also of those removed
	langs      []string        // likewise, as analysis.Language gives them
	records    []record
	byID       map[string]int32 // article ID → its record
	chunks     []indexed
	dead       int // slots of removed chunks
	words      words
	vectors    *vectors
	signatures signatures
	views      views
}

func newLibrary(space string) *library {
	return &library{space: space, byID: map[string]int32{}, words: newWords(), vectors: newVectors(), signatures: newSignatures()}
}

// A record is one article. What every query asks of every article stands in
// the record itself: reading 20,000 articles takes half a millisecond.
type record struct {
	article   *article.Article // without its Body
	canonical string           // of its URL; "" where it has none
	lang      string           // as analysis.Language gives it
	published article.Date
	scope     int32 // place in library.scopes
	first     int32 // its chunks are in the slots from first
	chunks    int32
	lengths   [numFields]int32 // sums over its chunks
	removed   bool
}

// An indexed is a chunk in its slot.
type indexed struct {
	article.Chunk
	record int32
}

// put holds an article in place of any before with its ID. What is wrong with
// single chunks comes back as an error after all is done; such a chunk lacks
// words or a vector.
func (l *library) put(ctx context.Context, e store.Entry) error {
	l.remove(e.Article.ID)
	l.views.forget()
	a := e.Article // alone, so that the rest of the entry is let go
	a.Body = ""
	r := record{
		article: &a, published: e.Article.Published, scope: l.scope(e.Article.Scope),
		first: int32(len(l.chunks)), chunks: int32(len(e.Chunks)),
	}
	if e.Article.URL != "" {
		r.canonical = article.CanonicalURL(e.Article.URL)
	}
	at := int32(len(l.records))
	dateChunks(e.Chunks, e.Article.Entries())
	var errs []error
	for i := range e.Chunks {
		l.chunks = append(l.chunks, indexed{Chunk: e.Chunks[i].Chunk, record: at})
		errs = append(errs, l.putWords(&r, e.Chunks[0].Terms, e.Chunks[i].Terms))
		errs = append(errs, l.vectors.put(ctx, r.article.Scope, int32(len(l.chunks)-1), key(e.Chunks[i].Chunk), e.Chunks[i].Vector))
	}
	l.records = append(l.records, r)
	l.byID[r.article.ID] = at
	l.signatures.put(at, r.article)
	return errors.Join(errs...)
}

// dateChunks gives chunks, in order, the times of the entries that they are of.
func dateChunks(chunks []store.Chunk, entries []article.Entry) {
	for i := range chunks {
		for len(entries) > 1 && entries[1].Start <= chunks[i].Start {
			entries = entries[1:]
		}
		if len(entries) > 0 && entries[0].Start <= chunks[i].Start {
			chunks[i].At = entries[0].At
		}
	}
}

// scope returns the place of a scope in scopes. There are few.
func (l *library) scope(s article.Scope) int32 {
	at := slices.Index(l.scopes, s)
	if at < 0 {
		at = len(l.scopes)
		l.scopes = append(l.scopes, s)
	}
	return int32(at)
}

// lang returns the one copy of a language that is kept.
func (l *library) lang(code string) string {
	at := slices.Index(l.langs, code)
	if at < 0 {
		at = len(l.langs)
		l.langs = append(l.langs, code)
	}
	return l.langs[at]
}

// putWords adds the words of the chunk in the last slot: those of its body
// from terms, those of the article from head, which its first chunk holds.
func (l *library) putWords(r *record, head, terms []byte) error {
	slot := int32(len(l.chunks) - 1)
	length := l.words.measure(slot)
	for _, part := range []struct {
		data []byte
		body bool
	}{{terms, true}, {head, false}} {
		got, err := decodeTerms(part.data, func(f field, term []byte, n uint16) {
			if (f == inBody) == part.body {
				l.words.add(slot, f, term, n)
				if part.body {
					l.words.minHashes[slot].add(term)
				}
			}
		})
		if err != nil {
			return err
		}
		for f := range numFields {
			if (f == inBody) == part.body {
				length[f] = got.length[f]
				r.lengths[f] += int32(got.length[f])
			}
		}
		r.lang = l.lang(got.lang)
	}
	return nil
}

// putVectors adds vectors to the chunks of an article that is held in this
// revision, and reports whether it is.
func (l *library) putVectors(ctx context.Context, e store.Entry) (bool, error) {
	at, ok := l.byID[e.Article.ID]
	if !ok {
		return false, nil
	}
	r := &l.records[at]
	if r.article.Revision != e.Article.Revision || int(r.chunks) != len(e.Chunks) {
		return false, nil
	}
	var errs []error
	for i, c := range e.Chunks {
		errs = append(errs, l.vectors.put(ctx, r.article.Scope, r.first+int32(i), key(c.Chunk), c.Vector))
	}
	return true, errors.Join(errs...)
}

// remove forgets an article, if it is held.
func (l *library) remove(id string) {
	at, ok := l.byID[id]
	if !ok {
		return
	}
	r := &l.records[at]
	var keys []string
	var slots []int32
	for slot := r.first; slot < r.first+r.chunks; slot++ {
		keys, slots = append(keys, key(l.chunks[slot].Chunk)), append(slots, slot)
		l.chunks[slot].Text = ""
	}
	l.vectors.remove(r.article.Scope, slots, keys)
	r.removed = true
	l.views.forget()
	delete(l.byID, id)
	l.dead += int(r.chunks)
	if l.dead >= compactSlots && l.dead > len(l.chunks)/2 {
		l.compact()
	}
}

// compactSlots is how many slots must be empty before compact is worth it.
const compactSlots = 1024

// compact moves the articles that are held together.
func (l *library) compact() {
	l.views.forget()
	moved := make([]int32, len(l.chunks))
	for i := range moved {
		moved[i] = -1
	}
	records, chunks, signs := l.records[:0:0], l.chunks[:0:0], newSignatures()
	for _, r := range l.records {
		if r.removed {
			continue
		}
		first := int32(len(chunks))
		for i := range r.chunks {
			moved[r.first+i] = first + i
			c := l.chunks[r.first+i]
			c.record = int32(len(records))
			chunks = append(chunks, c)
		}
		r.first = first
		l.byID[r.article.ID] = int32(len(records))
		signs.put(int32(len(records)), r.article)
		records = append(records, r)
	}
	l.words.compact(moved)
	l.vectors.compact(moved)
	l.records, l.chunks, l.signatures, l.dead = records, chunks, signs, 0
}

// key names a chunk in the index of vectors.
func key(c article.Chunk) string { return c.ArticleID + ":" + strconv.Itoa(c.N) }

// slot returns where the chunk with this key is, if it is held.
func (l *library) slot(key string) (int32, bool) {
	id, number, _ := strings.Cut(key, ":")
	at, ok := l.byID[id]
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n >= int(l.records[at].chunks) {
		return 0, false
	}
	return l.records[at].first + int32(n), true
}

// compare orders better scores first, ties by article ID and chunk number, so
// that the order does not depend on when an article came.
func (l *library) compare(a, b hit) int {
	if c := cmp.Compare(b.score, a.score); c != 0 {
		return c
	}
	x, y := &l.chunks[a.slot], &l.chunks[b.slot]
	return cmp.Or(cmp.Compare(x.ArticleID, y.ArticleID), cmp.Compare(x.N, y.N))
}
