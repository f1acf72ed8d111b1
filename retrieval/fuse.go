package retrieval

// rrfK is the constant of reciprocal rank fusion; 60 is the value of Cormack,
// Clarke and Büttcher, SIGIR 2009, doi 10.1145/1571941.1572114.
const rrfK = 60

// A ranking is one index's answer, best first, and how much its word counts.
type ranking struct {
	hits   []hit
	weight float64
}

// fuse merges rankings by weighted reciprocal rank fusion:
//
//	score(c) = Σ weight / (rrfK + rank(c)), rank counted from 1
//
// The order of equal scores is compare's.
func fuse(compare func(a, b hit) int, rankings ...ranking) []hit {
	scores := map[int32]float64{}
	n := 0
	for _, r := range rankings {
		for i, h := range r.hits {
			scores[h.slot] += r.weight / float64(rrfK+i+1)
		}
		n += len(r.hits)
	}
	best := newBest(max(n, 1), compare)
	for slot, score := range scores {
		best.add(hit{slot, score})
	}
	return best.sorted()
}
