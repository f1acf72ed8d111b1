package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v3"

	"footnote/internal/article"
	"footnote/internal/store"
)

func (a *app) articlesCommand() *cli.Command {
	return &cli.Command{
		Name: "articles", Usage: "list, show, export or remove what the library holds",
		UsageText: `footnote articles list [--outlet NAME] [--since DATE] [--json]
footnote articles show ID|URL|FILE [--at START-END | --quote WORDS]
footnote articles history ID|URL|FILE
footnote articles duplicates [--json]
footnote articles feeds [--opml | --json]
footnote articles unsubscribe NUMBER|URL…
footnote articles problems [--retry | --json]
footnote articles export
footnote articles remove ID|URL|FILE…`,
		Commands: []*cli.Command{
			a.listCommand(), a.showCommand(), a.historyCommand(), a.duplicatesCommand(), a.feedsCommand(), a.unsubscribeCommand(),
			a.problemsCommand(), a.exportCommand(), a.removeCommand(),
		},
	}
}

func (a *app) listCommand() *cli.Command {
	var outlet, since string
	var limit int
	var asJSON bool
	return &cli.Command{
		Name: "list", Usage: "list the articles, newest first",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "outlet", Usage: "only those `NAME` published", Destination: &outlet},
			&cli.StringFlag{Name: "since", Usage: "only those published since `TIME`: a day (2026-04-28), or a span of days, weeks or months (7d, 2w, 1m)", Destination: &since},
			&cli.IntFlag{Name: "limit", Usage: "at most `N`", HideDefault: true, Destination: &limit},
			&cli.BoolFlag{Name: "json", Usage: "print JSON lines", Destination: &asJSON},
		},
		Action: func(ctx context.Context, c *cli.Command) error {
			from, err := parseSince(since, time.Now())
			if err != nil {
				return usagef("articles list: --since: %v", err)
			}
			if c.IsSet("limit") && limit < 1 {
				return usagef("articles list: --limit %d is less than 1", limit)
			}
			return a.withStore(ctx, func(st *store.Store) error {
				f := store.Filter{Since: article.SinceDay(from), Limit: limit}
				if outlet != "" {
					f.Outlets = []string{outlet}
				}
				if asJSON {
					return a.printArticles(ctx, st, f)
				}
				return a.listArticles(ctx, st, f)
			})
		},
	}
}

// withStore runs do on the data folder's store, or an empty one where there
// is none.
func (a *app) withStore(ctx context.Context, do func(*store.Store) error) error {
	st, err := a.openStore(ctx, false)
	if err != nil {
		return err
	}
	return errors.Join(do(st), st.Close())
}

func (a *app) listArticles(ctx context.Context, st *store.Store, f store.Filter) error {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	n := 0
	lost := a.eachArticle(ctx, st, f, func(art article.Article) error {
		if n++; n == 1 {
			fmt.Fprintln(w, "ID\tPUBLISHED\tOUTLET\tTITLE\tSCOPE")
		}
		_, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", art.ID, art.Published.Day(), clean(art.Outlet), clean(art.Name()+goneMark(art)), art.Scope)
		return err
	})
	if err := errors.Join(w.Flush(), lost); err != nil || n > 0 {
		return err
	}
	held, err := st.CountArticles(ctx)
	if err != nil {
		return err
	}
	none := "No articles. Add some with: footnote add URL|FILE|FOLDER"
	if held > 0 {
		none = "No such articles; footnote articles list shows all there are."
	}
	_, err = fmt.Fprintln(a.out, none)
	return err
}

// eachArticle calls do with each article. It goes past one that cannot be read,
// says so, and has failed then.
func (a *app) eachArticle(ctx context.Context, st *store.Store, f store.Filter, do func(article.Article) error) error {
	var lost error
	for art, err := range st.Articles(ctx, f) {
		switch {
		case err != nil && ctx.Err() != nil:
			return err
		case err != nil:
			fmt.Fprintf(a.err, "footnote: %s\n", oneLine(err))
			lost = errReported
			continue
		}
		if err := do(art); err != nil {
			return err
		}
	}
	return lost
}

// goneMark says that the page of an article is no longer there.
func goneMark(art article.Article) string {
	if art.Gone.IsZero() {
		return ""
	}
	return " (gone)"
}

// A line is an article in the fields that add takes. Its JSON form is stable.
type line struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Source    string       `json:"source"`
	Author    string       `json:"author"`
	Published article.Date `json:"published_at"`
	Estimated bool         `json:"published_estimated,omitempty"`
	Lang      string       `json:"lang,omitempty"`
	File      string       `json:"file,omitempty"`
	Scope     string       `json:"scope,omitempty"`
	Gone      time.Time    `json:"gone_at,omitzero"` // not in an export, which could not give it back
	Pages     []int        `json:"pages,omitempty"`  // where in the body its pages begin
	Body      string       `json:"body,omitempty"`
}

func newLine(art article.Article) line {
	return line{
		ID: art.ID, URL: art.URL, Title: art.Title, Source: art.Outlet, Author: art.Author,
		Published: art.Published, Estimated: art.Published.Estimated, Lang: art.Lang,
		File: art.File, Scope: string(art.Scope), Gone: art.Gone, Pages: art.Pages, Body: art.Body,
	}
}

