package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// fileName is the database in the data folder.
const fileName = "footnote.db"

// busyTimeout is how long a writer waits for other processes. With three that
// saved batches of 200 chunks without a pause on two cores, the longest wait
// was 2.2 s; a batch alone takes 13 ms (BenchmarkSave).
const busyTimeout = 20 * time.Second

// maxReaders bounds the connections that read at once, each with a page
// cache of SQLite's default 2 MB.
const maxReaders = 8

// writerCache is how many bytes of pages the one connection that writes may
// hold. With it the rows of prints, which are spread over their whole index,
// took 12 % less processor time in a library of 100,000 articles.
const writerCache = 32 << 20

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the store in the folder dir and creates what is not there yet.
// It returns ErrNewer, and changes nothing, if a newer version wrote it.
func Open(ctx context.Context, dir string) (*Store, error) {
	s, err := open(ctx, dir, true)
	if err != nil {
		return nil, fmt.Errorf("open library in %s: %w", dir, err)
	}
	return s, nil
}

// OpenExisting is like Open but returns ErrNotFound, and creates nothing, if
// there is no database yet.
func OpenExisting(ctx context.Context, dir string) (*Store, error) {
	s, err := open(ctx, dir, false)
	if err != nil {
		return nil, fmt.Errorf("open library in %s: %w", dir, err)
	}
	return s, nil
}

// OpenDamaged opens for reading what Open refuses as damaged: a file that is
// cut off, of which SQLite reads nothing where it may not take its length as it
// is. Nothing is changed, and no change is followed.
func OpenDamaged(ctx context.Context, dir string) (*Store, error) {
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(path, "mode=ro&_pragma=writable_schema(1)&_pragma=query_only(1)"))
	if err != nil {
		return nil, err
	}
	s, err := newStore(ctx, db, db)
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("open library in %s: %w", dir, explain(err))
	}
	return s, nil
}

// IsDamaged reports whether an error of this package says that the file is
// damaged.
func IsDamaged(err error) bool { return isCode(err, sqlite3.SQLITE_CORRUPT) }

// IsFull reports whether an error of this package says that there is no room on
// the disk.
func IsFull(err error) bool { return isCode(err, sqlite3.SQLITE_FULL) }

// OpenMemory returns a new store of its own that lives until it is closed.
func OpenMemory(ctx context.Context) (*Store, error) {
	db, err := sql.Open("sqlite", "file::memory:?"+pragmas(false))
	if err != nil {
		return nil, fmt.Errorf("open library in memory: %w", err)
	}
	db.SetMaxOpenConns(1) // every connection would have a database of its own
	var s *Store
	if err = migrate(ctx, db); err == nil {
		s, err = newStore(ctx, db, db)
	}
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("open library in memory: %w", err)
	}
	return s, nil
}

func open(ctx context.Context, dir string, create bool) (*Store, error) {
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, err
	}
	made, err := prepare(ctx, dir, path, create)
	if err != nil {
		return nil, explain(err)
	}
	if !made {
		if err := probe(ctx, path, "mode=ro"); err != nil {
			return nil, explain(err)
		}
	}
	return openFile(ctx, path)
}

// prepare sees to it that there is a folder and a file in it, both for the
// owner alone if they are made here, and reports whether the file is. What is left
// of a library is no reason to begin another.
//
// It never opens a file that is there: to close it would drop the locks that
// another Store of this process has on it, https://sqlite.org/howtocorrupt.html
// section 2.2.
func prepare(ctx context.Context, dir, path string, create bool) (made bool, err error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return false, errors.New("it is a file, not a folder")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && isLeft(path):
		return false, errors.New(beheaded)
	case errors.Is(err, fs.ErrNotExist) && create:
		return true, createFile(ctx, path)
	case errors.Is(err, fs.ErrNotExist):
		return false, fmt.Errorf("no library yet: %w", ErrNotFound)
	case err != nil:
		return false, fmt.Errorf("%s: %w", fileName, cause(err))
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("%s is not a file", fileName)
	case info.Size() == 0:
		return false, errors.New(emptied)
	case info.Size() < minSize:
		return false, errors.New(noDatabase)
	}
	return false, nil
}

