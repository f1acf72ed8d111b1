package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"footnote/internal/racetest"
	"footnote/internal/store"
	"footnote/retrieval"
)

var kills = flag.Int("kills", 8, "how often TestAddKilled kills footnote add")

// TestAddKilled kills the real binary with SIGKILL at random moments of adding
// 3,000 articles, again and again: what it said was added is there, nothing is
// there twice, and both indexes are what the store says. A last run adds the
// rest.
func TestAddKilled(t *testing.T) {
	racetest.Skip(t)
	t.Parallel()
	const articles = 3000
	data := filepath.Join(t.TempDir(), "data")
	said := map[string]bool{}
	for range *kills {
		for _, id := range addUntil(t, data, articles, time.Duration(rand.IntN(800))*time.Millisecond) {
			said[id] = true
		}
		checkLibrary(t, data, said)
	}
	t.Logf("%d of %d articles were acknowledged within %d killed runs", len(said), articles, *kills)
	for _, id := range addUntil(t, data, articles, time.Hour) {
		said[id] = true
	}
	if n := checkLibrary(t, data, said); n != articles {
		t.Errorf("%d articles in the end, want %d", n, articles)
	}
}

// addUntil runs footnote add on generated articles, kills it after so long,
// and returns the IDs it said were safe.
func addUntil(t *testing.T, data string, articles int, life time.Duration) (ids []string) {
	t.Helper()
	c := exec.Command(os.Args[0], "--data", data, "add", "--json", "-")
	c.Env = []string{asBinary + "=1"}
	c.Dir = filepath.Dir(data)
	c.Stderr = t.Output()
	c.Stdin = generated(articles)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(life, func() { _ = c.Process.Kill() }) // it may be done
	defer timer.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var added struct{ ID, Effect string }
		if err := json.Unmarshal(lines.Bytes(), &added); err == nil && added.ID != "" { // the last line may be cut
			ids = append(ids, added.ID)
		}
	}
	var exit *exec.ExitError
	if err := c.Wait(); err != nil && !errors.As(err, &exit) && !errors.Is(err, io.ErrClosedPipe) && !strings.Contains(err.Error(), "broken pipe") {
		t.Fatal(err)
	}
	return ids
}

// generated returns JSON lines of articles that all differ.
func generated(n int) io.Reader {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"url":"https://news.example/%d","title":"Report %d","source":"The Generator","published_at":"2026-01-02","body":%q}`+"\n",
			i, i, strings.Repeat(fmt.Sprintf("Ship %d left port %d with %d crates of tea. ", i, i%7, i*3), 40))
	}
	return strings.NewReader(b.String())
}

// checkLibrary holds that the store has what was said and has it once, and
// that an index made of it agrees. It returns the number of articles.
func checkLibrary(t *testing.T, data string, said map[string]bool) int {
	t.Helper()
	ctx := t.Context()
	st, err := store.Open(ctx, data)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	held := map[string]bool{}
	urls := map[string]bool{}
	chunks := 0
	for e, err := range st.Entries(ctx, retrieval.BuiltinEmbedder) {
		if err != nil {
			t.Fatal(err)
		}
		if held[e.Article.ID] || urls[e.Article.URL] {
			t.Errorf("article %s is there twice", e.Article.ID)
		}
		held[e.Article.ID], urls[e.Article.URL] = true, true
		chunks += len(e.Chunks)
		for _, c := range e.Chunks {
			if len(c.Vector) == 0 || len(c.Terms) == 0 {
				t.Errorf("chunk %d of article %s lacks its vector or its terms", c.N, e.Article.ID)
			}
		}
	}
	for id := range said {
		if !held[id] {
			t.Errorf("article %s was acknowledged and is gone", id)
		}
	}
	ix, err := retrieval.Open(ctx, st, retrieval.NewHashEmbedder(), retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c, a := ix.Len(); c != chunks || a != len(held) {
		t.Errorf("the index holds %d chunks of %d articles, the store %d of %d", c, a, chunks, len(held))
	}
	return len(held)
}
