package nearcopy

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/goldentest"
	"footnote/internal/sample"
	"footnote/internal/store"
)

// An editor makes copies of a text as outlets do: it changes 5 to 15 % of the
// words and then cuts, reorders and adds, or does not.
type editor struct {
	*rand.Rand
	words []string // to put in place of others
}

func (e editor) copy(body string) string {
	paragraphs := sentences(body)
	if e.IntN(2) == 0 {
		paragraphs = e.reorder(paragraphs)
	}
	if e.IntN(2) == 0 {
		paragraphs = e.cut(paragraphs)
	}
	out := e.change(strings.Join(paragraphs, " "), .05+.1*e.Float64())
	if e.IntN(2) == 0 {
		out = e.boilerplate(len(strings.Fields(out))/6) + "\n" + out
	}
	if e.IntN(2) == 0 {
		out += "\n" + e.boilerplate(len(strings.Fields(out))/5)
	}
	return out
}

// change replaces, drops or doubles that share of the words, or swaps one with
// the next.
func (e editor) change(s string, share float64) string {
	words := strings.Fields(s)
	var out []string
	for i := 0; i < len(words); i++ {
		if e.Float64() >= share {
			out = append(out, words[i])
			continue
		}
		switch e.IntN(4) {
		case 0:
			out = append(out, e.word())
		case 1: // dropped
		case 2:
			out = append(out, words[i], e.word())
		case 3:
			if i+1 < len(words) {
				out = append(out, words[i+1])
				i++
			}
			out = append(out, words[i])
		}
	}
	return strings.Join(out, " ")
}

// cut drops up to three tenths of the sentences, from an end or anywhere.
func (e editor) cut(list []string) []string {
	n := int(.3 * e.Float64() * float64(len(list)))
	switch e.IntN(3) {
	case 0:
		return list[:len(list)-n]
	case 1:
		return list[n:]
	}
	out := append([]string(nil), list...)
	for range n {
		i := e.IntN(len(out))
		out = append(out[:i], out[i+1:]...)
	}
	return out
}

// reorder moves some sentences elsewhere.
func (e editor) reorder(list []string) []string {
	out := append([]string(nil), list...)
	for range 1 + len(out)/5 {
		i, j := e.IntN(len(out)), e.IntN(len(out))
		out[i], out[j] = out[j], out[i]
	}
	return out
}

func (e editor) word() string { return e.words[e.IntN(len(e.words))] }

func (e editor) boilerplate(n int) string {
	standing := strings.Fields("Subscribe to our newsletter for the latest news delivered to your inbox every morning. All rights reserved. " +
		"This story was first published elsewhere and is printed here with permission of its authors. Read more on our page and follow us.")
	var out []string
	for i := range n {
		out = append(out, standing[i%len(standing)])
	}
	return strings.Join(out, " ")
}