// What is said of a file that was cut to nothing, and of one that is gone from
// beside its log of changes. SQLite would begin anew, and delete that log.
const (
	emptied = fileName + " was cut to 0 bytes, and what it held is no longer there: go back to your copy; " +
		"if it never held a library, remove it and start again"
	beheaded = fileName + " is not there, but " + fileName + walSuffix + " is, which holds a part of it: put it back, or go back to your copy; " +
		"for a new library, choose another folder"
)

const walSuffix = "-wal"

// isLeft reports whether there is a log of changes of a file.
func isLeft(path string) bool {
	info, err := os.Stat(path + walSuffix)
	return err == nil && info.Size() > 0
}

// noDatabase says of a file that it is none of SQLite's, or damaged where that
// would show.
const noDatabase = fileName + " is not a database, go back to your copy or choose another folder"

// minSize is the size of SQLite's smallest page. A smaller file it takes for
// an empty one and writes over it.
const minSize = 512

// createFile makes a file for the owner alone, a whole library from the moment
// it has its name: an empty one of that name never was one of ours. SQLite gives
// the files it sets beside it the same mode.
func createFile(ctx context.Context, path string) error {
	name, err := newFile(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer os.Remove(name)
	db, err := sql.Open("sqlite", dsn(name, "_txlock=immediate&"+pragmas(false)))
	if err != nil {
		return err
	}
	if err := errors.Join(setUp(ctx, db), db.Close()); err != nil {
		return err
	}
	// Without links on this file system SQLite makes the file itself, of the
	// mode that the process gives to all its files.
	_ = os.Link(name, path)
	return nil
}

// newFile makes an empty file of another name for the owner alone, and the
// folder if it is not there.
func newFile(dir string) (name string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", cause(err)
	}
	f, err := os.CreateTemp(dir, fileName+".new*") // mode 0600
	if err != nil {
		return "", cause(err)
	}
	return f.Name(), cause(f.Close())
}

// cause cuts the operation and the path off an error of package os; Open
// names the folder.
func cause(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// probe looks at an existing file without changing it, opened in a mode of
// SQLite's: it must be a library, and not of a newer version.
func probe(ctx context.Context, path, mode string) error {
	db, err := sql.Open("sqlite", dsn(path, mode+"&"+pragmas(true)))
	if err != nil {
		return err
	}
	defer db.Close()
	var tables, ours int
	err = db.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE name = ?) FROM sqlite_schema`, goose.DefaultTablename).Scan(&tables, &ours)
	if err != nil {
		return err
	}
	if tables == 0 {
		return nil
	}
	if ours == 0 {
		return fmt.Errorf("%s is a database of something else, choose another folder", fileName)
	}
	var held int64
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM `+goose.DefaultTablename).Scan(&held)
	if err != nil {
		return err
	}
	if known := latest(); held > known {
		return fmt.Errorf("%w: its schema is version %d, this one knows %d; start the newer binary, or go back to your copy", ErrNewer, held, known)
	}
	return nil
}

// latest returns the newest schema version this package knows.
func latest() int64 {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		panic("store: no migrations embedded")
	}
	v, err := goose.NumericComponent(files[len(files)-1])
	if err != nil {
		panic("store: " + err.Error())
	}
	return v
}

func openFile(ctx context.Context, path string) (*Store, error) {
	writer, err := sql.Open("sqlite", dsn(path, "_txlock=immediate&"+pragmas(false)))
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if err := retryBusy(ctx, func() error { return setUp(ctx, writer) }); err != nil {
		writer.Close()
		return nil, explain(err)
	}
	reader, err := sql.Open("sqlite", dsn(path, pragmas(true)))
	if err != nil {
		writer.Close()
		return nil, err
	}
	reader.SetMaxOpenConns(maxReaders)
	reader.SetMaxIdleConns(maxReaders)
	s, err := newStore(ctx, reader, writer)
	if err == nil {
		s.path = path
		s.file, err = os.Stat(path)
	}
	if err != nil {
		reader.Close()
		writer.Close()
		return nil, explain(err)
	}
	return s, nil
}

