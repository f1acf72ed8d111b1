package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"footnote/internal/article"
	"footnote/internal/nearcopy"
	"footnote/internal/store"
)

// maxGroups bounds what duplicates lists.
const maxGroups = 1000

func (a *app) duplicatesCommand() *cli.Command {
	var asJSON bool
	return &cli.Command{
		Name: "duplicates", Usage: "list stories that several outlets print in nearly the same words",
		Flags: []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "print a JSON line for each story", Destination: &asJSON}},
		Action: func(ctx context.Context, _ *cli.Command) error {
			return a.withStore(ctx, func(st *store.Store) error {
				if _, err := nearcopy.Update(ctx, st); err != nil {
					return err
				}
				groups, err := st.CopyGroups(ctx, nil, maxGroups)
				if err != nil {
					return err
				}
				for _, g := range groups {
					if err := a.printGroup(g, asJSON); err != nil {
						return err
					}
				}
				if len(groups) == 0 && !asJSON {
					fmt.Fprintln(a.out, "No story is there twice.")
				}
				return nil
			})
		},
	}
}

// printGroup prints a story with the outlets that print it, and its articles.
func (a *app) printGroup(group []article.Article, asJSON bool) error {
	if asJSON {
		lines := make([]line, len(group))
		for i, art := range group {
			lines[i] = newLine(art)
		}
		return a.printJSON(struct {
			Title    string   `json:"title"`
			Outlets  []string `json:"outlets"`
			Articles []line   `json:"articles"`
		}{group[0].Title, outlets(group), lines})
	}
	fmt.Fprintf(a.out, "%s (%s)\n", clean(group[0].Name()), clean(strings.Join(outlets(group), ", ")))
	for _, art := range group {
		fmt.Fprintf(a.out, "    %s  %s  %s\n", art.ID, art.Published.Day(), clean(strings.Join(nonEmpty(art.Outlet, art.Name(), art.URL), " · ")))
	}
	return nil
}

// outlets returns who published the articles, each once.
func outlets(group []article.Article) []string {
	var names []string
	for _, art := range group {
		if art.Outlet != "" && !slices.Contains(names, art.Outlet) {
			names = append(names, art.Outlet)
		}
	}
	return names
}
