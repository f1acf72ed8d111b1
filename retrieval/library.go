package retrieval

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

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

// A view is the part of a library that one query may use. Everything a search
// computes, down to how rare a word is, comes from the view alone: a reader
// learns nothing of what they may not see, and an as-of search ranks as it
// would have then.
type view struct {
	visible  []bool    // by slot
	halves   []float32 // by slot, see scale.half; +Inf where not visible
	scale    scale
	articles int
	newest   article.Date
	chunks   int
	lengths  [numFields]int
	byScope  []int    // chunks, by place in library.scopes
	langs    []string // as analysis.Language gives them, sorted
	counts   *counts
}

// view returns what a query may use. Nobody changes it: others may have the
// same one.
func (l *library) view(q Query) *view {
	sees := make([]byte, len(l.scopes))
	for i, scope := range l.scopes {
		if q.Reader.Sees(scope) {
			sees[i] = 1
		}
	}
	of := viewed{string(sees), stampOf(q.Since), stampOf(q.AsOf), q.StrictDates}
	return l.views.get(of, func() *view { return l.newView(q, sees) })
}

// newView makes a view of the scopes that sees marks with 1.
func (l *library) newView(q Query, sees []byte) *view {
	v := &view{visible: make([]bool, len(l.chunks)), byScope: make([]int, len(l.scopes)), counts: &counts{ids: map[int32]int{}}}
	for i := range l.records {
		r := &l.records[i]
		if r.removed || sees[r.scope] == 0 || !q.reaches(r.published) {
			continue
		}
		v.chunks += v.show(r, func(slot int32) bool { return l.chunks[slot].At.IsZero() || q.reaches(l.date(slot)) })
		v.articles++
		if r.published.CompareDay(v.newest) > 0 {
			v.newest = r.published
		}
		for f, length := range r.lengths {
			v.lengths[f] += int(length)
		}
		if len(v.langs) == 0 || r.lang != v.langs[len(v.langs)-1] {
			v.langs = append(v.langs, r.lang)
		}
	}
	slices.Sort(v.langs)
	v.langs = slices.Compact(v.langs)
	v.scale = newScale(v.meanLengths())
	v.halves = v.halvesOf(func(slot int) float32 { return v.scale.half(&l.words.lengths[slot]) })
	return v
}

// halvesOf returns what half gives for the slots that are visible, and +Inf for the rest.
func (v *view) halvesOf(half func(slot int) float32) []float32 {
	halves := make([]float32, len(v.visible))
	for slot, visible := range v.visible {
		if halves[slot] = float32(math.Inf(1)); visible {
			halves[slot] = half(slot)
		}
	}
	return halves
}

// keptViews is how many views are kept for the next query: those of the few
// channels that ask at the time. One takes five bytes for a chunk.
const keptViews = 8

// views are those that were made last, the latest first. Most questions are
// asked by readers who see the same, of today.
type views struct {
	mu   sync.Mutex // guards made
	made []madeView
}

type madeView struct {
	viewed
	*view
}

// A viewed is what a view depends on beside the library.
type viewed struct {
	sees        string
	since, asOf stamp
	strict      bool
}

// A stamp is a time that can be compared with ==, with the day it is where it is told.
type stamp struct {
	seconds     int64
	nanoseconds int
	day         article.Date
}

func stampOf(t time.Time) stamp { return stamp{t.Unix(), t.Nanosecond(), article.DayOf(t)} }

// get returns a view that was made before, else a new one.
func (vs *views) get(of viewed, make func() *view) *view {
	vs.mu.Lock()
	at := slices.IndexFunc(vs.made, func(m madeView) bool { return m.viewed == of })
	if at >= 0 {
		m := vs.made[at]
		copy(vs.made[1:at+1], vs.made[:at])
		vs.made[0] = m
		vs.mu.Unlock()
		return m.view
	}
	vs.mu.Unlock()
	m := madeView{of, make()}
	vs.mu.Lock()
	defer vs.mu.Unlock()
	vs.made = slices.Insert(vs.made, 0, m)
	vs.made = vs.made[:min(len(vs.made), keptViews)]
	return m.view
}

// forget forgets all: the library changes, while nobody asks.
func (vs *views) forget() { vs.made = nil }

// show makes the chunks of an article visible, those of its slots that may be, and
// returns how many.
func (v *view) show(r *record, may func(slot int32) bool) (n int) {
	for slot := r.first; slot < r.first+r.chunks; slot++ {
		if may(slot) {
			v.visible[slot] = true
			n++
		}
	}
	v.byScope[r.scope] += n
	return n
}

// shows reports whether any chunk of an article is visible.
func (v *view) shows(r *record) bool {
	return slices.Contains(v.visible[r.first:r.first+r.chunks], true)
}

// meanLengths returns the mean length of each field, at least 1.
func (v *view) meanLengths() (mean [numFields]float64) {
	for f, sum := range v.lengths {
		mean[f] = max(1, float64(sum)/float64(max(1, v.chunks)))
	}
	return mean
}
