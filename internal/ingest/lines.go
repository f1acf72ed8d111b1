package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/media"
)

// A line is an article as a line of JSON, in the fields that "footnote
// articles export" prints. Fields it does not know are left alone.
type line struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Source    string `json:"source"` // the outlet
	Author    string `json:"author"`
	Published string `json:"published_at"`
	Estimated bool   `json:"published_estimated"`
	Body      string `json:"body"`
	File      string `json:"file"`
	Scope     string `json:"scope"`
	Lang      string `json:"lang"`
	Pages     []int  `json:"pages"` // where in the body its pages begin
}

// lines adds the articles of JSON lines, however many. A bad line is a problem
// with its number and hinders no other.
func (r *run) lines(ctx context.Context, in input, br *bufio.Reader) error {
	buf := make([]byte, 0, 64<<10)
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw, readErr := readLine(br, buf[:0], media.MaxText)
		if readErr != nil && !errors.Is(readErr, io.EOF) && !errors.Is(readErr, media.ErrTooLarge) {
			r.report.problem(in.name, n, plain(readErr))
			return nil
		}
		if err := r.line(ctx, in, n, raw, readErr); err != nil {
			return err
		}
		if errors.Is(readErr, io.EOF) {
			return nil
		}
		buf = raw
	}
}

// lineAhead is how much further ahead a line's date may lie than one that is read
// from a page: another program says it, whose clock or story may be ahead of ours.
const lineAhead = 2 * 365 * 24 * time.Hour

// line adds the article of line n. A readErr other than the end is reported.
func (r *run) line(ctx context.Context, in input, n int, raw []byte, readErr error) error {
	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\ufeff")))
	if errors.Is(readErr, media.ErrTooLarge) {
		r.report.problem(in.name, n, media.TooLarge(media.MaxText))
		return nil
	}
	if len(raw) == 0 {
		return nil
	}
	d, err := parseLine(in, raw, r.Scope)
	if err == nil {
		err = d.finish(r.Scope, time.Now().Add(lineAhead))
	}
	if err != nil {
		r.report.problem(in.name, n, err)
		return nil
	}
	for _, w := range d.warnings {
		r.report.warn(in.name, n, w)
	}
	return r.keep(ctx, d.Article, in.name)
}

// parseLine reads the article of a line that is to be added in a scope.
func parseLine(in input, raw []byte, to article.Scope) (draft, error) {
	var l line
	err := json.Unmarshal(raw, &l)
	if err != nil {
		return draft{}, reword(err)
	}
	if strings.TrimSpace(l.Body) == "" {
		return draft{}, errors.New("no body")
	}
	d := draft{Article: article.Article{Title: l.Title, Outlet: l.Source, Author: l.Author, Lang: l.Lang, Body: l.Body, Pages: l.Pages}}
	d.setURL(l.URL)
	d.setDate(l.Published)
	d.Published.Estimated = l.Estimated && d.Published.Known()
	if !in.local {
		return d, mayClaim(in, l)
	}
	d.File = l.File
	if d.Scope, err = article.ParseScope(l.Scope); err != nil {
		return draft{}, err
	}
	if l.Scope != "" && to != article.Workspace && d.Scope != to { // either could be the wider one
		return draft{}, fmt.Errorf("names the scope %s and is to be added in %s: leave one of them out", d.Scope, to)
	}
	return d, nil
}

// mayClaim errs if a line that was fetched says what only its site, or who may
// read this machine's files, can know: it could pass for another's article.
func mayClaim(in input, l line) error {
	here, err := url.Parse(in.URL)
	there, lineErr := url.Parse(l.URL)
	switch {
	case l.Scope != "":
		return errors.New("names a scope, which only a local file may")
	case l.URL != "" && (err != nil || lineErr != nil || !sameSite(here, there)):
		return errors.New("names a URL of another site, which only a local file may")
	}
	return nil
}

// reword says what is wrong with a line in words for who wrote it, and
// without any of its text.
func reword(err error) error {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if t.Field == "" {
			return fmt.Errorf("a JSON %s, not an object", t.Value)
		}
		return fmt.Errorf("%s is a %s, not a %s", t.Field, t.Value, t.Type)
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("broken JSON at byte %d", s.Offset)
	}
	return fmt.Errorf("broken JSON: %w", err)
}

// readLine appends a line to buf, without its end. A line of more than limit
// bytes is read to its end but not kept: ErrTooLarge. After the last line the
// error is io.EOF, also where that line has no end.
func readLine(br *bufio.Reader, buf []byte, limit int) ([]byte, error) {
	tooLong := false
	for {
		part, err := br.ReadSlice('\n')
		if tooLong = tooLong || len(buf)+len(part) > limit; !tooLong {
			buf = append(buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case tooLong && (err == nil || errors.Is(err, io.EOF)):
			return buf[:0], errors.Join(media.ErrTooLarge, err)
		default:
			return bytes.TrimSuffix(buf, []byte("\n")), err
		}
	}
}
