package watch

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"footnote/internal/analysis"
	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/racetest"
	"footnote/internal/store"
	"footnote/retrieval"
)

// A plot is a question that stands and what comes about its matter.
type plot struct {
	question string
	parts    []part
}

// A part is an article, and whether the answer is another one from there on:
// '-' before the question is asked, '!' it is, '=' it is not.
type part struct {
	mark    byte
	article article.Article
}

func plots(t testing.TB) (all []plot) {
	t.Helper()
	raw, err := os.ReadFile("testdata/stories.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		switch line = strings.TrimSpace(line); {
		case line == "" || line[0] == '#':
		case line[0] == 'Q':
			all = append(all, plot{question: line[2:]})
		default:
			f := strings.Split(line[2:], " | ")
			if len(f) != 4 {
				t.Fatalf("line %q has %d fields", line, len(f))
			}
			published, err := article.ParseDate(f[0])
			if err != nil {
				t.Fatal(err)
			}
			a := article.Article{Outlet: f[1], Title: f[2], Body: f[3], Published: published, Lang: "en"}
			a.URL = fmt.Sprintf("https://%s.example/%d/%d", strings.ToLower(strings.ReplaceAll(f[1], " ", "")), len(all), len(all[len(all)-1].parts))
			a.ID = a.NewID()
			p := &all[len(all)-1]
			p.parts = append(p.parts, part{line[0], a})
		}
	}
	return all
}

// A room is a library with a checker, whose articles come in by and by.
type room struct {
	t       *testing.T
	store   *store.Store
	indexer retrieval.Indexer
	index   *retrieval.Index
	checker *Checker
	now     time.Time
	threads int // of questions asked
}

func newRoom(t *testing.T, model llm.Generator) *room {
	t.Helper()
	st, err := store.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	log := slog.New(slog.DiscardHandler)
	r := &room{t: t, store: st, indexer: retrieval.Indexer{Store: st, Embedder: retrieval.NewHashEmbedder(), Log: log}}
	if r.index, err = retrieval.Open(t.Context(), st, r.indexer.Embedder, retrieval.Options{Log: log}); err != nil {
		t.Fatal(err)
	}
	r.checker = &Checker{
		Store: st, Search: r.index,
		Readers: func(_ context.Context, channel, _ string) (article.Reader, error) {
			return article.Reader{article.ChannelScope(channel)}, nil
		},
		Answer: func(ctx context.Context, s answer.Searcher, q answer.Question) (answer.Answer, error) {
			return (&answer.Answerer{Search: s, Model: model, Log: log}).Answer(ctx, q, nil)
		},
		Now: func() time.Time { return r.now }, Owner: "test",
	}
	return r
}

func (r *room) add(a article.Article) {
	r.t.Helper()
	if _, err := r.indexer.Add(r.t.Context(), []article.Article{a}); err != nil {
		r.t.Fatal(err)
	}
	if err := r.index.Sync(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	r.now = a.Published.Time.Add(12 * time.Hour)
}

func (r *room) watch(question string) store.Watch {
	r.t.Helper()
	w, _, err := r.checker.Add(r.t.Context(), store.Watch{Channel: "C1", User: "U1", Question: question})
	if err != nil {
		r.t.Fatal(err)
	}
	return w
}

// check checks the watch as it is kept.
func (r *room) check(id int64) *Change {
	r.t.Helper()
	all, err := r.store.Watches(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	for _, w := range all {
		if w.ID == id {
			change, err := r.checker.Check(r.t.Context(), w)
			if err != nil {
				r.t.Fatal(err)
			}
			return change
		}
	}
	r.t.Fatalf("there is no watch %d", id)
	return nil
}

// A tally counts what was spoken of and what was kept silent.
type tally struct{ changes, spoken, rest, silent int }

func (c tally) String() string {
	return fmt.Sprintf("spoke on %d of %d changes, silent on %d of %d others", c.spoken, c.changes, c.silent, c.rest)
}

// live lives through a plot, alone in its library, among the articles of
// others where there are some.
func (p plot) live(t *testing.T, model llm.Generator, others []article.Article, c *tally) {
	r := newRoom(t, model)
	for _, a := range others {
		r.add(a)
	}
	var w store.Watch
	for _, part := range p.parts {
		if part.mark != '-' && w.ID == 0 {
			w = r.watch(p.question)
		}
		r.add(part.article)
		if part.mark == '-' {
			continue
		}
		change := r.check(w.ID)
		switch {
		case part.mark == '!':
			if c.changes++; change != nil {
				c.spoken++
			} else {
				t.Logf("missed: %s: %s", p.question, part.article.Body)
			}
		default:
			if c.rest++; change == nil {
				c.silent++
			} else {
				t.Logf("false alarm: %s: %s: %q after %q", p.question, part.article.Body, change.Now.Text, change.Before.Answer.Text)
			}
		}
	}
}

// TestPlots lives through all plots with the built-in answerer and with a
// model that takes others. Both halves are held to the same bar; see
// docs/watches.md for what was seen of them when.
func TestPlots(t *testing.T) {
	all := plots(t)
	if len(all) != 40 {
		t.Fatalf("%d plots", len(all))
	}
	for name, model := range map[string]llm.Generator{"quoted": nil, "model": llmtest.Func(reporter)} {
		t.Run(name, func(t *testing.T) {
			var halves [2]tally
			for i, p := range all {
				if racetest.On && i%8 > 1 {
					continue
				}
				p.live(t, model, nil, &halves[i%2])
			}
			for i, c := range halves {
				t.Logf("half %d: %v", i+1, c)
				// One in twenty; of the few that the race detector has time for, one.
				if c.spoken != c.changes || c.rest-c.silent > max(1, c.rest/20) {
					t.Errorf("half %d: %v", i+1, c)
				}
			}
		})
	}
}

var passage = regexp.MustCompile(`(?s)<passage n="(\d+)"[^>]*>\s*(.*?)\s*</passage>`)

var askedIn = regexp.MustCompile(`(?s)<question[^>]*>\s*(.*?)\s*</question>`)

// reporter answers from the newest passage that has most of the question's
// words, in a sentence that opens as the newest passages do not: every other
// time with "According to the article", else as the passage has it.
func reporter(req llm.Request) string {
	text := req.Messages[len(req.Messages)-1].Text
	question := newMatter(askedIn.FindStringSubmatch(text)[1])
	best, top := "", 0
	for _, m := range passage.FindAllStringSubmatch(text, -1) {
		for _, span := range analysis.Sentences(m[2]) {
			sentence := strings.TrimRight(m[2][span.Start:span.End], ".")
			n := 0
			for _, w := range read(sentence) {
				if question.stems[w.stem] {
					n++
				}
			}
			if n > top {
				best, top = fmt.Sprintf("%s [%s].", sentence, m[1]), n
			}
		}
	}
	if len(best)%2 == 0 && best != "" {
		return "In other words: " + best
	}
	return best
}
