package retrieval

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/question"
)

const (
	defaultK = 10
	maxK     = 200
	// maxQuery bounds a query, in bytes: a pasted page of text.
	maxQuery = 8 << 10
	// maxAfter bounds the earlier questions that a query leans on, the last ones.
	maxAfter = 8
	// maxTerms bounds the terms of a query that are searched, the rarest ones.
	maxTerms = 64
	// maxPerArticle is how many passages an article may have in a result, so
	// that one long article does not fill it.
	maxPerArticle = 3
	// embedTimeout is how long a question waits for its vector.
	embedTimeout = 2 * time.Second
)

// admits reports whether the query may use an article: whether its reader sees
// it and it was published by then. An undated article is of any time, but for
// StrictDates.
func (q Query) admits(a *article.Article) bool {
	return q.Reader.Sees(a.Scope) && q.reaches(a.Published)
}

// reaches reports whether the query may use what was published then.
func (q Query) reaches(d article.Date) bool {
	if !q.Since.IsZero() && (!d.Known() || d.Before(q.Since)) {
		return false
	}
	return q.AsOf.IsZero() || !d.After(q.AsOf) && (d.Known() || !q.StrictDates)
}

// bounded returns the query with its limits kept.
func (q Query) bounded() Query {
	if q.K <= 0 {
		q.K = defaultK
	}
	q.K = min(q.K, maxK)
	if q.MaxPerArticle <= 0 {
		q.MaxPerArticle = maxPerArticle
	}
	q.Text = cutQuery(q.Text)
	q.After = slices.Clone(q.After[max(0, len(q.After)-maxAfter):])
	for i := range q.After {
		q.After[i] = cutQuery(q.After[i])
	}
	return q
}

