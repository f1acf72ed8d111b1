package retrieval

import "slices"

// rrfK is the constant of reciprocal rank fusion; 60 is the value of Cormack,
// Clarke and Büttcher, SIGIR 2009, doi 10.1145/1571941.1572114.
const rrfK = 60

// rankScore returns what reciprocal rank fusion gives the place in a ranking that
// is counted from 0: 1 / (rrfK + rank), rank counted from 1.
func rankScore(place int) float64 { return 1 / float64(rrfK+place+1) }

// ranked gives hits the scores of their ranks. So what is added to them later
// means the same whatever ranked them.
func ranked(hits []hit) []hit {
	for i := range hits {
		hits[i].score = rankScore(i)
	}
	return hits
}

// fuse adds what is near to the scores of words, best first:
//
//	score(c) = words(c) + weight · (cos(c) - cos(last)) / (cos(first) - cos(last))
//
// first and last being the ends of near; what is not near counts as last.
// Models spread their cosines differently, so each query has its own scale.
// By score and not by rank: a rank does not tell a chunk that holds every word
// from one that holds half of them (docs/ranking.md).
func fuse(compare func(a, b hit) int, words, near []hit, weight float64) []hit {
	if len(near) == 0 {
		return words
	}
	first, last := near[0].score, near[len(near)-1].score
	scores := make(map[int32]float64, len(words)+len(near))
	for _, h := range words {
		scores[h.slot] = h.score
	}
	for _, h := range near {
		closeness := 1.0
		if first > last {
			closeness = (h.score - last) / (first - last)
		}
		scores[h.slot] += weight * closeness
	}
	out := make([]hit, 0, len(scores))
	for slot, score := range scores {
		out = append(out, hit{slot, score})
	}
	slices.SortFunc(out, compare)
	return out
}
