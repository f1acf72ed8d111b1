package store

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"footnote/internal/article"
)

// damageArticle breaks the chain of pages that holds this text of a library
// that is closed.
func damageArticle(t *testing.T, dir, text string) {
	t.Helper()
	path := filepath.Join(dir, fileName)
	raw, err := os.ReadFile(path)
	must(t, err)
	at := bytes.Index(raw, []byte(text))
	if at < 0 {
		t.Fatalf("%q is not in the file", text)
	}
	const page = 4096
	copy(raw[at/page*page:], "\xff\xff\xff\xff") // the number of the next page
	must(t, os.WriteFile(path, raw, 0o600))
}

// TestCheck holds that damage is found, and that what is not damaged can
// still be read.
func TestCheck(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s, err := Open(ctx, dir)
	must(t, err)
	var ids []string
	for n := range 5 {
		e := entry(fmt.Sprintf("https://example.com/%d", n), "begin", false)
		e.Article.Body = strings.Repeat(fmt.Sprintf("text of %d. ", n), 2000) + fmt.Sprintf("end of %d", n)
		e.Chunks = nil
		if n == 3 {
			e.Article.Outlet, e.Article.Scope = "Another", article.ChannelScope("C1")
		}
		save(t, s, e)
		ids = append(ids, e.Article.NewID())
	}
	must(t, s.Check(ctx))
	must(t, s.Close())
	damageArticle(t, dir, strings.Repeat("text of 2. ", 100))

	s, err = Open(ctx, dir)
	closing(t, s, err)
	if err := s.Check(ctx); err == nil || !strings.Contains(err.Error(), "footnote.db is damaged, go back to your copy") {
		t.Errorf("Check() = %v, want the damage and what to do", err)
	}
	for _, tt := range []struct {
		filter Filter
		want   int
	}{
		{Filter{WithBody: true}, 4},
		{Filter{WithBody: true, Reader: &article.Reader{}}, 3},
		{Filter{WithBody: true, Outlets: []string{"the daily"}, Since: day("2026-04-27").Time}, 3},
	} {
		f := tt.filter
		read := map[string]int{}
		var lost []string
		for a, err := range s.Articles(ctx, f) {
			if err != nil {
				lost = append(lost, a.ID)
				if !strings.Contains(err.Error(), "go back to your copy") {
					t.Errorf("error %v does not say what to do", err)
				}
				continue
			}
			read[a.ID] = len(a.Body)
		}
		wantSame(t, "lost", lost, []string{ids[2]})
		if len(read) != tt.want || read[ids[4]] == 0 {
			t.Errorf("with %+v these are read: %v, want %d", f, read, tt.want)
		}
	}
	for limit, want := range map[int]int{0: 5, 2: 2, 3: 3} {
		f, n := Filter{WithBody: limit > 0, Limit: limit}, 0
		for range s.Articles(ctx, f) {
			n++
		}
		wantSame(t, fmt.Sprintf("articles of %+v", f), n, want)
	}
}

// TestCutOff holds that of a file that is cut off, which Open refuses, what is
// there is read, each article once, and that it is said that there was more.
func TestCutOff(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	path := filepath.Join(dir, fileName)
	s, err := Open(ctx, dir)
	must(t, err)
	const articles = 200
	for n := range articles {
		save(t, s, entry(fmt.Sprintf("https://example.com/%d", n), strings.Repeat(fmt.Sprintf("text of %d. ", n), 200), true))
	}
	must(t, s.Close())
	whole, err := os.ReadFile(path)
	must(t, err)
	for _, tt := range []struct {
		size  int
		least int // articles that are read
	}{{len(whole) - 4096, articles - 5}, {len(whole) * 3 / 4, articles / 2}, {len(whole) / 2, articles / 4}} {
		must(t, os.WriteFile(path, whole[:tt.size], 0o600))
		if s, err := Open(ctx, dir); !IsDamaged(err) {
			t.Errorf("Open of %d of %d bytes: %v, %v; want it refused as damaged", tt.size, len(whole), s, err)
		}
		s, err := OpenDamaged(ctx, dir)
		must(t, err)
		read := map[string]int{}
		for a, err := range s.Articles(ctx, Filter{WithBody: true}) {
			if err == nil {
				read[a.ID]++
			} else if !strings.Contains(err.Error(), "go back to your copy") {
				t.Errorf("error %v does not say what to do", err)
			}
		}
		must(t, s.Close())
		if len(read) < tt.least || slices.Max(slices.Collect(maps.Values(read))) > 1 {
			t.Errorf("of %d of %d bytes %d articles are read, want at least %d, each once", tt.size, len(whole), len(read), tt.least)
		}
		if left, err := os.ReadFile(path); err != nil || !bytes.Equal(left, whole[:tt.size]) {
			t.Errorf("the file was changed: %d bytes, %v", len(left), err)
		}
	}
}

func TestTryWrite(t *testing.T) {
	s := openDir(t, t.TempDir())
	for range 3 {
		must(t, s.TryWrite(t.Context()))
	}
	_, err := s.update(t.Context(), `DELETE FROM settings`)
	must(t, err)
	_, err = s.writer.ExecContext(t.Context(), `VACUUM`) // no page is free
	must(t, err)
	_, err = s.writer.ExecContext(t.Context(), `PRAGMA max_page_count = 1`) // as many as there are
	must(t, err)
	if err := s.TryWrite(t.Context()); !IsFull(err) || !strings.Contains(err.Error(), "make room") {
		t.Errorf("TryWrite() = %v on a full disk", err)
	}
	_, err = s.writer.ExecContext(t.Context(), `PRAGMA max_page_count = 1000000`)
	must(t, err)
	must(t, s.TryWrite(t.Context()))
}

func TestTryWriteReplaced(t *testing.T) {
	dir := t.TempDir()
	s := openDir(t, dir)
	must(t, s.TryWrite(t.Context()))
	path := filepath.Join(dir, fileName)
	must(t, os.Rename(path, path+".old"))
	for range 2 {
		if err := s.TryWrite(t.Context()); err == nil || !strings.Contains(err.Error(), "moved or replaced") {
			t.Errorf("TryWrite() = %v of another file", err)
		}
		must(t, os.WriteFile(path, nil, 0o600))
	}
	must(t, os.Rename(path+".old", path))
	must(t, s.TryWrite(t.Context()))
}
