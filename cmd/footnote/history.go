package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v3"

	"footnote/internal/article"
	"footnote/internal/store"
	"footnote/internal/worddiff"
)

func (a *app) historyCommand() *cli.Command {
	return &cli.Command{
		Name: "history", Usage: "list the revisions of one article, newest first, with what changed in words", ArgsUsage: "ID|URL|FILE",
		Description: "Words within [- -] were removed, words within {+ +} were added.",
		Action: func(ctx context.Context, c *cli.Command) error {
			return a.withArticle(ctx, c, func(st *store.Store, art article.Article) error {
				revisions, err := st.Revisions(ctx, art.ID)
				if err != nil {
					return err
				}
				if !art.Gone.IsZero() {
					fmt.Fprintf(a.out, "its page is gone since %s\n", art.Gone.Local().Format("2 Jan 2006 15:04 MST"))
				}
				for i, r := range revisions {
					fmt.Fprintf(a.out, "revision %d, saved %s, %d characters: %s\n",
						r.Revision, r.Updated.Local().Format("2 Jan 2006 15:04 MST"), len([]rune(r.Body)), clean(r.Name()))
					if i+1 < len(revisions) {
						printChanges(a.out, revisions[i+1], r)
					}
				}
				return nil
			})
		},
	}
}

// printChanges prints what changed from one revision to the next, each change
// on lines of its own with the words around it.
func printChanges(w io.Writer, old, now article.Article) {
	for _, field := range []struct{ name, old, now string }{
		{"title", old.Title, now.Title},
		{"author", old.Author, now.Author},
		{"outlet", old.Outlet, now.Outlet},
		{"date", old.Published.Day(), now.Published.Day()},
	} {
		if field.old != field.now {
			fmt.Fprintf(w, "    %s: [-%s-] {+%s+}\n", field.name, clean(field.old), clean(field.now))
		}
	}
	if old.Body == now.Body {
		return
	}
	for _, hunk := range hunks(worddiff.Diff(old.Body, now.Body)) {
		fmt.Fprintf(w, "    %s\n", strings.ReplaceAll(clean(hunk), "\n", "\n    "))
	}
}

// shownAround is how many words are shown on each side of a change.
const shownAround = 8

// hunks returns the changes that stand near each other as text, with the words
// around them: removed words as [-words-] and added ones as {+words+}.
func hunks(edits []worddiff.Edit) []string {
	var all []string
	var b strings.Builder
	end := func() {
		all = append(all, strings.TrimRight(b.String(), " \n"))
		b.Reset()
	}
	for i, e := range edits {
		first, last := i == 0, i == len(edits)-1
		words := strings.Fields(e.Text)
		switch {
		case e.Op == worddiff.Removed:
			b.WriteString(marked("[-", e.Text, "-]"))
		case e.Op == worddiff.Added:
			b.WriteString(marked("{+", e.Text, "+}"))
		case !first && !last && len(words) <= 2*shownAround:
			b.WriteString(e.Text)
		default:
			if !first {
				if strings.TrimLeft(e.Text, " \n") != e.Text {
					b.WriteByte(' ')
				}
				b.WriteString(someWords(words, 0, shownAround))
				end()
			}
			if !last {
				b.WriteString(someWords(words, len(words)-shownAround, len(words)))
			}
		}
	}
	if b.Len() > 0 {
		end()
	}
	return all
}

// marked puts marks around a text, and not around the space beside it.
func marked(begin, text, end string) string {
	inner := strings.TrimSpace(text)
	if inner == "" {
		return text
	}
	at := strings.Index(text, inner)
	return text[:at] + begin + inner + end + text[at+len(inner):]
}

// someWords returns words from one place to another, with a mark where there
// are more.
func someWords(words []string, from, to int) string {
	before, after := "", " "
	if from > 0 {
		before = "… "
	}
	if to < len(words) && from <= 0 {
		after = " …"
	}
	from, to = max(from, 0), min(to, len(words))
	if from == to {
		return ""
	}
	return before + strings.Join(words[from:to], " ") + after
}