// setUp brings a file to the current schema, in WAL mode.
func setUp(ctx context.Context, db *sql.DB) error {
	if err := checkWritable(ctx, db); err != nil {
		return err
	}
	var mode string
	if err := db.QueryRowContext(ctx, `PRAGMA journal_mode = WAL`).Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("the file system offers no write-ahead log (journal mode %s)", mode)
	}
	return migrate(ctx, db)
}

var errReadOnly = errors.New(fileName + " can only be read")

// checkWritable finds a file that SQLite could open only for reading, which
// it keeps to itself until the first write.
func checkWritable(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error {
		readOnly, err := c.(interface {
			IsReadOnly(schema string) (bool, error)
		}).IsReadOnly("main")
		if err == nil && readOnly {
			return errReadOnly
		}
		return err
	})
}

// retryBusy calls f until it does not fail for a lock, for which SQLite does
// not always wait: two processes may make one new file at the same moment.
func retryBusy(ctx context.Context, f func() error) error {
	const pause = 20 * time.Millisecond
	ctx, cancel := context.WithTimeout(ctx, busyTimeout)
	defer cancel()
	for {
		err := f()
		if !isCode(err, sqlite3.SQLITE_BUSY) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// migrate applies the migrations that are missing. When another process gets
// ahead of us with one, ours fails on what it made: look again, at most once
// for each.
func migrate(ctx context.Context, db *sql.DB) error {
	if err := ensureVersions(ctx, db); err != nil {
		return err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err // unreachable: the folder is embedded
	}
	for range latest() + 1 {
		var p *goose.Provider
		p, err = goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithLogger(goose.NopLogger()))
		if err != nil {
			return fmt.Errorf("read migrations: %w", err)
		}
		if _, err = p.Up(ctx); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return fmt.Errorf("migrate: %w", err)
}

// ensureVersions makes goose's table of versions in one transaction, as goose
// itself does not: of two processes, one would wait a second and look again.
func ensureVersions(ctx context.Context, db *sql.DB) error {
	versions, err := database.NewStore(goose.DialectSQLite3, goose.DefaultTablename)
	if err != nil {
		return err // unreachable: the arguments are constant
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var there bool
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?)`, goose.DefaultTablename).Scan(&there)
	if err != nil || there {
		return err
	}
	if err := versions.CreateVersionTable(ctx, tx); err != nil {
		return err
	}
	if err := versions.Insert(ctx, tx, database.InsertRequest{Version: 0}); err != nil {
		return err
	}
	return tx.Commit()
}

// dsn returns a data source name; the path may hold any character.
func dsn(path, query string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: query}
	return u.String()
}

// pragmas returns what every connection is set to. With synchronous FULL a
// commit returns when it is on disk.
func pragmas(readOnly bool) string {
	q := url.Values{"_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
		"foreign_keys(1)",
		"synchronous(FULL)",
	}}
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Add("_pragma", fmt.Sprintf("cache_size(-%d)", writerCache>>10))
	}
	return q.Encode()
}

// isCode reports whether SQLite gave the error this primary result code.
func isCode(err error, code int) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code()&0xff == code
}

// explain puts what an operator can mend before SQLite's own words.
func explain(err error) error {
	switch {
	case isCode(err, sqlite3.SQLITE_NOTADB):
		return fmt.Errorf("%s: %w", noDatabase, err)
	case isCode(err, sqlite3.SQLITE_CORRUPT):
		return fmt.Errorf("%s: %w", damaged, err)
	case isCode(err, sqlite3.SQLITE_CANTOPEN), isCode(err, sqlite3.SQLITE_READONLY), isCode(err, sqlite3.SQLITE_PERM),
		errors.Is(err, errReadOnly), errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("the folder and its files must be writable, let Footnote write there or choose another folder: %w", err)
	case isCode(err, sqlite3.SQLITE_BUSY):
		return fmt.Errorf("another process held the library for %v: %w", busyTimeout, err)
	case isCode(err, sqlite3.SQLITE_FULL):
		return fmt.Errorf("the disk is full, make room: %w", err)
	case isCode(err, sqlite3.SQLITE_IOERR):
		return fmt.Errorf("the disk is full or broken, make room: %w", err)
	}
	return err
}
