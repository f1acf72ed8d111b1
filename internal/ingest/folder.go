package ingest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// articleEndings are of the files in a folder that are read. Others are what
// lies beside articles, as the pictures and scripts of a saved page; a file
// that is named itself is read whatever it ends in.
var articleEndings = []string{
	"", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson",
	".pdf", ".docx", ".epub", ".eml",
	".doc", ".odt", ".rtf", // not read: the user is told what to do
}

// folder adds the files of a folder and of those in it, in the order of their
// names.
func (r *run) folder(ctx context.Context, root string) error {
	found, err := r.walk(ctx, root)
	if err == nil && !found {
		r.report.problem(root, 0, errors.New("no articles in this folder"))
	}
	return err
}

// walk reads a folder and reports whether anything in it was an article, or
// should have been. Links to folders are not followed, since they may lead
// back.
func (r *run) walk(ctx context.Context, dir string) (found bool, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		r.report.problem(dir, 0, plain(err))
		return true, nil
	}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return found, err
		}
		name := filepath.Join(dir, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir() && isPageFolder(e.Name(), entries):
		case e.IsDir():
			within, err := r.walk(ctx, name)
			found = found || within
			if err != nil {
				return found, err
			}
		case !r.wanted(name):
			r.report.Skipped++
		default:
			found = true
			if err := r.file(ctx, name); err != nil {
				return found, err
			}
		}
	}
	return found, nil
}

// wanted reports whether a file of a folder is to be read. A link that leads
// nowhere is, so that the user hears of it.
func (r *run) wanted(name string) bool {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return false
	}
	return slices.Contains(articleEndings, strings.ToLower(filepath.Ext(name)))
}

// isPageFolder reports whether a folder holds the pictures and scripts that a
// browser saved beside a page: "Name_files" beside "Name.html".
func isPageFolder(name string, siblings []os.DirEntry) bool {
	page, ok := strings.CutSuffix(name, "_files")
	return ok && slices.ContainsFunc(siblings, func(e os.DirEntry) bool {
		return e.Name() == page+".html" || e.Name() == page+".htm"
	})
}
