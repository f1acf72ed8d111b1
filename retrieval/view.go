package retrieval

import (
	"slices"
	"sync"
	"time"

	"footnote/internal/article"
)

// A view is the part of a library that one query may use. Everything a search
// computes, down to how rare a word is, comes from the view alone: a reader
// learns nothing of what they may not see, and an as-of search ranks as it
// would have then.
type view struct {
	visible  []bool    // by slot
	halves   []float32 // by slot, see scale.half
	scale    scale
	articles int
	newest   article.Date
	chunks   int
	lengths  [numFields]int
	byScope  []int    // chunks, by place in library.scopes
	langs    []string // as analysis.Language gives them, sorted
	frequent *frequentTerms
	usual    *usualCosine
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
	v := &view{visible: make([]bool, len(l.chunks)), byScope: make([]int, len(l.scopes)), frequent: newFrequentTerms(), usual: &usualCosine{}}
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
	v.halves = make([]float32, len(l.chunks))
	for slot := range v.halves {
		v.halves[slot] = v.scale.half(&l.words.lengths[slot])
	}
	return v
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
