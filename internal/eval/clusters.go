package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"footnote/internal/story"
)

// A Clustered is a text of which is known what event it tells of.
type Clustered struct {
	ID    string `json:"id"`
	Topic string `json:"topic"` // several events of one kind
	Event string `json:"event"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// ReadClusters reads JSON lines of {"id","topic","event","title"?,"text"}.
func ReadClusters(r io.Reader) ([]Clustered, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxClusterLine)
	var all []Clustered
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var c Clustered
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("read clusters: line %d: %w", n, err)
		}
		if c.Event == "" || c.Text == "" {
			return nil, fmt.Errorf("read clusters: line %d: no event or no text", n)
		}
		all = append(all, c)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read clusters: %w", err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("read clusters: no texts")
	}
	return all, nil
}

// maxClusterLine bounds a line, in bytes.
const maxClusterLine = 16 << 20

// A Grouping says how well stories fit events, by the measure B-cubed (Bagga
// and Baldwin, LREC 1998): for each text the share of its story that tells of
// its event, and the share of its event that is in its story, each averaged
// over the texts; F1 is their harmonic mean.
type Grouping struct {
	Threshold float64 `json:"threshold"`
	Texts     int     `json:"texts"`
	Events    int     `json:"events"`
	Stories   int     `json:"stories"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Group makes stories of the texts and says how well they fit the events.
func Group(ctx context.Context, texts []Clustered, thresholds ...float64) ([]Grouping, error) {
	docs := make([]story.Doc, len(texts))
	for i, t := range texts {
		docs[i] = story.Doc{ID: fmt.Sprint(i), Title: t.Title, Text: t.Text}
	}
	set := story.NewSet(docs)
	var all []Grouping
	for _, threshold := range thresholds {
		stories, err := set.GroupAt(ctx, nil, threshold)
		if err != nil {
			return nil, err
		}
		g := bCubed(texts, stories)
		g.Threshold = threshold
		all = append(all, g)
	}
	return all, nil
}

func bCubed(texts []Clustered, stories []story.Story) Grouping {
	events := map[string]int{}
	for _, t := range texts {
		events[t.Event]++
	}
	g := Grouping{Texts: len(texts), Events: len(events), Stories: len(stories)}
	for _, s := range stories {
		both := map[string]int{}
		for _, i := range s.Docs {
			both[texts[i].Event]++
		}
		for _, i := range s.Docs { // in order: a sum of floats depends on it
			n := float64(both[texts[i].Event])
			g.Precision += n / float64(len(s.Docs)) / float64(len(texts))
			g.Recall += n / float64(events[texts[i].Event]) / float64(len(texts))
		}
	}
	if g.Precision+g.Recall > 0 {
		g.F1 = 2 * g.Precision * g.Recall / (g.Precision + g.Recall)
	}
	return g
}

// Halves divides the texts by topic, every other topic in the order of their
// names, so that no event of one half has its like in the other.
func Halves(texts []Clustered) (first, second []Clustered) {
	var topics []string
	for _, t := range texts {
		topics = append(topics, t.Topic)
	}
	slices.Sort(topics)
	topics = slices.Compact(topics)
	for _, t := range texts {
		if slices.Index(topics, t.Topic)%2 == 0 {
			first = append(first, t)
		} else {
			second = append(second, t)
		}
	}
	return first, second
}

// Thresholds are those that Choose tries.
func Thresholds() (all []float64) {
	for percent := 10; percent <= 50; percent++ {
		all = append(all, float64(percent)/100)
	}
	return all
}

// Choose returns the grouping with the best F1: of neighbouring thresholds
// that do as well, the middle one.
func Choose(tried []Grouping) Grouping {
	best := 0
	for i, g := range tried {
		if g.F1 > tried[best].F1 {
			best = i
		}
	}
	last := best
	for last+1 < len(tried) && tried[last+1].F1 == tried[best].F1 {
		last++
	}
	return tried[(best+last)/2]
}
