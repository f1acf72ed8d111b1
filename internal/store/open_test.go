package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pressly/goose/v3"
)

func TestOpenNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not there", "odd ?name#with%20signs&=ü")
	e := entry("https://example.com/1", "one two three", true)
	s, err := Open(t.Context(), dir)
	must(t, err)
	save(t, s, e)
	must(t, s.Close())
	wantSame(t, "entries", entriesOf(t, openDir(t, dir), "e"), []Entry{stored(e, 1)})

	for path, want := range map[string]fs.FileMode{dir: 0o700, filepath.Join(dir, fileName): 0o600} {
		info, err := os.Stat(path)
		must(t, err)
		wantSame(t, "mode of "+filepath.Base(path), info.Mode().Perm(), want)
	}
}

func TestOpenExisting(t *testing.T) {
	dir := t.TempDir()
	for _, missing := range []string{dir, filepath.Join(dir, "absent")} {
		_, err := OpenExisting(t.Context(), missing)
		wantIs(t, "no file", err, ErrNotFound)
	}
	wantFiles(t, dir)
	openDir(t, dir)
	s, err := OpenExisting(t.Context(), dir)
	closing(t, s, err)
}

// TestOpenRelative opens a new folder by a name that is not from the root.
func TestOpenRelative(t *testing.T) {
	t.Chdir(t.TempDir())
	s, err := Open(t.Context(), "data")
	closing(t, s, err)
}

// TestOpenLost cuts the file of a library to nothing, and takes it away from beside
// its log of changes: no other is begun in its place.
func TestOpenLost(t *testing.T) {
	for want, lose := range map[string]func(path string) error{
		"was cut to 0 bytes": func(path string) error { return os.Truncate(path, 0) },
		"is not there, but":  os.Remove,
	} {
		dir := t.TempDir()
		s, err := Open(t.Context(), dir)
		closing(t, s, err) // later: a process that was killed leaves its log as it is
		save(t, s, entry("https://example.com/1", "one", true))
		path := filepath.Join(dir, fileName)
		log, err := os.ReadFile(path + walSuffix)
		must(t, err)
		lost := t.TempDir()
		moved := filepath.Join(lost, fileName)
		must(t, os.WriteFile(moved, []byte("library"), 0o600))
		must(t, os.WriteFile(moved+walSuffix, log, 0o600))
		must(t, lose(moved))
		for _, open := range []func(context.Context, string) (*Store, error){Open, OpenExisting} {
			_, err := open(t.Context(), lost)
			if msg := fmt.Sprint(err); !strings.Contains(msg, want) || !strings.Contains(msg, "go back to your copy") || errors.Is(err, ErrNotFound) {
				t.Errorf("error %q, want one with %q", msg, want)
			}
		}
		left, err := os.ReadFile(moved + walSuffix)
		must(t, err)
		if !bytes.Equal(left, log) {
			t.Errorf("%q: the log of changes is %d bytes, was %d", want, len(left), len(log))
		}
	}
}

func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	must(t, err)
	var got []string
	for _, f := range files {
		got = append(got, f.Name())
	}
	wantSame(t, "files", got, want)
}

func TestOpenMemoryApart(t *testing.T) {
	a, b := openMemory(t), openMemory(t)
	save(t, a, entry("https://example.com/1", "one", false))
	if n, err := b.CountArticles(t.Context()); n != 0 || err != nil {
		t.Errorf("CountArticles() of another store = %d, %v, want 0", n, err)
	}
}

