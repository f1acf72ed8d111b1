package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	sqlite3 "modernc.org/sqlite/lib"
)

// CopyArticles makes in the folder to, which is made if it is not there, a store
// of the articles and sources of the one in the folder from, as of one moment
// and without what a workspace asked, was told or set. The one in from is left
// as it is, and other processes may go on writing to it. It returns ErrNotFound
// if there is none, and ErrNewer if a newer version wrote it.
func CopyArticles(ctx context.Context, from, to string) error {
	err := copyFile(ctx, from, to)
	if err == nil {
		err = trim(ctx, to)
	}
	if err != nil {
		return fmt.Errorf("copy library in %s to %s: %w", from, to, err)
	}
	return nil
}

// trim leaves in the copy in the folder dir what is of no workspace.
func trim(ctx context.Context, dir string) error {
	s, err := open(ctx, dir, false)
	if err != nil {
		return err
	}
	return errors.Join(s.change(ctx, func(tx *sql.Tx) error { return leaveWorkspace(ctx, tx) }), s.Close())
}

// Backup makes in the folder to, which is made if it is not there, a copy of all
// that the store in the folder from holds, as of one moment, for the owner alone.
// The one in from is left as it is, and other processes may go on writing to it.
// A store that is in to is not replaced. It returns ErrNotFound and ErrNewer as
// CopyArticles does.
func Backup(ctx context.Context, from, to string) error {
	if err := copyFile(ctx, from, to); err != nil {
		return fmt.Errorf("back up library in %s to %s: %w", from, to, err)
	}
	return nil
}

// copyFile copies the file of one folder into another, where it has its name
// once it is whole.
func copyFile(ctx context.Context, from, to string) (err error) {
	old, err := filepath.Abs(filepath.Join(from, fileName))
	if err != nil {
		return err
	}
	if _, err := prepare(ctx, from, old, false); err != nil {
		return err
	}
	query, err := source(ctx, old)
	if err != nil {
		return explain(err)
	}
	name := filepath.Join(to, fileName)
	if _, err := os.Lstat(name); err == nil {
		return errHeld
	}
	part, err := newFile(to)
	if err != nil {
		return err
	}
	defer func() {
		if gone := os.Remove(part); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}()
	db, err := sql.Open("sqlite", dsn(old, query))
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err = db.ExecContext(ctx, `VACUUM INTO ?`, part); err != nil {
		return explain(interrupted(ctx, err))
	}
	if now, _ := source(ctx, old); now != query {
		return errors.New("another process began to write to it; try again")
	}
	err = os.Link(part, name)
	switch {
	case errors.Is(err, fs.ErrExist):
		return errHeld
	case err != nil: // there are no links on this file system
		return os.Rename(part, name)
	}
	return nil
}

// source looks at a file as probe does, and returns how it is opened to be
// copied. Where SQLite may not make a log of changes beside a file that has none,
// as on a disk that can only be read, the file is all there is, and nobody
// writes to it.
func source(ctx context.Context, path string) (query string, err error) {
	err = probe(ctx, path, "mode=ro")
	if err == nil {
		return pragmas(false), nil
	}
	if _, log := os.Lstat(path + walSuffix); !isCode(err, sqlite3.SQLITE_CANTOPEN) || !errors.Is(log, fs.ErrNotExist) {
		return "", err
	}
	const alone = "immutable=1"
	return alone, probe(ctx, path, alone)
}

// errHeld is why nothing is copied to a folder.
var errHeld = errors.New("it holds a library already; name another folder")

// ofWorkspace are the tables of what a workspace asks, is told and sets, those
// that refer to others first. Jobs are of it too: whoever has the library does
// them.
var ofWorkspace = []string{
	"stale_notes", "reports", "feedback", "answers", "questions", "events", "told", "told_stories", "slots", "digests",
	"posts", "told_numbers", "watch_answers", "watches", "collecting", "orders", "jobs",
}

func leaveWorkspace(ctx context.Context, tx *sql.Tx) error {
	for _, table := range ofWorkspace {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
			return fmt.Errorf("leave out %s: %w", table, err)
		}
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM settings WHERE name GLOB ?`, hearingName+"*")
	return err
}