// printArticles prints JSON lines, with the body where the filter asks for it.
func (a *app) printArticles(ctx context.Context, st *store.Store, f store.Filter) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	return a.eachArticle(ctx, st, f, func(art article.Article) error {
		l := newLine(art)
		if f.WithBody {
			l.Gone = time.Time{}
		}
		return enc.Encode(l)
	})
}

func (a *app) exportCommand() *cli.Command {
	return &cli.Command{
		Name: "export", Usage: "print every article as a JSON line that add takes back",
		Action: func(ctx context.Context, _ *cli.Command) error {
			err := a.withStore(ctx, func(st *store.Store) error {
				return a.printArticles(ctx, st, store.Filter{WithBody: true})
			})
			if store.IsDamaged(err) { // it was not opened: what is lost on the way is named there
				return a.exportDamaged(ctx, err)
			}
			return err
		},
	}
}

// exportDamaged prints what can be read of a library that cannot be opened
// otherwise, for the reason given.
func (a *app) exportDamaged(ctx context.Context, reason error) error {
	st, err := store.OpenDamaged(ctx, a.cfg.Data)
	if err != nil {
		return reason
	}
	defer st.Close()
	if err := a.printArticles(ctx, st, store.Filter{WithBody: true}); err != nil && !errors.Is(err, errReported) {
		return err
	}
	return reason
}

func (a *app) showCommand() *cli.Command {
	var asJSON bool
	var m marking
	return &cli.Command{
		Name: "show", Usage: "print one article", ArgsUsage: "ID|URL|FILE",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "json", Usage: "print JSON", Destination: &asJSON},
			&cli.StringFlag{Name: "at", Usage: "mark the words at `START-END`, as a footnote names them", Destination: &m.at},
			&cli.StringFlag{Name: "quote", Usage: "mark these `WORDS`", Destination: &m.quote},
		},
		Action: func(ctx context.Context, c *cli.Command) error {
			return a.withArticle(ctx, c, func(st *store.Store, art article.Article) error {
				if asJSON {
					return a.printJSON(newLine(art))
				}
				body, err := m.mark(art.Body, isTerminal(a.out))
				if err != nil {
					return err
				}
				copies, err := st.Copies(ctx, nil, art.ID)
				if err != nil {
					return err
				}
				printArticle(a.out, art, copies, body)
				return nil
			})
		},
	}
}

// withArticle runs do on the one article that the command's argument names.
func (a *app) withArticle(ctx context.Context, c *cli.Command, do func(*store.Store, article.Article) error) error {
	if c.NArg() != 1 {
		return usagef("%sname one article by ID, URL or file", said(c))
	}
	return a.withStore(ctx, func(st *store.Store) error {
		art, err := findArticle(ctx, st, c.Args().First())
		if err != nil {
			return err
		}
		return do(st, art)
	})
}

// findArticle finds an article by what a person calls it; a file may be named
// relative to the working directory.
func findArticle(ctx context.Context, st *store.Store, ref string) (article.Article, error) {
	art, err := st.FindArticle(ctx, ref)
	if errors.Is(err, store.ErrNotFound) {
		if path, absErr := filepath.Abs(ref); absErr == nil {
			art, err = st.FindArticle(ctx, path)
		}
	}
	if errors.Is(err, store.ErrNotFound) {
		return art, fmt.Errorf("no article %s; footnote articles list shows what there is", ref)
	}
	return art, err
}

// printArticle prints an article with this body, in which words may be marked.
func printArticle(w io.Writer, art article.Article, copies []article.Article, body string) {
	fmt.Fprintf(w, "%s\n%s\n", clean(art.Name()),
		clean(strings.Join(nonEmpty(art.Outlet, art.Author, art.Published.Day()), " · ")))
	for _, place := range nonEmpty(art.URL, art.File) {
		fmt.Fprintln(w, clean(place)+goneMark(art))
	}
	for _, o := range copies {
		fmt.Fprintf(w, "the same story: %s\n", clean(strings.Join(nonEmpty(o.Outlet, o.Published.Day(), o.ID), " · ")))
	}
	fmt.Fprintf(w, "article %s, revision %d, seen by %s, added %s\n\n%s\n",
		art.ID, art.Revision, art.Scope, art.Added.Local().Format("2 Jan 2006 15:04 MST"), body)
}

func (a *app) removeCommand() *cli.Command {
	return &cli.Command{
		Name: "remove", Usage: "remove articles with all their revisions", ArgsUsage: "ID|URL|FILE…",
		Action: func(ctx context.Context, c *cli.Command) error {
			if c.NArg() == 0 {
				return usagef("articles remove: name articles by ID, URL or file")
			}
			return a.withStore(ctx, func(st *store.Store) error {
				for _, ref := range c.Args().Slice() {
					art, err := findArticle(ctx, st, ref)
					if err != nil {
						return err
					}
					if err := st.Remove(ctx, art.ID); err != nil {
						return err
					}
					fmt.Fprintf(a.out, "removed %s %s\n", art.ID, clean(art.Name()))
				}
				return nil
			})
		},
	}
}
