package retrieval

import "sync"

const (
	// frequent is how many postings a term has that is frequent: what they come to in a
	// view takes longer to work out than to keep. Few words are in as many chunks, and
	// most questions have some of them.
	frequent = 1000
	// maxImpacts is how many impacts are kept for a view, 8 MB of them.
	maxImpacts = 1 << 21
)

// frequentTerms are what a view knows of the frequent terms that were asked for, by id.
type frequentTerms struct {
	mu      sync.Mutex // guards what follows
	held    map[int32]int
	weighed map[int32][]float32
	impacts int // in weighed
}

func newFrequentTerms() *frequentTerms {
	return &frequentTerms{held: map[int32]int{}, weighed: map[int32][]float32{}}
}

// holding returns how many visible chunks hold a term, which is counted the first time.
func (t *frequentTerms) holding(id int32, count func() int) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.held[id]
	if !ok {
		n = count()
		t.held[id] = n
	}
	return n
}

// impacts returns those of the postings of a term, nil where they are not kept.
func (l *library) impacts(t queryTerm, v *view) []float32 {
	if len(t.forms) != 1 || len(t.postings) < frequent {
		return nil
	}
	id, ok := l.words.ids[t.forms[0]]
	if !ok || &t.postings[0] != &l.words.lists[id][0] {
		return nil // it stands for other words, too
	}
	f := v.frequent
	f.mu.Lock()
	defer f.mu.Unlock()
	kept, ok := f.weighed[id]
	if !ok && f.impacts+len(t.postings) <= maxImpacts {
		kept = make([]float32, len(t.postings))
		for i, p := range t.postings {
			kept[i] = v.scale.impact(p, v.halves[p.slot], &l.words.lengths[p.slot])
		}
		f.weighed[id] = kept
		f.impacts += len(kept)
	}
	return kept
}
