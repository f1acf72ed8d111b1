package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"footnote/internal/extract"
	"footnote/internal/fetch"
	"footnote/internal/media"
	"footnote/internal/store"
)

// An input is one thing to read, of a kind that its content tells.
type input struct {
	media.Origin
	name  string // as problems call it
	local bool   // of this machine, so that its lines may name their scope and any site
	r     io.Reader
}

// from returns what the URLs in an input are named by, as fetch.Request has it: a file of
// this machine is a person's word.
func (in input) from() string {
	if in.local {
		return ""
	}
	return cmp.Or(in.URL, stranger)
}

// read adds the articles of one input.
func (r *run) read(ctx context.Context, in input) error {
	r.tell(in.name)
	br := bufio.NewReaderSize(in.r, media.SniffBytes)
	head, err := br.Peek(media.SniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		r.report.problem(in.name, 0, plain(err))
		return nil
	}
	k, err := media.Detect(head, in.Origin)
	if err != nil {
		r.report.problem(in.name, 0, err)
		return nil
	}
	switch k {
	case media.JSONLines:
		return r.lines(ctx, in, br)
	case media.Syndicated:
		return r.syndicated(ctx, in, br)
	}
	return r.document(ctx, in, k, br)
}

// document adds the one article of a page, text, mail or other document.
func (r *run) document(ctx context.Context, in input, k media.Kind, src io.Reader) error {
	d, err := extract.Read(ctx, r.PDF, in.Origin, k, src)
	if err == nil {
		err = d.Finish(r.Scope, time.Now())
	}
	switch {
	case err != nil && ctx.Err() != nil: // what was read in time is kept
		return ctx.Err()
	case err != nil:
		r.report.problem(in.name, 0, plain(err))
		return nil
	}
	for _, w := range d.Warnings {
		r.report.warn(in.name, 0, w)
	}
	return r.keep(ctx, d.Article, in.name)
}

// path adds a file or folder.
func (r *run) path(ctx context.Context, name string) error {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		r.report.problem(name, 0, plain(err))
		return nil
	case info.IsDir():
		return r.folder(ctx, name)
	}
	return r.file(ctx, name)
}

// file adds the articles of a file.
func (r *run) file(ctx context.Context, name string) error {
	f, abs, err := open(name)
	if err != nil {
		r.report.problem(name, 0, plain(err))
		return nil
	}
	defer f.Close()
	return r.read(ctx, input{name: name, Origin: media.Origin{File: abs}, local: true, r: f})
}

// open opens a regular file: reading a pipe or a device might never end.
func open(name string) (f *os.File, abs string, err error) {
	if abs, err = filepath.Abs(name); err != nil {
		return nil, "", err
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, "", err
	}
	if !info.Mode().IsRegular() {
		return nil, "", errors.New("neither a file nor a folder")
	}
	f, err = os.Open(name)
	return f, abs, err
}

// plain takes the path, which Problem names already, off an error of the
// file system.
func plain(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("no such file or folder")
	}
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// page adds what a URL leads to. Its articles are saved at once, because
// fetching the next one takes time.
func (r *run) page(ctx context.Context, url string) error {
	if r.Client == nil {
		r.report.problem(url, 0, errors.New("fetching is switched off"))
		return nil
	}
	r.tell(url)
	req := fetch.Request{URL: url}
	if r.Outside {
		req.From = stranger
	}
	p, err := r.Client.Get(ctx, req)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		r.report.problem(url, 0, err)
		return nil
	}
	if r.Queue != nil && !media.FeedLike(p.Body, p.Type) {
		return r.fetched(ctx, url, p)
	}
	in := input{name: url, Origin: media.Origin{URL: p.URL, MIME: p.Type}, r: bytes.NewReader(p.Body)}
	if err := r.read(ctx, in); err != nil {
		return err
	}
	return r.flush(ctx)
}

// fetched saves what a URL led to, so that it is looked at again.
func (r *run) fetched(ctx context.Context, url string, p fetch.Page) error {
	articles, report, err := readFetched(ctx, r.PDF, p, r.Scope)
	for _, w := range report.Warnings {
		r.report.warn(url, w.Line, w.Err)
	}
	if err != nil {
		r.report.problem(url, 0, err)
		return ctx.Err()
	}
	for _, w := range report.Problems {
		r.report.problem(url, w.Line, w.Err)
	}
	queue := *r.Queue
	queue.Saved = r.Adder.Saved
	s := queue.shift("")
	saved, err := s.fetched(articles, p, spec{URL: url, Scope: r.Scope}, store.Settled{})
	if err != nil {
		return err
	}
	saved.work.Settled = nil // it was no job
	s.report, r.count = r.report, r.count+len(articles)
	err = s.saveBatch(ctx, []result{saved})
	r.report = s.report
	return err
}
