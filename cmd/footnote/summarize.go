package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/schedule"
)

func (a *app) summarizeCommand() *cli.Command {
	var s summarizing
	return &cli.Command{
		Name: "summarize", Usage: "summarise an article, several, or a topic, with footnotes", ArgsUsage: "ARTICLE…|TOPIC",
		UsageText: `footnote summarize [flags] ARTICLE…
footnote summarize [flags] TOPIC

   footnote summarize https://example.com/story
   footnote summarize 3f2a 91bc notes/merger.md
   footnote summarize --since 7d "OpenAI and Microsoft"

An article is named by its ID or the start of it, its URL or its file. What
names no article is a topic.`,
		Flags: append(s.readerFlags(),
			&cli.StringFlag{Name: "since", Usage: "of a topic, only what was published since `TIME`: a day (2026-04-28), or a span of days, weeks or months (7d, 2w, 1m)", Destination: &s.since},
			&cli.StringFlag{Name: "as-of", Usage: "of a topic, only what was published until `DATE`", Destination: &s.asOf},
			&cli.BoolFlag{Name: "json", Usage: "print the summary as JSON", Destination: &s.json},
		),
		Action: func(ctx context.Context, c *cli.Command) error {
			s.args = c.Args().Slice()
			if strings.TrimSpace(strings.Join(s.args, "")) == "" {
				return usagef("summarize: name an article by ID, URL or file, or a topic")
			}
			return a.summarize(ctx, s)
		},
	}
}

// A summarizing holds the flags of summarize.
type summarizing struct {
	asking
	args  []string
	since string
}

func (a *app) summarize(ctx context.Context, s summarizing) error {
	now := time.Now()
	since, err := parseSince(s.since, now)
	if err != nil {
		return usagef("summarize: --since: %v", err)
	}
	asOf, err := article.ParseAsOf(s.asOf)
	if err != nil {
		return usagef("summarize: --as-of: %v", err)
	}
	l, err := a.openLibrary(ctx, false)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := a.complete(ctx, l); err != nil {
		return err
	}
	target := answer.Target{Since: article.SinceDay(since), AsOf: asOf, Now: now, User: s.user}
	if target.Articles, err = s.articles(ctx, archive{l.store, l.samples}); err != nil {
		return err
	}
	switch {
	case len(target.Articles) == 0:
		target.Topic = strings.Join(s.args, " ")
	case s.since != "" || s.asOf != "":
		return usagef("summarize: --since and --as-of go with a topic, and %s is an article", s.args[0])
	}
	ans, err := a.answerer(l).Summarize(ctx, target, s.reader(), nil)
	if err != nil {
		return err
	}
	return a.give(ctx, l, ans, asking{user: s.user, json: s.json}, now)
}

// articles returns the arguments as articles, or none where they are a topic:
// where none of them is an article, and none looks like one.
func (s summarizing) articles(ctx context.Context, lib archive) ([]string, error) {
	refs := make([]string, len(s.args))
	some := false
	for i, arg := range s.args {
		refs[i] = arg
		_, ok, err := lib.Find(ctx, arg, s.reader())
		if err == nil && !ok {
			refs[i], ok, err = s.file(ctx, lib, arg)
		}
		if err != nil {
			return nil, err
		}
		some = some || ok || strings.Contains(arg, "://")
	}
	if !some {
		return nil, nil
	}
	return refs, nil
}

// file looks for an article by a file that is named relative to the working
// directory.
func (s summarizing) file(ctx context.Context, lib archive, arg string) (ref string, ok bool, err error) {
	path, err := filepath.Abs(arg)
	if err != nil {
		return arg, false, nil
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || strings.TrimSpace(arg) == "" {
		return arg, false, nil
	}
	if _, ok, err = lib.Find(ctx, path, s.reader()); err != nil || !ok {
		return arg, false, err
	}
	return path, true, nil
}

// parseSince reads what --since may say, the zero time for nothing.
func parseSince(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	since, ok := schedule.Since(s, now)
	if !ok {
		return since, fmt.Errorf("%q is not %s", s, schedule.SinceForms)
	}
	return since, nil
}
