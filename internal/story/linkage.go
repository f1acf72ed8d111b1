package story

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"slices"
	"time"
)

// A cluster is a story in the making.
type cluster struct {
	docs        []int32
	earlier     []int
	sum         vector
	first, last time.Time
	near        []int32 // clusters it may be joined with; some may be gone
	gone        bool    // it is part of another
}

// A link is a pair of clusters and how alike they are.
type link struct {
	like float64
	a, b int32 // a < b
}

// links is a heap, the most alike first; ties in the order of the clusters, so
// that the stories are the same on every run.
type links []link

func (h links) Len() int { return len(h) }
func (h links) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(h[j].like, h[i].like), cmp.Compare(h[i].a, h[j].a), cmp.Compare(h[i].b, h[j].b)) < 0
}
func (h links) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *links) Push(x any)   { *h = append(*h, x.(link)) }
func (h *links) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// linkage joins clusters. A cluster that is joined of two is a new one, so
// that a link is never out of date but only gone.
type linkage struct {
	set       *Set
	threshold float64
	clusters  []cluster
	of        []int32 // doc → the cluster it began in
	links     links
	dense     []float32 // of one cluster's sum, by term; zero between uses
}

func newLinkage(s *Set, threshold float64) *linkage {
	return &linkage{set: s, threshold: threshold, of: make([]int32, len(s.Docs)), dense: make([]float32, len(s.stats))}
}

// seed makes a cluster of each earlier story and of each other article.
func (l *linkage) seed(earlier [][]string) {
	taken := make([]bool, len(l.set.Docs))
	for e, ids := range earlier {
		var docs []int32
		for _, id := range ids {
			if i, ok := l.set.place[id]; ok && !taken[i] {
				taken[i] = true
				docs = append(docs, int32(i))
			}
		}
		if docs != nil {
			l.add(docs, []int{e})
		}
	}
	for i := range taken {
		if !taken[i] {
			l.add([]int32{int32(i)}, nil)
		}
	}
}

func (l *linkage) add(docs []int32, earlier []int) {
	c := cluster{docs: docs, earlier: earlier}
	for n, i := range docs {
		l.of[i] = int32(len(l.clusters))
		at := l.set.Docs[i].At
		if n == 0 {
			c.first, c.last, c.sum = at, at, l.set.vectors[i]
			continue
		}
		c.first, c.last = earliest(c.first, at), latest(c.last, at)
		c.sum = c.sum.plus(l.set.vectors[i])
	}
	l.clusters = append(l.clusters, c)
}

// pair links the clusters that have two articles as near as the threshold: no
// others can be that near on average, now or after they are joined with more.
func (l *linkage) pair(ctx context.Context) error {
	postings := l.postings()
	likes := make([]float32, len(l.set.Docs))
	var touched []int32
	pairs := map[[2]int32]bool{}
	for i, v := range l.set.vectors {
		if err := ctx.Err(); err != nil {
			return err
		}
		touched = touched[:0]
		for _, w := range v {
			for _, p := range postings[w.term] {
				if p.term >= int32(i) {
					break
				}
				if likes[p.term] == 0 {
					touched = append(touched, p.term)
				}
				likes[p.term] += w.value * p.value
			}
		}
		for _, j := range touched {
			if float64(likes[j]) >= l.threshold-rounding && l.of[i] != l.of[j] {
				pairs[[2]int32{min(l.of[i], l.of[j]), max(l.of[i], l.of[j])}] = true
			}
			likes[j] = 0
		}
	}
	for p := range pairs {
		l.link(p[0], p[1], l.like(p[0], p[1]))
	}
	return nil
}

// rounding allows for sums of float32 in another order.
const rounding = 1e-4

// postings returns the vectors by term; here a weight's term is the place of
// its article, and they ascend.
func (l *linkage) postings() []vector {
	postings := make([]vector, len(l.set.stats))
	for i, v := range l.set.vectors {
		for _, w := range v {
			if l.set.stats[w.term].docs > 1 {
				postings[w.term] = append(postings[w.term], weight{int32(i), w.value})
			}
		}
	}
	return postings
}

