// Package sample is the library that Footnote shows itself with where nothing
// has been added yet. Its articles are written for this project: the outlets
// and authors are invented, the outlet names end in "(sample)" so that a quote
// gives itself away, and the URLs lie under a host that can never exist. Some
// tell how the partnership of Microsoft and OpenAI changed from 2019 to 2026,
// each as it stood on its day; the others report from a town that is on no map.
//
// Articles returns them; Later returns what comes out when all of that has been
// read, for showing how an answer changes. The files are Markdown with front matter:
//
//	---
//	title: A bridge opens
//	outlet: The Harbor Ledger
//	author: Maren Oakhollow
//	date: 2026-04-27
//	url: https://sample.example/harbor-ledger/2026/a-bridge-opens
//	sample: true
//	---
//
//	Paragraphs, divided by empty lines.
package sample

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"footnote/internal/article"
)

//go:embed articles/*.md later/*.md
var files embed.FS

// Host is that of all URLs. The top-level domain example never exists (RFC
// 2606).
const Host = "sample.example"

// mark ends the name of every outlet.
const mark = " (sample)"

// Articles returns the sample library, oldest first, in the workspace's scope
// and with IDs. Each call returns new articles.
func Articles() ([]article.Article, error) { return read("articles/*.md") }

// Later returns articles that came out on a day and overtake some of the
// sample library, in the form of Articles. The day must be later than all of
// that.
func Later(day time.Time) ([]article.Article, error) {
	return read("later/*.md", "{day}", day.Format("2 January 2006"), "{date}", day.Format(time.DateOnly), "{year}", day.Format("2006"))
}

// read returns the articles of files, with words put in place of others.
func read(pattern string, replace ...string) ([]article.Article, error) {
	names, err := fs.Glob(files, pattern) // sorted, and the names begin with the date
	if err != nil {
		return nil, err
	}
	fill := strings.NewReplacer(replace...)
	articles := make([]article.Article, len(names))
	for i, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if articles[i], err = parse(fill.Replace(string(text))); err != nil {
			return nil, fmt.Errorf("read sample %s: %w", path.Base(name), err)
		}
	}
	return articles, nil
}

// parse reads an article of the form that the package comment shows.
func parse(text string) (article.Article, error) {
	rest, opened := strings.CutPrefix(text, "---\n")
	head, body, closed := strings.Cut(rest, "\n---\n")
	if !opened || !closed {
		return article.Article{}, fmt.Errorf("no front matter between two lines of ---")
	}
	a := article.Article{Lang: "en", Body: unwrap(body)}
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if err := set(&a, key, value); err != nil {
			return article.Article{}, err
		}
	}
	a.ID = a.NewID()
	return a, nil
}

// set fills in what one line of front matter says.
func set(a *article.Article, key, value string) (err error) {
	switch key {
	case "title":
		a.Title = value
	case "outlet":
		a.Outlet = value + mark
	case "author":
		a.Author = value
	case "url":
		a.URL = value
	case "date":
		a.Published, err = article.ParseDate(value)
	case "sample": // for readers of the file
	default:
		err = fmt.Errorf("front matter has no key %q", key)
	}
	return err
}

// unwrap turns Markdown paragraphs into lines of plain text.
func unwrap(markdown string) string {
	var paragraphs []string
	for p := range strings.SplitSeq(markdown, "\n\n") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			paragraphs = append(paragraphs, p)
		}
	}
	return strings.Join(paragraphs, "\n")
}
