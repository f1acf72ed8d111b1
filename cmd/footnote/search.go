package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"footnote/internal/article"
	"footnote/internal/eval"
	"footnote/retrieval"
)

func (a *app) searchCommand() *cli.Command {
	var s searching
	return &cli.Command{
		Name: "search", Usage: "print the passages ranked best for a query", ArgsUsage: "QUERY",
		UsageText: `footnote search [flags] QUERY
footnote search [flags] --batch FILE

   footnote search -k 3 "exclusive cloud provider"
   echo '{"id":"1","query":"exclusive cloud provider"}' | footnote search --batch -`,
		Flags: append(s.readerFlags(),
			&cli.IntFlag{Name: "k", Usage: "print at most `N` passages", Value: 10, Destination: &s.k},
			&cli.StringFlag{Name: "as-of", Usage: "find nothing published after `DATE`", Destination: &s.asOf},
			s.strictDatesFlag(),
			&cli.StringFlag{Name: "batch", Usage: `read queries from JSON lines {"id","query","as_of"?} of ` + "`FILE`, - for standard input; print JSON lines", Destination: &s.batch},
			&cli.BoolFlag{Name: "json", Usage: "print JSON", Destination: &s.json},
		),
		Action: func(ctx context.Context, c *cli.Command) error {
			s.question = strings.Join(c.Args().Slice(), " ")
			if (s.batch == "") == (strings.TrimSpace(s.question) == "") {
				return usagef("search: give either a query or --batch FILE")
			}
			if s.k < 1 {
				return usagef("search: -k %d is less than 1", s.k)
			}
			return a.search(ctx, s)
		},
	}
}

// A searching holds the flags of search.
type searching struct {
	asking
	k     int
	batch string
}

func (a *app) search(ctx context.Context, s searching) error {
	if _, err := article.ParseAsOf(s.asOf); err != nil {
		return usagef("search: --as-of: %v", err)
	}
	l, err := a.openLibrary(ctx, false)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := a.complete(ctx, l); err != nil {
		return err
	}
	if s.batch != "" {
		return a.searchBatch(ctx, l, s)
	}
	found, err := searchOne(ctx, l, s, query{Query: s.question})
	if err != nil {
		return err
	}
	if s.json {
		return a.printJSON(found)
	}
	printHits(a.out, found)
	return nil
}

// A query is one line of a batch.
type query struct {
	ID    string `json:"id"`
	Query string `json:"query"`
	AsOf  string `json:"as_of"`
}

// A hitList is what search prints for one query; its JSON form is stable.
type hitList struct {
	ID     string `json:"id"`
	Hits   []hit  `json:"hits"`
	Sample bool   `json:"sample,omitempty"`
}

type hit struct {
	ArticleID string       `json:"article_id"`
	Chunk     int          `json:"chunk"`
	Title     string       `json:"title"`
	Source    string       `json:"source"`
	URL       string       `json:"url"`
	Published article.Date `json:"published_at"`
	Text      string       `json:"text"`
	Score     float64      `json:"score"`
}

func searchOne(ctx context.Context, l *library, s searching, q query) (hitList, error) {
	if q.AsOf == "" {
		q.AsOf = s.asOf
	}
	asOf, err := article.ParseAsOf(q.AsOf)
	if err != nil {
		return hitList{}, err
	}
	found, err := l.search.Search(ctx, retrieval.Query{
		Text: q.Query, Reader: s.reader(), AsOf: asOf, StrictDates: s.strictDates, Now: time.Now(), K: s.k,
	})
	if err != nil {
		return hitList{}, err
	}
	list := hitList{ID: q.ID, Hits: []hit{}, Sample: found.Sample}
	for _, p := range found.Passages {
		list.Hits = append(list.Hits, hit{
			ArticleID: p.Article.ID, Chunk: p.Chunk.N, Title: p.Article.Name(), Source: p.Article.Outlet,
			URL: p.Article.URL, Published: p.Article.Published, Text: p.Chunk.Text, Score: p.Score,
		})
	}
	return list, nil
}

// maxQueryLine bounds one line of a batch, in bytes.
const maxQueryLine = 1 << 20

// searchBatch answers every line it can and names those it cannot.
func (a *app) searchBatch(ctx context.Context, l *library, s searching) error {
	in, err := a.openInput(s.batch)
	if err != nil {
		return err
	}
	defer in.Close()
	out := bufio.NewWriter(a.out)
	defer out.Flush()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxQueryLine)
	name := s.batch
	if name == "-" {
		name = "standard input"
	}
	failed := false
	n := 1
	for ; lines.Scan(); n++ {
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text == "" {
			continue
		}
		if err := searchLine(ctx, l, s, []byte(text), out); err != nil {
			if ctx.Err() != nil {
				return err
			}
			failed = true
			fmt.Fprintf(a.err, "footnote: %s: line %d: %s\n", name, n, oneLine(err))
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("%s: line %d: longer than %d bytes", name, n, maxQueryLine)
	} else if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if failed {
		return errReported
	}
	return nil
}

func searchLine(ctx context.Context, l *library, s searching, line []byte, out io.Writer) error {
	var q query
	if err := json.Unmarshal(line, &q); err != nil {
		return fmt.Errorf(`not a JSON object {"id","query"}: %w`, eval.Reword(err))
	}
	if strings.TrimSpace(q.Query) == "" {
		return errors.New(`no "query"`)
	}
	found, err := searchOne(ctx, l, s, q)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(found)
}

// openInput opens a file to read, "-" being standard input.
func (a *app) openInput(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(a.in), nil
	}
	return os.Open(name)
}

func printHits(w io.Writer, found hitList) {
	if found.Sample {
		fmt.Fprint(w, "From the sample library, because yours holds no article yet.\n\n")
	}
	if len(found.Hits) == 0 {
		fmt.Fprintln(w, "No passage found.")
	}
	for i, h := range found.Hits {
		fmt.Fprintf(w, "%d. %s\n", i+1, clean(strings.Join(nonEmpty(h.Title, h.Source, h.Published.Day()), " · ")))
		fmt.Fprintf(w, "   %s\n", strings.ReplaceAll(clean(h.Text), "\n", "\n   "))
		fmt.Fprintf(w, "   %s\n\n", strings.Join(nonEmpty(clean(h.URL), fmt.Sprintf("article %s, chunk %d, score %.4f", h.ArticleID, h.Chunk, h.Score)), " · "))
	}
}
