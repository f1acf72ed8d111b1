package store

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCopyArticles(t *testing.T) {
	ctx := t.Context()
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "made")
	s := openDir(t, from)
	e := entry("https://example.com/1", "one two three", true)
	save(t, s, e)
	_, err := s.SetDigest(ctx, Digest{Channel: "C1", Kind: Daily, Schedule: "every day at 9:00 UTC"}, noon())
	must(t, err)
	_, err = s.AddWatch(ctx, Watch{Channel: "C1", User: "U1", Question: "Why?"}, []byte(`{}`), 9, 9, noon())
	must(t, err)
	_, _, err = s.ClaimQuestion(ctx, Question{Channel: "C1", TS: "1.0", ThreadTS: "1.0", User: "U1", Text: "Is it?", Asked: noon()}, "o", time.Minute, noon())
	must(t, err)
	must(t, s.NoteHearing(ctx, Hearing{Owner: "o", Seen: noon()}))
	must(t, CopyArticles(ctx, from, to)) // while s is open

	c := openDir(t, to)
	wantSame(t, "entries", entriesOf(t, c, "e"), []Entry{stored(e, 1)})
	kept := []string{
		"adders", "aliases", "articles", "changes", "chunks", "fetches", "goose_db_version", "hosts", "items", "prints", "revisions", "robots",
		"settings", "sketches", "sources", "spends", "usage_gone", "vectors",
	}
	tables, err := collect(ctx, c.reader, scanString, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`)
	must(t, err)
	for _, table := range tables {
		if slices.Contains(kept, table) == slices.Contains(ofWorkspace, table) {
			t.Errorf("%s is neither kept nor left out, or both", table)
		}
		if slices.Contains(kept, table) {
			continue
		}
		var n int
		must(t, c.reader.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&n))
		wantSame(t, "rows of "+table, n, 0)
	}
	heard, err := c.Hearings(ctx)
	must(t, err)
	wantSame(t, "hearings", heard, nil)

	digests, err := s.Digests(ctx)
	must(t, err)
	wantSame(t, "digests of the library", len(digests), 1)
	wantIs(t, "none there", CopyArticles(ctx, t.TempDir(), t.TempDir()), ErrNotFound)
}

func TestBackup(t *testing.T) {
	ctx := t.Context()
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "made")
	s := openDir(t, from)
	e := entry("https://example.com/1", "one two three", true)
	save(t, s, e)
	_, err := s.SetDigest(ctx, Digest{Channel: "C1", Kind: Daily, Schedule: "every day at 9:00 UTC"}, noon())
	must(t, err)
	must(t, Backup(ctx, from, to)) // while s is open
	wantFiles(t, to, fileName)
	for path, want := range map[string]fs.FileMode{to: 0o700, filepath.Join(to, fileName): 0o600} {
		info, err := os.Stat(path)
		must(t, err)
		wantSame(t, "mode of "+filepath.Base(path), info.Mode().Perm(), want)
	}
	save(t, s, entry("https://example.com/2", "four five", true))

	c := openDir(t, to)
	wantSame(t, "entries", entriesOf(t, c, "e"), []Entry{stored(e, 1)})
	digests, err := c.Digests(ctx)
	must(t, err)
	wantSame(t, "digests", len(digests), 1)
	must(t, c.Check(ctx))

	if err := Backup(ctx, from, to); err == nil || !strings.Contains(err.Error(), "name another folder") {
		t.Errorf("Backup() over a library = %v", err)
	}
	wantIs(t, "none there", Backup(ctx, t.TempDir(), t.TempDir()), ErrNotFound)
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	empty := t.TempDir()
	wantIs(t, "canceled", Backup(canceled, from, empty), context.Canceled)
	wantFiles(t, empty)
}

// TestBackupReadOnly copies a library in a folder that can only be read: one
// that was closed, one whose process was killed, and not one of whose changes
// some cannot be read there.
func TestBackupReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	ctx := t.Context()
	running := t.TempDir()
	s := openDir(t, running)
	e := entry("https://example.com/1", "one two three", true)
	save(t, s, e)
	closed := filepath.Join(t.TempDir(), "closed")
	must(t, Backup(ctx, running, closed))
	for _, test := range []struct {
		name  string
		dir   string
		files []string
		whole bool
	}{
		{"closed", closed, []string{fileName}, true},
		{"killed", running, []string{fileName, fileName + "-shm", fileName + walSuffix}, true},
		{"without what tells of its changes", running, []string{fileName, fileName + walSuffix}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			from, to := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "made")
			must(t, os.Mkdir(from, 0o700))
			for _, name := range test.files {
				raw, err := os.ReadFile(filepath.Join(test.dir, name))
				must(t, err)
				must(t, os.WriteFile(filepath.Join(from, name), raw, 0o400))
			}
			must(t, os.Chmod(from, 0o500))
			t.Cleanup(func() { os.Chmod(from, 0o700) })
			err := Backup(ctx, from, to)
			if !test.whole {
				if err == nil || !strings.Contains(err.Error(), "must be writable") {
					t.Errorf("Backup() = %v", err)
				}
				return
			}
			must(t, err)
			wantFiles(t, from, test.files...)
			wantSame(t, "entries", entriesOf(t, openDir(t, to), "e"), []Entry{stored(e, 1)})
		})
	}
}
