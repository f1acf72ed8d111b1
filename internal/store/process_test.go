package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// childKey names the variable that makes this binary a writing child: its
// value is what to do, a space, and the folder to do it in.
const childKey = "FOOTNOTE_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	task, dir, ok := strings.Cut(os.Getenv(childKey), " ")
	if !ok {
		goleak.VerifyTestMain(m)
		return
	}
	if err := child(context.Background(), task, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child saves in a folder and prints a line for each thing done.
func child(ctx context.Context, task, dir string) error {
	s, err := Open(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	if task == "claim" {
		return claimAll(ctx, s)
	}
	for {
		if err := saveSome(ctx, s); err != nil {
			return err
		}
	}
}

// claimAll claims and saves the same things as every other child.
func claimAll(ctx context.Context, s *Store) error {
	for i := range 40 {
		q, ok, err := s.ClaimQuestion(ctx, question(fmt.Sprint(i)), fmt.Sprint(os.Getpid()), time.Minute, noon())
		if err != nil {
			return err
		}
		if ok {
			fmt.Println("claimed", q.ID)
		}
		seen, err := s.SeenEvent(ctx, fmt.Sprint(i), noon())
		if err != nil {
			return err
		}
		if !seen {
			fmt.Println("seen", i)
		}
		e := entry(fmt.Sprintf("https://example.com/%d", i), "what all of them save", true)
		saved, err := s.Save(ctx, Batch{Embedder: "e", Entries: []Entry{e}})
		if err != nil {
			return err
		}
		if saved[0].Effect != Unchanged {
			fmt.Println("saved", saved[0].ID, saved[0].Revision)
		}
	}
	return nil
}

// saveSome saves a batch of new and revised articles and prints what it then
// knows to be on disk.
func saveSome(ctx context.Context, s *Store) error {
	var entries []Entry
	for range 1 + rand.IntN(5) {
		body := strings.Repeat("word ", rand.IntN(500)) + fmt.Sprint(rand.Int64())
		e := entry(fmt.Sprintf("https://example.com/%d", rand.IntN(50)), body, false)
		e.Chunks = cutEvery(200, body, true)
		entries = append(entries, e)
	}
	saved, err := s.Save(ctx, Batch{Embedder: "e", Entries: entries})
	if err != nil {
		return err
	}
	for _, one := range saved {
		fmt.Println("saved", one.ID, one.Revision)
	}
	return nil
}

// start starts a child and returns it with what it prints.
func start(t *testing.T, task, dir string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childKey+"="+task+" "+dir)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	return cmd, bufio.NewScanner(out)
}

// TestKill kills a process again and again while it saves. What it had
// reported as saved is there, whole and once, and so is the log.
func TestKill(t *testing.T) {
	const rounds = 20
	dir := t.TempDir()
	acknowledged := make(map[string]int) // article id -> revision
	lines := 0
	for range rounds {
		cmd, out := start(t, "save", dir)
		// Some die before their first save, most somewhere in a later one.
		enough := rand.IntN(30)
		kill := func() {
			time.AfterFunc(time.Duration(rand.IntN(5000))*time.Microsecond, func() { cmd.Process.Kill() })
		}
		if enough == 0 {
			kill()
		}
		for n := 1; out.Scan(); n++ {
			var id string
			var revision int
			if _, err := fmt.Sscanf(out.Text(), "saved %s %d", &id, &revision); err != nil {
				continue // cut off by the kill
			}
			acknowledged[id] = max(acknowledged[id], revision)
			if lines++; n == enough {
				kill()
			}
		}
		if err := cmd.Wait(); cmd.ProcessState.Exited() {
			t.Fatalf("the child ended by itself: %v", err)
		}
		checkWhole(t, dir, acknowledged)
	}
	if lines < rounds {
		t.Errorf("%d saves in %d rounds: too few to tell anything", lines, rounds)
	}
}

// checkWhole opens the store and checks that it holds what was acknowledged
// and that nothing in it contradicts another thing.
func checkWhole(t *testing.T, dir string, acknowledged map[string]int) {
	t.Helper()
	s, err := Open(t.Context(), dir)
	must(t, err)
	defer s.Close()
	var verdict string
	must(t, s.reader.QueryRowContext(t.Context(), `SELECT group_concat(integrity_check) FROM pragma_integrity_check`).Scan(&verdict))
	wantSame(t, "integrity", verdict, "ok")

	revisions := make(map[string]int)
	for _, e := range entriesOf(t, s, "e") {
		a := e.Article
		if _, twice := revisions[a.ID]; twice {
			t.Errorf("article %s is there twice", a.ID)
		}
		revisions[a.ID] = a.Revision
		want := Entry{Article: a, Chunks: cutEvery(200, a.Body, true)}
		wantSame(t, "article "+a.ID, e, stored(want, a.Revision))
		all, err := s.Revisions(t.Context(), a.ID)
		must(t, err)
		wantSame(t, "revisions of article "+a.ID, len(all), a.Revision)
	}
	for id, revision := range acknowledged {
		if revisions[id] < revision {
			t.Errorf("revision %d of article %s was lost: %d is there", revision, id, revisions[id])
		}
	}
	log, err := s.Changes(t.Context(), 0, 1<<20)
	must(t, err)
	logged := make(map[string]int)
	for _, c := range log {
		logged[c.ArticleID]++
	}
	wantSame(t, "lines of the log by article", logged, revisions)
}

// TestTwoProcesses lets processes do the same things at once: each is done
// by one of them.
func TestTwoProcesses(t *testing.T) {
	dir := t.TempDir()
	var mu sync.Mutex
	done := make(map[string]int)
	var wg sync.WaitGroup
	for range 2 {
		cmd, out := start(t, "claim", dir)
		wg.Go(func() {
			for out.Scan() {
				mu.Lock()
				done[out.Text()]++
				mu.Unlock()
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("child: %v", err)
			}
		})
	}
	wg.Wait()
	wantSame(t, "things done", len(done), 3*40)
	for what, n := range done {
		wantSame(t, what, n, 1)
	}
	if n, err := openDir(t, dir).LastChange(t.Context()); n != 40 || err != nil {
		t.Errorf("LastChange() = %d, %v, want 40", n, err)
	}
}

// TestTwoStores follows in one store what another writes to the same file.
func TestTwoStores(t *testing.T) {
	dir := t.TempDir()
	writer, reader := openDir(t, dir), openDir(t, dir)
	e := entry("https://example.com/1", "one two three", true)
	for i := range 3 {
		e.Article.Title = fmt.Sprint("Title ", i)
		save(t, writer, e)
		wantSame(t, "entries in the other", entriesOf(t, reader, "e"), []Entry{stored(e, i+1)})
		if n, err := reader.LastChange(t.Context()); n != int64(i+1) || err != nil {
			t.Errorf("LastChange() in the other = %d, %v, want %d", n, err, i+1)
		}
	}
}

// TestReadWhileWriting reads in full while a transaction holds the write
// lock, and gives up waiting for the lock when its context ends.
func TestReadWhileWriting(t *testing.T) {
	dir := t.TempDir()
	a, b := openDir(t, dir), openDir(t, dir)
	e := entry("https://example.com/1", "one two three", true)
	save(t, a, e)
	tx, err := a.writer.BeginTx(t.Context(), nil)
	must(t, err)
	defer tx.Rollback()
	for _, s := range []*Store{a, b} {
		wantSame(t, "entries", entriesOf(t, s, "e"), []Entry{stored(e, 1)})
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		_, err = s.Save(ctx, Batch{Entries: []Entry{entry("https://example.com/2", "two", false)}})
		wantIs(t, "Save", err, context.DeadlineExceeded)
	}
}