// cutQuery keeps maxQuery.
func cutQuery(text string) string {
	if len(text) <= maxQuery {
		return text
	}
	end := maxQuery
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// Search ranks the chunks that the query may use, of what the store holds now.
// No query is an error; what asks for nothing gets no passages. The only
// errors are the context's.
func (ix *Index) Search(ctx context.Context, q Query) (Result, error) {
	q = q.bounded()
	k := q.K
	if ix.reranker != nil && !q.NoRerank {
		depth, _ := ix.reads()
		q.K = max(q.K, depth)
	}
	r, ranked, err := ix.search(ctx, q, ix.readLatest(ctx, q))
	if err != nil {
		return Result{}, err
	}
	if !q.NoRerank {
		r.Passages = ix.reranked(ctx, r.Reading.Text, r.Passages, ranked, k)
	}
	return r, ctx.Err()
}

// readLatest reads a query by what the store holds now. Whether that is more than was
// applied is asked meanwhile: most often it is not.
func (ix *Index) readLatest(ctx context.Context, q Query) question.Reading {
	var reading question.Reading
	var wg sync.WaitGroup
	wg.Go(func() { reading = ix.read(q) })
	changed := ix.catchUp(ctx)
	wg.Wait()
	if changed {
		return ix.read(q)
	}
	return reading
}

// search ranks by both indexes.
func (ix *Index) search(ctx context.Context, q Query, reading question.Reading) (Result, ranking, error) {
	var vector queryVector
	if q.Indexes != WordsOnly {
		vector = ix.embed(ctx, reading.Text)
	}
	if err := ctx.Err(); err != nil {
		return Result{}, ranking{}, err
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	l := ix.lib
	an := l.words.analyzers.Get().(*analysis.Analyzer)
	defer l.words.analyzers.Put(an)
	v := l.view(q)
	s := seeker{
		library: l, an: an, q: q, asked: question.Parse(q.Text), r: reading, vector: vector, v: v,
		terms: l.parse(an, reading.Text, v), scores: map[int32]float64{},
	}
	var names []string
	var wg sync.WaitGroup
	if len(s.r.Names) == 0 && !q.Verbatim {
		wg.Go(func() { names = s.namesHeld() })
	}
	found, err := s.seek(ctx)
	wg.Wait()
	if err != nil {
		return Result{}, ranking{}, err
	}
	s.r.Names = append(s.r.Names, names...)
	passages := l.passages(found.picks)
	return Result{
		Passages: passages, Evidence: found.evidence, Terms: asked(s.terms), Unheld: s.unheld(passages),
		Articles: v.articles, Newest: v.newest, Reading: s.r, Dropped: found.dropped,
		Seq: ix.seq,
	}, ranking{found.kept, found.newest, s.matches(found.picks)}, nil
}

// near returns the chunks of a part of the view whose vectors are nearest.
func (s seeker) near(ctx context.Context, v *view) ([]hit, error) {
	if s.q.Indexes == WordsOnly || s.vector.space != s.space || s.space == "" {
		return nil, nil
	}
	return s.rankVectors(ctx, s.vector.values, v, s.q.depth())
}

// fused ranks a part of the view by terms and by what is near.
func (s seeker) fused(terms []queryTerm, v *view, near []hit) []hit {
	if s.q.Indexes == VectorsOnly {
		return ranked(near)
	}
	read := s.rankClosely(s.an, s.r.Text, terms, v, s.q.depth(), near[:min(len(near), maxNearRead)])
	hits := fuse(s.compare, read, near, vectorWeight(s.space))
	for _, h := range hits {
		s.scores[h.slot] = h.score
	}
	hits = ranked(hits)
	if s.space == BuiltinEmbedder {
		s.faint(hits, read)
	}
	return hits
}

// faint scales down the scores of hits in which no word was read: that their
// built-in vectors are near means little, and no filter that is preferred may
// lift them above what speaks of the matter.
func (s seeker) faint(hits, read []hit) {
	spoken := make(map[int32]bool, len(read))
	for _, h := range read {
		spoken[h.slot] = h.score > 0
	}
	for i := range hits {
		if !spoken[hits[i].slot] {
			hits[i].score *= builtinWeight
		}
	}
	slices.SortFunc(hits, s.compare)
}

// maxNearRead is how many of the chunks nearest by their vectors are read word
// by word though they may hold no word of the query.
const maxNearRead = 30

// depth is how many chunks each index ranks: enough for near-copies and for
// articles with many chunks to be thinned out.
func (q Query) depth() int { return max(minDepth, 5*q.K) }

// minDepth is how deep both rankings go at least.
const minDepth = 100

// What the nearest chunk's vector adds to its score; see fuse. A score of words
// lies between 0 and about 2. docs/ranking.md has the figures: a model's
// vectors add as much at .5 as at .3; the built-in ones add nothing to questions
// that are spelt as the articles are, and cost from .1 on.
const (
	modelWeight   = .3
	builtinWeight = .02
)

func vectorWeight(space string) float64 {
	if space == BuiltinEmbedder {
		return builtinWeight
	}
	return modelWeight
}

// leastSimilarity is the cosine below which a chunk is not like the query at
// all. Cosines of unrelated built-in vectors spread around 0 with a standard
// deviation of 1/√hashDims, .051; two of them leave one in 44 of those.
func leastSimilarity(space string) float64 {
	if space == BuiltinEmbedder {
		return .1
	}
	return 0
}

// rankClosely ranks the chunks best by BM25 anew, by what a reading of them
// finds as well, and those of also that are not among them by the reading
// alone. Those that are not read stay behind, in their order: a match only
// adds to a score.
func (l *library) rankClosely(an *analysis.Analyzer, text string, terms []queryTerm, v *view, n int, also []hit) []hit {
	var m *matcher
	var wg sync.WaitGroup
	wg.Go(func() { m = newMatcher(an, text, terms) })
	hits := l.rankWords(terms, v, n)
	wg.Wait()
	bound := 0.0
	for _, t := range terms {
		bound += float64(t.times) * t.idf
	}
	had := make(map[int32]bool, len(hits))
	for i := range hits {
		had[hits[i].slot] = true
		hits[i].score /= bound
	}
	for _, h := range also {
		if !had[h.slot] {
			hits = append(hits, hit{slot: h.slot})
		}
	}
	l.readAll(m, hits[:min(maxRead, len(had))])
	l.readAll(m, hits[len(had):])
	slices.SortFunc(hits, l.compare)
	return hits
}

// readAll adds to the scores of hits what a reading of them finds. Another goroutine helps,
// with an analyzer of its own: whoever is free reads the next.
func (l *library) readAll(m *matcher, hits []hit) {
	var next atomic.Int32
	read := func(m *matcher) {
		for i := int(next.Add(1)) - 1; i < len(hits); i = int(next.Add(1)) - 1 {
			c := &l.chunks[hits[i].slot]
			r := &l.records[c.record]
			hits[i].score += m.match(r.article.Title, c.Text, r.lang).score()
		}
	}
	an := l.words.analyzers.Get().(*analysis.Analyzer)
	defer l.words.analyzers.Put(an)
	other := m.with(an)
	var wg sync.WaitGroup
	wg.Go(func() { read(other) })
	read(m)
	wg.Wait()
}