// like returns how alike two clusters are: the mean cosine of their articles,
// less for the time between them.
func (l *linkage) like(a, b int32) float64 {
	x, y := &l.clusters[a], &l.clusters[b]
	return x.sum.times(y.sum) / (float64(len(x.docs)) * float64(len(y.docs))) * fade(x, y)
}

// fade returns the share of likeness that is left over the time between.
func fade(a, b *cluster) float64 {
	gap := max(a.first.Sub(b.last), b.first.Sub(a.last)) - freeGap
	if gap <= 0 {
		return 1
	}
	return math.Exp2(-float64(gap) / float64(gapHalf))
}

// link notes that two clusters have near articles. They may be joined later
// though they are not near enough on average now.
func (l *linkage) link(a, b int32, like float64) {
	l.clusters[a].near = append(l.clusters[a].near, b)
	l.clusters[b].near = append(l.clusters[b].near, a)
	if like >= l.threshold {
		l.links = append(l.links, link{like, min(a, b), max(a, b)})
	}
}

// merge joins the two clusters most alike until none are near enough.
func (l *linkage) merge(ctx context.Context) error {
	heap.Init(&l.links)
	for n := 0; len(l.links) > 0; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		top := heap.Pop(&l.links).(link)
		if !l.clusters[top.a].gone && !l.clusters[top.b].gone {
			l.join(top.a, top.b)
		}
	}
	return nil
}

func (l *linkage) join(a, b int32) {
	x, y := &l.clusters[a], &l.clusters[b]
	c := cluster{
		docs: slices.Concat(x.docs, y.docs), earlier: slices.Concat(x.earlier, y.earlier), sum: x.sum.plus(y.sum),
		first: earliest(x.first, y.first), last: latest(x.last, y.last),
	}
	near := slices.Concat(x.near, y.near)
	x.gone, y.gone, x.sum, y.sum, x.near, y.near = true, true, nil, nil, nil, nil
	at := int32(len(l.clusters))
	l.clusters = append(l.clusters, c)
	slices.Sort(near)
	l.spread(c.sum, 1)
	for _, d := range slices.Compact(near) {
		o := &l.clusters[d]
		if o.gone {
			continue
		}
		like := l.against(o.sum) / (float64(len(c.docs)) * float64(len(o.docs))) * fade(&c, o)
		l.clusters[at].near = append(l.clusters[at].near, d)
		o.near = append(o.near, at)
		if like >= l.threshold {
			heap.Push(&l.links, link{like, d, at})
		}
	}
	l.spread(c.sum, 0)
}

// spread lays a sum out by term, times a factor.
func (l *linkage) spread(sum vector, factor float32) {
	for _, w := range sum {
		l.dense[w.term] = factor * w.value
	}
}

// against returns the dot product with what is laid out.
func (l *linkage) against(sum vector) (dot float64) {
	for _, w := range sum {
		dot += float64(w.value) * float64(l.dense[w.term])
	}
	return dot
}

// stories returns what is left, in the order of the first articles.
func (l *linkage) stories() []Story {
	var out []Story
	for i := range l.clusters {
		c := &l.clusters[i]
		if c.gone {
			continue
		}
		s := Story{Earlier: slices.Sorted(slices.Values(c.earlier))}
		for _, d := range c.docs {
			s.Docs = append(s.Docs, int(d))
		}
		slices.Sort(s.Docs)
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Story) int { return cmp.Compare(a.Docs[0], b.Docs[0]) })
	for _, s := range out {
		l.centralFirst(s.Docs)
	}
	return out
}

// centralFirst sorts articles by how near they are to all of them together.
func (l *linkage) centralFirst(docs []int) {
	if len(docs) < 2 {
		return
	}
	var sum vector
	for _, d := range docs {
		sum = sum.plus(l.set.vectors[d])
	}
	l.spread(sum, 1)
	central := make(map[int]float64, len(docs))
	for _, d := range docs {
		central[d] = l.against(l.set.vectors[d])
	}
	l.spread(sum, 0)
	slices.SortStableFunc(docs, func(a, b int) int { return cmp.Compare(central[b], central[a]) })
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