func TestOpenNewer(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, fileName)
	s, err := Open(t.Context(), dir)
	must(t, err)
	_, err = s.writer.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`)
	must(t, err)
	must(t, s.Close())
	before, err := os.ReadFile(path)
	must(t, err)
	for _, open := range []func(context.Context, string) (*Store, error){Open, OpenExisting} {
		_, err = open(t.Context(), dir)
		wantIs(t, "open", err, ErrNewer)
		if !strings.Contains(fmt.Sprint(err), "999") {
			t.Errorf("error %q does not name the version", err)
		}
	}
	after, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, test := range []struct {
		name string
		make func(path string) error // of the file in its folder
		want string
	}{
		{"text", func(p string) error { return os.WriteFile(p, []byte(strings.Repeat("no database\n", 99)), 0o600) }, "not a database, go back to your copy or choose another folder"},
		{"a few bytes", func(p string) error { return os.WriteFile(p, []byte("x"), 0o600) }, "not a database, go back to your copy"},
		{"folder for a file", func(p string) error { return os.Mkdir(p, 0o700) }, "is not a file"},
		{"file for a folder", func(p string) error {
			return errors.Join(os.Remove(filepath.Dir(p)), os.WriteFile(filepath.Dir(p), nil, 0o600))
		}, "a file, not a folder"},
		{"below a file", func(p string) error {
			parent := filepath.Dir(filepath.Dir(p))
			return errors.Join(os.RemoveAll(parent), os.WriteFile(parent, nil, 0o600))
		}, "not a directory"},
		{"of something else", func(p string) error {
			db, err := sql.Open("sqlite", dsn(p, ""))
			if err != nil {
				return err
			}
			_, err = db.Exec(`CREATE TABLE recipes (name TEXT)`)
			return errors.Join(err, db.Close())
		}, "of something else, choose another folder"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "parent", "data")
			must(t, os.MkdirAll(dir, 0o700))
			must(t, test.make(filepath.Join(dir, fileName)))
			_, err := Open(t.Context(), dir)
			msg := fmt.Sprint(err)
			if !strings.Contains(msg, test.want) || !strings.HasPrefix(msg, "open library in "+dir+": ") || strings.Contains(msg, "\n") {
				t.Errorf("error %q, want one line with %q", msg, test.want)
			}
		})
	}
}

func TestOpenReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	for _, test := range []struct {
		name         string
		folder, file fs.FileMode
	}{{"folder", 0o500, 0o600}, {"file", 0o700, 0o400}, {"both", 0o500, 0o400}, {"unreadable", 0o000, 0o600}, {"unreadable file", 0o700, 0o000}} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			s, err := Open(t.Context(), dir)
			must(t, err)
			must(t, s.Close())
			must(t, os.Chmod(filepath.Join(dir, fileName), test.file))
			must(t, os.Chmod(dir, test.folder))
			t.Cleanup(func() { os.Chmod(dir, 0o700) })
			s, err = Open(t.Context(), dir)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if msg := err.Error(); strings.Contains(msg, "\n") || !strings.Contains(msg, "must be writable, let Footnote write there") {
				t.Errorf("error %q", msg)
			}
		})
	}
	parent := filepath.Join(t.TempDir(), "parent")
	must(t, os.Mkdir(parent, 0o500))
	_, err := Open(t.Context(), filepath.Join(parent, "data"))
	wantIs(t, "a folder in a read-only one", err, fs.ErrPermission)
}

// TestDamaged spoils one page after another, then the end of the file. What
// can still be read may be read; what cannot is an error, not a crash.
func TestDamaged(t *testing.T) {
	const page = 4096
	dir := t.TempDir()
	path := filepath.Join(dir, fileName)
	s, err := Open(t.Context(), dir)
	must(t, err)
	for i := range 3 {
		save(t, s, entry(fmt.Sprintf("https://example.com/%d", i), strings.Repeat("word ", 300), true))
	}
	must(t, s.Close())
	whole, err := os.ReadFile(path)
	must(t, err)
	refused := 0
	for at := 0; at < len(whole); at += page {
		spoilt := bytes.Clone(whole)
		copy(spoilt[at:], bytes.Repeat([]byte{0xa5}, page))
		must(t, os.WriteFile(path, spoilt, 0o600))
		if readAll(t, dir) != nil {
			refused++
		}
	}
	if refused < 5 { // the schema, the articles, the chunks and vectors and their keys
		t.Errorf("%d of %d spoilt pages were noticed", refused, len(whole)/page)
	}
	must(t, os.WriteFile(path, whole[:len(whole)/2], 0o600))
	if err := readAll(t, dir); err == nil {
		t.Error("half of the file was taken for the whole")
	}
	must(t, os.WriteFile(path, whole, 0o600))
	must(t, readAll(t, dir))
}

func readAll(t *testing.T, dir string) error {
	t.Helper()
	s, err := Open(t.Context(), dir)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, err := range s.Entries(t.Context(), "e") {
		if err != nil {
			return err
		}
	}
	_, err = s.Changes(t.Context(), 0, 100)
	return err
}

// TestOpenTogether opens one new folder several times at once.
func TestOpenTogether(t *testing.T) {
	for range 5 {
		dir := filepath.Join(t.TempDir(), "data")
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				s, err := Open(t.Context(), dir)
				if err != nil {
					t.Error(err)
					return
				}
				defer s.Close()
				e := entry(fmt.Sprintf("https://example.com/%d", i), "one", true)
				if _, err := s.Save(t.Context(), Batch{Embedder: "e", Entries: []Entry{e}}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		wantSame(t, "entries", len(entriesOf(t, openDir(t, dir), "e")), 4)
	}
}

// TestMigrate opens files of every earlier version.
func TestMigrate(t *testing.T) {
	files, err := fs.Sub(migrations, "migrations")
	must(t, err)
	for version := range latest() {
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			dir := t.TempDir()
			db, err := sql.Open("sqlite", dsn(filepath.Join(dir, fileName), ""))
			must(t, err)
			p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithLogger(goose.NopLogger()))
			must(t, err)
			if version > 0 {
				_, err = p.UpTo(t.Context(), version)
			} else {
				_, err = p.GetDBVersion(t.Context()) // makes its table
			}
			must(t, err)
			if version > 0 {
				_, err = db.ExecContext(t.Context(), `
					INSERT INTO articles (id, scope, url, url_key, file, title, outlet, outlet_key, author, published,
						day_only, estimated, lang, revision, hash, analysis, added, updated, body)
					VALUES ('0123456789abcdef', 'workspace', '', '', 'old.txt', 'Old', '', '', '', '2023-11-22T04:30:00.000000000Z',
						0, 0, 'en', 1, 'h', 1, '2023-11-22T05:00:00.000000000Z', '2023-11-22T05:00:00.000000000Z', 'an old one')`)
				must(t, err)
			}
			must(t, db.Close())
			e := entry("https://example.com/1", "one two three", true)
			s := openDir(t, dir)
			if version > 0 {
				old, err := s.Article(t.Context(), "0123456789abcdef")
				must(t, err)
				wantSame(t, "date of an old article", old.Published, day("2023-11-22T04:30:00Z"))
				must(t, s.Remove(t.Context(), old.ID))
			}
			save(t, s, e)
			wantSame(t, "entries", entriesOf(t, s, "e"), []Entry{stored(e, 1)})
		})
	}
}
