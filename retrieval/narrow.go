package retrieval

import (
	"context"
	"slices"
	"sync"
	"time"

	"footnote/internal/analysis"
	"footnote/internal/question"
)

// read understands a query, as far as its reader may know of the library.
func (ix *Index) read(q Query) question.Reading {
	if q.Verbatim {
		return question.Reading{Asked: q.Text, Text: q.Text}
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	one := func(text string) question.Reading {
		asked := question.Parse(text)
		return asked.Read(ix.lib.catalog(asked, q), q.now())
	}
	r := one(q.Text)
	for _, earlier := range slices.Backward(q.After) {
		r = r.Following(one(earlier))
	}
	return r
}

// now is the day that "last week" leans on: that of the as-of date, if there
// is one.
func (q Query) now() time.Time {
	if !q.AsOf.IsZero() {
		return q.AsOf
	}
	return q.Now
}

// A seeker looks for what one reading asks for in a view.
type seeker struct {
	*library
	an     *analysis.Analyzer
	q      Query
	asked  *question.Text // q.Text
	r      question.Reading
	vector queryVector
	v      *view
	terms  []queryTerm
	scores map[int32]float64 // by slot, as last fused
}

// A find is what a seeker found.
type find struct {
	picks    []picked
	kept     int  // of the picks, those first whose order is not by relevance alone
	newest   bool // what tells of the matter is to come by date
	evidence float64
	dropped  question.Filter
}

// leastFiltered is the evidence below which a filter is taken to leave too
// little: what package answer takes for no answer.
const leastFiltered = 0.5

// seek looks where the question says; if that leaves too little and looking
// further does not, it looks further: at any time, then anywhere.
func (s seeker) seek(ctx context.Context) (find, error) {
	var kept find
	for i, f := range s.r.Only.Wider() {
		found, err := s.within(ctx, f)
		if err != nil {
			return find{}, err
		}
		found.dropped = s.r.Only.Without(f)
		if found.evidence >= leastFiltered {
			return found, nil
		}
		if i == 0 || len(kept.picks) == 0 {
			kept = found
		}
	}
	return kept, nil
}

// within looks within a filter, which is Only or wider.
func (s seeker) within(ctx context.Context, f question.Filter) (find, error) {
	kept := f.Equal(s.r.Only)
	if s.r.Bare && kept {
		picks := s.pick(s.an, s.newest(s.narrowed(s.v, f), s.q.depth()), s.q)
		return find{picks: picks, kept: len(picks), evidence: float64(min(1, len(picks)))}, nil
	}
	if s.r.Bare { // then the words that named the place are all there is
		s.r.Text = s.r.Asked
		s.terms = s.parse(s.an, s.r.Text, s.v)
	}
	hits, err := s.hear(ctx, f)
	if err != nil {
		return find{}, err
	}
	hits = s.preferred(hits, f)
	about := 0
	newest := s.newestDecides()
	if newest {
		hits, about = s.newestFirst(hits)
	}
	found := s.judged(hits)
	found.kept = foremost(found.picks, hits[:about])
	found.newest = newest
	if len(s.r.Sides) > 0 && !f.IsZero() { // that they were found is evidence too
		found.kept, found.newest = len(found.picks), false
		found.evidence = max(found.evidence, s.evidence(s.an, s.parse(s.an, s.r.Asked, s.v), hits, s.v.chunks))
	}
	return found, nil
}

// judged returns what is picked of hits, and beside it how likely these answer.
func (s seeker) judged(hits []hit) (found find) {
	var wg sync.WaitGroup
	wg.Go(func() {
		an := s.words.analyzers.Get().(*analysis.Analyzer)
		defer s.words.analyzers.Put(an)
		found.evidence = s.evidence(an, s.terms, hits, s.v.chunks)
	})
	found.picks = s.pick(s.an, hits, s.q)
	wg.Wait()
	return found
}

// foremost returns how many of the picks are among the first hits.
func foremost(picks []picked, first []hit) int {
	n := 0
	for n < len(picks) && slices.ContainsFunc(first, func(h hit) bool { return h.slot == picks[n].slot }) {
		n++
	}
	return n
}

// narrowed returns the part of a view that a filter admits. How rare a word
// is stays as in the whole.
func (l *library) narrowed(v *view, f question.Filter) *view {
	if f.IsZero() {
		return v
	}
	n := *v
	n.visible, n.byScope = make([]bool, len(v.visible)), make([]int, len(v.byScope))
	for i := range l.records {
		if r := &l.records[i]; v.shows(r) && f.Admits(r.article) {
			n.show(r, func(slot int32) bool { return v.visible[slot] })
		}
	}
	return &n
}

// newest returns the first chunks of the n newest articles in a view, newest
// first.
func (l *library) newest(v *view, n int) []hit {
	best := newBest(n, l.compare)
	for i := range l.records {
		if r := &l.records[i]; v.shows(r) {
			first := r.first + int32(slices.Index(v.visible[r.first:r.first+r.chunks], true))
			best.add(hit{first, float64(r.published.Time.Unix())})
		}
	}
	return ranked(best.sorted())
}

// hear ranks what a filter admits. If the question has sides, each is heard in
// turn: the best of each, then the second best. The time named for a side only
// lifts what its outlet has of that time: a question tells apart two reports by
// their days, and asks for what lies between as well.
func (s seeker) hear(ctx context.Context, f question.Filter) ([]hit, error) {
	sides := len(s.r.Sides) > 0 && !f.IsZero()
	if sides && f.Signed() {
		f.Since, f.Until = time.Time{}, time.Time{}
	}
	v := s.narrowed(s.v, f)
	near, err := s.near(ctx, v)
	if err != nil {
		return nil, err
	}
	all := s.fused(s.terms, v, near)
	if !sides {
		return all, nil
	}
	var lists [][]hit
	for _, side := range s.r.Sides {
		its := question.Filter{Outlets: side.Outlets}
		list := s.fused(s.leaning(side.Text), s.narrowed(v, its), s.of(near, its))
		lists = append(lists, s.lifted(list, timeWeight, question.Filter{Since: side.Since, Until: side.Until}))
	}
	return inTurn(all, lists), nil
}

// besideClause is how much a word of the question counts in the ranking of a
// side where it stands in the clause about that side, 1 + besideClause, and
// where it does not. MAP@10 on the questions of docs/reading.md: .598 at 0, .601
// at .1, .603 at .3, .602 at .5, .601 at 1.
const besideClause = .3

// leaning returns the terms of the question with those of a clause of it
// counting more.
func (s seeker) leaning(clause string) []queryTerm {
	if clause == "" {
		return s.terms
	}
	within := map[string]int{}
	for _, t := range s.parse(s.an, clause, s.v) {
		within[t.term] = t.times
	}
	terms := slices.Clone(s.terms)
	for i, t := range terms {
		terms[i].idf *= besideClause + float64(within[t.term])/float64(t.times)
	}
	return terms
}

// of returns the hits that a filter admits.
func (l *library) of(hits []hit, f question.Filter) []hit {
	var list []hit
	for _, h := range hits {
		if f.Admits(l.records[l.chunks[h.slot].record].article) {
			list = append(list, h)
		}
	}
	return list
}

// inTurn merges lists: the first of each, best first, then the second of each,
// and last what is in none of them.
func inTurn(hits []hit, lists [][]hit) []hit {
	place := map[int32]int{} // below 0, the best first; 0 for what is not among hits
	for i, h := range hits {
		place[h.slot] = i - len(hits)
	}
	var out []hit
	seen := map[int32]bool{}
	add := func(hs []hit) {
		for _, h := range hs {
			if !seen[h.slot] {
				seen[h.slot] = true
				out = append(out, h)
			}
		}
	}
	for round := 0; ; round++ {
		var turn []hit
		for _, list := range lists {
			if round < len(list) {
				turn = append(turn, list[round])
			}
		}
		if len(turn) == 0 {
			break
		}
		slices.SortStableFunc(turn, func(a, b hit) int { return place[a.slot] - place[b.slot] })
		add(turn)
	}
	add(hits)
	return ranked(out)
}

// Weights of a ranking of what the question names beside a filter, against the
// one that it is a part of. preferWeight lifts past some six others at the top,
// timeWeight past some thirty. With every filter of the questions of
// docs/reading.md taken for a preference, MAP@10 is .580 at 0, .596 at .05 and
// .598 or .599 from .1 to .5, recall@10 .910, .917, .930 (.1), .928 (.2), .924
// (.5). A timeWeight of 0 makes their MAP@10 .596, of .05 .599, of .1 .600, of
// .2 to 2 .602 or .603.
const (
	preferWeight = .1
	timeWeight   = .5
)

// preferred lifts the hits of what the question names beside a filter.
func (s seeker) preferred(hits []hit, f question.Filter) []hit {
	for _, p := range []question.Filter{s.r.Prefer, s.r.Only.Without(f)} {
		hits = s.lifted(hits, preferWeight, question.Filter{Outlets: p.Outlets}, question.Filter{Authors: p.Authors}, question.Filter{Since: p.Since, Until: p.Until})
	}
	return hits
}

// lifted adds to the score of each hit that a filter admits
//
//	weight / (rrfK + rank), its rank among those admitted, counted from 1
func (s seeker) lifted(hits []hit, weight float64, named ...question.Filter) []hit {
	lift := map[int32]float64{}
	for _, f := range named {
		if f.IsZero() {
			continue
		}
		for i, h := range s.of(hits, f) {
			lift[h.slot] += weight / float64(rrfK+i+1)
		}
	}
	if len(lift) == 0 {
		return hits
	}
	hits = slices.Clone(hits)
	for i := range hits {
		hits[i].score += lift[hits[i].slot]
	}
	slices.SortFunc(hits, s.compare)
	return hits
}
