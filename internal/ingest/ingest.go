// Package ingest turns what a user names into articles: web pages, files,
// folders, JSON lines and standard input. Its entry points are Adder.Add, for
// who may read this machine's files, Adder.AddURLs, for everybody else, and
// Worker.Run, which does in the background what the queue of the store holds.
//
//	source → inputs → kind, by content → articles → batches → Indexer → Report
//	URL    → job → page     → article, looked at again ever less often
//	             → feed     → source, polled as often as it moves → jobs
package ingest

import (
	"context"
	"io"
	"log/slog"
	"path"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/extract"
	"footnote/internal/fetch"
	"footnote/internal/media"
	"footnote/internal/store"
)

// An Indexer stores articles and makes them searchable. Add returns what
// became of each article, in their order, once all of them are safe. An error
// beside such results says why they are not embedded; any other error comes
// without results, and nothing is saved.
type Indexer interface {
	Add(ctx context.Context, articles []article.Article) ([]store.Saved, error)
}

// An Adder adds what a user names to the library. Its fields are set once.
type Adder struct {
	Indexer  Indexer
	Queue    *Worker           // works at URLs, with what they lead to; nil where only pages are added, at once
	Client   *fetch.Client     // fetches pages; nil where nothing may be fetched
	PDF      extract.PDFReader // reads PDF files; nil where none are read
	Scope    article.Scope     // who may see what is added
	Outside  bool              // who names URLs may not have what is private, though its host is allowed: a guest
	Log      *slog.Logger      // nil for none
	Saved    func([]Added)     // told of each batch once it is safe; may be nil
	Progress func(Progress)    // told as each input begins and each batch is safe; may be nil
}

// An Added is an article that is safe in the store.
type Added struct {
	ID     string
	Title  string // what to call it; see article.Article.Name
	Source string // where it came from, as in Problem
	Effect store.Effect
}

// A Progress says how far an Adder has come.
type Progress struct {
	Source string        // the input being read; empty where several are
	Read   int           // articles read so far, or known to be read
	Saved  int           // articles safe so far
	Left   time.Duration // how long the rest takes at least; 0 where unknown
}

// Add adds sources: URLs, files, folders, or "-" for stdin; the URLs last, all
// at once. Of a URL the content tells whether it is a page, a feed, an outline
// of feeds or the front of a site. What is wrong with
// a source is a Problem and hinders no other; the error is for what ends the
// whole, a cancelled context or an Indexer that fails. The Report is good for
// everything until then. Lines of local JSON may name a scope of their own; of
// one that names another than Scope, neither is followed.
func (a *Adder) Add(ctx context.Context, sources []string, stdin io.Reader) (Report, error) {
	return a.all(ctx, sources, func(r *run, src string) error {
		switch {
		case src == "-":
			return r.read(ctx, input{name: "standard input", local: true, r: stdin})
		case isURL(src) && a.Queue != nil:
			r.urls = append(r.urls, named{url: src})
			return nil
		case isURL(src):
			return r.page(ctx, src)
		}
		return r.path(ctx, src)
	})
}

// AddURLs is Add for those who may not read this machine's files: every
// source is taken as a URL, and no line may name a scope.
func (a *Adder) AddURLs(ctx context.Context, urls []string) (Report, error) {
	return a.all(ctx, urls, func(r *run, src string) error { return r.page(ctx, src) })
}

// AddUpload is Add for a file that somebody sent. Its name, which may have
// folders that tell it from others, says which article it is and is not
// looked for on this machine; no line of it may name a scope.
func (a *Adder) AddUpload(ctx context.Context, name, mime string, content io.Reader) (Report, error) {
	return a.all(ctx, []string{name}, func(r *run, name string) error {
		return r.read(ctx, input{name: path.Base(name), Origin: media.Origin{File: name, MIME: mime}, r: content})
	})
}

// all adds one source after the other, then what is left of the last batch.
func (a *Adder) all(ctx context.Context, sources []string, add func(*run, string) error) (Report, error) {
	r := &run{Adder: a}
	for _, src := range sources {
		if err := ctx.Err(); err != nil {
			return r.report, err
		}
		if err := add(r, src); err != nil {
			return r.report, err
		}
	}
	err := r.flush(ctx)
	if err == nil && a.Queue != nil {
		err = r.order(ctx)
	}
	if a.Log != nil {
		a.Log.Info("ingest add", "sources", len(sources), "created", r.report.Created, "revised", r.report.Revised,
			"unchanged", r.report.Unchanged, "problems", len(r.report.Problems), "warnings", len(r.report.Warnings), "not_embedded", r.report.NotEmbedded)
	}
	return r.report, err
}

// isURL tells a URL from a path. Every scheme counts, so that the Client can
// say which ones are fetched.
func isURL(src string) bool {
	scheme, _, ok := strings.Cut(src, "://")
	return ok && scheme != "" && !strings.ContainsAny(scheme, `/\.`)
}
