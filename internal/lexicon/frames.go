package lexicon

import (
	_ "embed"
	"maps"
	"math"
	"slices"
	"strings"
)

//go:embed frames.txt
var framesText string

// Frames is frames.txt by stems: the kinds of state that news tells of, as who owns a
// firm or what a ticket costs, by the words that ask for each and those that tell it. It
// does not change and may be shared.
type Frames struct {
	asked map[string][]int    // phrase → the frames that questions ask for by it
	told  map[string][]hint   // phrase → the frames that articles tell by it
	begin map[string][]phrase // first word of a phrase of told → those phrases
}

// A hint is that a phrase tells of a frame.
type hint struct {
	frame  int
	weight float64
}

type phrase struct {
	stems []string
	key   string
}

const (
	longestPhrase = 4  // words
	maybeWeight   = .4 // of what often means something else
	nearlyAsked   = .6 // of the most that a frame is asked for
)

// ReadFrames builds the frames, which takes some 60 ms, with a stemmer of words in lower
// case.
func ReadFrames(stem func(string) string) *Frames {
	f := &Frames{asked: map[string][]int{}, told: map[string][]hint{}, begin: map[string][]phrase{}}
	n := 0
	for line := range strings.Lines(framesText) {
		kind, list, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(kind, "#") {
			continue
		}
		for entry := range strings.SplitSeq(list, ", ") {
			stems := Stems(entry, stem)
			switch kind {
			case "asked":
				f.asks(n, stems)
			case "told":
				f.tells(n, stems, 1)
			case "maybe":
				f.tells(n, stems, maybeWeight)
			}
		}
		if kind == "maybe" { // the last of a frame
			n++
		}
	}
	return f
}

func (f *Frames) asks(frame int, stems []string) {
	key := strings.Join(stems, " ")
	if !slices.Contains(f.asked[key], frame) {
		f.asked[key] = append(f.asked[key], frame)
	}
}

func (f *Frames) tells(frame int, stems []string, weight float64) {
	key := strings.Join(stems, " ")
	if f.told[key] == nil {
		f.begin[stems[0]] = append(f.begin[stems[0]], phrase{stems, key})
	}
	if !slices.ContainsFunc(f.told[key], func(h hint) bool { return h.frame == frame }) {
		f.told[key] = append(f.told[key], hint{frame, weight})
	}
}

// An Asked is the frames that a question asks for, each by its share; the shares are
// 1 together.
type Asked map[int]float64

// Asked returns the frames that a question asks for, of which the stems are
// given. A phrase counts the more words it has and the fewer frames are asked for by it.
func (f *Frames) Asked(stems []string) Asked {
	score, most := map[int]float64{}, 0.0
	seen := map[string]bool{}
	for i := range stems {
		for n := 1; n <= min(longestPhrase, len(stems)-i); n++ {
			key := strings.Join(stems[i:i+n], " ")
			if seen[key] {
				continue
			}
			seen[key] = true
			for _, frame := range f.asked[key] {
				score[frame] += math.Pow(float64(n), 1.5) / float64(len(f.asked[key]))
				most = max(most, score[frame])
			}
		}
	}
	maps.DeleteFunc(score, func(_ int, s float64) bool { return s < nearlyAsked*most })
	sum := 0.0
	for _, frame := range slices.Sorted(maps.Keys(score)) { // in order, because a sum of floats depends on it
		sum += score[frame]
	}
	for frame := range score {
		score[frame] /= sum
	}
	return score
}

// Told returns by how many phrases, each counted once, a text tells of the frames that are asked for. The
// stems of its words are given; what consists of words to leave out does not count.
func (f *Frames) Told(stems []string, asked Asked, leave map[string]bool) float64 {
	sum := 0.0
	seen := map[string]bool{}
	for i, first := range stems {
		for _, p := range f.begin[first] {
			if seen[p.key] || len(p.stems) > len(stems)-i || !slices.Equal(p.stems, stems[i:i+len(p.stems)]) {
				continue
			}
			seen[p.key] = true
			if !slices.ContainsFunc(p.stems, func(s string) bool { return !leave[s] }) {
				continue
			}
			for _, h := range f.told[p.key] {
				sum += h.weight * asked[h.frame]
			}
		}
	}
	return sum
}
