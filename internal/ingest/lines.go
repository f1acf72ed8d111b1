package ingest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"footnote/internal/extract"
	"footnote/internal/media"
)

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
	d, err := extract.Line(in.Origin, in.local, raw, r.Scope)
	if err == nil {
		err = d.Finish(r.Scope, time.Now().Add(lineAhead))
	}
	if err != nil {
		r.report.problem(in.name, n, err)
		return nil
	}
	for _, w := range d.Warnings {
		r.report.warn(in.name, n, w)
	}
	return r.keep(ctx, d.Article, in.name)
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