func sentences(s string) []string {
	var list []string
	for part := range strings.SplitAfterSeq(strings.ReplaceAll(s, "\n", " "), ". ") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// stats are of pairs: of those in one family, those that are copies, and the
// other way round.
type stats struct{ texts, articles, pairs, found, wrong int }

func (s stats) String() string {
	if s.pairs == 0 {
		return fmt.Sprintf("%d texts without copies: %d pairs taken for copies\n", s.texts, s.wrong)
	}
	return fmt.Sprintf("%d texts, %d articles, %d pairs of copies: precision %.4f (%d wrong), recall %.4f\n",
		s.texts, s.articles, s.pairs, float64(s.found)/float64(max(s.found+s.wrong, 1)), s.wrong, float64(s.found)/float64(s.pairs))
}

// measure stores the texts, each with so many copies, in any order, and counts
// the pairs. Texts with one label may be copies of one another, which is left
// open; labels may be nil.
func measure(t *testing.T, texts, labels []string, copies int, seed uint64) stats {
	t.Helper()
	ctx := t.Context()
	st, err := store.OpenMemory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	e := editor{rand.New(rand.NewPCG(seed, 1)), nil}
	for _, text := range texts {
		e.words = append(e.words, strings.Fields(text)...)
	}
	var entries []store.Entry
	for i, text := range texts {
		for c := range copies + 1 {
			body := text
			if c > 0 {
				body = e.copy(text)
			}
			entries = append(entries, store.Entry{Article: article.Article{
				URL: fmt.Sprintf("https://outlet-%d.example/%d", c, i), Title: fmt.Sprint(i), Body: body,
			}})
		}
	}
	e.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	for from := 0; from < len(entries); from += 100 {
		if _, err := st.Save(ctx, store.Batch{Entries: entries[from:min(from+100, len(entries))]}); err != nil {
			t.Fatal(err)
		}
		if _, err := Update(ctx, st); err != nil {
			t.Fatal(err)
		}
	}
	s := stats{texts: len(texts), articles: len(entries), pairs: len(texts) * copies * (copies + 1) / 2}
	groups, err := st.CopyGroups(ctx, nil, len(entries))
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		for i := range g {
			for j := range i {
				if g[i].Title == g[j].Title {
					s.found++
				} else if a, b := atoi(g[i].Title), atoi(g[j].Title); labels == nil || labels[a] != labels[b] {
					s.wrong++
					if testing.Verbose() && copies == 0 {
						t.Logf("taken for copies: %.200q and %.200q", texts[a], texts[b])
					}
				}
			}
		}
	}
	return s
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

// reports are texts of one pattern, of which none is a copy of another though
// most of their words are the same.
func reports(n int) (texts []string) {
	r := rand.New(rand.NewPCG(7, 7))
	for range n {
		var b strings.Builder
		for _, name := range []string{"Tarnwick Steel", "Pellow Foods", "Brightmoor Energy", "Sorrel Shipping", "Quillmark Paper", "Veyra Glass"} {
			fmt.Fprintf(&b, "Shares of %s closed at %d.%02d after trading between %d.%02d and %d.%02d, with %d,%03d shares changing hands. ",
				name, r.IntN(300), r.IntN(100), r.IntN(300), r.IntN(100), r.IntN(300), r.IntN(100), r.IntN(900), r.IntN(1000))
		}
		texts = append(texts, b.String())
	}
	return texts
}

// TestStats holds what grouping finds of the sample library and of texts of
// one pattern; testdata/stats.txt shows when a change makes it better or worse.
func TestStats(t *testing.T) {
	articles, err := sample.Articles()
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, a := range articles {
		texts = append(texts, a.Body)
	}
	got := "sample library: " + measure(t, texts, nil, 4, 1).String() + "reports of one pattern: " + measure(t, reports(60), nil, 0, 1).String()
	goldentest.Check(t, "stats.txt", got)
}

// TestStatsOfTexts measures on the texts of a file of JSON lines, field text or
// body, that FOOTNOTE_COPIES_TEXTS names.
func TestStatsOfTexts(t *testing.T) {
	names := os.Getenv("FOOTNOTE_COPIES_TEXTS")
	if names == "" {
		t.Skip("FOOTNOTE_COPIES_TEXTS names no file of JSON lines with the field text or body")
	}
	for name := range strings.SplitSeq(names, ":") {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var texts, labels []string
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 10<<20)
		for lines.Scan() {
			var l struct {
				Text, Body string
				Event      any // texts of one event may be copies of one another
			}
			if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
				t.Fatal(err)
			}
			texts = append(texts, l.Text+l.Body)
			label := fmt.Sprint("event ", l.Event)
			if l.Event == nil {
				label = fmt.Sprint(len(texts))
			}
			labels = append(labels, label)
		}
		t.Logf("%s: %s", filepath.Base(name), measure(t, texts, labels, 0, 1))
		for seed := range uint64(3) {
			t.Logf("%s, seed %d: %s", filepath.Base(name), seed, measure(t, texts, labels, 3, seed))
		}
	}
}
