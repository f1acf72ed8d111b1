package eval

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/goldentest"
	"footnote/internal/racetest"
)

// A topic is what a reader would have summarised, with the URLs of the articles of its corpus
// that are about it: those that only mention it are not.
type topic struct {
	ID     string   `json:"id"`
	Corpus string   `json:"corpus"`
	Topic  string   `json:"topic"`
	About  []string `json:"about"`
}

// TestTopicStats shows in a diff what a change does to quoted summaries of topics: how many of
// the articles told are about the topic, how many of those about it are told, and of how many
// topics the first is.
func TestTopicStats(t *testing.T) {
	racetest.Skip(t)
	t.Parallel()
	var out strings.Builder
	fmt.Fprintf(&out, "%-14s %7s %7s %7s %7s %7s\n", "corpus", "topics", "told", "right", "about", "first")
	var lines strings.Builder
	for corpus, topics := range topicsOf(t) {
		a := &answer.Answerer{Search: corpusIndex(t, corpus+"_corpus.jsonl"), Log: slog.New(slog.DiscardHandler)}
		var told, right, about, first int
		for _, tp := range topics {
			ans, err := a.Summarize(t.Context(), answer.Target{Topic: tp.Topic}, article.Reader{article.Workspace}, nil)
			if err != nil {
				t.Fatal(err)
			}
			var cited []string
			for _, c := range ans.Citations {
				if !slices.Contains(cited, c.URL) {
					cited = append(cited, c.URL)
				}
			}
			n := 0
			for i, url := range cited {
				if slices.Contains(tp.About, url) {
					n++
					if i == 0 {
						first++
					}
				}
			}
			told, right, about = told+len(cited), right+n, about+len(tp.About)
			fmt.Fprintf(&lines, "%s: %d told, %d right of %d\n", tp.ID, len(cited), n, len(tp.About))
		}
		fmt.Fprintf(&out, "%-14s %7d %7d %7d %7d %7d\n", corpus, len(topics), told, right, about, first)
	}
	goldentest.Check(t, "topics_stats.txt", out.String()+"\n"+lines.String())
}

// topicsOf yields the topics of each corpus.
func topicsOf(t *testing.T) func(func(string, []topic) bool) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "topics.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []topic
	for s := bufio.NewScanner(f); s.Scan(); {
		var tp topic
		if err := json.Unmarshal(s.Bytes(), &tp); err != nil {
			t.Fatal(err)
		}
		all = append(all, tp)
	}
	slices.SortStableFunc(all, func(a, b topic) int { return cmp.Compare(a.Corpus, b.Corpus) })
	return func(yield func(string, []topic) bool) {
		for len(all) > 0 {
			n := 1
			for n < len(all) && all[n].Corpus == all[0].Corpus {
				n++
			}
			if !yield(all[0].Corpus, all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}
