package story

import "slices"

// Near-copies count once where a set counts how rare its terms are. Else a
// story that a hundred outlets print would make the set a large one of few
// texts, in which whatever two other articles have in common, be it "said on
// Monday", is as rare as a name: with 130 copies, of the pairs of sample
// articles about different matters four in five became one story.
const (
	// sketchSize is how many prints are kept of a text: the least hashes of each
	// three words in a row. Two texts share about as large a part of their
	// prints as of their words in a row.
	sketchSize = 16
	// copyPrints is how many two texts share at least that count as one. Those of
	// one event share next to none unless one is taken from the other.
	copyPrints = 5
	// maxSharers bounds the texts looked at for a print.
	maxSharers = 32
)

// A sketch holds the prints of a text, ascending.
type sketch struct {
	prints []uint64
	a, b   int32 // the two words before
	words  int
}

// add reads the next word.
func (s *sketch) add(term int32) {
	if s.words++; s.words > 2 {
		s.keep(mix(mix(mix(uint64(s.a))^uint64(s.b)) ^ uint64(term)))
	}
	s.a, s.b = s.b, term
}

func (s *sketch) keep(print uint64) {
	at, there := slices.BinarySearch(s.prints, print)
	if there || at == sketchSize {
		return
	}
	s.prints = slices.Insert(s.prints, at, print)
	if len(s.prints) > sketchSize {
		s.prints = s.prints[:sketchSize]
	}
}

// mix is the finaliser of splitmix64, https://prng.di.unimi.it/splitmix64.c.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// copies returns for each sketch the place of the first one of its copies,
// which may be its own, and how many differ.
func copies(sketches []sketch) (first []int, distinct int) {
	first = make([]int, len(sketches))
	sharers := map[uint64][]int{}
	for i, s := range sketches {
		first[i] = i
		shared := map[int]int{}
		for _, p := range s.prints {
			for _, j := range sharers[p] {
				if shared[j]++; shared[j] == copyPrints {
					first[i] = min(first[i], first[j])
				}
			}
			if len(sharers[p]) < maxSharers {
				sharers[p] = append(sharers[p], i)
			}
		}
		if first[i] == i {
			distinct++
		}
	}
	return first, distinct
}
